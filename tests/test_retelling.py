"""Remarks on documents are made in English, kept by stores, and told in the language of a brief."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen import corrected, remarks
from briefgen.corrections import Fit, Outcome
from briefgen.language import Language, language, languages
from briefgen.messages import slots
from briefgen.model import Amendment, Citation, Correction, Omission, Passage, Span
from briefgen.retelling import retold
from briefgen.values import date

TRANSLATED = languages()[1:]
VALUES = {"document": "Котвальд", "words": "4,5", "language": "fr", "day": "2025-03-14", "problem": remarks.SILENT}
CITED = (Citation(Passage("0" * 64, Span(0, 3), "4,5")),)


def values(message: str) -> dict[str, str]:
    return {name: VALUES.get(name, "7") for name in slots(message)}


@pytest.mark.parametrize("tag", TRANSLATED)
@pytest.mark.parametrize("message", remarks.REASONS)
def test_every_reason_is_found_again_with_its_values(message: str, tag: str) -> None:
    spoken = language(tag)
    said = retold(Omission("Post", remarks.said(message, **values(message))), spoken)
    told = {
        "day": date(dt.date(2025, 3, 14), spoken.locale),
        "problem": spoken.gettext(remarks.SILENT),
        "language": str(spoken.locale.languages["fr"]),
    }
    assert said == Omission("Post", spoken.gettext(message, **(values(message) | told)))


@pytest.mark.parametrize("tag", TRANSLATED)
@pytest.mark.parametrize("message", remarks.NAMES)
def test_what_a_remark_names_is_told_where_it_cites(message: str, tag: str) -> None:
    what = remarks.said(message, **values(message))
    assert retold(Omission(what, remarks.BEYOND, CITED), language(tag)).what == language(tag).gettext(
        message, **values(message)
    )
    assert retold(Omission(what, remarks.BEYOND), language(tag)).what == what, "a headline may read so"


def test_days_are_in_words_and_other_values_stand_as_they_are() -> None:
    late = remarks.said(remarks.CAME_LATE, day=dt.date(2025, 3, 14), came=dt.date(2025, 4, 2))
    assert retold(Omission("Post", late), language("ru")).reason == (
        "дата публикации: 14 марта 2025\u202fг.; включено, так как поступило позже: 2 апреля 2025\u202fг."
    )
    marks = remarks.said(remarks.MARKS, language="English")
    assert retold(Omission("x", marks), language("kk")).reason.endswith("(мәтін тілі: ағылшын тілі)")


@pytest.mark.parametrize("tag", ["en-GB", "fr"])
def test_without_a_catalogue_a_remark_stays_as_it_is(tag: str) -> None:
    given_ = Omission("A file", remarks.SILENT, CITED)
    assert retold(given_, language(tag)) is given_


@given(st.text(max_size=80), st.sampled_from(TRANSLATED))
def test_what_no_message_says_is_quoted_whole(text: str, tag: str) -> None:
    said = retold(Omission("Post", f"\x01{text}"), language(tag))
    opening, closing = language(tag).marks
    assert f"{opening}\x01{text}{closing}" in said.reason


@given(st.text(max_size=60), st.sampled_from(TRANSLATED))
def test_a_name_keeps_each_of_its_letters(name: str, tag: str) -> None:
    """Whatever a document is called, also as one of our messages."""
    said = retold(Omission("Post", remarks.said(remarks.COPY, document=f"{name}; read once")), language(tag))
    assert f"{name}; read once" in said.reason


MADE = Correction(
    "0" * 64, "harbour.txt", (Amendment("status", "actual", "plan"), Amendment("period", "none", "2024")), "A. Lee",
    dt.date(2025, 3, 14), "Ошибка", Span(0, 3), "4.5",
)  # fmt: skip


def notes(outcome: Outcome, spoken: Language) -> list[str]:
    return [f"{one.what}. {one.reason}" for one in corrected.notes([outcome], language=spoken)]


def test_corrections_are_told_with_fields_and_values_in_words() -> None:
    applied = Outcome(MADE, Fit.APPLIED, applied=MADE.amendments)
    assert notes(applied, language("en-GB")) == [
        "Corrected by A. Lee on 2025-03-14: “4.5” in harbour.txt, status actual → plan, period none → 2024. Ошибка"
    ]
    (said,) = notes(applied, language("ru"))
    assert said.startswith(
        "Исправление (A. Lee, 14 марта 2025\u202fг.): «4.5», документ: harbour.txt, статус факт → план, "
    )
    assert said.endswith("период нет → 2024. Ошибка")
    lost = Outcome(MADE, Fit.LOST)
    (said,) = notes(lost, language("tr"))
    assert said.startswith("Düzeltme artık uymuyor: “4.5”, belge: harbour.txt. A. Lee, 14 Mart 2025, düzeltme: ")
    assert said.endswith("durum gerçekleşen → plan, dönem yok → 2024; orada artık böyle bir rakam okunmuyor")


BEHIND = [
    (remarks.at_line(remarks.NO_TEXT, 12), "текста нет (строка 12)"),
    (remarks.called(remarks.ENCRYPTED, "Kelmouth"), "зашифровано («Kelmouth»)"),
    (remarks.at_line("is no JSON: odd", 3), "сообщение программы: «is no JSON: odd» (строка 3)"),
    (remarks.said(remarks.NOT_READ, problem="took 60 s"), "не прочитано: сообщение программы: «took 60 s»"),
    (remarks.at_line(remarks.EMPTY, None), "пусто"),
    (remarks.called(remarks.EMPTY, ""), "пусто"),
]


@pytest.mark.parametrize(("english", "expected"), BEHIND)
def test_a_line_or_a_headline_behind_a_reason_stays_with_it(english: str, expected: str) -> None:
    assert retold(Omission("Post", english), language("ru")).reason == expected
