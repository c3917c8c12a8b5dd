"""A brief that says anything its documents do not say is caught, and the place is named."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import HARBOUR, LINE, Run
from hypothesis import given
from hypothesis import strategies as st

from briefgen import config, corpus, interchange, orders, pipeline
from briefgen.errors import UsageError
from briefgen.model import Corpus
from briefgen.verify import verify

Row = dict[str, Any]

SERIES = """Port Alder keeps growing

Published on 20 March 2025

The Middle Corridor carried 2.5 million tons of cargo in 2023. Freight along the Middle Corridor reached 4.5 million
tons in 2024. The Middle Corridor aims to carry 10 million tons of cargo by 2028.
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Row, Corpus]:
    """A brief of invented documents, and the documents."""
    folder = tmp_path_factory.mktemp("news")
    for name, text in (("harbour.txt", HARBOUR), ("line.txt", LINE), ("series.txt", SERIES)):
        (folder / name).write_text(text, encoding="utf-8")
    order = orders.Order(topics=("transport",), corpus=(folder,))
    (brief,) = pipeline.make(config.load(), order)
    return json.loads(interchange.dump(interchange.brief_row(brief))), corpus.load([folder])


def changed(row: Row, change: Callable[[Row], object]) -> Row:
    copied = copy.deepcopy(row)
    change(copied)
    return copied


def test_an_honest_brief_passes(told: tuple[Row, Corpus]) -> None:
    row, documents = told
    assert row["facts"]
    assert [statement for section in row["sections"] for statement in section["statements"]]
    assert verify(row, documents) == ()


def composed(row: Row) -> Row:
    """A statement in briefgen's own words that prints a number."""
    statements = [statement for section in row["sections"] for statement in section["statements"]]
    return next(one for one in statements if one["author"] == "briefgen" and any(map(str.isdigit, one["text"])))


def quoted(row: Row) -> Row:
    statements = [statement for section in row["sections"] for statement in section["statements"]]
    return next(one for one in statements if one["author"] == "document")


def derived(row: Row) -> Row:
    return next(fact for fact in row["facts"] if fact["derived"])


CHANGES: dict[str, tuple[Callable[[Row], object], str]] = {
    "number in a sentence": (
        lambda row: composed(row).update(text=composed(row)["text"].replace("million", "billion")),
        "does not stand in a cited passage",
    ),
    "new number in a sentence": (
        lambda row: composed(row).update(text=composed(row)["text"] + " It cost $77 million."),
        "$77 million",
    ),
    "year in a sentence": (
        lambda row: composed(row).update(text="In 1987 this was different."),
        "“1987” does not stand",
    ),
    "word in a quotation": (
        lambda row: quoted(row).update(text=quoted(row)["text"].replace("e", "a", 1)),
        "is not what the cited passage says",
    ),
    "sentence without citation": (lambda row: composed(row).update(citations=[]), "cites nothing"),
    "quote": (
        lambda row: row["facts"][0]["figures"][0]["passage"].update(quote="Something else was said here."),
        "“Something else was said here.” does not stand in",
    ),
    "place of a quote": (lambda row: row["facts"][0]["figures"][0]["passage"].update(start=1), "does not stand in"),
    "place outside": (
        lambda row: row["facts"][0]["figures"][0]["passage"].update(start=10**6, end=10**6 + 9),
        "lies outside the document",
    ),
    "surface": (lambda row: row["facts"][0]["figures"][0].update(surface="9 million tons"), "“9 million tons”"),
    "value of a figure": (lambda row: row["facts"][0]["figures"][0].update(value="123"), "not 123"),
    "value of a fact": (lambda row: row["facts"][0].update(value="123"), "123"),
    "unit of a fact": (lambda row: row["facts"][0].update(unit="EUR"), "EUR is not the value of any of its figures"),
    "status of a figure": (
        lambda row: row["facts"][0]["figures"][0].update(status="capacity"),
        "not capacity",
    ),
    "status of a fact": (lambda row: row["facts"][0].update(status="capacity"), "capacity is not the status"),
    "period of a fact": (
        lambda row: row["facts"][0].update(period_start="1999-01-01", period_end="1999-12-31"),
        "1999-01-01/1999-12-31 is not the period",
    ),
    "fact without figures": (lambda row: row["facts"][0].update(figures=[]), "rests on no figure"),
    "derived without formula": (lambda row: row["facts"][0].update(derived=True), "shows no formula"),
    "value of a derived fact": (lambda row: derived(row).update(value="123"), "not 123"),
    "surface of a derived fact": (lambda row: derived(row).update(surface="about 7 tons"), "(“about 7 tons”)"),
    "formula of a derived fact": (
        lambda row: derived(row).update(formula="10 million tons ÷ 7"),
        "none of the numbers",
    ),
    "no formula at all": (lambda row: derived(row).update(formula="ten by two"), "none of the numbers"),
    "period of a derived fact": (
        lambda row: derived(row).update(period_start="2024-12-30"),
        "has a day that none of its figures has",
    ),
    "calculation of a check": (
        lambda row: row["checks"][0].update(calculation=row["checks"][0]["calculation"] + " That is 77% more."),
        "77%",
    ),
    "verdict of a check": (lambda row: row["checks"][0].update(verdict="wrong"), "which its calculation does not say"),
    "fact of a check": (lambda row: row["checks"][0].update(facts=["none"]), "names fact none"),
    "text of a document": (lambda row: row["documents"][0].update(id="0" * 64), "is another one than"),
    "name of a document": (
        lambda row: row["documents"][0].update(id="0" * 64, name="gone.txt"),
        "“gone.txt” (000000000000) is not in the corpus",
    ),
    "hash of the corpus": (lambda row: row["provenance"].update(corpus="0" * 64), "is not the hash"),
    "value of a chart": (lambda row: row["charts"][0]["points"][0].update(value="123"), "draws 123"),
    "status of a chart": (lambda row: row["charts"][0]["points"][0].update(status="capacity"), "draws as capacity"),
    "period of a chart": (
        lambda row: row["charts"][0]["points"][0].update(period="1999-01-01/1999-12-31"),
        "draws at 1999-01-01/1999-12-31",
    ),
    "fact of a chart": (lambda row: row["charts"][0]["points"][0].update(fact="none"), "draws fact none"),
    "title of a chart": (lambda row: row["charts"][0].update(title="Up by 93 percent"), "93 percent"),
    "fact of a section": (lambda row: row["sections"][0].update(facts=["none"]), "names fact none"),
    "two facts of one name": (lambda row: row["facts"].append(row["facts"][0]), "a second fact has the id"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_changed_is_named(name: str, told: tuple[Row, Corpus]) -> None:
    row, documents = told
    change, words = CHANGES[name]
    findings = verify(changed(row, change), documents)
    assert any(words in str(finding) for finding in findings), [str(finding) for finding in findings]


def test_a_brief_cannot_cite_furniture(told: tuple[Row, Corpus]) -> None:
    row, documents = told
    name = {document.name: document for document in documents.documents}["harbour.txt"]
    start = name.text.index("Published on")
    words = {"document": name.id, "start": start, "end": start + 12, "quote": "Published on"}
    findings = verify(changed(row, lambda row: composed(row)["citations"].append(words)), documents)
    assert any("not inside one paragraph" in finding.message for finding in findings)


def test_a_passage_cannot_cross_paragraphs(told: tuple[Row, Corpus]) -> None:
    row, documents = told
    name = {document.name: document for document in documents.documents}["harbour.txt"]
    start, end = name.text.index("The port of"), name.text.index("It expects") + 10
    words = {"document": name.id, "start": start, "end": end, "quote": name.text[start:end]}
    findings = verify(changed(row, lambda row: composed(row)["citations"].append(words)), documents)
    assert any("not inside one paragraph" in finding.message for finding in findings)


def test_what_an_editor_wrote_is_left_to_the_editor(told: tuple[Row, Corpus]) -> None:
    row, documents = told
    note = {"text": "About 77 ministers read this.", "author": "editor", "citations": []}
    signed = {**note, "speaker": "Nora Lind", "date": "2025-03-16"}
    edited = interchange.sealed(changed(row, lambda row: composed(row).update(signed)))
    assert verify(edited, documents) == ()
    nobodys = interchange.sealed(changed(row, lambda row: composed(row).update(note | {"date": None, "speaker": None})))
    (found,) = verify(nobodys, documents)
    assert "names neither who nor when" in found.message


def places(node: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every text of a brief that makes a claim and prints a digit."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from places(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from places(value, (*path, index))
    elif isinstance(node, str) and any(map(str.isdigit, node)) and claims(path):
        yield path


def claims(path: tuple[str | int, ...]) -> bool:
    keys = {"value", "upper", "quote", "surface", "period", "text", "explanation", "title", "subtitle", "period_start"}
    keys |= {"calculation", "formula"}
    return (
        path[0] in {"facts", "charts", "sections", "relations", "checks"}
        and path[-1] in keys
        and path[2:] != ("surface",)
    )


@given(data=st.data())
def test_no_digit_can_be_changed(told: tuple[Row, Corpus], data: st.DataObject) -> None:
    row, documents = told
    path = data.draw(st.sampled_from(sorted(places(row), key=str)))
    copied = copy.deepcopy(row)
    node: Any = copied
    for key in path[:-1]:
        node = node[key]
    text = node[path[-1]]
    index = data.draw(
        st.sampled_from([index for index, letter in enumerate(text) if letter.isascii() and letter.isdigit()])
    )
    other = data.draw(st.sampled_from([digit for digit in "123456789" if digit != text[index]]))
    node[path[-1]] = text[:index] + other + text[index + 1 :]
    assert verify(copied, documents), f"{path}: {text!r} → {node[path[-1]]!r}"


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b'{"format": "other"}', b"null"])
def test_what_is_no_brief_is_refused(content: bytes, briefgen: Run, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(content)
    done = briefgen("verify", "x.json")
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_broken_key_is_named(told: tuple[Row, Corpus]) -> None:
    row, documents = told
    with pytest.raises(UsageError) as caught:
        verify(changed(row, lambda row: row["facts"][0].pop("status")), documents)
    assert caught.value.where == "facts[0].status"


def test_the_command_exits_with_1_and_names_the_place(briefgen: Run, news: Path, tmp_path: Path) -> None:
    made = briefgen("make", "--corpus", news, "--topic", "transport", "--format", "json", "--out", ".")
    assert made.returncode == 0, made.stderr
    good = briefgen("verify", "transport.json", "--corpus", news)
    assert (good.returncode, good.stdout) == (0, ""), good.stdout
    file = tmp_path / "transport.json"
    file.write_text(file.read_text(encoding="utf-8").replace("4.2 million", "4.3 million"), encoding="utf-8")
    bad = briefgen("verify", "transport.json", "--corpus", news)
    assert bad.returncode == 1
    assert "4.3 million" in bad.stdout
    assert bad.stdout.startswith("transport.json: ")


def test_documents_that_changed_since_are_named(briefgen: Run, news: Path) -> None:
    briefgen("make", "--corpus", news, "--topic", "transport", "--format", "json", "--out", ".")
    (news / "harbour.txt").write_text(HARBOUR.replace("4.2", "4.3"), encoding="utf-8")
    done = briefgen("verify", "transport.json", "--corpus", news)
    assert done.returncode == 1
    assert "the text of “harbour.txt” is another one" in done.stdout


SPENT = "Freight in Norland\n\nFreight of the port fell to 19 tons from 38 tons in 2024, down 20%.\n"


def test_a_verdict_is_worked_out_again(tmp_path: Path) -> None:
    (tmp_path / "spent.txt").write_text(SPENT, encoding="utf-8")
    order = orders.Order(topics=("transport",), corpus=(tmp_path,))
    (brief,) = pipeline.make(config.load(), order)
    row = json.loads(interchange.dump(interchange.brief_row(brief)))
    (check,) = row["checks"]
    assert check["verdict"] == "wrong"
    documents = corpus.load([tmp_path])
    assert verify(row, documents) == ()
    check.update(verdict="right", calculation=check["calculation"].rpartition(": ")[0] + ": right.")
    row["relations"] = []
    assert any("is called right, and is wrong" in str(finding) for finding in verify(row, documents))
