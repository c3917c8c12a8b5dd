"""What a place made for it says of a document goes before what its text proves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from briefgen.model import Document, How, Known

FIELDS = ("headline", "byline", "dateline", "publisher", "published", "language", "url", "encoding")
"""The fields of which it is said how they are known, in the order that `Document.known` has."""


def declared(document: Document, given: Mapping[str, Any]) -> Document:
    """The document with declared values of fields.

    Args:
        document: As its text proves it.
        given: Values by field. None says that a field has none, whatever the text proves; other fields stay.
    """
    how = {one.field: one.how for one in document.known}
    for field in FIELDS:
        if field in given:
            how.pop(field, None)
            if given[field] is not None:
                how[field] = How.DECLARED
    return replace(document, **given, known=in_order(Known(field, one) for field, one in how.items()))


def in_order(known: Iterable[Known]) -> tuple[Known, ...]:
    """How fields are known, in the order of `FIELDS`."""
    return tuple(sorted(known, key=lambda one: FIELDS.index(one.field)))
