"""Draws the pictures of the editors' guide: the preview with a citation, a finding, a block and other looks.

`docs/pictures.py` runs this. Nothing is arranged but the house's files: the preview is started as a person starts it,
and clicked through in Chromium. Times that it tells are taken out, as they differ from run to run.
"""

from __future__ import annotations

import base64
import hashlib
import io
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import Browser, browser  # noqa: E402 - beside this folder
from previewed import ENVIRONMENT, Preview, preview  # noqa: E402
from windows import SHOWN, click, follow_frames, show, until  # noqa: E402

STATIC = ROOT / "briefgen" / "previewing" / "static"
WIDTH, HEIGHT = 1180, 640
"""Pixels of the window."""
COLOURS = 256
"""Colours that are kept: areas are flat, and a guide should load fast."""
QUIET = r"""(() => {
    const line = document.getElementById('status');
    line.textContent = line.textContent.replace(/(?: · s|S)hown after [\d.]+ s/, '');
    return true;
})()"""
WRONG = '{% extends "!default/brief.md.j2" %}\n{% block masthead %}\n# {{ brief.tittle }}\n{% endblock %}\n'
LOOKS = """version: 1
color:
  primary: "#1e5b3a"
  accent: "#8a4b00"
typography:
  base: Source Sans 3
"""


def cited(tab: Browser, running: Preview) -> None:
    """A citation of the bottom line was clicked: its document stands beside the page."""
    show(tab, running, "html", width=WIDTH)
    click(tab, '[data-block="bottom_line"] .ref, [data-block="bottom_line"] a[href^="#note-"]')
    until(tab, "document.querySelector('#document-frame iframe') !== null")


def finding(tab: Browser, running: Preview) -> None:
    """A field is misspelt: the finding lies over the last good page."""
    show(tab, running, "html", width=WIDTH)
    command = [sys.executable, "-m", "briefgen", "templates", "eject", "brief.md.j2", "--block", "masthead"]
    subprocess.run(command, cwd=_folder(running), env=ENVIRONMENT, check=True, capture_output=True)  # noqa: S603
    (running.house / "brief.md.j2").write_text(WRONG, encoding="utf-8")
    until(tab, "document.getElementById('findings').open")


def block(tab: Browser, running: Preview) -> None:
    """A block of the page was clicked: its name, its place, and how it becomes one's own."""
    show(tab, running, "html", width=WIDTH)
    click(tab, '[data-block="bottom_line"] h2')
    until(tab, "document.querySelector('#blocks [aria-pressed=true]') !== null")


def brand(tab: Browser, running: Preview) -> None:
    """Other colours and another font were saved in brand.yaml."""
    show(tab, running, "html", width=WIDTH)
    first = tab.run(SHOWN)
    (_folder(running) / "brand.yaml").write_text(LOOKS, encoding="utf-8")
    until(tab, f"{SHOWN} !== '{first}'")
    until(tab, "document.getElementById('status').textContent.startsWith('brand.yaml saved ·')")


SCENES: Mapping[str, Callable[[Browser, Preview], None]] = {
    "preview.png": cited,
    "preview-finding.png": finding,
    "preview-block.png": block,
    "preview-brand.png": brand,
}
"""What leads to each picture."""


def record() -> dict[str, str]:
    """By picture a hash of what decides how the window looks: a test finds pictures that are stale by it."""
    files = [Path(__file__), *sorted(STATIC.iterdir())]
    found = hashlib.sha256(b"\0".join(hashlib.sha256(one.read_bytes()).digest() for one in files)).hexdigest()
    return dict.fromkeys(SCENES, found)


def drawn() -> Iterator[tuple[str, bytes]]:
    """The names of the pictures, each with its PNG."""
    for number, (name, scene) in enumerate(SCENES.items()):
        with (
            tempfile.TemporaryDirectory() as profile,
            tempfile.TemporaryDirectory() as folder,
            browser(Path(profile)) as tab,
            preview(Path(folder), "--port", str(19365 + number)) as running,
        ):
            follow_frames(tab)
            scene(tab, running)
            yield name, _taken(tab)


def _folder(running: Preview) -> Path:
    return running.house.parents[1]


def _taken(tab: Browser) -> bytes:
    from PIL import Image

    tab.ask("Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=False)
    tab.run(QUIET)
    tab.run("new Promise(done => setTimeout(done, 3000, true))")  # what changed flashes, and fades
    whole = base64.b64decode(tab.ask("Page.captureScreenshot", format="png")["data"])
    into = io.BytesIO()
    Image.open(io.BytesIO(whole)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        into, "PNG", optimize=True
    )
    return into.getvalue()
