"""`briefgen explain`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import with_config, with_corpus
from briefgen.errors import UsageError

if TYPE_CHECKING:
    from briefgen.config import Config
    from briefgen.explain import Cited, Explanation
    from briefgen.finished import Finished
    from briefgen.pipeline import Weighed

PRINTED = (".json", ".md", ".html", ".pdf", ".eml")
"""How the files of a brief end; what is known of it stands in the first."""


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen explain build/transport.json 3
  briefgen explain 3f2a9c1e
  briefgen explain 3f2a --json --corpus news/
""",
)
@click.argument("target", metavar="FACT|BRIEF")
@click.argument("number", metavar="[NUMBER]", type=int, required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each fact.")
@with_corpus
@with_config
def explain(
    *, target: str, number: int | None, as_json: bool, corpus: tuple[Path, ...], config_path: Path | None
) -> None:
    """Say where a number comes from.

    FACT is the id of a fact, or its start. BRIEF is a file that `briefgen make` wrote, with its JSON beside it, and
    NUMBER a citation as printed in it. Shows every mention with document, line and sentence, the words behind each
    field, why the mentions are one fact, who counts as an origin, what it stands against, and what people corrected.
    """
    from briefgen import config

    settings = config.load(config_path)
    path = Path(target)
    if path.suffix in PRINTED or path.is_file():
        _print_cited(_cited(path, number, settings, corpus), as_json=as_json)
        return
    if number is not None:
        hint = "Name the file that `briefgen make` wrote, or leave out the number."
        raise UsageError("is no file of a brief, so it has no citations", where=target, hint=hint)
    from briefgen import explain as explaining

    weighed = _weighed(settings, corpus, None)
    fact = explaining.find(explaining.known(weighed), target)
    _print([explaining.explain(fact, weighed, settings.topics)], as_json=as_json)


def _cited(path: Path, number: int | None, settings: Config, corpus: tuple[Path, ...]) -> Cited:
    """What stands behind a citation of a brief."""
    from briefgen import explain as explaining
    from briefgen import finished

    source = path.with_suffix(PRINTED[0])
    if path.suffix != PRINTED[0] and not source.is_file():
        hint = f"Write it too: briefgen make --format {path.suffix[1:]} --format json"
        raise UsageError(f"there is no {source.name} beside it", where=str(path), hint=hint)
    try:
        brief = finished.read(finished.load(source))
        explaining.printed(brief, number)
    except UsageError as error:
        where = ": ".join(filter(None, (str(source), error.where if error.where != str(source) else None)))
        raise UsageError(error.message, where, error.hint) from error
    return explaining.cited(brief, number or 0, _weighed(settings, corpus, brief), settings.topics)


def _weighed(settings: Config, corpus: tuple[Path, ...], brief: Finished | None) -> Weighed:
    """What the documents say; for a brief, those alone that it was made from."""
    from briefgen import orders
    from briefgen.cli import gather

    among = {document.id for document in brief.documents} if brief else None
    return gather.weighed(settings, orders.Order(corpus=corpus), among)


def _print_cited(cited: Cited, *, as_json: bool) -> None:
    from briefgen.cli import explaining, wrapped

    if as_json:
        _echo(explaining.cited_row(cited))
    else:
        wrapped.show(explaining.citation(cited))


def _print(explanations: Sequence[Explanation], *, as_json: bool) -> None:
    from briefgen.cli import explaining, wrapped

    for one in explanations:
        if as_json:
            _echo(explaining.row(one))
        else:
            wrapped.show(explaining.fact(one))


def _echo(row: dict[str, Any]) -> None:
    from briefgen import interchange

    click.echo(interchange.line(row), nl=False)
