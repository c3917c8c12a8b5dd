"""The template, layer and line of each block of a page."""

from __future__ import annotations

from collections.abc import Mapping

from briefgen.editing.layers import Layers, extends_shipped, names, parts
from briefgen.previewing.shapes import Place, View

CONTENT = "brief.md.j2"
"""Holds what every format says."""
FRAMES = {
    View.HTML: "page.html.j2",
    View.PDF: "page.html.j2",
    View.MAIL: "email.html.j2",
    View.MAIL_NARROW: "email.html.j2",
    View.MAIL_DARK: "email.html.j2",
}
"""The frame around it, by view."""


def places(layers: Layers, view: View) -> Mapping[str, Place]:
    """Where the blocks come from that a view shows.

    A frame may have blocks of the same names: what it says of one counts where the house overrides it.

    Raises:
        TemplateError: A template cannot be read.
    """
    content = of_template(layers, CONTENT)
    frame = of_template(layers, FRAMES[view]) if view in FRAMES else {}
    return {**content, **{name: place for name, place in frame.items() if name not in content or place.is_house}}


def of_template(layers: Layers, name: str) -> Mapping[str, Place]:
    """The blocks of one template, each in the layer that is in use.

    Raises:
        TemplateError: It cannot be read.
    """
    own = layers.own(name)
    found: dict[str, Place] = {}
    mine = parts(own) if own else None
    is_whole = mine is not None and not extends_shipped(mine, name)
    if name in names(layers.default) and not is_whole:
        file = layers.default / name
        found = {block: Place(name, str(file), one.line, is_house=False) for block, one in parts(file).blocks.items()}
    for block, one in mine.blocks.items() if mine else ():
        if is_whole or block in found:
            found[block] = Place(name, str(own), one.line, is_house=True)
    return found
