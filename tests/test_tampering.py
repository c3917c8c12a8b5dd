"""Whatever is changed in a finished brief is caught without the corpus, and named."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from pathlib import Path

import invented
import pytest
import tampering
import tampering_docx
from alarms import CHECKED, found
from conftest import HARBOUR, LINE, Run
from msgspec.structs import replace
from test_verify import SERIES

from briefgen import config, orders, pipeline, printed, samples
from briefgen.errors import UsageError
from briefgen.model import File


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A brief of invented documents in every format, by ending."""
    folder = tmp_path_factory.mktemp("news")
    for name, text in (("harbour.txt", HARBOUR), ("line.txt", LINE), ("series.txt", SERIES)):
        (folder / name).write_text(text, encoding="utf-8")
    settings = config.load()
    (brief,) = pipeline.make(settings, orders.Order(topics=("transport",), corpus=(folder,)))
    made: tuple[File, ...] = pipeline.render(brief, ("json", "html", "pdf", "docx"), settings)
    return {file.name.rpartition(".")[2]: file.content for file in made}


@pytest.mark.parametrize("ending", ["json", "html", "pdf", "docx"])
def test_what_nobody_changed_passes(ending: str, files: dict[str, bytes], tmp_path: Path) -> None:
    assert found(files[ending], tmp_path, ending) == []


@pytest.mark.parametrize("name", tampering.JSON)
def test_a_changed_brief_is_named(name: str, files: dict[str, bytes], tmp_path: Path) -> None:
    row = copy.deepcopy(json.loads(files["json"]))
    change, words = tampering.JSON[name]
    change(row)
    findings = found(json.dumps(row).encode(), tmp_path, "json")
    assert any(words in finding for finding in findings), findings


@pytest.mark.parametrize("name", tampering.HTML)
def test_a_changed_page_is_named(name: str, files: dict[str, bytes], tmp_path: Path) -> None:
    change, words = tampering.HTML[name]
    findings = found(change(files["html"].decode()).encode(), tmp_path, "html")
    assert any(words in finding for finding in findings), findings


@pytest.mark.parametrize("name", tampering.PDF)
def test_a_changed_pdf_is_named(name: str, files: dict[str, bytes], tmp_path: Path) -> None:
    change, words = tampering.PDF[name]
    findings = found(change(files["pdf"]), tmp_path, "pdf")
    assert any(words in finding for finding in findings), findings


@pytest.mark.parametrize("name", tampering_docx.DOCX)
def test_a_changed_word_document_is_named(name: str, files: dict[str, bytes], tmp_path: Path) -> None:
    change, words = tampering_docx.DOCX[name]
    findings = found(change(files["docx"]), tmp_path, "docx")
    assert any(words in finding for finding in findings), findings


@pytest.mark.parametrize("name", tampering_docx.REFUSED)
def test_a_word_document_that_is_no_brief_is_refused(name: str, files: dict[str, bytes], tmp_path: Path) -> None:
    change, words = tampering_docx.REFUSED[name]
    with pytest.raises(UsageError, match=words):
        found(change(files["docx"]), tmp_path, "docx")


@pytest.mark.parametrize("name", tampering_docx.ALLOWED)
def test_other_words_in_word_are_told_and_no_finding(
    name: str, files: dict[str, bytes], briefgen: Run, tmp_path: Path
) -> None:
    (tmp_path / "x.docx").write_bytes(tampering_docx.ALLOWED[name](files["docx"]))
    done = briefgen("verify", "x.docx")
    assert (done.returncode, done.stdout) == (0, "")
    assert "edited: " in done.stderr


def test_there_are_forty_kinds() -> None:
    kinds = (tampering.JSON, tampering.HTML, tampering.PDF, tampering_docx.DOCX)
    assert sum(map(len, kinds)) >= 100


HOSTILE = {
    "truncated.pdf": lambda files: files["pdf"][: len(files["pdf"]) // 2],
    "no page.pdf": lambda _files: b"%PDF-1.7\n%%EOF\n",
    "no evidence.html": lambda _files: b"<!DOCTYPE html><p>Nothing.</p>",
    "two blocks.html": lambda files: files["html"].replace(b"</body>", b'<script id="briefgen-evidence">{}</script>'),
    "no JSON.html": lambda _files: b'<script type="application/json" id="briefgen-evidence">{</script>',
    "deep.html": lambda _files: b'<script id="briefgen-evidence">' + b"[" * 100_000 + b"</script>",
    "deep tags.html": lambda _files: b"<main>" + b"<div>" * 10_000,
    "no text.html": lambda _files: b"<html>\xff\xfe</html>",
    "deep.json": lambda _files: b'{"a":' * 100_000,
    "twice.json": lambda files: files["json"].replace(b'{\n "format"', b'{\n "title": "x",\n "format"', 1),
    "large.json": lambda _files: b'{"a": "' + b"x" * (65 * 2**20) + b'"}',
    "types.json": lambda files: files["json"].replace(b'"printed": [', b'"printed": [5, ', 1),
    "notes.json": lambda files: files["json"].replace(b'"cites": [', b'"cites": ["x", ', 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_brief_is_refused(name: str, files: dict[str, bytes], briefgen: Run, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name](files))
    done = briefgen("verify", name)
    assert done.returncode == 2, done.stdout
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr


def test_an_encrypted_pdf_is_refused(files: dict[str, bytes], tmp_path: Path) -> None:
    import io

    import pypdf

    writer = pypdf.PdfWriter(io.BytesIO(files["pdf"]))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "x.pdf")
    with pytest.raises(UsageError, match="is encrypted"):
        printed.load(tmp_path / "x.pdf")


@pytest.mark.conform
def test_a_shortened_pdf_passes_and_what_was_changed_in_it_is_named(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for seed in (3, 5, 8):
        for name, text in invented.documents(seed).items():
            (news / f"{seed}-{name}").write_text(text, encoding="utf-8")
    settings = replace(config.load(), pages=1)
    (brief,) = pipeline.make(settings, orders.Order(topics=("transport",), corpus=(news,)))
    (file,) = pipeline.render(brief, ("pdf",), settings)
    assert found(file.content, tmp_path, "pdf") == []
    changed = tampering.pdf_text("million", "milliom")(file.content)
    assert any("milliom" in finding for finding in found(changed, tmp_path, "pdf"))


@pytest.mark.parametrize(
    "formats", [CHECKED[:-1], pytest.param(("pdf",), marks=pytest.mark.conform)], ids=["quick", "pdf"]
)
@pytest.mark.parametrize("name", samples.NAMES)
def test_no_false_alarm_over_a_sample_with_a_logo(name: str, formats: Sequence[str], tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(tampering_docx.DOTS)
    settings = samples.settings(name)
    brand = replace(settings.brand, logo=str(logo), logo_alt="Ministry of 7 ports")
    for file in pipeline.render(samples.load(name), formats, replace(settings, brand=brand)):
        if not file.name.endswith(".csv"):
            assert found(file.content, tmp_path, file.name.rpartition(".")[2]) == [], file.name
