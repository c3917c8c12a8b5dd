"""A part of a Word file as its reader shows it: without hidden runs, with what mammoth passes over put plainly."""

from __future__ import annotations

from typing import Any

from briefgen.corpus.word.package import MAIN, RESAVE
from briefgen.errors import CorpusError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FRACTION = "⁄"
"""The stroke of a fraction (U+2044)."""
OFF = frozenset({"0", "false", "off"})
"""Values of a property that is switched off."""
TOUCHED = (b"vanish", b"dstrike", b"fldSimple", b"oMath", b'type="page"', b'type="column"', b":del ")
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
    """Takes out the runs that are not shown, and those that are struck out twice; once, mammoth knows."""
    for mark in list(root.iter(f"{W}vanish", f"{W}dstrike")):
        look = mark.getparent()
        run = look.getparent() if look is not None else None
        if run is not None and run.tag == f"{W}r" and mark.get(f"{W}val", "1") not in OFF:
            run.getparent().remove(run)


def _write_formulas(root: Any) -> None:  # noqa: ANN401
    """Puts formulas of one line as text, and fractions of whole numbers as they are typed.

    The letters of any other fraction or of a power alone would say something else.
    """
    from lxml import etree

    for formula in list(root.iter(f"{M}oMath")):
        parts = [_part(child) for child in formula]
        if None not in parts:
            text = _before(formula)
            said = ""
            for part in parts:
                said += _apart(text + said, part or "")
            run = etree.Element(f"{W}r")
            written = etree.SubElement(run, f"{W}t")
            written.text = said
            written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            formula.getparent().replace(formula, run)


def _part(child: Any) -> str | None:  # noqa: ANN401
    """What a part of a formula is in one line: "x=5", "1⁄2"; None where it is none."""
    if child.tag == f"{M}r":
        return _letters(child)
    if child.tag != f"{M}f":
        return None
    above, below = (_letters(one) if (one := child.find(f"{M}{name}")) is not None else "" for name in ("num", "den"))
    whole = set(child.iter(f"{M}f", f"{M}sSup", f"{M}sSub", f"{M}rad")) == {child}
    return f"{above}{FRACTION}{below}" if whole and above.isdecimal() and below.isdecimal() else None


def _letters(part: Any) -> str:  # noqa: ANN401
    return "".join(one.text or "" for one in part.iter(f"{M}t")).strip()


def _apart(text: str, part: str) -> str:
    """A part as it goes on behind a text: between a number and a fraction stands a blank, "3 1⁄2" is not 31⁄2."""
    return f" {part}" if FRACTION in part and text[-1:].isdecimal() else part


def _before(formula: Any) -> str:  # noqa: ANN401
    """The text of the paragraph before a formula."""
    return "".join(one.text or "" for before in formula.itersiblings(preceding=True) for one in before.iter(f"{W}t"))


def _keep_last_marks(root: Any) -> None:  # noqa: ANN401
    """Keeps the deleted mark of a paragraph that has none behind it to go on in: mammoth would lose its text."""
    for mark in list(root.iterfind(f".//{W}p/{W}pPr/{W}rPr/{W}del")):
        following = mark.getparent().getparent().getparent().getnext()
        if following is None or following.tag != f"{W}p":
            mark.getparent().remove(mark)
