"""Which documents print one text: whole, retitled, or cut down.

MinHash proposes, counting disposes: signatures of the text and of its paragraphs bring together documents that may be
copies, and only what the runs of words themselves confirm is called one. A signature depends on nothing but the text,
so a store may keep the keys that it gives beside the document, as an index of its own (`briefgen/resemblances.py`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import struct
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from briefgen.model import BlockKind, Document

RUN = 3
"""Words in a run. Broder's shingles of web pages had ten; sentences and short paragraphs need shorter ones."""
COPIED = 0.8
"""Share of the runs of the shorter text that stand in the other one, from which one was printed from the other
(Broder, "On the resemblance and containment of documents", 1997; near-duplicate news is usually cut at 0.8 to 0.9).
Runs of the shorter one, because a newspaper cuts a wire story from below."""
LEAST_RUNS = 12
"""Runs of a text that can be told to be a copy; below that, anybody might write the same."""
HASHES = 64
"""Numbers of a signature."""
ROWS = 4
"""Numbers of a band. With 16 bands texts that share four fifths of their runs meet in 9,998 of 10,000 cases, those that
share a fifth in 3 of 100."""
PART_BANDS = 4
"""Bands of a paragraph that count: a paragraph that is printed word for word meets itself in each of them, one that
shares four fifths of its runs in 88 of 100 cases, and a text that was cut out usually keeps several paragraphs. All 16
would find a few more and make an index of a million texts three times as large."""
MANY = 11
"""Paragraphs which stand for a text as a whole where there have to be few keys: what an index of millions costs is its
keys. Texts with so many have half of them then."""
MANY_BANDS = 3
"""Bands of each of them. Of single paragraphs that were cut out and edited, until a tenth of their runs was another, 91
of 100 are found and not 97; of three, all."""
MOST_PARTS = 64
"""Paragraphs of a text that count, the first ones: a newspaper cuts from below, and work must end."""
KEY = 8
"""Bytes of a key of an index. Two different ones of a hundred million are the same by chance once in 3,000 indexes."""
SEED = 1997
"""Chooses the hash functions; a signature made with another one says nothing beside ours."""
CROWD = 64
"""Texts behind one band from which it is taken for what many stories share (the lines about the publisher, the frame
of a series), and proposes nothing more: a band costs the same whatever the size of the corpus."""

NEAREST = 8
"""Texts near another one that are compared with it: a copy shares most of its bands, so it is among the first."""

Found = TypeVar("Found", bound=Hashable)
Runs = frozenset[str]
"""Runs of words of a text, each word behind a blank but the first."""
WORD = re.compile(r"\w+")


def runs(words: Sequence[str]) -> Runs:
    """The runs of three words of a text; a shorter text is one run."""
    if len(words) < RUN:
        return frozenset({" ".join(words)})
    return frozenset(map(" ".join, zip(words, words[1:], words[2:], strict=False)))


def resemblance(one: Runs, other: Runs) -> float:
    """Share of the runs of both that stand in both: 1 for the same text."""
    return len(one & other) / len(one | other)


def containment(one: Runs, other: Runs) -> float:
    """Share of the runs of the shorter that stand in the longer: 1 where one was cut from the other."""
    return len(one & other) / min(len(one), len(other))


def signatures(texts: Iterable[Runs]) -> list[bytes]:
    """The MinHash signatures of texts: the least value of each of `HASHES` hash functions over the runs.

    Little-endian numbers of 32 bits. The same on every machine and in every process, for one major version of the
    algorithm of rensa (`RMinHash.ALGORITHM_VERSION`), which a store has to keep beside them.
    """
    from rensa import RMinHash

    made = []
    for text in texts:
        # One by one: rensa's way for many at once starts threads, which cost ten times as much for sets so small.
        one = RMinHash(num_perm=HASHES, seed=SEED)
        one.update(list(text))
        made.append(struct.pack(f"<{HASHES}I", *one.digest()))
    return made


def bands(signature: bytes, most: int = HASHES // ROWS) -> list[bytes]:
    """The first bands of a signature: two texts may be copies when one of their bands is the same."""
    size = ROWS * struct.calcsize("<I")
    return [bytes((number,)) + signature[number * size : (number + 1) * size] for number in range(most)]


class Index:
    """Numbers of texts by their keys. Only proposes; the caller compares the texts."""

    def __init__(self) -> None:
        self._texts: dict[bytes, list[int]] = {}

    def add(self, text: int, found: Iterable[bytes]) -> None:
        """Puts a text in under its keys, behind those that are there; a crowded key takes no more."""
        for key in found:
            texts = self._texts.setdefault(key, [])
            if len(texts) <= CROWD:
                texts.append(text)

    def near(self, found: Iterable[bytes]) -> tuple[int, ...]:
        """Texts under any of these keys: see `nearest`."""
        return nearest(shared(self._texts.get(key, ()) for key in found))


def shared(behind: Iterable[Sequence[Found]]) -> Counter[Found]:
    """How many keys each text shares, of the texts behind each key; a crowded key does not count."""
    counted: Counter[Found] = Counter()
    for texts in behind:
        if len(texts) <= CROWD:
            counted.update(texts)
    return counted


def nearest(counted: Mapping[int, int]) -> tuple[int, ...]:
    """Those that share most keys, then the earliest put in; `NEAREST` at most."""
    return tuple(sorted(counted, key=lambda text: (-counted[text], text))[:NEAREST])


Stories = Mapping[str, frozenset[str]]
"""Document id → ids of the documents whose text it prints, its own if it says anything of its own."""


def stories(documents: Sequence[Document]) -> Stories:
    """What each document prints; two documents with a story in common are printed from one text.

    The earliest document stands for a story, whatever the order they are given in.
    """
    index = Index()
    ordered = sorted(documents, key=lambda one: (one.published or dt.date.max, one.name, one.id))
    found: dict[str, frozenset[str]] = {}

    @lru_cache(maxsize=4 * CROWD)
    def whole(place: int) -> Runs:
        return document_runs(ordered[place])

    for place, document in enumerate(ordered):
        text, signed = whole(place), keys(document)
        copied = [other for other in index.near(signed) if containment(text, whole(other)) >= COPIED]
        found[document.id] = frozenset(ordered[other].id for other in copied)
        if not any(len(text) <= len(whole(other)) for other in copied):
            found[document.id] |= {document.id}
            index.add(place, signed)
    return found


def keys(document: Document, *, few: bool = False) -> tuple[bytes, ...]:
    """Where an index puts a document, each once: two may be copies when they have a key in common.

    Args:
        document: None where it is too short to be a copy.
        few: For an index of millions: fewer of a text of many paragraphs, which find all but the most edited copies.
    """
    every = [_part_runs(part) for part in _parts(document)]
    if max(map(len, every), default=0) < LEAST_RUNS and len(frozenset().union(*every)) < LEAST_RUNS:
        return ()
    signed = signatures(every)
    counted = [one for part, one in zip(every[:MOST_PARTS], signed, strict=False) if len(part) >= LEAST_RUNS]
    if few and len(counted) >= MANY:
        found = [band for one in counted for band in bands(one, MANY_BANDS)]
    elif len(every) > 1:
        found = [*bands(_joined(signed)), *(band for one in counted for band in bands(one, PART_BANDS))]
    else:
        found = bands(signed[0])
    return tuple(dict.fromkeys(hashlib.blake2b(band, digest_size=KEY).digest() for band in found))


def _joined(signatures_: Sequence[bytes]) -> bytes:
    """The signature of texts together: of each of its numbers the least. So no run is hashed twice."""
    form = f"<{HASHES}I"
    if len(signatures_) == 1:
        return signatures_[0]
    return struct.pack(form, *map(min, *(struct.unpack(form, one) for one in signatures_)))


def document_runs(document: Document) -> Runs:
    """The runs of a document's paragraphs, by which two are compared."""
    return _runs(*_parts(document))


def _runs(*parts: str) -> Runs:
    """The runs of paragraphs; none goes from one into the next."""
    return frozenset().union(*map(_part_runs, parts))


def _part_runs(part: str) -> Runs:
    """The runs of a paragraph."""
    return runs(WORD.findall(part.casefold()))


def _parts(document: Document) -> list[str]:
    """The paragraphs of a document; a headline is the newspaper's own."""
    return [
        document.text[block.span.start : block.span.end]
        for block in document.blocks
        if block.kind is BlockKind.PARAGRAPH
    ]
