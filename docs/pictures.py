"""Draws the pictures of README.md from `seeds/`: page 1 of the brief on transport, and its first chart.

`make docs` runs this, with those of the preview (`preview_pictures.py`). Beside the pictures stands what they show
(`pictures.json`): hashes of the page's words and of the drawing, by which a test finds pictures that are stale without
comparing pixels. Needs pdftoppm and pdftotext, of poppler-utils, and Chromium.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS), str(DOCS.parent)]

import preview_pictures  # noqa: E402 - beside this file

from briefgen import config, pipeline  # noqa: E402 - of this clone, installed or not
from briefgen.model import Brief  # noqa: E402
from briefgen.rendering import fonts  # noqa: E402
from briefgen.rendering.charts import WIDTH, draw  # noqa: E402

TOPIC = "transport"
PAGE_WIDTH = 760
"""Pixels of the page."""
CHART_WIDTH = 936
"""Pixels of the chart: two for each point."""
MARGIN = 12
"""Points of white around the chart."""
RECORD = DOCS / "pictures.json"
"""What the pictures show."""


def brief() -> tuple[config.Config, Brief]:
    """The brief that is shown, and its settings."""
    settings = config.load(DOCS.parent / "config" / "briefgen.yaml")
    (made,) = pipeline.make(settings, pipeline.Order(topics=(TOPIC,), corpus=(DOCS.parent / "seeds",)))
    return settings, made


def shown(folder: Path) -> dict[str, str]:
    """What the pictures have to show, as hashes; writes what they are drawn from into the folder."""
    settings, made = brief()
    page, drawing = folder / "brief.pdf", folder / "chart.svg"
    page.write_bytes(pipeline.render(made, ["pdf"], settings)[0].content)
    drawing.write_bytes(draw(made.charts[0], settings.brand))
    with fonts.only_ours(settings.brand):
        (folder / "chart.pdf").write_bytes(_sheet(drawing, settings.brand.palette.background))
    words = subprocess.run(  # noqa: S603
        ["pdftotext", "-l", "1", page, "-"],  # noqa: S607
        check=True,
        capture_output=True,
    ).stdout
    return {"brief.png": _hash(words), "chart.png": _hash(drawing.read_bytes()), **preview_pictures.record()}


def _sheet(drawing: Path, background: str) -> bytes:
    """A PDF that is as large as the drawing with its margin."""
    from xml.etree import ElementTree as ET

    from weasyprint import HTML

    root = ET.fromstring(drawing.read_bytes())  # noqa: S314 - drawn by us
    height = float(root.attrib["height"].removesuffix("pt"))
    style = f"@page{{size:{WIDTH + 2 * MARGIN}pt {height + 2 * MARGIN}pt;margin:{MARGIN}pt;background:{background}}}"
    page = f"<style>{style}img{{display:block}}</style><img alt='' src='{drawing.as_uri()}'>"
    return bytes(HTML(string=page).write_pdf())


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main() -> None:
    """Writes the pictures and their record."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        record = shown(folder)
        for picture, width in (("brief", PAGE_WIDTH), ("chart", CHART_WIDTH)):
            size = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
            words = ["pdftoppm", "-png", "-singlefile", *size, str(folder / f"{picture}.pdf"), str(DOCS / picture)]
            subprocess.run(words, check=True)  # noqa: S603
    for picture, content in preview_pictures.drawn():
        (DOCS / picture).write_bytes(content)
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
