from __future__ import annotations

import pytest
import work
from hypothesis import given, settings
from hypothesis import strategies as st
from said import cases, document

from briefgen.model import Span
from briefgen.reading import attribution, quotations, sentences
from briefgen.reading.parts import Speech

PIECES = st.sampled_from(
    [
        *(
            "The ministry said ",
            "he noted that ",
            "according to ",
            "Ada Okoro",
            ", ",
            ". ",
            "\n",
            " 5% ",
            "with ",
            "while ",
        ),
        *("both sides pledged to ", "“", "”", "(", ")", "the programme set out ", "They ", "; ", "This ", "per "),
    ]
)


def found(text: str) -> tuple[Speech, ...]:
    story = document(text)
    lines = sentences.lines(story)
    return attribution.speeches(story, lines, quotations.find(story, lines, [()] * len(lines)))


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in cases("attribution")], ids=[c[0] for c in cases("attribution")]
)
def test_case(text: str, expected: list[str]) -> None:
    heard = found(text)
    for line in expected:
        words, speaker = line.split(" => ")
        start = text.index(words)
        given_ = attribution.of(Span(start, start + len(words)), heard)
        assert (given_ or "nobody") == speaker, words


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=120))
def test_speakers_stand_in_the_text_and_spans_in_it(text: str) -> None:
    heard = found(text)
    assert heard == found(text)
    assert list(heard) == sorted(heard, key=lambda speech: (speech.span, speech.speaker))
    for speech in heard:
        assert 0 <= speech.span.start < speech.span.end <= len(text)
        assert speech.speaker in text or speech.speaker == "they"
        assert speech.role is None or speech.role in text


def test_the_narrowest_stretch_wins() -> None:
    wide = Speech(Span(0, 20), "A", None, explicit=True)
    narrow = Speech(Span(5, 10), "B", None, explicit=True)
    assert attribution.of(Span(6, 8), (wide, narrow)) == "B"
    assert attribution.of(Span(12, 14), (wide, narrow)) == "A"
    assert attribution.of(Span(18, 22), (wide, narrow)) is None


def test_what_is_carried_over_is_not_explicit() -> None:
    first, second = found("Ada Okoro said the dam would be raised. This would store 3 million tons more.")
    assert first.explicit
    assert not second.explicit


def test_an_interview_needs_no_sign() -> None:
    tagged = "Lena Frost said that the harvest was good. Yields reached 4 tons.\n"
    speakers = {speech.speaker for speech in found(tagged * 6)}
    assert speakers == {"Lena Frost"}
    text = tagged * 6
    place = text.index("4 tons")
    assert attribution.of(Span(place, place + 6), found(text)) == "Lena Frost"
    assert attribution.of(Span(place, place + 6), found(tagged)) is None


@pytest.mark.parametrize(
    "piece", ["he said ", "Hale said A, and ", "($5) ", ", and ", "according to ", "Ada Okoro said A. "]
)
def test_work_is_linear_on_hostile_input(piece: str) -> None:
    assert work.growth(found, piece) <= work.LINEAR
