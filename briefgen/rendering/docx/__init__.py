"""Brief → DOCX, for those who go on writing in Word or LibreOffice.

The Markdown's tokens are put in order (`outline`) and written as paragraphs (`blocks`), their lines (`lines`), tables
(`tables`) and notes (`notes`), in the brand's styles (`styles`), between header and footer (`frame`); `package` makes
one file of the parts. `xml` and `paper` are the words and measures that all of them use.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefgen.model import Brand, Brief, File


def render(brief: Brief, brand: Brand, templates: Sequence[Path]) -> tuple[File, ...]:
    """The document.

    Raises:
        TemplateError: a template is missing or wrong.
        RenderError: the logo is not one that Word shows, or a template shows a picture that the brief does not have.
    """
    from briefgen.rendering.docx.document import document

    return (File(f"{brief.topic}.docx", document(brief, brand, templates)),)
