"""What a page declares of itself, in the head and in attributes: one lookup by name, whatever the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from briefgen.corpus.html import linked

AUTHOR = (
    "author", "article:author_name", "dc.creator", "dcterms.creator", "dc.creator.personalname", "byl",
    "parsely-author", "sailthru.author", "citation_author", "cxenseparse:author", "article.author",
    "article:author",
)  # fmt: skip
PUBLISHER = (
    "og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "citation_publisher", "article:publisher_name",
    "citation_journal_title", "application-name", "apple-mobile-web-app-title", "cre", "source",
)  # fmt: skip
PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published",
    "article.published",
    "datepublished", "date_published", "publish_date", "publish-date", "publishdate", "published_date", "pubdate",
    "publication_date", "publicationdate", "originalpublicationdate", "date.issued", "dc.date.issued", "dcterms.issued",
    "dc.date.published", "dc.date.created", "dcterms.created", "dcterms.date", "dc.date", "date", "parsely-pub-date",
    "sailthru.date", "rnews:datepublished", "prism.publicationdate", "citation_publication_date", "citation_date",
    "citation_online_date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "article_date_original",
    "article.created", "displaydate", "displaytime", "dateposted", "release_date", "og:release_date", "ptime", "pdate",
    "bt:pubdate", "date_creation", "datecreated", "created", "creation_date", "timestamp",
)  # fmt: skip
MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "dcterms.modified", "dc.date.modified",
    "datemodified", "last-modified", "lastmod", "revised", "article.updated", "utime", "modificationdate",
)  # fmt: skip
"""Names of meta elements, the surest first: OpenGraph, Dublin Core, PRISM, Highwire, and what large systems use."""


class Declared(Struct, frozen=True):
    """What the page says of itself outside its text."""

    metas: Mapping[str, tuple[str, ...]]
    """Contents of meta elements by name, in small letters."""
    article: Mapping[str, Any]
    """Its JSON-LD article; empty where there is none."""
    page: Mapping[str, Any]
    """The JSON-LD item of the page around it."""
    title: str
    """Its title element."""

    def first(self, names: tuple[str, ...]) -> str:
        """The first meta content under one of these names; empty where there is none."""
        return next((value for name in names for value in self.metas.get(name, ())), "")


def declared(root: Any) -> Declared:  # noqa: ANN401 - lxml has no types
    """Reads the head of a page, and the meta elements that bad markup pushed into its body."""
    metas: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        value = linked.plain(element.get("content") or "")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name and value and not (attribute == "itemprop" and _is_nested(element)):
                metas.setdefault(name, []).append(value)
    heads = root.xpath("//title[not(ancestor::svg)]")
    title = linked.plain(heads[0].text_content()) if heads else ""
    found = linked.items(root)
    values = {name: tuple(dict.fromkeys(values)) for name, values in metas.items()}
    own = " ".join([title, *values.get("og:title", ())])
    return Declared(values, linked.article(found, own), linked.page(found), title)


def _is_nested(element: Any) -> bool:  # noqa: ANN401
    """Whether a property belongs to an item inside the article: the name of its publisher, the date of a comment."""
    scopes = [one for one in element.iterancestors() if one.get("itemscope") is not None]
    return bool(scopes) and not linked.ARTICLES.match((scopes[0].get("itemtype") or "Article").rsplit("/", 1)[-1])


def properties(root: Any, name: str) -> Iterator[Any]:  # noqa: ANN401
    """The elements of the body with a property of microdata, RDFa or the kind that belongs to the article."""
    for element in root.xpath("//*[@itemprop or @property][not(self::meta)]"):
        names = f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower().split()
        if any(one.rsplit(":", 1)[-1] == name for one in names) and not _is_nested(element):
            yield element
