"""Who gets an edition, and who does not, with the reason. Values alone: no store, no outbox, no clock.

An edition goes to everybody on the lists who did not leave; a correction to those alone who got what it corrects, as
they were then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefgen.delivery.choosing import was_closed
from briefgen.delivery.mailing import message_id
from briefgen.delivery.outbox.planning import Planned
from briefgen.delivery.people import united
from briefgen.delivery.settings import Delivery
from briefgen.delivery.unsubscribing.leaving import EVERYTHING, Departure
from briefgen.delivery.values import Combination, Entry, Letter, Person, State

GOT = frozenset({State.SENT, State.UNKNOWN})
"""Who may have an edition in their hands."""
ON_ITS_WAY = frozenset({State.PENDING, State.CLAIMED, State.DOT})
"""Who would still have got it: its correction goes to them in its place."""


OFF = "take them off that list in delivery.yaml, so that the next one has it"


class Issue(Struct, frozen=True):
    """What goes out, as far as it decides who gets it."""

    edition: str
    """Its name."""
    formats: Mapping[Combination, Collection[str]]
    """Its letters: the formats that each has."""
    topics: tuple[str, ...]
    """Ids of all topics, in the order of the settings."""
    domain: str
    """Of the sender, for Message-IDs."""
    quiet: frozenset[str] = frozenset()
    """Topics without news, whose brief nobody wants."""


def formats(letters: Iterable[Letter]) -> dict[Combination, frozenset[str]]:
    """The formats that each letter of an edition has."""
    return {one.combination: frozenset(file.name.rpartition(".")[2] for file in one.files) for one in letters}


def subscribers(issue: Issue, delivery: Delivery, departures: Iterable[Departure]) -> tuple[Planned, ...]:
    """Everybody on the lists, sorted by id.

    Who left one of several lists gets the topics of the others. An attachment that the edition does not have is left
    out: its mail says all of it.
    """
    gone = _by_person(departures)
    lists = (
        replace(one, people=tuple(who for who in one.people if _left(gone, who.id, (one.id,)) is None))
        for one in delivery.lists
    )
    staying = {one.id: one for one in united(tuple(lists), issue.topics)}
    return tuple(_subscriber(issue, one, staying.get(one.id), gone) for one in delivery.people)


def corrected(
    issue: Issue, before: Sequence[Sequence[Entry]], delivery: Delivery, departures: Iterable[Departure]
) -> tuple[Planned, ...]:
    """Whoever has what is corrected, or was still to get it, as they were then; sorted by id.

    Where an edition was withdrawn while it went out, those whose message was not sent any more get the correction too.

    Args:
        issue: The correction.
        before: Messages of the edition that it corrects, of the one that that corrects, and so on.
        delivery: Who is on the lists now: those among them who did not get it are told apart.
        departures: Who left what.
    """
    gone = _by_person(departures)
    readers: dict[str, Person] = {}
    for entries in before:
        for entry in entries:
            if entry.person.address and (entry.state in GOT | ON_ITS_WAY or was_closed(entry)):
                readers.setdefault(entry.person.id, entry.person)
    found = {one.id: _reader(issue, one, gone) for one in readers.values()}
    names = " or ".join(dict.fromkeys(entries[0].edition for entries in reversed(before) if entries))
    for one in delivery.people:
        found.setdefault(one.id, _dropped(issue, one, f"did not get {names}"))
    return tuple(found[key] for key in sorted(found))


def lacking(issue: Issue, planned: Iterable[Planned], delivery: Delivery) -> dict[str, int]:
    """Formats that people want attached and the edition does not have, with how many of those who get it want each."""
    wanted = {one.id: one.attached for one in delivery.people}
    found: dict[str, int] = {}
    for one in planned:
        if not one.dropped:
            for form in wanted.get(one.person.id, ()):
                if form not in issue.formats[one.person.combination]:
                    found[form] = found.get(form, 0) + 1
    return found


def _subscriber(
    issue: Issue, whole: Person, staying: Person | None, gone: Mapping[str, Mapping[str, Departure]]
) -> Planned:
    left = _left(gone, whole.id, whole.lists)
    if staying is None:
        return _dropped(issue, whole, left.reason if left else "is on no list any more")
    wanted = staying.combination
    if wanted not in issue.formats:
        lacks = f"{issue.edition} has no brief on {', '.join(wanted.topics)} in {wanted.language}"
        return _dropped(issue, staying, f"{left.reason}, and {lacks}: {OFF}" if left else lacks)
    if issue.quiet.issuperset(wanted.topics):
        return _dropped(issue, staying, f"nothing is new on {', '.join(wanted.topics)}")
    there = issue.formats[wanted]
    attached = tuple(form for form in staying.attached if form in there)
    return _planned(issue, replace(staying, attached=attached))


def _reader(issue: Issue, person: Person, gone: Mapping[str, Mapping[str, Departure]]) -> Planned:
    if left := _left(gone, person.id, person.lists):
        return _dropped(issue, person, left.reason)
    wanted = person.combination
    if wanted not in issue.formats:
        return _dropped(
            issue, person, f"{issue.edition} has no brief on {', '.join(wanted.topics)} in {wanted.language}"
        )
    attached = tuple(form for form in person.attached if form in issue.formats[wanted])
    return _planned(issue, replace(person, attached=attached))


def _planned(issue: Issue, person: Person) -> Planned:
    return Planned(person, message_id(issue.edition, person.id, issue.domain))


def _dropped(issue: Issue, person: Person, reason: str) -> Planned:
    return replace(_planned(issue, person), dropped=reason)


def _by_person(departures: Iterable[Departure]) -> dict[str, dict[str, Departure]]:
    found: dict[str, dict[str, Departure]] = {}
    for one in departures:
        found.setdefault(one.recipient, {})[one.list] = one
    return found


def _left(gone: Mapping[str, Mapping[str, Departure]], recipient: str, lists: Iterable[str]) -> Departure | None:
    """How somebody left everything, or one of some lists; None where they did not."""
    mine = gone.get(recipient, {})
    return next(_those(mine, (EVERYTHING, *lists)), None)


def _those(mine: Mapping[str, Departure], lists: Iterable[str]) -> Iterator[Departure]:
    return (mine[one] for one in lists if one in mine)
