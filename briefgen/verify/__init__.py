"""A finished brief checked again: with its documents, or with nothing but what it carries itself.

file ─▶ printed ─▶ brief + page ─▶ checks    what the brief says, against documents or its own passages
─▶ lines     what its page says, against passages
─▶ page      what the page of a file shows, against what the brief says it printed
─▶ seals     hashes over all parts of the brief
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from briefgen import corrections, finished, sharing
from briefgen.finished import Finished
from briefgen.model import Corpus, Correction
from briefgen.printed.page import Page
from briefgen.verify.checks import CHECKS
from briefgen.verify.finding import Finding
from briefgen.verify.lines import lines
from briefgen.verify.page import compared
from briefgen.verify.seals import seals
from briefgen.verify.shelf import Shelf

__all__ = ["Finding", "verify"]


def verify(
    brief: Mapping[str, Any],
    corpus: Corpus | None = None,
    known: Sequence[Correction] | None = None,
    page: Page | None = None,
) -> tuple[Finding, ...]:
    """Everything in a brief (as `briefgen make` wrote it) that is not borne out.

    Without a `corpus` the passages that the brief carries are all there is to hold it against. `known` are the
    corrections that people made where it is checked; None where nobody keeps any: then those that the brief lists are
    believed. `page` is what the file shows that carried the brief. Raises `UsageError` when `brief` does not keep the
    interface.
    """
    told = finished.read(brief)
    shelf = Shelf.without_corpus(told) if corpus is None else Shelf.of(told, corpus)
    found = [
        *(() if known is None else _unknown(told, known)),
        *(compared(told, page) if page else ()),
        *(finding for check in CHECKS for finding in check(told, shelf)),
        *lines(told, shelf),
    ]
    named = [finding.where for finding in found]
    found += (broken for broken in seals(brief) if not any(_within(where, broken.where) for where in named))
    return tuple(dict.fromkeys(found))


def _within(where: str, part: str) -> bool:
    """Whether a place lies in a part of the brief that has a hash of its own."""
    return where == part or where.startswith((f"{part}.", f"{part}["))


def _unknown(brief: Finished, known: Sequence[Correction]) -> Iterator[Finding]:
    """Corrections of the brief that nobody made here, or made otherwise."""
    told = [sharing.nameless_correction(one) for one in known] if brief.evidence == sharing.CITATIONS else known
    for index, correction in enumerate(brief.corrections):
        if not any(corrections.same(correction, one) for one in told):
            what = f"{corrections.where(correction)}, {corrections.told(correction.amendments)}"
            yield Finding(f"corrections[{index}]", f"{what}: no correction by {correction.by} says so here")
