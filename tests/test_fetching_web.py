"""Fetching from a real server: a test for each trick, and for good manners."""

import gzip
import socket
import socketserver
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import trustme
from sites import HTML, Reply, Route, Site, site

from briefgen.fetching import Clock, Limits, Manner, Validators, Web
from briefgen.fetching.politeness import retry_after
from briefgen.fetching.values import FetchError, LaterError

PAGE = Reply(b"<p>Water</p>")
HERE = "127.0.0.1"


class Time:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now, self.waited = 1000.0, list[float]()

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.now, self.sleep)


def names(**known: str | Sequence[str]) -> Callable[[str, int], Sequence[str]]:
    """A small DNS: names with dots written as underscores → addresses."""

    def resolve(host: str, _port: int) -> Sequence[str]:
        found = known.get(host.replace(".", "_"), ())
        if not found:
            raise socket.gaierror("no such name")
        return (found,) if isinstance(found, str) else found

    return resolve


def web(*allowed: str, limits: Limits = Limits(), **others: object) -> Web:  # noqa: B008 - frozen
    given = {"clock": Time().clock} | others
    manner = Manner("briefgen/1", allowed or (HERE,), limits=limits)
    return Web(given.pop("manner", manner), **given)  # type: ignore[arg-type]


@pytest.fixture
def local() -> Iterator[Site]:
    with site({"/a": PAGE}) as running:
        yield running


def redirect(to: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": to})


# Tricks


def test_a_page_of_an_allowed_host(local: Site) -> None:
    with web() as client:
        found = client.fetch(local.url("/a"))
    assert (found.data, found.media, found.charset, found.url) == (PAGE.body, "text/html", "utf-8", local.url("/a"))
    assert local.asked[-1][1]["user-agent"] == "briefgen/1"


def test_this_machine_is_refused(local: Site) -> None:
    with web("other.example") as client, pytest.raises(FetchError, match="not on the public internet"):
        client.fetch(local.url("/a"))
    assert not local.asked


@pytest.mark.parametrize("address", ["127.0.0.1", "::ffff:127.0.0.1", "10.0.0.1", "64:ff9b::7f00:1", "fe80::1%lo"])
def test_a_name_that_leads_to_a_private_address_is_refused(local: Site, address: str) -> None:
    with web("other", resolve=names(rebound_example=address)) as client, pytest.raises(FetchError, match="not on the"):
        client.fetch(local.url("/a", "rebound.example"))
    assert not local.asked


def test_one_private_address_among_public_ones_is_enough(local: Site) -> None:
    resolve = names(mixed_example=("8.8.8.8", HERE))
    with web("other", resolve=resolve) as client, pytest.raises(FetchError, match="not on the public"):
        client.fetch(local.url("/a", "mixed.example"))


def test_a_name_is_looked_up_once_for_a_connection(local: Site) -> None:
    """What was checked is what is connected to: a second look-up could give another address."""
    local.routes["/robots.txt"] = Reply(b"")
    asked = []

    def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return (HERE,)

    with web("news.example", resolve=resolve) as client:
        client.fetch(local.url("/a", "news.example"))
    assert asked == ["news.example"]
    assert local.asked[-1][1]["host"] == f"news.example:{local.port}"


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1:{port}/a",
        "//127.0.0.1:{port}/a",
        "http://2130706433:{port}/a",
        "http://0177.0.0.1:{port}/a",
        "http://0x7f.1:{port}/a",
        "http://127.1:{port}/a",
        "http://[::ffff:127.0.0.1]:{port}/a",
        "http://localhost:{port}/a",
        "http://rebound.example:{port}/a",
        "http://news.example@127.0.0.1:{port}/a",
        "http://me:secret@news.example:{port}/a",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "ftp://news.example/a",
        "data:text/html,hello",
        "gopher://news.example:70/1",
    ],
)
def test_a_redirect_is_checked_like_an_address(local: Site, to: str) -> None:
    local.routes["/r"] = redirect(to.format(port=local.port))
    resolve = names(news_example=HERE, rebound_example=HERE)
    with web("news.example", resolve=resolve) as client, pytest.raises(FetchError) as caught:
        client.fetch(local.url("/r", "news.example"))
    assert not isinstance(caught.value, LaterError)
    assert local.paths == ["/r"]


def test_the_redirect_of_a_robots_txt_is_checked_too(local: Site) -> None:
    with site({"/robots.txt": Reply(b"secret")}) as inner:
        local.routes["/robots.txt"] = redirect(inner.url("/robots.txt"))
        with web("news.example", resolve=names(news_example=HERE)) as client:
            client.fetch(local.url("/a", "news.example"))
        assert not inner.asked


def test_redirects_are_followed_and_counted(local: Site) -> None:
    local.routes |= {f"/{number}": redirect(f"/{number + 1}") for number in range(20)}
    local.routes["/x"] = redirect("a", 308)
    with web() as client:
        assert client.fetch(local.url("/x")).url == local.url("/a")
        with pytest.raises(FetchError, match="redirects more than 8 times"):
            client.fetch(local.url("/0"))
    assert local.paths.count("/8") == 1
    assert "/9" not in local.paths


def test_a_redirect_in_letters_of_any_script(local: Site) -> None:
    local.routes |= {"/r": redirect("/ä ö?q=ü".encode().decode("latin-1")), "/%C3%A4%20%C3%B6?q=%C3%BC": PAGE}
    with web() as client:
        assert client.fetch(local.url("/r")).data == PAGE.body


def test_an_allowed_host_lets_no_other_in(local: Site) -> None:
    with site({"/a": PAGE}) as other:
        local.routes["/r"] = redirect(other.url("/a"))
        with web(f"{HERE}:{local.port}") as client, pytest.raises(FetchError, match="not on the public"):
            client.fetch(local.url("/r"))
        assert not other.asked


def test_what_a_page_said_of_itself_is_told_to_its_own_address_alone(local: Site) -> None:
    with site({"/a": PAGE}) as other:
        local.routes["/r"] = redirect(other.url("/a"))
        with web() as client:
            client.fetch(local.url("/r"), Validators(local.url("/r"), '"1"', "Mon, 19 Oct 2026 08:00:00 GMT"))
        assert local.asked[-1][1]["if-none-match"] == '"1"'
        assert "if-none-match" not in other.asked[-1][1]
        assert "if-modified-since" not in other.asked[-1][1]
    assert not {"cookie", "authorization"} & {name for _, headers in other.asked for name in headers}


# Size and time


def big(handler: BaseHTTPRequestHandler, headers: dict[str, str], body: Iterator[bytes]) -> None:
    handler.send_response(200)
    for name, value in ({"Content-Type": HTML, "Connection": "close"} | headers).items():
        handler.send_header(name, value)
    handler.end_headers()
    for part in body:
        handler.wfile.write(part)
    handler.close_connection = True


def bombs() -> dict[str, Route]:
    zeros = bytes(1 << 20)
    packed = gzip.compress(zeros * 40)
    raw = zlib.compressobj(wbits=-15)
    flat = raw.compress(zeros * 40) + raw.flush()
    return {
        "told": lambda one: big(one, {"Content-Length": "99999999"}, iter(())),
        "untold": lambda one: big(one, {}, (zeros for _ in range(99))),
        "gzip": lambda one: big(one, {"Content-Encoding": "gzip"}, iter([packed])),
        "gzip in two": lambda one: big(one, {"Content-Encoding": "gzip"}, iter([gzip.compress(zeros) * 40])),
        "deflate": lambda one: big(one, {"Content-Encoding": "deflate"}, iter([flat])),
    }


@pytest.mark.parametrize("name", ["told", "untold", "gzip", "gzip in two", "deflate"])
def test_what_is_too_large_is_left(local: Site, name: str) -> None:
    local.routes["/big"] = bombs()[name]
    limits = Limits(size=2 << 20)
    started = time.monotonic()
    with web(limits=limits) as client, pytest.raises(FetchError, match="larger than 2 MB"):
        client.fetch(local.url("/big"))
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("packing", ["gzip", "deflate", "raw"])
def test_packed_pages(local: Site, packing: str) -> None:
    raw = zlib.compressobj(wbits=-15)
    body = {
        "gzip": gzip.compress(PAGE.body[:5]) + gzip.compress(PAGE.body[5:]),
        "deflate": zlib.compress(PAGE.body),
        "raw": raw.compress(PAGE.body) + raw.flush(),
    }[packing]
    coding = "gzip" if packing == "gzip" else "deflate"

    def pieces(one: BaseHTTPRequestHandler) -> None:
        big(one, {"Content-Encoding": coding}, (bytes([byte]) for byte in body))

    local.routes["/packed"] = pieces
    with web() as client:
        assert client.fetch(local.url("/packed")).data == PAGE.body


@pytest.mark.parametrize(
    ("headers", "body", "error", "said"),
    [
        ({"Content-Encoding": "gzip"}, gzip.compress(b"water" * 99, mtime=0)[:-9], LaterError, "damaged"),
        ({"Content-Encoding": "gzip"}, b"not packed at all", LaterError, "damaged"),
        ({"Content-Encoding": "br"}, b"x", FetchError, "comes packed as br"),
        ({"Content-Encoding": "gzip, gzip"}, b"x", FetchError, "comes packed as gzip, gzip"),
        ({"Content-Length": "999"}, b"too short", LaterError, "breaks off"),
        ({"Content-Type": "image/png"}, b"", FetchError, "no document .image/png"),
        ({"X-Long": "x" * 200_000}, b"", LaterError, "breaks off"),
    ],
)
def test_answers_that_are_of_no_use(
    local: Site, headers: dict[str, str], body: bytes, error: type[FetchError], said: str
) -> None:
    local.routes["/bad"] = lambda one: big(one, headers, iter([body]))
    with web() as client, pytest.raises(error, match=said):
        client.fetch(local.url("/bad"), kinds=lambda media, _url: media == "text/html")


def test_a_host_that_sends_a_byte_now_and_then_is_left(local: Site) -> None:
    def drip(one: BaseHTTPRequestHandler) -> None:
        def slowly() -> Iterator[bytes]:
            for _ in range(100):
                time.sleep(0.05)
                yield b"x"

        big(one, {}, slowly())

    local.routes["/slow"] = drip
    limits = Limits(seconds=0.4, connect=0.3)
    with web(limits=limits, clock=Clock()) as client, pytest.raises(LaterError, match="s as a whole"):
        client.fetch(local.url("/slow"))
    assert local.paths == ["/slow"]


def test_a_host_that_says_nothing_is_left() -> None:
    with socket.create_server((HERE, 0)) as silent:
        url = f"http://{HERE}:{silent.getsockname()[1]}/"
        limits = Limits(connect=0.2, tries=1)
        with web(limits=limits, clock=Clock()) as client, pytest.raises(LaterError, match="does not answer within"):
            client.fetch(url)


def test_a_name_that_takes_for_ever_is_left() -> None:
    def resolve(_host: str, _port: int) -> Sequence[str]:
        time.sleep(5)
        return ()

    limits = Limits(seconds=0.2, tries=1)
    started = time.monotonic()
    with web("slow.example", limits=limits, clock=Clock(), resolve=resolve) as client, pytest.raises(LaterError):
        client.fetch("http://slow.example/")
    assert time.monotonic() - started < 2


# Manners


def test_robots_txt_is_obeyed(local: Site) -> None:
    local.routes["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /a\n\nUser-agent: briefgen\nDisallow: /b\n")
    local.routes["/b"] = PAGE
    with web() as client:
        client.fetch(local.url("/a"))
        with pytest.raises(FetchError, match="asks programs not to fetch it"):
            client.fetch(local.url("/b"))
    assert [path for path, _ in local.asked] == ["/robots.txt", "/a"]


@pytest.mark.parametrize(("status", "outcome"), [(404, "free"), (403, "free"), (500, "closed"), (503, "closed")])
def test_without_a_robots_txt_all_is_free_and_while_it_cannot_be_read_nothing_is(
    local: Site, status: int, outcome: str
) -> None:
    local.routes["/robots.txt"] = Reply(b"", status=status)
    with web() as client:
        if outcome == "free":
            assert client.fetch(local.url("/a")).data
            return
        for _ in range(2):
            with pytest.raises(LaterError, match=r"robots.txt cannot be read now"):
                client.fetch(local.url("/a"))
    assert [path for path, _ in local.asked] == ["/robots.txt"] * 3


def test_a_pause_between_two_requests(local: Site) -> None:
    local.routes["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 7\n")
    passing = Time()
    with web(clock=passing.clock) as client:
        for _ in range(3):
            client.fetch(local.url("/a"))
        assert client.wait(local.url("/a")) == 7
        assert client.wait("https://other.example/") == 0
    assert passing.waited == [7, 7]


def test_a_pause_that_is_too_long_is_left_for_another_run(local: Site) -> None:
    local.routes["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 3600\n")
    with web() as client:
        client.fetch(local.url("/a"))
        with pytest.raises(LaterError, match="asks for a pause of 3600 s") as caught:
            client.fetch(local.url("/a"))
    assert caught.value.after == 3600


@pytest.mark.parametrize(
    ("answers", "waited"),
    [
        ([Reply(status=503)], [2.0]),
        ([Reply(status=500), Reply(status=502)], [2.0, 4.0]),
        ([Reply(status=429, headers={"Retry-After": "9"})], [9.0]),
        ([Reply(status=503, headers={"Retry-After": "Mon, 19 Oct 2020 08:00:30 GMT"})], [2.0]),
    ],
)
def test_what_fails_for_now_is_tried_again(local: Site, answers: list[Reply], waited: list[float]) -> None:
    left = list(answers)
    local.routes["/busy"] = lambda _: left.pop(0) if left else PAGE
    passing = Time()
    with web(clock=passing.clock) as client:
        assert client.fetch(local.url("/busy")).data == PAGE.body
    assert passing.waited == waited
    assert len(local.paths) == len(answers) + 1


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("9" * 40, 999_999_999),
        ("Mon, 19 Oct 2026 08:00:30 GMT", 30),
        ("Mon, 19 Oct 2026 07:00:00 GMT", 0),
        ("soon", None),
        ("", None),
    ],
)
def test_how_long_a_host_asks_to_wait(written: str, seconds: float | None) -> None:
    assert retry_after(written, "Mon, 19 Oct 2026 08:00:00 GMT") == seconds


def test_it_is_tried_so_often_and_no_more(local: Site) -> None:
    local.routes["/busy"] = Reply(status=503)
    with web() as client, pytest.raises(LaterError, match="503 Service Unavailable"):
        client.fetch(local.url("/busy"))
    assert len(local.paths) == 3


def test_a_host_that_asks_for_an_hour_is_not_asked_again(local: Site) -> None:
    local.routes["/busy"] = Reply(status=429, headers={"Retry-After": "3600"})
    with web() as client:
        with pytest.raises(LaterError) as caught:
            client.fetch(local.url("/busy"))
        with pytest.raises(LaterError):
            client.fetch(local.url("/a"))
    assert caught.value.after == 3600
    assert local.paths == ["/busy"]


@pytest.mark.parametrize(
    ("status", "said"), [(401, "password"), (404, "is not there"), (451, "legal"), (418, "418 I'm a Teapot")]
)
def test_what_is_refused_is_not_tried_again(local: Site, status: int, said: str) -> None:
    local.routes["/no"] = Reply(status=status)
    with web() as client, pytest.raises(FetchError, match=said):
        client.fetch(local.url("/no"))
    assert local.paths == ["/no"]


def test_a_page_that_has_not_changed_is_not_sent_again(local: Site) -> None:
    def changed(one: BaseHTTPRequestHandler) -> Reply:
        if one.headers.get("If-None-Match") == '"7"':
            return Reply(status=304)
        return Reply(PAGE.body, headers={"ETag": '"7"', "Last-Modified": "Mon, 19 Oct 2026 08:00:00 GMT"})

    local.routes["/a"] = changed
    with web() as client:
        first = client.fetch(local.url("/a"))
        again = client.fetch(local.url("/a"), first.validators)
    assert first.validators == Validators(local.url("/a"), '"7"', "Mon, 19 Oct 2026 08:00:00 GMT")
    assert again.is_unchanged
    assert again.validators == first.validators


# TLS and proxies


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("news.example").configure_cert(context)
    with site({"/a": PAGE}, context) as running:
        yield running


@pytest.mark.parametrize("how", ["settings", "SSL_CERT_FILE"])
def test_an_authority_of_ones_own(
    secure: Site, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    file = tmp_path / "own.pem"
    authority.cert_pem.write_to_path(str(file))
    manner = Manner("briefgen/1", ("news.example",), str(file) if how == "settings" else "")
    if how == "SSL_CERT_FILE":
        monkeypatch.setenv(how, str(file))
    with web(manner=manner, resolve=names(news_example=HERE)) as client:
        assert client.fetch(secure.url("/a", "news.example")).data == PAGE.body


@pytest.mark.parametrize("host", ["news.example", "other.example"])
def test_a_host_that_cannot_prove_who_it_is(secure: Site, authority: trustme.CA, tmp_path: Path, host: str) -> None:
    file = tmp_path / "own.pem"
    authority.cert_pem.write_to_path(str(file))
    manner = Manner("briefgen/1", (host,), str(file) if host == "other.example" else "")
    with web(manner=manner, resolve=lambda *_: (HERE,)) as client, pytest.raises(FetchError, match="does not prove"):
        client.fetch(secure.url("/a", host))
    assert not secure.asked


class Proxy(socketserver.ThreadingTCPServer):
    """A small proxy: takes absolute addresses and CONNECT, leads all of them to one port of this machine."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int) -> None:
        self.target, self.lines = port, list[str]()
        super().__init__((HERE, 0), Passing)


class Passing(socketserver.StreamRequestHandler):
    server: Proxy

    def handle(self) -> None:
        line = self.rfile.readline().decode()
        headers = []
        while (header := self.rfile.readline()) not in (b"\r\n", b""):
            headers.append(header)
        self.server.lines.append(line.strip())
        with socket.create_connection((HERE, self.server.target)) as target:
            if line.startswith("CONNECT"):
                self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                method, url, version = line.split(" ")
                path = "/" + url.split("/", 3)[3]
                target.sendall(f"{method} {path} {version}".encode() + b"".join(headers) + b"\r\n")
            back = threading.Thread(target=pour, args=(target, self.connection), daemon=True)
            back.start()
            pour(self.connection, target)
            back.join(5)


def pour(one: socket.socket, other: socket.socket) -> None:
    try:
        while data := one.recv(65536):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)
    except OSError:
        return  # one of the two has gone


@pytest.fixture
def proxy(request: pytest.FixtureRequest) -> Iterator[Proxy]:
    target: Site = request.getfixturevalue(getattr(request, "param", "local"))
    with Proxy(target.port) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield running
        running.shutdown()


def test_through_a_proxy_that_alone_knows_the_name(proxy: Proxy) -> None:
    environment = {"HTTP_PROXY": f"http://{HERE}:{proxy.server_address[1]}"}
    with web("other", environment=environment, resolve=proxy_only) as client:
        assert client.fetch("http://news.example/a").data == PAGE.body
    assert proxy.lines == ["GET http://news.example/robots.txt HTTP/1.1", "GET http://news.example/a HTTP/1.1"]


def proxy_only(host: str, _port: int) -> Sequence[str]:
    if host != HERE:
        raise socket.gaierror("no such name")
    return (HERE,)


@pytest.mark.parametrize("proxy", ["secure"], indirect=True)
def test_through_a_proxy_encrypted(proxy: Proxy, authority: trustme.CA, tmp_path: Path) -> None:
    file = tmp_path / "own.pem"
    authority.cert_pem.write_to_path(str(file))
    environment = {"HTTPS_PROXY": f"http://{HERE}:{proxy.server_address[1]}"}
    manner = Manner("briefgen/1", (), str(file))
    with web(manner=manner, environment=environment, resolve=proxy_only) as client:
        assert client.fetch("https://news.example/a").data == PAGE.body
    assert set(proxy.lines) == {"CONNECT news.example:443 HTTP/1.1"}


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/a", "http://10.0.0.1/a", "http://[::1]/a", "http://localhost/a", "http://rebound.example/a"],
)
def test_a_proxy_is_no_way_to_a_private_host(proxy: Proxy, url: str) -> None:
    environment = {"HTTP_PROXY": f"http://{HERE}:{proxy.server_address[1]}"}
    resolve = names(rebound_example="10.0.0.1")
    with web("other", environment=environment, resolve=resolve) as client, pytest.raises(FetchError):
        client.fetch(url)
    assert not proxy.lines


def test_a_redirect_through_a_proxy_is_checked_too(proxy: Proxy, local: Site) -> None:
    local.routes["/r"] = redirect("http://169.254.169.254/latest/")
    environment = {"HTTP_PROXY": f"http://{HERE}:{proxy.server_address[1]}"}
    with web("other", environment=environment, resolve=proxy_only) as client, pytest.raises(FetchError):
        client.fetch("http://news.example/r")
    assert len(proxy.lines) == 2
