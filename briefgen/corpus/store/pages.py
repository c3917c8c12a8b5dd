"""Rows out of the pages of a SQLite file, one page at a time, whether or not the file is whole.

A database that is damaged cannot be asked: what its tree does not lead to, it does not find. The pages can be: each
leaf names its own rows (sqlite.org/fileformat2.html). A row whose pages are damaged is passed over. Pages on the list
of free ones hold what was deleted, and are passed over too.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from pathlib import Path

Value = str | bytes | int | float | None
Values = tuple[Value, ...]

LEAF, INDEX_LEAF, INDEX_INNER = 0x0D, 0x0A, 0x02
"""Types of pages that hold rows: tables; and indexes, which tables WITHOUT ROWID are."""
USUAL = 4096
"""Bytes of a page where the head of the file does not say."""
SMALLEST, WIDEST = 512, 65536
"""Bytes that a page may have."""
MAGIC = b"SQLite format 3\0"
"""How the file begins; where it does not, nothing of its head is believed."""
HEAD = 100
"""Bytes of the head of the file; page 1 begins behind it."""
RESERVED, FREE = 20, 32
"""Where the head says how many bytes at the end of each page are not used, and which page is the first free one."""
TRUNK = 8
"""Bytes of a page of free ones before their numbers."""
MORE = 0x80
"""Says in a byte of a number that another one follows."""
FRAME, LOG_HEAD = 24, 32
"""Bytes before each page of the log, and before all of them."""
LARGEST = 1 << 31
"""Bytes of a row: SQLite's own limit."""
_WHOLE = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Serial type of a whole number → its bytes."""
_REAL, _ZERO, _ONE, _FIRST_BLOB = 7, 8, 9, 12


class _NoRowError(Exception):
    """What stands here is no row."""


class Pages:
    """The pages of a file, the newer ones of its log (WAL) before those of the file itself."""

    def __init__(self, path: Path) -> None:
        """Reads only; neither file is changed."""
        self._main = _mapped(path)
        self._log = _mapped(path.with_name(f"{path.name}-wal"))
        self.size = self._page_size()
        self._newer = self._frames()
        self.number = max([len(self._main) // self.size, *self._newer])
        self._usable = self.size - (self._main[RESERVED] if self._main[:16] == MAGIC else 0)

    def _page_size(self) -> int:
        for data, place, form in ((self._main, 16, ">H"), (self._log, 8, ">I")):
            if len(data) >= HEAD and (data is self._log or data[:16] == MAGIC):
                (size,) = struct.unpack_from(form, data, place)
                size = WIDEST if size == 1 else size
                if SMALLEST <= size <= WIDEST and size & (size - 1) == 0:
                    return int(size)
        return USUAL

    def _frames(self) -> dict[int, int]:
        """Where the newest committed version of each page begins in the log."""
        found: dict[int, int] = {}
        waiting: dict[int, int] = {}
        salts = self._log[16:24]
        for place in range(LOG_HEAD, len(self._log) - FRAME - self.size + 1, FRAME + self.size):
            number, committed = struct.unpack_from(">II", self._log, place)
            if self._log[place + 8 : place + 16] != salts:
                break  # of an earlier round of the log
            waiting[number] = place + FRAME
            if committed:
                found |= waiting
                waiting = {}
        return found

    def page(self, number: int) -> bytes:
        """A page by its number, from 1; empty where there is none."""
        if number in self._newer:
            return bytes(self._log[self._newer[number] : self._newer[number] + self.size])
        return bytes(self._main[(number - 1) * self.size : number * self.size]) if number > 0 else b""

    def free(self) -> frozenset[int]:
        """Numbers of the pages on the list of free ones, as far as it leads."""
        head = self.page(1)
        found: set[int] = set()
        trunk = struct.unpack_from(">I", head, FREE)[0] if head.startswith(MAGIC) else 0
        while 0 < trunk <= self.number and trunk not in found:
            found.add(trunk)
            page = self.page(trunk)
            if len(page) < TRUNK:
                break
            trunk, count = struct.unpack_from(">II", page)
            if count > self.size // 4 - 2:
                break
            found |= set(struct.unpack_from(f">{count}I", page, TRUNK))
        return frozenset(found)

    def rows(self) -> Iterator[Values]:
        """Every row of every table and index; of a table with a number for its key that number is in place of None."""
        free = self.free()
        for number in range(1, self.number + 1):
            if number not in free:
                yield from self._rows(number)

    def _rows(self, number: int) -> Iterator[Values]:
        page = self.page(number)
        start = HEAD if number == 1 else 0
        kind = page[start] if len(page) == self.size else 0
        if kind not in {LEAF, INDEX_LEAF, INDEX_INNER}:
            return
        (count,) = struct.unpack_from(">H", page, start + 3)
        first = start + (12 if kind == INDEX_INNER else 8)
        if first + 2 * count > self.size:
            count = (self.size - first) // 2
        for place in struct.unpack_from(f">{count}H", page, first):
            try:
                yield self._cell(page, place + (4 if kind == INDEX_INNER else 0), is_table=kind == LEAF)
            except (_NoRowError, IndexError, struct.error, UnicodeDecodeError, OverflowError):
                continue

    def _cell(self, page: bytes, place: int, *, is_table: bool) -> Values:
        length, place = _varint(page, place)
        key, place = _varint(page, place) if is_table else (None, place)
        if not 0 < length < LARGEST:
            raise _NoRowError
        values = _record(self._payload(page, place, length, is_table=is_table))
        return (key, *values[1:]) if is_table and values and values[0] is None else values

    def _payload(self, page: bytes, place: int, length: int, *, is_table: bool) -> bytes:
        """The bytes of a row, those on further pages too."""
        usable = self._usable
        least = (usable - 12) * 32 // 255 - 23
        most = usable - 35 if is_table else (usable - 12) * 64 // 255 - 23
        here = length
        if length > most:
            here = least + (length - least) % (usable - 4)
            here = here if here <= most else least
        parts = [page[place : place + here]]
        left = length - here
        following = struct.unpack_from(">I", page, place + here)[0] if left else 0
        while left > 0:
            further = self.page(following)
            if len(further) != self.size:
                raise _NoRowError
            (following,) = struct.unpack_from(">I", further)
            parts.append(further[4 : 4 + min(left, usable - 4)])
            left -= usable - 4
        return b"".join(parts)


def _mapped(path: Path) -> mmap.mmap | bytes:
    if not path.is_file() or not path.stat().st_size:
        return b""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """A number of 1 to 9 bytes, and where it ends."""
    value = 0
    for step in range(8):
        byte = data[place + step]
        value = value << 7 | byte & ~MORE
        if byte < MORE:
            return value, place + step + 1
    return value << 8 | data[place + 8], place + 9


def _record(data: bytes) -> Values:
    """The values of a row."""
    head, place = _varint(data, 0)
    if head > len(data):
        raise _NoRowError
    kinds = []
    while place < head:
        kind, place = _varint(data, place)
        kinds.append(kind)
    values: list[Value] = []
    place = head
    for kind in kinds:
        value, size = _value(data, place, kind)
        values.append(value)
        place += size
    if place != len(data):
        raise _NoRowError
    return tuple(values)


def _value(data: bytes, place: int, kind: int) -> tuple[Value, int]:
    """A value by its serial type, and its bytes."""
    if kind == 0:
        return None, 0
    if kind in _WHOLE:
        size = _WHOLE[kind]
        return int.from_bytes(data[place : place + size], "big", signed=True), size
    if kind == _REAL:
        return struct.unpack_from(">d", data, place)[0], 8
    if kind in {_ZERO, _ONE}:
        return kind - _ZERO, 0
    if kind < _FIRST_BLOB:
        raise _NoRowError
    size = (kind - _FIRST_BLOB) // 2
    found = data[place : place + size]
    if len(found) != size:
        raise _NoRowError
    return (found.decode("utf-8") if kind % 2 else found), size
