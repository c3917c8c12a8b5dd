"""Which function reads which kind of file.

A reader is `(data, name) -> Document`, or several documents where a file holds several (a feed, a mailbox); among them
may stand omissions, for parts of the file that cannot be read. It is registered under the entry-point group
`briefgen.readers` with the suffix as its name. The built-in ones use the same door; they are also listed here, for a
clone that nothing has installed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import cast

from briefgen.errors import CorpusError
from briefgen.model import Document, Omission

Reader = Callable[[bytes, str], Document | Sequence[Document | Omission]]
"""Bytes and file name → what stands in them; raises `CorpusError` for what it cannot read.

Several documents of one file have names of their own, which begin with the file's: "feed.xml#3". What of such a file
cannot be read is an `Omission` with such a name: a row of a table without a text.
"""

GROUP = "briefgen.readers"
BUILT_IN = {
    "atom": "briefgen.corpus.feeds:read",
    "csv": "briefgen.corpus.rows:read_csv",
    "docx": "briefgen.corpus.word.read:read",
    "eml": "briefgen.corpus.mail.message:read",
    "htm": "briefgen.corpus.html.page:read",
    "html": "briefgen.corpus.html.page:read",
    "json": "briefgen.corpus.rows:read_json",
    "jsonl": "briefgen.corpus.rows:read_lines",
    "mbox": "briefgen.corpus.mail.message:read_mailbox",
    "md": "briefgen.corpus.markdown:read",
    "mht": "briefgen.corpus.html.saved:read",
    "mhtml": "briefgen.corpus.html.saved:read",
    "ndjson": "briefgen.corpus.rows:read_lines",
    "pdf": "briefgen.corpus.pdf.reader:read",
    "rdf": "briefgen.corpus.feeds:read",
    "rss": "briefgen.corpus.feeds:read",
    "tsv": "briefgen.corpus.rows:read_tsv",
    "txt": "briefgen.corpus.plain:read",
    "xhtml": "briefgen.corpus.html.page:read",
    "xml": "briefgen.corpus.feeds:read",
}


@lru_cache(maxsize=1)
def registered() -> Mapping[str, EntryPoint]:
    """The entry point for each suffix; an installed package replaces a built-in reader.

    Raises:
        CorpusError: Two packages claim the same suffix.
    """
    found = {suffix: EntryPoint(suffix, target, GROUP) for suffix, target in BUILT_IN.items()}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        suffix, known = point.name.lower(), found.get(point.name.lower())
        if known is not None and known.value not in (BUILT_IN.get(suffix), point.value):
            claims = f"{known.value} and {point.value}"
            raise CorpusError(f"two readers claim .{suffix} files: {claims}", hint="Uninstall one of the packages.")
        if point.value != BUILT_IN.get(suffix):
            found[suffix] = point
    return MappingProxyType(found)


def suffixes() -> tuple[str, ...]:
    """The suffixes that can be read, sorted, without the dot."""
    return tuple(sorted(registered()))


def reader(suffix: str) -> Reader | None:
    """The reader for a suffix without the dot; None where there is none.

    Raises:
        CorpusError: The package that offers it cannot be imported.
    """
    point = registered().get(suffix.lower())
    if point is None:
        return None
    try:
        return cast("Reader", point.load())
    except (ImportError, AttributeError) as error:
        raise CorpusError(
            f"the reader {point.value} cannot be loaded: {error}", hint="Reinstall its package."
        ) from error
