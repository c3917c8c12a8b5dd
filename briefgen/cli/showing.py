"""A document of the store in full: `briefgen documents show`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefgen.cli import wording
from briefgen.cli.text import counted, one_line, printable
from briefgen.cli.wrapped import Line, line
from briefgen.interchange import document_row, figure_row

if TYPE_CHECKING:
    import datetime as dt

    from briefgen.config import Config
    from briefgen.corpus.store import Store
    from briefgen.corpus.store.values import Origin, Row
    from briefgen.model import Document, Figure

FIELDS = ("headline", "byline", "dateline", "publisher", "published", "language", "url")
"""What may be known of a document, in the order in which it is shown."""
KEY = 12
"""Cells of the names of fields."""


class Told(Struct, frozen=True):
    """All that the store knows of a document."""

    row: Row
    document: Document
    origin: Origin
    figures: tuple[Figure, ...]
    near: tuple[tuple[str, str, float], ...]
    """Id, name and share of what resembles it."""
    sightings: tuple[tuple[str, dt.datetime], ...]
    """Names under which it was seen, and when first."""
    versions: tuple[Row, ...]
    """What else its place gave."""
    editions: tuple[tuple[str, str], ...]
    """Name and topic of those that rest on it."""


def told(store: Store, row: Row, settings: Config) -> Told:
    """All that the store knows, and the figures as they are read today."""
    from briefgen.cli import gather
    from briefgen.corpus.store.values import Query
    from briefgen.errors import CorpusError
    from briefgen.model import Corpus

    document, origin = next(store.documents([row.id]), None), store.origin(row.id)
    if document is None or origin is None:
        raise CorpusError("was removed meanwhile", row.name)
    found = next(gather.read_all(Corpus((document,)), settings, visible=True))
    near = ((one, next(store.list(Query(name=one, replaced=True))).name, share) for one, share in store.near(row.id))
    return Told(
        row,
        found.document,
        origin,
        found.figures,
        tuple(sorted(near, key=lambda one: (-one[2], one[1]))),
        store.sightings(row.id),
        tuple(one for one in store.versions(row.id) if one.id != row.id),
        store.cited([row.id]).get(row.id, ()),
    )


def row(told: Told) -> dict[str, Any]:
    """The same for programs."""
    document, origin = told.document, told.origin
    return {
        **document_row(document),
        "place": origin.place,
        "reader": origin.reader,
        "snapshot": {"sha256": origin.snapshot, "media": origin.media, "bytes": origin.size},
        "near": [{"id": one, "name": name, "share": share} for one, name, share in told.near],
        "seen": [{"name": name, "when": _stamp(when)} for name, when in told.sightings],
        "versions": [{"id": one.id, "stored": _stamp(one.stored), "replaced": one.replaced} for one in told.versions],
        "editions": [{"name": name, "topic": topic} for name, topic in told.editions],
        "figures": [figure_row(figure, document) for figure in told.figures],
        "text": document.text,
    }


def _stamp(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def lines(told: Told) -> Iterator[Line]:
    """What a person reads: what is known, what belongs to it, its figures, its text."""
    document = told.document
    yield line(0, (one_line(document.headline or document.name), "bold"))
    for field in FIELDS[1:]:
        value = getattr(document, field)
        how = document.how(field)
        if value is not None:
            shown = wording.day(value) if field == "published" else one_line(str(value))
            yield _field(field, shown, f"{how.value}" if how else "")
    yield from _kept(told)
    yield line(0, "")
    yield line(0, (counted(len(told.figures), "figure"), "bold"))
    for figure in told.figures:
        parts = (figure.status.value, wording.when(figure), wording.measured(figure))
        yield line(4, f"  {wording.number(figure)}", (f" · {' · '.join(filter(None, parts))}", "dim"))
    yield line(0, "")
    for paragraph in printable(document.text).splitlines():
        yield line(0, paragraph)


def _kept(told: Told) -> Iterator[Line]:
    """Where it came from, and what hangs on it."""
    row, origin = told.row, told.origin
    yield _field("id", row.id)
    yield _field("name", one_line(row.name))
    yield _field(
        "from", one_line(origin.place), f"{origin.media}, {origin.size:,} bytes, read by {one_line(origin.reader)}"
    )
    yield _field("stored", f"{row.stored:%Y-%m-%d %H:%M} UTC", "replaced by a newer version" if row.replaced else "")
    for one, name, share in told.near:
        yield _field("near", f"{one_line(name)} ({one[:12]})", f"{share:.0%} of the shorter one stands in the other")
    for name, when in told.sightings:
        if name != row.name:
            yield _field("also as", one_line(name), f"{when:%Y-%m-%d %H:%M} UTC")
    for version in told.versions:
        state = "earlier" if version.replaced else "current"
        yield _field("version", version.id[:12], f"{state}, stored {version.stored:%Y-%m-%d %H:%M} UTC")
    for name, topic in told.editions:
        yield _field("cited in", f"{name} on {topic}")


def _field(name: str, value: str, remark: str = "") -> Line:
    return line(KEY, (f"{name:<{KEY}}", "dim"), value, (f"  {remark}" if remark else "", "dim"))
