"""A DOCX → what it shows, and the bundle that it carries.

Word writes a file anew when somebody saves it: runs are split, changes are tracked, fields computed. So only
paragraphs, rows, notes, pictures and what stands at the edges of pages are read (`wordlines`).
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from briefgen.printed.page import Carried, Page, written
from briefgen.printed.wordlines import Reader, W, lines

PART = re.compile(r"customXml/item\d+\.xml")
"""Where Word keeps the data of others."""
NAMESPACE = "urn:briefgen:evidence"
"""Of the element that holds the bundle (`rendering/docx/evidence.py`)."""
_PICTURE, _EDGES = f"{{{NAMESPACE}}}picture", f"{{{NAMESPACE}}}edge"
_EDGE = re.compile(r"word/(?:header|footer)\d*\.xml")
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_LIMIT = 64 * 2**20
"""Bytes of a part, unpacked."""


def read(data: bytes) -> tuple[Page, tuple[str, ...]]:
    """The page, and every bundle; raises `ValueError` for what is no Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [_part(package, name) for name in sorted(package.namelist()) if PART.fullmatch(name)]
            evidence = [part for part in parts if part.tag == f"{{{NAMESPACE}}}evidence"]
            return _page(package, evidence), tuple(part.text or "" for part in evidence)
    except (zipfile.BadZipFile, KeyError, ET.ParseError, RecursionError, NotImplementedError, RuntimeError) as error:
        raise ValueError(f"is no whole Word file: {error}") from error


def _bytes(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as file:
        data = file.read(_LIMIT + 1)
    if len(data) > _LIMIT:
        raise ValueError(f"has a part of more than {_LIMIT // 2**20} MB")
    return data


def _part(package: zipfile.ZipFile, name: str) -> ET.Element:
    """The XML of a part, without declarations of entities, which Word never writes."""
    data = _bytes(package, name)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("declares entities, which Word never does")
    return ET.fromstring(data)  # noqa: S314 - no entities, bounded size


def _page(package: zipfile.ZipFile, evidence: list[ET.Element]) -> Page:
    names = package.namelist()
    hidden = _hidden(_part(package, "word/styles.xml")) if "word/styles.xml" in names else frozenset()
    reader = Reader(hidden)
    reader.pictures = _pictures(package, "word/document.xml")
    for line in lines(_part(package, "word/document.xml")):
        reader.line(line)
    for name in (name for name in _NOTES if name in names):
        reader.pictures = _pictures(package, name)
        for note in _part(package, name):
            if note.get(f"{W}type") is None:
                reader.line(note, reader.labels.get(note.get(f"{W}id", ""), -1) if name == _NOTES[0] else None)
    edges = tuple(text for name in sorted(filter(_EDGE.fullmatch, names)) for text in _edge(package, name, hidden))
    return Page(tuple(reader.lines), edges=edges, carried=_carried(evidence), edited=True)


def _edge(package: zipfile.ZipFile, name: str, hidden: frozenset[str]) -> Iterator[str]:
    """What a header or footer says, line by line; a picture in it is a line by its words."""
    reader = Reader(hidden)
    for line in lines(_part(package, name)):
        reader.line(line)
    return (line.text for line in reader.lines)


def _pictures(package: zipfile.ZipFile, name: str) -> Mapping[str, str]:
    """SHA-256 of the pictures of a part, by the id of their relationship."""
    folder, _, file = name.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    found: dict[str, str] = {}
    for one in _part(package, relations) if relations in package.namelist() else ():
        target = posixpath.normpath(posixpath.join(folder, one.get("Target", "")))
        if one.get("Type", "").endswith("/image") and target in package.namelist():
            found[one.get("Id", "")] = hashlib.sha256(_bytes(package, target)).hexdigest()
    return found


def _hidden(styles: ET.Element) -> frozenset[str]:
    """The ids of styles whose text is hidden, by themselves or by what they are based on."""
    based = {one.get(f"{W}styleId", ""): one.find(f"{W}basedOn") for one in styles.iter(f"{W}style")}
    found = {
        one.get(f"{W}styleId", "") for one in styles.iter(f"{W}style") if one.find(f"{W}rPr/{W}vanish") is not None
    }
    for _ in based:
        more = {name for name, base in based.items() if base is not None and base.get(f"{W}val") in found}
        if more <= found:
            break
        found |= more
    return frozenset(found)


def _carried(evidence: list[ET.Element]) -> Carried:
    """What the evidence says of pictures and edges."""
    beside = [one for part in evidence for one in part]
    pictures = ((written(one.get("alt", "")), one.get("sha256", "")) for one in beside if one.tag == _PICTURE)
    return Carried(frozenset(pictures), tuple(one.text or "" for one in beside if one.tag == _EDGES))
