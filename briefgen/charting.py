"""Which kinds of charts there are: one value a kind, with all that briefgen must know of it.

A kind is registered under the entry-point group `briefgen.charts`, by the name that `Chart.kind` has. The built-in
ones use the same door; they are also listed here, for a clone that nothing has installed. The writer asks each kind
for charts, holds them against the rules of `writing/charts/together.py` and against those of the kind itself, and the
renderer draws what was chosen. Table, data file, citations and the check of the drawing are made from `Chart.points`
for all kinds alike, so that none can show in one of them what it does not show in the others.

This module stands below the rooms that use it and imports none, so what it hands on (the writer's `Material`, the
renderer's `Sheet` and `Mark`) has no type here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from briefgen.errors import RenderError
from briefgen.language import Language
from briefgen.model import Chart

GROUP = "briefgen.charts"
BUILT_IN = {
    "timeline": "briefgen.charts:TIMELINE",
    "bars": "briefgen.charts:BARS",
    "parts": "briefgen.charts:PARTS",
    "change": "briefgen.charts:CHANGE",
}


class Candidate(Struct, frozen=True):
    """A chart that could be drawn."""

    worth: int
    """What its question is worth: see `writing/charts/candidate.py`, where those of the built-in kinds run from 4
    ("how did it develop?") to 12 ("how far is it from what is wanted?")."""
    chart: Chart
    """What would be drawn, in the language of the brief."""
    english: str = ""
    """The title in English: its words decide how long a title may be, so that one brief has the same charts with the
    same findings in every language. That of the chart itself where nothing stands here."""


def anything(_: Chart) -> str | None:
    """No rule of its own."""
    return None


class ChartForm(Struct, frozen=True):
    """A kind of charts."""

    name: str
    """What `Chart.kind` says: "timeline"."""
    called: str
    """What an alternative text calls it in English: "Timeline"."""
    choose: Callable[[Any], Iterable[Candidate]]
    """The charts that a topic's `briefgen.writing.material.Material` has for it; none where nothing fits. A pure
    function: the same material, the same charts. What they say (title, subtitle, labels, note, alternative text) is
    said in `Material.language`; which values they show never hangs on it. `writing/charts/words.py` and
    `briefgen.values` have times, units, statuses and amounts in any language; messages of its own a package brings
    itself, and English ones where it has none."""
    draw: Callable[[Any, Sequence[Any], Sequence[Any]], None]
    """Draws on a `briefgen.rendering.sheet.Sheet` the values and the reference lines (`briefgen.rendering.marks.Mark`):
    one box or sign for each value, from the top down or over time, all on one scale that begins at zero. `briefgen
    verify` measures them."""
    refuses: Callable[[Chart], str | None] = anything
    """Why this kind may not show a chart's values; None where it may. What holds for all kinds need not be said."""
    names: Mapping[str, str] = MappingProxyType({})
    """Language (ISO 639-1) → what it is called there, as `called` says it in English. Those of the built-in kinds
    stand in briefgen's own catalogues."""

    def named(self, language: Language) -> str:
        """What an alternative text calls it in a language; English where nobody says it otherwise."""
        return self.names.get(language.locale.language) or language.gettext(self.called)


@lru_cache(maxsize=1)
def registered() -> Mapping[str, EntryPoint]:
    """The entry point of each kind, the built-in ones first.

    Raises:
        RenderError: Two packages claim one name, or one claims that of a built-in kind.
    """
    found = {name: EntryPoint(name, target, GROUP) for name, target in BUILT_IN.items()}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        known = found.setdefault(point.name, point)
        if known.value != point.value:
            claims = f"{known.value} and {point.value}"
            raise RenderError(
                f"two packages claim the chart kind {point.name!r}: {claims}", hint="Uninstall one of them."
            )
    return MappingProxyType(found)


@cache
def form(name: str) -> ChartForm:
    """The kind of that name.

    Raises:
        RenderError: There is none, or its package cannot be loaded, or brings something else.
    """
    point = registered().get(name)
    if point is None:
        hint = f"Install the package that brings it. Kinds: {', '.join(registered())}."
        raise RenderError(f"there is no chart kind {str(name)!r}", hint=hint)
    try:
        found = point.load()
    except (ImportError, AttributeError) as error:
        hint = "Reinstall or uninstall its package."
        raise RenderError(f"the chart kind {name!r} cannot be loaded: {error}", where=point.value, hint=hint) from error
    if not isinstance(found, ChartForm) or found.name != name:
        what = f"a ChartForm of the name {found.name!r}" if isinstance(found, ChartForm) else type(found).__name__
        hint = f"Its entry point must name a briefgen.charting.ChartForm called {name!r}."
        raise RenderError(f"the chart kind {name!r} is {what}", where=point.value, hint=hint)
    return found


def forms() -> tuple[ChartForm, ...]:
    """Every kind, the built-in ones first, then the others by name."""
    return tuple(map(form, registered()))
