"""Quotations stand in the marks of the language of the brief, and `verify` knows them by all of these."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_composing import SEEDS, finished, weighed

from briefgen import interchange
from briefgen.language import MARKS, language, languages
from briefgen.rendering.words import quoted
from briefgen.verify import verify
from briefgen.verify.lines import QUOTED, squeezed
from briefgen.writing.statements import quoted as written

TAGS = languages()
WORDS = 4
"""Words of a quotation that `verify` looks for; a shorter one may be a name."""
SHOWN = 40
"""Letters of a quotation that stand in a finding at least."""
BLOCKS = ("bottom_line", "developments", "quotations")
words = st.text(st.sampled_from("ab cde“”«»…-"), max_size=40)


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("en", "It rose.", "“It rose.”"),
        ("az", "It rose.", "“It rose.”"),
        ("tr", "It rose,", "“It rose”"),
        ("kk", "It rose.", "«It rose.»"),
        ("ru", "It rose.", "«It rose.»"),
        ("ru", "“It rose.”", "«It rose.»"),
        ("ru", "“It “really” rose.”", "«It “really” rose.»"),
        ("ru", "“It rose,” he said, “and fell.”", "“It rose,” he said, “and fell.”"),
        ("ru", "He said “rise”", "He said “rise”"),
        ("ru", "”", "”"),
        ("ru", "", "«»"),
    ],
)
def test_a_quotation_has_the_marks_of_the_language(tag: str, text: str, expected: str) -> None:
    assert quoted(text, language(tag)) == expected


@given(words, st.sampled_from(TAGS))
def test_marks_never_change_what_is_quoted(text: str, tag: str) -> None:
    for shown in (quoted(text, language(tag)), written(text, language(tag).marks)):
        assert squeezed(shown) == squeezed(text)


@pytest.mark.parametrize("tag", TAGS)
def test_every_quotation_of_a_brief_is_found_and_tampering_with_it_too(tag: str) -> None:
    told = finished(tag)
    assert verify(told, weighed(SEEDS).material.corpus) == ()
    opening, closing = language(tag).marks
    every = [
        (place, passage)
        for place, line in enumerate(told["printed"])
        if line["kind"] != "note" and line["cites"] and line["block"] in BLOCKS
        for passage in QUOTED.findall(line["text"])
        if len(passage.split()) > WORDS and f"{opening}{passage}{closing}" in line["text"]
    ]
    spoken = [
        one
        for section in told["sections"]
        for one in section["statements"]
        if section["key"] in BLOCKS and one["author"] == "document"
    ]
    assert len(every) >= len({one["text"] for one in spoken}) > WORDS
    changed = copy.deepcopy(told)
    wrong = [(place, passage, passage.replace(f" {passage.split()[-2]} ", " otherwise ")) for place, passage in every]
    for place, passage, otherwise in wrong:
        line = changed["printed"][place]
        line["text"] = line["text"].replace(passage, otherwise)
    missed = [one for one in verify(interchange.sealed(changed)) if "does not stand in a cited passage" in one.message]
    for place, _, otherwise in wrong:
        assert any(one.where == f"printed[{place}]" and f"“{otherwise[:SHOWN]}" in one.message for one in missed)


@settings(max_examples=50)
@given(st.text(st.sampled_from("abc de"), min_size=1), st.sampled_from([("“", "”"), *MARKS.values()]))
def test_what_stands_between_marks_of_any_language_is_a_quotation(text: str, marks: tuple[str, str]) -> None:
    assert QUOTED.findall(f"He said {marks[0]}{text}{marks[1]}.") == [text]
    assert QUOTED.findall(f"{marks[0]}a “{text}” b{marks[1]}") == [f"a “{text}” b"]
