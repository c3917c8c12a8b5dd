"""What somebody asks for, and where a run works."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from briefgen.cli import editions
from briefgen.config import Config
from briefgen.config.delivery import loading
from briefgen.delivery.outbox import Outbox
from briefgen.delivery.settings import Delivery
from briefgen.errors import UsageError

WHO = "briefgen"
"""In the audit, where nobody is named."""


class Asked(Struct, frozen=True):
    """What somebody wants sent; the options of the command say what each is."""

    config_path: Path | None
    store: str | None
    edition: str | None
    """None for the one that is due."""
    only: tuple[str, ...]
    late: bool
    by: str | None
    as_json: bool

    @property
    def who(self) -> str:
        """For the audit."""
        return WHO if self.by is None else editions.name_of(self.by)


class Room(Struct, frozen=True):
    """Where a run works."""

    desk: editions.Desk
    delivery: Delivery
    """The settings, in the usual language of the house."""
    outbox: Outbox
    asked: Asked
    now: dt.datetime
    """When the run began."""

    @property
    def time_zone(self) -> str:
        """The time zone that people read moments in."""
        return self.delivery.calendar.time_zone if self.delivery.calendar else self.desk.settings.time_zone


@contextlib.contextmanager
def opened(asked: Asked) -> Iterator[tuple[editions.Desk, Delivery]]:
    """The store, and the settings of delivery.

    Raises:
        UsageError: There is no store or no delivery.yaml, or no calendar that says what is due.
    """
    with editions.desk(asked.config_path, asked.store, asked.who) as desk:
        delivery = settings(desk.settings)
        if asked.edition is None and delivery.calendar is None:
            hint = "Set `calendar` there, or name an edition: `briefgen send --edition 2026-W47`."
            raise UsageError("has no calendar that says what is due", str(delivery.path), hint)
        yield desk, delivery


def settings(config: Config) -> Delivery:
    """What delivery.yaml says.

    Raises:
        UsageError: There is none.
        ConfigError: It is wrong.
    """
    found = loading.load(config)
    if found is None:
        hint = "Write one beside briefgen.yaml, see docs/delivery.md; then `briefgen config check`."
        raise UsageError("is not there: nobody gets anything", loading.NAME, hint)
    return found


def clock() -> dt.datetime:
    """Now."""
    return dt.datetime.now(dt.UTC)
