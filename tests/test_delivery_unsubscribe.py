"""Leaving a list: links that prove themselves, and what is kept of who left."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import hashlib
import html
import http.client
import io
import re
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.routing import Mount

from briefgen.delivery import keys, secrets
from briefgen.delivery.outbox import audit, open_outbox
from briefgen.delivery.unsubscribing import asking, leaving, mounting, pages, serving, tokens
from briefgen.delivery.unsubscribing.quiet import Quiet
from briefgen.delivery.values import Combination, Person
from briefgen.errors import SecretError, UsageError
from briefgen.language import Language, language
from briefgen.model import Brand

OLD, NEW = "old-" * 10, "new-" * 10
NOW = dt.datetime(2026, 11, 23, 7, 30, tzinfo=dt.UTC)
URL = "https://briefs.example.org/unsubscribe"
addresses = st.from_regex(r"[a-z][a-z0-9.]{0,20}@[a-z]{1,10}\.example", fullmatch=True)


def person(address: str = "Ann.Lee@example.org", *lists: str, language: str = "en") -> Person:
    return Person(address, "Ann Lee", lists or ("cabinet",), Combination(("energy",), language), (), ())


# Secrets and keys.


def test_a_secret_comes_from_systemd_then_the_environment_then_a_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("of the file\n")
    file.chmod(0o600)
    (tmp_path / "relay-password").write_text("of systemd\n")
    environment = {"CREDENTIALS_DIRECTORY": str(tmp_path), "BRIEFGEN_RELAY_PASSWORD": "of the environment"}
    assert secrets.secret("relay-password", file, environment) == "of systemd"
    del environment["CREDENTIALS_DIRECTORY"]
    assert secrets.secret("relay-password", file, environment) == "of the environment"
    assert secrets.secret("relay-password", file, {}) == "of the file"


def test_a_secret_that_everybody_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("do-not-show-me")
    file.chmod(0o644)
    with pytest.raises(SecretError, match="everybody") as refused:
        secrets.secret("key", file, {})
    assert "do-not-show-me" not in str(refused.value)
    assert "chmod 600" in str(refused.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\n", "empty"), (b"\xff\xfesecret", "no text"), (b"a\0b", "no text"), (b"x" * 20_000, "too large")],
)
def test_what_is_no_secret_is_refused_and_not_shown(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(SecretError, match=said) as refused:
        secrets.secret("key", file, {})
    assert "secret\\" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_secret_that_is_nowhere_says_where_to_put_it() -> None:
    with pytest.raises(SecretError, match="BRIEFGEN_UNSUBSCRIBE_KEY"):
        secrets.secret("unsubscribe-key", None, {})
    with pytest.raises(SecretError, match="No such file"):
        secrets.secret("unsubscribe-key", Path("/nowhere/key"), {})


def test_the_name_of_a_secret_leads_to_no_other_folder(tmp_path: Path) -> None:
    (tmp_path / "passwords").write_text("of somebody else")
    folder = tmp_path / "credentials"
    folder.mkdir()
    with pytest.raises(SecretError, match="nowhere"):
        secrets.secret("../passwords", None, {"CREDENTIALS_DIRECTORY": str(folder)})


def test_a_ring_has_a_key_a_line() -> None:
    first, second = keys.ring(f"# this year\n{NEW}\n\n{OLD}\n{NEW}\n")
    assert (first, second) == (keys.Key(NEW.encode()), keys.Key(OLD.encode()))
    assert NEW not in repr(first)


@pytest.mark.parametrize("text", ["", "# nothing", "short", f"{NEW}\nshort"])
def test_what_is_no_ring_is_refused_and_not_shown(text: str) -> None:
    with pytest.raises(SecretError) as refused:
        keys.ring(text)
    assert "short" not in refused.value.message.replace("shorter", "")


def test_a_new_key_is_long_enough_and_another_one_each_time() -> None:
    assert keys.ring(keys.new()) != keys.ring(keys.new())


@given(st.lists(st.binary(max_size=5), max_size=4), st.lists(st.binary(max_size=5), max_size=4))
def test_codes_over_other_things_are_other_codes(one: list[bytes], other: list[bytes]) -> None:
    (key,) = keys.ring(NEW)
    assert (key.code("a", 16, *one) == key.code("a", 16, *other)) == (one == other)
    assert key.code("a", 16, *one) != key.code("b", 16, *one)


# Tokens.


@given(addresses, st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=4, unique=True))
def test_a_token_names_its_person_and_lists_and_shows_no_address(address: str, lists: list[str]) -> None:
    ring = keys.ring(f"{NEW}\n{OLD}")
    made = tokens.token(ring, person(address, *lists))
    assert len(made) == tokens.LENGTH
    assert tokens.read(ring, made) == tokens.named_by(ring[0], address, lists[::-1])
    whole = base64.urlsafe_b64decode(made)
    assert address.encode() not in whole
    assert hashlib.sha256(address.encode()).digest()[:8] not in whole, "others could try addresses against it"


@given(st.integers(0, tokens.LENGTH - 1), st.sampled_from("AZaz09-_"))
def test_a_token_with_one_letter_changed_proves_nothing(place: int, letter: str) -> None:
    ring = keys.ring(NEW)
    made = tokens.token(ring, person())
    forged = made[:place] + letter + made[place + 1 :]
    assert (tokens.read(ring, forged) is None) == (forged != made)


@given(st.text(max_size=100) | st.from_regex(r"[A-Za-z0-9_-]{64}", fullmatch=True))
def test_any_other_text_is_no_token(text: str) -> None:
    assert tokens.read(keys.ring(NEW), text) is None


def test_tokens_of_a_key_that_was_replaced_hold_until_it_is_taken_out() -> None:
    before = tokens.token(keys.ring(OLD), person())
    assert tokens.read(keys.ring(f"{NEW}\n{OLD}"), before) is not None
    assert tokens.read(keys.ring(NEW), before) is None


def test_a_placeholder_is_as_long_as_a_link_and_leaves_nothing() -> None:
    ring = keys.ring(NEW)
    made, empty = tokens.link(URL, ring, person()), tokens.placeholder(f"{URL}/")
    assert len(made) == len(empty)
    assert made.startswith(f"{URL}/")
    assert tokens.read(ring, empty.rpartition("/")[2]) is None


def test_lists_whose_names_run_together_are_other_lists() -> None:
    (key,) = keys.ring(NEW)
    assert tokens.named_by(key, "a@b", ("ab", "c")) != tokens.named_by(key, "a@b", ("a", "bc"))


# Who left what.


def test_a_link_finds_whom_it_was_made_for_with_every_key_of_the_ring(tmp_path: Path) -> None:
    before = tokens.token(keys.ring(OLD), person(language="kk"))
    ring = keys.ring(f"{NEW}\n{OLD}")
    with open_outbox(tmp_path / "outbox.db") as outbox:
        leaving.remember(outbox, [person(language="kk")], ring)
        leaving.remember(outbox, [person(language="kk")], ring)
        for text in (before, tokens.token(ring, person())):
            named = tokens.read(ring, text)
            assert named is not None
            assert leaving.whose(outbox, named) == leaving.Subscriber("ann.lee@example.org", ("cabinet",), "kk")
        stranger = tokens.read(ring, tokens.token(ring, person("bob@example.org")))
        assert stranger is not None
        assert leaving.whose(outbox, stranger) is None


def test_who_left_a_list_gets_it_no_more_and_others_do(tmp_path: Path) -> None:
    ann, both, bob = person(), person("ann.lee@example.org", "cabinet", "press"), person("bob@example.org")
    with open_outbox(tmp_path / "outbox.db") as outbox:
        assert leaving.has_left(outbox, ann) is None
        assert leaving.leave(outbox, ann.id, ("cabinet",), leaving.How.LINK, NOW, "link") == ("cabinet",)
        assert leaving.leave(outbox, ann.id, ("cabinet",), leaving.How.LINK, NOW, "link") == ()
        left = leaving.has_left(outbox, ann)
        assert left is not None
        assert left.reason == "left “cabinet” on 2026-11-23"
        assert leaving.has_left(outbox, both) == left, "its letter has topics of the list that was left"
        assert leaving.has_left(outbox, both, ("press",)) is None
        assert leaving.has_left(outbox, bob) is None
        assert leaving.come_back(outbox, ann.id, (), NOW, "Nora") == (left,)
        assert leaving.has_left(outbox, ann) is None
        notes = audit.notes(outbox)
    assert [(one.who, one.what) for one in notes] == [("link", "left"), ("Nora", "came back")]
    assert "@" not in "".join(one.detail for one in notes)


def test_who_left_everything_gets_no_list_of_the_future(tmp_path: Path) -> None:
    with open_outbox(tmp_path / "outbox.db") as outbox:
        leaving.leave(outbox, person().id, (leaving.EVERYTHING,), leaving.How.BOUNCE, NOW, "briefgen", "5.1.1")
        left = leaving.has_left(outbox, person("ANN.LEE@EXAMPLE.ORG", "another"))
    assert left is not None
    assert left.reason == "bounced on 2026-11-23: 5.1.1"


def test_the_outbox_is_closed_to_others(tmp_path: Path) -> None:
    with open_outbox(tmp_path / "outbox.db"):
        assert (tmp_path / "outbox.db").stat().st_mode & 0o077 == 0


# The endpoint.


class Place(NamedTuple):
    """An endpoint, and the link of Ann in it."""

    desk: asking.Desk
    path: str

    def left(self) -> tuple[leaving.Departure, ...]:
        with open_outbox(self.desk.outbox) as outbox:
            return leaving.departures(outbox)


def spoken(tag: str) -> Language:
    return language(tag)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    ring = keys.ring(NEW)
    with open_outbox(tmp_path / "outbox.db") as outbox:
        leaving.remember(outbox, [person(language="kk")], ring)
    desk = asking.Desk(
        tmp_path / "outbox.db",
        ring,
        pages.Looks(Brand(name="Ministry <of> Works"), spoken, "press@example.org"),
        {"cabinet": "Cabinet & staff"},
        ("en", "az", "kk", "ru", "tr"),
        lambda: NOW,
        Quiet(),
    )
    return Place(desk, f"/unsubscribe/{tokens.token(ring, person())}")


def posted(path: str, body: bytes = b"List-Unsubscribe=One-Click", **more: object) -> asking.Request:
    fields = {"type": "application/x-www-form-urlencoded", "length": len(body), "body": body, **more}
    return asking.Request("POST", path, **fields)  # type: ignore[arg-type]


def test_opening_the_link_changes_nothing_however_often(place: Place) -> None:
    """Programs that look through mail open every link of it."""
    for method in ("GET", "HEAD", "GET"):
        made = asking.answer(place.desk, asking.Request(method, place.path))
        assert made.status == 200
    assert place.left() == ()
    text = made.body.decode()
    assert '<html lang="kk"' in text, "it speaks the language of the message"
    assert "Cabinet &amp; staff" in text
    assert "Ministry &lt;of&gt; Works" in text
    assert '<form method="post">' in text


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click"),
        ("application/x-www-form-urlencoded; charset=utf-8", b"a=b&List-Unsubscribe=One-Click"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
        ),
    ],
)
def test_posting_leaves_once_and_says_so_each_time(place: Place, kind: str, body: bytes) -> None:
    answers = [asking.answer(place.desk, posted(place.path, body, type=kind)) for _ in range(2)]
    assert [one.status for one in answers] == [200, 200]
    (left,) = place.left()
    assert (left.recipient, left.list, left.how) == ("ann.lee@example.org", "cabinet", leaving.How.LINK)
    assert answers[0] == answers[1] == asking.answer(place.desk, asking.Request("GET", place.path))
    assert b"<form" not in answers[0].body


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (posted("", b""), 400),
        (posted("", b"List-Unsubscribe=one-click"), 400),
        (posted("", b"List-Unsubscribe=One-Click", type="text/plain"), 400),
        (posted("", b"List-Unsubscribe=One-Click", type=""), 400),
        (posted("", "List-Unsubscribe=One-Click&a=é".encode()), 400),
        (posted("", b"&a=b" * 50 + b"&List-Unsubscribe=One-Click"), 400),
        (posted("", b"--\r\n" * 900, type="multipart/form-data; boundary=" + "x" * 60), 400),
        (posted("", b"x", type="multipart/form-data; boundary=x\r\nBcc: b@example.org"), 400),
        (posted("", b"x" * 4096, length=10**9), 413),
        (posted("", b"", length=None), 411),
        (asking.Request("PUT", ""), 405),
        (asking.Request("OPTIONS", ""), 405),
        (asking.Request("", ""), 405),
        (asking.Request("get", ""), 405),
    ],
)
def test_what_no_mail_program_sends_changes_nothing(place: Place, request_: asking.Request, status: int) -> None:
    made = asking.answer(place.desk, replace(request_, path=place.path))
    assert made.status == status
    assert place.left() == ()
    assert (("Allow", "GET, HEAD, POST") in made.headers) == (status == 405)


@given(st.text(max_size=80) | st.from_regex(r"/u/[A-Za-z0-9_-]{64}", fullmatch=True), st.sampled_from(["GET", "POST"]))
def test_a_path_that_was_not_made_here_gets_a_plain_page(path: str, method: str) -> None:
    made = asking.answer(nowhere(), replace(posted(path), method=method))
    assert made.status == 404
    assert b"This link does not work" in made.body


def nowhere() -> asking.Desk:
    """An endpoint without an outbox: whatever is answered, nothing was looked up."""
    looks = pages.Looks(Brand(), spoken)
    return asking.Desk(Path("/nowhere/outbox.db"), keys.ring(NEW), looks, {}, ("en",), lambda: NOW, Quiet())


def test_a_link_of_another_house_or_of_somebody_forgotten_changes_nothing(place: Place) -> None:
    foreign = tokens.token(keys.ring(OLD), person())
    unknown = tokens.token(place.desk.keys, person("bob@example.org"))
    for token in (foreign, unknown, f"{unknown}/.."):
        assert asking.answer(place.desk, posted(f"/unsubscribe/{token}")).status == 404
    assert place.left() == ()


def test_without_its_outbox_it_asks_to_come_again(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    place.desk.outbox.write_bytes(b"something else entirely")
    made = asking.answer(place.desk, posted(place.path))
    assert made.status == 503
    assert dict(made.headers)["Retry-After"] == "300"
    assert "nobody can leave" in caplog.text


def test_every_answer_keeps_to_itself(place: Place) -> None:
    for request in (asking.Request("GET", place.path), asking.Request("GET", "/"), posted(place.path)):
        made = asking.answer(place.desk, request)
        said = {name.casefold(): value for name, value in made.headers}
        assert "'unsafe" not in said["content-security-policy"]
        assert said["content-security-policy"].startswith("default-src 'none'; ")
        assert said["referrer-policy"] == "no-referrer"
        assert said["cache-control"] == "no-store"
        assert not {"set-cookie", "location", "server"} & said.keys()
        assert not re.search(rb"<script|<link|<img|@import|url\(|https?://", made.body)


def test_the_log_holds_no_link_and_no_address_and_stays_short(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    for number in range(500):
        asking.answer(place.desk, asking.Request("GET", f"/{number:064d}"))
    asking.answer(place.desk, posted(place.path))
    assert len(caplog.records) == 2
    assert place.path.rpartition("/")[2] not in caplog.text
    assert "@" not in caplog.text


def test_lines_that_were_held_back_are_counted() -> None:
    quiet = Quiet()
    told = [quiet.told(NOW + dt.timedelta(seconds=second)) for second in range(25)]
    assert [one for one in told if one] == [1, 10, 10]


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("tr-TR,tr;q=0.9,en;q=0.8", "tr"),
        ("de,fr;q=0.9", "en"),
        ("en;q=0.1, RU", "ru"),
        ("ru;q=0, kk;q=x, az;q=0.1", "az"),
        ("", "en"),
        ("," * 10_000, "en"),
    ],
)
def test_a_stranger_is_answered_in_the_language_of_the_browser(header: str, tag: str) -> None:
    assert asking.asked_for(header, ("en", "az", "kk", "ru", "tr")) == tag


@pytest.mark.parametrize("tag", ["en", "az", "kk", "ru", "tr"])
@pytest.mark.parametrize("kind", list(pages.Kind))
def test_every_page_speaks_every_language(place: Place, tag: str, kind: pages.Kind) -> None:
    text = pages.page(place.desk.looks, tag, kind, ["<b>List</b>"])
    assert f'<html lang="{tag}" dir="ltr">' in text
    assert ("<h1>" + html.escape(kind.heading) + "</h1>" in text) == (tag == "en")
    assert "&lt;b&gt;List&lt;/b&gt;" in text
    assert text.count("press@example.org") == 2


def test_a_language_without_words_gets_english_and_says_so(place: Place) -> None:
    assert '<html lang="en" dir="ltr">' in pages.page(place.desk.looks, "ar", pages.Kind.ASK)


# The same over the wire.


@pytest.fixture
def served(place: Place) -> Iterator[serving.Server]:
    with serving.server(place.desk, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def asked(
    server: serving.Server, method: str, path: str, body: bytes | None = None
) -> tuple[int, dict[str, str], bytes]:
    link = http.client.HTTPConnection(*server.server_address[:2], timeout=20)
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    link.request(method, path, body, headers)
    with link.getresponse() as answer:
        found = answer.status, {name.casefold(): value for name, value in answer.getheaders()}, answer.read()
    link.close()
    return found


def test_a_mail_program_leaves_by_post_and_not_by_get(place: Place, served: serving.Server) -> None:
    status, headers, page = asked(served, "GET", f"{place.path}?utm=1")
    assert (status, place.left()) == (200, ())
    assert "server" not in headers
    assert int(headers["content-length"]) == len(page)
    status, headers, page = asked(served, "HEAD", place.path)
    assert (status, page) == (200, b"")
    assert int(headers["content-length"]) > 0
    status, headers, _ = asked(served, "POST", place.path, b"List-Unsubscribe=One-Click")
    assert status == 200
    assert "location" not in headers
    assert [one.list for one in place.left()] == ["cabinet"]


def test_a_monitor_learns_whether_people_can_leave_and_nothing_else(place: Place, served: serving.Server) -> None:
    status, headers, body = asked(served, "GET", "/health")
    assert (status, body, headers["content-type"]) == (200, b"ok\n", "text/plain; charset=utf-8")
    assert asked(served, "HEAD", "/health")[::2] == (200, b"")
    assert asked(served, "POST", "/health", b"List-Unsubscribe=One-Click")[0] == 404
    assert asked(served, "GET", "/unsubscribe/health")[0] == 404
    place.desk.outbox.write_bytes(b"no database " * 99)
    status, _, body = asked(served, "GET", "/health")
    assert (status, body) == (503, b"nobody can leave\n")
    assert asked(served, "GET", place.path)[0] == 503


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /" + b"x" * 10_000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"GET / HTTP/9.9\r\n\r\n", b"505"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n", b"431"),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"404"),
        (b"TRACE / HTTP/1.1\r\n\r\n", b"405"),
        (b"GET /%00%ff%0d%0aSet-Cookie:a=b HTTP/1.1\r\n\r\n", b"404"),
        (b"", b""),
    ],
)
def test_what_is_no_request_is_answered_without_a_word(served: serving.Server, sent: bytes, status: bytes) -> None:
    with socket.create_connection(served.server_address[:2], timeout=20) as link:
        link.sendall(sent)
        link.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: link.recv(65536), b""))
    assert answer.partition(b" ")[2][:3] == status
    assert b"Set-Cookie" not in answer
    assert b"Python" not in answer


def test_who_sends_slowly_is_ended_and_holds_nobody_up(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "LIFE", 0.2)
    monkeypatch.setattr(serving, "AT_ONCE", 2)
    with serving.server(place.desk, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        slow = [socket.create_connection(server.server_address[:2], timeout=20) for _ in range(2)]
        try:
            for one in slow:
                one.sendall(b"GET /")
            assert asked(server, "GET", place.path)[0] == 200
            assert [one.recv(100) for one in slow] == [b"", b""]
        finally:
            for one in slow:
                one.close()
            server.shutdown()
            thread.join()


def test_a_port_that_is_taken_is_said(served: serving.Server) -> None:
    with pytest.raises(UsageError, match="in use"):
        serving.server(served.desk, "127.0.0.1", served.server_address[1])


# The same, mounted in servers of others.


class Start:
    """WSGI's `start_response`."""

    said = ""

    def __call__(self, status: str, _: object, *__: object) -> Callable[[bytes], None]:
        self.said = status
        return lambda _: None


def test_as_a_wsgi_application_it_keeps_the_rules_of_wsgi(place: Place) -> None:
    application = validator(mounting.wsgi(place.desk))  # type: ignore[arg-type]
    for method, body, status in (("GET", b"", "200 OK"), ("POST", b"List-Unsubscribe=One-Click", "200 OK")):
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "/unsubscribe",
            "PATH_INFO": place.path.removeprefix("/unsubscribe"),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "QUERY_STRING": "",
            "wsgi.input": io.BytesIO(body),
        }
        setup_testing_defaults(environ)
        start = Start()
        answer = application(environ, start)
        assert b"</html>" in b"".join(answer)
        answer.close()  # type: ignore[attr-defined]
        assert start.said == status
        assert len(place.left()) == (method == "POST")


def test_as_an_asgi_application_it_lives_in_starlette(place: Place) -> None:
    app = Starlette(routes=[Mount("/unsubscribe", mounting.asgi(place.desk))])

    async def ask(method: str, *parts: bytes) -> tuple[int, bytes]:
        length = str(sum(map(len, parts))).encode()
        scope = {
            "type": "http", "method": method, "path": place.path, "root_path": "", "query_string": b"",
            "headers": [(b"content-type", b"application/x-www-form-urlencoded"), (b"content-length", length)],
        }  # fmt: skip
        coming = iter([{"type": "http.request", "body": one, "more_body": True} for one in parts])
        sent: list[Any] = []

        async def receive() -> Any:  # noqa: ANN401
            return next(coming, {"type": "http.request", "body": b"", "more_body": False})

        async def send(message: Any) -> None:  # noqa: ANN401
            sent.append(message)

        await app(scope, receive, send)
        return sent[0]["status"], sent[1]["body"]

    assert asyncio.run(ask("GET"))[0] == 200
    assert asyncio.run(ask("POST", b"x" * 5000))[0] == 413
    assert asyncio.run(ask("POST", b"x" * 3000, b"x" * 1000))[0] == 400
    assert place.left() == ()
    assert asyncio.run(ask("POST", b"List-Unsub", b"scribe=One-Click"))[0] == 200
    assert len(place.left()) == 1
