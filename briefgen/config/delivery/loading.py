"""delivery.yaml beside briefgen.yaml → `Delivery`, with every finding of it and of its CSV files at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.config.delivery import meaning
from briefgen.config.delivery.keys import DAYS
from briefgen.config.delivery.people import Known, Members, Wish, members, person, wish
from briefgen.config.files import findings_of, read
from briefgen.config.keys import RENAMED
from briefgen.config.meaning import at, entries, is_file, resolved, scalars, text
from briefgen.config.nodes import MAX_BYTES
from briefgen.config.problems import Level, Problem
from briefgen.delivery import calendar, subjects
from briefgen.delivery.addresses import normal
from briefgen.delivery.people import united
from briefgen.delivery.settings import (
    Archive,
    Calendar,
    Delivery,
    List,
    Login,
    OnHoliday,
    Rate,
    Release,
    Unsubscribing,
)
from briefgen.delivery.values import Policy, Security
from briefgen.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefgen.config.keys import Renamed
    from briefgen.config.meaning import Places
    from briefgen.config.nodes import Node
    from briefgen.config.problems import Finding
    from briefgen.config.settings import Config

NAME = "delivery.yaml"
"""The file, beside briefgen.yaml."""
_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
_MAILBOX_PORTS = {Security.STARTTLS: 143, Security.TLS: 993, Security.NONE: 143}
_MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60}
_USUAL_RATE = Rate()


class Around(Struct, frozen=True):
    """What the file refers to, out of the other settings."""

    places: Places
    topics: tuple[str, ...]
    """Ids, in the order of briefgen.yaml."""
    language: str
    """Locale of the brand."""
    publisher: str
    """Name of the brand."""
    time_zone: str

    @property
    def known(self) -> Known:
        """What people may ask for."""
        return Known(self.topics, self.language)


class _Checked(Struct, frozen=True):
    root: Node | None
    lists: Mapping[str, Members]
    findings: tuple[Finding, ...]


def load(config: Config) -> Delivery | None:
    """What `delivery.yaml` beside the settings says; None where it says nothing, or the settings are those shipped.

    Raises:
        ConfigError: One of its findings is an error; it carries all of them.
    """
    around = _around(config)
    if around is None:
        return None
    path = around.places.folder / NAME
    checked = _check(path, around, RENAMED)
    if checked.root is None or any(one.level is Level.ERROR for one in checked.findings):
        raise ConfigError(checked.findings)
    return _read(checked.root, path, around, checked.lists)


def files(config: Config) -> tuple[Path, ...]:
    """`delivery.yaml` beside the settings and the CSV files of its lists, as far as it can be read; none without it."""
    path = config.places.folder / NAME if config.places else None
    if path is None or not is_file(path):
        return ()
    around = _around(config)
    if around is None:
        return (path,)
    lists = _check(path, around, RENAMED).lists.values()
    return (path, *sorted({one.path for one in lists} - {path}))


def findings(config: Config) -> tuple[Finding, ...]:
    """Everything that is wrong with `delivery.yaml` beside the settings and the files of its lists."""
    around = _around(config)
    return check(around) if around else ()


def _around(config: Config) -> Around | None:
    """What the file refers to; None where it says nothing, or the settings are those shipped."""
    if config.places is None or not says_something(config.places.folder / NAME):
        return None
    topics = tuple(one.id for one in config.topics)
    return Around(config.places, topics, config.brand.locale, config.brand.name, config.time_zone)


def check(around: Around, renamed: Mapping[str, Sequence[Renamed]] = RENAMED) -> tuple[Finding, ...]:
    """Everything that is wrong with `delivery.yaml` and the files of its lists; nothing where it says nothing."""
    path = around.places.folder / NAME
    return _check(path, around, renamed).findings if says_something(path) else ()


def says_something(path: Path) -> bool:
    """Whether there is a file that says something.

    One of comments alone, as `briefgen init` lays it out, does not. One that is empty is a mistake, and told of.
    """
    if not is_file(path):
        return False
    try:
        with path.open("rb") as file:
            lines = [line for line in file.read(MAX_BYTES).splitlines() if line.strip()]
    except OSError:
        return True
    return not lines or any(not line.lstrip().startswith(b"#") for line in lines)


def _check(path: Path, around: Around, renamed: Mapping[str, Sequence[Renamed]]) -> _Checked:
    cwd = Path.cwd()
    root, wrong = read(path, "delivery", renamed)
    if root is None:
        return _Checked(None, {}, findings_of(wrong, path, cwd))
    wrong = (*wrong, *meaning.delivery_problems(root, around.places.project, around.known))
    if not any(one.level is Level.ERROR for one in wrong):
        wrong = (*wrong, *_calendar_problems(at(root, "calendar"), around.time_zone))
    lists = {key.text: members(one, path, around.known) for key, one in entries(at(root, "lists"))}
    by_file: dict[Path, list[Problem]] = {path: [*wrong, *meaning.links_problems(root, lists)]}
    for one in lists.values():
        by_file.setdefault(one.path, []).extend(one.problems)
    if not any(problem.level is Level.ERROR for found in by_file.values() for problem in found):
        for file, problem in meaning.language_problems(_languages(root, lists, around)):
            by_file[file].append(problem)
    findings = (one for file, found in by_file.items() for one in findings_of(found, file, cwd))
    return _Checked(root, lists, tuple(findings))


def _languages(
    root: Node, lists: Mapping[str, Members], around: Around
) -> dict[str, tuple[Members, tuple[tuple[str, str], ...]]]:
    """Who the people of each list are, and which language it gives them."""
    found = {}
    for key, one in entries(at(root, "lists")):
        usual, them = wish(one), lists[key.text]
        found[key.text] = (
            them,
            tuple(
                (normal(who.address).casefold(), who.wish.language or usual.language or around.language)
                for who in them.people
            ),
        )
    return found


def _read(root: Node, path: Path, around: Around, people: Mapping[str, Members]) -> Delivery:
    places = around.places
    lists = tuple(_list(key.text, one, people[key.text], around) for key, one in entries(at(root, "lists")))
    sender = normal(text(at(root, "from")))
    return Delivery(
        path=path,
        sender=sender,
        sender_name=text(at(root, "from_name"), around.publisher),
        relay=_login(at(root, "relay"), places, _PORTS),
        calendar=_calendar(at(root, "calendar"), around.time_zone) if at(root, "calendar") is not None else None,
        lists=lists,
        people=united(lists, around.topics),
        reply_to=_address(at(root, "reply_to")),
        bounces=_address(at(root, "bounces")),
        subject=text(at(root, "subject"), subjects.USUAL),
        postal_address=text(at(root, "postal_address")),
        rate=_rate(at(root, "rate")),
        on_ambiguous=Policy(text(at(root, "on_ambiguous"), Policy.HOLD)),
        skip_if_nothing_new=text(at(root, "skip_if_nothing_new")) == "true",
        unsubscribing=_unsubscribing(at(root, "unsubscribe"), places),
        links=text(at(root, "links")).rstrip("/"),
        archive=_archive(at(root, "archive"), places),
        operators=tuple(dict.fromkeys(normal(one.text) for one in scalars(at(root, "operators")))),
        outbox=resolved(places.work, text(at(root, "outbox"), "state/outbox.db")),
    )


def _list(name: str, node: Node, people: Members, around: Around) -> List:
    usual: Wish = wish(node)
    return List(
        id=name,
        title=text(at(node, "title")),
        release=Release(text(at(node, "release"), Release.BY_HAND)),
        people=tuple(person(name, one, usual, around.known) for one in people.people),
    )


def _login(node: Node | None, places: Places, ports: Mapping[Security, int]) -> Login:
    security = Security(text(at(node, "security"), Security.STARTTLS))
    return Login(
        host=text(at(node, "host")),
        port=_number(at(node, "port"), ports[security]),
        security=security,
        user=text(at(node, "user")),
        secret=text(at(node, "secret")),
        secret_file=_file(at(node, "secret_file"), places),
        authority=_file(at(node, "certificates"), places),
    )


def _rate(node: Node | None) -> Rate:
    return Rate(
        per_minute=_number(at(node, "per_minute"), 0) or None,
        per_connection=_number(at(node, "per_connection"), _USUAL_RATE.per_connection),
        connections=_number(at(node, "connections"), _USUAL_RATE.connections),
        timeout=_number(at(node, "timeout"), int(_USUAL_RATE.timeout)),
    )


def _calendar(node: Node | None, time_zone: str) -> Calendar:
    late = text(at(node, "max_late"))
    before = text(at(node, "release_by"))
    return Calendar(
        weekday=DAYS.index(text(at(node, "day"), DAYS[0])),
        time=dt.time.fromisoformat(text(at(node, "time"))),
        time_zone=text(at(node, "time_zone"), time_zone),
        weeks_back=_number(at(node, "weeks_back"), 1),
        release_by=_span(before) if before else dt.timedelta(0),
        max_late=_span(late) if late else dt.timedelta(days=2),
        country=text(at(node, "country")),
        holidays=tuple(sorted({dt.date.fromisoformat(one.text) for one in scalars(at(node, "holidays"))})),
        on_holiday=OnHoliday(text(at(node, "on_holiday"), OnHoliday.SKIP)),
    )


def _calendar_problems(node: Node | None, time_zone: str) -> Iterator[Problem]:
    """Holidays that are not known, and a time that clocks leave out or repeat."""
    if node is None:
        return
    country, time = at(node, "country"), at(node, "time")
    if country is not None and not calendar.known_country(text(country)):
        hint = 'Write it as ISO 3166 does: "AZ", or "DE-BY" for a part of a country.'
        yield Problem(country.line, f"the holidays of “{text(country)}” are not known", hint)
    if time is not None and calendar.doubtful_hour(_calendar(node, time_zone)):
        said = f"where clocks change, {text(time)} may be left out or come twice"
        yield Problem(time.line, said, "Take a time from 04:00 on.", Level.WARNING)


def _span(said: str) -> dt.timedelta:
    number, _, unit = said.partition(" ")
    return dt.timedelta(minutes=int(number) * _MINUTES[unit.removesuffix("s")])


def _unsubscribing(node: Node | None, places: Places) -> Unsubscribing | None:
    if node is None:
        return None
    name = text(at(node, "secret"))
    found = Unsubscribing(text(at(node, "url")).rstrip("/"), secret_file=_file(at(node, "secret_file"), places))
    return Unsubscribing(found.url, name, found.secret_file) if name else found


def _archive(node: Node | None, places: Places) -> Archive | None:
    return (
        Archive(_login(node, places, _MAILBOX_PORTS), text(at(node, "folder"), "INBOX")) if node is not None else None
    )


def _address(node: Node | None) -> str:
    return normal(text(node)) if node is not None else ""


def _number(node: Node | None, otherwise: int) -> int:
    return int(text(node)) if node is not None else otherwise


def _file(node: Node | None, places: Places) -> Path | None:
    return resolved(places.project, text(node)) if node is not None else None
