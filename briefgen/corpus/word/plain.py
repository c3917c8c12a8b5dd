"""A part of a Word file as its reader shows it: without hidden runs, with what mammoth passes over put plainly."""

from __future__ import annotations

from typing import Any

from briefgen.corpus.word.package import MAIN, RESAVE
from briefgen.errors import CorpusError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
OFF = frozenset({"0", "false", "off"})
"""Values of a property that is switched off."""
TOUCHED = (b"vanish", b"fldSimple", b"oMath", b'type="page"', b'type="column"', b":del ")
"""Marks of parts in which there is something to do."""


def plain(data: bytes, name: str) -> bytes:
    """A part with hidden runs gone, and simple fields, formulas, breaks and deleted marks as mammoth reads them.

    Raises:
        CorpusError: It is damaged.
    """
    from lxml import etree

    if not any(mark in data for mark in TOUCHED):
        return data
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise CorpusError(f"is damaged: {MAIN} is no XML", name, RESAVE) from error
    _drop_hidden(root)
    for field in list(root.iter(f"{W}fldSimple")):
        field.tag = f"{W}smartTag"  # mammoth passes over simple fields, with their results
    _write_formulas(root)
    _keep_last_marks(root)
    for turn in root.iter(f"{W}br"):
        turn.attrib.pop(f"{W}type", None)  # a page ends a line too
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _drop_hidden(root: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Takes out the runs that are not shown."""
    for mark in list(root.iter(f"{W}vanish")):
        look = mark.getparent()
        run = look.getparent() if look is not None else None
        if run is not None and run.tag == f"{W}r" and mark.get(f"{W}val", "1") not in OFF:
            run.getparent().remove(run)


def _write_formulas(root: Any) -> None:  # noqa: ANN401
    """Puts formulas of one line as text; the letters of a fraction or power alone would say something else."""
    from lxml import etree

    for formula in list(root.iter(f"{M}oMath")):
        if all(child.tag == f"{M}r" for child in formula):
            run = etree.Element(f"{W}r")
            etree.SubElement(run, f"{W}t").text = "".join(one.text or "" for one in formula.iter(f"{M}t"))
            formula.getparent().replace(formula, run)


def _keep_last_marks(root: Any) -> None:  # noqa: ANN401
    """Keeps the deleted mark of a paragraph that has none behind it to go on in: mammoth would lose its text."""
    for mark in list(root.iterfind(f".//{W}p/{W}pPr/{W}rPr/{W}del")):
        following = mark.getparent().getparent().getparent().getnext()
        if following is None or following.tag != f"{W}p":
            mark.getparent().remove(mark)
