"""The preview in a real browser: it follows what is saved, says what is wrong, and can be used by everybody."""

from __future__ import annotations

import json
from pathlib import Path

import conform_judges as judges
import pytest
from browser import Browser
from previewed import BROKEN, Preview, preview
from windows import SHOWN, click, inside, show, until

pytestmark = pytest.mark.conform

VIEWS = ("html", "pdf", "mail", "mail-narrow", "mail-dark", "markdown")
BOTTOM = '[data-block="bottom_line"]'
OVERRIDE = (
    '{% extends "!default/brief.md.j2" %}\n{% block masthead %}\n# EDITED {{ brief.title }}\n\n{{ super() }}\n'
    "{% endblock %}\n"
)
"""Another masthead, which loses nothing."""


def test_what_is_saved_is_shown_and_what_is_wrong_is_said(tab: Browser, running: Preview) -> None:
    show(tab, running, "html")
    first = tab.run(SHOWN)
    own = running.house / "brief.md.j2"
    own.write_text(OVERRIDE, encoding="utf-8")
    second = until(tab, f"{SHOWN} !== '{first}' && {SHOWN}")
    assert inside(tab, "document.querySelector('h1').textContent").startswith("EDITED")
    assert "masthead" in tab.run("document.getElementById('status').textContent")
    assert not tab.run("document.getElementById('findings').open")

    own.write_text(BROKEN, encoding="utf-8")
    said = until(tab, "document.getElementById('findings').open && document.getElementById('findings').innerText")
    assert "1 error" in said
    assert "templates/house/brief.md.j2:3" in said
    assert "# {{ brief.tittle }}" in said
    assert "Did you mean 'title'?" in said
    assert tab.run(SHOWN) == second
    assert inside(tab, "document.querySelector('h1').textContent").startswith("EDITED")
    assert "last good page" in tab.run("document.getElementById('status').textContent")

    own.unlink()
    until(tab, "document.getElementById('findings').hidden")
    until(tab, f"{SHOWN} !== '{second}'")
    assert not inside(tab, "document.querySelector('h1').textContent").startswith("EDITED")


@pytest.mark.parametrize("view", ["html", "pdf", "mail", "mail-narrow", "mail-dark", "markdown"])
def test_a_citation_opens_its_sentence(view: str, tab: Browser, running: Preview) -> None:
    show(tab, running, view)
    click(tab, ".over.ref" if view == "pdf" else f"{BOTTOM} .ref, {BOTTOM} a[href^='#note-']")
    address = until(tab, "document.querySelector('#document-frame iframe')?.src")
    page = running.get(address.removeprefix(running.address.rstrip("/")).partition("#")[0])[2].decode()
    assert address.endswith("#said")
    assert '<mark id="said">' in page
    assert tab.run("document.activeElement.id") == "document"
    tab.press("Escape")
    assert tab.run("document.getElementById('document').hidden")


@pytest.mark.parametrize("view", ["html", "pdf", "mail", "mail-narrow", "mail-dark", "markdown"])
def test_a_block_names_its_template(view: str, tab: Browser, running: Preview) -> None:
    show(tab, running, view)
    inner = {"markdown": " pre", "pdf": ""}.get(view, " h2")
    click(tab, f'[data-block="gaps"]{inner}')
    said = until(tab, "document.querySelector('#blocks [aria-pressed=true]')?.closest('li').innerText")
    assert said.startswith("gaps")
    assert "brief.md.j2:" in said
    assert "briefgen templates eject brief.md.j2 --block gaps" in said


@pytest.mark.parametrize("view", VIEWS)
def test_everybody_can_use_it(view: str, tab: Browser, running: Preview) -> None:
    show(tab, running, view)
    source = judges._module("axe-core/axe.min.js").read_text(encoding="utf-8")
    tab.run(f"{source};0")
    options = {"runOnly": judges.RULES, "resultTypes": ["violations"], "iframes": False}
    ask = judges._AXE % json.dumps(options)
    for width in (320, *judges.WIDTHS):
        for dark in (False, True):
            assert judges._look(tab, ask, width, dark=dark) == [], (width, dark)


def test_everybody_can_read_what_is_wrong(tab: Browser, running: Preview) -> None:
    own = running.house / "brief.md.j2"
    own.write_text(BROKEN, encoding="utf-8")
    tab.open(f"{running.address}?brief=sample/quiet&view=html", 320)
    until(tab, "document.getElementById('findings').open")
    tab.run(judges._module("axe-core/axe.min.js").read_text(encoding="utf-8") + ";0")
    ask = judges._AXE % json.dumps({"runOnly": judges.RULES, "resultTypes": ["violations"], "iframes": False})
    for width in (320, 1440):
        for dark in (False, True):
            assert judges._look(tab, ask, width, dark=dark) == []


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("view", ["pdf", "markdown"])
def test_everybody_can_read_our_pages_in_the_frame(view: str, dark: bool, tab: Browser, running: Preview) -> None:  # noqa: FBT001 - a parameter
    show(tab, running, view)
    tab.open(tab.run("document.querySelector('#frames iframe').src"), 768, dark=dark)
    tab.run(judges._module("axe-core/axe.min.js").read_text(encoding="utf-8") + ";0")
    # Links of a PDF lie where the page is printed, as links in a line of text do (WCAG 2.5.8, inline and essential).
    rules = {"target-size": {"enabled": view != "pdf"}}
    ask = judges._AXE % json.dumps({"runOnly": judges.RULES, "rules": rules, "resultTypes": ["violations"]})
    assert judges._look(tab, ask, 768, dark=dark) == []


def test_nothing_is_asked_for_elsewhere(tab: Browser, running: Preview) -> None:
    show(tab, running, "html")
    asked = [str(event["request"]["url"]) for event in tab.heard("Network.requestWillBeSent")]
    assert asked
    assert [url for url in asked if not url.startswith((running.address, "data:"))] == []
    entries = [one["entry"]["text"] for one in tab.heard("Log.entryAdded") if one["entry"]["level"] == "error"]
    assert entries == []
    assert tab.heard("Runtime.exceptionThrown") == []


def test_styles_of_the_frame_hold(tab: Browser, running: Preview) -> None:
    """The policy names each sheet by its hash; one that differs would drop all looks without a word."""
    show(tab, running, "html")
    assert inside(tab, "document.styleSheets.length") >= 1
    show(tab, running, "mail-dark")
    assert inside(tab, "getComputedStyle(document.body).backgroundColor") == "rgb(14, 17, 21)"


def test_keys_move_between_tabs(tab: Browser, running: Preview) -> None:
    show(tab, running, "html")
    tab.run("document.getElementById('tab-html').focus()")
    for key, code, expected in (
        ("ArrowLeft", 37, "markdown"),
        ("ArrowRight", 39, "html"),
        ("ArrowRight", 39, "pdf"),
        ("End", 35, "markdown"),
        ("Home", 36, "html"),
    ):
        for kind in ("rawKeyDown", "keyUp"):
            tab.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)
        assert tab.run("document.activeElement.dataset.view") == expected
        assert tab.run("document.querySelector('[role=tab][aria-selected=true]').dataset.view") == expected
        assert tab.run("document.querySelectorAll('[role=tab][tabindex=\"0\"]').length") == 1
    assert tab.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_skip_link_leads_to_the_brief(tab: Browser, running: Preview) -> None:
    show(tab, running, "html")
    tab.press("Tab")
    assert tab.run("document.activeElement.className") == "skip"
    assert tab.run("document.activeElement.getBoundingClientRect().y") >= 0
    tab.press("Enter")
    assert tab.run("document.activeElement.id") == "stage"


@pytest.mark.parametrize(
    "block",
    [
        'head %}<script>document.title = "pwned"</script>',
        """logo %}<img src="data:," alt="x" onerror="document.title = 'pwned'">""",
    ],
)
def test_a_script_of_a_template_never_runs(tab: Browser, running: Preview, block: str) -> None:
    show(tab, running, "html")
    before = inside(tab, "document.title")
    own = running.house / "page.html.j2"
    own.write_text(f'{{% extends "!default/page.html.j2" %}}\n{{% block {block}{{% endblock %}}', encoding="utf-8")
    until(tab, "document.getElementById('findings').innerText.includes('page.html.j2:2')")
    assert inside(tab, "document.title") == before
    own.unlink()
    until(tab, "!document.getElementById('findings').innerText.includes('page.html.j2')")


def test_the_server_gone_is_said(tab: Browser, tmp_path: Path) -> None:
    with preview(tmp_path, "--port", "19065") as found:
        show(tab, found, "html")
        assert found.stop() < 4
        until(tab, "document.getElementById('status').textContent.includes('The server is gone')")
