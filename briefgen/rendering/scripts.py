"""What a brief has to say where no installed font has its letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.rendering import fonts, markdown
from briefgen.rendering.extra_fonts import extras

if TYPE_CHECKING:
    from briefgen.model import Brand, Brief

_COMMON = "Common"
"""What Unicode calls the script of signs."""
_NAMED = 5
"""Letters that a remark shows."""


def unprintable(brief: Brief, brand: Brand, templates: Sequence[Path]) -> str:
    """A remark on the letters that the PDF of a brief cannot show, with the extra that has them; else nothing.

    The page is written only where its sections hold such letters at all, which few do.
    """
    parts = repr((brief.title, brief.sections, [(one.headline, one.publisher, one.byline) for one in brief.documents]))
    if not fonts.missing_letters(brand, parts):
        return ""
    letters = fonts.missing_letters(brand, markdown.page(brief, brand, templates))
    return remark(letters) if letters else ""


def remark(letters: Sequence[str]) -> str:
    """What letters have no font, of which scripts, and what to install: "prints � for 2 letters ..."."""
    shown = " ".join(letters[:_NAMED]) + (" …" if len(letters) > _NAMED else "")
    number = f"{len(letters)} letters" if len(letters) > 1 else "a letter"
    hint = "" if extras() else "; they come with: pip install 'briefgen[scripts]'"
    return f"its PDF prints \ufffd for {number} that no installed font has ({_scripts(letters)}: {shown}){hint}"


def _scripts(letters: Sequence[str]) -> str:
    """The names of their scripts: "Han, Thai"; signs and emoji come last."""
    from fontTools import unicodedata

    names = {re.sub("_", " ", unicodedata.script_name(unicodedata.script(letter))) for letter in letters}
    return ", ".join([*sorted(names - {_COMMON}), *(["signs"] if _COMMON in names else [])])
