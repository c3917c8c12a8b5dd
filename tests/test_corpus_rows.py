"""CSV, TSV, JSON lines and JSON lists of articles."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.corpus.opening import Bytes, Contents, read_bytes
from briefgen.errors import CorpusError
from briefgen.interchange import document_row, line
from briefgen.model import BlockKind, How

BODY = "Freight through the ports of the lake grew by 5% to 3 million tons, the harbour board said."
OTHER = "The ferry carried 400 thousand people across the lake in the first half of the year."


def read(data: str | bytes, name: str = "a.csv") -> Contents:
    raw = data.encode() if isinstance(data, str) else data
    return read_bytes(Bytes(raw, name, name.rpartition(".")[2]))


def reasons(contents: Contents) -> dict[str, str]:
    return {one.what: one.reason for one in contents.omissions}


def test_columns_are_guessed_by_their_names() -> None:
    header = "Title,Author,Source,Publication Date,URL,Lang,Article Body"
    (one,) = read(f'{header}\nPorts grow,Ann Lee,Example News,2025-10-24,https://example.org/1,EN,"{BODY}"\n').documents
    assert (one.name, one.text, one.media) == ("a.csv#2", BODY, "text/csv")
    assert (one.headline, one.byline, one.publisher) == ("Ports grow", "Ann Lee", "Example News")
    assert (one.published, one.language, one.url) == (dt.date(2025, 10, 24), "en", "https://example.org/1")
    assert {entry.how for entry in one.known} == {How.DECLARED}


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_delimiters_and_encodings(mark: str, encoding: str) -> None:
    text = mark.join(["headline", "date", "text"]) + "\r\n" + mark.join(["Häfen wachsen", "2025-10-24", f'"{BODY}"'])
    (one,) = read(text.encode(encoding)).documents
    assert (one.headline, one.text) == ("Häfen wachsen", BODY)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_ends_of_lines(end: str) -> None:
    odd = f"Freight grew by 5%.\x85{OTHER}\u2028More."
    first, second = read(end.join(["text,title", f"{odd},One", f'"{OTHER}{end}{end}{BODY}",Two'])).documents
    assert (first.text, first.headline) == (odd, "One")
    assert second.text == f"{OTHER}{end}{end}{BODY}"


def test_texts_over_several_lines_and_in_html() -> None:
    text = f'title,text\nOne,"{BODY}\n\n{OTHER}"\nTwo,"<p>{BODY}</p><ul><li>{OTHER}</li></ul><script>x=1</script>"\n'
    first, second = read(text).documents
    assert first.text == f"{BODY}\n\n{OTHER}"
    assert [block.kind for block in first.blocks] == [BlockKind.PARAGRAPH] * 2
    assert "script" not in second.text
    assert "x=1" not in second.text
    assert [second.text[one.span.start : one.span.end] for one in second.blocks] == [BODY, OTHER]
    assert second.name == "a.csv#3"


def test_rows_that_cannot_be_read_are_named_with_their_line() -> None:
    text = f'title,date,text\nOne,,"{BODY}\nMore."\nTwo,2025-01-01,\n\nThree,soon,{OTHER.replace(",", "")}\na,b,c,d,e\n'
    contents = read(text)
    assert [one.name for one in contents.documents] == ["a.csv#2", "a.csv#5"]
    assert reasons(contents) == {
        "a.csv#3": "has no text (line 4)",
        "a.csv#5": "its day “soon” cannot be told for sure: write it as 2025-10-24 (line 6)",
        "a.csv#6": "has 5 cells, the header 3 (line 7)",
    }


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["24/10/2025", "03/04/2025"], [dt.date(2025, 10, 24), dt.date(2025, 4, 3)]),
        (["10/24/2025", "03/04/2025"], [dt.date(2025, 10, 24), dt.date(2025, 3, 4)]),
        (["03/04/2025", "05/06/2025"], [None, None]),
        (["24/10/2025", "10/24/2025", "03/04/2025"], [dt.date(2025, 10, 24), dt.date(2025, 10, 24), None]),
        (["2025-10-24T23:30:00-05:00", "Fri, 24 Oct 2025 23:30:00 -0500"], [dt.date(2025, 10, 24)] * 2),
        (["1761350400", "1761350400000", "20251025"], [dt.date(2025, 10, 25)] * 3),
        (["24 October 2025", "October 24, 2025"], [dt.date(2025, 10, 24)] * 2),
        (["9999999999999999999999", "0"], [None, None]),
    ],
)
def test_days_of_a_column(days: list[str], expected: list[dt.date | None]) -> None:
    rows = "".join(f'"{day}","{BODY} Number {number}."\n' for number, day in enumerate(days))
    assert [one.published for one in read(f"date,text\n{rows}").documents] == expected


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        ("title,date\nOne,2025-01-01\n", "a.csv", "no column holds the texts; its columns are: title, date"),
        (
            "port,year,tons\nAlder,2024,6.4\nKelm,2024,\n",
            "a.csv",
            "is a table of figures, not of articles; put it into",
        ),
        ('[{"port": "Alder", "tons": 6.4}]', "a.json", "is a table of figures, not of articles; put it into a"),
        ("just a sentence\nand another\n", "a.csv", "no column holds the texts"),
        ("title,text\nOne,\nTwo,\n", "a.csv", "holds no document"),
        ('title,text\nOne,"' + "x" * 10_000_001, "a.csv", "is no table"),
        ("{", "a.json", "is no JSON"),
        ("{}", "a.json", "no list of articles"),
        ("[1, 2]", "a.json", "no list of articles"),
        ("[" * 100_000, "a.json", "nested too deep"),
        ('[{"title": "One"}]', "a.json", "no column holds the texts; its columns are: title"),
        ("1\n2\n", "a.jsonl", "no column holds the texts"),
        ("{\n", "a.jsonl", "no column holds the texts"),
        (b"PK\x03\x04" + b"\0" * 100, "a.csv", "a ZIP archive"),
        (b"title,text\nOne,\0\n", "a.csv", "NUL"),
    ],
)
def test_what_is_no_table_of_articles(data: str | bytes, name: str, message: str) -> None:
    with pytest.raises(CorpusError) as error:
        read(data, name)
    assert message in str(error.value)


def test_json_lines_and_lists() -> None:
    rows = [
        {
            "headline": "One",
            "text": BODY,
            "author": {"name": "Ann Lee"},
            "source": {"id": None, "name": "Example News"},
        },
        {"headline": "Two", "text": OTHER, "authors": [{"name": "Bo Ray"}, {"name": "Cy Fox"}], "date": None},
    ]
    lines = "\n".join(json.dumps(row) for row in rows)
    for data, name in ((lines, "a.jsonl"), (json.dumps(rows), "a.json"), (json.dumps({"articles": rows}), "a.json")):
        first, second = read(data, name).documents
        assert (first.name, second.name) == (f"{name}#1", f"{name}#2")
        assert (first.byline, first.publisher, second.byline) == ("Ann Lee", "Example News", "Bo Ray, Cy Fox")


def test_lists_inside_objects_and_paragraphs_in_lists() -> None:
    row = {"headline": "One", "body": [BODY, OTHER]}
    (one,) = read(json.dumps({"status": "ok", "tags": ["a"], "response": {"articles": [row]}}), "a.json").documents
    assert one.text == f"{BODY}\n\n{OTHER}"
    with pytest.raises(CorpusError, match="no list of articles"):
        read(json.dumps({"one": [row], "two": [row]}), "a.json")


def test_excel_names_its_delimiter() -> None:
    (one,) = read(f"sep=;\r\ntitle;text\r\nA, B, C;{BODY.replace(',', '')}\r\n").documents
    assert (one.headline, one.name) == ("A, B, C", "a.csv#2")


def test_a_damaged_line_of_json_is_left_out() -> None:
    contents = read(f'{{"text": "{BODY}"}}\n{{"text": \n[]\n\n{{"text": "{OTHER}"}}\n', "a.jsonl")
    assert [one.name for one in contents.documents] == ["a.jsonl#1", "a.jsonl#5"]
    assert list(reasons(contents)) == ["a.jsonl#2", "a.jsonl#3"]


def test_declared_languages_that_the_words_deny() -> None:
    german = "Der Hafen hat im vergangenen Jahr drei Millionen Tonnen umgeschlagen, sagte der Minister am Freitag."
    (one,) = read(f'lang,text\nen-US,"{german}"\n').documents
    assert (one.language, one.how("language")) == ("de", How.INFERRED)


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["C"], exclude_characters="<"), min_size=1, max_size=60),
        min_size=1,
        max_size=5,
    )
)
def test_texts_come_out_as_they_went_in(texts: list[str]) -> None:
    texts = list(dict.fromkeys(f"{BODY} {text}" for text in texts))
    table = io.StringIO()
    csv.writer(table).writerows([["text"], *([text] for text in texts)])
    assert [one.text for one in read(table.getvalue()).documents] == texts
    assert [
        one.text for one in read("\n".join(json.dumps({"text": one}) for one in texts), "a.jsonl").documents
    ] == texts


MARKDOWN = (
    f"---\ntitle: Ports grow\ndate: 2025-10-24\ndigest_of:\n  publisher: Example News\n---\n\n## More\n\n{BODY}\n"
)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (f"Ports grow again\n\nLINDHOLM, Oct 19, 2025 (Example News) – {BODY}\n\nMore news\n\n{OTHER}\n", "a.txt"),
        (MARKDOWN, "a.md"),
        (
            f"<html><head><title>Ports</title></head><body><h1>Ports</h1><p>{BODY}</p><p>{OTHER}</p></body></html>",
            "a.html",
        ),
        (f"<html><meta charset=windows-1252><h1>Ports</h1><p>{BODY} “Good.”</p></html>".encode("cp1252"), "a.html"),
    ],
    ids=["txt", "md", "html", "declared"],
)
def test_an_export_is_the_same_document_again(data: str | bytes, name: str) -> None:
    (before,) = read(data, name).documents
    (after,) = read(line({**document_row(before), "text": before.text}), "a.jsonl").documents
    assert (after.id, after.text, after.known, after.media) == (before.id, before.text, before.known, before.media)
    assert document_row(after) == {**document_row(before), "name": "a.jsonl#1"}
    assert after.blocks == before.blocks


def test_an_export_that_somebody_damaged() -> None:
    (one,) = read(BODY, "a.txt").documents
    row = {**document_row(one), "published": "soon", "text": one.text}
    with pytest.raises(CorpusError, match="damaged export"):
        read(json.dumps(row), "a.jsonl")


def test_what_json_can_spell_and_nobody_can_write_down() -> None:
    row = f'{{"title": "A\\ud800b", "author": "\\u0000", "text": "{BODY} \\udfff \\u0000 <5%"}}'
    (one,) = read(row, "a.jsonl").documents
    assert (one.headline, one.byline, one.text) == ("A\ufffdb", "\ufffd", f"{BODY} \ufffd \ufffd <5%")
