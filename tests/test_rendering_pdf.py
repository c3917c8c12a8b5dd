"""The PDF as other programs read it: structure, links both ways, fonts, order of text, page sizes, full pages."""

from __future__ import annotations

import re
import subprocess
import zlib
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest
import samples
from msgspec.structs import replace
from programs import POPPLER, program

from briefgen.errors import RenderError
from briefgen.model import Brand, Brief, Section
from briefgen.rendering import archive, json, markdown, pdf

DEFAULT = (Path(__file__).parents[1] / "templates" / "default",)
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
A4_FOOT = 841.9 - 57
"""Points from the top of an A4 page to the end of its text."""


def made(brief: Brief, brand: Brand | None = None) -> bytes:
    return pdf.render(brief, brand or Brand(), DEFAULT)[0].content


def objects(content: bytes) -> str:
    """What the file says, with its compressed parts opened."""
    found = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            found.append(zlib.decompress(stream.rstrip(b"\r\n")))
        except zlib.error:  # a part that is not compressed
            found.append(stream)
    return b"\n".join(found).decode("latin-1")


def output(command: str, path: Path, *more: str) -> str:
    return subprocess.run(
        [program(command, POPPLER), *more[:-1], path, *more[-1:]], capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pdf")
    for brief in (samples.ordinary(), samples.scripts(), crowded()):
        (folder / f"{brief.topic}.pdf").write_bytes(made(brief))
    return {path.stem: path for path in folder.iterdir()}


def crowded() -> Brief:
    """A table that takes more than a page."""
    brief = samples.ordinary()
    facts = tuple(
        replace(samples.in_2024, id=str(number), subject=f"Berth number {number} of the old harbour at Port Alder")
        for number in range(60)
    )
    return replace(brief, topic="crowded", sections=(Section("key_figures", "Key figures", facts=facts),), facts=facts)


@pytest.mark.parametrize("name", ["transport", "scripts", "crowded"])
def test_every_link_leads_somewhere_and_back(name: str, files: dict[str, Path]) -> None:
    said = objects(files[name].read_bytes())
    links = re.findall(r"/Subtype /Link/Rect \[([^]]+)\].*?/Dest \(([^)]+)\)", said)
    places = set(re.findall(r"\(([\w-]+)\) \[\d+ 0 R /XYZ", said))
    assert {name for _, name in links} <= places
    assert {place for place in places if place.startswith(("cite-", "note-"))} <= {name for _, name in links}
    for box, leads_to in links:
        left, top, right, bottom = map(float, box.split())
        assert right - left > 2, leads_to
        assert abs(top - bottom) > 4, leads_to


def test_structure(files: dict[str, Path]) -> None:
    said = objects(files["transport"].read_bytes())
    for mark in ("/Lang (en-GB)", "/MarkInfo", "/StructTreeRoot", "/DisplayDocTitle true", "/S /GTS_PDFA1"):
        assert mark in said, mark
    outline = re.findall(r"/Title \(([^)]*)\)/Parent", said) or re.findall(r"/Title \(([^)]*)\)", said)
    assert {section.heading for section in samples.ordinary().sections} <= set(outline)
    assert len(re.findall(r"/S /Figure\b.{0,200}/Alt", said, re.DOTALL)) == 2


def test_it_says_that_it_is_accessible_and_an_archive(files: dict[str, Path]) -> None:
    packet = output("pdfinfo", files["transport"], "-meta").strip()
    (rdf,) = ET.fromstring(packet).findall(f"{RDF}RDF")  # noqa: S314 - our own file
    said = {name: value for part in rdf.findall(f"{RDF}Description") for name, value in part.items()}
    assert said["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert said["{http://www.aiim.org/pdfa/ns/id/}part"] == "3"
    assert said["{http://www.aiim.org/pdfa/ns/id/}conformance"] == "A"


@pytest.mark.parametrize("text", [b"<rdf:RDF/>", b"<rdf:RDF></rdf:RDF><rdf:RDF></rdf:RDF>"])
def test_metadata_written_in_another_way_is_an_error(text: bytes) -> None:
    written = SimpleNamespace(catalog={"Metadata": b"0 0 R"}, objects=[SimpleNamespace(stream=[text])])
    with pytest.raises(RenderError, match="one RDF block"):
        archive.both(None, written)  # type: ignore[arg-type]


def test_it_carries_the_brief_and_the_values_of_its_charts(files: dict[str, Path], tmp_path: Path) -> None:
    output("pdfdetach", files["transport"], "-o", str(tmp_path), "-saveall")
    (expected,) = json.render(samples.ordinary(), Brand(), DEFAULT)
    assert (tmp_path / "transport.json").read_bytes() == expected.content
    said = objects(files["transport"].read_bytes())
    for mark in ("/AFRelationship /Data", "/Subtype /application#2fjson", "/CreationDate (D:20251021000000Z)"):
        assert mark in said, mark
    assert len(re.findall(r"/AF \[(.*?)\]", said)[0].split()) == 3 * 3, "each is listed once"
    values = markdown.data(
        samples.ordinary(), Brand(), markdown.written(samples.ordinary(), Brand(), DEFAULT).numbering
    )
    for number, file in enumerate(values, 1):
        assert (tmp_path / f"transport-charts-{number:02}.csv").read_bytes() == file.content


def test_attachments_of_an_undated_brief_have_a_day_all_the_same() -> None:
    brief = replace(samples.quiet(), edition=replace(samples.quiet().edition, as_of=None))
    assert "/CreationDate (D:19700101000000Z)" in objects(made(brief))


@pytest.mark.parametrize("name", ["transport", "scripts"])
def test_fonts_are_ours_and_inside(name: str, files: dict[str, Path]) -> None:
    lines = [line.split() for line in output("pdffonts", files[name]).splitlines()[2:]]
    assert lines
    for line in lines:
        assert line[0].partition("+")[2].startswith(("Source-", "DejaVu-Sans", "briefgen-Symbols"))
        assert line[-5:-2] == ["yes", "yes", "yes"], line


def test_text_reads_in_order(files: dict[str, Path]) -> None:
    text = output("pdftotext", files["transport"], "-")
    headings = [section.heading for section in samples.ordinary().sections]
    at = [text.index(f"\n{heading}\n") for heading in headings]
    assert at == sorted(at)
    assert "Port Alder handled 4.2 million tons of cargo in 2024, up 18% on the year.[1]" in text


def test_other_scripts_keep_their_letters(files: dict[str, Path]) -> None:
    text = output("pdftotext", files["scripts"], "-")
    for words in ("والتجارة", "ומסחר", "Ақтау", "Два берега"):
        assert words in text
    assert "\ufffd" not in text


def test_a_table_over_pages_repeats_its_header(files: dict[str, Path]) -> None:
    pages = output("pdftotext", files["crowded"], "-layout", "-").split("\f")
    with_rows = [page for page in pages if "Berth number" in page]
    assert len(with_rows) > 1
    assert all("Reported by" in page for page in with_rows)
    assert sum(len(re.findall(r"Berth number \d+", page)) for page in with_rows) == 60


@pytest.mark.parametrize("name", ["transport", "crowded"])
def test_no_page_ends_a_quarter_empty(name: str, files: dict[str, Path]) -> None:
    words = output("pdftotext", files[name], "-bbox", "-")
    for page in words.split("<page ")[1:-1]:
        ends = [float(end) for end in re.findall(r'yMax="([\d.]+)"', page)]
        last = max(end for end in ends if end < A4_FOOT)
        assert last > 0.75 * A4_FOOT, page[:60]


@pytest.mark.parametrize(("size", "points"), [("A4", "595.276 x 841.89"), ("Letter", "612 x 792")])
def test_page_sizes(size: str, points: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(made(samples.quiet(), Brand(page=size)))
    assert points in output("pdfinfo", tmp_path / "a.pdf")
