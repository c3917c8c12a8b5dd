"""What a setting file may say: shapes that check a tree and print themselves as JSON Schema.

One declaration serves both, so that an editor's completion and `briefgen config check` cannot disagree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefgen.config.nodes import Items, Node, Scalar, ScalarKind, Table
from briefgen.config.problems import Problem, suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Complaint = tuple[str, str | None]
"""What is wrong with a text, and a hint."""


class Text(Struct, frozen=True):
    """A text on one line, or on several."""

    what: str = "a text"
    """How a message calls it."""
    pattern: str = ""
    """A regular expression (both of Python and of ECMA-262) that the whole text must match."""
    wanted: str = ""
    """The pattern in words."""
    choices: tuple[str, ...] = ()
    """The only allowed texts, when there are any."""
    test: Callable[[str], Complaint | None] | None = None
    """What a pattern cannot say."""
    empty: bool = False
    """Whether it may be empty."""
    bare: bool = False
    """Whether numbers and dates may stand without quotes: they are taken as they are written."""
    lines: bool = False
    """Whether it may have several lines."""


LOCALE = Text(what="a locale", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", wanted='A language tag: "kk" or "en-GB".')
"""What the keys of a text for several locales look like (BCP 47)."""


class Localised(Struct, frozen=True):
    """A text, or a mapping with several by name: one for each locale, {en: Water, kk: Су}."""

    text: Text
    """The shape of each."""
    name: Text = LOCALE
    """The shape of their names."""


class Whole(Struct, frozen=True):
    """A whole number."""

    low: int
    """The least allowed one."""
    high: int
    """The greatest allowed one."""


class Truth(Struct, frozen=True):
    """Yes or no: true or false."""


class ListOf(Struct, frozen=True):
    """A list of values of one shape."""

    item: Shape
    """The shape of each."""
    least: int = 0
    """How many there must be."""


class Either(Struct, frozen=True):
    """A text, or a list."""

    text: Text
    """The shape of the text."""
    items: ListOf
    """The shape of the list."""


class Key(Struct, frozen=True):
    """A key of a mapping."""

    shape: Shape
    """The shape of its value."""
    doc: str
    """What it is for: shown by editors."""
    required: bool = False
    """Whether it must be there."""
    default: str | int | bool | list[str] | None = None
    """What holds when it is not there, for the schema."""


class Keys(Struct, frozen=True):
    """A mapping with fixed keys."""

    keys: Mapping[str, Key]
    """By name, in the order of the documentation."""


class Named(Struct, frozen=True):
    """A mapping whose keys the user chooses."""

    name: Text
    """The shape of a key."""
    value: Shape
    """The shape of a value."""
    least: int = 0
    """How many there must be."""
    example: str = ""
    """A hint for someone who wrote something else."""


Shape = Text | Localised | Whole | Truth | ListOf | Either | Keys | Named

BARE = (ScalarKind.WHOLE, ScalarKind.DECIMAL, ScalarKind.DATE)
"""What a bare text may look like to YAML."""

TRUTHS = ("true", "false")
"""How yes and no are written."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def problems(shape: Shape, node: Node, name: str) -> Iterator[Problem]:
    """Everything in the tree that does not have the shape; `name` is how messages call the value."""
    match shape:
        case Text():
            yield from _text(shape, node, name)
        case Localised():
            each = Named(shape.name, shape.text, least=1)
            yield from problems(each if isinstance(node, Table) else shape.text, node, name)
        case Whole():
            yield from _whole(shape, node, name)
        case Truth():
            yield from _truth(node, name)
        case ListOf():
            yield from _list(shape, node, name)
        case Either():
            yield from problems(shape.text if isinstance(node, Scalar) else shape.items, node, name)
        case Keys():
            yield from _keys(shape, node, name)
        case Named():
            yield from _named(shape, node, name)


def _text(shape: Text, node: Node, name: str) -> Iterator[Problem]:
    if not isinstance(node, Scalar):
        yield _wrong(node, name, shape.what)
    elif node.kind is ScalarKind.NOTHING and node.text in {"", "~"}:
        yield _nothing(node, name)
    elif node.kind is not ScalarKind.TEXT and not (shape.bare and node.kind in BARE):
        taken = f"YAML takes {node.text} for {node.kind}, and {name} must be {shape.what}"
        yield Problem(node.line, taken, f'Put it in quotes: "{node.text}".')
    else:
        complaint = complain(shape, node.text)
        if complaint:
            yield Problem(node.line, f"{name}: {complaint[0]}", complaint[1])


def complain(shape: Text, text: str) -> Complaint | None:
    """What is wrong with a text."""
    if not text:
        return None if shape.empty else ("the text is empty", None)
    if _CONTROL.search(text.replace("\n", " ") if shape.lines else text):
        return "the text holds a line break or control character", "Write it on one line."
    if text != text.strip() and not (shape.lines and text.strip()):
        return f'"{text}" starts or ends with a blank', "Remove it."
    if shape.choices and text not in shape.choices:
        return f'"{text}" is not known', suggest(text, shape.choices)
    if shape.pattern and not re.search(shape.pattern, text):
        return f'"{text}" is not {shape.what}', shape.wanted or None
    return shape.test(text) if shape.test else None


def _whole(shape: Whole, node: Node, name: str) -> Iterator[Problem]:
    if not isinstance(node, Scalar):
        yield _wrong(node, name, "a whole number")
    elif node.kind is ScalarKind.NOTHING:
        yield _nothing(node, name)
    elif node.kind is not ScalarKind.WHOLE or not re.fullmatch(r"0|-?[1-9][0-9]{0,8}", node.text):
        # 010 is 8, 1_0 is 10 and 1:30 is 90 in YAML 1.1: nobody means that.
        given = f'the text "{node.text}"' if node.kind is ScalarKind.TEXT else node.text
        yield Problem(node.line, f"{name} must be a whole number, not {given}", "Write it in plain digits, unquoted.")
    elif not shape.low <= int(node.text) <= shape.high:
        yield Problem(node.line, f"{name} must lie between {shape.low} and {shape.high}, not be {node.text}")


def _truth(node: Node, name: str) -> Iterator[Problem]:
    if not isinstance(node, Scalar):
        yield _wrong(node, name, "true or false")
    elif node.kind is ScalarKind.NOTHING:
        yield _nothing(node, name)
    elif (
        node.kind is not ScalarKind.TRUTH or node.text not in TRUTHS
    ):  # YAML 1.1 has yes, on and more; other readers take those for texts
        yield Problem(node.line, f"{name} must be true or false, not {node.text}", "Write it unquoted.")


def _list(shape: ListOf, node: Node, name: str) -> Iterator[Problem]:
    if isinstance(node, Scalar) and node.kind is ScalarKind.NOTHING:
        yield _nothing(node, name)
    elif not isinstance(node, Items):
        hint = f"Write it in brackets: [{node.text}]." if isinstance(node, Scalar) else "Each entry starts with a dash."
        yield Problem(node.line, f"{name} must be a list, not {_called(node)}", hint)
    else:
        if len(node.items) < shape.least:
            yield Problem(node.line, f"{name} must have at least {shape.least} entry", None)
        for number, item in enumerate(node.items, 1):
            yield from problems(shape.item, item, f"{name}, entry {number}")


def _keys(shape: Keys, node: Node, name: str) -> Iterator[Problem]:
    if not isinstance(node, Table):
        yield _wrong(node, name, "a mapping", f"Its keys are: {', '.join(shape.keys)}.")
        return
    for key, value in node.entries:
        known = shape.keys.get(key.text)
        if known:
            yield from problems(known.shape, value, f"{name}.{key.text}" if name else key.text)
        else:
            place = f" in {name}" if name else ""
            yield Problem(key.line, f'unknown key "{key.text}"{place}', suggest(key.text, shape.keys))
    for wanted, key_shape in shape.keys.items():
        if key_shape.required and node.get(wanted) is None:
            place = f" in {name}" if name else ""
            yield Problem(node.line, f'the key "{wanted}" is missing{place}', key_shape.doc)


def _named(shape: Named, node: Node, name: str) -> Iterator[Problem]:
    if not isinstance(node, Table):
        yield _wrong(node, name, "a mapping", shape.example or None)
        return
    if len(node.entries) < shape.least:
        yield Problem(node.line, f"{name} must have at least {shape.least} entry", shape.example or None)
    for key, value in node.entries:
        complaint = complain(shape.name, key.text)
        if complaint:
            yield Problem(key.line, f"{name}: {complaint[0]}", complaint[1])
        yield from problems(shape.value, value, f"{name}.{key.text}")


def _called(node: Node) -> str:
    match node:
        case Items():
            return "a list"
        case Table():
            return "a mapping"
        case Scalar():
            return str(node.kind)


def _wrong(node: Node, name: str, wanted: str, hint: str | None = None) -> Problem:
    if isinstance(node, Scalar) and node.kind is ScalarKind.NOTHING:
        return _nothing(node, name)
    return Problem(node.line, f"{name or 'the file'} must be {wanted}, not {_called(node)}", hint)


def _nothing(node: Scalar, name: str) -> Problem:
    hint = 'Remove the key, or write "" for no text. A value that starts with # stands in quotes.'
    return Problem(node.line, f"{name} has no value", hint)


def json_schema(shape: Shape) -> dict[str, Any]:  # noqa: C901, PLR0911 - one answer for each shape
    """The shape as JSON Schema, draft 2020-12."""
    match shape:
        case Text():
            result: dict[str, Any] = {"type": ["string", "number"] if shape.bare else "string"}
            if not shape.empty:
                result["minLength"] = 1
            if shape.pattern:
                result["pattern"] = shape.pattern
            if shape.choices:
                result["enum"] = list(shape.choices)
            return result
        case Localised():
            return {"anyOf": [json_schema(shape.text), json_schema(Named(shape.name, shape.text, least=1))]}
        case Whole():
            return {"type": "integer", "minimum": shape.low, "maximum": shape.high}
        case Truth():
            return {"type": "boolean"}
        case Either():
            return {"anyOf": [json_schema(shape.text), json_schema(shape.items)]}
        case ListOf():
            return {"type": "array", "items": json_schema(shape.item), "minItems": shape.least}
        case Named():
            return {
                "type": "object",
                "propertyNames": json_schema(shape.name),
                "additionalProperties": json_schema(shape.value),
                "minProperties": shape.least,
            }
        case Keys():
            return {
                "type": "object",
                "properties": {name: _key_schema(key) for name, key in shape.keys.items()},
                "required": [name for name, key in shape.keys.items() if key.required],
                "additionalProperties": False,
            }


def _key_schema(key: Key) -> dict[str, Any]:
    schema = {**json_schema(key.shape), "description": key.doc}
    return schema if key.default is None else {**schema, "default": key.default}
