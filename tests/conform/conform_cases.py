"""The briefs that must conform: the shipped samples, and each topic of the seeds, as `briefgen make` writes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT
from PIL import Image

from briefgen import samples
from briefgen.cli import main

FORMATS = ("md", "html", "pdf")
"""Those with a judge of their own."""
SETTINGS = ROOT / "config" / "briefgen.yaml"
SEEDS = {"seeds": ROOT / "seeds", "shared": ROOT.parent / "shared" / "seeds"}
"""Folders of news; the second is not everywhere."""
LETTER = """version: 1
name: Ministry of Ports
page: {size: Letter, margins: 22mm}
logo: {large: logo.png, alt: A lighthouse}
"""
"""The paper of North America, and a logo of pixels that lets the paper through."""

_Case = tuple[str, Path, tuple[str, ...]]
"""A folder for what is made, the settings, and words for the command line."""


def write(folder: Path) -> None:
    """Writes all briefs, each kind below a folder of its own."""
    formats = [word for name in FORMATS for word in ("--format", name)]
    for kind, settings, words in (*_samples(), *_topics(), _letter(folder / "settings")):
        done = main(["make", "--config", str(settings), *words, *formats, "--out", str(folder / kind)])
        assert done == 0, kind


def _samples() -> Iterator[_Case]:
    for name in samples.NAMES:
        yield name, samples.folder(name) / "briefgen.yaml", ()


def _topics() -> Iterator[_Case]:
    for kind, news in SEEDS.items():
        if news.is_dir():
            yield kind, SETTINGS, ("--corpus", str(news))
            yield f"{kind}-together", SETTINGS, ("--corpus", str(news), "--together", "--pages", "12")


def _letter(home: Path) -> _Case:
    home.mkdir()
    there = SETTINGS.read_text(encoding="utf-8").replace("corpus: [seeds]", f"corpus: ['{SEEDS['seeds']}']")
    (home / SETTINGS.name).write_text(there, encoding="utf-8")
    (home / "brand.yaml").write_text(LETTER, encoding="utf-8")
    Image.new("RGBA", (300, 100), (11, 59, 92, 128)).save(home / "logo.png")
    return "letter", home / SETTINGS.name, ("--topic", "transport")
