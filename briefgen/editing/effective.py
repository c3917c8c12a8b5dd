"""What a template holds in the end: the shipped text with the house's blocks in their places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefgen.editing.layers import TEMPLATE, Layers, extends_shipped, meant, read
from briefgen.editing.slices import Block, Slices, slices
from briefgen.errors import UsageError


def effective(layers: Layers, name: str, blocks: Sequence[str] = ()) -> str:
    """The text that is in use; in front of each block a comment with its file and line.

    Args:
        layers: The layers.
        name: The template.
        blocks: Only these.

    Raises:
        UsageError: There is no such template or block.
        TemplateError: It cannot be read.
    """
    own = layers.own(name)
    file = own or layers.shipped(name)
    text = read(file)
    if not name.endswith(TEMPLATE):
        if blocks:
            raise UsageError(f"{name} has no blocks", hint="Leave --block out.")
        return text
    found = slices(text, str(file))
    if own is None or not extends_shipped(found, name):
        return _shown(text, file, found, blocks)
    shipped = layers.shipped(name)
    return _put_together((read(shipped), shipped), (text, own, found), blocks)


def _shown(text: str, file: Path, found: Slices, blocks: Sequence[str]) -> str:
    chosen = [_known(found, block, file.name) for block in blocks]
    if chosen:
        return "".join(f"{_comment(file, one)}\n{text[one.start : one.end]}\n" for one in chosen)
    return text


def _put_together(shipped: tuple[str, Path], own: tuple[str, Path, Slices], blocks: Sequence[str]) -> str:
    """The shipped text, from its end to its beginning, with what the house has in place of its blocks."""
    text, file = shipped
    mine, path, found = own
    theirs = slices(text, str(file))
    if blocks:
        shown = []
        for block in blocks:
            one = _known(theirs, block, file.name)
            there = found.blocks.get(block)
            shown.append(
                f"{_comment(path, there)}\n{mine[there.start : there.end]}\n"
                if there
                else f"{_comment(file, one)}\n{text[one.start : one.end]}\n"
            )
        return "".join(shown)
    for name, one in sorted(theirs.blocks.items(), key=lambda pair: -pair[1].start):
        there = found.blocks.get(name)
        if there is not None:
            new = f"{_comment(path, there)}{one.tag}{there.content(mine)}"
            text = text[: one.start] + new + text[one.close :]
        else:
            text = text[: one.start] + _comment(file, one) + text[one.start :]
    return text


def _comment(file: Path, block: Block) -> str:
    return f"{{# {file}:{block.line} #}}"


def _known(found: Slices, block: str, name: str) -> Block:
    if block not in found.blocks:
        raise UsageError(f"{name} has no block “{block}”", hint=meant(block, found.blocks))
    return found.blocks[block]
