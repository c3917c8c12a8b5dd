"""The preview's window in a real browser: what it shows, and clicks into its frame."""

from __future__ import annotations

import json
import time
from typing import Any

from browser import Browser
from previewed import PATIENCE, Preview

SHOWN = "document.querySelector('#frames iframe[data-page]')?.dataset.page"
PAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50, true))))"
"""Chromium sends a click to the frame that it painted last at that place."""
MIDDLE = """async part => {
    part.scrollIntoView({block: 'center', behavior: 'instant'});
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const place = part.getBoundingClientRect();
    return [place.x + place.width / 2, place.y + Math.min(9, place.height / 2)];
}"""
CORNER = """(() => {
    const box = document.querySelector('#frames iframe').getBoundingClientRect();
    return [box.x, box.y];
})()"""


def follow_frames(tab: Browser) -> None:
    """Lets `inside` reach the frames, each of which is a process of its own. Once, before a page is opened."""
    tab.ask("Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=False, flatten=True)


def until(tab: Browser, script: str) -> Any:  # noqa: ANN401 - any JSON
    """What an expression gives as soon as it gives something."""
    end = time.monotonic() + PATIENCE
    while not (found := tab.run(script)):
        assert time.monotonic() < end, (script, tab.run("document.body.innerText"))
        time.sleep(0.05)
    return found


def show(  # noqa: PLR0913 - one argument for each choice
    tab: Browser,
    running: Preview,
    view: str,
    *,
    brief: str = "sample/busy",
    locale: str = "",
    width: int = 1280,
    dark: bool = False,
) -> None:
    """Opens one view of a brief, and waits for its page as the templates are now: an older one stands there first."""
    tab.open(f"{running.address}?brief={brief}&view={view}{locale and f'&locale={locale}'}", width, dark=dark)
    states = running.states(brief, view, locale)
    page = next(state["page"] for state in states if state["page"] and not state["making"])
    until(tab, f"Number({SHOWN}) >= {page}")


def inside(tab: Browser, script: str) -> Any:  # noqa: ANN401 - any JSON
    """What an expression gives in the frame that is shown."""
    own = tab._session
    address = tab.run("document.querySelector('#frames iframe[data-page]').src")
    targets = tab.ask("Target.getTargets")["targetInfos"]
    target = next(one["targetId"] for one in targets if one["url"] == address)
    attached = tab.heard("Target.attachedToTarget")
    session = next(one["sessionId"] for one in attached if one["targetInfo"]["targetId"] == target)
    try:
        tab._session = session
        return tab.run(script)
    finally:
        tab._session = own


def click(tab: Browser, selector: str) -> None:
    """Clicks on something in the frame, with the mouse.

    Chromium answers when the frame has seen the click, and never where another one has taken its place by then.
    """
    chosen = json.dumps(selector)
    tab.run(PAINTED)
    x, y = inside(tab, f"({MIDDLE})(document.querySelector({chosen}))")
    left, top = tab.run(CORNER)
    tab.run(PAINTED)
    tab.tell("Input.dispatchMouseEvent", type="mouseMoved", x=left + x, y=top + y)
    for kind in ("mousePressed", "mouseReleased"):
        tab.tell("Input.dispatchMouseEvent", type=kind, x=left + x, y=top + y, button="left", clickCount=1)
