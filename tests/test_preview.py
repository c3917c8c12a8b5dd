"""The preview's server: who may ask, what is served, what is told when something is saved."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from previewed import BROKEN, ENDLESS, LOSING, SETTINGS, Preview, preview

from briefgen.config import load
from briefgen.config.problems import Level
from briefgen.editing.findings import Finding
from briefgen.editing.layers import Layers
from briefgen.model import Block, BlockKind, Document, Override, Span
from briefgen.previewing import briefs, documents, maker, pages, sheets, strict
from briefgen.previewing.guard import Guard
from briefgen.previewing.places import places
from briefgen.previewing.serving import bound
from briefgen.previewing.shapes import Job, Key, Outcome, Proof, View, Wanted, Watched
from briefgen.previewing.watching import changes, concerns
from briefgen.previewing.workshop import Workshop
from briefgen.rendering.templates import PATIENCE
from briefgen.resources import templates

DOCUMENT = Document(
    "a" * 64,
    "news.txt",
    "Ports grow\n\nCargo rose <b>fast</b>. It fell & rose.\n",
    (Block(Span(0, 10), BlockKind.HEADING), Block(Span(12, 51), BlockKind.PARAGRAPH)),
    headline="Ports grow",
)
OVERRIDE = (
    '{% extends "!default/brief.md.j2" %}\n{% block masthead %}\n{{ super() }}\n'
    "EDITED {{ brief.title }}\n{% endblock %}\n"
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """One that no browser has had anything proved by: what it tells first, and what later, is looked at."""
    with preview(tmp_path_factory.mktemp("house"), "--port", "18765") as found:
        yield found


REFUSED = [
    ("another name", {"Host": "evil.example"}, "GET", 421),
    ("another name on our port", {"Host": "evil.example:PORT"}, "GET", 421),
    ("our address without a port", {"Host": "127.0.0.1"}, "GET", 421),
    ("another port", {"Host": "127.0.0.1:1"}, "GET", 421),
    ("our name as part of another", {"Host": "localhost:PORT.evil.example"}, "GET", 421),
    ("an empty name", {"Host": ""}, "GET", 421),
    ("another page", {"Sec-Fetch-Site": "cross-site"}, "GET", 403),
    ("another port's page", {"Sec-Fetch-Site": "same-site"}, "GET", 403),
    ("sending", {}, "POST", 405),
    ("asking for what may be sent", {}, "OPTIONS", 405),
    ("deleting", {}, "DELETE", 405),
]


@pytest.mark.parametrize(("what", "headers", "method", "status"), REFUSED, ids=[case[0] for case in REFUSED])
def test_refused(what: str, headers: dict[str, str], method: str, status: int, running: Preview) -> None:
    assert what
    sent = {name: value.replace("PORT", str(running.port)) for name, value in headers.items()}
    assert running.get("/static/preview.js", sent, method)[0] == status


def test_two_names_of_the_host_are_refused() -> None:
    async def never(*_: object) -> None:
        raise AssertionError

    headers = [(b"host", b"127.0.0.1:8765"), (b"host", b"evil.example")]
    refusal = Guard(never, 8765).refusal({"type": "http", "method": "GET", "path": "/", "headers": headers})
    assert refusal is not None
    assert refusal.status_code == 421


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/static/../maker.py",
            "/static/..%2fmaker.py",
            "/static/%2e%2e/maker.py",
            "/static/plain.css",
            "/etc/passwd",
        ),
        *("/static//etc/passwd", "/documents/../../etc/passwd", "/documents/..%2f..%2fetc%2fpasswd", "/pages/-1"),
        *("/pages/99999", "/pages/1/../../x", "/documents/" + "0" * 64, "/documents/" + "A" * 64, "/pages/1/file"),
        *("/documents/%00", "/static/preview.js%00"),
    ],
)
def test_what_is_not_ours_is_not_there(path: str, running: Preview) -> None:
    status, _, body = running.get(path)
    assert status == 404
    assert b"root:" not in body


@pytest.mark.parametrize(
    "query", ["", "brief=sample/quiet&view=exe", "brief=file/etc&view=html", "brief=topic/a/b&view=html"]
)
def test_no_such_view(query: str, running: Preview) -> None:
    assert running.get(f"/events?{query}")[0] == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_the_page_is_strict(host: str, running: Preview) -> None:
    status, headers, body = running.get("/", {"Host": f"{host}:{running.port}"})
    assert status == 200
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy
    assert not re.search(rb"<style|\sstyle=|<script>|\son\w+=|javascript:|https?://", body)
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.conform
def test_a_page_is_told_served_and_made_anew(running: Preview) -> None:
    states = running.states()
    first = next(state for state in states if state["page"] and not state["making"])
    status, headers, body = running.get(f"/pages/{first['page']}")
    assert status == 200
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert b"EDITED" not in body
    own = running.house / "brief.md.j2"
    own.write_text(OVERRIDE, encoding="utf-8")
    second = next(state for state in states if state["page"] > first["page"])
    assert b"EDITED" in running.get(f"/pages/{second['page']}")[2]
    assert second["blocks"] == ["masthead"]
    assert [Path(name).name for name in second["files"]] == ["brief.md.j2"]
    assert second["places"]["masthead"]["is_house"]
    assert second["places"]["masthead"]["line"] == 2
    assert next(one for one in second["templates"] if one["name"] == "brief.md.j2")["overridden"] == ["masthead"]

    own.write_text(BROKEN, encoding="utf-8")
    broken = next(state for state in states if state["failed"])
    assert broken["page"] == second["page"]
    (error,) = [one for one in broken["findings"] if one["level"] == "error"]
    assert error["file"].endswith("templates/house/brief.md.j2")
    assert error["line"] == 3
    assert error["source"] == "# {{ brief.tittle }}"
    assert error["hint"] == "Did you mean 'title'?"

    own.unlink()
    mended = next(state for state in states if state["page"] > second["page"])
    assert not mended["failed"]
    assert mended["findings"] == []
    states.close()


@pytest.mark.conform
def test_a_newer_change_ends_a_page_without_end(running: Preview) -> None:
    states = running.states("sample/busy")
    first = next(state for state in states if state["page"] and not state["making"])
    own = running.house / "brief.md.j2"
    own.write_text(ENDLESS, encoding="utf-8")
    next(state for state in states if state["making"])
    time.sleep(1)
    own.write_text(OVERRIDE, encoding="utf-8")
    begin = time.monotonic()
    second = next(state for state in states if state["page"] > first["page"])
    assert time.monotonic() - begin < PATIENCE
    assert second["blocks"] == ["masthead"]
    own.unlink()
    states.close()


@pytest.mark.conform
def test_a_page_without_end_is_a_finding(running: Preview) -> None:
    states = running.states("sample/busy")
    own = running.house / "brief.md.j2"
    own.write_text(ENDLESS, encoding="utf-8")
    failed = next(state for state in states if state["failed"])
    (error,) = [one for one in failed["findings"] if one["level"] == "error"]
    assert (Path(error["file"]).name, error["line"]) == ("brief.md.j2", 3)
    assert "never end" in error["message"]
    own.unlink()
    next(state for state in states if not state["failed"] and not state["making"])
    states.close()


@pytest.mark.conform
def test_a_house_that_comes_and_goes_is_followed(tmp_path: Path) -> None:
    with preview(tmp_path, "--port", "18665") as found:
        states = found.states()
        first = next(state for state in states if state["page"] and not state["making"])
        shutil.rmtree(tmp_path / "templates")
        gone = next(state for state in states if state["page"] > first["page"] and not state["making"])
        found.house.mkdir(parents=True)
        (found.house / "brief.md.j2").write_text(OVERRIDE, encoding="utf-8")
        next(state for state in states if state["page"] > gone["page"] and state["blocks"] == ["masthead"])
        states.close()


@pytest.mark.conform
def test_a_process_that_is_late_or_ends_is_a_finding() -> None:
    job = Job(Wanted(), Key("sample/quiet", View.HTML))

    async def tried() -> list[str]:
        late = Workshop(writing=0.001)
        works = Workshop()
        try:
            found = [await late.make(job), await works.make(job)]
            making = asyncio.create_task(works.make(job))
            await asyncio.sleep(0)
            assert works._now is not None
            works._now.kill()
            found += [await making, await works.make(job)]
        finally:
            late.close()
            works.close()
        return [one.findings[0].id if one.page is None else "page" for one in found]

    assert asyncio.run(tried()) == ["E191", "page", "E192", "page"]


def test_a_port_in_use_takes_the_next() -> None:
    with bound(19100) as first, bound(19100) as second:
        one, two = first.getsockname(), second.getsockname()
    assert one[0] == two[0] == "127.0.0.1"
    assert two[1] > one[1]


@pytest.mark.conform
def test_streams_end_when_the_server_does(tmp_path: Path) -> None:
    with preview(tmp_path, "--port", "18865") as found:
        states = found.states()
        next(states)
        ended: list[float] = []

        def follow() -> None:
            for _ in states:
                pass
            ended.append(time.monotonic())

        listener = threading.Thread(target=follow)
        listener.start()
        begin = time.monotonic()
        found.stop()
        listener.join(10)
        assert ended
        assert ended[0] - begin < 2
        with socket.socket() as line:
            assert line.connect_ex(("127.0.0.1", found.port)) != 0


@pytest.mark.parametrize("view", [View.HTML, View.MAIL, View.MAIL_DARK, View.MARKDOWN])
def test_every_view_is_without_exceptions(view: View) -> None:
    found = maker.outcome(Job(Wanted(), Key("sample/busy", view)), {})
    assert found.page is not None
    html = found.page.content.decode()
    assert "unsafe" not in found.page.policy
    assert not re.search(r"<[a-z][^>]*\sstyle=", html)
    assert html.count("<script") == 1
    assert {"masthead", "bottom_line"} <= set(re.findall(r'data-block="(\w+)"', html))
    assert re.search(r"<!-- shipped: \S+brief\.md\.j2:\d+ -->", html)
    assert {one.document for one in found.notes} <= {one.id for one in found.documents}


@pytest.mark.conform
def test_a_pdf_has_links_and_blocks() -> None:
    found = maker.outcome(Job(Wanted(), Key("sample/busy", View.PDF)), {})
    assert found.page is not None
    html = found.page.content.decode()
    aimed = {int(number) for number in re.findall(r'class="over ref" href="#note-(\d+)"', html)}
    assert aimed == {one.number for one in found.notes}
    parts = list(dict.fromkeys(re.findall(r'class="part" data-block="(\w+)"', html)))
    assert parts == [name for name in found.blocks if name in parts]
    assert {"masthead", "bottom_line", "charts", "sources", "colophon"} <= set(parts)
    inner = set(re.findall(r'class="over" href="#([^"]+)"', html))
    assert inner
    assert inner <= set(re.findall(r'class="target" id="([^"]+)"', html))


def test_a_link_in_a_pdf_leads_to_no_script() -> None:
    sheet = sheets.Sheet(b"", (sheets.Link(sheets.Spot(0, 0, 1, 1), 'a"><b', is_name=True),), (('a"><b', 0.5),))
    html = sheets.html((sheet,), ())
    assert "<b" not in html
    assert not sheets.may_lead("javascript:alert(1)")
    assert not sheets.may_lead("file:///etc/passwd")
    assert sheets.may_lead("https://example.org/")


def test_what_the_house_loses_is_found_in_each_sample(tmp_path: Path) -> None:
    (tmp_path / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    house = tmp_path / "templates" / "house"
    house.mkdir(parents=True)
    assert maker.proof(Proof(Wanted(tmp_path / "briefgen.yaml"), "conflicts")).findings == ()
    (house / "brief.md.j2").write_text(LOSING, encoding="utf-8")
    found = maker.proof(Proof(Wanted(tmp_path / "briefgen.yaml"), "conflicts")).findings
    assert "E301" in {one.id for one in found}
    assert {(one.line, Path(one.file).name) for one in found} == {(2, "brief.md.j2")}
    (tmp_path / "briefgen.yaml").write_text("version: no\n", encoding="utf-8")
    assert maker.proof(Proof(Wanted(tmp_path / "briefgen.yaml"), "conflicts")) == Outcome(None)


@pytest.mark.conform
def test_a_lost_citation_is_told_after_the_page(running: Preview) -> None:
    states = running.states("sample/quiet")
    first = next(state for state in states if state["page"] and not state["making"])
    own = running.house / "brief.md.j2"
    own.write_text(LOSING, encoding="utf-8")
    shown = next(state for state in states if state["page"] > first["page"] and not state["making"])
    assert [one for one in shown["findings"] if one["id"].startswith("E3")] == []
    told = next(state for state in states if state["proved"])
    (error,) = [one for one in told["findings"] if one["id"] == "E301"]
    assert (Path(error["file"]).name, error["line"]) == ("brief.md.j2", 2)
    assert (told["page"], told["failed"]) == (shown["page"], False)
    own.write_text(OVERRIDE, encoding="utf-8")
    mended = next(state for state in states if state["page"] > shown["page"] and state["proved"])
    assert [one for one in mended["findings"] if one["level"] == "error"] == []
    own.unlink()
    states.close()


@pytest.mark.conform
def test_what_a_template_lost_that_is_gone_is_not_told_of_the_next_one(running: Preview) -> None:
    states = running.states("sample/quiet")
    next(state for state in states if state["page"] and not state["making"])
    own = running.house / "brief.md.j2"
    own.write_text(LOSING, encoding="utf-8")
    next(state for state in states if any(one["id"] == "E301" for one in state["findings"]))
    own.unlink()
    bare = next(
        state for state in states if not state["making"] and not any(one["house"] for one in state["templates"])
    )
    own.write_text(OVERRIDE, encoding="utf-8")
    for state in states:
        assert [one for one in state["findings"] if one["level"] == "error"] == []
        if state["page"] > bare["page"] and state["proved"]:
            break
    own.unlink()
    states.close()


def test_looks_are_printed_anew_and_words_written_anew() -> None:
    own = load()
    chosen = briefs.settings(Key("sample/quiet", View.HTML), own)
    other = replace(chosen, brand=replace(chosen.brand, margin="31mm"), digest="0" * 64)
    assert briefs.words(other) == briefs.words(chosen)
    written = briefs.make("sample/quiet", Wanted(), chosen)
    assert briefs.dressed(written, chosen) == written
    assert briefs.dressed(written, other) == briefs.make("sample/quiet", Wanted(), other)
    for changed in (
        replace(chosen, brand=replace(chosen.brand, locale="kk")),
        replace(chosen, brand=replace(chosen.brand, handling="Secret")),
        replace(chosen, overrides=(Override("default", headings=(("gaps", "Cautions"),)),)),
    ):
        assert briefs.words(changed) != briefs.words(chosen)
    assert hash(briefs.words(chosen)) == hash(briefs.words(other))


def test_settings_that_are_wrong_are_findings(tmp_path: Path) -> None:
    path = tmp_path / "briefgen.yaml"
    path.write_text("version: 1\ntopiks: {}\n", encoding="utf-8")
    found = maker.outcome(Job(Wanted(path), Key("sample/busy", View.HTML)), {})
    assert found.page is None
    assert {(one.file, one.line) for one in found.findings} >= {(str(path), 2)}
    assert all(one.message for one in found.findings)


def test_a_choice_that_is_none_is_a_finding() -> None:
    found = maker.outcome(Job(Wanted(), Key("topic/nothing", View.HTML)), {})
    assert found.page is None
    assert "nothing" in found.findings[0].message


def test_what_went_wrong_is_said_once() -> None:
    checked = Finding("a.j2", 3, "E104", "no field")
    warning = Finding("a.j2", 4, "W201", "unused", level=Level.WARNING)
    assert maker.together((checked,), Finding("a.j2", 3, "E190", "undefined")) == (checked,)
    other = Finding("a.j2", 4, "E190", "undefined")
    assert maker.together((checked, warning), other) == (other, checked, warning)


def test_styles_move_and_keep_their_strength() -> None:
    made = strict.page(
        """<html><head><style>p{color:red}</style></head><body><p title='a style="x"' style="color: &quot;b&quot;">"""
        """<svg style='fill:none'></svg><!-- style="kept" --><script>bad()</script></p></body></html>"""
    )
    html = made.content.decode()
    assert '[data-style="0"]:not(#_){color: "b"}' in html
    assert '[data-style="1"]:not(#_){fill:none}' in html
    assert '<!-- style="kept" -->' in html
    assert "bad()" not in html
    assert made.policy.count("'sha256-") == 3


@given(st.text(), st.text(alphabet="ab:;{}<\"'& "))
def test_no_style_breaks_out(text: str, style: str) -> None:
    from markdown_it.common.utils import escapeHtml

    page = f'<html><head></head><body><p style="{escapeHtml(style)}">{escapeHtml(text)}</p></body></html>'
    html = strict.page(page).content.decode()
    assert html.count("<style") == html.count("</style>") <= 1
    assert ' style="' not in html.replace(escapeHtml(text), "")


@given(st.integers(0, 80), st.integers(0, 80))
def test_a_document_shows_its_text_whatever_is_marked(start: int, length: int) -> None:
    html = documents.page(DOCUMENT, Span(start, start + length)).content.decode()
    shown = re.sub(r"<[^>]*>", "", html.partition('class="text">')[2])
    assert "Cargo rose &lt;b&gt;fast&lt;/b&gt;. It fell &amp; rose." in shown
    assert html.count('id="said"') <= 1


def test_front_matter_is_not_shown_and_furniture_is() -> None:
    text = "---\npublisher: Port News\n---\n\nShare this\n\nCargo rose.\n"
    parts = [("---", "Share"), ("Share", "Cargo"), ("Cargo", "")]
    spans = [Span(text.index(begin), text.index(end) if end else len(text)) for begin, end in parts]
    kinds = [BlockKind.FURNITURE, BlockKind.FURNITURE, BlockKind.PARAGRAPH]
    said = Span(spans[2].start, len(text) - 1)
    html = documents.page(Document("b" * 64, "a.txt", text, tuple(map(Block, spans, kinds))), said).content.decode()
    assert "publisher:" not in html
    assert '<p class="text about">Share this</p>' in html
    assert '<p class="text"><mark id="said">Cargo rose.</mark>' in html


def test_the_sentence_is_marked() -> None:
    begin = DOCUMENT.text.index("It fell")
    html = documents.page(DOCUMENT, Span(begin, begin + len("It fell & rose."))).content.decode()
    assert '<mark id="said">It fell &amp; rose.</mark>' in html


def test_blocks_are_placed_in_the_layer_in_use(tmp_path: Path) -> None:
    (tmp_path / "brief.md.j2").write_text(OVERRIDE, encoding="utf-8")
    found = places(Layers(templates(), tmp_path), View.HTML)
    assert (found["masthead"].is_house, found["masthead"].line) == (True, 2)
    assert not found["sources"].is_house
    assert found["contents"].template == "page.html.j2"
    line = (templates() / "brief.md.j2").read_text(encoding="utf-8").splitlines()[found["sources"].line - 1]
    assert "block sources" in line


def test_a_repeated_block_counts_once() -> None:
    text = "<!-- block: charts -->\n\na\n\n<!-- block: gaps -->\n\nb\n\n<!-- block: charts -->\n\nlast\n"
    assert set(pages.blocks(text)) == {"charts", "gaps"}
    assert pages.blocks(text)["charts"] != pages.blocks(text.replace("last", "other"))["charts"]


def test_a_folder_that_is_another_one_of_its_name_is_watched(tmp_path: Path) -> None:
    """As after a change of branches: what was watched is gone, and nothing of the new one would be heard."""
    house = tmp_path / "house"
    house.mkdir()
    (house / "old.j2").write_text("old", encoding="utf-8")

    async def heard() -> bool:
        saved: asyncio.Queue[tuple[str, ...]] = asyncio.Queue()

        async def listen() -> None:
            async for paths in changes(lambda: Watched((), (house,)), asyncio.Event()):
                saved.put_nowait(paths)

        listening = asyncio.create_task(listen())
        await asyncio.sleep(0.4)
        shutil.rmtree(house)
        house.mkdir()
        while await asyncio.wait_for(saved.get(), PATIENCE):
            pass  # until watching begins anew, which is told with nothing
        (house / "new.j2").write_text("new", encoding="utf-8")
        paths = await asyncio.wait_for(saved.get(), PATIENCE)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        return str(house / "new.j2") in paths

    assert asyncio.run(heard())


CONCERNS = [
    ("house/brief.md.j2", True),
    ("house/css/brief.css", True),
    ("house/words/kk.yaml", True),
    ("briefgen.yaml", True),
    ("news/article.txt", False),
    ("house/.brief.md.j2.swp", False),
    ("house/brief.md.j2~", False),
    ("house/4913", False),
    ("house/.#brief.md.j2", False),
    ("housekeeping/brief.md.j2", False),
]


@pytest.mark.parametrize(("name", "expected"), CONCERNS)
def test_what_is_watched(name: str, expected: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter
    watched = Watched((tmp_path / "briefgen.yaml",), (tmp_path / "house",))
    assert concerns(watched, tmp_path / name) is expected


def test_all_settings_are_watched() -> None:
    from briefgen.previewing.briefs import watched

    own = load()
    assert own.path in watched(own, Wanted()).files
    assert templates() in watched(own, Wanted()).folders


def test_looks_and_overrides_are_waited_for(tmp_path: Path) -> None:
    """A newcomer has neither yet; both are seen when they come."""
    from briefgen.previewing.briefs import watched

    (tmp_path / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    found = watched(load(tmp_path / "briefgen.yaml"), Wanted())
    assert concerns(found, tmp_path / "brand.yaml")
    assert concerns(found, tmp_path / "editions" / "2026-W47.yaml")
    assert not (tmp_path / "editions").exists()
