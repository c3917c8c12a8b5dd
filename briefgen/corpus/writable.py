"""What neither UTF-8 nor a database can carry, out of all that a reader gives: NUL, and halves of surrogate pairs.

JSON, YAML and references in HTML can spell both. A mark of replacement, as one broken byte gets it, stands for each:
one character for one, so that every span holds.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.model import Document, Omission

UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def writable(text: str) -> str:
    """The text with a mark of replacement for what cannot be written down."""
    return UNWRITABLE.sub("\ufffd", text)


def document(given: Document) -> Document:
    """The document in which all can be written down; the same one nearly always."""
    changed = _changed(given)
    if given.digest_of and (of := _changed(given.digest_of)):
        changed["digest_of"] = replace(given.digest_of, **of)
    if "text" in changed:
        changed["id"] = hashlib.sha256(changed["text"].encode("utf-8")).hexdigest()
    return replace(given, **changed) if changed else given


def omission(given: Omission) -> Omission:
    """What could not be read, in words that can be written down."""
    changed = _changed(given)
    return replace(given, **changed) if changed else given


def _changed(given: Struct) -> dict[str, Any]:
    """The fields that hold what cannot be written down, without it."""
    values = {field: getattr(given, field) for field in given.__struct_fields__}
    return {
        field: writable(value) for field, value in values.items() if isinstance(value, str) and UNWRITABLE.search(value)
    }
