"""The unit, scale and rate that a header gives: "Freight, million tons", "€ bn", "'000 TEU", "thousand t per day"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from briefgen.model import Span
from briefgen.reading import context, units
from briefgen.reading.headerwords import EDGES, NO_UNIT, PIECES, Rules, Unit
from briefgen.reading.patterns import Pattern

if TYPE_CHECKING:
    from briefgen.reading.mentions import Language

BLANK = Pattern(r"[\s\xa0.]*")
WORD = Pattern(r"\S+")
SHORTEST_CODE = 3
"""Letters of a unit in capitals at the end of a header without a mark before it: "Cargo TEU", not "Terminal A"."""
LAST_WORDS = 4
"""Words at the end of a header that may be its unit without a mark before them: "Exports US$ m"."""
SIGNS = frozenset("%‰$€£¥₸₼₽₹₴₺₩")


def unit_of(text: str, known: Rules, language: Language, taken: Sequence[Span]) -> tuple[Unit, list[Span]]:
    """The unit and scale that a header gives, and where they stand."""
    found, places = NO_UNIT, list[Span]()
    for piece in pieces(text, taken):
        told = in_piece(text, piece, known, language)
        if told is None or (told[0].name and found.name) or (told[0].scale and found.scale):
            continue
        unit, place = told
        found = Unit(found.name or unit.name, found.scale or unit.scale, found.rate or unit.rate)
        places.append(place)
    return found, places


def pieces(text: str, taken: Sequence[Span]) -> Iterator[Span]:
    """The parts of a header between its marks and what is taken of it, the last first: units stand at the end."""
    edges = [*(Span(*match.span()) for match in PIECES.finditer(text)), *taken]
    at, found = 0, list[Span]()
    for edge in [*sorted(edges), Span(len(text), len(text))]:
        if edge.start > at and text[at : edge.start].strip():
            found.append(Span(at, edge.start))
        at = max(at, edge.end)
    return reversed(found)


def in_piece(text: str, piece: Span, known: Rules, language: Language) -> tuple[Unit, Span] | None:
    """The unit that a part of a header is or ends with, and where it stands."""
    words = [match.start() for match in WORD.finditer(text, piece.start, piece.end)]
    for place, start in enumerate(words):
        if place and len(words) - place > LAST_WORDS:
            continue
        unit = whole(text, start, piece.end, known, language)
        code = text[start : piece.end].strip()
        if unit is None or (code.isalpha() and len(code) == 1 and (place or code == text)):
            continue  # "W" alone are wins rather than watts, and "Terminal A" has no amperes
        sure = place == 0 or unit.scale is not None or not SIGNS.isdisjoint(text[start : piece.end])
        asked = known.figures_in.match(text, start) is not None
        if sure or asked or (code.isupper() and len(code) >= SHORTEST_CODE):
            return unit, Span(start, piece.end)
    if text.startswith("%", words[0]):  # "% of GDP"
        return Unit("%"), Span(words[0], words[0] + 1)
    return None


def whole(text: str, start: int, end: int, known: Rules, language: Language) -> Unit | None:
    """The unit that a stretch of a header is, all of it; None where it has other words."""
    at, unit = start, NO_UNIT
    if (opened := known.figures_in.match(text, at)) and opened.end() < end:
        at = opened.end()
    while (at := skip(text, at)) < end:
        step = next_part(text, at, unit, known, language)
        if step is None or step[1] > end or step[1] <= at:
            return None
        unit, at = step
    return unit if unit.name or unit.scale else None


def skip(text: str, at: int) -> int:
    """The next offset that is neither blank nor full stop."""
    blank = BLANK.match(text, at)
    return blank.end() if blank else at


def next_part(text: str, at: int, unit: Unit, known: Rules, language: Language) -> tuple[Unit, int] | None:
    """The unit with what the next words add to it, and where these end."""
    if (unit.name or unit.scale) and (joined := known.joins.match(text, at)):
        return unit, joined.end()
    if unit.name and not unit.rate and (per := language.context.per.match(text, at - (text[at - 1 : at] == " "))):
        rate = context.rate(text, 0, per.start(), unit.name, language.context)
        return Unit(unit.name, unit.scale, rate), per.end()
    if not unit.scale and (scale := scale_at(text, at, known, language)) is not None:
        return Unit(unit.name, scale[0], unit.rate), scale[1]
    named = None if unit.name else name_at(text, at, known, language, counts=unit.scale is not None)
    return None if named is None else (Unit(named[0], unit.scale), named[1])


def name_at(text: str, at: int, known: Rules, language: Language, *, counts: bool) -> tuple[str, int] | None:
    """The currency, unit or, behind a scale, the counted things whose name stands at an offset."""
    if (sign := sign_at(text, at, language)) is not None:
        return sign
    if (found := units.behind(text, at, language.units)) is not None and found.start == at:
        return found.name, found.end
    word = WORD.match(text, at) if counts else None
    plain = word[0].strip(EDGES).casefold() if word else ""
    return (f"count:{plain}", word.end()) if word and plain in known.things else None


def scale_at(text: str, at: int, known: Rules, language: Language) -> tuple[Decimal, int] | None:
    """The scale that stands at an offset."""
    own = known.scale.match(text, at)
    if own is not None:
        return known.scales[own[0].casefold()], own.end()
    found = language.numbers.scale.match(text, at)
    if found is None:
        return None
    if units.behind(text, at, language.units) is not None and known.lengths.search(text) is not None:
        return None  # "Rainfall, mm" and "Depth, m" are no millions
    word = found["word"]
    value = (
        language.numbers.scales.get(word.casefold())
        if word
        else language.numbers.abbreviations.get(found["short"] or "")
    )
    return (value, found.end()) if value else None


def sign_at(text: str, at: int, language: Language) -> tuple[str, int] | None:
    """The currency whose sign or code stands at an offset."""
    word = WORD.match(text, at)
    if word is None:
        return None
    for end in range(word.end(), at, -1):
        name = language.units.signs.get(text[at:end])
        glued = text[end - 1].isalpha() and text[end : end + 1].isalpha()
        if name is not None and not glued and (end - at > 1 or not text[at].isalpha()):
            return name, end
    return None
