"""Pages are well filled: no page but the last leaves a third of itself empty, on either paper."""

from __future__ import annotations

import re
import subprocess
from itertools import product
from pathlib import Path

import pytest
import samples
from msgspec.structs import replace
from programs import POPPLER, program

from briefgen import config, orders, pipeline, printed
from briefgen.model import Brand, Brief, Section
from briefgen.rendering import fit, pdf
from briefgen.verify import verify

ROOT = Path(__file__).parents[1]
DEFAULT = (ROOT / "templates" / "default",)
MARGIN = 56.7
"""Points: 20 mm, the margins of the brand."""
SLACK = 0.02
"""What a line's box is higher than its letters, as a share of a page."""


def filled(brief: Brief, size: str, folder: Path) -> list[float]:
    """Of each page of the PDF, the share down to the end of its last line, as another program sees it."""
    path = folder / "a.pdf"
    path.write_bytes(pdf.render(brief, Brand(page=size), DEFAULT)[0].content)
    words = subprocess.run(
        [program("pdftotext", POPPLER), "-bbox", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    return [_filled(page) for page in words.split("<page ")[1:]]


def _filled(page: str) -> float:
    height = float(re.findall(r'height="([\d.]+)"', page)[0])
    ends = [float(end) for end in re.findall(r'yMax="([\d.]+)"', page)]
    return (max(end for end in ends if end < height - MARGIN) - MARGIN) / (height - 2 * MARGIN)


def many_charts() -> Brief:
    """Charts one after the other, which is what left gaps."""
    brief = samples.ordinary()
    drawn = (samples.timeline, samples.bars) * 4
    sections = tuple(
        Section(
            "charts", "In charts", charts=tuple(replace(one, title=f"{one.title} {i}") for i, one in enumerate(drawn))
        )
        if section.name == "charts"
        else section
        for section in brief.sections
    )
    return replace(brief, sections=sections)


@pytest.mark.parametrize("size", ["A4", pytest.param("Letter", marks=pytest.mark.conform)])
@pytest.mark.parametrize("brief", [samples.ordinary, samples.awkward, samples.quiet, samples.scripts, many_charts])
def test_samples_fill_their_pages(brief: object, size: str, tmp_path: Path) -> None:
    assert callable(brief)
    *full, last = filled(brief(), size, tmp_path)
    assert all(share > fit.FULL - SLACK for share in full), full
    assert last > fit.STRAY - SLACK


@pytest.fixture(scope="module")
def topics() -> dict[str, Brief]:
    settings = config.load(ROOT / "config" / "briefgen.yaml")
    return {brief.topic: brief for brief in pipeline.make(settings, orders.Order(corpus=(ROOT / "seeds",)))}


@pytest.mark.conform
@pytest.mark.parametrize(
    ("topic", "size"), list(product(("transport", "energy", "digital", "diplomacy"), ("A4", "Letter")))
)
def test_topics_fill_their_pages(topic: str, size: str, topics: dict[str, Brief], tmp_path: Path) -> None:
    *full, last = filled(topics[topic], size, tmp_path)
    assert all(share > fit.FULL - SLACK for share in full), full
    assert last > fit.STRAY - SLACK


@pytest.mark.conform
@pytest.mark.parametrize(("topic", "size"), list(product(("transport", "diplomacy"), ("A4", "Letter"))))
def test_topics_with_many_disagreements_take_two_pages(
    topic: str, size: str, topics: dict[str, Brief], tmp_path: Path
) -> None:
    brief = replace(topics[topic], pages=2)
    path = tmp_path / "a.pdf"
    assert len(filled(brief, size, tmp_path)) == brief.pages
    text = " ".join(subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout.split())
    cards = next(section.relations for section in brief.sections if section.name == "disagreements")
    assert text.count("Caution.") + text.count("Grave.") == len(cards)
    told = printed.load(path)
    assert not verify(told.brief, page=told.page)


class _Paper:
    """What `settle` knows of a laid-out brief."""

    def __init__(self, *fills: float) -> None:
        self.pages = fills


@pytest.mark.parametrize(
    ("fills", "lacks"),
    [((0.2,), 0), ((0.9, 0.5), 0), ((0.5, 0.9), fit.FULL - 0.5), ((0.9, 0.02), fit.STRAY - 0.02), ((1, 1, 1), 0)],
)
def test_what_a_page_lacks(fills: tuple[float, ...], lacks: float) -> None:
    assert fit.gap(fills) == pytest.approx(lacks)


def test_the_first_way_without_gaps_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "fills", lambda document: document.pages)
    papers = dict(zip(fit.WAYS, [_Paper(0.4, 1), _Paper(0.6, 1), _Paper(0.9, 0.9, 0.9), _Paper(0.8, 1)], strict=False))
    assert fit.settle(papers.__getitem__) is papers[fit.WAYS[2]]
    assert fit.settle(papers.__getitem__, pages=2) is papers[fit.WAYS[3]]


def test_type_gets_smaller_where_nothing_more_can_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "fills", lambda document: document.pages)
    papers = {way: _Paper(1, 1, 0.5) for way in fit.WAYS} | {
        fit.TIGHT[0]: _Paper(1, 1, 0.2),
        fit.TIGHT[1]: _Paper(1, 1),
    }
    assert fit.settle(papers.__getitem__, pages=2) is papers[fit.TIGHT[1]]
    assert fit.settle(papers.__getitem__, pages=1) is papers[fit.WAYS[0]]


def test_where_every_way_leaves_a_gap_the_smallest_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "fills", lambda document: document.pages)
    papers = {way: _Paper(0.1 * number, 1) for number, way in enumerate(fit.WAYS)}
    assert fit.settle(papers.__getitem__) is papers[fit.WAYS[-1]]


@pytest.mark.parametrize("most", [1, 2, 9])
def test_a_layout_that_shows_that_a_brief_fits_is_not_made_again(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "fills", lambda document: document.pages)
    tried = []

    def lay(brief: Brief, way: str) -> _Paper:
        """Two pages, or one without any of its charts."""
        tried.append((brief, way))
        return _Paper(1, 1) if brief.charts else _Paper(1)

    whole = replace(samples.ordinary(), pages=most)
    assert len(pdf._settled(whole, lay).pages) == min(most, 2)
    assert tried[0] == (whole, "")
    assert all(tried.count(one) == 1 for one in tried)
    assert (len(tried) == 1) == (most >= 2)
