"""The text of a mail, without what it quotes, and without what its sender or a list puts below."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.corpus.describe import Stretch
from briefgen.corpus.html.content import Content, laid_out
from briefgen.corpus.html.flow import parts
from briefgen.corpus.html.tables import numbered
from briefgen.corpus.html.tree import parse, prepare
from briefgen.corpus.mail.parts import Text
from briefgen.corpus.paragraphs import stretches
from briefgen.corpus.words import alternatives
from briefgen.model import BlockKind, Span

SIGNATURE = re.compile(r"^-- $", re.MULTILINE)
"""The line above a signature (RFC 3676, 4.3)."""

_ORIGINAL = rf"[-_ \t]*(?:{alternatives('mail_originals')})[-_: \t]*"
ABOVE = re.compile(rf"^{_ORIGINAL}$", re.IGNORECASE | re.MULTILINE)
"""The line above what a mail program quotes without marks, or sends on: "-----Original Message-----"."""
BEFORE = re.compile(_ORIGINAL, re.IGNORECASE)
"""The same in front of the printed head, where HTML breaks lines without meaning paragraphs."""

LABEL = re.compile(rf"(?:^|(?<=\s))\*?(?P<name>{alternatives('mail_from', 'mail_fields')})\s?:\*?(?=\s|$)")
FROM = re.compile(rf"\*?(?:{alternatives('mail_from')})\s?:")
LEAST_FIELDS = 3
"""Fields, the sender first, one behind the other, that make the printed head of a quoted mail."""

CALLS = re.compile(rf"(?<!\w)(?:{alternatives('mail_calls')})(?!\w)", re.IGNORECASE)
LONGEST_CALL = 300
"""Characters of a line about the subscription."""

QUOTING = frozenset({"gmail_quote", "gmail_signature", "gmail_attr", "yahoo_quoted", "protonmail_quote", "zmail_extra"})
"""Classes by which mail programs mark quoted mails and signatures in HTML."""
OF_THUNDERBIRD = ("moz-cite-prefix", "moz-signature", "moz-forward-container")
LONGEST_LINE = 200
"""Characters of the line that says whom a mail quotes: "On Monday Ann Lee wrote:"."""


class Body(Struct, frozen=True):
    """The text of a mail."""

    content: Content
    is_html: bool
    encoding: str
    is_declared: bool
    """Whether the mail says that it has this encoding."""
    original: tuple[str, ...] = ()
    """The fields of the mail that is sent on, as they are printed: the sender, then others."""


def body(texts: Sequence[Text], name: str, *, is_forward: bool) -> Body:
    """The text of a mail with what it quotes told as furniture; of one that is sent on, only the head of that.

    Raises:
        CorpusError: There is nothing in its HTML.
    """
    marked = any(one.is_html for one in texts)
    if marked:
        source = "".join(one.text if one.is_html else _as_html(_unflowed(one)) for one in texts)
        content = _of_html(source, name, is_forward=is_forward)
    else:
        content = _of_plain("\n\n".join(map(_unflowed, texts)), is_forward=is_forward)
    content, original = _without_heads(content, is_forward=is_forward)
    if not is_forward:
        content = _without_quoted(content)
    content = replace(content, stretches=tuple(_called(content.text, one) for one in content.stretches))
    return Body(content, marked, texts[0].encoding, texts[0].is_declared, original)


def _as_html(text: str) -> str:
    """Plain text between pieces of HTML."""
    return "".join(f"<p>{html.escape(piece)}</p>" for piece in re.split(r"\n\s*\n", text))


def _unflowed(one: Text) -> str:
    """The text with its soft line breaks taken out (RFC 3676)."""
    if not one.flowed:
        return one.text
    lines: list[str] = []
    depth, goes_on = -1, False
    for raw in one.text.split("\n"):
        bare = raw.lstrip(">")
        quoted = len(raw) - len(bare)
        line = bare.removeprefix(" ")
        if goes_on and quoted == depth and line != "-- ":
            lines[-1] += line
        else:
            lines.append(("> " if quoted else "") + line)
        depth, goes_on = quoted, line.endswith(" ") and line != "-- "
        if goes_on and one.without_blank:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _of_plain(text: str, *, is_forward: bool) -> Content:
    """A plain text cut into stretches; quoted lines, whom they quote, and the signature are furniture."""
    below = SIGNATURE.search(text)
    end = below.start() if below else len(text)
    above = None if is_forward else ABOVE.search(text, 0, end)
    end = above.start() if above else end
    found: list[Stretch] = []
    for quoted, run in _runs(text, end):
        pieces = [Span(run.start + one.start, run.start + one.end) for one in stretches(text[run.start : run.end])]
        kind = BlockKind.FURNITURE if quoted and not is_forward else None
        if kind and found and _says_whom(text, found[-1]):
            found[-1] = Stretch(found[-1].span, kind)
        found += [Stretch(one, kind) for one in pieces]
    rest = [Span(end + one.start, end + one.end) for one in stretches(text[end:])]
    return Content(text, (*found, *(Stretch(one, BlockKind.FURNITURE) for one in rest)))


def _runs(text: str, end: int) -> Iterator[tuple[bool, Span]]:
    """Lines one below the other that are quoted, or are not."""
    lines = [match.span() for match in re.finditer(r"[^\n]*\n?", text[:end]) if match.group()]
    for quoted, group in groupby(lines, key=lambda line: text[line[0] : line[1]].startswith(">")):
        run = list(group)
        yield quoted, Span(run[0][0], run[-1][1])


def _says_whom(text: str, one: Stretch) -> bool:
    """Whether a stretch in front of quoted lines only says whom they quote."""
    return len(one.span) <= LONGEST_LINE and text[one.span.start : one.span.end].endswith((":", "："))


def _of_html(source: str, name: str, *, is_forward: bool) -> Content:
    """The text of HTML; what mail programs mark as quoted is furniture.

    Raises:
        CorpusError: There is nothing in it.
    """
    root = parse(source, name)
    prepare(root)
    if not is_forward:
        for element in [one for one in root.iter() if _quotes(one)]:
            element.tag = "pre"  # what `flow` takes for furniture, with all that is in it
    return laid_out(parts(root, numbered(root)))


def _quotes(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether a mail program marked an element as a quoted mail or a signature."""
    if not isinstance(element.tag, str):
        return False
    classes = set((element.get("class") or "").split())
    cited = element.tag == "blockquote" and (
        (element.get("type") or "").lower() == "cite" or _names_writer(_text_before(element))
    )
    return cited or bool(classes & QUOTING) or bool(classes.intersection(OF_THUNDERBIRD))


def _text_before(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """The line in front of an element."""
    one = element.getprevious()
    while one is not None:
        for text in (one.tail or "", one.text_content() if isinstance(one.tag, str) else ""):
            if text.strip():
                return " ".join(text.split())
        one = one.getprevious()
    parent = element.getparent()
    return " ".join((parent.text or "").split()) if parent is not None else ""


def _without_quoted(content: Content) -> Content:
    """Quoted lines in HTML, and the lines that only say whom a mail quotes, told as furniture."""
    found = list(content.stretches)
    for index in range(len(found) - 1, -1, -1):
        words = _of(content.text, found[index])
        below = index + 1 < len(found) and found[index + 1].kind is BlockKind.FURNITURE
        if words.startswith(">") or (below and _names_writer(words)):
            found[index] = Stretch(found[index].span, BlockKind.FURNITURE)
    return replace(content, stretches=tuple(found))


WRITTEN = re.compile(r"\d{1,2}[:.]\d{2}|\S@\S")
"""A time of day or an address: of a mail that is quoted, one of them is nearly always named."""


def _names_writer(line: str) -> bool:
    """Whether a line says who wrote what is quoted below: "On Monday at 10:00 Ann Lee wrote:"."""
    return len(line) <= LONGEST_LINE and line.endswith((":", "：")) and WRITTEN.search(line) is not None


def _without_heads(content: Content, *, is_forward: bool) -> tuple[Content, tuple[str, ...]]:
    """The printed head of a quoted mail told as furniture, and what is behind it too, unless it is sent on."""
    text, found = content.text, content.stretches
    for index in range(len(found)):
        length, values = _head_at(text, found[index:])
        if len(values) >= LEAST_FIELDS:
            begin = index - (index > 0 and ABOVE.search(_of(text, found[index - 1])) is not None)
            end = index + length if is_forward else len(found)
            marked = (Stretch(one.span, BlockKind.FURNITURE) for one in found[begin:end])
            return replace(content, stretches=(*found[:begin], *marked, *found[end:])), values
    return content, ()


def _head_at(text: str, found: Sequence[Stretch]) -> tuple[int, tuple[str, ...]]:
    """How many stretches a printed head takes that begins with the first, and the values of its fields."""
    values: list[str] = []
    for number, one in enumerate(found):
        piece = _of(text, one)
        above = None if values else BEFORE.match(piece)
        piece = piece[above.end() if above else 0 :]
        labels = list(LABEL.finditer(piece)) if values or FROM.match(piece) else []
        if not labels or labels[0].start() > 0:
            return number, tuple(values)
        ends = [label.start() for label in labels[1:]] + [len(piece)]
        values += [piece[label.end() : end].strip() for label, end in zip(labels, ends, strict=True)]
    return len(found), tuple(values)


def _of(text: str, one: Stretch) -> str:
    """The text of a stretch."""
    return text[one.span.start : one.span.end]


def _called(text: str, one: Stretch) -> Stretch:
    """A stretch, told as furniture where it is about the subscription."""
    if one.kind is None and len(one.span) <= LONGEST_CALL and CALLS.search(_of(text, one)):
        return Stretch(one.span, BlockKind.FURNITURE)
    return one
