"""Addresses and text fragments: what may be linked, and how a sentence is written into an address."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.model import Block, BlockKind, Document, Original, Passage, Span
from briefgen.oneline import one_line
from briefgen.rendering.links import WORDS, passage_link, text_fragment, text_link, web_address

ADDRESSES = {
    "https://example.org/a": "https://example.org/a",
    " HTTP://Example.org ": "HTTP://Example.org",
    "https://example.org/a b": "https://example.org/a%20b",
    "https://example.org/é?q=“1”": "https://example.org/%C3%A9?q=%E2%80%9C1%E2%80%9D",
    'https://example.org/"><script>': "https://example.org/%22%3E%3Cscript%3E",
    "https://example.org/a%20b#c": "https://example.org/a%20b#c",
    "https://example.org/\u202egpj.exe": "https://example.org/gpj.exe",
    "https://example.org/\ud800": "https://example.org/%EF%BF%BD",
    "https://[2001:db8::1]:8080/": "https://[2001:db8::1]:8080/",
    "javascript:alert(1)": None,
    "data:text/html,x": None,
    "file:///etc/passwd": None,
    "ftp://example.org/": None,
    "//example.org/": None,
    "https://": None,
    "https://[::1": None,
    "https://example.org:port/": None,
    "https://bank.example@evil.example/": None,
    "an old newspaper": None,
    "": None,
}

FRAGMENTS = {
    "Cargo rose.": "Cargo%20rose.",
    "A well-known port, 50% & rising.": "A%20well%2Dknown%20port%2C%2050%25%20%26%20rising.",
    "“Up,” she\nsaid": "%E2%80%9CUp%2C%E2%80%9D%20she%20said",
    "one two three four five six seven eight nine ten eleven twelve thirteen": (
        "one%20two%20three%20four%20five,nine%20ten%20eleven%20twelve%20thirteen"
    ),
    "Alder | 3.1 | 4.2": "Alder,4.2",
    " \u200e": "",
}


@pytest.mark.parametrize(("url", "address"), ADDRESSES.items())
def test_what_may_be_linked(url: str, address: str | None) -> None:
    assert web_address(url) == address


@pytest.mark.parametrize(("sentence", "fragment"), FRAGMENTS.items())
def test_a_sentence_in_an_address(sentence: str, fragment: str) -> None:
    assert text_fragment(sentence) == fragment


def test_neighbours_tell_a_sentence_from_its_double() -> None:
    assert text_fragment("It grew.", "In May, too", "So-so") == "In%20May%2C%20too-,It%20grew.,-So%2Dso"


def test_the_fragment_of_the_page_stays() -> None:
    assert text_link("https://example.org/a#part", "It grew.") == "https://example.org/a#part:~:text=It%20grew."
    assert text_link("https://example.org/a#:~:text=old", "It grew.") == "https://example.org/a#:~:text=It%20grew."
    assert text_link("https://example.org/a", " ") == "https://example.org/a"
    assert text_link("javascript:x", "It grew.") is None


TEXT = """Trade grew. It grew again in May. Ports did well.

It grew again in May. Railways — well-run ones — did not.
"""


def written(text: str, **more: object) -> Document:
    """A document with a block for each paragraph."""
    blocks, at = list[Block](), 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block(Span(at, at + len(paragraph)), BlockKind.PARAGRAPH))
        at += len(paragraph) + 2
    return Document("0" * 64, "a.md", text, tuple(blocks), url="https://example.org/a", **more)


@pytest.mark.parametrize(
    ("start", "quote", "fragment"),
    [
        (0, "Trade grew.", "Trade%20grew."),
        (12, "It grew again in May.", "Trade%20grew.-,It%20grew%20again%20in%20May.,-Ports%20did%20well."),
        (51, "It grew again in May.", "It%20grew%20again%20in%20May.,-Railways%20%E2%80%94%20well%2Drun%20ones"),
    ],
)
def test_a_repeated_sentence_is_told_apart_by_its_paragraph(start: int, quote: str, fragment: str) -> None:
    passage = Passage("0" * 64, Span(start, start + len(quote)), quote)
    assert TEXT[start : start + len(quote)] == quote
    assert passage_link(written(TEXT), passage) == f"https://example.org/a#:~:text={fragment}"


@pytest.mark.parametrize(
    ("quote", "fragment"),
    [
        ("Trade **grew** by _a third_.", "Trade%20grew%20by%20a%20third."),
        ("See [the plan](https://example.org/b) of `ports`.", "See%20the%20plan%20of%20ports."),
        ("A snake_case word costs 3 \\* 4.", "A%20snake_case%20word%20costs%203%20%2A%204."),
    ],
)
def test_marks_of_markdown_are_not_looked_for(quote: str, fragment: str) -> None:
    passage = Passage("0" * 64, Span(0, len(quote)), quote)
    assert passage_link(written(quote), passage) == f"https://example.org/a#:~:text={fragment}"


def test_a_digest_opens_at_the_top() -> None:
    digest = written(TEXT, digest_of=Original("Alder Gazette"))
    assert passage_link(digest, Passage(digest.id, Span(0, 11), "Trade grew.")) == "https://example.org/a"


ANYTHING = st.text(st.characters())
"""Lone surrogates too."""


@given(ANYTHING)
def test_any_text_gives_an_address_of_plain_ascii_or_none(text: str) -> None:
    for url in (text, f"https://example.org/{text}", f"https://{text}"):
        address = web_address(url)
        assert address is None or (address.isascii() and not set(address) & set(' \t\r\n<>"\\'))
        assert address is None or urlsplit(address).scheme in {"http", "https"}


@given(ANYTHING, ANYTHING, ANYTHING)
def test_a_directive_has_its_own_commas_and_dashes_alone(sentence: str, before: str, after: str) -> None:
    fragment = text_fragment(sentence, before, after)
    assert fragment.isascii()
    assert "&" not in fragment
    assert fragment.count("-") <= 2
    assert fragment.count(",") <= 3


@given(ANYTHING)
def test_a_short_sentence_comes_back_whole(sentence: str) -> None:
    words = one_line(sentence).split()
    assert len(words) > WORDS or unquote(text_fragment(sentence)) == " ".join(words)
