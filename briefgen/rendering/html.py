"""Brief → one self-contained HTML file: fonts, charts and styles inside, no scripts, nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from markdown_it.common.utils import escapeHtml

from briefgen.model import Brand, Brief, File
from briefgen.rendering import markdown
from briefgen.rendering.body import body
from briefgen.rendering.fonts import page_faces
from briefgen.rendering.frame import Parts, frame
from briefgen.rendering.logo import logo

_TAGS = re.compile(r"<[^>]+>")
_PROLOGUE = re.compile(r"\A.*?(?=<svg)", re.DOTALL)
_SVG_STYLE = re.compile(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>", re.DOTALL)


def render(brief: Brief, brand: Brand, templates: Sequence[Path]) -> tuple[File, ...]:
    """The page as one file."""
    text, *charts = markdown.render(brief, brand, templates)
    drawn = {chart.name: chart.content.decode() for chart in charts}
    content = body(text.content.decode(), lambda name, alt: _inline(name, drawn[name], alt), tips=True)
    fonts = page_faces(brand, _TAGS.sub("", content.html) + brief.title + brand.name)
    picture = logo(brand)
    page = frame(brief, brand, templates, Parts(content, "html", fonts, picture.data if picture else None))
    return (File(f"{brief.topic}.html", page.encode()),)


def _inline(name: str, svg: str, alt: str) -> str:
    """The drawing as part of the page, so that its text uses the page's fonts and can be selected."""
    number = name.rpartition("/")[2].partition("-")[0]
    anchor = f"chart-{number}"
    clean = _SVG_STYLE.sub("", _PROLOGUE.sub("", svg))
    head = f'<svg role="img" aria-labelledby="{anchor}" '
    title = f'<title id="{anchor}">{escapeHtml(alt)}</title>'
    return re.sub(r">", lambda match: match[0] + title, clean.replace("<svg ", head, 1), count=1)
