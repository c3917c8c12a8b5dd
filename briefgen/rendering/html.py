"""Brief → one self-contained HTML file: fonts, charts and styles inside, nothing run, nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from markdown_it.common.utils import escapeHtml

from briefgen.language import language_of
from briefgen.model import Brand, Brief, File
from briefgen.rendering import markdown
from briefgen.rendering.body import body
from briefgen.rendering.bundle import block
from briefgen.rendering.charts import PHONE, draw
from briefgen.rendering.colours import chart_tones
from briefgen.rendering.fonts import page_faces
from briefgen.rendering.frame import Parts, frame
from briefgen.rendering.logo import logo
from briefgen.rendering.tongues import tongues

_TAGS = re.compile(r"<[^>]+>")
_PROLOGUE = re.compile(r"\A.*?(?=<svg)", re.DOTALL)
_COLOUR = re.compile(r"(?i)#[0-9a-f]{6}\b")
_SVG_STYLE = re.compile(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>", re.DOTALL)


def render(brief: Brief, brand: Brand, templates: Sequence[Path]) -> tuple[File, ...]:
    """The page as one file; beside it the data of its charts, to which it links."""
    written = markdown.written(brief, brand, templates)
    _, *charts = markdown.files(brief, brand, written.text)
    drawn = {
        file.name: (file.content.decode(), draw(chart, brand, PHONE).decode())
        for file, chart in zip(charts, brief.charts, strict=True)
    }
    tones = _toned(brand)
    content = body(
        written.text,
        lambda name, alt: _inline(name, drawn[name], alt, tones),
        language_of(brief),
        screen=True,
        known=tongues(brief, written.numbering),
    )
    fonts = page_faces(brand, _TAGS.sub("", content.html) + brief.title + brand.name)
    picture = logo(brand)
    page = frame(brief, brand, templates, Parts(content, "html", fonts, picture.data if picture else None))
    main = File(f"{brief.topic}.html", _with_evidence(page, block(brief, written, brand)).encode())
    return (main, *markdown.data(brief, brand, written.numbering))


def _with_evidence(page: str, evidence: str) -> str:
    """The page with the bundle at the end of its body, whatever the house's frame looks like."""
    head, end, tail = page.rpartition("</body>")
    return f"{head}{evidence}{end}{tail}" if end else page + evidence


def _inline(name: str, drawings: tuple[str, str], alt: str, tones: Mapping[str, str]) -> str:
    """The drawing for wide pages and the one for phones, of which CSS shows one.

    They are parts of the page, so that their text uses the page's fonts, can be selected, and takes the page's colours.
    """
    number = name.rpartition("/")[2].partition("-")[0]
    return "".join(
        _part(svg, alt, tones, f"chart-{number}-{kind}", kind)
        for svg, kind in zip(drawings, ("wide", "phone"), strict=True)
    )


def _part(svg: str, alt: str, tones: Mapping[str, str], anchor: str, kind: str) -> str:
    clean = _SVG_STYLE.sub("", _PROLOGUE.sub("", svg))
    coloured = _COLOUR.sub(lambda match: tones.get(match[0].casefold(), match[0]), clean)
    head = f'<svg class="{kind}" role="img" aria-labelledby="{anchor}" '
    title = f'<title id="{anchor}">{escapeHtml(alt)}</title>'
    return re.sub(r">", lambda match: match[0] + title, coloured.replace("<svg ", head, 1), count=1)


def _toned(brand: Brand) -> Mapping[str, str]:
    """The CSS variable of every colour that a drawing uses, which a dark page sets anew."""
    return {colour.casefold(): f"var(--{name})" for name, colour in reversed(chart_tones(brand.palette).items())}
