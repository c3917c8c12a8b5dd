"""The part `numbering.xml`: bullets, bullets inside a box, and every numbered list with the number it starts at."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.rendering.docx.xml import Element, paragraph_properties, root, w

BULLETS, BOXED = 1, 2
"""The numberings of lists with bullets, and of those in a box."""
LEVELS = 3
"""Depths of lists that have a style; deeper ones look like the last."""
HANG = 284
"""Twentieths of a point from a bullet to its text: 5 mm."""
INSET = 200
"""The same from the edge of the text to that of what stands in a box."""
_NUMBERED = 3


def numbering(starts: Sequence[int]) -> Element:
    """The part; `starts` are the first numbers of the numbered lists, in order."""
    kinds = (
        [_level(level, "bullet", "•–·"[level]) for level in range(LEVELS)],
        [_level(0, "bullet", "•", INSET)],
        [_level(level, "decimal", f"%{level + 1}.") for level in range(LEVELS)],
    )
    return root(
        "numbering",
        *(
            w("abstractNum", w("multiLevelType", val="hybridMultilevel"), *levels, abstractNumId=kind)
            for kind, levels in enumerate(kinds, 1)
        ),
        *(w("num", w("abstractNumId", val=kind), numId=kind) for kind in (BULLETS, BOXED)),
        *(_numbered(number, start) for number, start in enumerate(starts)),
    )


def list_number(place: int) -> int:
    """The numbering of a numbered list by its place among them, from 0."""
    return BOXED + 1 + place


def _numbered(place: int, start: int) -> Element:
    starts = (w("lvlOverride", w("startOverride", val=start), ilvl=level) for level in range(LEVELS))
    return w("num", w("abstractNumId", val=_NUMBERED), *starts, numId=list_number(place))


def _level(level: int, kind: str, text: str, inset: int = 0) -> Element:
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=kind),
        w("lvlText", val=text),
        w("lvlJc", val="left"),
        paragraph_properties(w("ind", left=inset + HANG * (level + 1), hanging=HANG)),
        ilvl=level,
    )
