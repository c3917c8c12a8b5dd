"""`briefgen init`."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.app import SETTINGS


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen init briefs
  cd briefs && briefgen make
""",
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(*, folder: Path) -> None:
    """Lay out a folder for briefs of your own.

    Puts there the settings, a place for your templates and the digests that briefgen ships as an example. Overwrites
    nothing: where one of its files exists already, it does nothing at all.
    """
    from briefgen import layout
    from briefgen.cli import output

    files = layout.files()
    layout.refuse_existing(folder, files)
    output.write(folder, files)
    click.echo(f"Laid out {len(files)} files in {folder}. Next:", err=True)
    for step in layout.NEXT_STEPS:
        click.echo(f"  {step.format(folder=folder)}", err=True)
