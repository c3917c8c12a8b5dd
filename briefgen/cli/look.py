"""`briefgen figures`: what documents report, before any brief."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli import gather, printing
from briefgen.cli.app import SETTINGS
from briefgen.cli.options import INPUT, day, existing_or_input, hands, with_config, with_hands
from briefgen.errors import UsageError

if TYPE_CHECKING:
    import datetime as dt

    from briefgen.cli.gather import Found


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen figures article.txt
  briefgen figures news/ --json | jq -c '[.surface, .value, .unit, .status]'
  briefgen figures news/ --csv > figures.csv
  echo "Exports rose 5% to 3 million tons last year." | briefgen figures - --published 2025-10-24
""",
)
@click.argument("paths", metavar="PATH...", nargs=-1, type=existing_or_input, required=True)
@click.option("--json", "form", flag_value="json", help="One JSON object a line (see `briefgen schema figures`).")
@click.option("--csv", "form", flag_value="csv", help="Comma-separated values with a header, for a spreadsheet.")
@click.option("--published", metavar="DATE", callback=day, help="Day of the text on standard input (PATH is `-`).")
@with_hands
@with_config
def figures(  # noqa: PLR0913 - one argument for each option
    *,
    paths: tuple[Path, ...],
    form: str | None,
    published: dt.date | None,
    jobs: int | None,
    executor: str | None,
    config_path: Path | None,
) -> None:
    """List the figures that documents report.

    Each with its status, period, measure and who said it. A wide terminal shows more; --json and --csv carry
    everything: value, unit, place and the sentence. The PATH `-` is standard input: a quick way to try a sentence.
    """
    if published and INPUT not in paths:
        raise UsageError("is for standard input", where="--published", hint="Give `-` as a PATH, or leave it out.")
    from briefgen import config, interchange

    settings = config.load(config_path)
    streams = form == "json" and sys.stdout.isatty()
    found = gather.read_all(gather.collect(paths, published), settings, hands(jobs, executor), visible=not streams)
    if form is None:
        _print_figures(list(found))
        return
    rows = (interchange.figure_row(figure, one.document) for one in found for figure in one.figures)
    if form == "csv":
        _print_csv(rows)
        return
    for row in rows:
        click.echo(interchange.line(row), nl=False)


def _print_figures(found: Sequence[Found]) -> None:
    from briefgen.cli import listing

    width = printing.terminal()
    if width:
        printing.shown(listing.figures_shown(found, width))
    else:
        printing.lines(listing.figures_piped(found))


def _print_csv(rows: Iterable[dict[str, Any]]) -> None:
    """The keys of the JSON as columns; the passage as three of them."""
    from briefgen import interchange

    names = [name for name in interchange.properties("figures") if name != "passage"]
    printing.table([*names, "passage_start", "passage_end", "passage_quote"], map(_flat, rows))


def _flat(row: dict[str, Any]) -> dict[str, object]:
    passage = row.pop("passage")
    lists = {key: " ".join(row[key]) for key in ("topics", "corrected")}
    return row | {f"passage_{key}": value for key, value in passage.items()} | lists
