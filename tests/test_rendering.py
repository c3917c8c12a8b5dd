"""Whole briefs in every format: golden text, pages, outline, and the same bytes everywhere."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import samples
from fontTools import subset as subsets
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from golden.refresh import golden
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from programs import POPPLER, program

from briefgen.errors import RenderError, TemplateError, UsageError
from briefgen.language import language
from briefgen.model import Brand, Brief, Direction, Kind, Message, Modifier, Quantity, Relation, RelationType
from briefgen.rendering import engine, fonts, formats, pdf, render, renderer
from briefgen.rendering import html as html_format
from briefgen.rendering.fonts import missing_letters, ready
from briefgen.rendering.markdown import page
from briefgen.rendering.typefaces import Face
from briefgen.rendering.words import heading
from briefgen.values import change

ROOT = Path(__file__).parents[1]
DEFAULT = (ROOT / "templates" / "default",)
VOID = {"meta", "img", "br", "hr", "link", "input"}


@pytest.fixture(scope="module")
def ordinary_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "transport.pdf"
    path.write_bytes(render(samples.ordinary(), ["pdf"], Brand(), DEFAULT)[0].content)
    return path


@pytest.fixture(scope="module")
def ordinary_html() -> str:
    return html_format.render(samples.ordinary(), Brand(), DEFAULT)[0].content.decode()


def test_golden_files() -> None:
    for name, text in golden().items():
        kept = (Path(__file__).parent / "golden" / name).read_text(encoding="utf-8")
        assert text == kept, f"{name} changed: run python tests/golden/refresh.py and look at the diff"


def test_main_file_comes_first_and_charts_lie_beside() -> None:
    names = [file.name for file in render(samples.ordinary(), ["md", "md"], Brand(), DEFAULT)]
    assert names[0] == "transport.md"
    assert [name.startswith("transport-charts/") for name in names[1:]] == [True] * 4


def test_every_chart_of_the_markdown_is_a_file() -> None:
    text, *beside = render(samples.ordinary(), ["md"], Brand(), DEFAULT)
    for file in beside:
        assert f"]({file.name})" in text.content.decode()


def test_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="rtf") as caught:
        renderer("rtf")
    assert caught.value.hint is not None
    assert "pdf" in caught.value.hint
    assert {"md", "html", "pdf", "json"} <= set(formats())


def test_every_marker_has_a_note_and_every_note_a_marker() -> None:
    text = page(samples.ordinary(), Brand(), DEFAULT)
    cited, noted = set(re.findall(r"\[\^(\d+)\](?!:)", text)), set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))
    assert cited == noted == {str(number) for number in range(1, len(noted) + 1)}
    assert " [^" not in text.replace("| [^", "").replace("Sources: [^", "")


def test_numbers_follow_the_page() -> None:
    seen = list(dict.fromkeys(re.findall(r"\[\^(\d+)\](?!:)", page(samples.ordinary(), Brand(), DEFAULT))))
    assert seen == [str(number) for number in range(1, len(seen) + 1)]


def test_notes_hold_the_sentence_word_for_word() -> None:
    text = page(samples.ordinary(), Brand(), DEFAULT)
    for fact in samples.ordinary().facts:
        for figure in fact.figures:
            assert figure.passage.quote in text


def test_digests_and_uncited_documents_are_named() -> None:
    text = page(samples.ordinary(), Brand(), DEFAULT)
    assert "**briefgen digest of Line &amp; Track Weekly**" in text
    assert "Read, but not cited:\n\n- **Sea Bulletin**" in text


def test_order_of_documents_changes_no_number() -> None:
    brief = samples.ordinary()
    shuffled = replace(brief, documents=brief.documents[::-1])
    assert page(brief, Brand(), DEFAULT) == page(shuffled, Brand(), DEFAULT)


def test_a_passage_of_an_unknown_document_is_refused() -> None:
    with pytest.raises(TemplateError, match="not among its documents"):
        page(replace(samples.ordinary(), documents=()), Brand(), DEFAULT)


class _Checker(HTMLParser):
    """Counts what a page is made of; complains about tags that do not close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag == name]


def _parsed(text: str) -> _Checker:
    checker = _Checker()
    checker.feed(text)
    assert not checker.open
    return checker


def test_html_stands_alone(ordinary_html: str) -> None:
    found = _parsed(ordinary_html)
    assert [script["type"] for script in found.all("script")] == ["application/json"]
    assert not found.all("link")
    assert not [image for image in found.all("img") if not str(image["src"]).startswith("data:")]
    links = {str(link["href"]) for link in found.all("a")}
    beside = {link for link in links if not link.startswith(("#", "https://www.gazette.example/"))}
    assert beside == {"transport-charts/01.csv", "transport-charts/02.csv"}


def test_html_structure(ordinary_html: str) -> None:
    found = _parsed(ordinary_html)
    assert [attrs["lang"] for attrs in found.all("html")] == ["en-GB"]
    assert len(found.all("h1")) == len(found.all("main")) == len(found.all("title")) - 4 == 1
    levels = [int(tag[1]) for tag, _ in found.tags if tag in {"h1", "h2", "h3", "h4"}]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(attrs.get("scope") in {"col", "row"} for attrs in found.all("th"))


def test_html_ids_are_unique_and_links_lead_somewhere(ordinary_html: str) -> None:
    found = _parsed(ordinary_html)
    ids = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {address for link in found.all("a") if (address := str(link["href"])).startswith("#")} <= {
        f"#{name}" for name in ids
    }
    assert {str(button["popovertarget"]) for button in found.all("button")} <= set(ids)


def test_charts_in_html_have_a_title_and_text(ordinary_html: str) -> None:
    found = _parsed(ordinary_html)
    assert [attrs["role"] for attrs in found.all("svg")] == ["img"] * 4
    assert ">4.9</text>" in ordinary_html


def _output(*command: str | Path) -> str:
    program(str(command[0]), POPPLER)
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_pdf_pages_text_and_outline(ordinary_pdf: Path) -> None:
    text = subprocess.run(
        ["pdftotext", "-layout", ordinary_pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert text.count("\f") == 3
    for words in ("Transport and corridors", "For official use", "about 3.8 million tons", "Where sources disagree"):
        assert words in text
    info = _output("pdfinfo", ordinary_pdf)
    assert "Tagged:          yes" in info
    assert "CreationDate" not in info


def test_pdf_has_only_shipped_fonts(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(render(samples.awkward(), ["pdf"], Brand(), DEFAULT)[0].content)
    fonts = _output("pdffonts", path).splitlines()[2:]
    names = {line.split()[0].partition("+")[2].partition(",")[0] for line in fonts}
    assert all(name.startswith(("Source-", "DejaVu-Sans", "briefgen-Symbols")) for name in names)


def test_fonts_have_every_letter_of_our_locales() -> None:
    assert missing_letters(Brand(), "₼₸₽€£ ↑↩ ƏəĞğİıŞş ҚқҢңӘәҰұ العربية עברית “”–—…½²") == ()
    assert missing_letters(Brand(), "中") == ("中",)


def test_kerning_is_settled_as_fonttools_would() -> None:
    """Our short way and fontTools' long one put letters at the same places."""
    face = Face("Source Sans 3", 600)
    origin = TTFont(fonts._origin(face))
    options = subsets.Options(layout_features=["kern"], name_IDs=[], hinting=False, glyph_names=True)
    cutter = subsets.Subsetter(options)
    cutter.populate(text="AVTo.,")
    cutter.subset(origin)
    long_way = instancer.instantiateVariableFont(origin, {"wght": 600})
    ours = TTFont(fonts.static(face))
    for left, right in ("AV", "To", "T,", "V."):
        assert _kern(ours, left, right) == _kern(long_way, left, right) != 0


def _kern(font: TTFont, left: str, right: str) -> int:
    one, two = (font.getBestCmap()[ord(letter)] for letter in (left, right))
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in (getattr(part, "ExtSubTable", part) for part in lookup.SubTable):
            found = _pair(table, one, two) if type(table).__name__ == "PairPos" else None
            if found is not None:
                return int(getattr(found, "XAdvance", 0))
    return 0


def _pair(table: Any, one: str, two: str) -> Any:  # noqa: ANN401 - fontTools has no types
    if one not in table.Coverage.glyphs:
        return None
    if table.Format == 2:
        first, second = table.ClassDef1.classDefs.get(one, 0), table.ClassDef2.classDefs.get(two, 0)
        return table.Class1Record[first].Class2Record[second].Value1
    pairs = table.PairSet[table.Coverage.glyphs.index(one)].PairValueRecord
    return next((pair.Value1 for pair in pairs if pair.SecondGlyph == two), None)


def test_fonts_are_ready_once_they_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for face in fonts.faces(Brand()):
        fonts.static(face)
    assert ready(Brand())
    monkeypatch.setattr(fonts, "cache_folder", lambda: tmp_path)
    assert not ready(Brand())


def test_pdf_without_pango_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_library(_name: str) -> None:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(engine.importlib, "import_module", no_library)
    with pytest.raises(RenderError, match="Pango") as caught:
        engine.weasyprint()
    assert "apt-get install libpango" in str(caught.value)
    assert "brew install pango" in str(caught.value)


def test_a_page_can_fetch_only_its_charts() -> None:
    for address in ("file:///etc/passwd", "http://example.org/x.png", "https://brief.invalid/../x", "x.svg"):
        page = f'<html lang="en"><title>x</title><img alt="x" src="{address}">'
        with pytest.raises(RenderError, match="may not fetch"):
            pdf._print(samples.quiet(), Brand(), lambda _short, page=page: (page, {}))


LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10"/></svg>'


@pytest.mark.parametrize(
    ("kind", "modifier", "direction", "words"),
    [
        (Kind.INCREMENT, Modifier.UP_TO, Direction.UP, "rise of up to 10 million tons"),
        (Kind.INCREMENT, None, Direction.DOWN, "down 10 million tons"),
        (Kind.CHANGE, Modifier.APPROX, Direction.DOWN, "fall of about 10 million tons"),
        (Kind.LEVEL, Modifier.MORE_THAN, Direction.UP, "more than 10 million tons"),
    ],
)
def test_changes_say_which_way(kind: Kind, modifier: Modifier | None, direction: Direction, words: str) -> None:
    quantity = Quantity(Decimal(10_000_000), None, "t", modifier, "10 million tons")
    changed = replace(samples.in_2024, kind=kind, direction=direction, quantity=quantity)
    assert change(changed, language("en-GB")) == words


def test_logo_in_both_media(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(LOGO)
    brand = Brand(logo=str(tmp_path / "logo.svg"), logo_alt="A black box")
    text = html_format.render(samples.quiet(), brand, DEFAULT)[0].content.decode()
    assert _parsed(text).all("img")[0]["alt"] == "A black box"
    plain, branded = (render(samples.quiet(), ["pdf"], one, DEFAULT)[0].content for one in (Brand(), brand))
    assert plain != branded


@pytest.mark.parametrize(
    ("name", "alt", "words"), [("x.gif", "x", "SVG"), ("x.svg", "", "words"), ("x.svg", "x", "read")]
)
def test_a_bad_logo_says_why(name: str, alt: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=words):
        html_format.render(samples.quiet(), Brand(logo=str(tmp_path / name), logo_alt=alt), DEFAULT)


PROGRAM = """
import hashlib, sys
sys.path[:0] = sys.argv[1:3]
import samples
from pathlib import Path
from briefgen.model import Brand
from briefgen.rendering import render
for file in render(samples.ordinary(), ["md", "html", "pdf"], Brand(), [Path(sys.argv[3])]):
    print(file.name, hashlib.sha256(file.content).hexdigest())
"""


def test_same_bytes_in_other_processes(tmp_path: Path, ordinary_pdf: Path, ordinary_html: str) -> None:
    files = {file.name: file.content for file in render(samples.ordinary(), ["md"], Brand(), DEFAULT)}
    files |= {"transport.html": ordinary_html.encode(), "transport.pdf": ordinary_pdf.read_bytes()}
    expected = "".join(f"{name} {hashlib.sha256(content).hexdigest()}\n" for name, content in files.items())
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    program = [sys.executable, "-c", PROGRAM, str(ROOT), str(Path(__file__).parent), str(DEFAULT[0])]
    made = subprocess.run(program, capture_output=True, text=True, check=True, env=environment, cwd=tmp_path).stdout
    assert made == expected


@settings(deadline=None, max_examples=12)
@given(st.text(max_size=60))
def test_any_text_is_printed_and_starts_nothing(words: str) -> None:
    brief = samples.quiet()
    section = replace(brief.sections[0], statements=(replace(brief.sections[0].statements[0], text=words),))
    text = page(_with(brief, section), Brand(), DEFAULT)
    assert text.count("\n## ") == 4
    assert text.count("<!-- block:") == 5


def _with(brief: Brief, section: object) -> Brief:
    return replace(brief, sections=(section, *brief.sections[1:]))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            Message("%(a)s.", (("a", Message("The %(thing)s is built", (("thing", "ferry"),))),)),
            "Ferry: the status differs",
        ),
        (Message("The %(thing)s of one passage is of stone.", (("thing", "quay"),)), "Quay: the status differs"),
        (Message("%(thing)s is", (("thing", "what “he” wants, and more"),)), "Sources differ on the status"),
        (Message("One passage speaks of a %(noun)s.", (("noun", "ferry"),)), "Sources differ on the status"),
        (None, "Sources differ on the status"),
    ],
)
def test_a_card_of_claims_says_what_it_is_about(told: Message | None, words: str) -> None:
    card = Relation(RelationType.STATUS_CONFLICT, (), (), "The ferry is built.", told=told)
    assert heading(card, language("en-GB")) == words
