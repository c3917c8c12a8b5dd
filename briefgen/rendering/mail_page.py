"""Brief → the HTML of its mail, short enough that no mail program cuts it off.

What is too long gives way a piece at a time, in an order that is fixed, and the page says how much that is. The plain
text beside it always has all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from markdown_it.common.utils import escapeHtml
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from briefgen.language import language_of, parse_locale
from briefgen.model import Brand, Brief, LeftOut, Mailing
from briefgen.rendering import frame, length, markdown, seen, words
from briefgen.rendering.filters import amounts, filters, tests
from briefgen.rendering.inert import inert
from briefgen.rendering.lean import lean
from briefgen.rendering.letter import Part, letter
from briefgen.rendering.logo import logo
from briefgen.rendering.markdown import Written
from briefgen.rendering.notes import places
from briefgen.rendering.templates import render_template
from briefgen.rendering.text import escape_html
from briefgen.rendering.tongues import tongues

HTML = "email.html.j2"
"""The frame."""
LIMIT = 100_000
"""Bytes of the HTML: Gmail clips a message behind 102 KB (support.google.com/mail, "View full message")."""
SOURCES = "sources"
"""The block that gives way first: it is the longest, and what it cites leads nowhere in many mail programs. Then goes
what a short PDF leaves out (`length`), never the bottom line, nor what is disputed, missing or doubtful."""
HOST = "brief.invalid"
"""Behind the ids of pictures (RFC 5322, 3.6.4); a name that nobody can own (RFC 6761)."""
WIDE = 420
"""Pixels of a chart where there is room; `css/email.css` knows it too. The drawing is the one for phones, so that its
letters can be read on a narrow page as well."""
SVG = "image/svg+xml"
"""What no large mail program shows."""


class Shown(Struct, frozen=True):
    """The HTML of a mail."""

    brief: Brief
    """What of the brief it shows."""
    html: str
    """The page."""


class Setting(Struct, frozen=True):
    """What a page is made with, however much it shows."""

    brief: Brief
    """The whole brief."""
    brand: Brand
    templates: Sequence[Path]
    """Folders, the house's first."""
    made: Written
    """The whole brief as Markdown."""
    subject: str
    """What the mail is called."""
    mailing: Mailing | None = None
    """What it says beside the brief."""


def page(setting: Setting) -> Shown:
    """The page, at most `LIMIT` bytes long where leaving out all that may go allows it.

    Raises:
        TemplateError: a template is missing or wrong.
        RenderError: the logo cannot be read.
    """
    whole = _page(setting, setting.brief)
    if size(whole) <= LIMIT:
        return Shown(setting.brief, whole)
    short = length.within(setting.brief, lambda one: size(_page(setting, one, sourced=False)) <= LIMIT, length.IN_MAIL)
    return Shown(short, _page(setting, short, sourced=False))


def size(html: str) -> int:
    """Bytes of the page as it travels, where each line ends in two of them."""
    return len(html.encode()) + html.count("\n")


def chart_id(number: int) -> str:
    """The Content-ID of a chart by its place among those that are shown, from 1."""
    return f"chart-{number}@{HOST}"


def marked(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Parts that frames print as they are: made by our own renderers, raw HTML off."""
    return tuple(replace(part, content=Markup(part.content)) for part in parts)  # noqa: S704 - see above


def _page(setting: Setting, brief: Brief, *, sourced: bool = True) -> str:
    """The page of as much of a brief, with the list of sources or without."""
    whole, brand, templates = setting.brief, setting.brand, setting.templates
    less = brief.left_out
    brief = replace(brief, left_out=None)  # the content would say where a web page has it
    written = markdown.shortened(brief, brand, templates, setting.made.numbering) if less else setting.made.text
    shown = {file.name: chart_id(file.number) for file in markdown.chart_files(brief)}
    known = tongues(whole, setting.made.numbering)
    parts = letter(written, lambda name, alt: _image(shown[name], alt), language_of(brief), linked=sourced, known=known)
    kept = marked([part for part in parts if sourced or part.name != SOURCES])
    gone = () if sourced else tuple(part.heading for part in parts if part.name == SOURCES)
    sheet = frame.sheet(templates, "css/email.css")
    picture = logo(brand)
    mail = seen.Mail(
        brief=brief,
        brand=brand,
        sections=seen.by_name(brief),
        subject=setting.subject,
        parts=kept,
        left_out=(*_amounts(brief, less), *gone),
        css=Markup(f"{frame.variables(brand)}\n{sheet}"),  # noqa: S704 - checked
        direction=words.direction(parse_locale(brief.locale)),
        logo=f"cid:logo@{HOST}" if picture and picture.type != SVG else None,
        mailing=setting.mailing,
    )
    framed = render_template(
        HTML,
        templates,
        values=seen.names(mail),
        filters=filters(brief, places(brief), markdown.chart_files(brief)),
        tests=tests(),
        language=language_of(brief),
        escape=escape_html,
    )
    return lean(_inlined(inert(framed, (mail.css, *(part.content for part in kept)), templates, HTML)))


def _amounts(brief: Brief, less: LeftOut | None) -> Iterator[str]:
    """How much is left out of each kind; the wording of cited sentences goes with the list of sources."""
    yield from amounts(replace(less, wording=0), language_of(brief)) if less else ()


def _image(content_id: str, alt: str) -> str:
    return f'<img src="cid:{content_id}" width="{WIDE}" alt="{escapeHtml(alt)}">'


def _inlined(page: str) -> str:
    """The page with its style sheet written into its elements; rules for dark screens stay in the head."""
    import css_inline

    inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False, resolve_css_variables=True)
    return inliner.inline(page)
