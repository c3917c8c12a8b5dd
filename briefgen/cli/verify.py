"""`briefgen verify`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import existing, with_config, with_corpus, with_store
from briefgen.cli.text import one_line
from briefgen.errors import UsageError

if TYPE_CHECKING:
    from briefgen.config import Config
    from briefgen.finished import Finished
    from briefgen.model import Corpus


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen verify build/transport.pdf
  briefgen verify build/transport.html --corpus news/
  briefgen verify build/transport.pdf --store state/corpus.db
""",
)
@click.argument("brief", metavar="FILE", type=existing)
@with_corpus
@with_store
@with_config
def verify(*, brief: Path, corpus: tuple[Path, ...], store: str | None, config_path: Path | None) -> None:
    """Check a finished brief: PDF, HTML, DOCX or JSON, offline.

    Without --corpus against the evidence that the file carries: every number and quotation that its page prints has to
    stand in a passage that the place cites, every chart point has to be its fact, every hash has to hold. With --corpus
    or --store against the documents too: each is read again, and every passage has to stand in it. Prints each
    finding and exits with 1 when there is one.

    Of a DOCX, which people edit, other words are told and no finding; other numbers, quotations and citations are.

    Of a file that was released (see `briefgen edition`), the store says as which edition, by whom and when, and whether
    it was withdrawn or corrected since.

    What an editor says is named with who and when: its numbers are the editor's, and rest on no document.

    What people corrected is read from the brief and named: it stands on their word, not on the documents'. Where a
    corrections.yaml lies beside the settings, the brief may have no correction that is not in it.
    """
    from briefgen import config, corrections, finished, printed
    from briefgen.verify import verify as check

    file = printed.load(brief)
    settings = config.load(config_path)
    ledger = settings.corrections_path
    known = settings.corrections if ledger is not None and ledger.is_file() else None
    try:
        told = finished.read(file.brief)
        documents = _documents(told, settings, corpus, store)
        findings = check(file.brief, documents, known, file.page)
    except UsageError as error:
        hint = error.hint or finished.HINT
        raise UsageError(error.message, where=": ".join(filter(None, (str(brief), error.where))), hint=hint) from error
    for correction in told.corrections:
        what = f"{corrections.where(correction)}, {corrections.told(correction.amendments)}"
        click.echo(one_line(f"note: corrected by {correction.by} on {correction.date}: {what}"), err=True)
    for line in _by_editors(told):
        click.echo(one_line(line), err=True)
    for finding in findings:
        click.echo(one_line(f"{brief}: {'edited: ' if finding.is_wording else ''}{finding}"), err=finding.is_wording)
    for line in _released(brief, str(file.brief["edition"]["name"]), settings, store):
        click.echo(one_line(line), err=True)
    grave = [finding for finding in findings if not finding.is_wording]
    if grave:
        click.secho(f"{len(grave)} finding{'s' if len(grave) > 1 else ''}: do not rely on this brief.", err=True)
        raise click.exceptions.Exit(1)
    ending = ", as corrected by people" if told.corrections else ""
    if documents:
        click.echo(f"{brief}: every citation, figure and chart point stands in its document{ending}", err=True)
    else:
        click.echo(f"{brief}: every number, quotation and chart point stands in what it cites{ending}", err=True)
        click.echo(f"  {_left(told.evidence)}, --corpus tells.", err=True)


def _by_editors(brief: Finished) -> Iterator[str]:
    """What editors say in a brief, which rests on no document."""
    from briefgen.verify.numbers import NUMBER

    for one in brief.statements:
        if one.author == "editor":
            numbers = ", ".join(dict.fromkeys(NUMBER.findall(one.text)))
            said = f"its numbers ({numbers}) rest" if numbers else "it rests"
            yield f"note: {one.section}: said by {one.speaker} on {' '.join(one.days)}; {said} on no document"


def _documents(brief: Finished, settings: Config, paths: Sequence[Path], store: str | None) -> Corpus | None:
    """The documents to check against: those of files, or of a store those that the brief was made from."""
    from briefgen.cli import corpora
    from briefgen.corpus import load
    from briefgen.model import Corpus

    if store is None:
        return load(paths) if paths else None
    with corpora.opened(corpora.with_store(settings, store), paths, named=True) as opened:
        ids = sorted(document.id for document in brief.documents)
        return Corpus(tuple(opened.documents(ids)) if opened else ())


def _released(path: Path, edition: str, settings: Config, store: str | None) -> Iterator[str]:
    """What the store knows of a file that was released, or bears the name of an edition that was.

    A database of an office is asked only where it is named: a check without it must not wait for a network.
    """
    from briefgen.cli import corpora

    known = corpora.with_store(settings, store)
    if store is None and ("://" in known.store or not corpora.is_there(known.store)):
        return
    from briefgen.editions import shelf
    from briefgen.editions.values import State

    with corpora.opened(known, (), named=store is not None) as opened:
        if opened is None:
            return
        found = tuple(shelf.released(opened, path.read_bytes()))
        for one in found:
            name = one.log[-1].plan.name
            yield f"note: released as {name} by {one.release.by} on {one.release.at:%Y-%m-%d}, hash {one.release.hash}"
            if one.log[-1].state is State.WITHDRAWN:
                yield f"note: {name} was withdrawn on {one.log[-1].at:%Y-%m-%d}: {one.log[-1].reason}"
            if one.corrected_by:
                yield f"note: {name} was corrected by {one.corrected_by}"
        if not found and shelf.files(opened, edition):
            yield f"note: {edition} was released, and this file is not one of its files, byte for byte"


def _left(evidence: str) -> str:
    """What a file cannot show by itself."""
    passages = "Whether the passages stand in their documents"
    if evidence == "citations":
        return f"{passages}, which files these are, and what else they say of the topic"
    return passages
