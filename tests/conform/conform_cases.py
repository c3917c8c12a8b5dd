"""The briefs that must conform: the shipped samples, and each topic of the seeds, in every format with a judge."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT
from msgspec.structs import replace
from PIL import Image

from briefgen import config, pipeline, samples
from briefgen.config import Config
from briefgen.model import Brand

FORMATS = ("md", "html", "pdf")
SEEDS = {"seeds": ROOT / "seeds", "shared": ROOT.parent / "shared" / "seeds"}
"""Folders of news; the second is not everywhere."""
SETTINGS = ROOT / "config" / "briefgen.yaml"

_Case = tuple[str, Config, pipeline.Order]


def write(folder: Path) -> None:
    """Writes all briefs, each kind below a folder of its own."""
    for kind, settings, order in (*_samples(), *_topics(), _letter(folder)):
        for brief in pipeline.make(settings, order):
            for file in pipeline.render(brief, FORMATS, settings):
                path = folder / kind / file.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.content)


def _samples() -> Iterator[_Case]:
    for name in samples.NAMES:
        yield "samples", samples.settings(name), pipeline.Order()


def _topics() -> Iterator[_Case]:
    for kind, news in SEEDS.items():
        if news.is_dir():
            yield kind, config.load(SETTINGS), pipeline.Order(corpus=(news,))


def _letter(folder: Path) -> _Case:
    """The paper of North America, and a logo of pixels that lets the paper through."""
    logo = folder / "logo.png"
    Image.new("RGBA", (300, 100), (11, 59, 92, 128)).save(logo)
    brand = Brand(name="Ministry of Ports", page="Letter", logo=str(logo), logo_alt="A lighthouse")
    order = pipeline.Order(corpus=(SEEDS["seeds"],), topics=("transport",))
    return "letter", replace(config.load(SETTINGS), brand=brand), order
