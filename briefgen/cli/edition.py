"""`briefgen edition`: from the first draft to the correction of what was released."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import with_config, with_formats_of, with_locale, with_store, with_topics

Command = TypeVar("Command", bound=Callable[..., Any])

NEXT = "next"
"""Stands for the edition that goes out next."""
FORMATS = ("pdf", "html", "docx", "md", "eml", "json")
"""Those of an edition of which nothing else is said."""
with_json = click.option("--json", "as_json", is_flag=True, help="One line of JSON for each edition.")
with_reason = click.option("--reason", metavar="TEXT", required=True, help="Why; readers see it.")


def with_by(command: Command) -> Command:
    """`--by NAME`."""
    return click.option("--by", metavar="NAME", help="Who does it. Default: the user of this machine.")(command)


def with_out(text: str) -> Callable[[Command], Command]:
    """`--out DIR`."""
    return click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help=text)


@click.group(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen edition create 2026-W47 --topic transport
  briefgen edition review 2026-W47
  briefgen edition release 2026-W47 --by "Nora Lind"
  briefgen edition correct 2026-W47 --reason "The total of Port Alder was of 2024."
""",
)
def edition() -> None:
    """Review, release, withdraw and correct editions; what was released stays as it was.

    `briefgen make` writes drafts. An edition is what leaves the house: a draft, then in review, then released. A change
    of its documents, settings, corrections or templates makes it a draft again until it is released.
    """


@edition.command(
    "create",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen edition create 2026-W47
  briefgen edition create 2026-W47 --topic transport --format pdf --format html --compare-to last
  briefgen edition create 2026-W47 --language kk
  briefgen edition create next
""",
)
@click.argument("name", metavar="WEEK")
@with_topics
@with_formats_of(FORMATS, " JSON is always among them.")
@click.option(
    "--compare-to",
    metavar="EDITION",
    default="",
    help="Edition before (2026-W46, or last): what changed since is said.",
)
@with_locale
@with_by
@with_json
@with_store
@with_config
def create(  # noqa: PLR0913 - one argument for each option
    *,
    name: str,
    topics: tuple[str, ...],
    formats: tuple[str, ...],
    compare_to: str,
    locale: str,
    by: str | None,
    as_json: bool,
    store: str | None,
    config_path: Path | None,
) -> None:
    """Begin an edition: a draft on one week, such as 2026-W47.

    `next` stands for the edition that goes out next by the calendar of delivery.yaml, compared with the last one; where
    it was begun already, that is said and nothing else is done.
    """
    from msgspec import UNSET

    from briefgen.cli import editions
    from briefgen.editions.values import Plan
    from briefgen.stored import LAST

    with editions.desk(config_path, store, by) as desk:
        if name == NEXT:
            name, compare_to = editions.coming(desk), compare_to or LAST
            if editions.is_there(desk, name):
                click.echo(f"{name} was begun already", err=True)
                return
        plan = Plan(name, name, topics, formats, compare_to, locale=locale or UNSET)
        editions.tell(desk, editions.create(desk, plan), as_json=as_json)


@edition.command(
    "review",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen edition review 2026-W47
  briefgen edition review 2026-W47 --by "Nora Lind" --out review
""",
)
@click.argument("name", metavar="EDITION")
@with_out("Folder for its files. Default: a folder with its name in the output folder of the settings.")
@with_by
@with_json
@with_store
@with_config
def review(  # noqa: PLR0913 - one argument for each option
    *, name: str, out: Path | None, by: str | None, as_json: bool, store: str | None, config_path: Path | None
) -> None:
    """Write the files of a draft, to be read, and note that they are in review."""
    from briefgen.cli import editions

    with editions.desk(config_path, store, by) as desk:
        editions.tell(desk, editions.review(desk, name, out), as_json=as_json)


@edition.command(
    "release",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen edition release 2026-W47
  briefgen edition release 2026-W47 --by "Nora Lind" --out public
""",
)
@click.argument("name", metavar="EDITION")
@with_out("Folder for its files. Default: a folder with its name in the output folder of the settings.")
@with_by
@with_json
@with_store
@with_config
def release(  # noqa: PLR0913 - one argument for each option
    *, name: str, out: Path | None, by: str | None, as_json: bool, store: str | None, config_path: Path | None
) -> None:
    """Release an edition as it was reviewed, and keep all that it was made from and every byte of its files for good.

    Exits with 1 where something changed since its review, or where `briefgen config check` or `briefgen templates
    check` find something: each is said with what to do.
    """
    from briefgen.cli import editions

    with editions.desk(config_path, store, by) as desk:
        editions.tell(desk, editions.release(desk, name, out), as_json=as_json)


@edition.command(
    "withdraw",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen edition withdraw 2026-W47 --reason "The ministry took back its figures."
""",
)
@click.argument("name", metavar="EDITION")
@with_reason
@with_out("Folder that it was released to, where its index page says so. Default: as for `release`.")
@with_by
@with_json
@with_store
@with_config
def withdraw(  # noqa: PLR0913 - one argument for each option
    *,
    name: str,
    reason: str,
    out: Path | None,
    by: str | None,
    as_json: bool,
    store: str | None,
    config_path: Path | None,
) -> None:
    """Say of a released edition that nobody should use it any more. Its bytes stay as they were; its page says so."""
    from briefgen.cli import editions

    with editions.desk(config_path, store, by) as desk:
        editions.tell(desk, editions.withdraw(desk, name, reason, out), as_json=as_json)


@edition.command(
    "correct",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen edition correct 2026-W47 --reason "The total of Port Alder was of 2024."
""",
)
@click.argument("name", metavar="EDITION")
@with_reason
@with_by
@with_json
@with_store
@with_config
def correct(  # noqa: PLR0913 - one argument for each option
    *, name: str, reason: str, by: str | None, as_json: bool, store: str | None, config_path: Path | None
) -> None:
    """Begin the correction of a released edition: a draft of its own, 2026-W47.1, made from what there is today."""
    from briefgen.cli import editions

    with editions.desk(config_path, store, by) as desk:
        editions.tell(desk, editions.correct(desk, name, reason), as_json=as_json)


@edition.command(
    "list",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen edition list
  briefgen edition list --json | jq 'select(.state == "draft")'
""",
)
@with_json
@with_store
@with_config
def list_editions(*, as_json: bool, store: str | None, config_path: Path | None) -> None:
    """List the editions: where each one is, since when, and by whom."""
    from briefgen.cli import editions

    with editions.desk(config_path, store) as desk:
        for line in editions.listed(desk, as_json=as_json):
            click.echo(line)


@edition.command(
    "show",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen edition show 2026-W47
  briefgen edition show 2026-W47 --out again
""",
)
@click.argument("name", metavar="EDITION")
@with_out("Write its files again, as they were released, to this folder.")
@with_json
@with_store
@with_config
def show(*, name: str, out: Path | None, as_json: bool, store: str | None, config_path: Path | None) -> None:
    """Show where an edition is, what changed since it was last signed, and its log.

    Of a released edition every byte is looked at: one that is not what was released is named, and it exits with 1.
    """
    from briefgen.cli import editions

    with editions.desk(config_path, store) as desk:
        for line in editions.shown(desk, name, as_json=as_json):
            click.echo(line)
        editions.refuse_damaged(desk, name)
        if out is not None:
            editions.write_again(desk, name, out)
