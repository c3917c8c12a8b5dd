"""The blocks of a template as they stand in its text, with their blanks: a parser would lose these.

Jinja's own lexer tells where tags begin and end, so that what stands in comments, in `raw` or in a text in quotation
marks is never taken for a tag.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jinja2 import Environment, TemplateSyntaxError
from msgspec import Struct

from briefgen.errors import TemplateError

_LEXER = Environment(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=True)
"""Splits texts as the renderer does (`rendering/sandbox.py`); renders nothing."""
_SHARED = frozenset({"import", "from", "set"})
"""What blocks of a file use that stands outside of them; an override needs it too."""


class Tag(Struct, frozen=True):
    """One `{% ... %}`."""

    words: tuple[str, ...]
    """What stands in it: names, operators, texts with their quotation marks."""
    start: int
    """Its first character, the brace."""
    end: int
    """Behind its last one."""


class Block(Struct, frozen=True):
    """A block of a template."""

    name: str
    tag: str
    """The tag that opens it: `{% block masthead %}`."""
    start: int
    """The first character of that tag."""
    inner: int
    """The first character of its content."""
    close: int
    """The first character of the tag that ends it."""
    end: int
    """Behind that tag."""
    line: int
    """The line of its first tag, from 1."""

    def content(self, text: str) -> str:
        """What stands in it."""
        return text[self.inner : self.close]


class Shared(Struct, frozen=True):
    """A tag outside of all blocks that gives names to what stands in them: an import, a value that is set."""

    names: tuple[str, ...]
    text: str
    """The tag."""


class Slices(Struct, frozen=True):
    """What of a template's text an override is about."""

    extends: str | None
    """The name of the template that it extends, as written; None when it extends none, or none by name."""
    blocks: Mapping[str, Block]
    """In the order of the text; a block in another one too."""
    shared: tuple[Shared, ...]


def normal(text: str) -> str:
    """The text with the line ends that Jinja's lexer counts in."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def slices(text: str, where: str) -> Slices:
    """The blocks of a template.

    Args:
        text: Its text, with plain line ends: see `normal`.
        where: Its file, for errors.

    Raises:
        TemplateError: Jinja cannot read it, or its blocks do not match.
    """
    extends: str | None = None
    blocks: dict[str, Block] = {}
    shared: list[Shared] = []
    open_ones: list[tuple[str, Tag]] = []
    depth = 0
    for tag in tags(text, where):
        first, *rest = tag.words or ("",)
        if first == "block" and rest:
            open_ones.append((rest[0], tag))
        elif first == "endblock":
            if not open_ones:
                raise TemplateError("an endblock without a block", where=f"{where}:{line(text, tag.start)}")
            name, begin = open_ones.pop()
            blocks[name] = Block(
                name, text[begin.start : begin.end], begin.start, begin.end, tag.start, tag.end, line(text, begin.start)
            )
        elif first == "extends" and len(rest) == 1 and rest[0][0] in "\"'":
            extends = rest[0][1:-1]
        elif not open_ones:
            depth += first in {"for", "if", "macro", "call", "filter", "with"}
            depth -= first in {"endfor", "endif", "endmacro", "endcall", "endfilter", "endwith"}
            if first in _SHARED and not depth:
                shared.append(Shared(_named(tag.words), text[tag.start : tag.end]))
    if open_ones:
        name, begin = open_ones[-1]
        raise TemplateError(f"the block {name!r} has no endblock", where=f"{where}:{line(text, begin.start)}")
    ordered = dict(sorted(blocks.items(), key=lambda pair: pair[1].start))
    return Slices(extends, ordered, tuple(shared))


def line(text: str, offset: int) -> int:
    """The line of an offset, from 1."""
    return text.count("\n", 0, offset) + 1


def tags(text: str, where: str) -> Iterator[Tag]:
    """The tags of a template, in order.

    Raises:
        TemplateError: Jinja cannot read it.
    """
    at, start = 0, 0
    words: list[str] = []
    try:
        for _, kind, value in _LEXER.lexer.tokeniter(text, where):
            at = text.index(value, at)
            if kind == "block_begin":
                start, words = at + value.index("{%"), []
            elif kind == "block_end":
                yield Tag(tuple(words), start, at + value.index("%}") + 2)
            elif kind not in {"whitespace", "data"}:
                words.append(value)
            at += len(value)
    except TemplateSyntaxError as error:
        raise TemplateError(error.message or "syntax error", where=f"{where}:{error.lineno}") from error


def _named(words: Sequence[str]) -> tuple[str, ...]:
    """The names that a tag gives: `import "x" as parts`, `from "x" import a, b as c`, `set total = 1`."""
    first, *rest = words
    if first == "set":
        end = rest.index("=") if "=" in rest else len(rest)
        return tuple(word for word in rest[:end] if word.isidentifier())
    if first == "import":
        return (rest[2],) if rest[1:2] == ["as"] else ()
    given = rest[rest.index("import") + 1 :] if "import" in rest else []
    found = " ".join(word if word != "," else "," for word in given).removesuffix("with context").split(",")
    return tuple(one.split()[-1] for one in found if one.split())
