"""What `config/delivery.yaml` says: who gets which briefs when, and through which relay."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from briefgen.delivery.values import Person, Policy, Security

OUTBOX = Path("state/outbox.db")
"""Below the project folder, where the settings name no other place."""


class Login(Struct, frozen=True):
    """How a server is reached. Its password is in no setting: `secrets` finds it when it is needed."""

    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str = ""
    """Empty for none."""
    secret: str = ""
    """Name of its password among the secrets: a file of that name in $CREDENTIALS_DIRECTORY (systemd), an environment
    variable, or `secret_file`."""
    secret_file: Path | None = None
    authority: Path | None = None
    """Certificates to trust beside those of the system."""


class Rate(Struct, frozen=True):
    """How fast the relay may be given messages."""

    per_minute: int | None = None
    per_connection: int = 100
    """Messages on one connection, then a new one."""
    connections: int = 2
    """Connections at the same time; one while there is a limit a minute."""
    timeout: float = 600
    """Seconds to wait for the answer to the final dot; RFC 5321, 4.5.3.2.6 asks for at least ten minutes."""


class Release(StrEnum):
    """Who releases the edition that a list gets."""

    BY_HAND = "by hand"
    AUTOMATIC = "automatic"
    """`briefgen send` does, where nothing blocks it."""


class List(Struct, frozen=True):
    """People who get briefs."""

    id: str
    title: str
    """For List-Id and the foot of a message."""
    release: Release
    people: tuple[Person, ...]
    """As the list has them: who is on several is here with this list alone."""


class OnHoliday(StrEnum):
    """What becomes of an edition whose day is a holiday."""

    SKIP = "skip"
    NEXT_DAY = "next working day"


class Calendar(Struct, frozen=True):
    """When an edition goes out."""

    weekday: int
    """0 is Monday."""
    time: dt.time
    """In the time zone."""
    time_zone: str
    """IANA name."""
    weeks_back: int = 1
    """How many weeks lie between the week that the edition is about and the one it goes out in."""
    release_by: dt.timedelta = dt.timedelta(0)
    """How long before that somebody has to have released it; operators are told when nobody did."""
    max_late: dt.timedelta = dt.timedelta(days=2)
    """How late it may still go out; then it is over, and only the newest edition is ever caught up with."""
    country: str = ""
    """Whose public holidays count (ISO 3166: "AZ", "DE-BY"); empty for none."""
    holidays: tuple[dt.date, ...] = ()
    """Further days."""
    on_holiday: OnHoliday = OnHoliday.SKIP


class Unsubscribing(Struct, frozen=True):
    """Where people leave a list (RFC 8058)."""

    url: str
    """Address of the endpoint, without a token."""
    secret: str = "unsubscribe-key"  # noqa: S105 - a name
    secret_file: Path | None = None


class Archive(Struct, frozen=True):
    """A mailbox on the relay that gets a copy of every message, to be asked in doubt."""

    login: Login
    folder: str = "INBOX"


class Delivery(Struct, frozen=True):
    """All of it."""

    path: Path
    """The file."""
    sender: str
    """Address of the From line."""
    sender_name: str
    relay: Login
    calendar: Calendar | None
    lists: tuple[List, ...]
    people: tuple[Person, ...]
    """Everybody once, with the topics of all lists, sorted by id."""
    reply_to: str = ""
    bounces: str = ""
    """Envelope sender; each message has its own, made from it (VERP). Empty for the address of the sender."""
    subject: str = "{{ title }} – {{ edition }}"
    """A template of one line."""
    postal_address: str = ""
    """A line at the foot: who publishes the brief, and where."""
    rate: Rate = Rate()
    on_ambiguous: Policy = Policy.HOLD
    skip_if_nothing_new: bool = False
    unsubscribing: Unsubscribing | None = None
    links: str = ""
    """Address below which the files of an edition stand for its readers: `{links}/{edition}/{file}`."""
    archive: Archive | None = None
    operators: tuple[str, ...] = ()
    """Addresses that are told when something went wrong."""
    outbox: Path = OUTBOX

    @property
    def secrets(self) -> tuple[tuple[str, Path | None], ...]:
        """The names of all secrets that it needs, each once, with the file where the settings name one."""
        logins = (self.relay, *((self.archive.login,) if self.archive else ()))
        found = [(one.secret, one.secret_file) for one in logins if one.user]
        if self.unsubscribing:
            found.append((self.unsubscribing.secret, self.unsubscribing.secret_file))
        return tuple(dict(found).items())
