"""People on several lists are one person each; and the briefs that all of them need."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial, reduce

from msgspec.structs import replace

from briefgen.delivery.settings import Delivery, List
from briefgen.delivery.values import Combination, Person

MANY = 5
"""Lists of one person of which every selection is looked at: 30 of them."""


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
            found[person.id] = person if before is None else _both(before, person, topics=topics)
    return tuple(found[key] for key in sorted(found))


def lessened(lists: Sequence[List], topics: Sequence[str]) -> Iterator[Person]:
    """People on several lists as they are once they leave some of those; see `united`.

    Whatever they leave is among these; of those on more than `MANY`, what is left where they leave all but one, or one.
    """
    alone: dict[str, list[Person]] = {}
    for one in lists:
        for person in one.people:
            alone.setdefault(person.id, []).append(person)
    for mine in alone.values():
        sizes = range(1, len(mine)) if len(mine) <= MANY else (1, len(mine) - 1)
        for size in sizes:
            for left in itertools.combinations(mine, size):
                yield reduce(partial(_both, topics=topics), left)


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


def _both(one: Person, other: Person, *, topics: Sequence[str]) -> Person:
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
