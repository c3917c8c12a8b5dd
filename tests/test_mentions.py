"""Figures in sentences: the cases of `cases/figures*.md`, and what must hold of any text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import work
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.model import Span
from briefgen.reading import mentions
from briefgen.reading.parts import Mention

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """A sentence and what must be found in it."""

    title: str
    sentence: str
    figures: tuple[str, ...]


def cases() -> list[Case]:
    found = []
    for path in (*sorted(CASES.glob("figures*.md")), CASES.parents[1] / "docs" / "reading.md"):
        for block in re.split(r"^### ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            title, *lines = block.split("\n## ", maxsplit=1)[0].splitlines()
            sentence = next(line.removeprefix("> ") for line in lines if line.startswith("> "))
            figures = tuple(line for line in lines if line.startswith("- ") and line != "- none")
            found.append(Case(f"{path.stem}: {title}", sentence, figures))
    return found


def written(mention: Mention) -> str:
    """The mention as a line of a case."""
    quantity = mention.quantity
    ends = [f"{end:f}" for end in (quantity.value, quantity.upper) if end is not None]
    words = [mention.kind, mention.direction, quantity.modifier, f"per {mention.rate}" if mention.rate else None]
    told = " ".join(word for word in words if word)
    return f"- {quantity.surface} | {'..'.join(ends) or '-'} {quantity.unit or '-'} | {told}"


def find(sentence: str) -> mentions.Found:
    return mentions.find(sentence, Span(0, len(sentence)))


def mark(case: Case) -> object:
    known = [pytest.mark.xfail(reason="known gap", strict=True)] if ": known:" in case.title else []
    return pytest.param(case, id=case.title, marks=known)


@pytest.mark.parametrize("case", [mark(case) for case in cases()])
def test_case(case: Case) -> None:
    assert tuple(written(mention) for mention in find(case.sentence).mentions) == case.figures


ALL = " ".join(case.sentence for case in cases())
PIECES = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(re.findall(r"\S+|\s", ALL)),
        st.sampled_from(
            [
                "5",
                "1,",
                ".",
                "-",
                "–",
                "%",
                "$",
                " to ",
                " and ",
                "½",
                "٤",
                "１",
                "1e9",
                " million",
                "\u00a0",
                "²",
                "\x00",
            ]
        ),
    ),
    max_size=30,
).map("".join)


@given(PIECES, PIECES, PIECES)
@settings(deadline=None, max_examples=300)
def test_spans_are_exact_and_neighbours_do_not_matter(before: str, sentence: str, after: str) -> None:
    text = before + sentence + after
    alone = find(sentence)
    inside = mentions.find(text, Span(len(before), len(before) + len(sentence)))
    end = 0
    for mention in inside.mentions:
        assert text[mention.span.start : mention.span.end] == mention.quantity.surface
        assert mention.span.start >= max(end, len(before))
        assert mention.number is not None
        assert mention.span.holds(mention.number)
        end = mention.span.end
    assert end <= len(before) + len(sentence)
    assert [m.quantity for m in inside.mentions] == [m.quantity for m in alone.mentions]
    assert [reason for _, reason in inside.refused] == [reason for _, reason in alone.refused]
    for span, _ in inside.refused:
        assert text[span.start : span.end]


@given(st.text())
@settings(deadline=None, max_examples=300)
def test_no_text_raises(text: str) -> None:
    find(text)


@given(st.integers(1, 10**15), st.integers(0, 3), st.sampled_from([",", "\u00a0", "\u2009", "\u202f", "'", "’", ""]))
@settings(deadline=None)
def test_a_printed_number_parses_back(whole: int, places: int, mark: str) -> None:
    printed = f"{whole:,}".replace(",", mark) + (f".{7:0{places}}" if places else "")
    (mention,) = find(f"They shipped {printed} tonnes.").mentions
    assert mention.quantity.value is not None
    assert f"{mention.quantity.value:f}" == f"{whole}" + (f".{7:0{places}}" if places else "")


@pytest.mark.parametrize("sentence", ["It measured 1e309 tons.", f"Code {'7' * 1000} tons.", "Sales hit 4,5 million."])
def test_what_has_no_sure_value_is_refused_with_a_reason(sentence: str) -> None:
    found = find(sentence)
    assert found.mentions == ()
    ((span, reason),) = found.refused
    assert sentence[span.start].isdecimal()
    assert reason


@pytest.mark.parametrize("language", ["ru", "", "../en", "EN", "e n"])
def test_a_language_without_tables_is_not_read(language: str) -> None:
    assert mentions.find("It sold 5 million tons.", Span(0, 23), language) == mentions.Found()


HOSTILE = [
    "1",
    "1,",
    "1 ",
    "1,111,",
    " 111",
    "one ",
    "5% ",
    "1-",
    "two and ",
    "$1 to ",
    "a" * 40 + "5",
    "tripled ",
    "5/",
    "(",
    "five-",
    "900 to ",
    "5 people, against 4 of them, of which 30 ",
    "number of toll to 5 ",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_work_is_linear_on_hostile_runs(unit: str) -> None:
    assert work.growth(find, unit) <= work.LINEAR
