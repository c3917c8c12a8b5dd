"""Taking documents in: files that come, change and break; pages and feeds of a real server; ends in the middle."""

import datetime as dt
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sites import Reply, Site, site

from briefgen.corpus.again import read_again
from briefgen.corpus.store import Store, open_store
from briefgen.corpus.store.values import Became, Query
from briefgen.corpus.walking import Found
from briefgen.errors import CorpusError
from briefgen.fetching import Clock, Limits, Manner, Web
from briefgen.ingesting import Intake, Report, Tools, answers, ingest, reading
from briefgen.ingesting.files import found
from briefgen.ingesting.reading import marked
from briefgen.ingesting.standing import TAKEN_OUT, gone
from briefgen.ingesting.watching import Watch
from briefgen.model import Topic
from briefgen.running import open_workers

LATER = dt.datetime(2031, 1, 6, 9, 0, tzinfo=dt.UTC)
"""Long after every file of these tests was written: their times prove something."""
TEXTS = {
    "port.txt": "Port Alder handled 4.2 million tons of cargo in 2024, up 18 percent from the year before.",
    "rail.md": "# Rail\n\nThe rail line to Lindholm carried 300,000 passengers in the first half of the year.",
}
LONG = " ".join(
    f"Ship number {number} brought {number * 7} tons of grain to the port of Alder." for number in range(40)
)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def tools(**given: Any) -> Tools:  # noqa: ANN401 - any field
    return Tools(**({"moment": lambda: LATER} | given))


def take(store: Store, *paths: Path, **given: Any) -> list[Report]:  # noqa: ANN401 - any field
    return list(ingest(store, Intake(found(paths)), tools(**given)))


def states(reports: Sequence[Report]) -> dict[str, Became]:
    return {report.name: report.state for report in reports}


# Files


def test_what_was_taken_in_is_passed_over(store: Store, news: Path) -> None:
    assert states(take(store, news)) == dict.fromkeys(TEXTS, Became.ADDED)
    assert states(take(store, news)) == dict.fromkeys(TEXTS, Became.KNOWN)
    assert store.count() == 2


def test_a_file_that_looks_as_it_did_is_not_opened(store: Store, news: Path) -> None:
    take(store, news)
    file = news / "port.txt"
    before = file.stat()
    file.write_text("Another text, as long as the one before".ljust(before.st_size), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert states(take(store, news))["port.txt"] is Became.KNOWN


def test_the_time_of_a_file_that_just_changed_proves_nothing(store: Store, news: Path) -> None:
    file = news / "port.txt"
    just_now = dt.datetime.fromtimestamp(file.stat().st_mtime + 1, dt.UTC)
    take(store, news, moment=lambda: just_now)
    before = file.stat()
    file.write_text("Another text, as long as the one before".ljust(before.st_size), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert states(take(store, news)) == {"port.txt": Became.ADDED, "rail.md": Became.KNOWN}


def test_a_file_that_was_touched_has_the_bytes_that_it_had(store: Store, news: Path) -> None:
    take(store, news)
    revision = store.revision()
    os.utime(news / "port.txt", (1_000_000_000, 1_000_000_000))
    assert states(take(store, news)) == dict.fromkeys(TEXTS, Became.KNOWN)
    assert store.revision() == revision
    source = store.source(str(news / "port.txt"))
    assert source is not None
    assert source.stamp.split(":")[1] == "1000000000000000000"


def test_a_newer_version_replaces_the_older_one(store: Store, news: Path) -> None:
    take(store, news)
    (news / "port.txt").write_text("Port Alder handled 4.4 million tons, not 4.2 million.", encoding="utf-8")
    assert states(take(store, news)) == {"port.txt": Became.ADDED, "rail.md": Became.KNOWN}
    assert len(list(store.list())) == 2
    assert len(list(store.list(Query(replaced=True)))) == 3


def test_what_cannot_be_read_is_refused_and_not_read_again(store: Store, news: Path) -> None:
    (news / "photo.png").write_bytes(b"\x89PNG")
    (news / "empty.txt").write_bytes(b"")
    first, again = take(store, news), take(store, news)
    for reports in (first, again):
        refused = {one.name: one.reason for one in reports if one.state is Became.REFUSED}
        assert set(refused) == {"photo.png", "empty.txt"}
        assert ".png files cannot be read" in (refused["photo.png"] or "")
    assert [one.is_given for one in take(store, news / "photo.png")] == [True]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read all")
def test_a_file_that_cannot_be_opened_is_tried_again(store: Store, news: Path) -> None:
    (news / "port.txt").chmod(0)
    assert states(take(store, news))["port.txt"] is Became.REFUSED
    (news / "port.txt").chmod(0o600)
    assert states(take(store, news))["port.txt"] is Became.ADDED


def test_a_file_that_breaks_its_reader_fails_alone_and_is_not_read_again(
    store: Store, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []

    def breaking(given: reading.Bytes) -> reading.Contents:
        read.append(given.name)
        if given.name == "port.txt":
            raise ValueError("a bug")
        return read_bytes(given)

    read_bytes = reading.read_bytes
    monkeypatch.setattr(reading, "read_bytes", breaking)
    for _ in range(2):
        found_ = {one.name: one for one in take(store, news)}
        assert found_["port.txt"].state is Became.REFUSED
        assert "(ValueError: a bug" in (found_["port.txt"].reason or "")
    assert sorted(read) == ["port.txt", "rail.md"]
    assert store.count() == 1


def test_a_file_that_is_gone_when_it_is_read_is_tried_again(store: Store, news: Path) -> None:
    file = news / "late.txt"
    gone = Found(file, "late.txt", given=False)
    (report,) = ingest(store, Intake([gone]), tools())
    assert (report.state, report.reason) == (Became.REFUSED, "cannot be opened: No such file or directory")
    file.write_text(TEXTS["port.txt"], encoding="utf-8")
    assert states(take(store, news))["late.txt"] is Became.ADDED


def test_names_that_are_no_text(store: Store, news: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(news) + b"/b\xff.txt")).write_text(LONG, encoding="utf-8")
    except OSError:
        pytest.skip("this disk takes no such names")
    assert states(take(store, news))["b\\xff.txt"] is Became.ADDED
    assert states(take(store, news))["b\\xff.txt"] is Became.KNOWN


HALF = "\\ud800"
"""Half of a surrogate pair, as JSON and YAML spell it: nothing can write it down."""
WITH_HALVES = {
    "list.json": f'[{{"title": "A{HALF}", "author": "{HALF}", "url": "https://x.test/{HALF}", "text": "Tin{HALF}"}}]',
    "columns.json": f'[{{"{HALF}": "Grain came."}}]',
    "day.jsonl": f'{{"text": "4 ships{HALF} came.", "date": "one{HALF} day", "{HALF}": 1}}',
    "feed.json": f'{{"version": "https://jsonfeed.org/version/1.1", "title": "{HALF}", "items": [{{"id": "{HALF}", '
    f'"title": "C{HALF}", "content_html": "<p>The port{HALF} took 5 ships.</p>"}}, {{"title": "D{HALF}"}}]}}',
    "head.md": f'---\ntitle: "E{HALF}"\ndigest_of:\n  publisher: "{HALF}"\n---\n\nThe rail&#xd800; took 6 trains.\n',
    "page.html": "<html><head><script type='application/ld+json'>"
    f'{{"@type": "NewsArticle", "headline": "G{HALF}", "author": {{"name": "{HALF}"}}}}</script></head>'
    "<body><h1>I&#xd800;</h1><p>The yard&#55296; built 7 ships in May.</p></body></html>",
}


def test_halves_of_characters_are_told_by_a_mark(store: Store, news: Path) -> None:
    for name, text in WITH_HALVES.items():
        (news / name).write_text(text, encoding="utf-8")
    reports = take(store, news)
    assert {one.name for one in reports if one.state is Became.REFUSED} == {
        "columns.json",
        "day.jsonl#1",
        "feed.json#b83b4b1bba",
    }
    documents = list(store.documents([one.document_id for one in reports if one.document_id]))
    assert {one.headline for one in documents} >= {"A\ufffd", "C\ufffd", "E\ufffd"}
    assert all(msgspec.json.encode(one) for one in (*documents, *reports))
    assert [one.id for one in documents] == [hashlib.sha256(one.text.encode()).hexdigest() for one in documents]


def test_what_was_taken_out_of_the_store_is_not_there(store: Store, news: Path) -> None:
    ids = [one.document_id or "" for one in take(store, news)]
    store.remove(ids)
    os.utime(news / "port.txt", (1_000_000_000, 1_000_000_000))
    for _ in range(2):
        assert {one.reason for one in take(store, news)} == {TAKEN_OUT}
    assert store.count() == 0


def test_files_that_are_gone_are_told_by_their_names(store: Store, news: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(news) + b"/b\xff.txt"))
    try:
        odd.write_text(LONG, encoding="utf-8")
    except OSError:
        pytest.skip("this disk takes no such names")
    (news / "sub").mkdir()
    (news / "sub" / "c.txt").write_text("The mill ground 4 tons.", encoding="utf-8")
    take(store, news)
    assert list(gone(store, [news, news / "sub"])) == []
    odd.unlink()
    (news / "sub" / "c.txt").unlink()
    assert list(gone(store, [news / "sub", news])) == ["b\\xff.txt", "sub/c.txt"]
    assert list(gone(store, [news / "sub"])) == ["c.txt"]
    assert list(gone(store, [news / "su"])) == []


def test_a_page_that_was_taken_out_is_not_there(store: Store, local: Site) -> None:
    local.routes["/a"] = conditional(Reply(story(1).body, headers={"ETag": '"1"'}))
    (report,) = fetch(store, local.url("/a"))
    store.remove([report.document_id or ""])
    assert [one.reason for one in fetch(store, local.url("/a"))] == [TAKEN_OUT]


def test_near_duplicates_and_copies(store: Store, news: Path) -> None:
    (news / "a.txt").write_text(LONG, encoding="utf-8")
    (news / "b.txt").write_text(LONG + " The harbour master was pleased.", encoding="utf-8")
    (news / "c.txt").write_text(LONG, encoding="utf-8")
    found_ = {report.name: report for report in take(store, news)}
    assert found_["a.txt"].state is Became.ADDED
    assert (found_["b.txt"].state, found_["b.txt"].beside) == (Became.NEAR, "a.txt")
    assert (found_["c.txt"].state, found_["c.txt"].beside) == (Became.KNOWN, "a.txt")


def test_documents_are_labelled_with_their_topics(store: Store, news: Path) -> None:
    topics = (Topic("ports", "Ports", ("port", "cargo")), Topic("rail", "Rail", ("rail",)))
    take(store, news, topics=topics)
    assert [row.name for row in store.list(Query(label="ports"))] == ["port.txt"]
    assert [row.name for row in store.list(Query(label="rail"))] == ["rail.md"]


def test_an_end_in_the_middle_keeps_what_was_read(store: Store, news: Path) -> None:
    for number in range(30):
        (news / f"{number:02}.txt").write_text(f"Ship {number} brought {number} tons of grain.", encoding="utf-8")

    def until_ctrl_c() -> Iterator[Found]:
        yield from list(found([news]))[:20]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(ingest(store, Intake(until_ctrl_c()), tools()))
    assert store.count() == 0  # nothing was read: files are handed out by the thousand

    read = Counter[str]()

    def ending() -> float:
        read["clock"] += 1
        if read["clock"] == 12:
            raise KeyboardInterrupt
        return 0.0

    with pytest.raises(KeyboardInterrupt):
        list(ingest(store, Intake(found([news])), tools(clock=Clock(ending))))
    assert store.count() == 11
    assert Counter(states(take(store, news)).values()) == {Became.KNOWN: 11, Became.ADDED: 21}


def test_the_same_rows_whoever_reads(tmp_path: Path, news: Path) -> None:
    for number in range(70):
        (news / f"{number:03}.txt").write_text(f"Ship {number} brought {number} tons of grain.", encoding="utf-8")
    rows = []
    for name in (None, "local:2"):
        with open_store(tmp_path / f"{name}.db") as store, open_workers(name) as workers:
            take(store, news, workers=workers)
            tables = ("snapshot", "document", "sighting", "source", "label", "band", "near")
            rows.append([list(store.engine.rows(f"SELECT * FROM {table} ORDER BY 1, 2")) for table in tables])  # noqa: S608
    assert rows[0] == rows[1]


# The web


@pytest.fixture
def local() -> Iterator[Site]:
    with site() as running:
        yield running


def page(text: str, head: str = "") -> Reply:
    whole = f"<html><head>{head}</head><body><article><h1>Grain</h1><p>{text}</p></article></body></html>"
    return Reply(whole.encode())


def story(number: int) -> Reply:
    return page(f"Ship number {number} brought {number * 7} tons of grain to the port of Alder on Monday morning.")


def feed(local: Site, *paths: str, updated: str = "") -> Reply:
    entries = "".join(
        f"<entry><title>Story {path}</title><link href='{local.url(path)}'/>"
        f"<published>2026-10-19T09:00:00Z</published><updated>{updated or '2026-10-19T09:00:00Z'}</updated></entry>"
        for path in paths
    )
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Gazette</title>{entries}</feed>"
    return Reply(body.encode(), "application/atom+xml", headers={"ETag": f'"{"".join(paths)}{updated}"'})


def conditional(reply: Reply) -> Callable[[BaseHTTPRequestHandler], Reply]:
    def answer(handler: BaseHTTPRequestHandler) -> Reply:
        tag = reply.headers.get("ETag")
        return Reply(status=304) if tag and handler.headers.get("If-None-Match") == tag else reply

    return answer


def fetch(store: Store, *urls: str, **given: Any) -> list[Report]:  # noqa: ANN401 - any field
    waited = [0.0]

    def sleep(seconds: float) -> None:
        waited[0] += seconds

    allowed = tuple({url.split("/")[2] for url in urls})
    manner = Manner("briefgen/1", allowed, limits=Limits(tries=1))
    with Web(manner, Clock(lambda: waited[0], sleep)) as client:
        return list(ingest(store, Intake(addresses=urls), tools(web=client, **given)))


def test_a_page(store: Store, local: Site) -> None:
    local.routes["/a"] = story(1)
    (report,) = fetch(store, local.url("/a"))
    assert (report.state, report.name, report.is_given) == (Became.ADDED, local.url("/a"), True)
    (document,) = store.documents([report.document_id or ""])
    assert document.url == local.url("/a")
    assert "brought 7 tons" in document.text


def test_a_page_that_changes(store: Store, local: Site) -> None:
    first = story(1)
    local.routes["/a"] = conditional(Reply(first.body, headers={"ETag": '"1"'}))
    assert [one.state for one in fetch(store, local.url("/a"))] == [Became.ADDED]
    assert [one.state for one in fetch(store, local.url("/a"))] == [Became.KNOWN]
    local.routes["/a"] = conditional(Reply(story(2).body, headers={"ETag": '"2"'}))
    assert [one.state for one in fetch(store, local.url("/a"))] == [Became.ADDED]
    assert len(list(store.list())) == 1


def test_a_feed_is_followed_once(store: Store, local: Site) -> None:
    local.routes |= {"/feed": conditional(feed(local, "/1", "/2")), "/1": story(1), "/2": story(2), "/3": story(3)}
    assert [one.state for one in fetch(store, local.url("/feed"))] == [Became.ADDED, Became.ADDED]
    assert not fetch(store, local.url("/feed"))
    local.routes["/feed"] = conditional(feed(local, "/2", "/3"))
    (report,) = fetch(store, local.url("/feed"))
    assert report.name.endswith("/3")
    assert local.paths.count("/2") == 1


def test_what_a_feed_says_fills_what_a_page_leaves_open(store: Store, local: Site) -> None:
    local.routes |= {"/feed": feed(local, "/1"), "/1": story(1)}
    (report,) = fetch(store, local.url("/feed"))
    (document,) = store.documents([report.document_id or ""])
    assert (document.publisher, document.published) == ("Gazette", dt.date(2026, 10, 19))
    assert document.headline == "Grain"


def test_a_page_that_its_feed_calls_changed_is_fetched_again(store: Store, local: Site) -> None:
    local.routes |= {"/feed": feed(local, "/1"), "/1": story(1)}
    fetch(store, local.url("/feed"))
    local.routes |= {"/feed": feed(local, "/1", updated="2026-10-20T09:00:00Z"), "/1": story(8)}
    assert [one.state for one in fetch(store, local.url("/feed"))] == [Became.ADDED]
    assert not fetch(store, local.url("/feed"))


def test_a_feed_that_was_ended_goes_on(store: Store, local: Site) -> None:
    paths = [f"/{number}" for number in range(6)]
    local.routes |= {path: story(int(path[1:])) for path in paths} | {"/feed": feed(local, *paths)}

    def tell(message: str) -> None:
        if "2 to go" in message:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(store, local.url("/feed"), tell=tell)
    assert store.count() == 4
    local.routes["/feed"] = Reply(status=503)  # what it named before is known
    reports = fetch(store, local.url("/feed"))
    assert Counter(one.state for one in reports) == {Became.LATER: 1, Became.ADDED: 2}
    assert Counter(local.paths) == {"/feed": 2} | dict.fromkeys(paths, 1)


def test_what_a_site_refuses_is_not_tried_again(store: Store, local: Site) -> None:
    local.routes |= {
        "/feed": feed(local, "/1", "/private/2", "/gone", "/photo"),
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /private"),
        "/1": story(1),
        "/photo": Reply(b"\x89PNG", "image/png"),
    }
    reports = {one.name.removeprefix(local.url()): one for one in fetch(store, local.url("/feed"))}
    assert reports["1"].state is Became.ADDED
    assert {one.state for name, one in reports.items() if name != "1"} == {Became.REFUSED}
    assert "asks programs not to" in (reports["private/2"].reason or "")
    assert "404" in (reports["gone"].reason or "")
    assert "image/png" in (reports["photo"].reason or "")
    assert not fetch(store, local.url("/feed"))


def test_a_host_that_fails_for_now_is_tried_the_next_time_and_given_up_in_the_end(store: Store, local: Site) -> None:
    local.routes |= {"/feed": feed(local, "/1", "/2"), "/1": Reply(status=503), "/2": Reply(status=503)}
    for _ in range(4):
        assert [one.state for one in fetch(store, local.url("/feed"))] == [Became.LATER, Became.LATER]
    assert local.paths.count("/1") + local.paths.count("/2") == 4  # one a run: the host is asked no further
    local.routes["/2"] = story(2)
    reports = fetch(store, local.url("/feed"))
    assert {one.state for one in reports} <= {Became.LATER, Became.REFUSED, Became.ADDED}
    for _ in range(12):
        reports = fetch(store, local.url("/feed"))
    assert not reports
    assert store.count() == 1
    assert any("given up after 5 tries" in one.reason for one in store.refusals())


WHOLE = "The harbour of Elm took 4 ships of grain on Monday, and 9 more are expected in the week that follows."
ENTRY = {"title": "Elm", "url": "/1", "date_published": "2026-10-19T23:30:00-05:00", "author": {"name": "Ada Moss"}}
FEEDS = {
    "application/rss+xml": "<rss version='2.0' xmlns:c='http://purl.org/rss/1.0/modules/content/'><channel>"
    "<title>Gazette</title><item><title>Elm</title><link>/1</link><pubDate>Mon, 19 Oct 2026 23:30:00 -0500</pubDate>"
    f"<description>Grain.</description><c:encoded><![CDATA[<p>{WHOLE}</p>]]></c:encoded></item></channel></rss>",
    "application/atom+xml": "<feed xmlns='http://www.w3.org/2005/Atom'><title>Gazette</title><entry><title>Elm</title>"
    "<link href='/1'/><published>2026-10-19T23:30:00-05:00</published><summary>Grain.</summary>"
    f"<content type='html'>&lt;p>{WHOLE}&lt;/p></content></entry></feed>",
    "application/feed+json": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Gazette",
            "items": [ENTRY | {"content_html": f"<p>{WHOLE}</p>"}],
        }
    ),
}


@pytest.mark.parametrize("media", FEEDS)
@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(status=402), "asks for money (402)"),
        (Reply(status=403), "is not given to programs, or not to anybody (403)"),
        (Reply(status=404), "is not there (404)"),
        (Reply(status=410), "is not there any more (410)"),
        (Reply(b"ID3", "audio/mpeg"), "is no document (audio/mpeg)"),
        (None, "its site asks programs not to fetch it"),
    ],
)
def test_a_page_that_cannot_be_had_is_taken_as_its_feed_carries_it(
    store: Store, local: Site, media: str, reply: Reply | None, why: str
) -> None:
    local.routes["/feed"] = Reply(FEEDS[media].encode(), media)
    if reply is None:
        local.routes["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /1")
    else:
        local.routes["/1"] = reply
    (report,) = fetch(store, local.url("/feed"))
    assert (report.state, report.is_carried, report.reason) == (Became.ADDED, True, why)
    (document,) = store.documents([report.document_id or ""])
    assert (document.name, document.url, document.text.strip()) == (local.url("/1"), local.url("/1"), WHOLE)
    assert (document.published, document.headline) == (dt.date(2026, 10, 19), "Elm")
    assert (document.publisher, document.media) == ("Gazette", "application/feed+json")
    kept = store.snapshot(document.id)
    assert kept is not None
    assert [one.text for one in read_again(*kept, document.name)] == [document.text]
    local.routes |= {"/1": story(1), "/robots.txt": Reply(status=404)}
    (report,) = fetch(store, local.url("/feed"))
    assert (report.state, report.is_carried) == (Became.ADDED, False)
    (row,) = store.list()
    assert (row.name, row.media) == (local.url("/1"), "text/html")
    assert len(store.versions(row.id)) == 2
    assert not fetch(store, local.url("/feed"))


def test_a_page_that_can_never_be_had_is_asked_for_a_few_times(store: Store, local: Site) -> None:
    local.routes["/feed"] = Reply(FEEDS["application/atom+xml"].encode(), "application/atom+xml")
    for _ in range(8):
        fetch(store, local.url("/feed"))
    assert (local.paths.count("/1"), store.count()) == (5, 1)
    assert not store.refusals()


def test_a_host_that_fails_to_the_end_leaves_what_the_feed_carries(store: Store, local: Site) -> None:
    local.routes |= {
        "/feed": conditional(Reply(FEEDS["application/atom+xml"].encode(), headers={"ETag": '"1"'})),
        "/1": Reply(status=503),
    }
    found_ = [fetch(store, local.url("/feed")) for _ in range(6)]
    assert [[one.state for one in some] for some in found_] == [[Became.LATER]] * 4 + [[Became.ADDED], []]
    assert "given up after 5 tries" in (found_[4][0].reason or "")


@pytest.mark.parametrize("text", ["<img src='a.png'>", "<script>1</script>"])
def test_a_feed_that_carries_no_text_gives_the_reason_of_the_page(store: Store, local: Site, text: str) -> None:
    feed_ = {"version": "https://jsonfeed.org/version/1", "title": "x", "items": [ENTRY | {"content_html": text}]}
    local.routes["/feed"] = Reply(json.dumps(feed_).encode(), "application/json")
    (report,) = fetch(store, local.url("/feed"))
    assert (report.state, report.reason) == (Became.REFUSED, "is not there (404)")


def test_a_page_that_was_had_once_is_not_replaced_by_its_feed(store: Store, local: Site) -> None:
    body = FEEDS["application/atom+xml"]
    local.routes |= {"/feed": Reply(body.encode(), "application/atom+xml"), "/1": story(1)}
    fetch(store, local.url("/feed"))
    newer = body.replace("<summary>", "<updated>2026-10-21T00:00:00Z</updated><summary>")
    local.routes |= {"/feed": Reply(newer.encode(), "application/atom+xml"), "/1": Reply(status=403)}
    assert [one.state for one in fetch(store, local.url("/feed"))] == [Became.REFUSED]
    assert [row.media for row in store.list()] == ["text/html"]


def test_the_front_page_of_a_site_leads_to_its_feed(store: Store, local: Site) -> None:
    link = "<link rel='alternate' type='application/atom+xml' href='/feed'>"
    local.routes |= {"/": page("The news of today.", link), "/feed": feed(local, "/1"), "/1": page(LONG[:300], link)}
    (report,) = fetch(store, local.url("/"))
    assert report.name.endswith("/1")


def test_a_front_page_that_calls_itself_its_feed_is_a_page(store: Store, local: Site) -> None:
    local.routes["/"] = page(LONG[:300], "<link rel='alternate' type='application/rss+xml' href='/'>")
    (report,) = fetch(store, local.url("/"))
    assert (report.name, report.state) == (local.url("/"), Became.ADDED)
    assert local.paths == ["/", "/"]


@pytest.mark.parametrize(
    "link",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost/",
        "http://2130706433/",
        "http://127.0.0.1:9/",
        "file:///etc/passwd",
    ],
)
def test_a_feed_leads_to_no_private_host(store: Store, local: Site, link: str) -> None:
    body = f"<rss version='2.0'><channel><title>x</title><item><link>{link}</link></item></channel></rss>"
    local.routes["/feed"] = Reply(body.encode(), "application/rss+xml")
    reports = fetch(store, local.url("/feed"))
    assert {one.state for one in reports} <= {Became.REFUSED}
    assert store.count() == 0


def test_a_refusal_says_where_a_redirect_led(store: Store, local: Site) -> None:
    local.routes["/r"] = Reply(status=302, headers={"Location": "http://169.254.169.254/latest"})
    (report,) = fetch(store, local.url("/r"))
    assert (report.reason or "").startswith("leads to http://169.254.169.254/latest: is not on the public internet")
    local.routes["/feed"] = feed(local, "/r")
    (report,) = fetch(store, local.url("/feed"))
    assert (report.reason or "").endswith("(private, local or reserved network)")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://news.example/", "http://", "http://127.1/"])
def test_addresses_that_are_refused(store: Store, url: str) -> None:
    with Web(clock=Clock(lambda: 0.0, lambda _: None)) as client:
        (report,) = ingest(store, Intake(addresses=(url,)), tools(web=client))
    assert (report.state, report.is_given) == (Became.REFUSED, True)


def test_an_encoding_that_only_the_header_tells_is_kept(store: Store, local: Site) -> None:
    text = "Порт принял четыре миллиона тонн грузов за прошлый год, сообщила администрация порта в понедельник."
    local.routes["/a"] = Reply(page(text).body.decode().encode("windows-1251"), "text/html; charset=windows-1251")
    (report,) = fetch(store, local.url("/a"))
    (document,) = store.documents([report.document_id or ""])
    assert "четыре миллиона тонн" in document.text
    kept = store.snapshot(document.id)
    assert kept is not None
    assert text in kept[0].decode("utf-8-sig")


@pytest.mark.parametrize(
    ("data", "charset", "kept"),
    [
        ("é".encode("latin-1"), "iso-8859-1", b"\xef\xbb\xbf\xc3\xa9"),
        (b"\x93", "iso-8859-1", b"\xef\xbb\xbf\xe2\x80\x9c"),
        ("é".encode(), "iso-8859-1", "é".encode()),
        (b"\xff\xfee\0", "windows-1252", b"\xff\xfee\0"),
        (b"\xe9", "no-such-thing", b"\xe9"),
        (b"\xe9", "utf-8", b"\xe9"),
        (b"\xe9", "", b"\xe9"),
    ],
)
def test_bytes_whose_encoding_only_the_header_tells_are_marked(data: bytes, charset: str, kept: bytes) -> None:
    assert marked(data, charset) == kept


# Watching


def test_a_file_that_is_still_written_waits(tmp_path: Path) -> None:
    watch = Watch([tmp_path])
    file = tmp_path / "a.txt"
    assert watch.look() == ()
    file.write_text("Half", encoding="utf-8")
    assert watch.look() == ()
    file.write_text("Half and half", encoding="utf-8")
    assert watch.look() == ()
    assert [one.name for one in watch.look()] == ["a.txt"]
    assert watch.look() == ()
    file.write_text("Something longer than before", encoding="utf-8")
    assert watch.look() == ()
    assert [one.name for one in watch.look()] == ["a.txt"]
    file.unlink()
    assert watch.look() == ()
    assert Watch([tmp_path / "not there"]).look() == ()


def test_what_became_of_named_addresses_is_kept_until_the_next_time(store: Store, local: Site) -> None:
    local.routes |= {"/feed": feed(local, "/1"), "/1": story(1), "/photo": Reply(b"\xff\xd8", "image/jpeg")}
    names = [local.url(path) for path in ("/feed", "/gone", "/photo")]
    fetch(store, *names)
    good, gone, photo = answers.of(store, names)
    assert (good.reason, good.had) == ("", LATER)
    assert (gone.had, "404" in gone.reason, photo.reason) == (None, True, "is no document (image/jpeg)")
    assert not answers.all_failed((good, gone))
    local.routes["/feed"] = Reply(status=503)
    fetch(store, names[0])
    (now,) = answers.of(store, names[:1])
    assert (bool(now.reason), now.had) == (True, LATER)
    assert answers.all_failed((now, gone))
    assert answers.of(store, names[1:]) == (gone, photo)


def test_addresses_that_are_named_each_time_anew_do_not_pile_up(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST", 2)
    for number in range(4):
        answers.keep(store, {f"https://a.example/{number}": ""}, LATER + dt.timedelta(hours=number))
    assert sorted(answers.kept(store)) == ["https://a.example/2", "https://a.example/3"]
    assert not answers.all_failed(())


def test_a_record_of_answers_that_is_none_says_so(store: Store) -> None:
    store.keep_meta(answers.KEY, "{")
    with pytest.raises(CorpusError, match="record of feeds"):
        answers.kept(store)
