"""Taking documents out of the store: what goes is said, and asked about, first."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from briefgen.cli.progress import Progress
from briefgen.cli.text import counted, one_line
from briefgen.corpus.store.naming import named
from briefgen.errors import UsageError

if TYPE_CHECKING:
    from briefgen.corpus.store import Store
    from briefgen.corpus.store.values import Row

TOLD = 10
"""Documents that are named before somebody says yes."""


def remove(store: Store, names: Sequence[str], *, ask: bool, force: bool) -> None:
    """Removes what the names stand for.

    Raises:
        UsageError: A name stands for nothing, an edition rests on a document, or nobody can be asked.
    """
    rows = {row.id: row for name in names for row in named(store, name)}
    cited = store.cited(list(rows))
    if cited and not force:
        raise UsageError(*_refusal(rows, cited))
    for row in list(rows.values())[:TOLD]:
        click.echo(f"{row.id[:12]}  {one_line(row.name)}{' (an earlier version)' if row.replaced else ''}", err=True)
    if len(rows) > TOLD:
        click.echo(f"and {len(rows) - TOLD} more", err=True)
    if ask:
        if not sys.stdin.isatty():
            raise UsageError("nobody is there to be asked", hint="Add --yes to remove without asking.")
        click.confirm(f"Remove {counted(len(rows), 'document')} for good?", abort=True, err=True)
    with Progress() as progress:
        number = store.remove(list(rows))
        progress("wiping their words from the index")
        store.engine.forget()
    click.echo(f"removed {counted(number, 'document')}", err=True)
    for one in sorted(cited, key=lambda one: rows[one].name):
        editions = ", ".join(f"{name} on {topic}" for name, topic in cited[one])
        click.echo(
            f"note: {one_line(rows[one].name)} was cited in {editions}; these citations lead nowhere now", err=True
        )


def _refusal(rows: Mapping[str, Row], cited: Mapping[str, Sequence[tuple[str, str]]]) -> tuple[str, str, str]:
    """Message, place and hint."""
    editions = sorted({f"{name} on {topic}" for found in cited.values() for name, topic in found})
    names = sorted(one_line(rows[one].name) for one in cited)
    told = f"cited in {', '.join(editions[:TOLD])}; nothing was removed"
    return told, ", ".join(names[:TOLD]), "--force removes it all the same."
