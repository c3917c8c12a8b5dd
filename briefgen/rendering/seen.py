"""What each template sees: the names that it may use, with their types and meanings.

`templates/VARIABLES.md` is written from this, and `briefgen templates check` looks every name of a template up here and
in the types of the model. A name stays for a major version.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import fields

from briefgen.model import Brand, Brief, Edition, Mailing, Section
from briefgen.rendering.body import Outline
from briefgen.rendering.editions import Earlier, Entry, Fate
from briefgen.rendering.letter import Part
from briefgen.rendering.notes import Source


class Content(Struct, frozen=True):
    """What `brief.md.j2` sees: the content of every format."""

    brief: Brief
    """The brief."""
    brand: Brand
    """The publisher: `config/brand.yaml`."""
    sections: Mapping[str, Section]
    """The brief's sections by name: `sections.bottom_line`. In a brief on several topics those of the last one."""
    sources: tuple[Source, ...]
    """The documents, each with the sentences that are cited from it."""


class Page(Struct, frozen=True):
    """What `page.html.j2` sees: the frame of HTML and PDF."""

    brief: Brief
    """The brief."""
    brand: Brand
    """The publisher."""
    body: Markup
    """What `brief.md.j2` printed, as HTML."""
    outline: tuple[Outline, ...]
    """The headings of its sections, for a list of contents."""
    css: Markup
    """The style sheets, with the brand's variables."""
    medium: str
    """"html" for a screen, "pdf" for paper."""
    logo: str | None
    """The address of the brand's logo; None where there is none."""
    direction: str
    """"ltr", or "rtl" for a language that runs from the right."""


class Mail(Struct, frozen=True):
    """What `email.html.j2` sees: the frame of a mail."""

    brief: Brief
    """The brief."""
    brand: Brand
    """The publisher."""
    sections: Mapping[str, Section]
    """The brief's sections by name."""
    subject: str
    """The subject of the mail."""
    parts: tuple[Part, ...]
    """What `brief.md.j2` printed, block by block."""
    left_out: tuple[str, ...]
    """What is too long for a mail, and how much of it: "3 charts", "Sources"."""
    css: Markup
    """The style sheet."""
    direction: str
    """"ltr", or "rtl" for a language that runs from the right."""
    logo: str | None
    """The address of the brand's logo; None where there is none that mail programs show."""
    mailing: Mailing | None
    """What the mail says beside the brief; None where it goes to no list."""


class PlainMail(Struct, frozen=True):
    """What `email.txt.j2` sees: the same as plain text."""

    brief: Brief
    """The brief."""
    brand: Brand
    """The publisher."""
    sections: Mapping[str, Section]
    """The brief's sections by name."""
    subject: str
    """The subject of the mail."""
    parts: tuple[Part, ...]
    """What `brief.md.j2` printed, block by block."""
    mailing: Mailing | None
    """What the mail says beside the brief; None where it goes to no list."""


class Word(Struct, frozen=True):
    """What `word.md.j2` sees: what Word has besides the content."""

    brief: Brief
    """The brief."""
    brand: Brand
    """The publisher."""


class Index(Struct, frozen=True):
    """What `index.html.j2` sees: the page that links the briefs of a run."""

    brand: Brand
    """The publisher."""
    edition: Edition
    """The edition of the briefs."""
    entries: tuple[Entry, ...]
    """The briefs."""
    earlier: tuple[Earlier, ...]
    """The editions before."""
    fate: Fate
    """What became of the edition, where it was released."""
    logo: str | None
    """The address of the brand's logo; None where there is none."""
    direction: str
    """"ltr", or "rtl" for a language that runs from the right."""
    css: Markup
    """The style sheets."""


SEEN: Mapping[str, type[Struct]] = MappingProxyType(
    {
        "brief.md.j2": Content,
        "page.html.j2": Page,
        "email.html.j2": Mail,
        "email.txt.j2": PlainMail,
        "word.md.j2": Word,
        "index.html.j2": Index,
    }
)
"""Template → what it sees. Partials see nothing but what their macros are given."""


def names(seen: Struct) -> Mapping[str, object]:
    """What a template sees, by name."""
    return {field.name: getattr(seen, field.name) for field in fields(seen)}


def by_name(brief: Brief) -> Mapping[str, Section]:
    """The sections of a brief by their names."""
    return MappingProxyType({section.name: section for section in brief.sections})
