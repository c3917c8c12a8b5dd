"""How each field of a document is known: declared, found or inferred."""

from __future__ import annotations

import json

import jsonschema
import pytest

from briefgen import interchange
from briefgen.corpus.markdown import read as read_markdown
from briefgen.corpus.plain import read as read_plain
from briefgen.corrections import _with_date
from briefgen.model import Document, How

BODY = "Freight through the ports of the lake grew by 5% to 3 million tons, the harbour board said on Friday.\n"
D, F, N = How.DECLARED, How.FOUND, How.INFERRED

CASES = {
    "a headline and a labelled day": (
        f"Ports grow again\n\nPublished 14 July 2025\nBy Ann Lee\n\n{BODY}",
        {"headline": F, "byline": F, "published": F, "language": N},
    ),
    "a dateline with its year": (
        f"LINDHOLM, Oct 19, 2025 (Example News) – {BODY}",
        {"dateline": F, "publisher": F, "published": F, "language": N},
    ),
    "a dateline of which the text gives the year": (
        f"LINDHOLM, Oct 17 (Example News) – {BODY}\nIn the first nine months of 2025 it moved 2 million tons.\n",
        {"dateline": F, "publisher": F, "published": N, "language": N},
    ),
    "front matter": (
        f"---\ntitle: Ports grow\ndate: 2025-10-24\nlang: en\nurl: https://example.org/1\n---\n{BODY}",
        {"headline": D, "published": D, "language": D, "url": D},
    ),
    "front matter above a text that prints more": (
        f"---\ntitle: Ports grow\n---\n# Ports grew\n\nLINDHOLM, Oct 19, 2025 (Example News) – {BODY}",
        {"headline": D, "dateline": F, "publisher": F, "published": F, "language": N},
    ),
    "front matter that says that there is none": (
        f"---\ndate: null\npublisher:\n---\nLINDHOLM, Oct 19, 2025 (Example News) – {BODY}",
        {"dateline": F, "language": N},
    ),
    "a digest, whose text names the publisher of the original": (
        f"---\ndigest_of:\n  publisher: Example News\n---\nLINDHOLM, Oct 19, 2025 (Example News) – {BODY}",
        {"dateline": F, "published": F, "language": N},
    ),
    "nothing": ("5% to 3\n", {}),
}


def document(text: str) -> Document:
    read = read_markdown if text.startswith(("---", "#")) else read_plain
    return read(text.encode(), "a")


@pytest.mark.parametrize("name", CASES)
def test_how_fields_are_known(name: str) -> None:
    text, expected = CASES[name]
    read = document(text)
    assert {one.field: one.how for one in read.known} == expected
    assert all(getattr(read, field) for field in expected)


@pytest.mark.parametrize("name", CASES)
def test_every_field_with_a_value_says_how(name: str) -> None:
    read = document(CASES[name][0])
    fields = ("headline", "byline", "dateline", "publisher", "published", "language", "url")
    assert [one.field for one in read.known] == [field for field in fields if getattr(read, field) is not None]


def test_a_day_that_a_person_gave_is_no_longer_the_text_s() -> None:
    read = _with_date(document(CASES["a headline and a labelled day"][0]), "2025-07-15")
    assert read.how("published") is None
    assert read.how("byline") is F


def test_known_fields_in_json() -> None:
    read = document(CASES["front matter"][0])
    row = interchange.document_row(read)
    assert row["known"] == {"headline": "declared", "published": "declared", "language": "declared", "url": "declared"}
    assert (row["media"], row["pages"]) == ("text/markdown", None)
    schema = json.loads(interchange.schema("brief"))
    jsonschema.validate(row, {**schema["$defs"]["document"], "$defs": schema["$defs"]})
