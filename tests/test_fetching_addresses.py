"""Which addresses are fetched at all: what is written oddly, or leads to no public host, is refused as it stands."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.fetching import addresses, proxies
from briefgen.fetching.networks import is_public
from briefgen.fetching.values import FetchError

ODD = [
    "file:///etc/passwd",
    "ftp://news.example/a",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "data:text/html,<p>x",
    "javascript:alert(1)",
    "jar:http://news.example!/a",
    "news.example/a",
    "//news.example/a",
    "http:///a",
    "http://",
    "http://./",
    "http://news..example/",
    "http://-news.example/",
    "http://[::1",
    "http://[v1.x]/",
    "http://[fe80::1%25eth0]/",
    "http://news.example:port/",
    "http://news.example:99999/",
    "http://news.example\\@127.0.0.1/",
    "http://public.example@127.0.0.1/",
    "http://user:secret@news.example/",
    "http://news.example/a b",
    "http://news.example/a\r\nHost: other.example",
    "http://news.example/\0",
    "http://ne\u2025ws.example/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0x7f.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://1.2.3.4.5/",
    "http://127.0.0.0x1/",
    "http://127.0.0.256/",
    "http://" + "a" * 5000,
    "http://news.example/\ud800",
    "http://n\udc80ws.example/",
]

PRIVATE = [
    "http://127.0.0.1/",
    "http://127.0.0.1./",
    "http://127.9.9.9:8080/",
    "http://0.0.0.0/",
    "http://10.0.0.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://198.18.0.1/",
    "http://203.0.113.7/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://①②⑦.0.0.1/",
    "http://127。0。0。1/",
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::10.0.0.1]/",
    "http://[64:ff9b:1::8.8.8.8]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:c0a8:0101::1]/",
    "http://[2001:0:53aa:64c:0:0:80ff:fffe]/",
    "http://[2606:4700::5efe:127.0.0.1]/",
    "http://[2606:4700::200:5efe:10.0.0.1]/",
    "http://[fc00::1]/",
    "http://[fd12:3456::1]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://[100::1]/",
    "http://localhost/",
    "http://LOCALHOST:8000/",
    "http://localhost./",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://a.localhost/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://news.example:22/",
    "http://news.example:25/",
    "https://news.example:445/",
]

PUBLIC = {
    "http://news.example": "http://news.example/",
    "HTTPS://News.Example/A?b=c#d": "https://news.example/A?b=c",
    "https://news.example:443/": "https://news.example/",
    "https://news.example:8443/a": "https://news.example:8443/a",
    "https://news.example./a": "https://news.example/a",
    "https://bücher.example/ä?ö=ü": "https://xn--bcher-kva.example/%C3%A4?%C3%B6=%C3%BC",
    "https://news.example/a%20b%2Fc": "https://news.example/a%20b%2Fc",
    "https://my_blog.news.example/": "https://my_blog.news.example/",
    "http://8.8.8.8/": "http://8.8.8.8/",
    "http://[2606:4700:4700::1111]/": "http://[2606:4700:4700::1111]/",
    "http://[64:ff9b::8.8.8.8]/": "http://[64:ff9b::808:808]/",
    "https://localhost.news.example/": "https://localhost.news.example/",
    "https://1.news.example/": "https://1.news.example/",
}


@pytest.mark.parametrize("url", ODD)
def test_odd_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchError):
        addresses.parse(url)


@pytest.mark.parametrize("url", PRIVATE)
def test_private_addresses_are_refused_unless_they_are_allowed(url: str) -> None:
    address = addresses.parse(url)
    with pytest.raises(FetchError) as caught:
        addresses.refuse_private(address, allowed=False)
    assert "allow_hosts" in (caught.value.hint or "")
    addresses.refuse_private(address, allowed=True)


@pytest.mark.parametrize(("url", "whole"), PUBLIC.items())
def test_public_addresses_have_one_form(url: str, whole: str) -> None:
    address = addresses.parse(url)
    addresses.refuse_private(address, allowed=False)
    assert str(address) == whole
    assert addresses.parse(whole) == address


@given(st.text(max_size=60) | st.builds("http://{}/".format, st.text(max_size=30)))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    try:
        address = addresses.parse(text)
    except FetchError:
        return
    assert addresses.parse(str(address)) == address
    assert str(address).isascii()


@given(st.ip_addresses(v=4))
def test_an_address_within_another_leads_where_it_leads(address: ipaddress.IPv4Address) -> None:
    carried = [f"::ffff:{address}", f"64:ff9b::{address}", f"2606:4700::5efe:{address}"]
    assert {is_public(one) for one in carried} == {is_public(str(address))}


@given(st.ip_addresses())
def test_what_python_knows_as_private_is_not_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    private = address.is_private or address.is_multicast or address.is_loopback or address.is_link_local
    carries = isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None
    if private and not carries and str(address) not in ("192.0.0.9", "192.0.0.10"):
        assert not is_public(str(address))


@pytest.mark.parametrize(
    ("entry", "url", "allowed"),
    [
        ("intranet.example", "http://intranet.example:8080/", True),
        ("Intranet.Example", "http://intranet.example/", True),
        ("intranet.example:8080", "http://intranet.example:8080/", True),
        ("intranet.example:8080", "http://intranet.example/", False),
        ("intranet.example", "http://a.intranet.example/", False),
        ("10.0.0.7:80", "http://10.0.0.7/", True),
        ("[fd00::7]:80", "http://[fd00::7]/", True),
        ("fd00::7", "http://[fd00::7]/", True),
        ("10.0.0.7", "http://10.0.0.8/", False),
    ],
)
def test_allowed_hosts(entry: str, url: str, allowed: object) -> None:
    assert addresses.is_allowed(addresses.parse(url), (entry,)) is allowed


@pytest.mark.parametrize(
    ("environment", "url", "through"),
    [
        ({}, "https://news.example/", None),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "https://news.example/", "http://proxy:3128"),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "http://news.example/", None),
        ({"https_proxy": "http://a:1", "HTTPS_PROXY": "http://b:2"}, "https://news.example/", "http://a:1"),
        ({"ALL_PROXY": "proxy:3128"}, "http://news.example/", "http://proxy:3128"),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "example"}, "https://news.example/", None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": ".news.example"}, "https://a.news.example/", None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "ws.example"}, "https://news.example/", "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "news.example:8443"}, "https://news.example/", "http://p:1"),
        ({"HTTP_PROXY": "http://p:1", "NO_PROXY": "10.0.0.0/8"}, "http://10.1.2.3/", None),
        ({"HTTP_PROXY": "http://p:1", "NO_PROXY": "a, *"}, "http://news.example/", None),
        ({"HTTP_PROXY": "http://p:1", "REQUEST_METHOD": "GET"}, "http://news.example/", None),
    ],
)
def test_proxies(environment: dict[str, str], url: str, through: str | None) -> None:
    found = proxies.proxy(addresses.parse(url), environment)
    assert (found.url if found else None) == through


def test_the_password_of_a_proxy_is_kept_apart() -> None:
    found = proxies.proxy(addresses.parse("http://news.example/"), {"HTTP_PROXY": "http://me:p%40ss@proxy:3128"})
    assert found == proxies.Proxy("http://proxy:3128", ("me", "p@ss"))
