"""The list of sources for reference managers: CSL-JSON that keeps the rules of CSL's schema and invents nothing."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import samples
from msgspec.structs import replace

from briefgen.model import Brand, Brief, Document, Original
from briefgen.rendering import csl

DEFAULT = (Path(__file__).parents[1] / "templates" / "default",)
TEXT = {"type": "string", "minLength": 1}
NAMES = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {"family": TEXT, "given": TEXT, "literal": TEXT},
        "additionalProperties": False,
        "oneOf": [{"required": ["family", "given"]}, {"required": ["literal"]}],
    },
}
DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "items": {"type": "array", "items": {"type": "integer"}, "minItems": 3, "maxItems": 3},
            "minItems": 1,
            "maxItems": 1,
        }
    },
    "required": ["date-parts"],
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": {"type": "string", "pattern": "^[0-9a-f]{12,64}$"},
            "type": {"enum": ["article", "article-newspaper", "report", "webpage"]},
            **dict.fromkeys(("title", "genre", "container-title", "publisher", "note"), TEXT),
            **dict.fromkeys(("original-title", "original-publisher"), TEXT),
            **dict.fromkeys(("author", "original-author"), NAMES),
            **dict.fromkeys(("issued", "original-date"), DATE),
            "URL": {"type": "string", "pattern": "^https?://[!-~]+$"},
            "language": {"type": "string", "pattern": "^[a-z]{2,3}$"},
        },
        "required": ["id", "type", "title"],
        "additionalProperties": False,
    },
}
"""The rules of CSL's schema (github.com/citation-style-language/schema, csl-data.json) for what we write."""
DAY = dt.date(2025, 3, 9)


def rows(brief: Brief) -> list[dict[str, Any]]:
    (file,) = csl.render(brief, Brand(), DEFAULT)
    assert file.name == f"{brief.topic}.csl.json"
    found = json.loads(file.content)
    jsonschema.validate(found, SCHEMA)
    return list(found)


def item(**known: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a document
    row = csl.item(replace(Document("ab" * 32, "news/note.md", "It grew.\n"), **known), "abababababab")
    jsonschema.validate([row], SCHEMA)
    return row


@pytest.mark.parametrize("brief", [samples.ordinary(), samples.awkward(), samples.scripts(), samples.quiet()])
def test_every_document_is_an_item_in_the_order_of_the_page(brief: Brief) -> None:
    found = rows(brief)
    assert len(found) == len(brief.documents)
    assert len({row["id"] for row in found}) == len(found)
    ids = {document.id for document in brief.documents}
    assert all(any(id_.startswith(row["id"]) for id_ in ids) for row in found)


def test_cited_documents_come_first() -> None:
    titles = [row["title"] for row in rows(samples.ordinary())]
    assert titles == ["Port Alder sets a record", "The northern line", "Customs notes", "Fog"]


@pytest.mark.parametrize(
    ("known", "kind", "where"),
    [
        ({"publisher": "Alder Gazette"}, "article-newspaper", ("container-title", "Alder Gazette")),
        ({"publisher": "Ministry of Ports"}, "report", ("publisher", "Ministry of Ports")),
        ({"publisher": "European Central Bank"}, "report", ("publisher", "European Central Bank")),
        ({"url": "https://example.org/a"}, "webpage", ("URL", "https://example.org/a")),
        ({"url": "javascript:alert(1)"}, "article", ("title", "note.md")),
        ({}, "article", ("title", "note.md")),
        ({"headline": "Grain\r\n\u2028 moves \ud800"}, "article", ("title", "Grain moves \ufffd")),
    ],
)
def test_what_is_known_decides(known: dict[str, Any], kind: str, where: tuple[str, str]) -> None:
    row = item(**known)
    assert row["type"] == kind
    assert row[where[0]] == where[1]


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("Ines Varga", [{"literal": "Ines Varga"}]),
        ("Xi Jinping", [{"literal": "Xi Jinping"}]),
        ("Varga, Ines", [{"family": "Varga", "given": "Ines"}]),
        ("O’Neill-Smith, Mary J.", [{"family": "O’Neill-Smith", "given": "Mary J."}]),
        ("Ines Varga, Omar Dunne and staff", [{"literal": "Ines Varga, Omar Dunne and staff"}]),
        (" ", None),
    ],
)
def test_a_name_is_taken_apart_only_where_it_was_written_for_sorting(byline: str, author: object) -> None:
    assert item(byline=byline).get("author") == author


def test_a_digest_names_what_it_digests() -> None:
    original = Original("Line & Track Weekly", "Omar Dunne", "What now?", DAY)
    row = item(headline="The line", digest_of=original, published=dt.date(2025, 4, 1), language="en")
    assert row["genre"] == "Digest"
    assert row["issued"] == {"date-parts": [[2025, 4, 1]]}
    assert row["original-publisher"] == "Line & Track Weekly"
    assert row["original-author"] == [{"literal": "Omar Dunne"}]
    assert row["original-date"] == {"date-parts": [[2025, 3, 9]]}
    assert row["note"] == "Digest of “What now?”, Omar Dunne, Line & Track Weekly, 2025-03-09"
    assert item(digest_of=Original())["note"] == "Digest of another text"


def test_keys_grow_where_ids_share_their_beginning() -> None:
    twins = [Document("0" * 20 + end * 44, f"{end}.md", "") for end in "ab"]
    assert [row["id"] for row in csl.bibliography(twins)] == ["0" * 20 + "a", "0" * 20 + "b"]
