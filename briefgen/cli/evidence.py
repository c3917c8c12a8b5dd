"""`briefgen facts` and `briefgen conflicts`: what the documents say together, before any brief."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli import gather, printing
from briefgen.cli.app import SETTINGS
from briefgen.cli.options import Command, existing, with_config, with_topics
from briefgen.model import RelationType, Severity

if TYPE_CHECKING:
    from briefgen.model import Document, Fact, Relation

FAILED = 1
"""Exit code of `--fail-on`."""
TYPES = {one.value.replace("_", "-"): one for one in RelationType}
"""Types of relations as they are typed."""
PASSAGE = ("document", "published", "start", "end", "quote")
"""Columns of a sentence in a spreadsheet."""


def with_selection(command: Command) -> Command:
    """PATHs, `--topic`, `--json`, `--csv` and `--config`."""
    for option in (
        with_config,
        click.option("--csv", "form", flag_value="csv", help="Comma-separated values with a header."),
        click.option("--json", "form", flag_value="json", help="One JSON object a line (see `briefgen schema`)."),
        with_topics,
        click.argument("paths", metavar="[PATH...]", nargs=-1, type=existing),
    ):
        command = option(command)
    return command


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen facts
  briefgen facts news/ --topic transport
  briefgen facts --json | jq -c '[.id, .measure, .value, .unit, .status]'
  briefgen facts --csv > facts.csv
""",
)
@with_selection
def facts(*, paths: tuple[Path, ...], topics: tuple[str, ...], form: str | None, config_path: Path | None) -> None:
    """List the facts that documents give together.

    A fact is one measure, subject, period, status and value, with every figure that reports it and the number of
    independent origins. Without PATH: the corpus of the settings. `briefgen explain ID` says where one comes from.
    """
    from briefgen import evidence, interchange

    gathered = gather.weigh(paths, topics, config_path)
    listed = (*gathered.evidence.facts, *evidence.computed(gathered.evidence))
    if form == "json":
        for fact in listed:
            click.echo(interchange.line(interchange.fact_row(fact)), nl=False)
    elif form == "csv":
        rows = [_fact_cells(fact, gathered.documents) for fact in listed]
        names = [name for name in interchange.properties("facts") if name != "figures"]
        printing.table([*names, "figures", *(f"passage_{name}" for name in PASSAGE)], rows)
    else:
        _print_facts(listed, len(gathered.documents))


def _print_facts(listed: Sequence[Fact], documents: int) -> None:
    from briefgen.cli import facts as look

    width = printing.terminal()
    if width:
        printing.shown(look.shown(listed, documents, width))
    else:
        printing.lines(look.piped(listed))


def _fact_cells(fact: Fact, documents: dict[str, Document]) -> dict[str, object]:
    """The keys of the JSON; instead of all figures their number and the sentence of the first."""
    from briefgen import interchange

    row = interchange.fact_row(fact)
    passage = fact.figures[0].passage
    sentence = _sentence(documents, passage.document_id, passage.span.start, passage.span.end, passage.quote)
    return {
        **row,
        "origins": "; ".join(fact.origins),
        "topics": " ".join(fact.topics),
        "figures": len(fact.figures),
        **{f"passage_{name}": value for name, value in sentence.items()},
    }


def _sentence(documents: dict[str, Document], name: str, start: int, end: int, quote: str) -> dict[str, object]:
    from briefgen.cli import wording

    document = documents[name]
    return dict(zip(PASSAGE, (document.name, wording.published(document), start, end, quote), strict=True))


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen conflicts
  briefgen conflicts news/ --severity grave
  briefgen conflicts --topic transport --type conflict --type superseded
  briefgen conflicts --all --csv > relations.csv
  briefgen conflicts news/ --fail-on grave || echo "look before you send"
""",
)
@with_selection
@click.option("--type", "types", metavar="TYPE", type=click.Choice(tuple(TYPES)), multiple=True, help="Of this type.")
@click.option(
    "--severity", "severities", type=click.Choice([one.value for one in Severity]), multiple=True, help="This grave."
)
@click.option("--all", "every", is_flag=True, help="Agreement too: corroborated, rounding.")
@click.option(
    "--fail-on",
    type=click.Choice([Severity.GRAVE.value, Severity.CAUTION.value]),
    help=f"Exit with {FAILED} where one this grave, or graver, is listed; for scripts.",
)
def conflicts(  # noqa: PLR0913 - one argument for each option
    *,
    paths: tuple[Path, ...],
    topics: tuple[str, ...],
    form: str | None,
    config_path: Path | None,
    types: tuple[str, ...],
    severities: tuple[str, ...],
    every: bool,
    fail_on: str | None,
) -> None:
    """List where documents disagree.

    Each with its severity, its type, what it means, and both sides verbatim with document and date, the gravest first.
    Without PATH: the corpus of the settings. Exits with 0 whether or not there are any.
    """
    from briefgen import interchange

    gathered = gather.weigh(paths, topics, config_path)
    listed = list(_selected(gathered.evidence.relations, types, severities, every=every))
    if form == "json":
        for relation in listed:
            click.echo(interchange.line(interchange.relation_row(relation)), nl=False)
    elif form == "csv":
        names = [name for name in interchange.properties("conflicts") if name != "passages"]
        printing.table([*names, *PASSAGE], (row for one in listed for row in _sides(one, gathered.documents)))
    else:
        _print_cards(listed, gathered.documents)
    if fail_on and any(_rank(one.severity) <= _rank(Severity(fail_on)) for one in listed):
        raise click.exceptions.Exit(FAILED)


def _selected(
    relations: Sequence[Relation], types: Sequence[str], severities: Sequence[str], *, every: bool
) -> Iterator[Relation]:
    """The relations that somebody asks for, the gravest first; agreement only where it is asked for."""
    wanted = {TYPES[name] for name in types}
    grave = {Severity(name) for name in severities}
    agreement = every or bool(wanted) or Severity.NOTE in grave
    for one in sorted(relations, key=lambda one: _rank(one.severity)):
        fits = (not wanted or one.type in wanted) and (not grave or one.severity in grave)
        if fits and (agreement or one.severity is not Severity.NOTE):
            yield one


def _rank(severity: Severity) -> int:
    """0 is the gravest."""
    return list(Severity).index(severity)


def _print_cards(listed: Sequence[Relation], documents: dict[str, Document]) -> None:
    from briefgen.cli import cards, wrapped

    if printing.terminal():
        wrapped.show(cards.shown(listed, documents))
    else:
        printing.lines(cards.piped(listed, documents))


def _sides(relation: Relation, documents: dict[str, Document]) -> Iterator[dict[str, object]]:
    """The keys of the JSON once for each sentence, so that a spreadsheet can filter and group them."""
    from briefgen import interchange

    row = interchange.relation_row(relation)
    passages = row.pop("passages")
    for place in passages:
        sentence = _sentence(documents, place["document"], place["start"], place["end"], place["quote"])
        yield row | {"facts": " ".join(row["facts"])} | sentence
