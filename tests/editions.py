"""Editions made of documents in a few lines, one after the other, for tests of what changed between them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from briefgen import config, interchange, orders, pipeline, previous
from briefgen.model import Brief

SETTINGS = """version: 1
corpus: [news]
topics:
  ports:
    title: Ports
    terms: [harbour, port, cargo]
    measures:
      - name: Lindholm harbour cargo
        unit: t
        terms: [cargo]
        aliases: [Lindholm]
"""


def document(publisher: str, published: str, *sentences: str) -> str:
    """A document of one paragraph."""
    return f"---\npublisher: {publisher}\npublished: {published}\n---\n# News of the coast\n\n{' '.join(sentences)}\n"


class Desk:
    """A folder in which editions are made."""

    def __init__(self, home: Path, settings: str = SETTINGS) -> None:
        self._home = home
        self._number = 0
        self.settle(settings)

    def settle(self, settings: str) -> None:
        """Settings for the editions from here on."""
        (self._home / "briefgen.yaml").write_text(settings, encoding="utf-8")

    def make(
        self,
        documents: Mapping[str, str],
        before: Brief | None = None,
        as_of: dt.date | None = None,
        locale: str = "en-GB",
    ) -> Brief:
        """The brief of these documents, compared with an earlier one as read back from its JSON."""
        self._number += 1
        folder = self._home / "news" / str(self._number)
        folder.mkdir(parents=True)
        for name, text in documents.items():
            (folder / name).write_text(text, encoding="utf-8")
        earlier = previous.load([self.save(before)], ["ports"]) if before else ()
        settings = config.load(self._home / "briefgen.yaml")
        settings = replace(settings, brand=replace(settings.brand, locale=locale))
        (brief,) = pipeline.make(settings, orders.Order(corpus=(folder,), as_of=as_of, previous=earlier))
        return brief

    def save(self, brief: Brief) -> Path:
        """The JSON of a brief, as `briefgen make` writes it."""
        path = self._home / f"edition-{self._number}" / f"{brief.topic}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(interchange.dump(interchange.brief_row(brief)), encoding="utf-8")
        return path


def lines(brief: Brief) -> list[str]:
    """What the section says."""
    return [one.text for section in brief.sections if section.name == "changes" for one in section.statements]


def row(brief: Brief) -> dict[str, object]:
    """The brief as JSON."""
    found: dict[str, object] = json.loads(interchange.dump(interchange.brief_row(brief)))
    return found
