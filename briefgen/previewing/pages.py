"""A brief as a page for the frame of the browser; blocks and citations can be told by their attributes."""

from __future__ import annotations

import base64
import email
import hashlib
import re
from collections.abc import Callable, Mapping
from email import policy
from email.message import EmailMessage

from markdown_it.common.utils import escapeHtml

from briefgen import rendering, resources
from briefgen.config import Config
from briefgen.model import Brief, File, Mailing
from briefgen.previewing import sheets, strict
from briefgen.previewing.shapes import Page, Place, View
from briefgen.rendering import fonts

FORMATS = {
    View.HTML: "html",
    View.PDF: "pdf",
    View.MAIL: "eml",
    View.MAIL_NARROW: "eml",
    View.MAIL_DARK: "eml",
    View.MARKDOWN: "md",
}
"""The format that a view shows; its files end so."""
_OPENER = re.compile(r'<(?:section|header|td)\b[^>]*?class="(?:block )?([a-z_-]+)[^"]*"[^>]*>')
_CONTENTS = re.compile(r"<nav\b[^>]*>")
_LOGO = re.compile(r'<img\b[^>]*?class="logo"[^>]*>')
_DARK = re.compile(r"\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
_SCHEME = re.compile(r'(<meta name="(?:supported-)?color-schemes?" content=")light dark(")')
_MARK = re.compile(r"^<!-- block: ([a-z_]+) -->$", re.MULTILINE)
_CITE = re.compile(r"\[\^(\d+)\](?!:)")


def page(
    view: View, brief: Brief, settings: Config, places: Mapping[str, Place], mailing: Mailing | None = None
) -> Page:
    """One view of a brief; a mail with what it says beside that.

    Raises:
        TemplateError: A template is missing or wrong.
        RenderError: The format cannot be made here.
    """
    return shown(view, rendered(brief, FORMATS[view], settings, mailing).content, brief.title, places)


def shown(view: View, content: bytes, title: str, places: Mapping[str, Place]) -> Page:
    """One view of a finished file, as it is.

    Args:
        view: The view.
        content: The file, in its format.
        title: What the brief is called.
        places: Where blocks come from; those that are not there cannot be chosen.
    """
    return _MAKERS[view](content, title, places)


def rendered(brief: Brief, name: str, settings: Config, mailing: Mailing | None = None) -> File:
    """The main file of a format. It is made here: the process is one that may be killed (`workshop.py`)."""
    for face in fonts.faces(settings.brand):
        fonts.static(face)
    folders = (*settings.templates, resources.templates())
    return rendering.render(brief, (name,), settings.brand, folders, mailing)[0]


def blocks(markdown: str) -> Mapping[str, str]:
    """A hash of what each block of a page's Markdown says."""
    _, *pieces = _MARK.split(markdown)
    found: dict[str, str] = {}
    for name, text in zip(pieces[::2], pieces[1::2], strict=True):
        found[name] = hashlib.sha256((found.get(name, "") + text).encode()).hexdigest()
    return found


def _html(content: bytes, _title: str, places: Mapping[str, Place]) -> Page:
    return strict.page(named(content.decode(), places))


def named(html: str, places: Mapping[str, Place]) -> str:
    """The page with the name of each block, and in front of it a comment with the file that it comes from."""

    def told(name: str, tag: str) -> str:
        if name not in places:
            return tag
        space = tag.index(" ")
        return f'{comment(places[name])}{tag[:space]} data-block="{name}"{tag[space:]}'

    html = _OPENER.sub(lambda match: told(match[1].replace("-", "_"), match[0]), html)
    html = _CONTENTS.sub(lambda match: told("contents", match[0]), html, count=1)
    return _LOGO.sub(lambda match: told("logo", match[0]), html, count=1)


def comment(place: Place) -> str:
    """What is said of a block in the page's own text; "--" would end it."""
    layer = "house" if place.is_house else "shipped"
    return f"<!-- {layer}: {place.file.replace('--', '- -')}:{place.line} -->"


def _mail(*, dark: bool) -> Callable[[bytes, str, Mapping[str, Place]], Page]:
    def made(content: bytes, _title: str, places: Mapping[str, Place]) -> Page:
        return strict.page(named(_toned(_opened(content), dark=dark), places))

    return made


def _opened(content: bytes) -> str:
    """The HTML of a mail with its pictures inside."""
    message = email.message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    part = message.get_body(("html",))
    html = str(part.get_content()) if part else ""
    for picture in message.walk():
        if picture.get_content_maintype() == "image":
            data = base64.b64encode(picture.get_payload(decode=True) or b"").decode()  # type: ignore[arg-type] # bytes
            address = f"data:{picture.get_content_type()};base64,{data}"
            html = html.replace(f"cid:{str(picture['Content-ID'])[1:-1]}", address)
    return html


def _toned(html: str, *, dark: bool) -> str:
    """The mail on a dark screen, or on a light one, whatever the screen is that shows it."""
    html = _DARK.sub("(min-width: 0)" if dark else "(max-width: 0)", html)
    return _SCHEME.sub(rf"\g<1>{'dark' if dark else 'light'}\2", html)


def _pdf(content: bytes, title: str, places: Mapping[str, Place]) -> Page:
    heading = f'<h1 class="hidden">{escapeHtml(title)}: pages of the PDF</h1>'
    return strict.page(plain(title, heading + sheets.html(sheets.drawn(content), places)), file=content)


def _markdown(content: bytes, title: str, places: Mapping[str, Place]) -> Page:
    first, *pieces = _MARK.split(content.decode())
    parts = [_lines(first)] if first.strip() else []
    for name, piece in zip(pieces[::2], pieces[1::2], strict=True):
        mark = f"<!-- block: {name} -->"
        told = f'{comment(places[name])}<section data-block="{name}">' if name in places else "<section>"
        parts.append(f"{told}{_lines(mark + piece)}</section>")
    heading = f'<h1 class="hidden">{escapeHtml(title)}: Markdown</h1>'
    return strict.page(plain(title, heading + "\n".join(parts)))


def _lines(text: str) -> str:
    """Markdown as it stands, its citations as links."""
    cited = _CITE.sub(r'<a class="ref" href="#note-\1" aria-label="Note \1">[^\1]</a>', escapeHtml(text.strip()))
    return f'<pre dir="auto">{cited}</pre>'


def plain(title: str, content: str) -> str:
    """A page of the preview's own for the frame."""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escapeHtml(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{strict.static('plain.css')}</style></head>\n<body><main>{content}</main></body></html>"
    )


_MAKERS: Mapping[View, Callable[[bytes, str, Mapping[str, Place]], Page]] = {
    View.HTML: _html,
    View.PDF: _pdf,
    View.MAIL: _mail(dark=False),
    View.MAIL_NARROW: _mail(dark=False),
    View.MAIL_DARK: _mail(dark=True),
    View.MARKDOWN: _markdown,
}
