"""Five briefs for tests and for people who write templates: what a house style must bear.

Each is a folder of invented news with settings of its own, read by the same steps as any corpus, so that a sample never
shows what briefgen would not write. No place, person, publisher or number in them exists.

| name | shows |
|---|---|
| `quiet` | a week in which no document concerns the topic |
| `busy` | every block filled: series, parts of a whole, ranges, before and after, targets, quotations |
| `awkward` | text that tries to be markup, a template or a link; very long words, rare letters |
| `right-to-left` | a page that runs from right to left, with Arabic and Hebrew beside Latin letters |
| `conflicts` | documents that contradict each other in numbers, dates, states and sums |
"""

from __future__ import annotations

import difflib
from pathlib import Path

from msgspec.structs import replace

from briefgen import config, orders, pipeline
from briefgen.config import Config
from briefgen.errors import UsageError
from briefgen.model import Brief, Mailing, MailLink

TURNED = "right-to-left"
"""The sample whose page runs the other way."""
NAMES = ("quiet", "busy", "awkward", TURNED, "conflicts")
"""The samples, from the emptiest to the most severe. Each is also the id of its topic, so its files never collide."""


def folder(name: str) -> Path:
    """Where the settings (`briefgen.yaml`, `brand.yaml`) and the documents (`news/`) of a sample stand.

    Raises:
        UsageError: there is no such sample.
    """
    if name not in NAMES:
        near = difflib.get_close_matches(name, NAMES, n=1)
        meant = f"Did you mean {near[0]}? " if near else ""
        raise UsageError(f"there is no sample “{name}”", hint=f"{meant}Samples: {', '.join(NAMES)}.")
    return Path(__file__).parent / name


def settings(name: str) -> Config:
    """The settings of a sample: one topic, and how its brief looks (`Config.brand`).

    Raises:
        UsageError: there is no such sample.
    """
    return config.load(folder(name) / "briefgen.yaml")


def dressed(sample: Config, own: Config, locale: str = "") -> Config:
    """The settings of a sample with somebody's own templates and looks; what its brand says of the text stays.

    In another locale than its own it has somebody's whole brand, name and handling line too.
    """
    said, speaks = own.brand if locale else sample.brand, locale or sample.brand.locale
    brand = replace(own.brand, name=said.name, handling=said.handling, locale=speaks, words=own.words_in(speaks))
    return replace(sample, brand=brand, templates=own.templates)


MAILING = Mailing(
    unsubscribe=f"https://briefs.example/unsubscribe/{'0' * 64}",
    postal_address="An invented office, 1 Quay Street, Kelmouth",
    links=(
        MailLink("pdf", "https://briefs.example/2025-W47/sample.pdf"),
        MailLink("html", "https://briefs.example/2025-W47/sample.html"),
    ),
)
"""What the mail of a sample says beside it, as that of a list does."""


def load(name: str) -> Brief:
    """The brief of a sample, written anew from its documents.

    Raises:
        UsageError: there is no such sample.
    """
    (brief,) = pipeline.make(settings(name), orders.Order())
    return brief
