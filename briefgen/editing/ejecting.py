"""The smallest override of a shipped file or block, and the shipped original beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from briefgen.editing.layers import BASE, TEMPLATE, Layers, extends_shipped, meant, parts, read
from briefgen.editing.slices import Slices, slices
from briefgen.errors import UsageError
from briefgen.rendering.templates import SHIPPED

_NAME = re.compile(r"[^\W\d]\w*")


class Written(Struct, frozen=True):
    """A file to be written below the house's folder."""

    name: str
    text: str


def ejected(layers: Layers, name: str, blocks: Sequence[str] = ()) -> tuple[Written, ...]:
    """What is to be written to override a file, or some blocks of it. Nothing of the editor's is replaced.

    Args:
        layers: The layers.
        name: The shipped file.
        blocks: Its blocks; the whole file where none is named. Of an override that was made by hand only the shipped
            original is kept then.

    Raises:
        UsageError: There is no such file or block, it is overridden already, or the house's file stands for the whole.
    """
    shipped = layers.shipped(name)
    text = read(shipped)
    own = layers.own(name)
    base = Written(f"{BASE}/{name}", text)
    if not blocks:
        if own is not None and layers.base(name) is None:
            return (base,)  # made by hand: from now on it is known what it is an override of
        if own is not None:
            raise UsageError(
                "is overridden already", where=str(own), hint=f"`briefgen templates diff {name}` compares it."
            )
        return Written(name, text), base
    now = _slices(shipped, text, blocks)
    if own is None:
        head = [f'{{% extends "{SHIPPED}{name}" %}}\n']
        return Written(name, _joined(head, text, now, blocks)), base
    there = parts(own)
    if not extends_shipped(there, name):
        hint = "Change the block there, or take that file away first."
        raise UsageError("stands for the whole shipped file, with all its blocks", where=str(own), hint=hint)
    for block in blocks:
        if block in there.blocks:
            raise UsageError(f"has the block “{block}” already", where=f"{own}:{there.blocks[block].line}")
    known = {one for shared in there.shared for one in shared.names}
    changed = Written(name, _joined([read(own).rstrip("\n") + "\n"], text, now, blocks, known))
    return (changed,) if layers.base(name) else (changed, base)


def _slices(shipped: Path, text: str, blocks: Sequence[str]) -> Slices:
    """The shipped file's blocks, with those that are asked for among them."""
    now = slices(text, str(shipped)) if shipped.name.endswith(TEMPLATE) else Slices(None, {}, ())
    for block in blocks:
        if block not in now.blocks:
            raise UsageError(f"{shipped.name} has no block “{block}”", hint=meant(block, now.blocks))
    return now


def _joined(
    head: list[str], text: str, now: Slices, blocks: Sequence[str], known: set[str] | frozenset[str] = frozenset()
) -> str:
    """A text with more blocks, and with what they use that is given outside of them."""
    whole = [text[now.blocks[block].start : now.blocks[block].end] for block in blocks]
    used = {word for one in whole for word in _NAME.findall(one)}
    needed = [one for one in now.shared if used & set(one.names) - known]
    lines = [*head, *(f"{one.text}\n" for one in needed)]
    return "".join([*lines, *(f"\n{one}\n" for one in whole)])
