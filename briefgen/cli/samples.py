"""`briefgen samples`."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import with_config, with_formats, with_locale
from briefgen.cli.text import printable

FOLDER = "samples"
"""Below the output folder of the settings, where --out names no other."""


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen samples
  briefgen samples busy conflicts --format html
  briefgen samples right-to-left --format pdf --format docx --out proofs
  briefgen samples busy --language kk
""",
)
@click.argument("names", metavar="[NAME]...", nargs=-1)
@with_formats
@with_locale
@with_config
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder to write to. Default: samples/ in the output folder of the settings.",
)
def samples(
    *, names: tuple[str, ...], formats: tuple[str, ...], locale: str, config_path: Path | None, out: Path | None
) -> None:
    """Write sample briefs in your own style, to see what it bears.

    Five invented weeks: quiet, busy, awkward (text that tries to be markup, very long words, rare letters),
    right-to-left and conflicts. They are written with your templates, colours, fonts and logo; all five when none is
    named. Each speaks its own language; with --language yours, with your words, name and handling line.
    """
    from briefgen import config, orders, pipeline
    from briefgen import samples as shipped
    from briefgen.cli import output
    from briefgen.cli.errors import tell
    from briefgen.cli.make import summary
    from briefgen.cli.progress import Progress

    own = config.load(config_path, locale=locale)
    for warning in own.warnings:
        tell(warning)
    wanted = tuple(dict.fromkeys(names)) or shipped.NAMES
    for name in wanted:
        shipped.folder(name)
    pipeline.check_formats(formats)
    folder = out or own.output / FOLDER
    output.refuse_unwritable(folder)
    with Progress() as progress:
        for name in wanted:
            settings = shipped.dressed(shipped.settings(name), own, locale)
            (brief,) = pipeline.make(settings, orders.Order(), progress)
            made = pipeline.render(brief, formats, settings, progress, shipped.MAILING)
            for line in summary(output.write(folder, made)):
                progress.note(printable(f"wrote {line}"))
