"""The types of what templates print, as far as they are known: fields of the model, items of a sequence, macros.

What is not known is `UNKNOWN`, of which nothing is ever said to be wrong.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from jinja2 import nodes
from msgspec import Struct

UNKNOWN: typing.Any = object()
"""A type that nobody knows."""


class Module(Struct, frozen=True):
    """An imported template, whose macros can be called."""

    name: str


class Macros(Struct, frozen=True, eq=False):
    """A macro, in the template that defines it."""

    template: str
    node: nodes.Macro


class Loop(Struct, frozen=True):
    """Jinja's `loop`, inside of one."""

    index: int
    index0: int
    revindex: int
    revindex0: int
    first: bool
    last: bool
    length: int
    depth: int
    depth0: int
    previtem: typing.Any
    nextitem: typing.Any


class Seq(Struct, frozen=True):
    """A sequence of one type."""

    item: typing.Any


class Pairs(Struct, frozen=True):
    """Several values of known types, as the items of a mapping."""

    items: tuple[typing.Any, ...]


def alternatives(kind: object) -> tuple[object, ...]:
    """The types that a value may have, without None."""
    if typing.get_origin(kind) in {typing.Union, types.UnionType}:
        return tuple(one for part in typing.get_args(kind) for one in alternatives(part))
    return () if kind in {None, type(None)} else (kind,)


def joined(*kinds: object) -> object:
    """A value that has one of these types."""
    found = list(dict.fromkeys(one for kind in kinds for one in alternatives(kind)))
    if any(one is UNKNOWN for one in found) or not all(isinstance(one, type) for one in found):
        return found[0] if len(found) == 1 else UNKNOWN
    return typing.Union[tuple(found)] if found else UNKNOWN  # noqa: UP007 - made while running


@cache
def fields(kind: type) -> Mapping[str, object] | None:
    """The fields of a type with theirs, and its properties; None where any name may be one."""
    if not issubclass(kind, Struct):
        return None
    found: dict[str, object] = dict(typing.get_type_hints(kind))
    for name in dir(kind):
        member = getattr(kind, name, None)
        if isinstance(member, property) and member.fget is not None and not name.startswith("_"):
            found[name] = typing.get_type_hints(member.fget).get("return", UNKNOWN)
    return {name: one for name, one in found.items() if not name.startswith("_")}


def known(kind: object) -> Mapping[str, object] | None:
    """The fields that a value may have; None where nobody can tell."""
    every: dict[str, object] = {}
    for one in alternatives(kind):
        if isinstance(one, Loop) or one is Loop:
            found: Mapping[str, object] | None = typing.get_type_hints(Loop)
        elif isinstance(one, type) and one in SCALARS:
            found = {}
        elif isinstance(one, type):
            found = fields(one)
        elif isinstance(one, Seq):
            found = {}
        else:
            found = None
        if found is None:
            return None
        for name, type_ in found.items():
            every[name] = joined(every[name], type_) if name in every else type_
    return every


SCALARS = (str, int, float, bool, bytes)
"""Types without fields that a template may read: their methods cannot be called."""


def item(kind: object) -> object:
    """The type of what a loop over a value meets."""
    found = list(_items(kind))
    return joined(*found) if found else UNKNOWN


def _items(kind: object) -> Iterator[object]:
    for one in alternatives(kind):
        origin, arguments = typing.get_origin(one), typing.get_args(one)
        if isinstance(one, Seq):
            yield one.item
        elif one is str:
            yield str
        elif origin is tuple and Ellipsis not in arguments:
            yield joined(*arguments)
        elif isinstance(origin, type) and issubclass(origin, Mapping | Sequence | frozenset | set):
            yield arguments[0]
        else:
            yield UNKNOWN


def is_mapping(kind: object) -> bool:
    """Whether a value is a mapping, whose keys may be written like fields."""
    origins = [typing.get_origin(one) for one in alternatives(kind)]
    return any(isinstance(one, type) and issubclass(one, Mapping) for one in origins)


def value(kind: object) -> object:
    """The type of the values of a mapping."""
    for one in alternatives(kind):
        arguments = typing.get_args(one)
        if is_mapping(one) and arguments:
            return arguments[1]
    return UNKNOWN


def parts(kind: object, number: int) -> Sequence[object]:
    """The types of so many names that a value is taken apart into."""
    for one in alternatives(kind):
        if isinstance(one, Pairs) and len(one.items) == number:
            return one.items
        arguments = typing.get_args(one)
        if typing.get_origin(one) is tuple and len(arguments) == number and Ellipsis not in arguments:
            return arguments
    return [UNKNOWN] * number


def called(kind: object) -> str:
    """What a type is called in a message."""
    names = [getattr(one, "__name__", "") for one in alternatives(kind) if isinstance(one, type)]
    return " or ".join(dict.fromkeys(_WORDS.get(name, name) for name in names)) or "value"


_WORDS = {"str": "text", "int": "number", "float": "number", "bool": "yes or no"}
