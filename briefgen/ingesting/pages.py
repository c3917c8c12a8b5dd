"""Addresses → things to read: pages, and what feeds name.

What a feed names is noted in the store before the feed itself counts as seen: an ingest that is ended goes on there the
next time, even if the feed has moved on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import count, zip_longest
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from briefgen.corpus.opening import SECONDS
from briefgen.corpus.store import Store
from briefgen.corpus.store.values import Arrival, Became, Source
from briefgen.errors import CorpusError
from briefgen.fetching import Fetched, Validators, Web, addresses, feeds
from briefgen.fetching.values import FetchError, LaterError
from briefgen.ingesting import answers, kinds
from briefgen.ingesting.carried import carried
from briefgen.ingesting.reading import marked, said_of
from briefgen.ingesting.sidebyside import Came, Silent, host_of, side_by_side
from briefgen.ingesting.standing import unchanged
from briefgen.ingesting.values import Item, Report, Said, Tools
from briefgen.model import Omission
from briefgen.running import Failure, Limits
from briefgen.running.limits import attempt

FEED = "feed 1"
"""The reader of feeds, as the store calls it, in its version."""
MOST_TRIES = 5
"""Ingests after which a page of a feed that could never be had is given up."""
LIMITS = Limits(SECONDS)
"""What a feed may cost; it is read in this process."""
Pass = Callable[[Report], None]
Row = tuple[str, str, str, int]
"""An address that waits: itself, its feed, what that says of it, tries so far (`Store.queued`)."""


class Seen(Struct, frozen=True, omit_defaults=True):
    """The stamp of an address: what its answer said of itself."""

    url: str = ""
    etag: str = ""
    modified: str = ""
    updated: str = ""
    """What the feed said then of when it changed last."""
    tries: int = 0
    """How often the page could not be had, where the text that its feed carries stands for it."""


def items(store: Store, given: Sequence[str], tools: Tools, passed: Pass) -> Iterator[Item | Arrival]:
    """The pages behind addresses: those named, then those that feeds name. What is refused comes as arrival."""
    if tools.web is None or not given:
        return
    named: list[str] = []
    reasons: dict[str, str] = {}

    def heard(report: Report) -> None:
        if report.is_given and report.state in {Became.REFUSED, Became.LATER}:
            reasons[address] = report.reason or ""
        passed(report)

    visit = _Visit(store, tools, tools.web, heard)
    for address in dict.fromkeys(given):
        tools.tell(f"fetching {address}")
        reasons[address] = ""
        for one in visit.given(address, named):
            if isinstance(one, Arrival) and one.refused:
                reasons[address] = one.refused[0].reason
            yield one
    answers.keep(store, reasons, tools.moment())
    yield from visit.queued(frozenset(named))


class _Visit:
    """One round through addresses."""

    def __init__(self, store: Store, tools: Tools, web: Web, passed: Pass) -> None:
        self.store, self.tools, self.web, self.passed = store, tools, web, passed
        self.led: set[str] = set()
        """Feeds that front pages led to: one that is itself a front page leads no further."""

    def given(self, written: str, named: list[str]) -> Iterator[Item | Arrival]:
        """What somebody named: a page, or a feed, whose address is added to `named`."""
        name = written
        try:
            url = str(addresses.parse(written))
            name = url
            source = self.store.source(url)
            fetched = self.web.fetch(url, _before(source), kinds.is_wanted)
        except LaterError as error:
            if source and source.reader == FEED:
                named.append(url)  # what it named before can still be fetched
            self.passed(Report(name, Became.LATER, reason=_reason(error, name), is_given=True))
        except FetchError as error:
            reason = " ".join(filter(None, (f"{_reason(error, name)}.", error.hint)))
            self.passed(Report(name, Became.REFUSED, reason=reason.removesuffix("."), is_given=True))
        else:
            yield from self._answered(url, fetched, source, named)

    def _answered(
        self, url: str, fetched: Fetched, source: Source | None, named: list[str]
    ) -> Iterator[Item | Arrival]:
        if fetched.is_unchanged and source:
            self.store.keep_source(msgspec.structs.replace(source, checked=self.tools.moment()))
            if source.reader == FEED:
                named.append(url)
            else:
                self.passed(unchanged(self.store, [Report(url, Became.KNOWN, is_given=True)], [url])[0])
        elif feeds.is_feed(fetched.media, fetched.data):
            self._note(url, fetched)
            named.append(url)
        elif (leads := self._front_page(fetched)) and leads not in self.led:
            self.led.add(leads)
            self.tools.tell(f"fetching {leads}, the feed of {url}")
            yield from self.given(leads, named)
        else:
            item = _item(url, fetched, Said(), is_given=True)
            yield item or _unread(url, fetched)

    def _front_page(self, fetched: Fetched) -> str | None:
        """The feed of a site whose front page this is: such a page is no document, but leads to all of them."""
        parts = urlsplit(fetched.url)
        if (
            parts.path not in ("", "/")
            or parts.query
            or kinds.suffix(fetched.media, fetched.url) not in ("html", "xhtml")
        ):
            return None
        named = attempt(partial(feeds.named_by, url=fetched.url), fetched.data, LIMITS)
        return next(iter(named), None) if not isinstance(named, Failure) else None

    def _note(self, url: str, fetched: Fetched) -> None:
        """Notes what a feed names and was not fetched yet, then that the feed was seen."""
        feed = attempt(partial(feeds.parse, url=fetched.url, charset=fetched.charset), fetched.data, LIMITS)
        if isinstance(feed, Failure):
            self.passed(Report(url, Became.REFUSED, reason=feed.reason, is_given=True))
            return
        known = self.store.sources([entry.link for entry in feed.entries])
        new = [entry for entry in feed.entries if not _is_done(known.get(entry.link), entry.updated)]
        rows = [(one.link, _record(_said(one, feed.title))) for one in new]
        now = self.tools.moment()
        self.store.enqueue(rows, url, now)
        self.store.keep_source(Source(url, _stamp(fetched, ""), FEED, now))

    def queued(self, named: frozenset[str]) -> Iterator[Item | Arrival]:
        """The pages that these feeds named and that were not fetched yet, of whichever host may be asked first."""
        rows = _in_turns(row for row in self.store.queued() if row[1] in named)
        left = count(len(rows), -1)

        def starts(url: str) -> None:
            self.tools.tell(f"fetching {url}, {next(left):,} to go")

        came = side_by_side(self.web, [url for url, *_ in rows], starts)
        for (url, _, record, tries), one in zip(rows, came, strict=True):
            found = self._queued(url, one, said_of(record), tries)
            if found is not None:
                yield found

    def _queued(self, url: str, came: Came, said: Said, tries: int) -> Item | Arrival | None:
        if isinstance(came, Silent):
            self.passed(Report(url, Became.LATER, reason=_reason(came.error, came.url)))
            return None
        if isinstance(came, LaterError):
            if tries + 1 >= MOST_TRIES:
                return self._without(url, f"{_reason(came, url)}; given up after {MOST_TRIES} tries", said)
            self.store.tried(url)
            self.passed(Report(url, Became.LATER, reason=_reason(came, url)))
            return None
        if isinstance(came, FetchError):
            return self._without(url, _reason(came, url), said)  # no hint: nobody here asked for this address
        return _item(url, came, said, is_given=False) or self._without(url, _no_document(came), said)

    def _without(self, url: str, reason: str, said: Said) -> Item | Arrival:
        """What stands for a page that is not had: the text that its feed carries, or why there is nothing."""
        source = self.store.source(url)
        tries = _seen(source.stamp).tries if source else 0
        if source and not tries and source.reason is None:
            return _refused(url, reason, said)  # the page itself was read before: its feed has no more than that
        stamp = _encoded(Seen(updated=said.updated, tries=tries + 1))
        return carried(url, said, reason, stamp) or _refused(url, reason, said)


def _said(entry: feeds.Entry, title: str) -> Said:
    return Said(entry.title, entry.author, entry.published, title, entry.updated, entry.text, entry.is_html)


def _in_turns(rows: Iterable[Row]) -> list[Row]:
    """One of each host, then the next of each: so that none has to wait for the pauses of another."""
    by_host: dict[str, list[Row]] = {}
    for row in rows:
        by_host.setdefault(host_of(row[0]), []).append(row)
    return [row for some in zip_longest(*by_host.values()) for row in some if row is not None]


def _item(url: str, fetched: Fetched, said: Said, *, is_given: bool) -> Item | None:
    """What was fetched, to be read; None where nobody reads it."""
    suffix = kinds.suffix(fetched.media, fetched.url)
    if not suffix:
        return None
    data = marked(fetched.data, fetched.charset) if fetched.charset else fetched.data
    stamp = _stamp(fetched, said.updated)
    return Item(url, url, suffix, stamp=stamp, data=data, url=fetched.url, said=said, is_given=is_given)


def _unread(url: str, fetched: Fetched) -> Arrival:
    return _refused(url, _no_document(fetched), Said())


def _no_document(fetched: Fetched) -> str:
    return f"is no document ({fetched.media or 'of no known kind'})"


def _refused(url: str, reason: str, said: Said) -> Arrival:
    """A page that nobody tries again, unless its feed says that it has changed."""
    stamp = _encoded(Seen(updated=said.updated))
    omission = Omission(url, reason)
    return Arrival(url, url, b"", kinds.OTHER, "none", refused=(omission,), stamp=stamp)


def _before(source: Source | None) -> Validators:
    """What an address said of itself, where what it gave was read by today's reader."""
    if source is None or source.reason is not None or source.reader not in (FEED, *_readers()):
        return Validators()
    seen = _seen(source.stamp)
    return Validators(seen.url, seen.etag, seen.modified)


def _readers() -> frozenset[str]:
    from briefgen.corpus.readers import suffixes

    return frozenset(map(kinds.reader_name, suffixes()))


def _is_done(source: Source | None, updated: str) -> bool:
    """Whether a page of a feed was fetched, and has not changed since as far as the feed says.

    One for which the text of its feed stands is asked for again, a few times.
    """
    if source is None:
        return False
    seen = _seen(source.stamp)
    return (not updated or seen.updated == updated) and not 0 < seen.tries < MOST_TRIES


def _stamp(fetched: Fetched, updated: str) -> str:
    said = fetched.validators
    return _encoded(Seen(said.url, said.etag, said.modified, updated))


def _encoded(seen: Seen) -> str:
    return msgspec.json.encode(seen).decode()


def _seen(stamp: str) -> Seen:
    try:
        return msgspec.json.decode(stamp.encode(), type=Seen)
    except msgspec.MsgspecError:
        return Seen()


def _record(said: Said) -> str:
    return msgspec.json.encode(said).decode()


def _reason(error: CorpusError, url: str) -> str:
    """Why an address was not fetched; where it led to, if that was elsewhere."""
    return error.message if error.where in (None, url) else f"leads to {error.where}: {error.message}"
