"""The HTML brief in a real browser: nothing is cut off, fetched or broken, and every citation leads there and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import samples
from browser import Browser

from briefgen.model import Brand, Palette
from briefgen.rendering import html, index
from briefgen.writing import together

DEFAULT = (Path(__file__).parents[1] / "templates" / "default",)
WIDTHS = (320, 360, 768, 1440)
SAMPLES = {
    brief.topic: brief
    for brief in (
        samples.ordinary(),
        samples.awkward(),
        samples.scripts(),
        together((samples.ordinary(), samples.scripts(), samples.quiet())),
    )
}
BROKEN = """[...document.querySelectorAll('a[href^="#"]')]
    .filter(link =>
        !document.getElementById(decodeURIComponent(link.hash.slice(1)))).map(link => link.outerHTML)"""
ONE_WAY = """[...document.querySelectorAll('.cited .ref')].filter(opener => {
    const note = document.querySelector(opener.popoverTargetElement.querySelector('.ways a').hash);
    return !note.querySelector(`a[href="#${opener.id}"]`);
}).map(opener => opener.id)"""
CUT = """[...document.querySelectorAll('main *')].filter(part => !part.closest('.tip, svg, .scroll thead') &&
    part.getBoundingClientRect().right > innerWidth + 1).map(part => part.outerHTML.slice(0, 80))"""
SMALL = """[...document.querySelectorAll('svg text')].filter(text => text.getClientRects().length)
    .map(text => text.getBoundingClientRect().height)"""
CONTRASTS = """(() => {
    const light = text => {
        const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255)
            .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const paper = part => {
        for (; part; part = part.parentElement) {
            const found = getComputedStyle(part).backgroundColor;
            if (!found.startsWith('rgba(0, 0, 0, 0')) return found;
        }
        return 'rgb(255, 255, 255)';
    };
    return [...document.querySelectorAll('main p, main li, main td, main th, main h2, main h3, main a, svg text')]
        .filter(part => part.getClientRects().length).map(part => {
            const style = getComputedStyle(part);
            const pair = [light(part.tagName === 'text' ? style.fill : style.color), light(paper(part))].sort();
            return [(Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05), part.outerHTML.slice(0, 90)];
        }).filter(found => found[0] < 4.5);
})()"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for name, brief in SAMPLES.items():
        (folder / f"{name}.html").write_bytes(html.render(brief, Brand(), DEFAULT)[0].content)
    return {name: folder / f"{name}.html" for name in SAMPLES}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_cut_off_or_fetched(name: str, width: int, tab: Browser, pages: dict[str, Path]) -> None:
    tab.open(pages[name], width)
    assert tab.run("document.documentElement.scrollWidth") <= width
    assert width > 400 or tab.run(CUT) == []
    asked = [str(event["request"]["url"]) for event in tab.heard("Network.requestWillBeSent")]
    assert [url for url in asked if not url.startswith("data:")] == [pages[name].as_uri()]
    assert complaints(tab) == []


def complaints(tab: Browser) -> list[Any]:
    logged = [
        event["entry"] for event in tab.heard("Log.entryAdded") if event["entry"]["level"] in {"error", "warning"}
    ]
    printed = [event for event in tab.heard("Runtime.consoleAPICalled") if event["type"] in {"error", "warning"}]
    return [*logged, *printed, *tab.heard("Runtime.exceptionThrown")]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_citation_leads_there_and_back(name: str, tab: Browser, pages: dict[str, Path]) -> None:
    tab.open(pages[name], 1280)
    assert tab.run("document.querySelectorAll('.cited .ref').length") >= 4
    assert tab.run(BROKEN) == []
    assert tab.run(ONE_WAY) == []


def test_citations_are_told_from_text_without_colour(tab: Browser, pages: dict[str, Path]) -> None:
    tab.open(pages["transport"], 1280)
    assert tab.run("getComputedStyle(document.querySelector('.cited .ref')).textDecorationLine") == "underline"


def test_the_page_brings_its_fonts(tab: Browser, pages: dict[str, Path]) -> None:
    tab.open(pages["transport"], 1280)
    loaded = tab.run("[...document.fonts].filter(font => font.status === 'loaded').map(font => font.family)")
    assert {"Source Serif 4", "Source Sans 3"} <= {name.strip('"') for name in loaded}


@pytest.mark.parametrize("width", [400, 1280])
def test_one_drawing_shows_and_its_text_can_be_read(width: int, tab: Browser, pages: dict[str, Path]) -> None:
    tab.open(pages["transport"], width)
    shown = tab.run("[...document.querySelectorAll('svg')].filter(svg => svg.getClientRects().length).length")
    assert shown == len(samples.ordinary().charts)
    assert min(tab.run(SMALL)) > 11


def test_cards_are_still_a_table(tab: Browser, pages: dict[str, Path]) -> None:
    tab.open(pages["transport"], 400)
    tab.ask("Accessibility.enable")
    nodes = tab.ask("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node.get("ignored")]
    assert roles.count("table") >= 3
    assert {"row", "columnheader", "rowheader", "cell"} <= set(roles)


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out(dark: bool, tab: Browser, pages: dict[str, Path]) -> None:  # noqa: FBT001 - a parameter
    tab.open(pages["transport"], 1280, dark=dark)
    assert tab.run(CONTRASTS) == []


def test_another_palette_reaches_page_and_charts(tab: Browser, tmp_path: Path) -> None:
    palette = Palette("#202020", "#fffaf0", "#5b1a3c", "#8a4b00", ("#5b1a3c",))
    (tmp_path / "plum.html").write_bytes(html.render(samples.ordinary(), Brand(palette=palette), DEFAULT)[0].content)
    tab.open(tmp_path / "plum.html", 1280)
    assert tab.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 250, 240)"
    assert tab.run(
        "[...document.querySelectorAll('svg.wide path')].some(p => getComputedStyle(p).fill === 'rgb(91, 26, 60)')"
    )
    assert tab.run(CONTRASTS) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True])
def test_the_index_fits_and_reads(width: int, *, dark: bool, tab: Browser, tmp_path: Path) -> None:
    brief = samples.awkward()
    entries = [index.entry(one, [f"{one.topic}.pdf", f"{one.topic}.html"]) for one in (brief, samples.ordinary())]
    earlier = (index.Earlier("2025-W42", "../2025-W42/index.html"),)
    page = index.index(brief.edition, entries, earlier, Brand(), DEFAULT)
    (tmp_path / page.name).write_bytes(page.content)
    tab.open(tmp_path / page.name, width, dark=dark)
    assert tab.run("document.documentElement.scrollWidth") <= width
    assert tab.run(CONTRASTS) == []
    assert complaints(tab) == []


def test_every_link_shows_that_it_has_the_focus(tab: Browser, pages: dict[str, Path]) -> None:
    tab.open(pages["transport"], 768)
    focused = """(() => {
        const one = document.querySelector(SELECTOR);
        one.focus({focusVisible: true});
        const style = getComputedStyle(one);
        return [style.outlineStyle, style.outlineWidth];
    })()"""
    for selector in ("nav a", ".bottom-line > p a", ".cited .ref", "summary", ".scroll", ".backs a"):
        assert tab.run(focused.replace("SELECTOR", repr(selector))) == ["solid", "3px"], selector


def test_printing_from_the_browser_leaves_the_screen_behind(tab: Browser, pages: dict[str, Path]) -> None:
    tab.open(pages["transport"], 768)
    tab.point(".cited .ref")
    assert tab.run("document.querySelector('.tip:popover-open .said').checkVisibility()")
    tab.ask("Emulation.setEmulatedMedia", media="print")
    left = "[...document.querySelectorAll('nav, .skip, .tip, .said, .back')]"
    shown = f"{left}.filter(one => one.getClientRects().length).length"
    try:
        assert tab.run(shown) == 0
        assert tab.run("document.documentElement.scrollWidth") <= 768
    finally:
        tab.ask("Emulation.setEmulatedMedia", media="")
