"""What a Word file declares of its document (ISO/IEC 29500-2, core properties): title, author, organisation, days."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from typing import Any

from briefgen.corpus.html.about import LONGEST_NAME, NOBODY, About
from briefgen.corpus.html.words import line
from briefgen.corpus.word.package import part
from briefgen.model import How, Known

CORE, APP = "docProps/core.xml", "docProps/app.xml"
DC = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
EXTENDED = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"

NO_TITLE = re.compile(
    r"(?i)(?:microsoft word - .*|.*\.(?:docx?|dotx?|odt|rtf|pdf)|(?:document|dokument|документ)\s?\d*|untitled.*"
    r"|unbenannt.*|без имени.*|title|titel|word document|blank|normal|template|\W*)"
)
"""Titles that programs give: names of files and of templates."""
_NO_PERSON = """
user, windows user, microsoft office user, microsoft, author, owner, hp, pc, benutzer, utilisateur, usuario,
пользователь, пользователь windows, python-docx, apache poi, libreoffice, openoffice
"""
NO_PERSON = frozenset(" ".join(_NO_PERSON.split()).split(", "))
"""Authors that programs and machines give themselves."""
LONGEST_TITLE = 300
"""Characters; a longer one is a text that went astray."""


def properties(archive: zipfile.ZipFile, name: str) -> About:
    """What the package declares. The day of the last change is inferred to be that of publication.

    Raises:
        CorpusError: A part is damaged.
    """
    core, app = _tree(part(archive, CORE, name)), _tree(part(archive, APP, name))
    title = _text(core, f"{DC}title")
    author = _text(core, f"{DC}creator")
    house = _text(app, f"{EXTENDED}Company")
    day = _day(_text(core, f"{TERMS}modified")) or _day(_text(core, f"{TERMS}created"))
    is_title = bool(title) and len(title) <= LONGEST_TITLE and not NO_TITLE.fullmatch(title)
    values: dict[str, Any] = {
        "headline": title if is_title else None,
        "byline": author if _is_name(author) else None,
        "publisher": house if _is_name(house) else None,
        "published": day,
    }
    how = {field: How.INFERRED if field == "published" else How.DECLARED for field in values}
    return About(**values, known=tuple(Known(field, how[field]) for field, value in values.items() if value))


def _tree(data: bytes) -> Any:  # noqa: ANN401 - lxml has no types
    """The root of a part; None where it is not there or no XML: then it declares nothing."""
    from lxml import etree

    if not data:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def _text(root: Any, tag: str) -> str:  # noqa: ANN401
    found = root.find(tag) if root is not None else None
    return line(found.text or "") if found is not None else ""


def _is_name(text: str) -> bool:
    folded = text.casefold()
    return bool(text) and len(text) <= LONGEST_NAME and folded not in NOBODY and folded not in NO_PERSON


def _day(text: str) -> dt.date | None:
    """The day of a W3CDTF moment; None where it is none, or that of an empty template."""
    try:
        found = dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
    return found if found.year >= FIRST and found != EMPTY else None


EMPTY = dt.date(2013, 12, 23)
"""The day of the template of python-docx, which stays in the files that are made from it."""
FIRST = 1990
"""The year from which on there were such files; programs write 1601, 1970 and 1980 for no day at all."""
