"""What people say in a brief or of it, put into the samples, and looked for in what the house's templates print.

The notice of a correction, an editor's words with name and day, and on the index page what became of an edition.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from briefgen import values
from briefgen.config import Config
from briefgen.language import language
from briefgen.model import FOREWORD, Brand, Brief, Comment, Edition, Notice, Override
from briefgen.rendering import index
from briefgen.rendering.editions import Compared, Earlier, Entry, Fate, Link

NOTICE = Notice("2024-W50", "the total of an invented port stood in the wrong row", dt.date(2024, 12, 18))
WORDS = (
    Comment(
        "What this invented week leaves *open* is told below.\n\nIts counts are due in spring.",
        "Mira Tolland",
        dt.date(2024, 12, 19),
        section=FOREWORD,
    ),
    Comment("The invented ministry wants to count anew.", "Oren Castell", dt.date(2024, 12, 20)),
)
"""Names and days that no sample has, so that they are found only where these words are."""
INDEX = "index.html.j2"
_FATE = Fate(
    Link("2024-W50", ""),
    Link("2024-W52", "../2024-W52/index.html"),
    "the ministry of an invented country asked for it",
    (Compared(Link("2024-W43", ""), "2024-W44", "an invented bridge was counted twice"),),
)
_BESIDE = Fate(Link("2024-W47", ""), Link("2024-W49", ""), "an invented harbour was closed")


def dressed(settings: Config) -> Config:
    """Settings in which an editor says something in every brief."""
    return replace(settings, overrides=(Override(Override.EVERY, comments=WORDS),))


def corrected(brief: Brief) -> Brief:
    """The brief as the correction of another one."""
    return replace(brief, edition=replace(brief.edition, notice=NOTICE))


def said(brief: Brief) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """The block, the rule, what is lost, and the texts that are looked for."""
    locale = language(brief.locale).locale
    yield "masthead", "E306", "the notice of a correction is", (NOTICE.corrects, NOTICE.reason)
    for one in WORDS:
        block = one.section
        paragraphs = tuple(part.replace("*", "") for part in one.text.split("\n\n"))
        yield block, "E307", "an editor’s words are", paragraphs
        yield block, "E308", "name or day of an editor’s words is", (one.by, values.date(one.day, locale))


def on_index(brief: Brief, brand: Brand, shipped: Sequence[Path], house: Sequence[Path]) -> tuple[str, str]:
    """The index page of an edition that was corrected and withdrawn: as shipped, and as the house has it."""
    edition = Edition(brief.edition.name, brief.edition.as_of)
    entries = (Entry(brief.title, "", (Link("PDF", f"{brief.topic}.pdf"),)),)
    beside = (Earlier("2024-W48", "../2024-W48/index.html", _BESIDE),)
    pages = (
        index.index(edition, entries, beside, brand, folders, _FATE).content.decode() for folders in (shipped, house)
    )
    first, second = pages
    return first, second


def fates() -> Mapping[str, tuple[str, ...]]:
    """What the index page says of editions that do not stand, by what that is."""
    return {
        "that the edition is withdrawn or corrected": (_FATE.withdrawn, *_named(_FATE)),
        "that the edition compares itself with one that is withdrawn or corrected": tuple(
            word for one in _FATE.compared for word in (one.edition.text, one.withdrawn, one.corrected_by)
        ),
        "that an edition beside it is withdrawn or corrected": (_BESIDE.withdrawn, *_named(_BESIDE)),
    }


def _named(fate: Fate) -> tuple[str, ...]:
    return tuple(link.text for link in (fate.corrects, fate.corrected_by) if link is not None)
