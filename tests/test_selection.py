"""Which sentences are chosen, in what order, and that nothing else decides than the sentences themselves."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from said import CASES

from briefgen.model import Passage, Span
from briefgen.writing import select, sparse
from briefgen.writing.standing import leans
from briefgen.writing.twins import retells, same


def passages(*documents: list[str]) -> list[Passage]:
    """The sentences of documents, a blank between two of them."""
    found = []
    for number, told in enumerate(documents):
        start = 0
        for quote in told:
            found.append(Passage(f"d{number}", Span(start, start + len(quote)), quote))
            start += len(quote) + 1
    return found


def sections(name: str) -> list[tuple[str, list[str], list[str]]]:
    """Title, sentences and expectations of each case of a file."""
    found = []
    for section in (CASES / f"{name}.md").read_text(encoding="utf-8").split("\n## ")[1:]:
        title, *lines = [line for line in section.split("\n") if line]
        told = [line for line in lines if not line.startswith("- ")]
        found.append((title, told, [line.removeprefix("- ") for line in lines if line.startswith("- ")]))
    return found


@pytest.mark.parametrize(("title", "told", "expected"), sections("twins"), ids=lambda value: str(value)[:40])
def test_sentences_that_tell_the_same(title: str, told: list[str], expected: list[str]) -> None:
    one, other = told
    found = "same" if same(one, other) else "part" if retells(one, other) else "other"
    assert [found] == expected, title
    assert (same(one, other), retells(one, other)) == (same(other, one), retells(other, one))


@pytest.mark.parametrize(("title", "told", "expected"), sections("selection"), ids=lambda value: str(value)[:40])
def test_what_is_chosen(title: str, told: list[str], expected: list[str]) -> None:
    given_ = passages(*(part.strip("\n").split("\n") for part in "\n".join(told).split("\n---\n")))
    options = dict(line.split(": ", 1) for line in expected if line.startswith(("words", "terms")))
    terms = options.get("terms", "").split(", ") if "terms" in options else ()
    chosen = [one.quote for one in select(given_, int(options["words"]), terms=terms)]
    assert len(set(chosen)) == len(chosen), title
    for line in expected:
        kind, _, quote = line.partition(": ")
        if kind in {"yes", "no"}:
            assert (quote in chosen) == (kind == "yes"), f"{title}: {chosen}"


WORDS = ("port", "Lindholm", "opened", "grain", "rose", "12%", "3.1 million", "Klow", "ministry", "новый", "порт", "港")
OPENINGS = ("The", "It", "However,", "LINDHOLM, 3 May (Wire) —", "Read more:", "Aliyev")
SENTENCES = st.builds(
    lambda opening, words, end: f"{opening} {' '.join(words)}{end}",
    st.sampled_from(OPENINGS),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=9),
    st.sampled_from((".", ".", ".", "?", "")),
)
DOCUMENTS = st.lists(st.lists(SENTENCES, max_size=6), max_size=4)


@given(DOCUMENTS, st.integers(0, 80), st.randoms(use_true_random=False))
def test_any_order_and_within_the_budget(documents: list[list[str]], budget: int, random: object) -> None:
    given_ = passages(*documents)
    chosen = select(given_, budget, terms=("port",))
    random.shuffle(given_)  # type: ignore[attr-defined] - hypothesis gives a random.Random
    assert select([*given_, *given_], budget, terms=("port",)) == chosen
    assert sum(len(sparse.words(one.quote)) for one in chosen) <= budget


@given(DOCUMENTS)
def test_what_comes_back_stands_in_what_was_given(documents: list[list[str]]) -> None:
    given_ = passages(*documents)
    for one in select(given_, 1000):
        (whole,) = [
            other
            for other in given_
            if other.document_id == one.document_id and other.span.start <= one.span.start < other.span.end
        ]
        assert whole.span.end == one.span.end
        assert whole.quote[one.span.start - whole.span.start :] == one.quote


@given(DOCUMENTS)
def test_nothing_twice_and_nothing_without_what_it_leans_on(documents: list[list[str]]) -> None:
    chosen = select(passages(*documents), 1000)
    for place, one in enumerate(chosen):
        assert not any(retells(one.quote, other.quote) for other in chosen[:place])
        if leans(one.quote):
            before = chosen[place - 1]
            assert (before.document_id, before.span.end + 1) == (one.document_id, one.span.start)


WIRE = (
    "The port of Lindholm handled 4.2 million tons of cargo in 2024, up 18 percent, the ministry said.",
    "Klow and Borduria signed a treaty on the river Wladir on Monday, ending a dispute of 14 years.",
    "“Nobody will be dismissed,” mine director Ada Okoro told workers of the Ostwerk pit on Friday.",
    "Some 12,300 pupils in Havel go back to school this week after a strike of 19 days.",
)
DATELINES = ("", "LINDHOLM, 3 May (Wire) — ", "Klow (Wire) - ", "OSTWERK, May 3, 2025 /Wire/ -- ", "KLOW – ")
HANDS = (
    lambda quote: quote,
    lambda quote: quote.replace("percent", "%").replace(" %", "%"),
    lambda quote: quote.replace("“", '"').replace("”", '"'),
    lambda quote: quote.replace(" ", "\N{NO-BREAK SPACE}", 2),
    lambda quote: quote.replace("Some ", "About ").replace(", the ministry said", ", the ministry said on Tuesday"),
    lambda quote: quote.replace(" on Monday", "").replace(" on Friday", ""),
)
"""What papers do to wire copy."""
COPIES = st.lists(
    st.tuples(st.integers(0, len(WIRE) - 1), st.sampled_from(DATELINES), st.sampled_from(HANDS)), min_size=1
)


@given(COPIES, st.randoms(use_true_random=False))
def test_wire_copy_comes_once_whatever_papers_do_to_it(copies: list[tuple[int, str, object]], random: object) -> None:
    given_ = passages(*([dateline + edited(WIRE[number])] for number, dateline, edited in copies))  # type: ignore[operator]
    chosen = select(given_, 10_000)
    assert len(chosen) == len({number for number, _, _ in copies})
    assert not any(one.quote.startswith(dateline) for one in chosen for dateline in DATELINES if dateline)
    random.shuffle(given_)  # type: ignore[attr-defined] - hypothesis gives a random.Random
    assert select(given_, 10_000) == chosen


@given(st.lists(st.text(max_size=60), max_size=8), st.integers(-5, 50))
def test_any_text_at_all(texts: list[str], budget: int) -> None:
    chosen = select(passages(texts), budget)
    assert sum(len(sparse.words(one.quote)) for one in chosen) <= max(budget, 0)


def test_what_the_caller_prefers_comes_first() -> None:
    given_ = passages(["The port of Lindholm opened a terminal.", "A gull sat on the roof of the customs office."])
    assert select(given_, 10)[0] == given_[0]
    assert select(given_, 10, preferred={given_[1]: 2.0})[0] == given_[1]


def test_the_seed_of_hashes_does_not_matter() -> None:
    script = (
        "from test_selection import passages, select, sections\n"
        "print([one.quote for _, told, _ in sections('selection') for one in select(passages(told), 60)])"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=CASES.parent,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{CASES.parent}:{CASES.parent.parent}"},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(answers) == 1
