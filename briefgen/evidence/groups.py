"""Pairs that belong on one card: facts that are related in the same way, directly or through others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefgen.model import Fact


def together(pairs: Iterable[tuple[Fact, Fact]], order: Sequence[Fact]) -> list[tuple[Fact, ...]]:
    """The connected groups of pairs, each in the given order of facts, the groups by their first fact."""
    leaders: dict[str, str] = {}

    def leader(name: str) -> str:
        while leaders.setdefault(name, name) != name:
            name = leaders[name]
        return name

    for one, other in pairs:
        leaders[leader(one.id)] = leader(other.id)
    groups: dict[str, list[Fact]] = {}
    for fact in order:
        if fact.id in leaders:
            groups.setdefault(leader(fact.id), []).append(fact)
    return [tuple(group) for group in groups.values()]
