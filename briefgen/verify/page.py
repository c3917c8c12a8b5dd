"""What a page shows, held against what its brief says that it printed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from briefgen.finished import Finished, Line
from briefgen.language import N_, language, languages
from briefgen.printed.page import SOFT, Page, Shown, written
from briefgen.verify.drawings import drawings
from briefgen.verify.finding import Finding, short
from briefgen.verify.lines import QUOTED, reworded, squeezed
from briefgen.verify.numbers import NUMBER
from briefgen.verify.split import bare, rejoined

_BLANK = re.compile(r"[\s|]+")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_MIRRORED = str.maketrans(")]}>»", "([{<«")
"""Marks that come in pairs: what runs from right to left shows each as the other."""
_DIGITS = re.compile(r"\d+")
_SPEAKS = re.compile(r"[\d“”«»]")
"""What an aside that repeats no line may not have: a number, a quotation."""
_SOURCES = "sources"
"""The block that lists documents, with the numbers of their sentences where those stand elsewhere."""
_LOGO = "masthead"
"""The block of a logo, which a house's frame may leave out."""
_SHORTENED = N_("Shortened.")
"""How the line begins that counts what a PDF leaves out (`brief.md.j2`)."""
_ALIKE = 0.5
"""Of the letters of two lines: from here on one is the other, changed."""


def compared(brief: Finished, page: Page) -> Iterator[Finding]:
    """Every line that was added, lost or changed, every marker that prints or leads to another note."""
    brief = replace(brief, printed=tuple(replace(line, text=written(line.text)) for line in brief.printed))
    if page.is_paper:
        page = replace(page, lines=tuple(rejoined(page.lines, [line.text for line in brief.printed])))
    headings = _headings(brief.printed)
    is_short = brief.is_short and page.is_paper
    shortened = _shortened(brief, page)
    for line, found in _pairs(brief, page, is_short=is_short):
        if is_short and _left_out(line, found, shortened):
            continue
        if line is not None and found is not None:
            yield from _changed(line, found, headings, brief, page)
        elif line is not None:
            yield Finding(_place(line, headings), "is not on the page", is_wording=page.edited)
        elif found is not None and not _repeats(found, brief):
            is_wording = page.edited and not _SPEAKS.search(found.text)
            yield Finding(f"“{short(found.text)}”", "is on the page, and is no line of the brief", is_wording)
    yield from _pictures(brief, page, is_short=is_short)
    yield from _edges(page)
    yield from _asides(brief, page)
    yield from drawings(brief, page)


def _left_out(line: Line | None, found: Shown | None, shortened: tuple[str, ...]) -> bool:
    """Of a brief of so many pages: a line that did not fit, one cut to its first words, and what tells of it."""
    if found is None:
        return True
    is_other = line is None or _likeness(line, found) < _ALIKE
    if is_other and (found.text.startswith(shortened) or not _SPEAKS.search(found.text)):
        return True
    if line is None:
        return False
    cut = squeezed(bare(found.text.partition("…")[0]))
    start = squeezed(bare(line.text))[: len(cut)]
    is_cut = bool(cut) and (start == cut or (bool(_RIGHT_TO_LEFT.search(start)) and _is_turned(start, cut)))
    return is_cut and (line.kind == "note" or ("…" in found.text and line.notes == found.notes))


def _shortened(brief: Finished, page: Page) -> tuple[str, ...]:
    """How the line begins, in every language of frames; in the house's words where no other line begins with them."""
    own = tuple(one for one in map(written, reworded(brief, _SHORTENED)) if one.strip())
    alone = (one for one in own if sum(line.text.startswith(one) for line in page.lines) == 1)
    return (*(language(tag).gettext(_SHORTENED) for tag in languages()), *alone)


def _headings(lines: Sequence[Line]) -> Mapping[str, str]:
    """The heading of every block."""
    found: dict[str, str] = {}
    for line in lines:
        if line.kind == "heading":
            found.setdefault(line.block, line.text)
    return found


def _place(line: Line, headings: Mapping[str, str]) -> str:
    number = f"note {line.notes[0]}, " if line.kind == "note" and line.notes else ""
    return f"{headings.get(line.block, line.block)}, {number}“{short(line.text)}”"


def _pairs(brief: Finished, page: Page, *, is_short: bool) -> Iterator[tuple[Line | None, Shown | None]]:
    """Each line beside what the page shows for it, or alone; cited sentences by their number, wherever they stand."""
    notes = {line.number: line for line in page.lines if line.number is not None}
    expected: list[Line] = []
    for line in brief.printed:
        if line.kind == "note" and line.notes and line.notes[0] in notes:
            yield line, notes[line.notes[0]]
        elif line.kind != "alt":
            expected.append(line)
    known = {line.notes[0] for line in brief.printed if line.kind == "note" and line.notes}
    read = [line for line in page.lines if line.number in known and line is notes[line.number]]
    shown = [line for line in page.lines if not line.alt and not _among(line, read)]
    may_move = page.edited or is_short  # what is left out makes the same words stand beside others
    yield from _matched(expected, shown, may_move=may_move)


def _matched(
    expected: Sequence[Line], shown: Sequence[Shown], *, may_move: bool
) -> Iterator[tuple[Line | None, Shown | None]]:
    """Lines in their order; where they may move, one that stands elsewhere is found there."""
    alike = _cited_text if may_move else _text_alone
    matcher = difflib.SequenceMatcher(None, [*map(alike, expected)], [*map(alike, shown)], autojunk=False)
    stretches: list[tuple[list[Line], list[Shown]]] = []
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(expected[start:end], shown[first:last], strict=True)
        else:
            stretches.append((list(expected[start:end]), list(shown[first:last])))
    for key in (_cited_text, _text_alone) if may_move else ():
        yield from _moved(stretches, key)
    for lines, found in stretches:
        yield from _alike(lines, found)


def _moved(
    stretches: Sequence[tuple[list[Line], list[Shown]]], key: Callable[[Line | Shown], object]
) -> Iterator[tuple[Line, Shown]]:
    """Lines of any stretch that stand in another one; both are taken out of theirs."""
    elsewhere: dict[object, list[tuple[list[Shown], Shown]]] = {}
    for _, found in stretches:
        for one in found:
            elsewhere.setdefault(key(one), []).append((found, one))
    for lines, _ in stretches:
        for line in [line for line in lines if key(line) in elsewhere]:
            if elsewhere[key(line)]:
                found, one = elsewhere[key(line)].pop(0)
                del found[next(place for place, other in enumerate(found) if other is one)]
                del lines[next(place for place, other in enumerate(lines) if other is line)]
                yield line, one


def _text_alone(line: Line | Shown) -> object:
    return bare(line.text)


def _cited_text(line: Line | Shown) -> object:
    """Captions of charts may say the same and cite other sentences, so what moved or fell out is told apart by both."""
    return bare(line.text), line.notes


def _among(line: Shown, others: Sequence[Shown]) -> bool:
    """Whether it is one of these lines itself; others may say the same."""
    return any(line is other for other in others)


def _alike(expected: list[Line], shown: list[Shown]) -> Iterator[tuple[Line | None, Shown | None]]:
    """Lines of one stretch that do not agree: each with the first that is like it."""
    for line in expected:
        near = next((found for found in shown if _likeness(line, found) >= _ALIKE), None)
        if near is None and len(expected) == len(shown) == 1:
            near = shown[0]
        if near is not None:
            shown.remove(near)
        yield line, near
    yield from ((None, found) for found in shown)


def _likeness(line: Line, found: Shown) -> float:
    matcher = difflib.SequenceMatcher(None, bare(line.text), bare(found.text), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _repeats(found: Shown, brief: Finished) -> bool:
    """A table that goes on over the page repeats its head, and its caption may be a heading."""
    return any(bare(line.text) == bare(found.text) for line in brief.printed if line.kind in {"row", "heading"})


def _changed(line: Line, found: Shown, headings: Mapping[str, str], brief: Finished, page: Page) -> Iterator[Finding]:
    place = _place(line, headings)
    said = _cut(line, found, brief) if line.kind == "note" else line.text
    is_turned = page.is_paper and brief.runs_left and _is_turned(said, found.text)
    if not is_turned and not _same(said, found.text):
        ours, theirs = _difference(said, found.text)
        is_wording = page.edited and line.kind != "note" and _spoken(said) == _spoken(found.text)
        yield Finding(place, f"the page says “{theirs}”, and the brief “{ours}”", is_wording)
    if line.kind == "note":
        if found.number not in (None, *line.notes):
            yield Finding(place, f"stands on the page as note {found.number}")
        return
    if line.notes != found.notes and line.block != _SOURCES:
        yield Finding(place, f"the page cites {_marks(found.notes)}, and the brief {_marks(line.notes)}")
    for number, lead in zip(found.notes, found.leads, strict=True):
        if lead is not None and lead != number:
            yield Finding(place, f"the marker [{number}] leads to note {lead}")


def _spoken(text: str) -> tuple[list[str], list[str]]:
    """What nobody may change in a line: its numbers and its quotations."""
    return NUMBER.findall(text), [squeezed(quoted) for quoted in QUOTED.findall(text)]


def _marks(notes: Sequence[int]) -> str:
    return "".join(f"[{number}]" for number in notes) or "nothing"


def _cut(line: Line, found: Shown, brief: Finished) -> str:
    """The text of a line; of a note on paper without who published it, as the document stands above it.

    What stands behind that stays: the page or paragraph, and the link to the original.
    """
    quote = next((squeezed(written(note.extract.quote)) for note in brief.notes if note.number == line.notes[0]), "")
    for end in (match.start() for match in re.finditer(" — ", line.text)):
        if quote in squeezed(line.text[:end]):
            ours, theirs = _letters(line.text[:end]), _letters(found.text)
            alike, there = _shared(ours, theirs)
            behind = _letters(line.text[end:])[::-1], theirs[there:][::-1]
            whole = alike == len(ours) and _shared(*behind)[1] == len(behind[1])
            if whole:
                return found.text.replace(SOFT, "")
            return line.text[:end] if len(bare(found.text)) <= len(bare(line.text[:end])) else line.text
    return line.text


def _same(said: str, found: str) -> bool:
    """Whether two lines are one, blanks apart; a letter that no font has, and a hyphen at a line's end, may differ."""
    ours, theirs = _letters(said), _letters(found)
    if _shared(ours, theirs) == (len(ours), len(theirs)):
        return True
    return bool(_RIGHT_TO_LEFT.search(said)) and _is_turned(said, found)


def _is_turned(said: str, found: str) -> bool:
    """Whether two lines have the same letters and numbers: a PDF has those from right to left as they are displayed."""
    ours, theirs = (sorted(bare(text).translate(_MIRRORED)) for text in (said, found))
    return ours == theirs and sorted(_DIGITS.findall(said)) == sorted(_DIGITS.findall(found))


def _letters(text: str) -> str:
    """What is compared of a line; fonts draw both hyphens by one glyph."""
    return _BLANK.sub("", text).replace("\u2010", "-")


def _shared(ours: str, theirs: str) -> tuple[int, int]:
    """How far two lines begin alike: the letters of the first, and those of the second."""
    place = 0
    for other, letter in enumerate(theirs):
        here = ours[place : place + 1]
        if letter == SOFT:
            place += here == "-"
        elif here and letter in (here, "\ufffd"):
            place += 1
        else:
            return place, other
    return place, len(theirs)


def _difference(said: str, found: str) -> tuple[str, str]:
    """What two lines say differently, with the words around it: of the first and of the second."""
    ours, theirs = _letters(said), _letters(found)
    head, first = _shared(ours, theirs)
    tail, last = _shared(ours[head:][::-1], theirs[first:][::-1])
    places = [place for place, letter in enumerate(said) if not _BLANK.match(letter)] + [len(said)]
    start = places[head]
    end = max(start, places[len(ours) - tail - 1] + 1) if tail < len(ours) else start
    left = said.rfind(" ", 0, max(said.rfind(" ", 0, start), 0)) + 1
    right = said.find(" ", said.find(" ", end) + 1) if said.find(" ", end) >= 0 else -1
    right = len(said) if right < 0 else right
    drawn = [place for place, letter in enumerate(found) if not _BLANK.match(letter)] + [len(found)]
    middle = found[drawn[first] : drawn[len(theirs) - last - 1] + 1] if first < len(theirs) - last else ""
    middle = middle.replace(SOFT, "-")
    return short(said[left:right].strip()), short((said[left:start] + middle + said[end:right]).strip())


def _pictures(brief: Finished, page: Page, *, is_short: bool) -> Iterator[Finding]:
    """Every picture is told to those who cannot see it in the brief's words."""
    told = [line.text for line in brief.printed if line.kind == "alt"]
    shown = [line.text for line in page.lines if line.alt]
    for text in _strangers(page) if page.carried else shown:
        if not text:
            yield Finding("a picture", "is on the page, and is none of the brief")
        elif text in told and page.carried:
            yield Finding(f"picture of a chart, “{short(text)}”", "is not the one that was drawn")
        elif not any(_same(one, text) for one in told):
            near = max(told, key=lambda one: difflib.SequenceMatcher(None, one, text).ratio(), default="")
            ours, theirs = _difference(near, text)
            yield Finding("text of a chart", f"the page says “{theirs}”, and the brief “{ours}”")
    drawn = [line.text for line in brief.printed if line.kind == "alt" and line.block != _LOGO]
    for text in () if is_short else drawn:
        if not any(bare(text)[:20] == bare(one)[:20] for one in shown):
            yield Finding("text of a chart", f"“{short(text)}” is not on the page")


def _strangers(page: Page) -> Iterator[str]:
    """The words of pictures that are not as the file says that they were."""
    known = page.carried.pictures if page.carried else frozenset()
    return (line.text for line in page.lines if line.alt and (line.text, line.picture) not in known)


def _edges(page: Page) -> Iterator[Finding]:
    """Headers and footers say what they said when the file was made."""
    if page.carried is None:
        return
    told = page.carried.edges
    for text in page.edges:
        if any(_same(one, text) for one in told):
            continue
        near = max(told, key=lambda one: difflib.SequenceMatcher(None, one, text).ratio(), default="")
        ours, theirs = _difference(near, text)
        is_wording = _spoken(near) == _spoken(text)
        yield Finding("edge of the pages", f"the page says “{theirs}”, and the brief “{ours}”", is_wording)


def _asides(brief: Finished, page: Page) -> Iterator[Finding]:
    """What stands beside the text repeats it: contents, captions, the sentences that open at a marker."""
    lines = [bare(line.text) for line in brief.printed]
    for aside in page.asides:
        words = bare(aside.partition(": ")[2] or aside)
        known = any(words in line or bare(aside) in line for line in lines)
        if _SPEAKS.search(aside) and not known:
            yield Finding(f"beside the text, “{short(aside)}”", "is on the page, and is no line of the brief")
