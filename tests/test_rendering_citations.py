"""Citations of the HTML brief in a real browser: mouse, finger and keys open the sentence that leads to its source."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import samples
from browser import Browser
from msgspec.structs import replace

from briefgen.model import Brand
from briefgen.rendering import html

pytestmark = pytest.mark.conform

DEFAULT = (Path(__file__).parents[1] / "templates" / "default",)
WIDTHS = (320, 360, 768, 1440)
TIP = """(() => {
    const opener = document.querySelector('.cited .ref'), tip = opener.popoverTargetElement;
    const said = tip.querySelector('.said'), place = said.getBoundingClientRect();
    const shown = getComputedStyle(tip).display !== 'none' && getComputedStyle(said).visibility === 'visible';
    return {shown, open: tip.matches(':popover-open'),
            whole: place.left >= 0 && place.right <= innerWidth && place.top >= 0 && place.bottom <= innerHeight,
            words: shown ? said.innerText : ''};
})()"""
REACHED = "document.activeElement.closest('.tip') !== null && document.activeElement.innerText"
EDGES = """[...document.querySelectorAll('.cited .ref')].filter(opener => opener.checkVisibility()).map(opener => {
    opener.focus();
    const number = opener.getBoundingClientRect();
    const tip = opener.popoverTargetElement.querySelector('.said').getBoundingClientRect();
    const cut = tip.width < 200 || tip.left < 0 || tip.right > innerWidth || tip.top < 0 || tip.bottom > innerHeight;
    return cut || number.bottom > tip.top ? opener.id : null;
}).filter(Boolean)"""
SENTENCE = "4.2 million tons of cargo in 2024, up 18%"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "transport.html"
    path.write_bytes(html.render(samples.ordinary(), Brand(), DEFAULT)[0].content)
    return path


def opens(tip: dict[str, Any], *, by_hand: bool) -> None:
    assert tip["shown"]
    assert tip["whole"]
    assert tip["open"] is by_hand
    assert SENTENCE in tip["words"]
    assert "Alder Gazette, Port Alder sets a record, 16 October 2025" in tip["words"]


@pytest.mark.parametrize("width", WIDTHS)
def test_click_opens_escape_closes(width: int, tab: Browser, page: Path) -> None:
    tab.open(page, width)
    assert not tab.run(TIP)["shown"]
    tab.point(".cited .ref")
    opens(tab.run(TIP), by_hand=True)
    tab.press("Escape")
    assert not tab.run(TIP)["shown"], "the focus is still there, but the reader closed it"
    tab.point(".cited .ref")
    opens(tab.run(TIP), by_hand=True)
    tab.point("h1")
    assert not tab.run(TIP)["shown"]


@pytest.mark.parametrize("width", WIDTHS)
def test_focus_opens_and_keys_go_through_it(width: int, tab: Browser, page: Path) -> None:
    tab.open(page, width)
    tab.run("document.querySelector('.cited .ref').focus()")
    opens(tab.run(TIP), by_hand=False)
    tab.press("Tab")
    assert tab.run(REACHED) == "original"
    opens(tab.run(TIP), by_hand=False)
    tab.press("Tab")
    assert tab.run(REACHED) == "Under Sources"
    tab.press("Tab")
    assert tab.run(REACHED) is False
    assert not tab.run(TIP)["shown"]


def test_enter_keeps_it_open_and_escape_closes_it_for_good(tab: Browser, page: Path) -> None:
    tab.open(page, 1440)
    tab.run("document.querySelector('.cited .ref').focus()")
    tab.press("Enter")
    opens(tab.run(TIP), by_hand=True)
    tab.press("Escape")
    assert not tab.run(TIP)["shown"]
    assert tab.run("document.activeElement.className") == "ref"
    tab.run("document.activeElement.blur()")
    tab.run("document.querySelector('.cited .ref').focus()")
    opens(tab.run(TIP), by_hand=False)


def test_the_pointer_alone_shows_nothing(tab: Browser, page: Path) -> None:
    """WCAG 1.4.13 wants what it shows to stay until it is reached, and the foot of the window is far away."""
    tab.open(page, 1440)
    tab.point(".cited .ref", click=False)
    assert not tab.run(TIP)["shown"]


def test_enter_twice_puts_away_what_focus_shows(tab: Browser, page: Path) -> None:
    """WCAG 1.4.13: it can be dismissed while the focus stays."""
    tab.open(page, 1440)
    tab.run("document.querySelector('.cited .ref').focus()")
    opens(tab.run(TIP), by_hand=False)
    tab.press("Enter")
    tab.press("Enter")
    assert not tab.run(TIP)["shown"]
    assert tab.run("document.activeElement.className") == "ref"


@pytest.mark.parametrize("dark", [False, True])
def test_a_finger_opens_and_closes_it(dark: bool, tab: Browser, page: Path) -> None:  # noqa: FBT001 - a parameter
    tab.ask("Emulation.setTouchEmulationEnabled", enabled=True)
    tab.open(page, 360, dark=dark)
    tab.tap(".cited .ref")
    opens(tab.run(TIP), by_hand=True)
    tab.run("document.querySelector('.cited .ref').popoverTargetElement.querySelector('.ways button').id = 'close'")
    tab.tap("#close")
    assert not tab.run(TIP)["open"]
    tab.ask("Emulation.setTouchEmulationEnabled", enabled=False)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("brief", [samples.ordinary(), samples.awkward(), samples.scripts()])
def test_no_tip_is_cut_off_or_covers_its_number(brief: Any, width: int, tab: Browser, tmp_path: Path) -> None:  # noqa: ANN401 - a brief
    (tmp_path / "page.html").write_bytes(html.render(brief, Brand(), DEFAULT)[0].content)
    tab.open(tmp_path / "page.html", width)
    tab.run("document.documentElement.style.scrollBehavior = 'auto'")
    assert tab.run(EDGES) == []


def test_every_tip_leads_to_the_list_and_back(tab: Browser, page: Path) -> None:
    tab.open(page, 1440)
    tab.point(".cited .ref")
    tab.run("document.documentElement.style.scrollBehavior = 'auto'")
    tab.run("document.querySelector('.cited .ref').popoverTargetElement.querySelector('.ways a').id = 'down'")
    tab.point("#down")
    assert tab.run("location.hash") == "#note-1"
    assert tab.run("document.querySelector(':target').getBoundingClientRect().top < innerHeight")
    tab.point(":target .back")
    assert tab.run("location.hash") == "#cite-1-1"


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[str]:
    """The address of a newspaper's page with the sentence far down, served on this machine."""
    filler = "<p>Nothing of note was said on the day before that, nor on any other day of it.</p>" * 200
    (tmp_path / "story.html").write_text(
        f"<!doctype html><title>Port</title>{filler}<p>{samples.HARBOUR.replace(chr(10), '</p><p>')}</p>{filler}",
        encoding="utf-8",
    )
    handler = functools.partial(_Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/story.html"
        server.shutdown()
        thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_parts: object) -> None:
        """Keeps the output of the tests free of requests."""


def test_the_original_opens_at_the_sentence(paper: str, tab: Browser, tmp_path: Path) -> None:
    brief = samples.ordinary()
    documents = tuple(replace(one, url=paper) if one.id == samples.harbour.id else one for one in brief.documents)
    (tmp_path / "brief.html").write_bytes(html.render(replace(brief, documents=documents), Brand(), DEFAULT)[0].content)
    tab.open(tmp_path / "brief.html", 1440)
    tab.point(".cited .ref")
    tab.run("document.querySelector('.cited .ref').popoverTargetElement.querySelector('.said a').id = 'original'")
    tab.events.clear()
    tab.point("#original")
    tab.loaded()
    assert tab.run("location.href") == paper, "the directive is for the browser alone"
    seen = f"""(() => {{
        const all = [...document.querySelectorAll('p')];
        const place = all.find(part => part.innerText.includes({SENTENCE!r})).getBoundingClientRect();
        return scrollY > 1000 && place.top >= 0 && place.bottom <= innerHeight;
    }})()"""
    assert tab.run(f"new Promise(done => setTimeout(() => done({seen}), 500))")
