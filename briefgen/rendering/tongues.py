"""The language of what documents say on a page in another one: quotations by the sentence they cite, and headlines.

Screen readers change their voice by it, and hyphenation its rules. A span stands around the words alone; citations and
what the frame says beside them stay in the language of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from msgspec import Struct

from briefgen.model import Brief, Document
from briefgen.oneline import one_line
from briefgen.rendering.notes import Numbering
from briefgen.rendering.words import headline

_QUOTED = re.compile(
    r"“[^“”]*(?:“[^“”]*”[^“”]*)*”|«[^«»]*(?:«[^«»]*»[^«»]*)*»|„[^„“”]*[“”]|\"[^\"]*\""
)  # fmt: skip
"""Words between quotation marks of any kind, with quotations inside them."""


class Tongues(Struct, frozen=True):
    """Languages other than that of the page, as ISO 639-1."""

    notes: Mapping[str, str] = {}
    """By the number of a cited sentence, as printed."""
    headlines: Mapping[str, str] = {}
    """By a headline, as printed."""


SAME = Tongues()
"""Nothing on the page is in another language."""


def tongues(brief: Brief, numbering: Numbering) -> Tongues:
    """What is in another language than the page of a brief."""
    page = brief.locale.partition("-")[0].casefold()

    def other(document: Document) -> str:
        spoken = (document.language or "").casefold()
        return "" if spoken == page else spoken

    notes = {str(note.number): other(note.document) for note in numbering.notes}
    titles = {one_line(headline(one)): other(one) for one in brief.documents}
    return Tongues(_known(notes), _known({words: spoken for words, spoken in titles.items() if words}))


def _known(found: Mapping[str, str]) -> Mapping[str, str]:
    return {key: spoken for key, spoken in found.items() if spoken}


def spoken(children: Sequence[Token], known: Tongues, own: str = "") -> Iterator[Token]:
    """A line with spans around quotations and headlines in another language; their tokens have it as `language`.

    Args:
        children: What stands in the line, its markers in groups (`tokens.with_cites`) or one by one.
        known: What is in which language.
        own: The language of quotations that no marker follows: of a cited sentence in the list of sources.
    """
    is_done = any("language" in child.meta for child in children)
    if is_done or not (known.notes or known.headlines):
        yield from children
        return
    run: list[Token] = []
    for place, child in enumerate(children):
        if child.type == "text":
            run.append(child)
        elif child.type == "cites":
            yield from _line(run, child, _of(child.meta["labels"], known), known)
            run = []
        else:
            markers = takewhile(lambda one: one.type == "footnote_ref", children[place:])
            cited = _of([one.meta["label"] for one in markers], known)
            yield from _line(run, None, cited or own, known)
            yield child
            run = []
    yield from _line(run, None, own, known)


def _of(labels: Sequence[str], known: Tongues) -> str:
    """The language of sentences, where all have one other than the page."""
    said = {known.notes.get(label, "") for label in labels}
    return said.pop() if len(said) == 1 else ""


def _line(run: Sequence[Token], cites: Token | None, language: str, known: Tongues) -> Iterator[Token]:
    """Texts, and the markers that follow them, with spans."""
    word = str(cites.meta["word"]) if cites is not None else ""
    texts = [token.content for token in run]
    places = _places("".join((*texts, word)), language, known)
    start = 0
    for text in texts:
        yield from _cut(text, start, places)
        start += len(text)
    if cites is not None:
        cites.meta["language"] = next(
            (one for first, last, one in places if first < start + len(word) and last > start), ""
        )
        yield cites


def _places(text: str, language: str, known: Tongues) -> list[tuple[int, int, str]]:
    """What is in another language: where it begins and ends, and which it is; none lies in another."""
    found = [(one.start(), one.end(), language) for one in _QUOTED.finditer(text) if language]
    for words, other in known.headlines.items():
        at = text.find(words)
        if at >= 0 and not any(first < at + len(words) and last > at for first, last, _ in found):
            found.append((at, at + len(words), other))
    return sorted(found)


def _cut(text: str, start: int, places: Sequence[tuple[int, int, str]]) -> Iterator[Token]:
    """A text that begins at an offset of its line, in parts."""
    at = 0
    for first, last, language in places:
        begin, end = max(first - start, at), min(last - start, len(text))
        if begin < end:
            yield from _text(text[at:begin])
            yield _markup(opening(language), language)
            yield from _text(text[begin:end])
            yield _markup("</span>", "")
            at = end
    yield from _text(text[at:])


def opening(language: str) -> str:
    """The tag that begins words in a language."""
    return f'<span lang="{escapeHtml(language)}">'


def _text(content: str) -> Iterator[Token]:
    if content:
        token = Token("text", "", 0)
        token.content = content
        yield token


def _markup(content: str, language: str) -> Token:
    token = Token("html_inline", "", 0)
    token.content = content
    token.meta = {"language": language}
    return token
