"""The words of a brief's frame in its language: gettext catalogues, read by Babel, one folder a language in `locales/`.

English is what stands in code and templates, so it has no catalogue. A house may have words of its own in the place of
any of these, in every language. What documents say is never translated.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from types import MappingProxyType

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from msgspec import Struct

from briefgen.errors import RenderError
from briefgen.messages import AND, N_, NN_, filled, listed, pieces
from briefgen.model import Brand, Brief, Rewording

__all__ = [
    "ENGLISH",
    "NN_",
    "N_",
    "Language",
    "Phrase",
    "counts",
    "language",
    "language_of",
    "languages",
    "parse_locale",
    "phrases",
    "pieces",
]
LOCALES = Path(__file__).parent / "locales"
"""The catalogues: `<language>/LC_MESSAGES/briefgen.po`."""
DOMAIN = "briefgen"
"""The name of every catalogue."""
COUNTS = ("zero", "one", "two", "few", "many", "other")
"""Kinds of counts that languages tell apart (CLDR)."""
MEASURE = "measure"
"""The context of names of measures, which are no messages of the frame."""
MARKS = {"kk": ("«", "»"), "ru": ("«", "»")}
"""Quotation marks by language, where they are not “ ”: those of Russian in CLDR (delimiters, quotationStart and
quotationEnd), and of Kazakh print, which follows it; CLDR gives “ ” for English, Azerbaijani and Turkish."""
_COUNTS = 200
"""Counts from zero on, among which each kind is found."""
_SLOT = re.compile(r"%\((\w+)\)s")


class Language(Struct, frozen=True):
    """The language of a frame. Values stand in messages as `%(name)s`; nothing else of a message is looked at."""

    locale: Locale
    """How numbers and dates are written."""
    catalogue: NullTranslations
    """The messages; English ones give themselves."""

    @property
    def is_translated(self) -> bool:
        """Whether there is a catalogue, so that nothing that briefgen says itself is in English."""
        shipped = self.catalogue.shipped if isinstance(self.catalogue, _Reworded) else self.catalogue
        return isinstance(shipped, GNUTranslations)

    @property
    def is_reworded(self) -> bool:
        """Whether a house says something in words of its own."""
        return isinstance(self.catalogue, _Reworded)

    def says(self, *messages: str, context: str = "") -> bool:
        """Whether one of these is printed in other words than its English ones: those of a catalogue, or the house's.

        Elsewhere English may have a sentence of its own for what the message says.
        """
        look = partial(self.catalogue.pgettext, context) if context else self.catalogue.gettext
        return self.is_translated or any(look(one) != one for one in messages)

    @property
    def marks(self) -> tuple[str, str]:
        """The marks that open and close a quotation."""
        return MARKS.get(self.locale.language, ("“", "”"))

    def gettext(self, message: str, /, **values: object) -> str:
        """A message in this language."""
        return self._whole(self.catalogue.gettext(message), values)

    def pgettext(self, context: str, message: str, /, **values: object) -> str:
        """A message that needs telling apart from an equal one."""
        return self._whole(self.catalogue.pgettext(context, message), values)

    def ngettext(self, one: str, many: str, count: int, /, **values: object) -> str:
        """A message that counts; the count itself is `%(num)s`."""
        return self._whole(self.catalogue.ngettext(one, many, count), {"num": count, **values})

    def measure(self, name: str | None) -> str:
        """What the house calls a measure in this language; its name where it says nothing, "" where it has none."""
        return self.catalogue.pgettext(MEASURE, name) if name else ""

    def listed(self, parts: Sequence[str]) -> str:
        """Words as an enumeration: "a, b and c"."""
        return listed(parts, self.catalogue.gettext(AND))

    def number(self, value: int) -> str:
        """A whole number with the locale's marks."""
        return str(format_decimal(value, locale=self.locale))

    def _whole(self, message: str, values: Mapping[str, object]) -> str:
        return filled(message, {name: self.shown(value) for name, value in values.items()})

    def shown(self, value: object) -> str:
        """A value as a message prints it: numbers with the locale's marks."""
        return self.number(value) if isinstance(value, int) and not isinstance(value, bool) else str(value)


def languages() -> tuple[str, ...]:
    """The languages of frames, as ISO 639-1; English first."""
    return ("en", *sorted(path.parts[-3] for path in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po")))


class Phrase(Struct, frozen=True):
    """A message of the frame, as the catalogues have it."""

    forms: tuple[str, ...]
    """In English; of one that counts, the words for one thing and for several."""
    context: str = ""
    """Tells apart messages that are equal in English; mostly empty."""

    @property
    def both(self) -> tuple[str, str]:
        """The words for one thing and for several."""
        return self.forms[0], self.forms[-1]


@lru_cache(maxsize=1)
def phrases() -> tuple[Phrase, ...]:
    """Every message of the frame, sorted by its words: each catalogue has all of them."""
    ids = ((one.id, one.context or "") for one in _read(languages()[1]) if one.id)
    found = (Phrase((said,) if isinstance(said, str) else tuple(map(str, said)), context) for said, context in ids)
    return tuple(sorted(found, key=_order))


def _order(one: Phrase) -> tuple[str, tuple[str, ...], str]:
    return _SLOT.sub("", one.forms[0]).strip(" “:,").casefold(), one.forms, one.context


@lru_cache(maxsize=16)
def counts(tag: str) -> Mapping[str, int]:
    """The kinds of counts that a language tells apart, by their names in CLDR, each with the least count of it.

    Raises:
        RenderError: the tag names no locale that Babel knows.
    """
    category = parse_locale(tag).plural_form
    least = {category(count): count for count in reversed(range(_COUNTS))}
    return MappingProxyType({name: least[name] for name in COUNTS if name in least})


def parse_locale(tag: str) -> Locale:
    """The Babel locale of a BCP 47 tag.

    Raises:
        RenderError: the tag names no locale that Babel knows.
    """
    try:
        return Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError) as error:
        raise RenderError(
            f"{tag!r} is not a locale that briefgen knows", hint='Use a tag such as "en-GB", "kk" or "tr".'
        ) from error


ENGLISH = Language(Locale("en", "GB"), NullTranslations())
"""What speaks where no language is asked for."""


@lru_cache(maxsize=16)
def language(tag: str, words: tuple[Rewording, ...] = ()) -> Language:
    """The language of a BCP 47 tag; English words with its numbers and dates where there is no catalogue.

    The house's `words` come before those of the catalogue.

    Raises:
        RenderError: the tag names no locale that Babel knows.
    """
    locale = parse_locale(tag)
    shipped = _catalogue(locale.language)
    return Language(locale, _Reworded(shipped, locale, words) if words else shipped)


def language_of(by: Brief | Brand) -> Language:
    """The language of a brief, or of all that is in this style, with the house's words.

    Raises:
        RenderError: its tag names no locale that Babel knows.
    """
    return language(by.locale, by.words)


class _Reworded(NullTranslations):
    """A catalogue (`shipped`) with words of the house laid over it."""

    def __init__(self, shipped: NullTranslations, locale: Locale, words: Sequence[Rewording]) -> None:
        super().__init__()
        self.shipped = shipped
        self._category = locale.plural_form
        self._own = {(one.context, one.message): one for one in words}

    def gettext(self, message: str) -> str:
        own = self._own.get(("", message))
        return own.text if own is not None and own.text else self.shipped.gettext(message)

    def pgettext(self, context: str, message: str) -> str:
        own = self._own.get((context, message))
        return own.text if own is not None and own.text else self.shipped.pgettext(context, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        own = self._own.get(("", msgid1))
        forms = dict(own.forms) if own is not None else {}
        usual = own.text if own is not None and own.text else forms.get("other")
        return forms.get(self._category(n)) or usual or self.shipped.ngettext(msgid1, msgid2, n)


@lru_cache(maxsize=16)
def _catalogue(name: str) -> NullTranslations:
    file = LOCALES / name / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not file.is_file():
        return NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, _read(name))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _read(name: str) -> Catalog:
    with (LOCALES / name / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as text:
        return read_po(text, locale=name, domain=DOMAIN, abort_invalid=True)
