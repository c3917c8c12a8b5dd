"""Brief → its documents as CSL-JSON, which every reference manager reads (Zotero, Mendeley, pandoc, Word's add-ins).

Fields and types are those of CSL 1.0.2 (https://docs.citationstyles.org/en/stable/specification.html, appendices III
and IV). What is not known is left out. There is no `accessed`: it would be the day of the run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from briefgen.model import Brand, Brief, Document, File, Original
from briefgen.oneline import one_line
from briefgen.rendering import markdown
from briefgen.rendering.links import web_address

Item = dict[str, object]
"""One document; its keys are CSL's variables."""

KEY = 12
"""Hexadecimal digits of a document's id that name it; more where two documents share them."""

_BODY = re.compile(
    r"\b(?:ministry|government|department|secretariat|parliament|commission|committee|authority|embassy|cabinet"
    r"|(?:bureau|office) (?:of|for)|(?:central|national|development|world) bank)\b",
    re.IGNORECASE,
)
"""Names of bodies that publish on their own behalf; what they publish is a report, not an article of a newspaper."""
_SORTED_NAME = re.compile(r"(?P<family>[^\W\d_][\w’'-]+), (?P<given>[^\W\d_][\w’'.-]*(?: [^\W\d_][\w’'.-]*)?)")
"""A name as catalogues write it: "Khalturina, Irina"."""


def render(brief: Brief, brand: Brand, templates: Sequence[Path]) -> tuple[File, ...]:
    """The brief's documents as a CSL-JSON array, in the order of the list of sources.

    Raises:
        TemplateError: the content template, which decides the order, is missing or wrong.
    """
    documents = [source.document for source in markdown.written(brief, brand, templates).numbering.sources]
    text = json.dumps(bibliography(documents), ensure_ascii=False, indent=1) + "\n"
    return (File(f"{brief.topic}.csl.json", text.encode()),)


def bibliography(documents: Sequence[Document]) -> list[Item]:
    """One CSL item for each document, in the same order."""
    keys = _keys([document.id for document in documents])
    return [item(document, keys[document.id]) for document in documents]


def item(document: Document, key: str) -> Item:
    """A document as a CSL item that is called `key`."""
    digest, url = document.digest_of, web_address(document.url)
    row = {
        "id": key,
        "type": _type(document),
        "title": one_line(document.headline or document.name.rpartition("/")[2]),
        "genre": "Digest" if digest else None,
        "author": _author(document.byline),
        **dict(_publisher(document)),
        "issued": _date(document),
        "number-of-pages": str(len(document.pages)) if document.pages else None,
        "URL": url,
        "language": document.language,
        **(_original(digest) if digest else {}),
    }
    return {name: value for name, value in row.items() if value}


def _type(document: Document) -> str:
    """What is known decides: who published it, or else where it can be read; else it is a text by itself."""
    if document.digest_of:
        return "article"
    if document.publisher:
        return "report" if _BODY.search(document.publisher) else "article-newspaper"
    return "webpage" if web_address(document.url) else "article"


def _publisher(document: Document) -> Iterator[tuple[str, str]]:
    """A newspaper contains its articles, other publishers do not."""
    if document.publisher:
        contains = _type(document) == "article-newspaper"
        yield "container-title" if contains else "publisher", one_line(document.publisher)


def _author(byline: str | None) -> list[dict[str, str]] | None:
    """Who wrote it, as printed: a text does not say which part of "Xi Jinping" or "Nagy Ferenc" is the family name.

    Only a name that was written for sorting is taken apart.
    """
    name = one_line(byline or "")
    if not name:
        return None
    sorted_name = _SORTED_NAME.fullmatch(name)
    return [sorted_name.groupdict() if sorted_name else {"literal": name}]


def _date(of: Document | Original) -> dict[str, list[list[int]]] | None:
    day = of.published
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None


def _original(digest: Original) -> Item:
    """What a digest digests, in CSL's own fields, and as a note for programs that drop them."""
    title, publisher, author = (one_line(part or "") for part in (digest.headline, digest.publisher, digest.author))
    day = digest.published.isoformat() if digest.published else ""
    told = ", ".join(filter(None, (f"“{title}”" if title else "", author, publisher, day)))
    return {
        "original-author": _author(digest.author),
        "original-title": title,
        "original-publisher": publisher,
        "original-date": _date(digest),
        "note": f"Digest of {told or 'another text'}",
    }


def _keys(ids: Sequence[str]) -> Mapping[str, str]:
    """The shortest beginnings of ids, of at least `KEY` digits, that tell them apart."""
    length = KEY
    while len({id_[:length] for id_ in ids}) < len(set(ids)):
        length += 1
    return {id_: id_[:length] for id_ in ids}
