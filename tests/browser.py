"""Chromium without a window, driven through its own protocol over a pipe: no package and no port needed."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from programs import program

_SWITCHES = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--disable-dev-shm-usage"),
)
_KEYS = {"Tab": 9, "Enter": 13, "Escape": 27}
"""Codes of keys."""
_PIPES = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
)
"""Chromium reads commands from descriptor 3 and answers on 4."""


def chromium() -> Path:
    """Chromium under one of its names."""
    other = shutil.which("chromium-browser") or shutil.which("google-chrome")
    return Path(other) if other else program("chromium", "chromium")


PATIENCE = 120
"""Seconds in which Chromium must say something."""


class Browser:
    """One tab."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands = os.fdopen(commands, "wb", buffering=0)
        self._answers = os.fdopen(answers, "rb", buffering=0)
        self._heard = bytearray()
        self._last = 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def close(self) -> None:
        """Ends the conversation; Chromium leaves when its pipe closes."""
        self._commands.close()
        self._answers.close()

    def ask(self, method: str, **values: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
        """The answer to one command; what happens in between is kept in `events`."""
        number = self.tell(method, **values)
        while (found := self._next()).get("id") != number:
            self.events.append(found)
        assert "error" not in found, found
        return dict(found["result"])

    def tell(self, method: str, **values: Any) -> int:  # noqa: ANN401 - as above
        """Sends a command whose answer is not waited for; its number."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": values}
        if self._session:
            message["sessionId"] = self._session
        self._commands.write(json.dumps(message).encode() + b"\0")
        return self._last

    def open(self, page: Path | str, width: int, *, dark: bool = False) -> None:
        """Opens a file or an address in a window of this width, and waits until it is loaded."""
        self.show(width, dark=dark)
        self.events.clear()
        self.ask("Page.navigate", url=page if isinstance(page, str) else page.as_uri())
        self.loaded()

    def show(self, width: int, *, dark: bool = False) -> None:
        """Makes the window this wide, on a screen that prefers light or dark."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])

    def loaded(self) -> None:
        """Waits until the page that is on its way is there, with its fonts."""
        while not self.heard("Page.loadEventFired"):
            self.events.append(self._next())
        self.run("document.fonts.ready.then(() => true)")

    def heard(self, method: str) -> list[dict[str, Any]]:
        """The values of the events of this name since the page was opened."""
        return [event["params"] for event in self.events if event.get("method") == method]

    def run(self, script: str) -> Any:  # noqa: ANN401 - any JSON
        """What an expression gives on the page."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, name: str) -> None:
        """Presses a key: "Tab", "Enter" or "Escape"."""
        key = {"key": name, "code": name, "windowsVirtualKeyCode": _KEYS[name]}
        text = {"text": "\r"} if name == "Enter" else {}
        self.ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **key, **text)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **key)

    def point(self, selector: str, *, click: bool = True) -> None:
        """Moves the mouse to the middle of the first such element, and clicks."""
        x, y = self._middle(selector)
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for kind in ("mousePressed", "mouseReleased") if click else ():
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def tap(self, selector: str) -> None:
        """Touches the middle of the first such element with a finger."""
        x, y = self._middle(selector)
        self.ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def _middle(self, selector: str) -> tuple[float, float]:
        x, y = self.run(f"""(() => {{
            const part = document.querySelector({json.dumps(selector)});
            part.scrollIntoView({{block: 'center', behavior: 'instant'}});
            const place = part.getBoundingClientRect();
            return [place.x + place.width / 2, place.y + place.height / 2];
        }})()""")
        return x, y

    def _next(self) -> dict[str, Any]:
        while (end := self._heard.find(b"\0")) < 0:
            assert select.select([self._answers], [], [], PATIENCE)[0], "Chromium says nothing any more"
            more = self._answers.read(1 << 20)
            assert more, "Chromium has left"
            self._heard += more
        found = json.loads(self._heard[:end])
        del self._heard[: end + 1]
        return dict(found)


@contextlib.contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A Chromium of its own for as long as the context lasts."""
    ours_in, theirs_out = os.pipe()
    theirs_in, ours_out = os.pipe()
    theirs = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (theirs_in, theirs_out)]
    command = [chromium(), *_SWITCHES, f"--user-data-dir={profile}", "--remote-debugging-pipe", "about:blank"]
    process = subprocess.Popen(
        [sys.executable, "-c", _PIPES, *map(str, theirs), *command],
        pass_fds=theirs,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for end in (theirs_in, theirs_out, *theirs):
        os.close(end)
    tab = None
    try:
        tab = Browser(ours_out, ours_in)
        yield tab
    finally:
        if tab:
            tab.close()
        process.terminate()
        process.wait(timeout=20)
