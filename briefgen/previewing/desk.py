"""What is open in the browser: the last good page of each view, what is wrong, and who is to hear of it."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncGenerator, Mapping, Sequence

from msgspec.structs import replace

from briefgen import samples
from briefgen.editing.findings import Finding
from briefgen.editing.proving import each_once
from briefgen.model import Document
from briefgen.previewing.shapes import Job, Key, Outcome, Page, Proof, Wanted, Watched
from briefgen.previewing.telling import Proofs, Slot, said
from briefgen.previewing.workshop import Cancelled, Workshop

PATIENCE = 0.5
"""Seconds that a page may still take when something newer was saved: most are done by then, and a process that is
killed has to be warmed again."""
PAGES = 4
"""Pages that are remembered beside those that are shown: the browser may still be loading one."""


class Desk:
    """Keeps pages fresh while somebody looks at them."""

    def __init__(self, workshop: Workshop, wanted: Wanted, watched: Watched, prover: Workshop | None = None) -> None:
        """Keeps nothing yet.

        Args:
            workshop: Makes pages.
            wanted: What the command was told.
            watched: What the settings depend on, to begin with.
            prover: Looks for lost evidence, once a page is shown; None for not at all.
        """
        self._workshop, self._wanted, self._prover = workshop, wanted, prover
        self._run = secrets.token_hex(4)
        self._proofs = Proofs()
        self._idle = asyncio.Event()
        self.watched = watched
        self.moved = asyncio.Event()
        self._slots: dict[Key, Slot] = {}
        self._listeners: dict[asyncio.Queue[str | None], Key] = {}
        self._pages: dict[int, Page] = {}
        self._asked: dict[Key, float] = {}
        self._revision = self._looks = self._documents = self._last = 0
        self._changed: tuple[str, ...] = ()
        self._since = time.monotonic()
        self._making: Key | None = None
        self._wake = asyncio.Event()
        self._done = asyncio.Event()
        self._closed = False

    async def work(self) -> None:
        """Makes what somebody looks at and is not fresh, until it is cancelled."""
        while True:
            key = next((one for one in dict.fromkeys(self._listeners.values()) if self._is_stale(one)), None)
            if key is None:
                self._wake.clear()
                self._idle.set()
                await self._wake.wait()
                continue
            await self._refresh(key)

    async def prove(self) -> None:
        """Looks for lost evidence in the samples when there is nothing else to do, until it is cancelled."""
        while self._prover is not None:
            await self._idle.wait()
            self._idle.clear()
            if self._proofs.revision != self._looks and any(map(self._can_prove, self._listeners.values())):
                await self._prove(self._prover, self._looks)

    @property
    def is_watched(self) -> bool:
        """Whether somebody looks at anything."""
        return bool(self._listeners)

    async def changed(self, files: Sequence[str], *, documents: bool = False) -> None:
        """Something was saved: what is shown is made again, and what is being made is given up.

        Args:
            files: What was saved; nothing where it is not known.
            documents: Documents and editions alone, which no template depends on.
        """
        self._revision += 1
        if documents or not files:
            self._documents += 1
        if not documents:
            self._looks = self._revision
        self._changed, self._since = tuple(files), time.monotonic()
        self._tell()
        self._wake.set()
        if self._making is not None:
            try:
                await asyncio.wait_for(self._done.wait(), PATIENCE)
            except TimeoutError:
                self._workshop.cancel()

    async def listen(self, key: Key) -> AsyncGenerator[str]:
        """The state of a view as JSON, now and whenever it changes; ends when the server does."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners[queue] = key
        self._asked[key] = time.monotonic()
        queue.put_nowait(self._said(key))
        self._wake.set()
        try:
            while not self._closed and (said := await queue.get()) is not None:
                yield said
        finally:
            del self._listeners[queue]

    def close(self) -> None:
        """Ends everybody's listening."""
        self._closed = True
        for queue in self._listeners:
            queue.put_nowait(None)

    def page(self, number: int) -> Page | None:
        """A page by its number, while it is remembered."""
        return self._pages.get(number)

    def document(self, name: str) -> Document | None:
        """A document of a brief that is shown, by its id."""
        found = (one for slot in self._slots.values() if slot.good for one in slot.good.documents)
        return next((one for one in found if one.id == name), None)

    def _slot(self, key: Key) -> Slot:
        return self._slots.get(key, Slot())

    def _is_stale(self, key: Key) -> bool:
        return self._slot(key).revision < self._revision

    def _can_prove(self, key: Key) -> bool:
        """The house has templates, and they print what is shown."""
        slot = self._slot(key)
        return not slot.failed and any(one.is_house for one in slot.latest.standings)

    async def _prove(self, prover: Workshop, revision: int) -> None:
        self._proofs = replace(self._proofs, running=True)
        self._tell()
        found: list[Finding] = []
        for name in samples.NAMES:
            try:
                outcome = await prover.make(Proof(self._wanted, name))
            except Cancelled:
                return  # the server ends
            if self._looks != revision:
                return  # told of anew once the page of what was saved is there
            found += outcome.findings
        self._proofs = Proofs(tuple(each_once(found)), revision=revision)
        self._tell()

    async def _refresh(self, key: Key) -> None:
        revision, since = self._revision, max(self._since, self._asked[key])
        self._making = key
        self._done.clear()
        try:
            found = await self._workshop.make(Job(self._wanted, key, self._documents))
        except Cancelled:
            return
        finally:
            self._making = None
            self._done.set()
        self._keep(key, found, revision, time.monotonic() - since)
        if found.page is not None and not any(one.is_house for one in found.standings):
            self._proofs = Proofs()  # what templates lost that are gone is nothing of those that come
        self._tell()

    def _keep(self, key: Key, found: Outcome, revision: int, seconds: float) -> None:
        before, light = self._slot(key), replace(found, page=None)
        slot = replace(before, latest=light, failed=found.page is None, revision=revision, seconds=seconds, blocks=())
        if found.watched is not None and found.watched != self.watched:
            self.watched = found.watched
            self.moved.set()
        if found.page is not None and found.frozen and found.page == self._pages.get(before.page):
            slot = replace(slot, good=light)
        elif found.page is not None:
            self._last += 1
            self._pages[self._last] = found.page
            last = before.good.blocks if before.good else found.blocks
            slot = replace(slot, good=light, page=self._last, blocks=_differing(last, found.blocks))
        self._slots[key] = slot
        shown = {one.page for one in self._slots.values()}
        for old in [number for number in self._pages if number not in shown][:-PAGES]:
            del self._pages[old]

    def _tell(self) -> None:
        for queue, key in self._listeners.items():
            queue.put_nowait(self._said(key))

    def _said(self, key: Key) -> str:
        slot = self._slot(key)
        page = self._pages.get(slot.page)
        proofs = self._proofs if self._can_prove(key) else Proofs()
        # What was saved before somebody began to look is no news to them.
        files = self._changed if self._since > self._asked.get(key, 0.0) else ()
        return said(
            self._run,
            key,
            slot,
            proofs,
            files,
            making=self._is_stale(key),
            proved=proofs.revision == self._looks and not self._is_stale(key),
            has_file=bool(page and page.file),
        )


def _differing(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name in {**before, **now} if before.get(name) != now.get(name))
