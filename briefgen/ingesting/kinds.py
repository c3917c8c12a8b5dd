"""Which answers are documents, and who reads them."""

from __future__ import annotations

from pathlib import PurePosixPath
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from briefgen import __version__
from briefgen.corpus.opening import MEDIA
from briefgen.corpus.readers import BUILT_IN, reader, registered

ALSO = MappingProxyType(
    {
        "": "html",
        "application/x-pdf": "pdf",
        "text/x-markdown": "md",
        "multipart/related": "mhtml",
        "text/tab-separated-values": "tsv",
    }
)
"""Media types that servers use beside the registered ones."""
VAGUE = ("", "text/plain", "application/octet-stream", "binary/octet-stream", "application/force-download")
"""Media types that servers give to anything: the end of the address says more."""
FEEDS = ("xml", "json", "rss", "atom", "rdf")
"""How the subtypes of media end that may be feeds."""
MEDIA_OF = MappingProxyType(
    {suffix: media for media, suffix in reversed(tuple(MEDIA.items()))}
    | {"htm": "text/html", "mht": "multipart/related"}
)
OTHER = "application/octet-stream"
"""The media type of what is of no known kind (RFC 2046)."""


def suffix(media: str, url: str) -> str:
    """The suffix of the reader for an answer; "" where nobody reads it."""
    by_name = PurePosixPath(unquote(urlsplit(url).path)).suffix.lower().removeprefix(".")
    if media in VAGUE and by_name and reader(by_name):
        return by_name
    found: str = MEDIA.get(media) or ALSO.get(media, "")
    return found if found and reader(found) else ""


def is_wanted(media: str, url: str) -> bool:
    """Whether an answer may be a document or a feed."""
    return bool(suffix(media, url)) or media.rpartition("/")[2].endswith(FEEDS)


def media_type(suffix_: str) -> str:
    """The media type of files of a suffix."""
    return MEDIA_OF.get(suffix_.lower(), OTHER)


def reader_name(suffix_: str) -> str:
    """Which reader reads files of a suffix, in which version: what it read is read again by another one."""
    point = registered().get(suffix_.lower())
    if point is None:
        return "none"
    ours = point.value == BUILT_IN.get(suffix_.lower())
    return f"{point.value} {__version__ if ours or point.dist is None else point.dist.version}"
