"""`briefgen schema`."""

from __future__ import annotations

import click

from briefgen.cli.app import SETTINGS


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen schema figures
  briefgen schema facts
  briefgen schema brief > brief.schema.json
""",
)
@click.argument(
    "name",
    metavar="figures|facts|conflicts|explanation|brief|edition",
    type=click.Choice(("figures", "facts", "conflicts", "explanation", "brief", "edition")),
)
def schema(*, name: str) -> None:
    """Print the JSON Schema of an output.

    `figures`, `facts` and `conflicts` describe one line of the command of that name with --json, `explanation` that of
    `briefgen explain`, `edition` that of `briefgen edition list` and `show`, `brief` the file of
    `briefgen make --format json`.
    """
    from briefgen import interchange

    click.echo(interchange.schema(name), nl=False)
