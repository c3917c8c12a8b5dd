"""Brief → PDF, through WeasyPrint. Everything heavy is imported when the first PDF is made."""

from __future__ import annotations

import datetime as dt
import importlib
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from markdown_it.common.utils import escapeHtml

from briefgen.errors import BriefgenError, RenderError
from briefgen.language import language_of
from briefgen.model import Brand, Brief, File
from briefgen.rendering import archive, engine, fit, fonts, length, markdown
from briefgen.rendering.attachments import Attachment, attachments
from briefgen.rendering.body import body
from briefgen.rendering.frame import Parts, blame, frame, page_rule
from briefgen.rendering.logo import logo
from briefgen.rendering.markdown import Written
from briefgen.rendering.tongues import tongues

BASE = "https://brief.invalid/"
"""Where the files of the brief seem to be; nothing else can be fetched. WeasyPrint names pictures by their address."""
_ATTACHED = "attached/"
"""The folder there with the attachments, which no page can show under their own names."""
_UNDATED = dt.date(1970, 1, 1)
"""The day of the attachments of a brief without dated documents: PDF/A wants one, and the clock must not be it."""
_LONGEST = 300
"""Characters of what WeasyPrint says, which may hold what it could not lay out."""
_HELD = re.compile(r"(?i)data:(?:image|font)/")
"""What a page may hold itself: the same as `inert` lets stand in style sheets."""
_Served = Mapping[str, tuple[str, bytes]]
"""Media type and bytes of what a page may fetch, by name."""


def render(brief: Brief, brand: Brand, templates: Sequence[Path]) -> tuple[File, ...]:
    """The PDF; where the brief may take only so many pages, what of it stands on them. What it carries is whole.

    Raises:
        RenderError: the libraries that WeasyPrint needs are not there, or it cannot lay the page out.
    """
    whole = markdown.written(brief, brand, templates)
    carried = attachments(brief, brand, templates)
    try:
        made = _print(brief, brand, lambda short: _page(short, brand, templates, whole), carried)
    except (BriefgenError, MemoryError):
        raise
    except Exception as error:  # a style sheet can make WeasyPrint fail anywhere
        if len(templates) == 1:
            raise
        hint = "Take the newest rules out of the style sheets of the house, and see which one it was."
        message = f"WeasyPrint cannot lay the page out ({type(error).__name__}: {error})"
        raise RenderError(message[:_LONGEST], blame(templates), hint) from error
    return (File(f"{brief.topic}.pdf", made),)


def _page(brief: Brief, brand: Brand, templates: Sequence[Path], whole: Written) -> tuple[str, _Served]:
    """The page of a brief that may be shortened, with the numbers of the whole one, and what it may fetch."""
    served = {chart.name: ("image/svg+xml", chart.content) for chart in markdown.charts(brief, brand)}
    picture = logo(brand)
    if picture:
        served[picture.name] = (picture.type, picture.content)
    text = whole.text if brief.left_out is None else markdown.shortened(brief, brand, templates, whole.numbering)
    content = body(text, _picture, language_of(brief), screen=False, known=tongues(brief, whole.numbering))
    parts = Parts(content, "pdf", page_rule(brand), picture.name if picture else None)
    return _printable(frame(brief, brand, templates, parts), brand), served


def _printable(page: str, brand: Brand) -> str:
    """The page with a replacement character for letters that the shipped fonts lack, as PDF/UA allows no empty box."""
    return page.translate({ord(letter): "\ufffd" for letter in fonts.missing_letters(brand, page)})


def _picture(name: str, alt: str) -> str:
    return f'<img src="{escapeHtml(name)}" alt="{escapeHtml(alt)}">'


def _print(
    brief: Brief, brand: Brand, page: Callable[[Brief], tuple[str, _Served]], carried: Sequence[Attachment] = ()
) -> bytes:
    """As much of the brief as its pages hold, laid out well, with what it carries."""
    options = {"pdf_variant": archive.VARIANT, "pdf_identifier": b"briefgen", "cache": {}}
    with fonts.only_ours(brand):
        weasyprint = engine.weasyprint()
        refusal = importlib.import_module("weasyprint.urls").FatalURLFetchingError

        def lay(short: Brief, way: str) -> fit.Document:
            markup, served = page(short)
            opened = weasyprint.HTML(string=markup, base_url=BASE, url_fetcher=_fetcher(served))
            return opened.render(stylesheets=[weasyprint.CSS(string=way)] if way else [], **options)

        try:
            # WeasyPrint leaves the colour profile of the output intent open.
            with engine.uncollected(), warnings.catch_warnings(action="ignore", category=ResourceWarning):
                document = _settled(brief, lay)
                attached = _attached(carried, brief.edition.as_of or _UNDATED)
                return bytes(document.write_pdf(finisher=archive.both, attachments=attached, **options))
        except refusal as error:
            raise RenderError(
                str(error), hint="A page shows its charts, its logo, and what it holds itself."
            ) from error


def _settled(brief: Brief, lay: Callable[[Brief, str], fit.Document]) -> fit.Document:
    """As much of the brief as its pages hold, laid out well. The layout that shows that it fits serves again."""
    most = brief.pages
    if most is None:
        return fit.settle(lambda way: lay(brief, way))
    fitting: list[tuple[Brief, fit.Document]] = []

    def fits(one: Brief) -> bool:
        document = lay(one, "")
        if len(document.pages) > most:
            return False
        fitting[:] = [(one, document)]
        return True

    short = length.within(brief, fits)

    def laid(way: str) -> fit.Document:
        known = fitting.pop() if fitting and not way else None
        return known[1] if known and known[0] == short else lay(short, way)

    return fit.settle(laid, most)


def _attached(carried: Sequence[Attachment], day: dt.date) -> list[object]:
    """Attachments as WeasyPrint takes them: by address, since so they keep their media type, and with a fixed day."""
    from weasyprint import Attachment as Attached

    fetcher = _fetcher({_ATTACHED + one.name: (one.type, one.content) for one in carried})
    midnight = dt.datetime.combine(day, dt.time(), dt.UTC)
    return [
        Attached(
            url=f"{BASE}{_ATTACHED}{one.name}",
            url_fetcher=fetcher,
            name=one.name,
            description=one.description,
            created=midnight,
            modified=midnight,
            relationship=one.relationship,
        )
        for one in sorted(carried, key=lambda one: one.name)  # a name tree runs in order (ISO 32000-1, 7.9.6)
    ]


def _fetcher(served: _Served) -> object:
    """Serves the brief's own charts and logo, and what the page holds itself; refuses every other address."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            if _HELD.match(url):
                return super().fetch(url, headers)
            found = served.get(url.removeprefix(BASE)) if url.startswith(BASE) else None
            if found is None:
                raise FatalURLFetchingError(f"a page of this brief may not fetch {url}")
            return URLFetcherResponse(url, found[1], {"Content-Type": found[0]})

    return Fetcher(allowed_protocols=("data",), allow_redirects=False)
