"""Changes of a Word document that `verify` has to catch, as somebody makes them in Word or with a zip program."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import escape, unescape

from tampering import resealed

from briefgen import interchange

Edit = Callable[[bytes], bytes]
MAIN, NOTES = "word/document.xml", "word/footnotes.xml"
EVIDENCE = "customXml/item1.xml"
DOTS = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""Another picture."""
_RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
_DONE = 'w:id="901" w:author="A. Editor" w:date="2025-04-01T09:00:00Z"'


def changed(part: str, edit: Callable[[str], str]) -> Edit:
    """A change of one part, which has to change something."""

    def both(content: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        before = parts[part].decode()
        after = edit(before)
        assert after != before, f"nothing to change in {part}"
        return packed({**parts, part: after.encode()})

    return both


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def swap(pattern: str, new: str, part: str = MAIN) -> Edit:
    """The first place of a pattern, in other words."""
    return changed(part, lambda text: re.sub(pattern, new, text, count=1, flags=re.DOTALL))


def without(part: str) -> Edit:
    """A document that lacks a part."""

    def edit(content: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return packed({name: package.read(name) for name in package.namelist() if name != part})

    return edit


def inside(change: Callable[[dict[str, Any]], object]) -> Edit:
    """A change of the bundle that the document carries."""

    def edit(text: str) -> str:
        found = re.search(r"(<evidence[^>]*>)([^<]*)(<)", text)
        assert found
        row = json.loads(unescape(found[2]))
        change(row)
        return text[: found.start(2)] + escape(interchange.line(row)) + text[found.end(2) :]

    return changed(EVIDENCE, edit)


def split(number: str, at: int, new: str) -> Edit:
    """Another number, over two runs, as Word leaves them behind."""
    halves = _RUN.format(new[:at]) + "<w:proofErr/>" + _RUN.format(new[at:])

    def edit(match: re.Match[str]) -> str:
        before, behind = match[1].split(number, 1)
        return _RUN.format(before) + halves + _RUN.format(behind)

    return changed(
        MAIN,
        lambda text: re.sub(
            rf'<w:r><w:t xml:space="preserve">([^<]*{re.escape(number)}[^<]*)</w:t></w:r>', edit, text, count=1
        ),
    )


def swapped_notes(text: str) -> str:
    """The first two citations lead to each other's notes."""
    turned = {'<w:footnoteReference w:id="1"/>': "2", '<w:footnoteReference w:id="2"/>': "1"}
    return re.sub(
        r'<w:footnoteReference w:id="[12]"/>', lambda match: f'<w:footnoteReference w:id="{turned[match[0]]}"/>', text
    )


def tracked(number: str, new: str) -> Edit:
    """A number deleted and another one inserted, both as tracked changes."""

    def edit(match: re.Match[str]) -> str:
        before, behind = match[1].split(number, 1)
        return (
            f"{_RUN.format(before)}<w:del {_DONE}><w:r><w:delText>{number}</w:delText></w:r></w:del>"
            f"<w:ins {_DONE}>{_RUN.format(new)}</w:ins>{_RUN.format(behind)}"
        )

    pattern = rf'<w:r><w:t xml:space="preserve">([^<]*{re.escape(number)}[^<]*)</w:t></w:r>'
    return changed(MAIN, lambda text: re.sub(pattern, edit, text, count=1))


def hidden(number: str) -> Edit:
    """A number that is hidden, so that nobody reads it."""

    def edit(match: re.Match[str]) -> str:
        before, behind = match[1].split(number, 1)
        gone = f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{number}</w:t></w:r>"
        return _RUN.format(before) + gone + _RUN.format(behind)

    pattern = rf'<w:r><w:t xml:space="preserve">([^<]*{re.escape(number)}[^<]*)</w:t></w:r>'
    return changed(MAIN, lambda text: re.sub(pattern, edit, text, count=1))


_BOX = (
    "<w:r><w:drawing><wp:anchor><wp:docPr id='77' name='Box'/><a:graphic><a:graphicData><w:txbxContent>"
    "<w:p><w:r><w:t>Exports rose to 77 million tons.</w:t></w:r></w:p></w:txbxContent></a:graphicData></a:graphic>"
    "</wp:anchor></w:drawing></w:r>"
)
_STAMP = (
    "<w:p><w:r><w:drawing><wp:inline><wp:docPr id='78' name='New'/><a:graphic><a:graphicData><pic:pic><pic:blipFill>"
    "<a:blip r:embed='rId99'/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)
_HIDDEN = "<w:rPr><w:vanish/></w:rPr>"
_NEW = '<w:p><w:r><w:t>Trade fell by 77 percent.</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="Heading1"/>'
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{}</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_CELL = r"(<w:tc>(?:(?!</w:tc>).)*?)4\.5 million tons"
_ROW = r"<w:cantSplit/></w:trPr>((?:(?!</w:tr>).)*?4\.5 million tons)"
_CAPTION = r'(<w:pStyle w:val="Caption"/>.*?)Key figures'
_FIRST = r"(The Middle Corridor freight volume was )4\.5( million tons in 2024\.)"

DOCX: dict[str, tuple[Edit, str]] = {
    "number in a sentence": (swap(_FIRST, r"\g<1>4.7\g<2>"), "4.7 million"),
    "number over two runs": (split("4.5", 1, "4.7"), "4.7 million"),
    "year over two runs": (split("2024", 3, "2023"), "2023"),
    "magnitude": (swap(r"4\.5 million tons in 2024", "4.5 billion tons in 2024"), "billion"),
    "number as a tracked change": (tracked("4.5", "4.8"), "4.8 million"),
    "number deleted by a tracked change": (
        swap(r"<w:r>(<w:t [^>]*>The Middle Corridor freight)", r"<w:r><w:t>Of 99 ports: </w:t></w:r><w:r>\g<1>"),
        "99",
    ),
    "sentence deleted by a tracked change": (
        swap(
            r'<w:r><w:t xml:space="preserve">(“The port of Port Alder handled[^<]*)</w:t></w:r>',
            rf"<w:del {_DONE}><w:r><w:delText>\g<1></w:delText></w:r></w:del>",
        ),
        "Port Alder handled 4.2",
    ),
    "number in a table": (
        swap(_CELL, r"\g<1>5.4 million tons"),
        "5.4 million",
    ),
    "row of a table": (swap(r"<w:tr>(?:(?!</w:tr>).)*?4\.5 million tons.*?</w:tr>", ""), "is not on the page"),
    "row deleted by a tracked change": (
        swap(
            r"<w:cantSplit/></w:trPr>((?:(?!</w:tr>).)*?4\.5 million tons)",
            rf"<w:cantSplit/><w:del {_DONE}/></w:trPr>\g<1>",
        ),
        "is not on the page",
    ),
    "number in a footnote": (swap(r"(<w:footnote w:id=\"1\">.*?)4\.5", r"\g<1>4.9", NOTES), "4.9 million"),
    "word in a footnote": (swap(r"(<w:footnote w:id=\"1\">.*?)million", r"\g<1>billion", NOTES), "billion"),
    "publisher in a footnote": (swap("Port Alder keeps growing", "Port Alder shrinks", NOTES), "shrinks"),
    "day in a footnote": (swap("20 March 2025", "21 March 2025", NOTES), "21 March"),
    "citation moved to another footnote": (changed(MAIN, swapped_notes), "note 1"),
    "citation deleted": (
        swap(r'<w:bookmarkStart [^>]*w:name="_RefNote1"/>.*?<w:bookmarkEnd[^>]*/>', ""),
        "the page cites nothing",
    ),
    "citation of a table leads elsewhere": (swap(r"NOTEREF _RefNote1 ", "NOTEREF _RefNote2 "), "the page cites [2]"),
    "text in place of a reference": (
        swap(r"(NOTEREF _RefNote1 .*?<w:t[^>]*>)1<", r"\g<1>9.9 million tons<"),
        "9.9 million tons",
    ),
    "text in place of a caption's number": (
        swap(r"(SEQ Table .*?<w:t[^>]*>)1<", r"\g<1>77 million tons<"),
        "77 million tons",
    ),
    "text swallowed by a caption": (
        swap(_FIRST, r"\g<1>9.5\g<2></w:t></w:r>" + _FIELD.format("SEQ Table", "1") + "<w:r><w:t>"),
        "9.5",
    ),
    "number in a caption": (
        swap(_CAPTION, r"\g<1>77 Key figures"),
        "77 Key figures",
    ),
    "title of a chart": (swap("is still below target", "is 99 percent above target"), "99 percent"),
    "words of a chart": (swap(r'(descr="[^"]*)2\.5 million', r"\g<1>9.5 million"), "9.5 million"),
    "dots of a chart": (
        lambda content: _with(content, "word/media/image1.png", DOTS),
        "is not the one that was drawn",
    ),
    "two charts swapped": (
        changed(MAIN, lambda text: _turned(text, *re.findall(r'r:embed="(rId\d+)"', text)[:2])),
        "is not the one that was drawn",
    ),
    "picture without words": (swap(r'<w:p><w:pPr><w:pStyle w:val="Heading1"/>', rf"{_STAMP}\g<0>"), "a picture"),
    "chart deleted": (swap(r"<w:drawing>.*?</w:drawing>", ""), "is not on the page"),
    "hidden number": (hidden("4.5 million tons"), "4.5 million"),
    "hidden by a style": (
        lambda content: swap(_FIRST, r"\g<1>9.5\g<2>")(
            swap(r'(w:styleId="KeyMessage".*?)</w:style>', rf"\g<1>{_HIDDEN}</w:style>", "word/styles.xml")(content)
        ),
        "is not on the page",
    ),
    "text box": (swap(r"(Drawn from 3 documents[^<]*</w:t></w:r>)", rf"\g<1>{_BOX}"), "77 million"),
    "paragraph added": (swap(r'<w:p><w:pPr><w:pStyle w:val="Heading1"/>', _NEW), "77 percent"),
    "paragraph deleted": (
        swap(r'<w:p><w:pPr><w:pStyle w:val="KeyMessage"/>(?:(?!</w:p>).)*</w:p>', ""),
        "is not on the page",
    ),
    "word of a quotation": (swap("next generation, not", "next election, not"), "election"),
    "letter of another font": (swap(_FIRST, r'\g<1></w:t><w:sym w:font="Wingdings" w:char="F039"/><w:t>\g<2>'), "4.5"),
    "number in the footer": (swap(r"(<w:t [^>]*>)", r"\g<1>99 pages of 77 ", "word/footer1.xml"), "99 pages"),
    "number in the header": (swap(r"(<w:t [^>]*>)", r"\g<1>99 million ", "word/header1.xml"), "99 million"),
    "hash in the colophon": (swap(r"[0-9a-f]{64}", "0" * 64), "0000"),
    "value in the evidence": (
        inside(resealed(lambda row: row["charts"][0]["points"][0].update(value="123"))),
        "draws 123",
    ),
    "quote in the evidence": (
        inside(resealed(lambda row: row["notes"][0].update(quote=row["notes"][0]["quote"][:-5] + "xxxx."))),
        "xxxx.",
    ),
    "hash in the evidence": (inside(lambda row: row["provenance"].update(config="0" * 64)), "provenance"),
    "page and evidence alike": (
        lambda content: inside(
            resealed(lambda row: [one.update(text=one["text"].replace("4.5 m", "4.6 m")) for one in row["printed"]])
        )(changed(MAIN, lambda text: text.replace("4.5 million", "4.6 million"))(content)),
        "4.6 million",
    ),
}
"""Changes of a Word document, with a word of the finding."""
REFUSED: dict[str, tuple[Edit, str]] = {
    "evidence removed": (without(EVIDENCE), "carries no evidence"),
    "evidence emptied": (swap(r"<evidence[^>]*>[^<]*", r'<evidence xmlns="urn:briefgen:evidence">', EVIDENCE), "JSON"),
    "two bundles": (
        lambda content: _with(content, "customXml/item2.xml", _read(content, EVIDENCE)),
        "carries 2 briefs",
    ),
    "no text": (without(MAIN), "no whole Word file"),
}
"""Documents that are no briefs any more, with a word of the error."""
ALLOWED: dict[str, Edit] = {
    "word": swap("Bottom line", "In short"),
    "paragraph": swap(
        r'<w:p><w:pPr><w:pStyle w:val="Heading1"/>', r"<w:p><w:r><w:t>Please read the sources.</w:t></w:r></w:p>\g<0>"
    ),
    "words tracked": tracked("freight volume was", "volume of freight stood at"),
    "header": swap(r"(<w:t [^>]*>)", r"\g<1>Draft ", "word/header1.xml"),
}
"""Changes that editors may make: told, and no finding."""


def _read(content: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(part)


def _with(content: bytes, part: str, data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return packed({**{name: package.read(name) for name in package.namelist()}, part: data})


def _turned(text: str, one: str, other: str) -> str:
    """The text with two ids in each other's place."""
    return re.sub(rf'"(?:{one}|{other})"', lambda match: f'"{other}"' if match[0] == f'"{one}"' else f'"{one}"', text)
