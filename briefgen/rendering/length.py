"""What a brief leaves out when it must be short: a pure order of what goes first.

Never cut: the bottom line, what sources disagree about, what changed, gaps, and what an editor wrote or pinned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from briefgen.model import Brief, LeftOut, Section

FIGURES = 4
"""Key figures that always stay."""


ON_PAPER = (
    *("definitions", "quotations", "further charts", "wording", "developments", "undated aims", "first charts"),
    *("figures", "dated aims", "details"),
)
"""What goes, the first ones first."""
IN_MAIL = (
    *("definitions", "quotations", "further charts", "wording", "developments", "undated aims", "figures"),
    *("first charts", "dated aims", "details"),
)
"""The same for a mail, in which a chart takes as many letters as four key figures, and no page."""
SOURCES = -1
"""Stands for what is no section of a brief: the list of sources, and what measures count."""


_Step: TypeAlias = dict[int, tuple[str, int]]
"""A section's place → which field of `LeftOut` counts what goes there, and how often."""


class Cut(Struct, frozen=True):
    """The last part of some kind of one section."""

    section: int
    """The section's place in the brief; `SOURCES` for the list of sources."""
    kind: str
    """The field of `LeftOut` that counts it."""


def cuts(brief: Brief, order: Sequence[str] = ON_PAPER) -> tuple[Cut, ...]:
    """Everything that may go, in the order in which it goes.

    1. What measures count.
    2. Quotations, the last first.
    3. Charts but the first of a topic, the last first.
    4. The wording of cited sentences but their first words.
    5. Developments, the last first.
    6. Aims without a date, which stand last in their table.
    7. The first chart.
    8. Key figures but the first `FIGURES`, the last first.
    9. Aims with a date, the farthest first.
    10. What each side of a disagreement says, the last card first: the sentence that says what differs stays.

    In a mail the first chart of a topic goes after the key figures. What an editor pinned stands at the head of its
    section, and stays there. Of a brief on several topics each step takes from the topics in turn, so that none loses
    all before another.
    """
    places = {
        name: _places(brief, name)
        for name in ("quotations", "charts", "developments", "targets", "key_figures", "disagreements")
    }
    loose = {place: section.aims[section.pinned :] for place, section in enumerate(brief.sections)}
    undated = {place: sum(aim.deadline is None for aim in loose[place]) for place in places["targets"]}
    whole = brief.sections
    steps: Mapping[str, _Step] = {
        "definitions": {SOURCES: ("definitions", int(bool(brief.definitions)))},
        "quotations": {place: ("statements", _own(whole[place])) for place in places["quotations"]},
        "further charts": {place: ("charts", _beyond(whole[place], "charts", 1)) for place in places["charts"]},
        "wording": {SOURCES: ("wording", 1)},
        "developments": {place: ("statements", _own(whole[place])) for place in places["developments"]},
        "undated aims": {place: ("targets", undated[place]) for place in places["targets"]},
        "first charts": {place: ("charts", int(_has_only_loose_charts(whole[place]))) for place in places["charts"]},
        "figures": {place: ("figures", _beyond(whole[place], "facts", FIGURES)) for place in places["key_figures"]},
        "dated aims": {place: ("targets", len(loose[place]) - undated[place]) for place in places["targets"]},
        "details": {place: ("details", len(whole[place].relations)) for place in places["disagreements"]},
    }
    return tuple(cut for name in order for cut in _in_turn(steps[name]))


def shortened(brief: Brief, made: Sequence[Cut]) -> Brief:
    """The brief without what these cuts take; sections that hold nothing any more go too."""
    taken = Counter(made)
    sections = [
        _without(section, {cut.kind: number for cut, number in taken.items() if cut.section == place})
        for place, section in enumerate(brief.sections)
    ]
    kept = tuple(new for new, old in zip(sections, brief.sections, strict=True) if new == old or _holds_something(new))
    counted = Counter(cut.kind for cut in made)
    definitions = () if counted["definitions"] else brief.definitions
    return replace(brief, sections=kept, definitions=definitions, left_out=LeftOut(**counted) if made else None)


def within(brief: Brief, fits: Callable[[Brief], bool], order: Sequence[str] = ON_PAPER) -> Brief:
    """The brief with as few cuts as it takes until it `fits`; with all of them where it never does.

    Found by halving: whoever drops more takes no more room, give or take a line.
    """
    if fits(brief):
        return brief
    every = cuts(brief, order)
    least, most = 1, len(every)
    while least < most:
        middle = (least + most) // 2
        if fits(shortened(brief, every[:middle])):
            most = middle
        else:
            least = middle + 1
    return shortened(brief, every[:most])


def _places(brief: Brief, name: str) -> list[int]:
    return [place for place, section in enumerate(brief.sections) if section.name == name]


def _beyond(section: Section, field: str, stay: int) -> int:
    """How many rows or charts may go where so many, or all that are pinned, stay."""
    return max(len(getattr(section, field)) - max(stay, section.pinned), 0)


def _has_only_loose_charts(section: Section) -> bool:
    return bool(section.charts) and not section.pinned


def _own(section: Section) -> int:
    """Statements that no editor wrote or pinned."""
    return sum(statement.author != "editor" for statement in section.statements) - section.pinned


def _in_turn(step: _Step) -> Iterator[Cut]:
    """One from each section, then the next from each."""
    for number in range(max((count for _, count in step.values()), default=0)):
        for place, (kind, count) in step.items():
            if number < count:
                yield Cut(place, kind)


def _without(section: Section, taken: dict[str, int]) -> Section:
    """The section without its last statements, charts, figures or aims."""
    gone = {
        id(one)
        for one in [one for one in section.statements if one.author != "editor"][::-1][: taken.get("statements", 0)]
    }
    aims = section.aims[: len(section.aims) - taken.get("targets", 0)]
    aimed = {fact.id for aim in section.aims[len(aims) :] if (fact := aim.fact)}
    said = {told.id for aim in section.aims[len(aims) :] if (told := aim.statement)}
    facts = section.facts[: len(section.facts) - taken.get("figures", 0)]
    return replace(
        section,
        statements=tuple(one for one in section.statements if id(one) not in gone and one.id not in said),
        facts=tuple(fact for fact in facts if fact.id not in aimed),
        charts=section.charts[: len(section.charts) - taken.get("charts", 0)],
        aims=aims,
        detailed=len(section.relations) - taken["details"] if "details" in taken else None,
    )


def _holds_something(section: Section) -> bool:
    return any((section.statements, section.facts, section.relations, section.charts, section.omissions, section.aims))
