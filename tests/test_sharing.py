"""A brief to share outside holds no words of documents beyond those cited, no file names and no reviewers' names."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from conftest import HARBOUR, LINE, Run
from test_verify import SERIES

from briefgen.corpus import load

REVIEWER = "Wilhelmina Quist"
UNCITED = """Cooking at sea

Published on 2 March 2025

The galley of a coaster has seven pans and no oven, says a cook whom nobody asked about anything else.
"""

FEED = """<rss version="2.0"><channel><title>Example News</title>
<item><title>Quiet harbour</title><description>Nothing was moved on Sunday; cranes stood still.</description></item>
<item><title>Unprinted headline of a link</title><link>https://example.org/2</link></item></channel></rss>
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a correction, a document that says nothing of the topic, and one that cannot be read."""
    root = tmp_path_factory.mktemp("secret-folder")
    news = root / "news"
    news.mkdir()
    texts = {"leaked-harbour.txt": HARBOUR, "leaked-line.txt": LINE, "leaked-series.txt": SERIES, "cook.txt": UNCITED}
    for name, text in texts.items():
        (news / name).write_text(text, encoding="utf-8")
    (news / "leaked-feed.xml").write_text(FEED, encoding="utf-8")
    (news / "broken-secret.txt").write_bytes(b"\x00\x01\x02" * 50)
    (root / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    document = next(one for one in load([news]).documents if one.name == "leaked-harbour.txt")
    start = document.text.index("6 million tons")
    (root / "corrections.yaml").write_text(
        CORRECTIONS.format(id=document.id, start=start, end=start + 14, by=REVIEWER), encoding="utf-8"
    )
    return root


SETTINGS = """version: 1
corpus: [news]
evidence: citations
topics:
  freight:
    title: Freight
    terms: [freight, cargo, railway*]
"""
CORRECTIONS = """version: 1
corrections:
  - document: {id}
    name: leaked-harbour.txt
    at: [{start}, {end}]
    surface: 6 million tons
    read: {{status: target}}
    correct: {{status: plan}}
    by: {by}
    date: 2025-03-20
    reason: The leaked-harbour memo says so, and I know the author.
"""


@pytest.fixture(scope="module")
def made(project: Path) -> dict[str, bytes]:
    """The brief in every format, by ending; the texts of the PDF's attachment besides."""
    from briefgen import config, orders, pipeline

    settings = config.load(project / "briefgen.yaml")
    (brief,) = pipeline.make(settings, orders.Order())
    files = pipeline.render(brief, ("md", "html", "json", "pdf"), settings)
    found = {file.name.rpartition(".")[2]: file.content for file in files}
    reader = pypdf.PdfReader(io.BytesIO(found["pdf"]))
    found["attached"] = b"".join(content for contents in reader.attachments.values() for content in contents)
    found["pdf text"] = " ".join(page.extract_text() for page in reader.pages).encode()
    return found


SECRETS = (
    "leaked",
    "cook.txt",
    "broken-secret",
    "secret-folder",
    "Wilhelmina",
    "Quist",
    "know the author",
    "/news",
    "Unprinted",
)


@pytest.mark.parametrize("secret", SECRETS)
def test_no_name_of_a_file_or_a_reviewer_is_in_it(secret: str, made: dict[str, bytes]) -> None:
    assert [ending for ending, content in made.items() if secret.encode() in content] == []


def test_the_correction_is_told_all_the_same(made: dict[str, bytes]) -> None:
    row = json.loads(made["json"])
    assert row["evidence"] == "citations"
    assert [one["by"] for one in row["corrections"]] == ["an editor"]
    assert "Corrected by an editor on 2025-03-20" in made["md"].decode()


def texts(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)
    elif isinstance(node, str):
        yield node


def test_no_words_of_a_document_beyond_those_cited(made: dict[str, bytes], project: Path) -> None:
    row = json.loads(made["json"])
    cited = " ".join(note["quote"] for note in row["notes"])
    cited += " ".join(f"{document['headline']}" for document in row["documents"])
    whole = " ".join(texts(row)) + made["pdf text"].decode()
    for paragraph in (part for one in load([project / "news"]).documents for part in one.text.split("\n\n")):
        words = re.findall(r"\w+", paragraph)
        runs = (" ".join(words[place : place + 5]) for place in range(len(words) - 4))
        plain, allowed = (" ".join(re.findall(r"\w+", text)) for text in (whole, cited))
        assert [run for run in runs if run in plain and run not in allowed] == []


@pytest.mark.parametrize("ending", ["json", "html", "pdf"])
def test_it_verifies_and_says_what_needs_the_corpus(
    ending: str, made: dict[str, bytes], project: Path, briefgen: Run, tmp_path: Path
) -> None:
    (tmp_path / f"x.{ending}").write_bytes(made[ending])
    alone = briefgen("verify", f"x.{ending}")
    assert (alone.returncode, alone.stdout) == (0, "")
    assert "which files these are, and what else they say of the topic, --corpus tells" in alone.stderr
    whole = briefgen("verify", f"x.{ending}", "--corpus", project / "news", "--config", project / "briefgen.yaml")
    assert (whole.returncode, whole.stdout) == (0, "")
