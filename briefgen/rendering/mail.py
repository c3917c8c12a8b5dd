"""Brief → a mail as a file (.eml): plain text beside HTML with its charts inside, nothing fetched.

The file is a draft without sender and recipients: who sends it adds them. Its date is the day that the brief speaks
from; boundaries and ids are made from what it holds, so that the same brief gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from email import policy
from email.header import Header
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime
from pathlib import Path

from markupsafe import Markup
from msgspec import Struct

from briefgen.errors import RenderError
from briefgen.language import language_of
from briefgen.model import Brand, Brief, File, Mailing
from briefgen.oneline import one_line
from briefgen.rendering import markdown, seen
from briefgen.rendering.charts import PHONE, png
from briefgen.rendering.filters import filters, tests
from briefgen.rendering.logo import logo
from briefgen.rendering.mail_checks import TEXT
from briefgen.rendering.mail_page import HOST, HTML, LIMIT, SVG, Setting, chart_id, marked, page
from briefgen.rendering.notes import places
from briefgen.rendering.plain import plain
from briefgen.rendering.templates import render_template

__all__ = ["HOST", "HTML", "LIMIT", "TEXT", "Picture", "message", "render", "subject"]
_WORD = 60
"""Letters of a word that a line of a header holds with the header's name; longer ones are encoded, in parts."""


class Picture(Struct, frozen=True):
    """A picture inside the mail."""

    id: str
    """Its Content-ID, without angle brackets."""
    name: str
    """The name that it is saved under."""
    subtype: str
    """"png" or "jpeg"."""
    content: bytes
    """Its bytes."""


def render(brief: Brief, brand: Brand, templates: Sequence[Path], mailing: Mailing | None = None) -> tuple[File, ...]:
    """The mail, with what it says beside the brief where it goes to people on lists.

    Raises:
        TemplateError: a template is missing or wrong.
        RenderError: a chart cannot be drawn, or the logo cannot be read.
    """
    made = markdown.written(brief, brand, templates)
    said = subject(brief, mailing)
    shown = page(Setting(brief, brand, templates, made, said, mailing))
    text = _text(seen.PlainMail(brief, brand, seen.by_name(brief), said, marked(plain(made.text)), mailing), templates)
    pictures = tuple(_pictures(shown.brief, brand))
    return (File(f"{brief.topic}.eml", message(brief, text, shown.html, pictures, said)),)


def subject(brief: Brief, mailing: Mailing | None = None) -> str:
    """What the mail is to be called, else title and edition, on one line.

    "=?" would start a word in an encoding of its own (RFC 2047), so it is parted.
    """
    wanted = mailing.subject if mailing else ""
    return one_line(wanted or f"{brief.title} – {brief.edition.name}").replace("=?", "= ?")


def message(brief: Brief, text: str, page: str, pictures: Sequence[Picture], said: str = "") -> bytes:
    """The bytes of the message.

    Args:
        brief: What it is about.
        text: The version in plain text.
        page: The version in HTML.
        pictures: Those that the HTML shows.
        said: Its subject, on one line; empty for title and edition.
    """
    held = (text.encode(), page.encode(), *(picture.content for picture in pictures))
    key = hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in held)).hexdigest()[:32]
    mail = EmailMessage(policy.SMTP)
    if brief.edition.as_of:
        mail["Date"] = format_datetime(dt.datetime.combine(brief.edition.as_of, dt.time(), dt.UTC))
    mail["Message-ID"] = f"<{key}@{HOST}>"
    mail["X-Unsent"] = "1"  # Outlook opens it as a draft
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(page, subtype="html", cte="quoted-printable")
    for picture in pictures:
        _html_part(mail).add_related(
            picture.content,
            "image",
            picture.subtype,
            cid=f"<{picture.id}>",
            filename=picture.name,
            disposition="inline",
        )
    mail["Content-Language"] = brief.locale
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{key}_{number}")  # "=_" never stands in quoted-printable text (RFC 2045, 6.7)
    return _subject_line(said or subject(brief)) + mail.as_bytes()


def _subject_line(text: str) -> bytes:
    """The header, folded (RFC 5322, 2.2.3; RFC 2047). `EmailMessage` loses blanks before words that it encodes."""
    is_plain = text.isascii() and max(map(len, text.split()), default=0) <= _WORD
    folded = Header(text, "us-ascii" if is_plain else "utf-8", header_name="Subject").encode(linesep="\r\n")
    return f"Subject: {folded}\r\n".encode("ascii")


def _html_part(mail: EmailMessage) -> MIMEPart:
    part = mail.get_body(("related", "html"))
    if part is None:  # pragma: no cover - `message` adds one
        raise RenderError("the mail has no HTML")
    return part


def _text(mail: seen.PlainMail, templates: Sequence[Path]) -> str:
    """The version in plain text, which holds all of the brief."""
    brief = mail.brief
    return render_template(
        TEXT,
        templates,
        values=seen.names(mail),
        filters=filters(brief, places(brief), markdown.chart_files(brief)),
        tests=tests(),
        language=language_of(brief),
        escape=_one_line,
    )


def _pictures(brief: Brief, brand: Brand) -> Iterator[Picture]:
    """The logo, where mail programs can show it, and the charts in their order."""
    mark = logo(brand)
    if mark and mark.type != SVG:
        yield Picture(f"logo@{HOST}", mark.name, mark.type.partition("/")[2], mark.content)
    for number, chart in enumerate(brief.charts, 1):
        yield Picture(chart_id(number), f"chart-{number}.png", "png", png(chart, brand, across=PHONE))


def _one_line(text: str) -> Markup:
    return Markup(one_line(text))  # noqa: S704 - plain text has no markup to escape
