"""`briefgen config check` and `briefgen config schema`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import with_config, with_locale


@click.group(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen config check
  briefgen config schema > .briefgen.schema.json
""",
)
def config() -> None:
    """Check the settings, or describe them to an editor."""


@config.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen config check
  briefgen config check --config config/briefgen.yaml
  briefgen config check --language kk
""",
)
@with_locale
@with_config
def check(*, locale: str, config_path: Path | None) -> None:
    """Check briefgen.yaml, brand.yaml, corrections.yaml, delivery.yaml and editions/*.yaml.

    Prints every finding with file and line, all in one go. Exits with 2 when one of them is an error; warnings alone
    pass. With --language, what is not there in that language is found.
    """
    from briefgen import config as settings
    from briefgen.cli.errors import tell

    findings = settings.check(config_path, locale=locale)
    for finding in findings:
        tell(finding)
    if any(str(finding.level) == "error" for finding in findings):
        raise click.exceptions.Exit(2)
    click.echo(f"{settings.load(config_path).path}: in order", err=True)


@config.command(
    "schema",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen config schema > .briefgen.schema.json
  briefgen config schema brand
""",
)
@click.argument(
    "name",
    metavar="[briefgen|brand|corrections|edition]",
    type=click.Choice(("briefgen", "brand", "corrections", "delivery", "edition", "words")),
    default="briefgen",
)
def print_schema(*, name: str) -> None:
    """Print the JSON Schema of a setting file.

    Editors complete and check keys with it: of briefgen.yaml, brand.yaml, corrections.yaml, delivery.yaml, or of
    editions/2026-W47.yaml, where an editor says what one edition hides, pins, and calls its sections.
    """
    from briefgen import config as settings

    click.echo(json.dumps(settings.schema(name), ensure_ascii=False, indent=2))
