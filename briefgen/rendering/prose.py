"""An editor's Markdown made safe: paragraphs, lists, emphasis and links; everything else prints as it was typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from briefgen.oneline import one_line
from briefgen.rendering.links import web_address
from briefgen.rendering.text import escape_markdown

_RULES = (
    *("paragraph", "list", "normalize", "block", "inline", "text_join"),
    *("text", "newline", "escape", "emphasis", "link", "entity", "balance_pairs", "fragments_join"),
)
"""Rules of markdown-it: no headings, tables, code, pictures, raw HTML, or addresses by reference."""
_MAILTO = "mailto"


def prose(markdown: str) -> Markup:
    """Canonical Markdown that prints what an editor wrote, and can start nothing else."""
    return Markup("\n\n").join(_blocks(_tokens(markdown)))


def plain(markdown: str) -> str:
    """The words of an editor's Markdown on one line, without marks."""
    inlines = (token for token in _tokens(markdown) if token.type == "inline")
    return " ".join(one_line(_words(token.children or ())) for token in inlines)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False}).enable(list(_RULES))


def _tokens(markdown: str) -> Sequence[Token]:
    return _parser().parse(markdown)


def _words(children: Sequence[Token]) -> str:
    return "".join(" " if child.type.endswith("break") else child.content for child in children)


def _blocks(tokens: Sequence[Token]) -> Iterator[Markup]:
    """Paragraphs, those of a list's entry behind its mark or indented below it."""
    marks: list[str] = []
    numbers: list[int | None] = []
    fresh = 0
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            numbers.append(int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else None)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            numbers.pop()
        elif token.type == "list_item_open":
            number = numbers[-1]
            marks.append("- " if number is None else f"{number}. ")
            numbers[-1] = None if number is None else number + 1
            fresh += 1
        elif token.type == "list_item_close":
            marks.pop()
            fresh = min(fresh, len(marks))
        elif token.type == "inline":
            printed = len(marks) - fresh
            lead = "".join(" " * len(mark) if place < printed else mark for place, mark in enumerate(marks))
            fresh = 0
            yield Markup("{}{}").format(lead, _inline(token.children or ()))


def _inline(children: Sequence[Token]) -> Markup:
    parts: list[Markup] = []
    links: list[str | None] = []
    for child in children:
        if child.type == "link_open":
            links.append(_address(str(child.attrGet("href") or "")))
            if parts and parts[-1].endswith("!"):  # in front of a link it would begin a picture
                parts[-1] = Markup("{}\\!").format(parts[-1][:-1])
            parts.append(Markup("{}").format("[" if links[-1] else ""))
        elif child.type == "link_close":
            address = links.pop()
            parts.append(Markup("](<{}>)").format(address) if address else Markup())
        elif child.type in {"em_open", "em_close", "strong_open", "strong_close"}:
            parts.append(Markup("{}").format(child.markup))
        elif child.type.endswith("break"):
            parts.append(Markup(" "))
        else:
            parts.append(_escaped(child.content))
    return Markup().join(parts)


def _escaped(text: str) -> Markup:
    """The text with the blanks at its ends, which part it from emphasis beside it."""
    if not text.strip():
        return Markup("{}").format(" " if text else "")
    before, after = (" " if end.isspace() else "" for end in (text[0], text[-1]))
    return Markup("{}{}{}").format(before, escape_markdown(text), after)


def _address(url: str) -> str | None:
    """An address on the web or of mail; None for any other."""
    if urlsplit(url).scheme.casefold() == _MAILTO:
        return url if url.isascii() and not set(url) & set("<>\\ \n") else None
    return web_address(url)
