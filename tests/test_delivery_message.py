"""The message that one person gets: what it has, and what nothing in it can bring about."""

from __future__ import annotations

import email
import html
import re
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import letters
import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters import BOTH, BOUNCE, ENERGY, KEY, NOW, PDF, URL, desk, entry, letter, person
from msgspec.structs import replace

from briefgen.delivery.bouncing import addresses
from briefgen.delivery.mailing import Message, forms, headers, message, message_id, proving
from briefgen.delivery.mailing.forms import kind
from briefgen.delivery.settings import List, Release, Unsubscribing
from briefgen.delivery.unsubscribing import tokens
from briefgen.delivery.values import Letter, Person
from briefgen.errors import OutboxError
from briefgen.model import File

HEADERS = (
    "To",
    "Date",
    "Message-ID",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "From",
    "List-Id",
    "Auto-Submitted",
    "Subject",
    "MIME-Version",
    "Content-Type",
    "Content-Language",
)
LINE_ENDS = ("\n", "\r", "\r\n", "\0", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x1c", "\x1e")
INJECTED = (
    *(f"Ann{end}Bcc: all@evil.example" for end in LINE_ENDS),
    *(f"Ann{end}{end}<p>A second message</p>" for end in LINE_ENDS),
    "=?utf-8?q?Ann=0D=0ABcc:_all=40evil.example?=",
    "=?utf-8?b?QW5uDQpCY2M6IGFsbEBldmlsLmV4YW1wbGU=?=",
    'Ann" <all@evil.example>, "',
    "Ann <all@evil.example>",
    "Ann, all@evil.example",
    "\\",
    '"',
    "Ann (comment",
    "\u202enneA",
    "Ёж",
    "x" * 300,
    "Ő" * 200,
    "group: all@evil.example;",
)
texts = st.text(max_size=80) | st.sampled_from(INJECTED)


def sent(whom: Person, *, one: Letter | None = None) -> Message:
    made = forms(desk(), (one or letter(whom.combination),), (whom,))
    return message(desk(), made, entry(whom), NOW)


def parsed(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=policy.default)


def names_by_hand(content: bytes) -> list[str]:
    """The names of the headers, as a reader finds them that knows nothing but RFC 5322."""
    head = content[: content.index(b"\r\n\r\n") + 2]
    unfolded = re.sub(rb"\r\n[ \t]+", b" ", head)
    return [line.split(b":")[0].decode() for line in unfolded.split(b"\r\n") if line]


# What a message has.


def test_a_message_goes_to_one_person_and_says_where_it_is_from() -> None:
    whom = person(attached=("pdf",))
    made = sent(whom)
    mail = parsed(made.content)
    assert made.recipient == "Ann.Lee@example.org"
    assert made.sender == addresses.sender("bounces@example.org", (BOUNCE,), 1, entry(whom).message_id)
    assert mail["To"] == "Ann Lee <Ann.Lee@example.org>"
    assert mail["From"] == "Ministry of Ports <briefs@example.org>"
    assert mail["Subject"] == "Energy and ports – 2025-W44"
    assert mail["Date"].datetime == NOW
    assert mail["Message-ID"] == message_id("2026-W47", "ann.lee@example.org", "example.org")
    assert mail["List-Id"] == '"Cabinet Office, weekly" <cabinet.example.org>'
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Cc"] is mail["Bcc"] is mail["X-Unsent"] is None


def test_the_link_of_a_person_stands_in_the_head_and_in_both_versions() -> None:
    mail = parsed(sent(person()).content)
    link = tokens.link(URL, (KEY,), person())
    assert mail["List-Unsubscribe"] == f"<{link}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for form in ("plain", "html"):
        body = mail.get_body((form,))
        assert body is not None
        found = re.findall(re.escape(URL) + r"/[\w-]*", html.unescape(body.get_content()))
        assert found == [link]


def test_a_message_without_links_has_neither_of_the_headers() -> None:
    own = letters.desk(letters.delivery(leaving=False))
    made = message(own, forms(own, (letter(link=""),), (person(),)), entry(person()), NOW)
    mail = parsed(made.content)
    assert mail["List-Unsubscribe"] is None
    assert mail["List-Unsubscribe-Post"] is None


def test_attachments_and_pictures_come_as_they_were() -> None:
    mail = parsed(sent(person(attached=("pdf",))).content)
    assert mail.get_content_type() == "multipart/mixed"
    (attachment,) = mail.iter_attachments()
    assert attachment.get_content() == PDF
    assert attachment.get_content_type() == "application/pdf"
    assert attachment.get_filename() == "energy.en.pdf"
    pictures = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert [part["Content-ID"] for part in pictures] == ["<chart-1@brief.invalid>"]
    assert not any(part.defects for part in mail.walk())


def test_without_attachments_the_versions_stand_alone() -> None:
    mail = parsed(sent(person()).content)
    assert mail.get_content_type() == "multipart/alternative"
    assert names_by_hand(sent(person()).content) == list(HEADERS)


def test_who_has_the_same_letter_has_the_same_form() -> None:
    ann, bob = person(), person("bob@example.org", "Bob")
    both = person("cat@example.org", "Cat", BOTH)
    made = forms(desk(), (letter(), letter(BOTH)), (ann, bob, both, person(attached=("pdf",))))
    assert len(made) == 3
    assert kind(ann) == kind(bob)
    one, other = (message(desk(), made, entry(whom), NOW).content for whom in (ann, bob))
    assert one != other
    assert len(one) - len(other) == len("Ann Lee\r\n <Ann.Lee@example.org>") - len("Bob\r\n <bob@example.org>")


def test_the_id_of_a_message_depends_on_edition_and_person_alone() -> None:
    assert sent(person()).content == sent(person()).content
    ids = {message_id(week, whom, "example.org") for week in ("2026-W47", "2026-W47.1") for whom in ("a@b", "c@d")}
    assert len(ids) == 4


@given(st.integers(0, 200), st.sampled_from([URL, "https://x.example/a=b?c=1&d", "https://x.example/" + "=" * 40]))
def test_the_link_is_found_wherever_the_lines_of_the_text_end(before: int, url: str) -> None:
    given_ = replace(letters.delivery(), unsubscribing=replace(letters.delivery().unsubscribing, url=url))
    own = letters.desk(given_)
    link = tokens.placeholder(url)
    one = letter(link=html.escape(link), more="=" * before)
    page = html.escape(link)
    assert page.endswith("0" * tokens.LENGTH)
    text = replace(one, files=(File("energy.en.eml", one.files[0].content), one.files[1]))
    if "&" in url:  # the plain version has it as it is
        text = letter(link=link, more="=" * before)
    made = message(own, forms(own, (text,), (person(),)), entry(person()), NOW)
    bodies = [part.get_content() for part in parsed(made.content).walk() if part.get_content_maintype() == "text"]
    mine = tokens.link(url, (KEY,), person())
    assert all(html.unescape(body).count(mine) == 1 for body in bodies)
    assert not any("0" * tokens.LENGTH in body for body in bodies)


# What no name, headline or title brings about.


@given(texts, texts, texts)
def test_three_readers_find_the_headers_that_were_meant(name: str, title: str, list_: str) -> None:
    given_ = replace(letters.delivery(), sender_name=title, lists=(List("cabinet", list_, Release.BY_HAND, ()),))
    own = letters.desk(given_)
    whom = person(name=name)
    made = message(own, forms(own, (letter(title=title or "x"),), (whom,)), entry(whom), NOW)
    modern = parsed(made.content)
    old = email.message_from_bytes(made.content)
    assert modern.keys() == old.keys() == names_by_hand(made.content) == list(HEADERS)
    assert not modern.defects
    (to,) = modern["To"].addresses
    assert to.addr_spec == "Ann.Lee@example.org"
    (author,) = modern["From"].addresses
    assert author.addr_spec == "briefs@example.org"
    for value in modern.values():
        assert not re.search("[\r\n\0\u2028\u2029]", str(value))
    assert max(map(len, made.content.split(b"\r\n"))) <= proving.LONGEST


FORMS = forms(desk(), (letter(),), (person(),))


def names_of_people(content: bytes) -> str:
    """What stands before the address in the To line."""
    value = email.message_from_bytes(content)["To"]
    name, address = parseaddr(re.sub(r"\r\n(?=[ \t])", "", value))
    assert address == "Ann.Lee@example.org"
    return str(make_header(decode_header(name)))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_a_name_is_read_as_it_was_meant(name: str) -> None:
    line = names_of_people(message(desk(), FORMS, entry(person(name=name)), NOW).content)
    assert re.sub(r"\s+", "", line) == re.sub(r"\s+", "", headers.clean(name))


@pytest.mark.parametrize("text", INJECTED)
def test_a_headline_stays_in_its_line(text: str) -> None:
    made = sent(person(), one=letter(title=text))
    assert names_by_hand(made.content) == list(HEADERS)
    assert parsed(made.content)["To"] == "Ann Lee <Ann.Lee@example.org>"


@pytest.mark.parametrize("address", ["a@b>\r\nBcc: c@d", "a@b\u2028", "a b@c", "a@b,c@d", "a@b\0", '"a"@b', "a@b\r"])
def test_an_address_that_is_none_is_refused_and_not_shown(address: str) -> None:
    made = forms(desk(), (letter(),), (person(),))
    with pytest.raises(OutboxError, match="message 1: has an address that is none") as refused:
        message(desk(), made, entry(person(address)), NOW)
    assert address not in str(refused.value)


def test_an_encoded_line_end_is_refused_in_finished_bytes() -> None:
    head = b"To: =?utf-8?q?Ann=0D=0ABcc=3A_x?= <a@example.org>\r\n\r\n"
    assert proving.head_fault(head, ("To",)) == "hides a line end in To"
    assert proving.head_fault(b"To: =?utf-8?q?Ann?= <a@example.org>\r\n\r\n", ("To",)) == ""


@pytest.mark.parametrize(
    "head",
    [
        b"To: a@b\r\nBcc: c@d\r\n\r\n",
        b"To: a@b\r\n\r\nBcc: c@d\r\n\r\n",
        b"To: a@b\r\nnothing\r\n\r\n",
        b"To: a@b\rBcc: c@d\r\n\r\n",
        b"To: a@b\nBcc: c@d\r\n\r\n",
        b"To: a@b\0\r\n\r\n",
        b"To: " + b"x" * 999 + b"\r\n\r\n",
        b" To: a@b\r\n\r\n",
    ],
)
def test_finished_bytes_with_another_head_are_refused(head: bytes) -> None:
    assert proving.head_fault(head, ("To",))


# What no draft may be.


def spoilt(change: tuple[bytes, bytes]) -> Letter:
    one = letter()
    content = one.files[0].content.replace(*change, 1)
    assert content != one.files[0].content
    return replace(one, files=(replace(one.files[0], content=content), one.files[1]))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((b"X-Unsent: 1", b"Bcc: all@evil.example"), "header that no draft has: Bcc"),
        ((b"X-Unsent: 1", b"Subject: another"), "header that no draft has: Subject"),
        ((b"MIME-Version: 1.0\r\n", b""), "no mail that briefgen wrote"),
        ((b"X-Unsent: 1\r\n", b"X-Unsent: 1\n"), "half a line end"),
        ((b"To leave", b"\n.\nTo leave"), "half a line end"),
        ((b"To leave", b"\0"), "a byte that no message has"),
        ((b"To leave", b"x" * 2000), "more than 998 letters"),
        ((b'src=3D"cid:chart-1@', b'src=3D"https://evil.example/chart-1@'), "would fetch"),
        ((b'src=3D"cid:chart-1@', b'src=3D"cid:chart-2@'), "a picture that it does not have"),
        ((b"<p>Figures", b"<p style=3D'background: url(//evil.example)'>Figures"), "would fetch"),
        ((b"<p>Figures", b"<table background=3Dhttp://evil.example>"), "would fetch"),
    ],
)
def test_a_draft_that_breaks_a_rule_is_refused(change: tuple[bytes, bytes], said: str) -> None:
    with pytest.raises(OutboxError, match=said):
        forms(desk(), (spoilt(change),), (person(),))


def test_a_link_that_cannot_be_made_personal_is_refused() -> None:
    with pytest.raises(OutboxError, match="cannot be made personal"):
        forms(desk(), (spoilt((b'href=3D"https:', b'href=3D"&#104;ttps:')),), (person(),))


@pytest.mark.parametrize("url", ["", "https://briefs.example.org/other", f"{URL}/more"])
def test_a_link_that_the_settings_do_not_know_any_more_is_refused(url: str) -> None:
    """It would lead everybody to the page of nobody."""
    given = letters.delivery(leaving=bool(url))
    own = letters.desk(replace(given, unsubscribing=Unsubscribing(url)) if url else given)
    with pytest.raises(OutboxError, match="not the one of the settings"):
        forms(own, (letter(),), (person(),))


def test_a_letter_that_is_not_there_is_said_before_the_first_message() -> None:
    with pytest.raises(OutboxError, match="no letter of this edition"):
        forms(desk(), (letter(),), (person(combination=BOTH),))
    with pytest.raises(OutboxError, match=r"has no file energy\.en\.docx"):
        forms(desk(), (letter(),), (person(attached=("docx",)),))
    without = Letter(ENERGY, ())
    with pytest.raises(OutboxError, match=r"has no file energy\.en\.eml"):
        forms(desk(), (without,), (person(),))


def test_a_message_neither_counts_its_readers_nor_passes_links_through_others() -> None:
    content = parsed(sent(person()).content)
    page = content.get_body(("html",))
    assert page is not None
    text = page.get_content()
    assert re.findall(r'(?:src|href)="([^"]+)"', text) == [
        "cid:chart-1@brief.invalid",
        tokens.link(URL, (KEY,), person()),
    ]
