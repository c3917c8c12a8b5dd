"""The keys of delivery.yaml."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefgen.config.keys import FILE, ID, TIME_ZONE, VERSION_KEY
from briefgen.config.shapes import Either, Key, Keys, ListOf, Named, Text, Truth, Whole
from briefgen.delivery import addresses, subjects
from briefgen.delivery.settings import OnHoliday, Release
from briefgen.delivery.values import Policy, Security
from briefgen.oneline import printable

if TYPE_CHECKING:
    from briefgen.config.shapes import Complaint

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""Of a week, in order."""
LONGEST_NAME = 120
"""Letters of a name in a header."""
LONGEST_FOOT = 300
"""Letters of the line with the publisher's postal address."""
PER_MINUTE, PER_CONNECTION, CONNECTIONS = 100_000, 10_000, 20
"""More than any relay takes."""
TIMEOUTS = (10, 3600)
"""Seconds."""
PORT = 65_535
_ENCODED = re.compile(r"=\?[^?\s]*\?[BbQq]\?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)")
_WEB = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?")


def _named(longest: int) -> Text:
    """Words that stand in a header or at the foot of a message, and come out there as they are written here."""

    def test(text: str) -> Complaint | None:
        if printable(text) != text:
            return "the text holds a character that cannot be printed, or that reorders others", "Remove it."
        if _ENCODED.search(text):
            return "the text looks like an encoded word of a mail header", "Write the letters themselves."
        if len(text) > longest:
            return f"the text has more than {longest} letters", "Say it shorter."
        return None

    return Text(test=test, empty=True)


def _address(text: str) -> Complaint | None:
    return addresses.complaint(text)


def _host(text: str) -> Complaint | None:
    """Says nothing of what stands before an @: it may be a password."""
    if "@" in text or "//" in text:
        return "the relay is a host alone", "Its user stands under `user`, its password among the secrets."
    if ":" in text and not text.startswith("["):
        return f'"{text}" is not a host alone', "Its port stands under `port`."
    return None if _HOST.fullmatch(text) else (f'"{text}" is not a host', "Such as mail.example.org or 10.0.0.7.")


def _web(text: str) -> Complaint | None:
    return None if _WEB.fullmatch(text) else ("this is no address with https://", "Such as https://example.org/leave.")


def _day(text: str) -> Complaint | None:
    import datetime as dt

    try:
        dt.date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        return f'"{text}" is no day', "Write 2026-12-31."
    return None


def _people_file(text: str) -> Complaint | None:
    if text.startswith("~"):
        return "~ is not followed", "Write the whole path."
    return None if text.casefold().endswith(".csv") else (f'"{text}" is no CSV file', "Such as cabinet.csv.")


ADDRESS = Text(what="an address", test=_address)
NAME = _named(LONGEST_NAME)
LANGUAGE = Text(
    what="a language tag",
    pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$",
    wanted="Such as kk or en-GB.",
)
FORMAT = Text(what="a format", pattern=r"^[a-z0-9]+$", wanted="Such as pdf.")
_SECRET = Text(what="the name of a secret", pattern=r"^[a-z][a-z0-9-]*$", wanted="Such as relay-password.")
_WEB_TEXT = Text(what="an address with https://", test=_web)
_TIME = Text(what="a time", pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", wanted='Such as "07:30".', bare=True)
_SPAN = Text(
    what="a span of time",
    pattern=r"^[1-9][0-9]{0,2} (minute|hour|day)s?$",
    wanted="Such as 90 minutes, 4 hours, 2 days.",
)
_TOPICS = "Ids of topics, which are the sections of one brief."
_FORMATS = "Formats that come with the brief: pdf, html, docx, md, json, csl."
_ATTACH = "Those formats that are attached; the others are links."

_PERSON = Keys(
    {
        "address": Key(ADDRESS, "Where the brief goes.", required=True),
        "name": Key(NAME, "For the To line.", default=""),
        "topics": Key(ListOf(Text(), 1), f"{_TOPICS} Those of the list when left out."),
        "formats": Key(ListOf(FORMAT), f"{_FORMATS} Those of the list when left out."),
        "attach": Key(ListOf(FORMAT), f"{_ATTACH} Those of the list when left out."),
        "language": Key(LANGUAGE, "What the brief speaks: kk, en-GB. That of the list when left out."),
    }
)
_LIST = Keys(
    {
        "title": Key(NAME, "What its readers know it by: it stands in List-Id.", required=True),
        "release": Key(
            Text(choices=tuple(Release)),
            "Who releases the edition: by hand (`briefgen edition release`), or automatic: `briefgen send`, where "
            "nothing blocks it. All lists say the same.",
            default=Release.BY_HAND.value,
        ),
        "topics": Key(ListOf(Text(), 1), f"{_TOPICS} All when left out."),
        "formats": Key(ListOf(FORMAT), _FORMATS, default=[]),
        "attach": Key(ListOf(FORMAT), _ATTACH, default=[]),
        "language": Key(LANGUAGE, "What the brief speaks: kk, en-GB. That of brand.yaml when left out."),
        "people": Key(
            Either(Text(what="a file", test=_people_file), ListOf(_PERSON)),
            "Its people, or a CSV file beside this one with the columns address, name, topics, formats, attach, "
            "language.",
            required=True,
        ),
    }
)
_LOGIN = {
    "host": Key(Text(what="a host", test=_host), "Its name or address.", required=True),
    "port": Key(Whole(1, PORT), "Its port. That which is usual for the kind of security when left out."),
    "security": Key(
        Text(choices=tuple(Security)),
        "starttls or tls, checked against its certificate; none is in the open.",
        default=Security.STARTTLS.value,
    ),
    "user": Key(NAME, "Who logs in; nobody when left out."),
    "secret": Key(_SECRET, "Name of the password among the secrets."),
    "secret_file": Key(FILE, "A file with the password that its owner alone can read."),
    "certificates": Key(FILE, "Certificates (PEM) of your own authority, trusted beside those of the machine."),
}

DELIVERY = Keys(
    {
        "version": VERSION_KEY,
        "from": Key(ADDRESS, "Address of the From line.", required=True),
        "from_name": Key(NAME, "Name of the From line. The name of the brand when left out."),
        "reply_to": Key(ADDRESS, "Where answers go. To `from` when left out."),
        "bounces": Key(
            ADDRESS,
            "Where relays return what they cannot deliver; each message has an address of its own made from it: "
            "bounces+…@example.org. `from` when left out.",
        ),
        "subject": Key(
            Text(what="a subject", test=subjects.complaint),
            f"A template of one line. Its values are {', '.join(subjects.NAMES)}.",
            default=subjects.USUAL,
        ),
        "postal_address": Key(
            _named(LONGEST_FOOT), "A line at the foot: who publishes the brief, and where. Some countries ask for it."
        ),
        "relay": Key(Keys(_LOGIN), "The server that takes the mail.", required=True),
        "rate": Key(
            Keys(
                {
                    "per_minute": Key(Whole(1, PER_MINUTE), "The most messages a minute; no limit when left out."),
                    "per_connection": Key(Whole(1, PER_CONNECTION), "Messages on one connection.", default=100),
                    "connections": Key(
                        Whole(1, CONNECTIONS),
                        "Connections at the same time, one while there is a limit a minute. So many messages are in "
                        "doubt at most when the machine fails.",
                        default=2,
                    ),
                    "timeout": Key(
                        Whole(*TIMEOUTS),
                        "Seconds to wait for the answer to a message; RFC 5321 asks for ten minutes.",
                        default=600,
                    ),
                }
            ),
            "How fast the relay is given messages.",
        ),
        "on_ambiguous": Key(
            Text(choices=tuple(Policy)),
            "When a connection ended between a message and its answer: hold (a person decides; never twice), resend "
            "(never lost), or reconcile (looked for in the archive).",
            default=Policy.HOLD.value,
        ),
        "archive": Key(
            Keys({**_LOGIN, "folder": Key(NAME, "The mailbox.", default="INBOX")}),
            "A mailbox (IMAP) that gets a copy of every message, for `on_ambiguous: reconcile`.",
        ),
        "skip_if_nothing_new": Key(
            Truth(), "Whether a week without news is skipped; otherwise people get the short brief.", default=False
        ),
        "calendar": Key(
            Keys(
                {
                    "day": Key(Text(choices=DAYS), "When an edition goes out.", default="monday"),
                    "time": Key(_TIME, "At which time.", required=True),
                    "time_zone": Key(TIME_ZONE, "Of that time. That of briefgen.yaml when left out."),
                    "weeks_back": Key(
                        Whole(0, 8), "Weeks between the one that the edition is about and that day.", default=1
                    ),
                    "release_by": Key(
                        _SPAN, "How long before that time it has to be released; operators are told when it is not."
                    ),
                    "max_late": Key(_SPAN, "How late an edition may still go out.", default="2 days"),
                    "country": Key(
                        Text(
                            what="a country",
                            pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$",
                            wanted='Such as AZ, "NO" or DE-BY.',
                        ),
                        "Whose public holidays count.",
                    ),
                    "holidays": Key(ListOf(Text(what="a day", test=_day, bare=True)), "Further days.", default=[]),
                    "on_holiday": Key(
                        Text(choices=tuple(OnHoliday)),
                        "What becomes of an edition whose day is a holiday.",
                        default=OnHoliday.SKIP.value,
                    ),
                }
            ),
            "When editions go out; by hand when left out.",
        ),
        "unsubscribe": Key(
            Keys(
                {
                    "url": Key(_WEB_TEXT, "Where `briefgen unsubscribe serve` is reached from outside.", required=True),
                    "secret": Key(_SECRET, "Name of its key among the secrets.", default="unsubscribe-key"),
                    "secret_file": Key(FILE, "A file with the key that its owner alone can read."),
                }
            ),
            "Where people leave a list with one click.",
        ),
        "links": Key(
            _WEB_TEXT, "Where the files of editions stand for readers: the folder above that of each edition."
        ),
        "operators": Key(ListOf(ADDRESS), "Who is told when something went wrong.", default=[]),
        "outbox": Key(FILE, "The file that knows what was sent to whom.", default="state/outbox.db"),
        "lists": Key(
            Named(ID, _LIST, 0, "Such as `cabinet:`, with title and people."), "Who gets briefs, by id.", required=True
        ),
    }
)
