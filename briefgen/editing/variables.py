"""What each template may print, for editors: `templates/VARIABLES.md` and `briefgen templates vars`.

Made from the types themselves and the text under each field, which Python does not keep and is read from their source.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
import typing
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import cache

from msgspec import Struct

from briefgen.editing import kinds
from briefgen.rendering.seen import SEEN

INTRODUCTION = """# What templates can print

Made by `make docs` from the model's own descriptions; edit those instead. `briefgen templates vars brief.md.j2` shows
the same for one template. A field stays for a major version of briefgen.

`{{ brief.title }}` prints a field; `{% for fact in section.facts %}` goes through a list. “or none” needs an
`{% if brief.edition.as_of %}` around it. How numbers, dates and facts become words: see the filters in README.md.
"""


class Field(Struct, frozen=True):
    """Something that can be printed."""

    name: str
    type: str
    """In an editor's words: "list of Fact"."""
    meaning: str
    """What it is, as Markdown."""


class Thing(Struct, frozen=True):
    """A type with its fields, or a word with the values that it may have."""

    name: str
    meaning: str
    fields: tuple[Field, ...]
    values: tuple[Field, ...] = ()


def seen(template: str) -> Thing:
    """What a template sees.

    Raises:
        KeyError: There is no such template.
    """
    return _thing(SEEN[template])


def things(roots: Sequence[type]) -> tuple[Thing, ...]:
    """All types that can be reached from some, by their names."""
    found: dict[str, Thing] = {}
    waiting = [one for root in roots for hint in (kinds.fields(root) or {}).values() for one in _parts(hint)]
    while waiting:
        one = waiting.pop()
        if one.__name__ in found or not issubclass(one, Struct | Enum):
            continue
        found[one.__name__] = _thing(one)
        waiting += [part for hint in (kinds.fields(one) or {}).values() for part in _parts(hint)]
    return tuple(found[name] for name in sorted(found))


def reference() -> str:
    """The page in Markdown."""
    lines = [INTRODUCTION]
    for name in SEEN:
        lines += [f"## {name}\n", *_table(seen(name).fields)]
    lines.append("## Things\n")
    for one in things(list(SEEN.values())):
        lines += [f"### {one.name}\n", f"{one.meaning}\n"]
        lines += _table(one.values, "Value") if one.values else _table(one.fields)
    return "\n".join(lines).rstrip() + "\n"


def plain(template: str) -> str:
    """The same for one template, for a terminal: its variables, then the things that they are."""
    root = SEEN[template]
    blocks = ["\n".join(_lines(seen(template).fields))]
    blocks += [
        "\n".join([f"{one.name}: {_bare(one.meaning)}", *_lines(one.values or one.fields)]) for one in things([root])
    ]
    return "\n\n".join(blocks) + "\n"


def _lines(fields: Sequence[Field]) -> Iterator[str]:
    width = max((len(one.name) for one in fields), default=0)
    wide = max((len(one.type) for one in fields), default=0)
    for one in fields:
        yield f"  {one.name:<{width}}  {one.type:<{wide}}  {_bare(one.meaning)}".rstrip()


def _bare(markdown: str) -> str:
    return markdown.replace("`", "")


def _table(fields: Sequence[Field], first: str = "Field") -> Iterator[str]:
    typed = any(one.type for one in fields)
    yield f"| {first} | Is | Meaning |" if typed else f"| {first} | Meaning |"
    yield "|---|---|---|" if typed else "|---|---|"
    for one in fields:
        cells = [f"`{one.name}`", *([one.type] if typed else []), one.meaning.replace("|", "\\|")]
        yield f"| {' | '.join(cells)} |"
    yield ""


def _thing(kind: type) -> Thing:
    meaning = _first(inspect.getdoc(kind) or "")
    texts = _texts(kind)
    if issubclass(kind, Enum):
        members = kind.__members__.items()
        values = tuple(Field(str(one.value), "", texts.get(name, "")) for name, one in members)
        return Thing(kind.__name__, meaning, (), values)
    found = kinds.known(kind) or {}
    return Thing(
        kind.__name__, meaning, tuple(Field(name, words(hint), texts.get(name, "")) for name, hint in found.items())
    )


def words(hint: object) -> str:
    """A type in an editor's words."""
    every = kinds.alternatives(hint)
    said = " or ".join(dict.fromkeys(_word(one) for one in every))
    is_none = hint is None or hint is type(None) or type(None) in typing.get_args(hint)
    return f"{said}, or none" if is_none and said else said or "none"


def _word(kind: object) -> str:
    arguments = typing.get_args(kind)
    if kinds.is_mapping(kind) and arguments:
        return f"{words(arguments[1])} by {words(arguments[0])}"
    if typing.get_origin(kind) is tuple and Ellipsis not in arguments:
        return " and ".join(words(one) for one in arguments)
    if arguments:
        return f"list of {words(arguments[0])}"
    name = getattr(kind, "__name__", str(kind))
    return _WORDS.get(name, name)


_WORDS: Mapping[str, str] = {
    "str": "text", "Markup": "markup", "int": "number", "float": "number", "Decimal": "number", "bool": "yes or no",
    "date": "day", "datetime": "moment", "bytes": "bytes",
}  # fmt: skip


def _parts(hint: object) -> Iterator[type]:
    """The types that a type is made of."""
    for one in kinds.alternatives(hint):
        arguments = typing.get_args(one)
        for part in arguments:
            if part is not Ellipsis:
                yield from _parts(part)
        if not arguments and isinstance(one, type):
            yield one


@cache
def _texts(kind: type) -> Mapping[str, str]:
    """The text under each field, and the first line of each property's description."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if base.__module__.startswith("briefgen."):
            found |= _of_source(base)
    return found


def _of_source(kind: type) -> Mapping[str, str]:
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(body, ast.ClassDef)  # noqa: S101 - the source of a class
    found, last = {}, ""
    for node in body.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            last = node.target.id
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            last = node.targets[0].id
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and last:
            found[last], last = _flat(str(node.value.value)), ""
        elif isinstance(node, ast.FunctionDef):
            found[node.name], last = _first(ast.get_docstring(node) or ""), ""
    return found


def _first(text: str) -> str:
    """The first paragraph of a description."""
    return _flat(re.split(r"\n\s*\n", text, maxsplit=1)[0])


def _flat(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    import sys

    sys.stdout.write(reference())
