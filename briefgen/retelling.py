"""Remarks on documents, made in English, in the language of a brief.

What a remark says stands among `remarks`, with slots for values: its English is matched with these messages, so that
remarks of a store that was filled long ago are told in any language. What no message says, such as the error of a
reader, is quoted as what the program said.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import cache

from msgspec.structs import replace

from briefgen import remarks, values
from briefgen.language import ENGLISH, Language
from briefgen.messages import pieces, slots
from briefgen.model import Omission


def retold(given: Omission, language: Language) -> Omission:
    """A remark in a language; as it is where the language has no catalogue.

    Of what is named only words of our own are told in it, which always cite: a document stays named as it is.
    """
    if not (language.is_translated or language.is_reworded):
        return given
    named = _told(given.what, remarks.NAMES, language) if given.citations else _named(given.what, language)
    return replace(given, what=named or given.what, reason=_reason(given.reason, language))


def _named(text: str, language: Language) -> str:
    """A name; what stands for one in words of our own in the language."""
    return language.gettext(text) if text in remarks.WORDS else text


def _reason(text: str, language: Language) -> str:
    said = _told(text, remarks.REASONS, language)
    return said or language.gettext("the program says: “%(message)s”", message=text)


def _told(text: str, messages: Sequence[str], language: Language) -> str | None:
    """The text in a language, where it is one of these messages."""
    for message in messages:
        found = _pattern(message).fullmatch(text)
        if found is not None:
            return language.gettext(message, **_slots(found.groupdict(), language))
    return None


@cache
def _pattern(message: str) -> re.Pattern[str]:
    """Finds a message with whatever stands in its slots."""
    parts = (re.escape(piece) if fixed else rf"(?P<{piece}>.+)" for piece, fixed in pieces(message, slots(message)))
    return re.compile("".join(parts), re.DOTALL)


def _slots(found: Mapping[str, str], language: Language) -> dict[str, str]:
    """The values of a remark: days and languages in words, a remark inside it retold, anything else as it stands."""
    return {name: _value(name, text, language) for name, text in found.items()}


def _value(name: str, text: str, language: Language) -> str:
    if name == "problem":
        return _reason(text, language)
    if name == "language":
        return _language(text, language)
    try:
        return values.date(dt.date.fromisoformat(text), language.locale)
    except ValueError:  # no day: a name, a number, words
        return _named(text, language)


def _language(text: str, language: Language) -> str:
    """The name of a language that is given by its code or its English name; as it stands where neither is known."""
    codes = {str(name): code for code, name in ENGLISH.locale.languages.items()}
    return str(language.locale.languages.get(codes.get(text, text), text))
