"""The frame around a page's body: `page.html.j2`, style sheets, and the brand as CSS variables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup
from msgspec import Struct

from briefgen.errors import TemplateError
from briefgen.language import language_of, parse_locale
from briefgen.model import Brand, Brief
from briefgen.rendering import fit, seen, words
from briefgen.rendering.body import Body
from briefgen.rendering.colours import chart_tones, mixed
from briefgen.rendering.directions import directed
from briefgen.rendering.filters import filters, tests
from briefgen.rendering.fonts import css_stack
from briefgen.rendering.inert import inert, inert_css
from briefgen.rendering.markdown import chart_files
from briefgen.rendering.notes import places
from briefgen.rendering.templates import find, render_template
from briefgen.rendering.text import escape_html
from briefgen.rendering.variables import settled

PAGE = "page.html.j2"
"""The template of the frame."""


class Parts(Struct, frozen=True):
    """What a medium puts into the frame."""

    body: Body
    """The brief."""
    medium: str
    """"html" or "pdf"."""
    css: str
    """Stands before the style sheets of the templates."""
    logo: str | None
    """The address of the brand's logo."""


def frame(brief: Brief, brand: Brand, templates: Sequence[Path], parts: Parts) -> str:
    """A whole page."""
    direction = words.direction(parse_locale(brief.locale))
    content = directed(parts.body.html) if direction == "rtl" else parts.body.html
    page = seen.Page(
        brief=brief,
        brand=brand,
        body=Markup(content),  # noqa: S704 - made by our own Markdown renderer, raw HTML off
        outline=parts.body.outline,
        css=Markup(style_sheet(brand, templates, parts.medium, parts.css)),  # noqa: S704 - checked
        medium=parts.medium,
        logo=parts.logo,
        direction=direction,
    )
    made = render_template(
        PAGE,
        templates,
        values=seen.names(page),
        filters=filters(brief, places(brief), chart_files(brief)),
        tests=tests(),
        language=language_of(brief),
        escape=escape_html,
    )
    return inert(made, (page.css, page.body), templates, PAGE)


def style_sheet(brand: Brand, templates: Sequence[Path], medium: str, css: str) -> str:
    """The brand's variables, what `css` says, and the style sheets of a medium.

    Raises:
        TemplateError: a sheet is missing, or would end the element that it stands in.
    """
    sheets = "\n".join(sheet(templates, f"css/{name}.css") for name in ("brief", medium))
    whole = f"{variables(brand)}\n{css}\n{sheets}"
    return settled(whole, fit.OPEN) if medium == "pdf" else whole


def variables(brand: Brand) -> str:
    """The brand as CSS custom properties."""
    palette = brand.palette
    pairs = {
        **chart_tones(palette),
        "foreground": palette.foreground,
        "background": palette.background,
        "primary": palette.primary,
        "accent": palette.accent,
        "accent-text": mixed(palette.accent, palette.foreground, 0.8),
        "tint": mixed(palette.primary, palette.background, 0.07),
        "light": mixed(palette.primary, palette.background, 0.2),
        "half": mixed(palette.primary, palette.background, 0.55),
        "amber": mixed(palette.accent, palette.background, 0.09),
        "rule": mixed(palette.foreground, palette.background, 0.2),
        "muted": mixed(palette.foreground, palette.background, 0.72),
        "base": css_stack(brand.base),
        "headings": css_stack(brand.headings),
        "mono": css_stack(brand.mono),
    }
    return ":root{" + ";".join(f"--{name}:{_value(value)}" for name, value in pairs.items()) + "}"


def _value(text: str) -> str:
    """A brand value that can end no rule; the configuration checks it too."""
    return re.sub(r"[^\w#%.,\" -]", "", text)


def page_rule(brand: Brand) -> str:
    """Size and margins of printed pages."""
    return f"@page{{size:{_value(brand.page)};margin:{_value(brand.margin)}}}"


def blame(templates: Sequence[Path]) -> str | None:
    """The files of the house that decide how a page is laid out, for an error that has no line; None without any."""
    folders = templates[:-1]
    names = ("css/pdf.css", "css/brief.css", PAGE)
    found = [folder / name for folder in folders for name in names if (folder / name).is_file()]
    return ", ".join(map(str, found or folders)) or None


def sheet(templates: Sequence[Path], name: str) -> str:
    """A sheet of the templates, which fetches nothing.

    Raises:
        TemplateError: it is missing, is no UTF-8 text, would fetch something, or end the element that holds it.
    """
    file = find(templates, name)
    try:
        css = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise TemplateError("the style sheet is not UTF-8 text", where=str(file), hint="Save it as UTF-8.") from error
    number = next((number for number, line in enumerate(css.splitlines(), 1) if "</" in line), None)
    if number is not None:
        raise TemplateError("a style sheet holds '</', which would end it", where=f"{file}:{number}")
    return inert_css(css, file)
