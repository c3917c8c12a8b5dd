"""Names that are one thing, found in the texts themselves."""

from __future__ import annotations

import pytest
import work
from hypothesis import example, given
from hypothesis import strategies as st
from said import document

from briefgen.evidence.aliases import equals, inner, key_of, names_of, spelled, stands_for
from briefgen.evidence.countries import country_of
from briefgen.model import Document

ROUTE = "Northern Salt Route"


def one_name(one: str, other: str, *texts: str) -> bool:
    names = names_of([document(text) for text in texts])
    return names.of(one, "elsewhere").key == names.of(other, "elsewhere").key


@pytest.mark.parametrize(
    "text",
    [
        "The Northern Salt Route (NSR) is busy.",
        "The Northern Salt Route, also known as the NSR, is busy.",
        "The Northern Salt Route (part of a plan), formerly called the “NSR”, is busy.",
        "The Northern Salt Route, or NSR, is busy.",
        "Trade on the Northern Salt Route (NSR / Amber Corridor) grew.",
        "The ministry of the Northern Salt Route (NSR) is busy.",
    ],
)
def test_a_text_makes_two_names_one(text: str) -> None:
    assert one_name(ROUTE, "NSR", text)


@pytest.mark.parametrize(
    "text",
    [
        "The Northern Salt Route (Norway) is busy.",
        "The Northern Salt Route (see page 4) is busy.",
        "The Northern Salt Route and the NSR are busy.",
        "The Northern Salt Route, the NSR, is busy.",
        "The Northern Salt Route (XYZ) is busy.",
    ],
)
def test_a_text_that_does_not_say_so_makes_nothing_one(text: str) -> None:
    assert not one_name(ROUTE, "NSR", text)
    assert not one_name(ROUTE, "Norway", text)


def test_aliases_pass_through_others_and_have_the_fullest_name() -> None:
    texts = ("The Northern Salt Route (NSR) is busy.", "The NSR, also known as the Amber Corridor, is busy.")
    assert one_name(ROUTE, "Amber Corridor", *texts)
    assert names_of([document(text) for text in texts]).of("Amber Corridor", "x").shown == ROUTE


def test_a_short_form_with_two_meanings_holds_in_its_documents_only() -> None:
    one, other = document("The Northern Salt Route (NSR) grew."), document("The Nordic Steel Refinery (NSR) closed.")
    names = names_of([one, other])
    assert names.of("NSR", one.id).shown == ROUTE
    assert names.of("NSR", other.id).shown == "Nordic Steel Refinery"
    assert names.of("NSR", "a third one").shown == "NSR"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Varkhayit", "Varkhait"),
        ("Kyiv", "Kiev"),
        ("Łódź", "Lodz"),
        ("São Tomé", "Sao Tome"),
        ("Al-Farabi Port", "Port of Al–Farabi"),
        ("Lindholm harbour", "Lindholm seaport"),
        ("the Bank of the Lakes", "Lakes Bank"),
        ("Qasar", "Kasar"),
    ],
)
def test_spellings_and_orders_of_one_name(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anderson", "Andersen"),
        ("Marina Bank", "Marine Bank"),
        ("New Lindholm", "Lindholm"),
        ("Lindholm harbour", "Lindholm airport"),
        ("Mali", "Male"),
        ("North Bank", "South Bank"),
    ],
)
def test_names_that_are_only_alike(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Revenue of Norden Group", "Norden Group"),
        ("Building of the Salt Road", "Salt Road"),
        ("Port of the Lakes", "Port of the Lakes"),
        ("Republic of Lakes", "Republic of Lakes"),
        ("Salt Road", "Salt Road"),
    ],
)
def test_the_name_inside_capitalised_words(name: str, found: str) -> None:
    assert inner(name) == found


def test_a_short_form_has_the_first_letters_of_its_name() -> None:
    assert stands_for("NLB", "Fund of the Northern Lakes Bank") == "Northern Lakes Bank"
    assert stands_for("ABC", "Abel–Baker–Candle") == "Abel–Baker–Candle"
    assert stands_for("NLB", "Salt Road") is None
    assert stands_for("N", "Norden") is None
    assert stands_for("Norden", "Northern Order") is None


@pytest.mark.parametrize(
    ("adjective", "country"),
    [
        ("Chilean", "Chile"),
        ("Kenyan", "Kenya"),
        ("Nigerian", "Nigeria"),
        ("German", "Germany"),
        ("Uzbek", "Uzbekistan"),
        ("Peru", "Peru"),
        ("Austrian", "Austria"),
        ("Australian", "Australia"),
        ("Turkic", None),
        ("Nordic", None),
        ("Lindholm", None),
    ],
)
def test_the_country_of_an_adjective(adjective: str, country: str | None) -> None:
    found = country_of(adjective)
    assert (found and found.shown) == country


WORDS = st.sampled_from(["Northern Salt Route", "NSR", "Amber Corridor", " (NSR)", ", also known as the ", ". ", " ("])
TEXTS = st.lists(st.lists(WORDS, max_size=8).map("".join), max_size=4)


@given(TEXTS, st.randoms())
def test_the_order_of_documents_never_matters(texts: list[str], random: object) -> None:
    documents = [document(f"{text} {number}") for number, text in enumerate(texts)]
    shuffled = list(documents)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert names_of(shuffled) == names_of(documents)


@example("ABye")  # a spelling that one step alone does not settle
@given(st.text(max_size=60))
def test_any_text_can_be_looked_through(text: str) -> None:
    for full, other, _ in equals(text):
        assert full in text
        assert other in text
    assert spelled(spelled(text)) == spelled(text) or not text.isalpha()


def documents(count: int) -> list[Document]:
    letters = ["".join(chr(ord("a") + int(digit)) for digit in str(number)) for number in range(count)]
    return [document(f"The Nord{name} Salt Route (NSR) is busy, as is Harbour{name} port.") for name in letters]


def test_names_take_work_in_proportion_to_the_documents() -> None:
    few, many = documents(100), documents(1000)
    assert len(names_of(many).local) == len(many)
    assert work.calls(lambda: names_of(many)) < work.LINEAR * work.calls(lambda: names_of(few))
