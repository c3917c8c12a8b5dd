"""The preview as it is really used: editors that save in their own ways, several tabs, servers that come and go."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import conform_judges as judges
import pytest
from browser import Browser
from previewed import BROKEN, ENDLESS, LOSING, PATIENCE, Preview, preview
from windows import SHOWN, click, follow_frames, inside, show, until

pytestmark = pytest.mark.conform

OVERRIDE = (
    '{{% extends "!default/brief.md.j2" %}}\n{{% block masthead %}}\n# {said} {{{{ brief.title }}}}\n\n'
    "{{{{ super() }}}}\n{{% endblock %}}\n"
)
STATUS = "document.getElementById('status').textContent"
FINDINGS = "document.getElementById('findings')"


@pytest.fixture
def own(running: Preview) -> Path:
    """The house's file of content, which is gone afterwards."""
    return running.house / "brief.md.j2"


def says(tab: Browser, running: Preview, *words: str) -> None:
    """Waits until the page that is shown has these words.

    It is asked for and not looked into: a frame that is just taken away answers nothing.
    """
    end = time.monotonic() + PATIENCE
    while not all(one.encode() in _content(tab, running) for one in words):
        assert time.monotonic() < end, (words, tab.run(STATUS))
        time.sleep(0.1)


def _content(tab: Browser, running: Preview) -> bytes:
    return running.get(f"/pages/{tab.run(SHOWN)}")[2]


@contextlib.contextmanager
def another(tab: Browser) -> Iterator[None]:
    """A second tab for as long as the context lasts."""
    first = tab._session
    tab._session = None
    target = tab.ask("Target.createTarget", url="about:blank")["targetId"]
    tab._session = tab.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    try:
        for domain in ("Page", "Runtime", "Log", "Network"):
            tab.ask(f"{domain}.enable")
        follow_frames(tab)
        yield
    finally:
        tab._session = None
        tab.ask("Target.closeTarget", targetId=target)
        tab._session = first


def test_twenty_saves_a_second_end_with_the_last_one(tab: Browser, running: Preview, own: Path) -> None:
    show(tab, running, "html")
    before = int(tab.run(SHOWN))
    for number in range(60):
        own.write_text(OVERRIDE.format(said=f"SAVE {number}."), encoding="utf-8")
        time.sleep(0.05)
    says(tab, running, "SAVE 59.")
    assert int(tab.run(SHOWN)) - before < 60
    assert not tab.run(f"{FINDINGS}.open")


def test_two_tabs_follow_the_same_file(tab: Browser, running: Preview, own: Path) -> None:
    show(tab, running, "html")
    first = tab._session
    with another(tab):
        show(tab, running, "markdown", brief="sample/quiet")
        second = tab._session
        own.write_text(OVERRIDE.format(said="BOTH"), encoding="utf-8")
        says(tab, running, "# BOTH")
        tab._session = first
        says(tab, running, "BOTH")
        tab._session = second


def test_files_that_are_moved_made_and_removed_are_followed(tab: Browser, running: Preview, own: Path) -> None:
    show(tab, running, "html")
    draft = own.with_name("draft.j2")
    draft.write_text(OVERRIDE.format(said="MOVED"), encoding="utf-8")
    until(tab, f"{FINDINGS}.textContent.includes('draft.j2')")  # nothing uses it
    draft.rename(own)
    says(tab, running, "MOVED")
    until(tab, f"!{FINDINGS}.textContent.includes('draft.j2')")
    whole = own.with_name("brief.md.j2.new")
    whole.write_text(OVERRIDE.format(said="REPLACED"), encoding="utf-8")
    os.replace(whole, own)  # noqa: PTH105 - as editors do that never leave half a file
    says(tab, running, "REPLACED")
    (own.parent / "css").mkdir()
    (own.parent / "css" / "html.css").write_text("h1 { color: rgb(1, 2, 3) }", encoding="utf-8")
    says(tab, running, "rgb(1, 2, 3)")
    own.unlink()
    says(tab, running, "Ports and lines")
    shutil.rmtree(own.parent)
    until(tab, "document.querySelectorAll('#templates .layer.house').length === 0")
    own.parent.mkdir()
    own.write_text(OVERRIDE.format(said="BACK"), encoding="utf-8")
    says(tab, running, "BACK")


def test_a_loop_without_end_is_said_over_the_last_good_page(tab: Browser, running: Preview, own: Path) -> None:
    show(tab, running, "html")
    own.write_text(ENDLESS, encoding="utf-8")
    until(tab, f"{FINDINGS}.open && {FINDINGS}.innerText.includes('never end')")
    assert "templates/house/brief.md.j2:3" in tab.run(f"{FINDINGS}.innerText")
    assert b"Ports and lines" in _content(tab, running)
    own.write_text(OVERRIDE.format(said="MENDED"), encoding="utf-8")
    says(tab, running, "MENDED")


def test_documents_that_come_are_in_the_next_page(tab: Browser, tmp_path: Path) -> None:
    """Many of them: the brief is as long as one of a busy year."""
    news = tmp_path / "news"
    news.mkdir()
    for number in range(150):
        _report(news, number)
    with preview(tmp_path, "--port", "20165") as found:
        show(tab, found, "html", brief="topic/ports")
        says(tab, found, "Port 149")
        _report(news, 150)
        says(tab, found, "Port 150")


def _report(news: Path, number: int) -> None:
    day = f"2025-11-{number % 28 + 1:02}"
    text = (
        f"Port {number} handled {number + 3}.5 million tonnes of cargo in 2024. It plans {number + 9} million by 2030."
    )
    head = f"---\npublisher: Post {number}\npublished: {day}\n---\n# Port {number} grows\n\n"
    (news / f"{number}.md").write_text(f"{head}{text}\n", encoding="utf-8")


def test_a_second_preview_takes_the_next_port(running: Preview, tmp_path: Path) -> None:
    with preview(tmp_path, "--port", str(running.port)) as found:
        assert found.port > running.port
        assert found.get("/")[0] == running.get("/")[0] == 200


def test_a_page_that_stayed_open_goes_on_with_the_next_server(tab: Browser, tmp_path: Path) -> None:
    with preview(tmp_path, "--port", "20265") as found:
        show(tab, found, "html")
        found.stop()
        until(tab, f"{STATUS}.includes('The server is gone')")
        port = found.port
    with preview(tmp_path, "--port", str(port)) as found:
        assert found.port == port
        until(tab, f"!{STATUS}.includes('The server is gone')")
        (found.house / "brief.md.j2").write_text(OVERRIDE.format(said="AGAIN"), encoding="utf-8")
        says(tab, found, "AGAIN")


def test_what_stops_no_page_stands_below_it(tab: Browser, running: Preview, own: Path) -> None:
    show(tab, running, "html")
    own.write_text(LOSING, encoding="utf-8")
    until(tab, f"{FINDINGS}.open && {FINDINGS}.innerText.includes('E301')")
    frames = "document.getElementById('frames').getBoundingClientRect().bottom"
    below = f"{frames} <= {FINDINGS}.getBoundingClientRect().top + 1"
    assert tab.run(below)
    own.write_text(BROKEN, encoding="utf-8")
    until(tab, f"!{FINDINGS}.classList.contains('docked') && {FINDINGS}.open")
    assert not tab.run(below)


def test_a_place_is_copied_with_the_keyboard(tab: Browser, running: Preview, own: Path) -> None:
    show(tab, running, "html")
    own.write_text(BROKEN, encoding="utf-8")
    until(tab, f"{FINDINGS}.open")
    tab.run("document.querySelector('.skip').focus()")
    for _ in range(30):
        tab.press("Tab")
        if tab.run("document.activeElement.className") == "copy":
            break
    assert tab.run("document.activeElement.getAttribute('aria-label')") == "Copy templates/house/brief.md.j2:3"
    assert tab.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    tab.press("Enter")
    until(tab, "document.activeElement.textContent === 'Copied'")
    assert tab.run(STATUS) == "templates/house/brief.md.j2:3 copied"
    tab.press("Escape")
    until(tab, f"!{FINDINGS}.open")
    assert tab.run("document.activeElement.id") == "findings-said"


def test_everything_is_reached_with_the_keyboard(tab: Browser, running: Preview) -> None:
    show(tab, running, "html")
    tab.run("document.querySelector('.skip').focus()")
    reached = set()
    for _ in range(12):
        tab.press("Tab")
        reached.add(tab.run("document.activeElement.id || document.activeElement.tagName"))
    assert {"brief", "locale", "tab-html", "alone"} <= reached


@pytest.mark.parametrize("locale", ["en", "kk"])
def test_everybody_can_use_what_opens(locale: str, tab: Browser, running: Preview, own: Path) -> None:
    """The choice of a brief, a document and what is wrong, all of them open, narrow and wide, light and dark."""
    own.write_text(LOSING, encoding="utf-8")
    show(tab, running, "html", locale=locale)
    assert inside(tab, "document.documentElement.lang").startswith(locale)
    until(tab, f"{FINDINGS}.open && {FINDINGS}.classList.contains('docked')")
    click(tab, "[data-block='key_figures'] .ref, [data-block='key_figures'] a[href^='#note-']")
    until(tab, "document.querySelector('#document-frame iframe') !== null")
    tab.run("document.getElementById('brief').focus()")
    tab.run(judges._module("axe-core/axe.min.js").read_text(encoding="utf-8") + ";0")
    ask = judges._AXE % json.dumps({"runOnly": judges.RULES, "resultTypes": ["violations"], "iframes": False})
    for width in (320, 1440):
        for dark in (False, True):
            assert judges._look(tab, ask, width, dark=dark) == [], (width, dark)
    own.write_text(BROKEN, encoding="utf-8")
    until(tab, f"{FINDINGS}.open && !{FINDINGS}.classList.contains('docked')")
    for dark in (False, True):
        assert judges._look(tab, ask, 1440, dark=dark) == [], dark
