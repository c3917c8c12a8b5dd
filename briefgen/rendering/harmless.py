"""Pictures that a brand brings: an SVG that runs and fetches nothing, and none that grows without bound when drawn.

An SVG is a program for whoever opens it: it may hold scripts, name files of this machine, and draw a million shapes
with ten lines (`use` of `use`, entities of entities).
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from briefgen.rendering.inert import styles

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST = 4_000_000
"""Bytes of a logo: it is part of every page and mail."""
MOST_DOTS = 25_000_000
"""Dots of a picture: 5000 by 5000, 75 MB once it is unpacked."""
MOST_SHAPES = 20_000
"""Elements of an SVG, those counted again that `use` repeats."""
DEEPEST = 100
"""Elements of an SVG in each other: what draws it calls itself for each. Drawing programs stay below twenty."""
_RUN = frozenset(
    {
        *("script", "foreignobject", "iframe", "audio", "video", "handler", "listener", "animate", "animatemotion"),
        *("animatetransform", "animatecolor", "set", "discard", "mpath"),
    }
)
_HELD = re.compile(r"(?i)#|data:image/(?:png|jpeg|gif|webp)[;,]")
"""Where a picture inside of an SVG may come from."""
_ENTITY = re.compile(r"<!\s*ENTITY")
_XLINK = "{http://www.w3.org/1999/xlink}href"


def wrong_with_svg(content: bytes) -> str | None:
    """What may not stand in an SVG; None for a harmless one."""
    from xml.etree import ElementTree as ET

    if len(content) > LARGEST:
        return f"it is larger than {LARGEST // 1_000_000} MB"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "it is not UTF-8 text"
    if _ENTITY.search(text):
        return "it declares entities: save it as plain SVG"
    try:
        root = ET.fromstring(content)  # noqa: S314 - without entities there is nothing to expand
    except (ET.ParseError, ValueError, LookupError) as error:
        return f"it cannot be read: {error}"
    return next(_wrong(root), None)


def _wrong(root: Element) -> Iterator[str]:
    """What is wrong with the elements of an SVG, its depth first, as the others follow it down."""
    if _local(root.tag) != "svg":
        yield "it is no SVG"
    elif _is_deeper(root, DEEPEST):
        yield f"it is nested deeper than {DEEPEST} elements"
    else:
        yield from _doing(root)
        if _shapes(root) > MOST_SHAPES:
            yield f"it draws more than {MOST_SHAPES} shapes, or repeats itself"


def _is_deeper(root: Element, most: int) -> bool:
    """Whether elements stand in each other more often than that."""
    level = [root]
    for _ in range(most):
        level = [child for one in level for child in one]
    return bool(level)


def _local(tag: object) -> str:
    """The name of an element or attribute without its namespace."""
    return str(tag).rpartition("}")[2].casefold()


def _doing(root: Element) -> Iterator[str]:
    """What would run or fetch something."""
    for one in root.iter():
        tag = _local(one.tag)
        if tag in _RUN:
            yield f"it holds <{tag}>"
        if tag == "style":
            yield from (f"its style names {what}" for what, _ in styles("".join(one.itertext())))
        for key, value in one.attrib.items():
            name = _local(key)
            if name.startswith("on"):
                yield f"<{tag}> has the attribute {name}"
            elif name in {"href", "src"} and value.strip() and tag != "a" and not _HELD.match(value.strip()):
                yield f"<{tag}> fetches “{value.strip()[:80]}”"
            elif "(" in value or name == "style":
                yield from (f"<{tag}> names {what}" for what, _ in styles(value))


def _shapes(root: Element) -> int:
    """How many elements are drawn, at most one more than may be."""
    named = {one.attrib["id"]: one for one in root.iter() if "id" in one.attrib}
    return _counted(root, named, MOST_SHAPES + 1, ())


def _counted(one: Element, named: Mapping[str, Element], most: int, inside: tuple[str, ...]) -> int:
    """The elements of one, at most so many; `inside` are those that `use` it, and the levels above it."""
    if len(inside) > 2 * DEEPEST:
        return most
    count = 1
    if _local(one.tag) == "use":
        target = (one.get("href") or one.get(_XLINK) or "").removeprefix("#")
        if target in inside:
            return most  # it repeats itself without end
        if target in named:
            count += _counted(named[target], named, most - count, (*inside, target))
    for child in one:
        if count >= most:
            return most
        count += _counted(child, named, most - count, (*inside, ""))
    return count


def wrong_with_dots(content: bytes) -> str | None:
    """What is wrong with a PNG or JPEG; None for one that can be shown."""
    from PIL import Image, UnidentifiedImageError

    if len(content) > LARGEST:
        return f"it is larger than {LARGEST // 1_000_000} MB"
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as one:
            wide, high = one.size
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return "it is no PNG or JPEG that can be read"
    return (
        f"it has {wide} by {high} dots, more than {MOST_DOTS // 1_000_000} million" if wide * high > MOST_DOTS else None
    )
