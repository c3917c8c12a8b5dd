"""Words of the house, which a brief carries: they print what the words that they stand for print, and no more."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.finished import Finished
from briefgen.messages import unlike
from briefgen.verify.finding import Finding, short
from briefgen.verify.shelf import Shelf


def wording(brief: Finished, shelf: Shelf) -> Iterator[Finding]:  # noqa: ARG001 - one signature for all checks
    """Words that lose a value, and numbers that would stand on the page without a passage."""
    for index, one in enumerate(brief.words):
        forms = one.forms or (("", one.text),)
        for count, words in forms:
            found = unlike(one.message, words, count)
            if found.foreign or found.lost or found.numbers:
                what = (*(f"%({slot})s" for slot in (*found.foreign, *found.lost)), *found.numbers)
                said = f"“{short(words)}” stands for “{short(one.message)}”"
                yield Finding(f"words[{index}]", f"{said}, and differs in {', '.join(what)}")
