"""Files that briefgen made, read back: the brief that they carry, and what they show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from briefgen import finished
from briefgen.errors import UsageError
from briefgen.printed.page import Page

T = TypeVar("T", str, bytes)


class Printed(Struct, frozen=True):
    """A file, read back."""

    brief: dict[str, Any]
    """The brief that it carries, as its JSON has it."""
    page: Page | None
    """What it shows; None of JSON, which shows nothing."""


def load(path: Path) -> Printed:
    """The brief in a file; what it is, its first bytes tell.

    Raises:
        UsageError: it cannot be read, is far too large, or carries no brief.
    """
    data = finished.content(path)
    if data.startswith(b"%PDF"):
        return _pdf(data, str(path))
    if data.startswith(b"PK"):
        return _docx(data, str(path))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return _html(data, str(path))
    return Printed(finished.parse(data, str(path)), None)


def _html(data: bytes, where: str) -> Printed:
    from briefgen.printed import html

    try:
        page, bundles = html.read(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UsageError("is not UTF-8: this is no brief", where=where, hint=finished.HINT) from error
    except ValueError as error:
        raise UsageError(str(error), where=where, hint=finished.HINT) from error
    return Printed(finished.parse(_only(bundles, where), where), page)


def _pdf(data: bytes, where: str) -> Printed:
    from briefgen.printed import pdf

    try:
        page, bundles = pdf.read(data)
    except ValueError as error:
        raise UsageError(str(error), where=where, hint=finished.HINT) from error
    return Printed(finished.parse(_only(bundles, where), where), page)


def _docx(data: bytes, where: str) -> Printed:
    from briefgen.printed import docx

    try:
        page, bundles = docx.read(data)
    except ValueError as error:
        raise UsageError(str(error), where=where, hint=finished.HINT) from error
    return Printed(finished.parse(_only(bundles, where), where), page)


def _only(bundles: Sequence[T], where: str) -> T:
    """The one bundle of a file."""
    if len(bundles) != 1:
        problem = "carries no evidence" if not bundles else f"carries {len(bundles)} briefs, and may have one"
        raise UsageError(problem, where=where, hint=finished.HINT)
    return bundles[0]
