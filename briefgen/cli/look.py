"""`briefgen figures` and `briefgen documents`: what is in the documents, before any brief."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import existing, with_config
from briefgen.cli.text import printable

if TYPE_CHECKING:
    from briefgen.model import Corpus

FIGURE_COLUMNS = ("document", "surface", "value", "upper", "unit", "kind", "status", "period", "measure", "attribution")
"""Of the table for people; JSON and CSV carry everything."""
DOCUMENT_COLUMNS = ("name", "published", "publisher", "language", "headline", "id")
"""Of the table for people."""


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen figures article.txt
  briefgen figures news/ --json | jq -c '[.surface, .value, .unit, .status]'
  briefgen figures news/ --csv > figures.csv
""",
)
@click.argument("paths", metavar="PATH...", nargs=-1, type=existing, required=True)
@click.option("--json", "form", flag_value="json", help="One JSON object a line (see `briefgen schema figures`).")
@click.option("--csv", "form", flag_value="csv", help="Comma-separated values with a header, for a spreadsheet.")
@with_config
def figures(*, paths: tuple[Path, ...], form: str | None, config_path: Path | None) -> None:
    """List the figures that documents report.

    Each with value, unit, period, status and the sentence it stands in.
    """
    from briefgen import config, interchange
    from briefgen.reading.read import read

    topics = config.load(config_path).topics
    collected = _collect(paths)
    rows = (
        interchange.figure_row(figure, document)
        for document in collected.documents
        for figure in read(document, topics).figures
    )
    if form == "json":
        for row in rows:
            click.echo(interchange.line(row), nl=False)
    elif form == "csv":
        _print_csv(rows)
    else:
        shown = [row | {"period": _period(row)} for row in rows]
        _print_table(f"{len(shown)} figures", FIGURE_COLUMNS, shown)


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen documents
  briefgen documents news/ --json
""",
)
@click.argument("paths", metavar="[PATH...]", nargs=-1, type=existing)
@click.option("--json", "form", flag_value="json", help="One JSON object a line.")
@with_config
def documents(*, paths: tuple[Path, ...], form: str | None, config_path: Path | None) -> None:
    """List the documents of a corpus, and what is known of them.

    Without PATH: the corpus of the settings. What is not known stays empty; it is never guessed.
    """
    from briefgen import config, interchange

    collected = _collect(paths or config.load(config_path).corpus)
    rows = [interchange.document_row(document) for document in collected.documents]
    if form == "json":
        for row in rows:
            click.echo(interchange.line(row), nl=False)
    else:
        _print_table(f"{len(rows)} documents", DOCUMENT_COLUMNS, [row | {"id": row["id"][:12]} for row in rows])


def _collect(paths: Sequence[Path]) -> Corpus:
    """The documents of these paths; what was left out is said on standard error."""
    from briefgen import corpus

    collected = corpus.load(paths)
    for omission in collected.omissions:
        click.echo(printable(f"left out: {omission.what}: {omission.reason}"), err=True)
    return collected


def _period(row: dict[str, Any]) -> str | None:
    if row["period_start"] is None:
        return f"by {row['deadline']}" if row["deadline"] else None
    return f"{row['period_start']} – {row['period_end']}"


def _print_csv(rows: Iterable[dict[str, Any]]) -> None:
    """The keys of the JSON as columns; the passage as three of them. UTF-8, line ends as in RFC 4180."""
    text = io.StringIO()
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        passage = row.pop("passage")
        flat = row | {f"passage_{key}": value for key, value in passage.items()}
        flat["topics"] = " ".join(row["topics"])
        if writer is None:
            writer = csv.DictWriter(text, list(flat))
            writer.writeheader()
        writer.writerow({key: _harmless(value) for key, value in flat.items()})
    click.echo(text.getvalue(), nl=False)


def _harmless(value: object) -> object:
    """A cell that no spreadsheet takes for a formula (OWASP, "CSV injection"); numbers stay as they are."""
    if (isinstance(value, str) and value[:1] in ("=", "@", "\t", "\r")) or _signed_words(value):
        return f"'{value}"
    return value


def _signed_words(value: object) -> bool:
    return isinstance(value, str) and value[:1] in ("+", "-") and not value[1:2].isdigit()


def _print_table(title: str, columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left")
    for column in columns:
        right = column in ("value", "upper")
        table.add_column(column, justify="right" if right else "left", overflow="fold", no_wrap=right)
    for row in rows:
        table.add_row(*(Text(printable("" if row[column] is None else str(row[column]))) for column in columns))
    Console().print(table)
