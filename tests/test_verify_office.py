"""A Word document that LibreOffice saved again still proves itself, and what somebody changed in it is named."""

from __future__ import annotations

import subprocess
from pathlib import Path

import invented
import pytest
import tampering_docx
from conftest import HARBOUR, LINE
from msgspec.structs import replace
from programs import OFFICE, program
from test_verify import SERIES

from briefgen import config, orders, pipeline, printed, samples
from briefgen.model import Brief
from briefgen.verify import verify

pytestmark = pytest.mark.conform
KINDS = (
    "number in a sentence",
    "number over two runs",
    "number as a tracked change",
    "number in a table",
    "number in a footnote",
    "text in place of a reference",
    "words of a chart",
    "dots of a chart",
    "hidden number",
    "number in the footer",
)
"""Tampering that has to show after LibreOffice wrote the whole file anew."""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of Word documents as LibreOffice saves them: honest ones, and one of each kind of tampering."""
    folder = tmp_path_factory.mktemp("office")
    for name, brief in honest(folder).items():
        write(folder / f"{name}.docx", brief)
    small = (folder / "small.docx").read_bytes()
    for name in KINDS:
        (folder / f"{name}.docx").write_bytes(tampering_docx.DOCX[name][0](small))
    command = (
        program("soffice", OFFICE),
        "--headless",
        f"-env:UserInstallation=file://{folder}/profile",
        "--convert-to",
    )
    files = map(str, sorted(folder.glob("*.docx")))
    subprocess.run(
        [*command, "docx:MS Word 2007 XML", "--outdir", str(folder / "again"), *files],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return folder / "again"


def honest(folder: Path) -> dict[str, Brief]:
    """The samples, a brief on two topics, and a small one."""
    news = folder / "news"
    news.mkdir()
    for name, text in (("harbour.txt", HARBOUR), ("line.txt", LINE), ("series.txt", SERIES)):
        (news / name).write_text(text, encoding="utf-8")
    (small,) = pipeline.make(config.load(), orders.Order(topics=("transport",), corpus=(news,)))
    week = invented.week(7)
    both = folder / "both"
    both.mkdir()
    for name, text in week.documents.items():
        (both / name).write_text(text, encoding="utf-8")
    two = pipeline.together(pipeline.make(config.load(), orders.Order(topics=week.topics, corpus=(both,))))
    return {"small": small, "two": two, **{name: samples.load(name) for name in samples.NAMES}}


def write(path: Path, brief: Brief) -> None:
    settings = samples.settings(path.stem) if path.stem in samples.NAMES else config.load()
    (file,) = pipeline.render(brief, ("docx",), replace(settings, pages=None))
    path.write_bytes(file.content)


def found(path: Path) -> list[str]:
    file = printed.load(path)
    return [str(finding) for finding in verify(file.brief, page=file.page)]


@pytest.mark.parametrize("name", ["small", "two", *samples.NAMES])
def test_what_nobody_changed_passes(name: str, saved: Path) -> None:
    assert found(saved / f"{name}.docx") == []


@pytest.mark.parametrize("name", KINDS)
def test_what_somebody_changed_is_named(name: str, saved: Path) -> None:
    words = tampering_docx.DOCX[name][1]
    findings = found(saved / f"{name}.docx")
    assert any(words in finding for finding in findings), findings
