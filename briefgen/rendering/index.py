"""The page that leads to the briefs of a run in all their formats, and to the editions before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup
from msgspec.structs import replace

from briefgen.language import language, language_of, parse_locale
from briefgen.model import Brand, Brief, Edition, File, Rewording
from briefgen.rendering import seen, words
from briefgen.rendering.editions import NAME, Earlier, Entry, Fate, Link
from briefgen.rendering.filters import locale_filters, tests
from briefgen.rendering.fonts import page_faces
from briefgen.rendering.frame import style_sheet
from briefgen.rendering.inert import inert
from briefgen.rendering.logo import logo
from briefgen.rendering.templates import render_template
from briefgen.rendering.text import escape_html

TEMPLATE = "index.html.j2"
"""The template."""
STANDS = Fate()
"""An edition that nobody corrected or withdrew."""
_TAGS = re.compile(r"<[^>]+>")


def entry(brief: Brief, names: Sequence[str]) -> Entry:
    """A brief with the files that were written of it, by their names below the output folder."""
    lead = next((section for section in brief.sections if section.name == "bottom_line"), None)
    said = [statement.text for statement in lead.statements if statement.author != "editor"] if lead else []
    return Entry(brief.title, said[0] if said else "", links(brief.topic, names, brief.locale, brief.words))


def links(topic: str, names: Sequence[str], locale: str, own: tuple[Rewording, ...] = ()) -> tuple[Link, ...]:
    """The formats of a brief, those for reading first, called so in the house's `own` words; others are passed over."""
    spoken = language(locale, own)
    main = [name for name in names if "/" not in name and name.startswith(f"{topic}.")]
    ranked = sorted(dict.fromkeys(main), key=lambda name: (not name.endswith((".html", ".pdf")), name))
    return tuple(Link(words.format_name(name.partition(".")[2], spoken), name) for name in ranked)


def index(  # noqa: PLR0913 - what the page shows, and what with
    edition: Edition,
    entries: Sequence[Entry],
    earlier: Sequence[Earlier],
    brand: Brand,
    templates: Sequence[Path],
    fate: Fate = STANDS,
) -> File:
    """The page, one self-contained file like the briefs.

    Raises:
        TemplateError: the template is missing or wrong.
    """
    picture = logo(brand)
    shown = seen.Index(
        brand=brand,
        edition=edition,
        entries=tuple(entries),
        earlier=tuple(earlier),
        fate=fate,
        logo=picture.data if picture else None,
        direction=words.direction(parse_locale(brand.locale)),
        css=Markup(),
    )
    page = _rendered(shown, brand, templates)
    faces = page_faces(brand, _TAGS.sub("", page))
    css = Markup(style_sheet(brand, templates, "html", faces))  # noqa: S704 - checked there
    page = inert(_rendered(replace(shown, css=css), brand, templates), (css, shown.logo or ""), templates, TEMPLATE)
    return File(NAME, page.encode())


def _rendered(shown: seen.Index, brand: Brand, templates: Sequence[Path]) -> str:
    return render_template(
        TEMPLATE,
        templates,
        values=seen.names(shown),
        filters=locale_filters(language_of(brand)),
        tests=tests(),
        language=language_of(brand),
        escape=escape_html,
    )
