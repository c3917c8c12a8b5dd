"""An override beside what is shipped, what was shipped then beside now, and a three-way merge of both."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

from merge3 import Merge3
from msgspec import Struct

from briefgen.editing.layers import Layers, extends_shipped, read
from briefgen.editing.slices import Block, slices
from briefgen.errors import UsageError

MINE, NOW = "house", "shipped"
"""What the markers of a conflict call both sides."""


_UNDECIDED = re.compile(r"^<<<<<<<(?: |$)", re.MULTILINE)
"""Where a place begins that an earlier merge left to a person."""


class Difference(Struct, frozen=True):
    """Two versions of a file or block."""

    what: str
    """The block, or the file's name."""
    mine: tuple[str, ...]
    """What is shipped against the house's: lines of a unified diff; none where both are the same."""
    shipped: tuple[str, ...] | None
    """What was shipped when the override was made against what is shipped now. None where the original was not kept."""


class Merged(Struct, frozen=True):
    """An override brought up to date."""

    text: str
    """The house's file."""
    mine: str
    """The house's file that it was made from: what stands there now must be that, or somebody saved meanwhile."""
    base: str
    """The shipped file, which is its original from now on; the old one while places of an earlier merge are open."""
    changed: tuple[str, ...]
    """The blocks, or the file, into which something of the shipped version came."""
    conflicts: int
    """How many places a person has to decide; they are marked as Git marks them."""
    gone: tuple[str, ...]
    """Blocks that are no longer shipped: what stands in them prints nowhere."""


class _Sides(Struct, frozen=True):
    """Texts by block, or by the file's name."""

    mine: Mapping[str, str]
    then: Mapping[str, str] | None
    now: Mapping[str, str]


def differences(layers: Layers, name: str) -> tuple[Difference, ...]:
    """What an override changes, and what changed below it.

    Raises:
        UsageError: The house has no file of that name, or none is shipped.
        TemplateError: One cannot be read.
    """
    sides = _sides(layers, name)
    return tuple(
        Difference(
            what,
            tuple(_unified(sides.now.get(what, ""), mine, f"{NOW}/{what}", f"{MINE}/{what}")),
            None
            if sides.then is None
            else tuple(_unified(sides.then.get(what, ""), sides.now.get(what, ""), f"then/{what}", f"now/{what}")),
        )
        for what, mine in sides.mine.items()
    )


def merged(layers: Layers, name: str) -> Merged:
    """The house's file with what changed in the shipped one since. Nothing of the editor's is lost: both stand in it.

    While places of an earlier merge are not decided, the file stays as it is: marks inside of marks could not be read.

    Raises:
        UsageError: The house has no file of that name, none is shipped, or the original was not kept.
        TemplateError: One cannot be read.
    """
    sides = _sides(layers, name)
    own = layers.own(name)
    if own is None or sides.then is None:
        hint = f"Compare by eye: `briefgen templates diff {name}`; then `briefgen templates eject {name}` keeps it."
        raise UsageError(f"the shipped original of {name} was not kept", where=str(own), hint=hint)
    text = read(own)
    if places := len(_UNDECIDED.findall(text)):
        kept = layers.base(name)
        return Merged(text, text, read(kept) if kept else "", (), places, ())
    found = {what: _merge(sides.then.get(what, ""), mine, sides.now.get(what, "")) for what, mine in sides.mine.items()}
    is_part = extends_shipped(slices(text, str(own)), name) if own.name.endswith(".j2") else False
    return Merged(
        text=_replaced(text, slices(text, str(own)).blocks, found) if is_part else found[name][0],
        mine=text,
        base=read(layers.shipped(name)),
        changed=tuple(what for what, (new, _) in found.items() if new != sides.mine[what]),
        conflicts=sum(number for _, number in found.values()),
        gone=tuple(what for what in sides.mine if what not in sides.now),
    )


def _sides(layers: Layers, name: str) -> _Sides:
    shipped, own, base = layers.shipped(name), layers.own(name), layers.base(name)
    if own is None:
        hint = f"`briefgen templates eject {name}` makes an override."
        raise UsageError(f"the house has no {name}: it is used as shipped", hint=hint)
    mine, now = read(own), read(shipped)
    then = read(base) if base else None
    if name.endswith(".j2"):
        found = slices(mine, str(own))
        if extends_shipped(found, name):
            outer = _outer(found.blocks)
            return _Sides(
                {block: found.blocks[block].content(mine) for block in outer},
                None if then is None else _contents(then, str(base)),
                _contents(now, str(shipped)),
            )
    return _Sides({name: mine}, None if then is None else {name: then}, {name: now})


def _outer(blocks: Mapping[str, Block]) -> tuple[str, ...]:
    """Blocks that stand in no other one of the same file."""
    return tuple(
        name
        for name, one in blocks.items()
        if not any(other.inner <= one.start and one.end <= other.close for other in blocks.values())
    )


def _contents(text: str, where: str) -> Mapping[str, str]:
    return {name: block.content(text) for name, block in slices(text, where).blocks.items()}


def _unified(before: str, after: str, first: str, second: str) -> Iterator[str]:
    lines = (before.splitlines(keepends=True), after.splitlines(keepends=True))
    yield from (line.rstrip("\n") for line in difflib.unified_diff(*lines, first, second, n=2))


def _merge(then: str, mine: str, now: str) -> tuple[str, int]:
    """The text, and the number of conflicts in it."""
    if then == now:
        return mine, 0
    base, ours, theirs = (text.splitlines(keepends=True) for text in (then, mine, now))
    merge = Merge3(base, ours, theirs)
    conflicts = sum(region[0] == "conflict" for region in merge.merge_regions())
    whole = [line if line.endswith("\n") else f"{line}\n" for line in _marked(merge)]
    return "".join(whole) if conflicts else "".join(_marked(merge)), conflicts


def _marked(merge: Merge3[str]) -> Iterator[str]:
    yield from merge.merge_lines(
        name_a=MINE, name_b=NOW, start_marker="<<<<<<<", mid_marker="=======", end_marker=">>>>>>>"
    )


def _replaced(text: str, blocks: Mapping[str, Block], found: Mapping[str, tuple[str, int]]) -> str:
    """The file with the new contents of its blocks."""
    for name, (new, _) in sorted(found.items(), key=lambda pair: -blocks[pair[0]].start):
        text = text[: blocks[name].inner] + new + text[blocks[name].close :]
    return text
