"""What `verify` finds in a file of a brief, and in those of an invented week that nobody changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import invented
from msgspec.structs import replace

from briefgen import config, orders, pipeline, printed
from briefgen.verify import verify

CHECKED = ("json", "html", "docx", "pdf")
"""Formats that `verify` reads."""


def found(content: bytes, folder: Path, ending: str) -> list[str]:
    """The findings of a file."""
    path = folder / f"x.{ending}"
    path.write_bytes(content)
    file = printed.load(path)
    return [str(finding) for finding in verify(file.brief, page=file.page)]


def weekly(seed: int, folder: Path, formats: Sequence[str]) -> dict[str, list[str]]:
    """What is found in the files of an invented week's brief, where nobody changed anything; by file name."""
    week = invented.week(seed)
    news = folder / f"news-{seed}"
    news.mkdir()
    for name, text in week.documents.items():
        (news / name).write_text(text, encoding="utf-8")
    usual = config.load()
    brand = replace(usual.brand, locale=week.locale)
    settings = replace(usual, brand=brand, evidence=week.evidence, pages=week.pages)
    briefs = list(pipeline.make(settings, orders.Order(topics=week.topics, corpus=(news,))))
    brief = pipeline.together(briefs) if len(briefs) > 1 else briefs[0]
    files = [file for file in pipeline.render(brief, formats, settings) if not file.name.endswith(".csv")]
    assert len(files) == len(formats)
    return {file.name: found(file.content, folder, file.name.rpartition(".")[2]) for file in files}
