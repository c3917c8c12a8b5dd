"""People on several lists are one person each; and the briefs that all of them need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from briefgen.delivery.settings import Delivery, List
from briefgen.delivery.values import Combination, Person


def united(lists: Sequence[List], topics: Sequence[str]) -> tuple[Person, ...]:
    """Everybody once, sorted by id: with the topics and formats of all their lists, attached where one list attaches.

    Args:
        lists: In the order of the settings; who is on several of them gets the same language from each.
        topics: Ids of all topics, in the order of the settings.
    """
    found: dict[str, Person] = {}
    for one in lists:
        for person in one.people:
            before = found.get(person.id)
            found[person.id] = person if before is None else _both(before, person, topics)
    return tuple(found[key] for key in sorted(found))


def combinations(people: Iterable[Person]) -> tuple[Combination, ...]:
    """The briefs that somebody gets, each once, sorted."""
    return tuple(sorted({person.combination for person in people}))


def formats(people: Iterable[Person]) -> Mapping[Combination, tuple[str, ...]]:
    """The formats that somebody gets of each brief, sorted."""
    found: dict[Combination, set[str]] = {}
    for person in people:
        found.setdefault(person.combination, set()).update((*person.attached, *person.linked))
    return {one: tuple(sorted(found[one])) for one in sorted(found)}


def titles(delivery: Delivery, person: Person) -> tuple[str, ...]:
    """What the lists of a person are called."""
    return tuple(one.title for one in delivery.lists if one.id in person.lists)


def _both(one: Person, other: Person, topics: Sequence[str]) -> Person:
    wanted = {*one.combination.topics, *other.combination.topics}
    attached = tuple(dict.fromkeys((*one.attached, *other.attached)))
    linked = tuple(name for name in dict.fromkeys((*one.linked, *other.linked)) if name not in attached)
    return replace(
        one,
        name=one.name or other.name,
        lists=tuple(dict.fromkeys((*one.lists, *other.lists))),
        combination=Combination(tuple(name for name in topics if name in wanted), one.combination.language),
        attached=attached,
        linked=linked,
    )
