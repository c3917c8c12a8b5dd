"""The Word document as other programs read it: valid parts, real styles, notes, tables, words for pictures."""

from __future__ import annotations

import io
import json
import os
import posixpath
import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
import samples
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace
from openxml_audit import FileFormat, OpenXmlValidator
from wordfile import said, text_of

from briefgen.errors import RenderError, TemplateError
from briefgen.model import Brand, Brief, Edition, Statement
from briefgen.oneline import one_line
from briefgen.rendering import docx
from briefgen.rendering.bundle import bundle
from briefgen.rendering.directions import way
from briefgen.rendering.docx.tables import widths
from briefgen.rendering.docx.xml import is_right_to_left, runs, turned
from briefgen.rendering.markdown import page

DEFAULT = (Path(__file__).parents[1] / "templates" / "default",)
BRIEFS = (samples.ordinary(), samples.awkward(), samples.quiet(), samples.scripts())
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def made(brief: Brief, brand: Brand | None = None, templates: tuple[Path, ...] = DEFAULT) -> bytes:
    (file,) = docx.render(brief, brand or Brand(), templates)
    assert file.name == f"{brief.topic}.docx"
    return file.content


def part(content: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return etree.fromstring(file.read(name))


def house(folder: Path, name: str, text: str) -> tuple[Path, ...]:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return (folder, *DEFAULT)


def every(content: bytes, path: str, name: str = "word/document.xml") -> list[etree._Element]:
    return part(content, name).xpath(path, namespaces={"w": qn("w:p")[1:].partition("}")[0]})


@pytest.mark.parametrize("brief", BRIEFS, ids=lambda brief: brief.topic)
@pytest.mark.parametrize("locale", ["en-GB", "ar"])
def test_every_part_is_valid(brief: Brief, locale: str, tmp_path: Path) -> None:
    path = tmp_path / "brief.docx"
    path.write_bytes(made(replace(brief, locale=locale)))
    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(str(path))
    assert [str(error) for error in result.errors] == []


def test_the_validator_finds_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "brief.docx"
    with zipfile.ZipFile(io.BytesIO(made(samples.quiet()))) as whole, zipfile.ZipFile(path, "w") as broken:
        for name in whole.namelist():
            broken.writestr(name, whole.read(name).replace(b"<w:body>", b"<w:body><w:tblCaption/>"))
    assert OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(str(path)).errors


def test_entries_are_unique_timeless_and_the_types_come_first() -> None:
    with zipfile.ZipFile(io.BytesIO(made(samples.ordinary()))) as file:
        names = file.namelist()
        assert names[0] == "[Content_Types].xml"
        assert names[1:] == sorted(set(names) - {names[0]})
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_relationships_lead_to_parts_that_are_there() -> None:
    content = made(samples.ordinary())
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = set(file.namelist())
    relations = part(content, "word/_rels/document.xml.rels")
    targets = [one.get("Target") for one in relations if one.get("TargetMode") != "External"]
    assert {posixpath.normpath(f"word/{target}") for target in targets} <= names
    used = set(re.findall(r'r:(?:id|embed)="(\w+)"', etree.tostring(part(content)).decode()))
    assert used <= {one.get("Id") for one in part(content, "word/_rels/document.xml.rels")}


@pytest.mark.parametrize(
    "path", ["//w:bookmarkStart/@w:id", "//w:bookmarkStart/@w:name", "//*[local-name()='docPr']/@id"]
)
def test_names_and_numbers_occur_once(path: str) -> None:
    found = Counter(every(made(samples.ordinary()), path))
    assert found
    assert set(found.values()) == {1}


@pytest.mark.parametrize("brief", BRIEFS, ids=lambda brief: brief.topic)
def test_it_says_all_that_the_markdown_says(brief: Brief) -> None:
    content = made(brief)
    words = text_of(content)
    lines = said(page(brief, Brand(), DEFAULT))
    assert len(lines) > 5
    assert [line for line in lines if line not in words] == []


@pytest.mark.parametrize("brief", BRIEFS, ids=lambda brief: brief.topic)
def test_notes_have_the_numbers_of_the_markdown(brief: Brief) -> None:
    content = made(brief)
    order = list(dict.fromkeys(re.findall(r"(?<!\\)\[\^(\d+)\](?!:)", page(brief, Brand(), DEFAULT))))
    assert every(content, "//w:footnoteReference/@w:id") == order
    notes = every(content, "//w:footnote[not(@w:type)]", "word/footnotes.xml")
    assert [note.get(qn("w:id")) for note in notes] == order
    sentences = [line for source in brief.documents for line in map(one_line, source.text.splitlines()) if line]
    for note in notes:
        assert any(line in "".join(note.itertext(qn("w:t"))) for line in sentences)


def test_a_sentence_cited_again_refers_to_its_note() -> None:
    content = made(samples.ordinary())
    marks = set(every(content, "//w:bookmarkStart/@w:name"))
    fields = [order.text.split() for order in every(content, "//w:instrText") if "NOTEREF" in order.text]
    assert len(fields) > 10
    assert {name for _, name, *_ in fields} <= marks
    results = every(content, "//w:r[preceding-sibling::w:r[w:instrText[contains(., 'NOTEREF')]]]/w:t")
    assert results


def test_headings_lists_and_quotations_have_styles_that_word_knows() -> None:
    document = Document(io.BytesIO(made(samples.ordinary())))
    by_style: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Title"] == ["Transport and corridors"]
    assert by_style["Heading 1"][:2] == ["Key figures", "In charts"]
    assert by_style["Heading 2"] == ["Port Alder must grow by half to meet its plan", "Two counts of the same cargo"]
    assert by_style["Grave Card Heading"] == ["Cargo handled, Port Alder: the values conflict"]
    assert document.styles["Grave Card Heading"].base_style.name == "Heading 2"
    assert {"Key Message", "List Bullet", "Quote", "Quote Source", "Editor Note", "Caption", "Picture"} <= set(by_style)
    known = {style.style_id for style in document.styles}
    used = set(every(made(samples.ordinary()), "//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val"))
    assert used <= known


def test_tables_repeat_their_header_and_name_what_they_hold() -> None:
    content = made(samples.ordinary())
    tables = every(content, "//w:tbl")
    assert len(tables) == 5
    for table in tables:
        rows = table.findall(qn("w:tr"))
        assert [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows] == [
            True,
            *[False] * (len(rows) - 1),
        ]
        assert table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}").get(qn("w:val"))
        across = [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]
        assert {len(row.findall(qn("w:tc"))) for row in rows} == {len(across)}


def test_links_of_page_one_lead_to_their_cards() -> None:
    content = made(samples.ordinary())
    (anchor, *_) = every(content, "//w:hyperlink/@w:anchor")
    (heading,) = every(content, f"//w:p[w:bookmarkStart[@w:name='{anchor}']]")
    assert "".join(heading.itertext(qn("w:t"))) == "Cargo handled, Port Alder: the values conflict"
    assert set(every(content, "//w:hyperlink/@w:anchor")) <= set(every(content, "//w:bookmarkStart/@w:name"))


def test_captions_are_numbered_by_fields() -> None:
    content = made(samples.ordinary())
    captions = [p.text for p in Document(io.BytesIO(content)).paragraphs if p.style.name == "Caption"]
    assert captions[0] == "Table 1. Key figures"
    assert [line.split(".")[0] for line in captions] == [
        "Table 1",
        "Chart 1",
        "Table 2",
        "Chart 2",
        "Table 3",
        "Table 4",
    ]
    orders = [order.text.split()[1] for order in every(content, "//w:instrText") if "SEQ" in order.text]
    assert orders == ["Table", "Chart", "Table", "Chart", "Table", "Table"]


def test_every_chart_has_its_words() -> None:
    brief = samples.ordinary()
    assert every(made(brief), "//*[local-name()='docPr']/@descr") == [chart.alt for chart in brief.charts]


@pytest.mark.parametrize(("size", "width"), [("A4", "11906"), ("Letter", "12240")])
def test_the_paper_is_that_of_the_brand(size: str, width: str) -> None:
    content = made(samples.ordinary(), Brand(page=size, margin="1in"))
    assert every(content, "//w:pgSz/@w:w") == [width]
    assert every(content, "//w:pgMar/@w:left") == ["1440"]
    room = int(width) - 2 * 1440
    assert all(
        sum(int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))) <= room
        for table in every(content, "//w:tbl")
    )


def test_its_properties_are_those_of_the_edition() -> None:
    properties = Document(io.BytesIO(made(samples.ordinary()))).core_properties
    assert (properties.title, properties.author) == ("Transport and corridors", "briefgen")
    assert (properties.subject, properties.language) == ("2025-W43", "en-GB")
    assert str(properties.created) == "2025-10-21 00:00:00+00:00"
    undated = replace(samples.ordinary(), edition=Edition("undated", None))
    assert Document(io.BytesIO(made(undated))).core_properties.created is None


def test_it_carries_the_evidence_of_the_brief() -> None:
    brief = samples.awkward()
    (holder,) = part(made(brief), "customXml/item1.xml").xpath("/e:evidence", namespaces={"e": "urn:briefgen:evidence"})
    assert json.loads(holder.text) == json.loads(bundle(brief, Brand(), DEFAULT))


def test_the_same_bytes_in_another_process() -> None:
    code = (
        "import sys, hashlib, samples; from pathlib import Path; from briefgen.model import Brand;"
        "from briefgen.rendering import docx;"
        "print(hashlib.sha256(docx.render(samples.ordinary(), Brand(), (Path(sys.argv[1]),))[0].content).hexdigest())"
    )
    folders = os.pathsep.join(map(str, (Path(__file__).parent, Path(__file__).parents[1])))
    worlds = ({"PYTHONHASHSEED": "1", "TZ": "UTC"}, {"PYTHONHASHSEED": "77", "TZ": "Pacific/Kiritimati"})
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, DEFAULT[0]],
            env=os.environ | {"PYTHONPATH": folders} | world,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for world in worlds
    }
    assert len(digests) == 1


def test_a_page_in_arabic_runs_from_the_right() -> None:
    content = made(replace(samples.scripts(), locale="ar"))
    assert every(content, "//w:sectPr/w:bidi")
    assert every(content, "//w:tblPr/w:bidiVisual")
    assert every(content, "//w:style[@w:styleId='Normal']/w:pPr/w:bidi", "word/styles.xml")
    assert every(content, "//w:lang/@w:val", "word/styles.xml") == ["ar"]


def test_a_quotation_runs_as_its_script_does() -> None:
    content = made(samples.scripts())
    turned = every(content, "//w:p[w:pPr/w:bidi]")
    assert ["".join(p.itertext(qn("w:t")))[:4] for p in turned] == ["“نعم", "“שלו"]
    assert every(content, "//w:r[w:rPr/w:rtl]/w:t")


def test_blocks_and_frame_can_be_overridden(tmp_path: Path) -> None:
    words = "## Imprint\n\n1. one\n2. two\n\n7) seven\n"
    words = f"{{% extends '!default/brief.md.j2' %}}{{% block colophon %}}{words}{{% endblock %}}"
    folders = house(tmp_path / "house", "brief.md.j2", words)
    house(
        tmp_path / "house",
        "word.md.j2",
        "{% extends '!default/word.md.j2' %}{% block chart_label %}Grafik{% endblock %}"
        "{% block header %}**Ministry** of [trade](https://trade.example){% endblock %}",
    )
    content = made(samples.ordinary(), templates=folders)
    texts = [(p.style.name, p.text) for p in Document(io.BytesIO(content)).paragraphs]
    assert texts[-4:] == [
        ("Heading 1", "Imprint"),
        ("List Number", "one"),
        ("List Number", "two"),
        ("List Number", "seven"),
    ]
    assert "Grafik 1" in [text.split(".")[0] for _, text in texts]
    assert "".join(part(content, "word/header1.xml").itertext(qn("w:t"))) == "Ministry of trade"


@pytest.mark.parametrize(
    ("markdown", "style", "shown"),
    [
        ("a\n\n- b\n  - c\n    - d\n      - e", "ListBullet3", ["d", "e"]),
        ("- b\n\n  c", "ListContinue", ["c"]),
        ("```\ncode <b>\n```", "BodyText", ["code <b>"]),
        ("#### deep", "Heading3", ["deep"]),
        ("***both*** **[bold](https://x.example)**", "BodyText", ["both bold"]),
        ("one\\\ntwo", "BodyText", ["onetwo"]),
    ],
)
def test_markdown_of_editors(markdown: str, style: str, shown: list[str], tmp_path: Path) -> None:
    content = made(samples.quiet(), templates=house(tmp_path, "brief.md.j2", markdown))
    found = every(content, f"//w:p[w:pPr/w:pStyle[@w:val='{style}']]")
    assert ["".join(p.itertext(qn("w:t"))) for p in found] == (["a", *shown] if style == "x" else shown)


def test_what_an_editor_says_in_the_bottom_line_stands_in_its_box() -> None:
    said = Statement("e" * 12, "The ministry counts anew.", (), author="editor", markup="The ministry *counts* anew.")
    quiet = samples.ordinary()
    lead = next(section for section in quiet.sections if section.name == "bottom_line")
    other = next(section for section in quiet.sections if section.name == "developments")
    inside = {one.name: replace(one, statements=(*one.statements, said)) for one in (lead, other)}
    content = made(replace(quiet, sections=tuple(inside.get(one.name, one) for one in quiet.sections)))
    document = Document(io.BytesIO(content))
    notes = [one for one in document.paragraphs if "counts anew" in one.text]
    assert [one.style.name for one in notes] == ["Key Note", "Editor Note"]
    styles = {style.style_id: style.element for style in document.styles}
    borders, indents = (
        {
            etree.tostring(styles[name].find(f".//{qn(tag)}"))
            for name in ("KeyHeading", "KeyText", "KeyMessage", "KeyNote")
        }
        for tag in ("w:pBdr", "w:ind")
    )
    assert (len(borders), len(indents)) == (1, 1), "Word joins paragraphs of the same borders and indents to one box"


def test_a_sentence_that_nothing_cites_is_printed_with_its_document(tmp_path: Path) -> None:
    text = "## Sources\n\n**Gazette**\n\n[^1]: “Said.”\n\n[^2]: “Unsaid.”\n\n<!-- block: gaps -->\n\nx[^1]"
    text = f"<!-- block: sources -->\n\n{text}"
    content = made(samples.quiet(), templates=house(tmp_path, "brief.md.j2", text))
    texts = [p.text for p in Document(io.BytesIO(content)).paragraphs]
    assert texts == ["Sources", "Gazette [1]", "“Unsaid.”", "x[]"]


def test_a_picture_that_is_no_chart_of_the_brief_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"the picture “other\.svg” may not stand"):
        made(samples.quiet(), templates=house(tmp_path, "brief.md.j2", "![alt](other.svg)"))


def test_a_template_that_is_wrong_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        made(samples.quiet(), templates=house(tmp_path, "word.md.j2", "\n{{ brief.titel }}"))
    assert "word.md.j2:2" in str(caught.value.where)


def test_a_logo_stands_above_the_title(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(PNG)
    content = made(samples.quiet(), Brand(logo=str(path), logo_alt="The ministry"))
    assert every(content, "//*[local-name()='docPr']/@descr") == ["The ministry"]


SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'><path d='M0 0h20v10z'/></svg>"


def test_a_logo_in_svg_is_drawn(tmp_path: Path) -> None:
    path = tmp_path / "logo.svg"
    path.write_text(SVG, encoding="utf-8")
    content = made(samples.quiet(), Brand(logo=str(path), logo_alt="The ministry"))
    assert content == made(samples.quiet(), Brand(logo=str(path), logo_alt="The ministry"))
    assert every(content, "//*[local-name()='docPr']/@descr") == ["The ministry"]
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.read("word/media/image1.png").startswith(b"\x89PNG")


@pytest.mark.parametrize("text", ["", "no picture", "<svg"])
def test_a_logo_that_cannot_be_drawn_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "logo.svg"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RenderError, match="cannot be read"):
        made(samples.quiet(), Brand(logo=str(path), logo_alt="The ministry"))


def test_without_the_package_that_draws_it_a_logo_in_svg_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    path = tmp_path / "logo.svg"
    path.write_text(SVG, encoding="utf-8")
    with pytest.raises(RenderError, match="resvg_py"):
        made(samples.quiet(), Brand(logo=str(path), logo_alt="The ministry"))


@given(
    st.lists(st.lists(st.text(max_size=120), min_size=3, max_size=3), min_size=1, max_size=8), st.integers(900, 12000)
)
def test_columns_fill_the_room(rows: list[list[str]], room: int) -> None:
    found = widths(rows, room)
    assert sum(found) == room
    assert min(found) > 0


@given(st.text())
def test_runs_say_what_the_text_says_as_far_as_xml_can(text: str) -> None:
    shown = "".join(one.find(qn("w:t")).text for one in runs(text))
    assert len(shown) == len(text)
    assert all(other in {letter, "\ufffd"} for letter, other in zip(text, shown, strict=True))


@pytest.mark.parametrize(
    ("text", "expected"), [("", False), ("12 abc שלום", False), ("“שלום” abc", True), ("1, 2", False)]
)
def test_the_first_letter_decides_where_a_line_begins(text: str, expected: bool) -> None:  # noqa: FBT001
    assert is_right_to_left(text) is expected


def test_words_from_the_left_say_so_on_a_page_from_the_right() -> None:
    content = made(replace(samples.scripts(), locale="ar"))
    plain = [p for p in every(content, "//w:p") if not p.xpath("w:pPr/w:bidi", namespaces={"w": qn("w:p")[1:-2]})]
    assert [text for text in map(text_in, plain) if way(text) == "ltr"] == []
    turned = every(content, "//w:p[w:pPr/w:bidi/@w:val='0']")
    assert {way(text_in(p)) for p in turned} == {"ltr"}


def text_in(paragraph: etree._Element) -> str:
    return "".join(paragraph.itertext(qn("w:t")))


@pytest.mark.parametrize(
    ("text", "right_to_left", "expected"),
    [
        ("17 يونيو 2025 — Containers waited", True, ["0"]),
        ("صحيفة المرفأ", True, []),
        ("2024", True, []),
        ("نعم, she said", False, ["1"]),
        ("Yes", False, []),
    ],
)
def test_a_paragraph_says_its_way_where_it_is_not_the_pages(
    text: str,
    right_to_left: bool,  # noqa: FBT001
    expected: list[str],
) -> None:
    assert [one.get(qn("w:val")) for one in turned(text, right_to_left=right_to_left)] == expected


def test_a_column_has_room_for_its_words_and_what_stands_around_them() -> None:
    rows = [["Value", "Said by"], ["3.2 TWh", "Ministry of Energy of Norden, which is a long name for a column " * 3]]
    letters = len("Value") * 120
    assert widths(rows, 9000, (150, 150))[0] < 370 + letters <= widths(rows, 9000, (370, 150))[0]
