"""What the paragraphs of one document share: its notes, links, pictures and the numbers that may occur only once."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from docx.image.image import Image
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.shape import CT_Inline
from docx.parts.story import StoryPart
from docx.shared import Emu

from briefgen.errors import RenderError
from briefgen.rendering.docx.paper import POINT
from briefgen.rendering.docx.xml import Element
from briefgen.rendering.tongues import SAME, Tongues

EMU = 12700 // POINT
"""English metric units, in which Word measures pictures, in a twentieth of a point."""


class Story:
    """The main text of a document, or its notes, while they are written."""

    def __init__(  # noqa: PLR0913 - what all of its paragraphs share
        self,
        part: StoryPart,
        numbers: Mapping[str, int],
        anchors: Mapping[str, str],
        pictures: Mapping[str, Callable[[], bytes]],
        *,
        in_notes: bool = False,
        known: Tongues = SAME,
    ) -> None:
        """`numbers` are those of notes by label, `anchors` bookmarks of headings; `pictures` makes a PNG by its name.

        `in_notes` a marker is printed as its number, since Word keeps no notes of notes. What is `known` to be in
        another language says so.
        """
        self.part = part
        self.numbers = numbers
        self.anchors = anchors
        self.in_notes = in_notes
        self.known = known
        self.starts: list[int] = []
        self.shown: list[tuple[str, bytes]] = []
        """Every picture so far, with its words."""
        self._pictures = pictures
        self._noted: set[str] = set()
        self._counts: dict[str, int] = {}

    def is_first(self, label: str) -> bool:
        """Whether a note is mentioned for the first time, which is where Word keeps it."""
        if label in self._noted:
            return False
        self._noted.add(label)
        return True

    def next(self, what: str) -> int:
        """The next number of bookmarks, pictures, charts or tables."""
        self._counts[what] = self._counts.get(what, 0) + 1
        return self._counts[what]

    def link(self, address: str) -> str:
        """The id of the relationship to an address."""
        return str(self.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

    def picture(self, name: str, alt: str, room: int) -> Element:
        """A chart in a line of text, at most so wide.

        Raises:
            RenderError: the brief has no such chart.
        """
        if name not in self._pictures:
            raise RenderError(f"a page of this brief may not show {name}", hint="Only its own charts can be shown.")
        return self.image(self._pictures[name](), alt, room)

    def image(self, content: bytes, alt: str, room: int, height: int | None = None) -> Element:
        """A picture of these bytes, at its own size or so high, and at most so wide."""
        self.shown.append((alt, content))
        relation, image = self.part.get_or_add_image(io.BytesIO(content))
        across, down = _fitted(image, room * EMU, height and height * EMU)
        number = self.next("picture")
        inline = CT_Inline.new_pic_inline(number, relation, f"picture-{number}.{image.ext}", across, down)
        inline.docPr.set("descr", alt)
        return inline


def _fitted(image: Image, room: int, height: int | None) -> tuple[Emu, Emu]:
    down = height or int(image.height)
    across = int(image.width) * down // int(image.height)
    return (Emu(room), Emu(down * room // across)) if across > room else (Emu(across), Emu(down))
