"""Brief → Markdown, from the content template. HTML and PDF are made from this Markdown."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from briefgen.language import language_of
from briefgen.model import Brand, Brief, Chart, File
from briefgen.rendering import seen
from briefgen.rendering.chart_data import csv
from briefgen.rendering.charts import draw
from briefgen.rendering.filters import ChartFile, filters, tests
from briefgen.rendering.inert import inert_markdown
from briefgen.rendering.notes import Numbering, numbered, places
from briefgen.rendering.templates import render_template
from briefgen.rendering.text import escape_markdown, letter

CONTENT = "brief.md.j2"
"""The template that holds the content of every format."""

_BLANK_LINES = re.compile(r"\n{3,}")
_EMPTY_CELL = re.compile(r"(?<=\|)  (?=\|)")
_HEADING = re.compile(r"#{1,6} .+")
_PART = "<!-- block: part -->"
_EMPTY_BLOCK = re.compile(r"<!-- block: \w+ -->\n+(?=<!-- block: |\Z)")


class Written(Struct, frozen=True):
    """A page as Markdown."""

    text: str
    """The Markdown."""
    numbering: Numbering
    """The numbers that it prints at citations."""


_Origin = tuple[int, int, tuple[Path, ...]]
"""What a page is written from: the identities of brief and brand, and the folders of templates."""
_pages: ContextVar[dict[_Origin, tuple[Brief, Brand, Written]] | None] = ContextVar("pages", default=None)
"""What was written since `once` began; brief and brand are kept, so that their identities stay theirs."""


@contextlib.contextmanager
def once() -> Iterator[None]:
    """While it lasts, the page of a brief is written once for all that need it; templates must not change."""
    token = _pages.set({})
    try:
        yield
    finally:
        _pages.reset(token)


def render(brief: Brief, brand: Brand, templates: Sequence[Path]) -> tuple[File, ...]:
    """The Markdown file, then the charts that it shows, then their data."""
    made = written(brief, brand, templates)
    return (*files(brief, brand, made.text), *data(brief, brand, made.numbering))


def files(brief: Brief, brand: Brand, text: str) -> tuple[File, ...]:
    """The Markdown as a file, then the charts that it shows."""
    return (File(f"{brief.topic}.md", text.encode()), *charts(brief, brand))


def charts(brief: Brief, brand: Brand) -> tuple[File, ...]:
    """The drawings of the brief's charts, in order."""
    names = chart_files(brief)
    return tuple(File(name.name, draw(chart, brand)) for name, chart in zip(names, brief.charts, strict=True))


def data(brief: Brief, brand: Brand, numbering: Numbering) -> tuple[File, ...]:
    """The values of each chart as CSV, with the numbers that the page prints at citations."""
    spoken = language_of(brand)
    pairs = zip(chart_files(brief), brief.charts, strict=True)
    return tuple(File(file.data, csv(chart, numbering, spoken)) for file, chart in pairs)


def page(brief: Brief, brand: Brand, templates: Sequence[Path]) -> str:
    """The Markdown text.

    Raises:
        TemplateError: the content template is missing or wrong.
    """
    return written(brief, brand, templates).text


def written(brief: Brief, brand: Brand, templates: Sequence[Path]) -> Written:
    """The Markdown with the numbers that every format prints at its citations.

    Raises:
        TemplateError: the content template is missing or wrong.
    """
    kept = _pages.get()
    if kept is None:
        return _written(brief, brand, templates)
    origin = (id(brief), id(brand), tuple(templates))
    if origin not in kept:
        kept[origin] = (brief, brand, _written(brief, brand, templates))
    return kept[origin][2]


def _written(brief: Brief, brand: Brand, templates: Sequence[Path]) -> Written:
    numbering = numbered(brief, _pass(brief, brand, templates, places(brief)))
    return Written(_safe(brief, _tidy(_pass(brief, brand, templates, numbering)), templates), numbering)


def _safe(brief: Brief, text: str, templates: Sequence[Path]) -> str:
    """The page, when it shows no pictures but the brief's charts."""
    return inert_markdown(text, {file.name for file in chart_files(brief)}, templates, CONTENT)


def shortened(brief: Brief, brand: Brand, templates: Sequence[Path], whole: Numbering) -> str:
    """The Markdown of a brief that was shortened, with the numbers that the `whole` one prints.

    Raises:
        TemplateError: the content template is missing or wrong.
    """
    cited = numbered(brief, _pass(brief, brand, templates, places(brief))).numbers
    kept = {key: number for key, number in whole.numbers.items() if key in cited}
    return _safe(brief, _tidy(_pass(brief, brand, templates, replace(whole, brief=brief, numbers=kept))), templates)


def chart_files(brief: Brief) -> tuple[ChartFile, ...]:
    """Where the brief's charts are written, in order."""
    folder = f"{brief.topic}-charts"
    return tuple(
        ChartFile(number, f"{folder}/{number}-{_slug(chart)}.svg", f"{folder}/{number:02}.csv")
        for number, chart in enumerate(brief.charts, 1)
    )


def _pass(brief: Brief, brand: Brand, templates: Sequence[Path], numbering: Numbering) -> str:
    content = seen.Content(brief, brand, seen.by_name(brief), numbering.sources)
    return render_template(
        CONTENT,
        templates,
        values=seen.names(content),
        filters=filters(brief, numbering, chart_files(brief)),
        tests=tests(),
        language=language_of(brief),
        escape=escape_markdown,
    )


def _tidy(text: str) -> str:
    """One blank line between blocks, none at the ends of lines, no mark of a block that is empty, no heading twice."""
    lines = "\n".join(_apart(_EMPTY_CELL.sub(" ", line.rstrip()) for line in text.splitlines()))
    return _BLANK_LINES.sub("\n\n", _EMPTY_BLOCK.sub("", lines)).strip() + "\n"


def _apart(lines: Iterable[str]) -> Iterator[str]:
    """The lines, where a heading that was there before has a letter: two cards on one measure, "… (b)".

    Sections of a brief on several topics keep their names: each stands under another topic.
    """
    seen: Counter[str] = Counter()
    parts = False
    for line in lines:
        parts = parts or line == _PART
        if _HEADING.fullmatch(line) and not (parts and line.startswith("### ")):
            seen[line] += 1
            yield line if seen[line] == 1 else f"{line} ({letter(seen[line])})"
        else:
            yield line


def _slug(chart: Chart) -> str:
    """The title in letters that every file system takes."""
    words = re.findall(r"[a-z0-9]+", chart.title.casefold())
    return "-".join(words)[:40].rstrip("-") or "chart"
