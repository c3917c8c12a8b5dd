"""A page held against the lines of its brief, in small."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen import printed
from briefgen.errors import UsageError
from briefgen.finished import Finished, Line
from briefgen.printed.page import Page, Shown
from briefgen.verify.page import compared

CAPTION = "The text does not give both times."


def brief(*lines: tuple[str, int]) -> Finished:
    printed = tuple(Line(f"printed {text}", "charts", "text", text, (note,), (note,)) for text, note in lines)
    nothing: tuple[()] = ()
    return Finished(
        "t", "en-GB", "", nothing, nothing, nothing, nothing, nothing, nothing, nothing,
        printed=printed, is_short=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ((CAPTION, 11), []),
        ((CAPTION, 12), []),
        ((CAPTION, 13), ["the page cites [13], and the brief [11]"]),
    ],
)
def test_of_two_lines_that_say_the_same_a_short_page_may_hold_either(shown: tuple[str, int], found: list[str]) -> None:
    """Two captions with the same words cite different sentences; one of their charts did not fit."""
    text, note = shown
    page = Page((Shown(text, (note,), (note,)),), is_paper=True)
    assert [finding.message for finding in compared(brief((CAPTION, 11), (CAPTION, 12)), page)] == found


def test_a_page_nested_as_no_brief_is_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "deep.html"
    page.write_text(f"<!doctype html><main>{'<div>a' * 100_000}", encoding="utf-8")
    with pytest.raises(UsageError, match="within each other"):
        printed.load(page)
