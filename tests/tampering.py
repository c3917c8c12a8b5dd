"""Changes to a finished brief that `verify` has to catch: each changes one thing, and says what a finding must name."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pypdf
from pypdf.generic import ByteStringObject, ContentStream, DictionaryObject, FloatObject, NameObject, TextStringObject

from briefgen import interchange
from briefgen.printed import pdfletters

Row = dict[str, Any]

EVIDENCE = re.compile(r'(<script type="application/json" id="briefgen-evidence">)(.*?)(</script>)', re.DOTALL)


def facts(row: Row) -> list[Row]:
    return [fact for fact in row["facts"] if not fact["derived"]]


def statements(row: Row, author: str) -> list[Row]:
    found = [one for section in row["sections"] for one in section["statements"] if one["author"] == author]
    return [one for one in found if any(map(str.isdigit, one["text"]))] if author == "briefgen" else found


def figure(row: Row) -> Row:
    found: Row = facts(row)[0]["figures"][0]
    return found


def printed(row: Row, kind: str) -> Row:
    return next(line for line in row["printed"] if line["kind"] == kind and any(map(str.isdigit, line["text"])))


def resealed(change: Callable[[Row], object]) -> Callable[[Row], object]:
    """The change of somebody who seals the brief again, so that no hash tells."""

    def both(row: Row) -> None:
        change(row)
        again = interchange.sealed(row)
        row.update(seals=again["seals"], digest=again["digest"])

    return both


JSON: dict[str, tuple[Callable[[Row], object], str]] = {
    "number of a statement": (
        lambda row: statements(row, "briefgen")[0].update(text="Freight reached 77 million tons."),
        "77 million",
    ),
    "number of a statement, sealed again": (
        resealed(lambda row: statements(row, "briefgen")[0].update(text="Freight reached 77 million tons.")),
        "77 million",
    ),
    "word of a quotation": (
        lambda row: statements(row, "document")[0].update(text="We are building nothing at all."),
        "We are building nothing",
    ),
    "citation of a statement": (lambda row: statements(row, "briefgen")[0].update(citations=[]), "cites nothing"),
    "quote of a passage": (
        lambda row: figure(row)["passage"].update(quote=figure(row)["passage"]["quote"].replace("million", "billion")),
        "billion",
    ),
    "quote of a note": (
        resealed(lambda row: row["notes"][0].update(quote=row["notes"][0]["quote"][:-5] + "xxxx.")),
        "xxxx.",
    ),
    "place of a passage": (lambda row: figure(row)["passage"].update(start=0), "facts[0].figures[0]"),
    "length of a passage": (lambda row: row["notes"][0].update(end=row["notes"][0]["end"] + 1), "notes[0]"),
    "document of a passage": (lambda row: row["notes"][0].update(document="0" * 64), "which the brief does not list"),
    "number of a note": (resealed(lambda row: row["notes"][0].update(number=99)), "there is no such note"),
    "surface of a figure": (lambda row: figure(row).update(surface="9 million tons"), "“9 million tons”"),
    "value of a figure": (resealed(lambda row: figure(row).update(value="123")), "not 123"),
    "value of a fact": (resealed(lambda row: facts(row)[0].update(value="123")), "123"),
    "unit of a fact": (resealed(lambda row: facts(row)[0].update(unit="EUR")), "EUR"),
    "status of a fact": (resealed(lambda row: facts(row)[0].update(status="capacity")), "capacity"),
    "subject of a fact": (lambda row: facts(row)[0].update(subject="Port Nowhere"), "facts[0]"),
    "period of a fact": (lambda row: facts(row)[0].update(period_start="1999-01-01"), "facts[0]"),
    "fact without figures": (resealed(lambda row: facts(row)[0].update(figures=[])), "rests on no figure"),
    "lost fact": (lambda row: row["facts"].pop(), "facts: has"),
    "value of a chart": (resealed(lambda row: row["charts"][0]["points"][0].update(value="123")), "draws 123"),
    "status of a chart": (resealed(lambda row: row["charts"][0]["points"][0].update(status="plan")), "draws as plan"),
    "fact of a chart": (resealed(lambda row: row["charts"][0]["points"][0].update(fact="none")), "draws fact none"),
    "title of a chart": (resealed(lambda row: row["charts"][0].update(title="Up by 93 percent")), "93 percent"),
    "calculation": (
        resealed(lambda row: row["checks"][0].update(calculation=row["checks"][0]["calculation"] + " That is 77%.")),
        "77%",
    ),
    "number of a printed line": (
        resealed(lambda row: printed(row, "row").update(text="Freight | 77 million tons | 2024")),
        "77 million tons",
    ),
    "note of a printed line": (
        resealed(lambda row: printed(row, "row").update(notes=[98], cites=[98])),
        "cites [98]",
    ),
    "printed note": (
        resealed(lambda row: printed(row, "note").update(text="“Nothing of 2024 was said.”")),
        "Nothing of 2024",
    ),
    "hash of a document": (lambda row: row["documents"][0].update(id="0" * 64), "documents[0]"),
    "name of a document": (lambda row: row["documents"][0].update(name="other.txt"), "documents[0]"),
    "publisher of a document": (lambda row: row["documents"][0].update(publisher="Nobody"), "documents[0]"),
    "hash of the corpus": (resealed(lambda row: row["provenance"].update(corpus="0" * 64)), "provenance.corpus"),
    "hash of the configuration": (lambda row: row["provenance"].update(config="0" * 64), "provenance"),
    "a seal": (lambda row: row["seals"]["facts"].__setitem__(0, "0" * 16), "facts[0]"),
    "the digest": (lambda row: row.update(digest="0" * 64), "digest"),
    "no seals": (lambda row: row.pop("seals"), "seals: are missing"),
    "title": (lambda row: row.update(title="Something else"), "title"),
}
"""Changes of the brief itself, with a word of the finding."""

Edit = Callable[[str], str]


def swap(pattern: str, new: str) -> Edit:
    """The first place of a pattern in the page's text, in other words; what it matches has to be there."""

    def edit(page: str) -> str:
        head, evidence = page[: page.index("<main")], page[page.index("<main") :]
        changed, count = re.subn(pattern, new, evidence, count=1, flags=re.DOTALL)
        assert count, f"nothing to change: {pattern}"
        return head + changed

    return edit


def inside(change: Callable[[Row], object]) -> Edit:
    """A change of the bundle that an HTML page carries."""

    def edit(page: str) -> str:
        found = EVIDENCE.search(page)
        assert found
        row = json.loads(found[2])
        change(row)
        return page[: found.start(2)] + interchange.line(row).replace("<", "\\u003c") + page[found.end(2) :]

    return edit


HTML: dict[str, tuple[Edit, str]] = {
    "number in a sentence": (swap(r"(<li>[^<]*)4\.2 million", r"\g<1>4.3 million"), "4.3 million"),
    "year in a sentence": (swap(r"(<li>[^<]*)2024", r"\g<1>2023"), "2023"),
    "word in a sentence": (swap(r"(<li>[^<]*) grew| handled| moved", r"\g<1> lost"), "lost"),
    "number in a table": (swap(r"(<td[^>]*>)6 million tons", r"\g<1>8 million tons"), "8 million"),
    "status in a table": (swap(r"(<span class=\"status[^>]*>)actual", r"\g<1>target"), "target"),
    "word of a quotation": (swap("the next generation, not", "the next election, not"), "election"),
    "marker": (swap(r'(id="cite-1-1"[^>]*>)1<', r"\g<1>2<"), "the page cites [2]"),
    "target of a marker": (
        swap(r'(id="cite-1-1"[^>]*aria-describedby=)"note-1"', r'\g<1>"note-2"'),
        "leads to note 2",
    ),
    "text of a note": (swap(r'(<li id="note-1".*?)million', r"\g<1>billion"), "billion"),
    "number of a note": (swap(r'(<li id="note-1" value=)"1"', r'\g<1>"99"'), "stands on the page as note 99"),
    "text of a chart": (swap(r"(<title[^>]*>[^<]*)2\.5 million", r"\g<1>9.5 million"), "9.5 million"),
    "label in a chart": (swap(r"(<text[^>]*>)2\.5 million", r"\g<1>9.5 million"), "9.5 million"),
    "bar of a chart": (swap(r"L 209\.\d+ 46 \nL 209\.\d+ 32", "L 300 46 \nL 300 32"), "draws “2024” as"),
    "sign of a chart": (
        swap(r"M 385\.\d+ 65 \nL 391\.\d+ 59 \nL 397\.\d+ 65", "M 285 65 \nL 291 59 \nL 297 65"),
        "draws “2028, target” as",
    ),
    "bar of a chart left out": (swap(r'<path d="M [\d.]+ 46.*?/>', ""), "shows 2 values, and the brief has 3"),
    "bar of a chart stretched": (swap(r'<path d="(M [\d.]+ 46)', r'<path transform="scale(2 1)" d="\1'), "drawing of"),
    "drawing of other words": (swap(r"(<title[^>]*>)Bar chart of Middle", r"\1Chart of Middle"), "text of a chart"),
    "data of a chart": (swap(r"(<details.*?)2\.5 million", r"\g<1>9.5 million"), "9.5 million"),
    "title of a chart": (swap(r"(<h3[^>]*>)", r"\g<1>99 percent: "), "99 percent"),
    "lost line": (swap(r"<li>[^<]*4\.2 million.*?</li>", ""), "is not on the page"),
    "added line": (swap(r"</ul>", "<li>Trade stopped altogether.</li></ul>"), "Trade stopped altogether"),
    "sentence at a marker": (swap(r'(class="tip"[^>]*>(?:<span[^>]*>)?[^<]*)million', r"\g<1>billion"), "billion"),
    "hash in the colophon": (swap(r"<code>[0-9a-f]{64}</code>", f"<code>{'0' * 64}</code>"), "0000"),
    "edition": (swap(r"Edition 2025-W\d+", "Edition 2025-W01"), "W01"),
    "value of a chart in the bundle": (
        inside(resealed(lambda row: row["charts"][0]["points"][0].update(value="123"))),
        "draws 123",
    ),
    "page and bundle alike": (
        lambda page: inside(
            resealed(lambda row: [line.update(text=line["text"].replace("4.2 m", "4.3 m")) for line in row["printed"]])
        )(re.sub(r"4\.2 million(?=[^{}]*</main>)", "4.3 million", page)),
        "4.3 million",
    ),
}
"""Changes of an HTML page, with a word of the finding."""


def pdf_text(old: str, new: str) -> Callable[[bytes], bytes]:
    """Other digits in the text of a PDF, where `old` is first drawn in one go; the font has to have them."""

    def edit(data: bytes) -> bytes:
        writer = pypdf.PdfWriter(io.BytesIO(data))
        for page in writer.pages:
            stream = ContentStream(page.get_contents(), writer)
            if _redrawn(stream, page["/Resources"]["/Font"], old, new):
                page[NameObject("/Contents")] = writer._add_object(stream)
                return _saved(writer)
        raise AssertionError(f"nothing to change: {old}")

    return edit


def _redrawn(stream: ContentStream, fonts: DictionaryObject, old: str, new: str) -> bool:
    table: dict[bytes, str] = {}
    for operands, operator in stream.operations:
        if operator == b"Tf":
            table = dict(pdfletters.table(fonts, operands[0], {}))
        elif operator == b"TJ" and old in (said := pdfletters.decoded(operands[0], table)):
            codes = {letter: code for code, letter in table.items()}
            operands[0].clear()
            operands[0].append(ByteStringObject(b"".join(codes[letter] for letter in said.replace(old, new, 1))))
            return True
    return False


def pdf_bar(data: bytes) -> bytes:
    """The first bar of the first chart, half as long again."""
    writer = pypdf.PdfWriter(io.BytesIO(data))
    for page in writer.pages:
        stream = ContentStream(page.get_contents(), writer)
        ends = [place for place, (_, operator) in enumerate(stream.operations) if operator == b"B"]
        for end in ends:
            corners = stream.operations[end - 5 : end - 1]
            if [operator for _, operator in corners] == [b"m", b"l", b"l", b"l"]:
                far = max(float(operands[0]) for operands, _ in corners)
                for operands, _ in corners:
                    if float(operands[0]) == far:
                        operands[0] = FloatObject(far * 1.5)
                page[NameObject("/Contents")] = writer._add_object(stream)
                return _saved(writer)
    raise AssertionError("no bar to change")


def pdf_label(old: str, new: str) -> Callable[[bytes], bytes]:
    """Another digit in a form, as which WeasyPrint draws some texts of a chart."""

    def edit(data: bytes) -> bytes:
        writer = pypdf.PdfWriter(io.BytesIO(data))
        for page in writer.pages:
            for form in page["/Resources"].get("/XObject", {}).values():
                stream = ContentStream(form.get_object(), writer)
                table: dict[bytes, str] = {}
                for operands, operator in stream.operations:
                    if operator == b"Tf":
                        table = dict(pdfletters.table(form.get_object()["/Resources"]["/Font"], operands[0], {}))
                    elif operator == b"TJ" and pdfletters.decoded(operands[0], table) == old:
                        codes = {letter: code for code, letter in table.items()}
                        operands[0][0] = ByteStringObject(codes[new])
                        form.get_object().set_data(stream.get_data())
                        return _saved(writer)
        raise AssertionError(f"nothing to change: {old}")

    return edit


def pdf_bundle(change: Callable[[Row], object]) -> Callable[[bytes], bytes]:
    """A change of the brief that a PDF carries."""

    def edit(data: bytes) -> bytes:
        writer = pypdf.PdfWriter(io.BytesIO(data))
        for one in writer.attachment_list:
            if one.name.endswith(".json"):
                row = json.loads(one.content)
                change(row)
                one.content = interchange.line(row).encode()
        return _saved(writer)

    return edit


def pdf_alt(data: bytes) -> bytes:
    """Another text for those who cannot see a chart."""
    writer = pypdf.PdfWriter(io.BytesIO(data))
    for number in range(1, len(writer._objects) + 1):
        one = writer.get_object(number)
        if isinstance(one, dict) and one.get("/S") == "/Figure":
            one[NameObject("/Alt")] = TextStringObject("Bar chart. 2023: 99 million tons.")
    return _saved(writer)


def _saved(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


PDF: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "number in the text": (pdf_text("4.2", "4.4"), "4.4"),
    "year in the text": (pdf_text("2024", "2022"), "2022"),
    "text of a chart": (pdf_alt, "99 million"),
    "bar of a chart": (pdf_bar, "draws “"),
    "label in a chart": (pdf_label("0", "8"), "label of a chart"),
    "value of a chart in the bundle": (
        pdf_bundle(resealed(lambda row: row["charts"][0]["points"][0].update(value="123"))),
        "draws 123",
    ),
    "quote in the bundle": (
        pdf_bundle(resealed(lambda row: row["notes"][0].update(quote=row["notes"][0]["quote"][:-5] + "xxxx."))),
        "xxxx.",
    ),
    "hash in the bundle": (pdf_bundle(lambda row: row["provenance"].update(config="0" * 64)), "provenance"),
}
"""Changes of a PDF, with a word of the finding."""
