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

from markdown_it.common.utils import escapeHtml
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from briefgen.errors import RenderError
from briefgen.language import language_of, parse_locale
from briefgen.model import Brand, Brief, File, Mailing
from briefgen.oneline import one_line
from briefgen.rendering import frame, markdown, seen, words
from briefgen.rendering.charts import PHONE, png
from briefgen.rendering.filters import filters, tests
from briefgen.rendering.inert import inert
from briefgen.rendering.lean import lean
from briefgen.rendering.letter import Part, letter
from briefgen.rendering.logo import logo
from briefgen.rendering.notes import places
from briefgen.rendering.plain import plain
from briefgen.rendering.templates import render_template
from briefgen.rendering.text import escape_html
from briefgen.rendering.tongues import SAME, Tongues, tongues

HTML, TEXT = "email.html.j2", "email.txt.j2"
"""The frames of the two versions."""
LIMIT = 100_000
"""Bytes of the HTML: Gmail clips a message behind 102 KB (support.google.com/mail, "View full message")."""
LEFT_OUT = ("sources", "definitions", "quotations", "developments", "targets", "charts", "changes", "key_figures")
"""Blocks that give way when the HTML would be longer, the first ones first; the plain text always has all of them.
Never the bottom line, nor what is disputed, missing or doubtful."""
HOST = "brief.invalid"
"""Behind the ids of the message and its pictures (RFC 5322, 3.6.4); a name that nobody can own (RFC 6761)."""
WIDE = 420
"""Pixels of a chart where there is room; `css/email.css` knows it too. The drawing is the one for phones, so that its
letters can be read on a narrow page as well."""
_WORD = 60
"""Letters of a word that a line of a header holds with the header's name; longer ones are encoded, in parts."""
_SVG = "image/svg+xml"
"""What no large mail program shows."""


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
    written = made.text
    pictures = tuple(_pictures(brief, brand))
    page = html(brief, brand, templates, written, tongues(brief, made.numbering), mailing)
    parts = _marked(plain(written))
    said = subject(brief, mailing)
    plain_mail = seen.PlainMail(brief, brand, seen.by_name(brief), said, parts, mailing)
    text = _framed(TEXT, brief, templates, plain_mail)
    return (File(f"{brief.topic}.eml", message(brief, text, page, pictures, said)),)


def html(  # noqa: PLR0913 - what a page is made from
    brief: Brief,
    brand: Brand,
    templates: Sequence[Path],
    written: str,
    known: Tongues = SAME,
    mailing: Mailing | None = None,
) -> str:
    """The HTML version of a brief's Markdown, at most `LIMIT` bytes long where leaving out `LEFT_OUT` allows it."""
    shown = {file.name: f"chart-{file.number}@{HOST}" for file in markdown.chart_files(brief)}
    whole = _mail(brief, brand, templates, mailing)
    page = ""
    for number in range(len(LEFT_OUT) + 1):
        gone = LEFT_OUT[:number]
        parts = letter(
            written,
            lambda name, alt: _image(shown[name], alt),
            language_of(brief),
            linked="sources" not in gone,
            known=known,
        )
        kept = _marked([part for part in parts if part.name not in gone])
        left_out = tuple(dict.fromkeys(part.heading for part in parts if part.name in gone))
        framed = _framed(HTML, brief, templates, replace(whole, parts=kept, left_out=left_out))
        page = lean(_inlined(inert(framed, (whole.css, *(part.content for part in kept)), templates, HTML)))
        if len(page.encode()) <= LIMIT:
            break
    return page


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


def _framed(name: str, brief: Brief, templates: Sequence[Path], mail: seen.Mail | seen.PlainMail) -> str:
    """What a frame prints."""
    return render_template(
        name,
        templates,
        values=seen.names(mail),
        filters=filters(brief, places(brief), markdown.chart_files(brief)),
        tests=tests(),
        language=language_of(brief),
        escape=escape_html if name == HTML else _one_line,
    )


def _mail(brief: Brief, brand: Brand, templates: Sequence[Path], mailing: Mailing | None) -> seen.Mail:
    """What the frame sees, but for the parts of the brief."""
    sheet = frame.sheet(templates, "css/email.css")
    picture = logo(brand)
    return seen.Mail(
        brief=brief,
        brand=brand,
        sections=seen.by_name(brief),
        subject=subject(brief, mailing),
        parts=(),
        left_out=(),
        css=Markup(f"{frame.variables(brand)}\n{sheet}"),  # noqa: S704 - checked
        direction=words.direction(parse_locale(brief.locale)),
        logo=f"cid:logo@{HOST}" if picture and picture.type != _SVG else None,
        mailing=mailing,
    )


def _pictures(brief: Brief, brand: Brand) -> Iterator[Picture]:
    """The logo, where mail programs can show it, and the charts in their order."""
    mark = logo(brand)
    if mark and mark.type != _SVG:
        yield Picture(f"logo@{HOST}", mark.name, mark.type.partition("/")[2], mark.content)
    for number, chart in enumerate(brief.charts, 1):
        yield Picture(f"chart-{number}@{HOST}", f"chart-{number}.png", "png", png(chart, brand, across=PHONE))


def _image(content_id: str, alt: str) -> str:
    return f'<img src="cid:{content_id}" width="{WIDE}" alt="{escapeHtml(alt)}">'


def _inlined(page: str) -> str:
    """The page with its style sheet written into its elements; rules for dark screens stay in the head."""
    import css_inline

    inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False, resolve_css_variables=True)
    return inliner.inline(page)


def _marked(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Parts that frames print as they are: made by our own renderers, raw HTML off."""
    return tuple(replace(part, content=Markup(part.content)) for part in parts)  # noqa: S704 - see above


def _one_line(text: str) -> Markup:
    return Markup(one_line(text))  # noqa: S704 - plain text has no markup to escape
