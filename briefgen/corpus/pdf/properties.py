"""What a PDF file declares of its document (PDF 1.7, 14.3): title, author, publisher, language, days."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from xml.sax.saxutils import unescape

from msgspec.structs import replace

from briefgen.corpus.html.about import LONGEST_NAME, NOBODY, About
from briefgen.corpus.html.words import line
from briefgen.corpus.language import LANGUAGES
from briefgen.corpus.word.properties import FIRST, LONGEST_TITLE, NO_PERSON, NO_TITLE
from briefgen.model import Document, How, Known

PUBLISHER = re.compile(rb"<dc:publisher>\s*<rdf:\w{1,9}>\s*<rdf:li[^>]{0,60}>([^<]{1,200})<")
LANGUAGE = re.compile(rb"/Lang\s*\(([A-Za-z]{2,3})(?:-[\w-]{1,20})?\)")
DAY = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
FILE_NAME = re.compile(r"\S+\.(?:indd|qxp|qxd|tex|dvi|ps|eps|pptx?|xlsx?|html?|txt|pages|ai)", re.IGNORECASE)
"""Titles that are the name of the file that was printed; those of Word are known there."""


def properties(given: dict[str, str], data: bytes) -> About:
    """What a file says of itself. The day of its last change is inferred to be that of publication.

    Args:
        given: Its information dictionary.
        data: Its bytes: XMP and the language mostly lie open in them.
    """
    said = {key: line(value.strip("\0")) for key, value in given.items()}
    title, author = said.get("Title", ""), said.get("Author", "")
    house = PUBLISHER.search(data)
    publisher = line(unescape(house[1].decode("utf-8", "replace"))) if house else ""
    language = LANGUAGE.search(data)
    code = language[1].decode("ascii").lower() if language else ""
    is_rubbish = NO_TITLE.fullmatch(title) or FILE_NAME.fullmatch(title) or len(title) > LONGEST_TITLE
    values: dict[str, Any] = {
        "headline": title if title and not is_rubbish else None,
        "byline": author if _is_name(author) else None,
        "publisher": publisher if _is_name(publisher) else None,
        "published": _day(said.get("ModDate", "")) or _day(said.get("CreationDate", "")),
        "language": code if code in LANGUAGES else None,
    }
    how = {field: How.INFERRED if field == "published" else How.DECLARED for field in values}
    return About(**values, known=tuple(Known(field, how[field]) for field, value in values.items() if value))


def behind(said: About, read_: Document) -> About:
    """What is declared of what the document does not print: a reader sees the print, and programs fill in the rest.

    A language is declared by the program's settings: it confirms what the words say, and is alone where they are few.
    """
    other = {"language"} if read_.language not in {None, said.language} else set()
    printed = {one.field for one in said.known if one.field != "language" and getattr(read_, one.field) is not None}
    return replace(
        said,
        **dict.fromkeys(other | printed),
        known=tuple(one for one in said.known if one.field not in other | printed),
    )


def _is_name(text: str) -> bool:
    """Whether a text names a person or house, and no login or program."""
    folded = text.casefold()
    is_login = " " not in text and (not text.isalpha() or text.islower())
    return bool(text) and len(text) <= LONGEST_NAME and folded not in NOBODY | NO_PERSON and not is_login


def _day(text: str) -> dt.date | None:
    """The day of a date as PDF writes it: D:20260302231000+02'00' (PDF 1.7, 7.9.4)."""
    match = DAY.match(text)
    try:
        found = dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
    return found if found and found.year >= FIRST else None
