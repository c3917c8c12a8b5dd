"""What is known of a page besides its text, and how: headline, byline, publisher, day, language and address."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from briefgen.corpus import bylines
from briefgen.corpus.html import dates, linked, titles
from briefgen.corpus.html.meta import AUTHOR, PUBLISHER, Declared, declared, properties
from briefgen.corpus.html.words import bare, line
from briefgen.corpus.language import identify
from briefgen.model import How, Known

SAVED = re.compile(r"<!--\s*saved from url=\(\d{4}\)(\S{4,2000})\s*-->", re.IGNORECASE)
"""What browsers write at the head of a page that they save."""

_NOBODY = """
admin administrator author editor editors editorial newsroom staff user root guest webmaster unknown none null
redaktion redacción rédaction redazione redação redactie редакция
"""
NOBODY = frozenset(_NOBODY.split())
"""Names of accounts and desks that sign for nobody."""

BY = re.compile(
    r"^(?:(?:written\s+|posted\s+|published\s+)?by|von|por|par|di|door|автор|autor(?:in)?|auteur|autore)\s*:?\s+",
    re.IGNORECASE,
)

SAMPLE = 20_000
"""Characters that the language of a page is told by which declares none."""

LONGEST_NAME = 60
"""Characters of the name of a person or a house."""


class About(Struct, frozen=True):
    """What a page says of itself. A field that is not known is None."""

    headline: str | None = None
    """Its title, without the name of the site."""
    byline: str | None = None
    """Who wrote it."""
    publisher: str | None = None
    """Who published it."""
    published: dt.date | None = None
    """The day on which it appeared."""
    language: str | None = None
    """ISO 639-1 code of the language that it declares."""
    url: str | None = None
    """Its address."""
    known: tuple[Known, ...] = ()
    """How each of them is known."""
    text: tuple[str, ...] = ()
    """Its text in paragraphs, where it declares that too; what stands on the page is preferred."""


def about(root: Any, source: str, at: str | None = None) -> About:  # noqa: ANN401 - lxml has no types
    """Reads what a page says of itself.

    Args:
        root: Its tree, with its frame and scripts.
        source: Its source, for the comment that browsers leave in saved pages.
        at: The address that it came from, where that is known.
    """
    said = declared(root)
    url = address(root, said, source, at)
    locale = language(root, said)
    house = publisher(said)
    headline = titles.headline(root, said, site_names(house, said, url))
    if house is None and headline:
        house = _behind(said.title, headline[0])
    spoken = locale or identify(root.text_content()[:SAMPLE]) or ""
    fields = {
        "headline": headline,
        "byline": byline(root, said, house[0] if house else None),
        "publisher": house,
        "published": dates.published(root, said, spoken, url or "", headline[0] if headline else ""),
        "language": (locale.split("-")[0], How.DECLARED) if locale else None,
        "url": (url, How.DECLARED) if url else None,
    }
    values: dict[str, Any] = {name: found[0] for name, found in fields.items() if found}
    return About(
        **values,
        known=tuple(Known(name, found[1]) for name, found in fields.items() if found),
        text=linked.paragraphs(said.article),
    )


def address(root: Any, said: Declared, source: str, at: str | None) -> str | None:  # noqa: ANN401
    """The address of a page: what it calls its own, if that is on the web and no bare host."""
    saved = SAVED.search(source[:HEAD])
    base = at or (saved[1] if saved else None) or said.first(("og:url", "twitter:url"))
    links = [
        link.get("href") or "" for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split()
    ]
    item = said.article
    own = (item.get("mainEntityOfPage"), item.get("url"), item.get("@id"))
    own_urls = [str(one.get("@id") or "") if isinstance(one, dict) else str(one or "") for one in own]
    found = [
        urljoin(base or "", one.strip())
        for one in (*links, *said.metas.get("og:url", ()), *own_urls, at or "", base or "")
    ]
    valid = [one for one in found if is_address(one)]
    deep = [one for one in valid if urlsplit(one).path.strip("/") or urlsplit(one).query]
    return next(iter(deep or valid), None)


HEAD = 4_096
"""Characters of the source in which a browser's comment stands."""


def is_address(text: str) -> bool:
    """Whether a text is an address of the web."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and not re.search(r"[\s<>\"{}]", text)


def language(root: Any, said: Declared) -> str:  # noqa: ANN401
    """The language that a page declares, with its country where given: "en-GB"; empty where it does not."""
    html = root if root.tag == "html" else None
    attributes = (
        [html.get("lang"), html.get("{http://www.w3.org/XML/1998/namespace}lang"), html.get("xml:lang")]
        if html is not None
        else []
    )
    item = said.article.get("inLanguage")
    metas = [said.first((name,)) for name in ("og:locale", "content-language", "dc.language", "language")]
    found = [
        match for value in (*attributes, linked.text(item), *metas) if value and (match := LOCALE.match(value.strip()))
    ]
    if not found:
        return ""
    code = found[0][1].lower()
    country = next((match[2].upper() for match in found if match[1].lower() == code and match[2]), None)
    return f"{code}-{country}" if country else code


LOCALE = re.compile(r"([a-zA-Z]{2})(?:[-_](?:[A-Z][a-z]{3}[-_])?([a-zA-Z]{2})\b|$|[-_,; ])")


def publisher(said: Declared) -> tuple[str, How] | None:
    """Who published a page, as far as it declares that."""
    declared_names = (linked.text(said.article.get("publisher")), *(said.first((one,)) for one in PUBLISHER))
    for name in (one.lstrip("@").strip() for one in declared_names):
        if 1 < len(name) <= LONGEST_NAME and any(map(str.isalpha, name)) and "//" not in name:
            return name, How.DECLARED
    return None


def site_names(house: tuple[str, How] | None, said: Declared, url: str | None) -> list[str]:
    """What a site may be called in the titles of its pages."""
    host = (urlsplit(url).hostname or "") if url else ""
    parts = [
        part
        for part in host.split(".")[:-1]
        if part not in {"www", "m", "amp", "co", "com", "org", "gov", "ac", "net", "news"}
    ]
    names = [
        *([house[0]] if house else []),
        *(said.first((name,)) for name in PUBLISHER[:1]),
        *(part.replace("-", " ") for part in parts),
        host,
    ]
    return [name for name in dict.fromkeys(names) if name]


def _behind(title: str, headline: str) -> tuple[str, How] | None:
    """The name of the site behind the headline in the title element."""
    cut = titles.tail(title)
    if cut is None or not bare(cut[0]).startswith(bare(headline)):
        return None
    return cut[1], How.FOUND


def byline(root: Any, said: Declared, house: str | None) -> tuple[str, How] | None:  # noqa: ANN401
    """Who wrote a page. Declared names are often accounts of a system: those that sign for nobody are left out."""
    names = _persons(linked.names(said.article.get("author")), house)
    names = names or _persons(tuple(value for name in AUTHOR for value in said.metas.get(name, ())[:1])[:1], house)
    if names:
        return joined(names), How.DECLARED
    marked = [line(one.text_content()) for one in properties(root, "author")]
    linked_ = [line(one.text_content()) for one in root.xpath("//a[contains(concat(' ', @rel, ' '), ' author ')]")]
    boxes = root.xpath("//*[contains(@class, 'byline') or contains(@class, 'author')]")[: MOST * MOST]
    signed = [name for one in boxes if (name := bylines.labelled(line(one.text_content())[:LONGEST_LINE]))]
    for found in (marked, linked_, signed[:1]):
        if names := _persons(tuple(found[:MOST]), house):
            return joined(names), How.FOUND
    return None


LONGEST_LINE = 200
"""Characters of a line with a byline."""

MOST = 4
"""Writers of one page; more are a list of a site's people."""


def _persons(names: tuple[str, ...], house: str | None) -> list[str]:
    """The names that can be those of people."""
    cleaned = [BY.sub("", line(name)).strip(" ,;|") for name in names]
    return [
        name
        for name in dict.fromkeys(cleaned)
        if 1 < len(name) <= LONGEST_NAME
        and name.casefold() not in NOBODY
        and bare(name) != bare(house or "")
        and not re.search(r"[@/<>{}]|https?:|\d{3}", name)
        and any(map(str.isalpha, name))
    ]


def joined(names: list[str]) -> str:
    """Several names as a byline prints them."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
