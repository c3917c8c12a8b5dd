"""`briefgen topics`: those that there are, and what a new one would find."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import existing, hands, with_config, with_hands, with_store
from briefgen.cli.text import counted, one_line, printable

if TYPE_CHECKING:
    from briefgen.config import Config
    from briefgen.corpus.store import Store
    from briefgen.model import Document
    from briefgen.trying import Example, Trial


@click.group(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen topics list
  briefgen topics try water "drinking water" reservoir*
""",
)
def topics() -> None:
    """List the topics, or try what a new one would find."""


@topics.command("list", context_settings=SETTINGS, epilog="\b\nExamples:\n  briefgen topics list\n")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_config
def list_topics(*, as_json: bool, config_path: Path | None) -> None:
    """List the topics of the settings, with their numbers of terms and measures."""
    from briefgen import config

    for topic in config.load(config_path).topics:
        if as_json:
            names = [measure.name for measure in topic.measures]
            row = {"id": topic.id, "title": topic.title, "terms": list(topic.terms), "measures": names}
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            numbers = f"{counted(len(topic.terms), 'term')}, {counted(len(topic.measures), 'measure')}"
            click.echo(printable(f"{topic.id:<16}  {topic.title} ({numbers})"))


@topics.command(
    "try",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen topics try water
  briefgen topics try "drinking water" reservoir* dam --corpus news/
  briefgen topics try water --json | jq .documents
""",
)
@click.argument("terms", metavar="TERM...", nargs=-1, required=True)
@click.option(
    "--corpus",
    "paths",
    metavar="PATH",
    type=existing,
    multiple=True,
    help="File or folder to look in; repeatable. Default: the store, or the corpus of the settings.",
)
@with_store
@click.option(
    "--examples",
    "most",
    metavar="N",
    type=click.IntRange(0, 100),
    default=5,
    show_default=True,
    help="The most sentences that are shown, one of a document.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_hands
@with_config
def try_topic(  # noqa: PLR0913 - one argument for each option
    *,
    terms: tuple[str, ...],
    paths: tuple[Path, ...],
    store: str | None,
    most: int,
    as_json: bool,
    jobs: int | None,
    executor: str | None,
    config_path: Path | None,
) -> None:
    """Show what a new topic of these terms would find, before it is saved.

    How many documents, sentences and figures, examples with the terms marked, what each term finds, which topics these
    documents have already, and the lines for briefgen.yaml. A term is a word or phrase with its plural; * stands for
    any ending; in capitals it is found in capitals alone. Nothing is changed.
    """
    from briefgen import config, readings, trying
    from briefgen.cli import corpora
    from briefgen.cli.progress import Progress

    settings = corpora.with_store(config.load(config_path), store)
    read = partial(readings.read_each, hands=hands(jobs, executor))
    with corpora.opened(settings, paths, named=store is not None) as kept, Progress(visible=not as_json) as progress:
        documents = _told(_documents(settings, paths, kept), progress)
        trial = trying.trial(terms, documents, settings.topics, read, most)
    if as_json:
        click.echo(json.dumps(_row(trial), ensure_ascii=False))
        return
    for line in _lines(trial, settings):
        click.echo(line)


def _documents(settings: Config, paths: tuple[Path, ...], store: Store | None) -> Iterable[Document]:
    """Those of the store, the newest first; those of files, where they are named or there is no store."""
    if store is None:
        from briefgen.cli import gather

        return gather.collect(paths or settings.corpus).documents
    return store.documents([row.id for row in store.list()])


def _told(documents: Iterable[Document], progress: Any) -> Iterator[Document]:  # noqa: ANN401 - any progress
    for number, document in enumerate(documents, 1):
        progress(f"looking at document {number}")
        yield document


def _lines(trial: Trial, settings: Config) -> Iterator[str]:
    from briefgen import trying

    where = f"{trial.documents} of {counted(trial.examined, 'document')}"
    numbers = f"{counted(trial.sentences, 'sentence')}, {counted(trial.figures, 'figure')}"
    yield printable(f"{', '.join(term for term, _ in trial.terms)}: in {where}; {numbers}")
    for example in trial.examples:
        yield ""
        yield from _shown(example)
    if len(trial.terms) > 1 or not trial.documents:
        yield ""
        yield from (f"{printable(term)}: {counted(number, 'document')}" for term, number in trial.terms)
    if trial.beside:
        yield ""
        shared = (f"{topic.id} ({number})" for topic, number in trial.beside)
        yield f"The same documents belong to: {', '.join(shared)}"
    if trial.documents:
        yield ""
        yield f"To keep it, put this under `topics:` in {printable(str(settings.path))}:"
        yield ""
        yield printable(trying.as_yaml(trial.topic).rstrip("\n"))


def _shown(example: Example) -> Iterator[str]:
    document = example.document
    known = (str(document.published or "undated"), document.publisher, document.headline)
    yield printable(one_line(f"{document.name}: {', '.join(part for part in known if part)}"))
    yield f"  {printable(one_line(_marked(example)))}"


def _marked(example: Example) -> str:
    """The sentence with its terms marked."""
    text, at, parts = example.document.text, example.span.start, []
    for mark in example.marks:
        parts += [text[at : mark.start], f"**{text[mark.start : mark.end]}**"]
        at = mark.end
    return "".join((*parts, text[at : example.span.end]))


def _row(trial: Trial) -> dict[str, Any]:
    """The same for programs."""
    from briefgen import trying
    from briefgen.interchange import figure_row

    return {
        "documents": trial.documents,
        "examined": trial.examined,
        "sentences": trial.sentences,
        "figures": trial.figures,
        "terms": [{"term": term, "documents": number} for term, number in trial.terms],
        "topics": [{"topic": topic.id, "title": topic.title, "documents": number} for topic, number in trial.beside],
        "examples": [
            {
                "document": one.document.id,
                "name": one.document.name,
                "published": str(one.document.published) if one.document.published else None,
                "sentence": one.document.text[one.span.start : one.span.end],
                "marks": [[mark.start - one.span.start, mark.end - one.span.start] for mark in one.marks],
                "figures": [figure_row(figure, one.document) for figure in one.figures],
            }
            for one in trial.examples
        ],
        "yaml": trying.as_yaml(trial.topic),
    }
