"""`briefgen init`."""

from __future__ import annotations

import shlex
import shutil
import sys
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
    for step in layout.next_steps(folder, _program()):
        click.echo(f"  {step}", err=True)


def _program() -> str:
    """How to call briefgen from another folder: by name where the shell finds it, else by its whole path."""
    if shutil.which("briefgen"):
        return "briefgen"
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return f"{shlex.quote(sys.executable)} -m briefgen"
    return shlex.quote(str(called.absolute()))
