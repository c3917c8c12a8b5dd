"""The words of a brief's frame in its language: gettext catalogues, read by Babel, one folder a language in `locales/`.

English is what stands in code and templates, so it has no catalogue. What documents say is never translated.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from msgspec import Struct

from briefgen.errors import RenderError
from briefgen.messages import N_, NN_, filled, pieces

__all__ = ["ENGLISH", "NN_", "N_", "Language", "language", "languages", "parse_locale", "pieces"]
LOCALES = Path(__file__).parent / "locales"
"""The catalogues: `<language>/LC_MESSAGES/briefgen.po`."""
DOMAIN = "briefgen"
"""The name of every catalogue."""


class Language(Struct, frozen=True):
    """The language of a frame. Values stand in messages as `%(name)s`; nothing else of a message is looked at."""

    locale: Locale
    """How numbers and dates are written."""
    catalogue: NullTranslations
    """The messages; English ones give themselves."""

    @property
    def is_translated(self) -> bool:
        """Whether there is a catalogue, so that nothing that briefgen says itself is in English."""
        return isinstance(self.catalogue, GNUTranslations)

    def gettext(self, message: str, /, **values: object) -> str:
        """A message in this language."""
        return self._whole(self.catalogue.gettext(message), values)

    def pgettext(self, context: str, message: str, /, **values: object) -> str:
        """A message that needs telling apart from an equal one."""
        return self._whole(self.catalogue.pgettext(context, message), values)

    def ngettext(self, one: str, many: str, count: int, /, **values: object) -> str:
        """A message that counts; the count itself is `%(num)s`."""
        return self._whole(self.catalogue.ngettext(one, many, count), {"num": count, **values})

    def listed(self, parts: Sequence[str]) -> str:
        """Words as an enumeration: "a, b and c"."""
        if len(parts) < 2:  # noqa: PLR2004 - one word
            return "".join(parts)
        return self.gettext("%(first)s and %(second)s", first=", ".join(parts[:-1]), second=parts[-1])

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
def language(tag: str) -> Language:
    """The language of a BCP 47 tag; English words with its numbers and dates where there is no catalogue.

    Raises:
        RenderError: the tag names no locale that Babel knows.
    """
    locale = parse_locale(tag)
    return Language(locale, _catalogue(locale.language))


@lru_cache(maxsize=16)
def _catalogue(name: str) -> NullTranslations:
    file = LOCALES / name / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not file.is_file():
        return NullTranslations()
    compiled = io.BytesIO()
    with file.open("rb") as text:
        write_mo(compiled, read_po(text, locale=name, domain=DOMAIN, abort_invalid=True))
    compiled.seek(0)
    return GNUTranslations(compiled)
