"""Newsletters and mails kept as files, and mailboxes of them."""

from __future__ import annotations

import datetime as dt
import io
import time
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.corpus import load
from briefgen.corpus.opening import Bytes, Contents, read_bytes
from briefgen.errors import CorpusError
from briefgen.model import BlockKind, Document, How

BODY = "Freight through the ports of the lake grew by 5% to 3 million tons, the harbour board said."
OTHER = "The ferry carried 400 thousand people across the lake in the first half of the year."


def read(data: str | bytes | EmailMessage, name: str = "a.eml") -> Contents:
    raw = data.encode() if isinstance(data, str) else data if isinstance(data, bytes) else data.as_bytes(policy=SMTP)
    return read_bytes(Bytes(raw, name, name.rpartition(".")[2]))


def letter(
    text: str = BODY, subject: str = "Ports grow", sender: str = "Example News <news@example.org>"
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    message["Date"] = "Fri, 24 Oct 2025 23:30:00 -0500"
    message.set_content(text)
    return message


def body(document: Document) -> list[str]:
    """What is read of it."""
    return [
        document.text[one.span.start : one.span.end]
        for one in document.blocks
        if one.kind not in {BlockKind.FURNITURE, BlockKind.BYLINE}
    ]


def test_a_plain_letter() -> None:
    (one,) = read(letter(f"{BODY}\n\n{OTHER}\n")).documents
    assert (one.name, one.headline, one.publisher, one.byline) == ("a.eml", "Ports grow", "Example News", None)
    assert (one.published, one.media) == (dt.date(2025, 10, 24), "message/rfc822")
    assert one.how("published") is one.how("headline") is one.how("publisher") is How.DECLARED
    assert body(one) == [BODY, OTHER]


@pytest.mark.parametrize(
    ("sender", "byline", "publisher"),
    [
        ("Ann Lee <ann@example.org>", "Ann Lee", None),
        ("Example News <news@example.org>", None, "Example News"),
        ("Lake Board <press@lakeboard.org>", None, "Lake Board"),
        ("Ann Lee from Example News <ann@example.org>", "Ann Lee", "Example News"),
        ('"Ann Lee | Example News" <ann@example.org>', "Ann Lee", "Example News"),
        ('"Lee, Ann" <ann@example.org>', "Ann Lee", None),
        ("=?utf-8?q?J=C3=BCrgen_M=C3=BCller?= <jm@example.org>", "Jürgen Müller", None),
        ("=?koi8-r?B?7s/Xz9PUyQ==?= <n@example.org>", None, "Новости"),
        ("news@example.org", None, None),
        ('"news@example.org" <news@example.org>', None, None),
    ],
)
def test_senders(sender: str, byline: str | None, publisher: str | None) -> None:
    raw = f"From: {sender}\nSubject: Ports\nDate: Fri, 24 Oct 2025 08:00:00 +0000\n\n{BODY}\n"
    (one,) = read(raw).documents
    assert (one.byline, one.publisher) == (byline, publisher)


@pytest.mark.parametrize(
    ("subject", "headline"),
    [
        ("Re: Ports grow", "Ports grow"),
        ("RE[2]: AW: Ports grow", "Ports grow"),
        ("Rex: a king", "Rex: a king"),
        ("=?utf-8?Q?H=C3=A4fen?= =?utf-8?Q?_wachsen?=", "Häfen wachsen"),
        ("=?nonsense?Q?abc?=", "=?nonsense?Q?abc?="),
        ("Häfen", "Häfen"),
        ("", None),
    ],
)
def test_subjects(subject: str, headline: str | None) -> None:
    (one,) = read(f"From: a@example.org\nSubject: {subject}\n\n{BODY}\n").documents
    assert one.headline == headline


REPLY = f"""{BODY}

On Thu, 23 Oct 2025 at 10:00, Bo Ray <bo@example.org> wrote:
> How much did it grow? I heard of 9%.
>
> > Who knows, 7% perhaps.

{OTHER}

--{" "}
Ann Lee
Harbour Street 12
"""
OUTLOOK = f"""{BODY}

-----Original Message-----
From: Bo Ray <bo@example.org>
Sent: Thursday, October 23, 2025 10:00 AM
To: Ann Lee
Subject: Ports

I heard of 9%.
"""
OUTLOOK_NEW = OUTLOOK.replace("-----Original Message-----\n", "")
LIST = f"{BODY}\n\nYou are receiving this because you signed up.\n\nUnsubscribe: https://example.org/u?id=300\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [(REPLY, [BODY, OTHER]), (OUTLOOK, [BODY]), (OUTLOOK_NEW, [BODY]), (LIST, [BODY])],
    ids=["quoted", "outlook", "outlook without a line", "list"],
)
def test_what_a_letter_does_not_say_itself(text: str, expected: list[str]) -> None:
    (one,) = read(letter(text)).documents
    assert body(one) == expected
    assert "9%" in one.text or text is LIST


def test_the_same_in_html() -> None:
    message = letter("See the HTML.")
    message.add_alternative(
        f"""<html><head><style>p{{color:red}}</style></head><body><div style="display:none">Preview</div>
        <table><tr><td><table><tr><td><h1>Ports grow</h1><p>{BODY}</p><p>{OTHER}</p></td></tr></table></td></tr></table>
        <img src="https://example.org/pixel?id=1"><p><a href="https://example.org/u">Unsubscribe</a> from this list</p>
        <div class="gmail_quote"><div class="gmail_attr">On Thu Bo Ray wrote:</div><blockquote>9%, I heard.</blockquote>
        </div></body></html>""",
        subtype="html",
    )
    (one,) = read(message).documents
    assert body(one)[-2:] == [BODY, OTHER]
    assert not any("9%" in part or "Preview" in part or "nsubscribe" in part for part in body(one))


ORIGINAL = "From: Bo Ray &lt;bo@example.org&gt;<br>To: Ann; Cy<br>Sent: Mon, Apr 2, 2012 5:49 pm<br>Subject: Test<br>"


@pytest.mark.parametrize(
    "below",
    [
        f"<br><div>-----Original Message-----<br>{ORIGINAL}<br><pre>It was 9%.</pre></div>",
        f"<div><p><b>{ORIGINAL.replace(':', ':</b>', 1)}</p><p>It was 9%.</p><p>Bo</p></div>",
        "<div>&gt; Subject: Test<br>&gt; From: bo@example.org<br>&gt; <br>&gt; It was 9%.<br></div>",
        "<br>Thu, 26 Jun 2014 14:00:51 +0400 от Bo Ray:<br><blockquote><p>It was 9%.</p></blockquote>",
        '<div class="moz-cite-prefix">Am 26.06.2014 schrieb Bo:</div><blockquote type="cite">It was 9%.</blockquote>',
    ],
    ids=["webmail", "outlook", "marks", "blockquote", "thunderbird"],
)
def test_what_programs_quote_in_html(below: str) -> None:
    message = letter("See the HTML.", "Re: Ports grow")
    message.add_alternative(f"<html><body><p>{BODY}</p><p>{OTHER}</p>{below}</body></html>", subtype="html")
    (one,) = read(message).documents
    assert body(one) == [BODY, OTHER]
    assert "9%" in one.text


def test_quotations_of_a_newsletter_are_read() -> None:
    message = letter("See the HTML.")
    said = "“Freight will reach 4 million tons by 2030,” the minister said."
    message.add_alternative(f"<p>{BODY}</p><p>The minister said:</p><blockquote>{said}</blockquote>", subtype="html")
    (one,) = read(message).documents
    assert body(one) == [BODY, "The minister said:", said]


def test_the_richer_form_is_read() -> None:
    stub = letter(f"{BODY}\n\n{OTHER}\n")
    stub.add_alternative("<p>View it in your browser.</p>", subtype="html")
    (one,) = read(stub).documents
    assert body(one) == [BODY, OTHER]


FORWARD = f"""Have a look.

---------- Forwarded message ---------
From: Example Wire <wire@example.org>
Date: Thu, 23 Oct 2025 at 10:00
Subject: Ports grow
To: Ann Lee

{BODY}

> {OTHER}
"""


def test_what_is_sent_on_is_its_writer_s() -> None:
    (one,) = read(letter(FORWARD, "Fwd: Ports grow", "Bo Ray <bo@example.org>")).documents
    assert (one.headline, one.byline, one.publisher) == ("Ports grow", None, "Example Wire")
    assert (one.published, one.how("published"), one.how("publisher")) == (dt.date(2025, 10, 23), How.FOUND, How.FOUND)
    assert BODY in body(one)
    assert not any(part.startswith(("From:", "Subject:", "------")) for part in body(one))


def test_flowed_lines_are_joined() -> None:
    lines = "Freight through the port of \r\nlake grew by 5% \r\nto 3 million tons.\r\n\r\n>A reply \r\n> to it.\r\n"
    head = "From: a@example.org\r\nSubject: x\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n"
    (one,) = read(head + lines).documents
    assert body(one) == ["Freight through the port of lake grew by 5% to 3 million tons."]
    delsp = head.replace("flowed", "flowed; delsp=yes")
    (one,) = read(delsp + "港口货物吞吐量增长 \r\n了百分之五。\r\n").documents
    assert one.text.strip() == "港口货物吞吐量增长了百分之五。"


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
def test_transfer_encodings(encoding: str, transfer: str) -> None:
    message = letter()
    text = "Die Häfen fertigten 3 Millionen Tonnen ab, sagte der Minister = und mehr nicht.\n"
    message.set_content(text, charset=encoding, cte=transfer)
    (one,) = read(message).documents
    assert one.text == text


def test_a_charset_that_is_wrong_or_unknown() -> None:
    for charset in ("us-ascii", "x-nothing", "utf-8"):
        head = f"From: a@example.org\nSubject: x\nContent-Type: text/plain; charset={charset}\n\n"
        (one,) = read(head.encode() + "Häfen fertigten Güter ab.\n".encode()).documents
        assert one.text == "Häfen fertigten Güter ab.\n"


def test_attachments() -> None:
    message = letter(f"{BODY}\n")
    message.add_attachment(f"<p>{OTHER}</p>".encode(), "text", "html", filename="häfen/../report.html")
    message.add_attachment(b"MZ\0\0", "application", "x-msdownload", filename="invoice.exe")
    message.add_attachment(b"\x89PNG", "image", "png", filename="chart.png")
    message.add_attachment(letter(OTHER + " Again.", "Ferry", "Ann Lee <ann@example.org>"))
    contents = read(message)
    assert [one.name for one in contents.documents] == ["a.eml", "a.eml/report.html", "a.eml/mail1"]
    assert (contents.documents[2].headline, contents.documents[2].byline) == ("Ferry", "Ann Lee")
    assert {one.what: one.reason for one in contents.omissions} == {
        "a.eml/invoice.exe": ".exe files cannot be read",
        "a.eml/chart.png": ".png files cannot be read",
    }


def test_a_mailbox() -> None:
    mails = [letter(f"{BODY}\n"), letter(f"{OTHER}\n\n>From the board.\n", "Ferry"), letter(" \n", "Nothing")]
    for number, message in enumerate(mails):
        message["Message-ID"] = f"<{number}@example.org>"
    raw = b"".join(b"From MAILER Fri Oct 24 2025\n" + one.as_bytes() + b"\n" for one in mails)
    contents = read(raw, "news.mbox")
    assert [one.headline for one in contents.documents] == ["Ports grow", "Ferry"]
    assert len({one.name for one in contents.documents}) == 2
    assert all(one.name.startswith("news.mbox#") for one in contents.documents)
    assert [one.reason for one in contents.omissions] == ["has no text (“Nothing”)"]
    turned = b"".join(b"From MAILER Fri Oct 24 2025\n" + one.as_bytes() + b"\n" for one in reversed(mails))
    assert {one.name for one in read(turned, "news.mbox").documents} == {one.name for one in contents.documents}


NESTED = "From: a@example.org\nSubject: x\n" + "".join(
    f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3_000)
)


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (f"{BODY}\n", "a.eml", "is no mail"),
        ("", "a.eml", "is no mail"),
        (b"\0" * 1_000, "a.eml", "is no mail"),
        ("From: a@example.org\nSubject: x\n\n\n", "a.eml", "has no text"),
        (NESTED, "a.eml", "nested too deep"),
        ("From: a@b.c\nContent-Type: multipart/encrypted; boundary=x\n\n--x\n\nabc\n--x--\n", "a.eml", "encrypted"),
        ("From: a@b.c\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nabc\n", "a.eml", "encrypted"),
        (f"{BODY}\n", "a.mbox", "is no mailbox"),
        ("", "a.mbox", "is no mailbox"),
    ],
)
def test_what_is_no_mail(data: str | bytes, name: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        read(data, name)


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"plain", b"html", b"enriched"]),
    st.sampled_from([b"7bit", b"base64", b"x"]),
)
def test_any_bytes_end_as_documents_or_as_one_sentence(data: bytes, kind: bytes, transfer: bytes) -> None:
    head = b"From: a@example.org\nSubject: =?utf-8?q?=FF?=\nDate: nonsense\nContent-Type: text/%s; charset=%s\n"
    raw = head % (kind, data[:4].hex().encode()) + b"Content-Transfer-Encoding: " + transfer + b"\n\n" + data
    try:
        contents = read(raw)
    except CorpusError:
        return
    assert contents.documents


def test_a_maildir(tmp_path: Path) -> None:
    for name in ("cur/1761350400.M1P2.host:2,S", "new/1761350401.M1P2.host", "tmp/half"):
        path = tmp_path / "Letters" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(letter(f"{BODY} {name}", name).as_bytes())
    corpus = load([tmp_path])
    assert [one.name for one in corpus.documents] == [
        "Letters/cur/1761350400.M1P2.host:2,S",
        "Letters/new/1761350401.M1P2.host",
    ]
    assert corpus.omissions == ()


def test_mails_in_mails_for_ever() -> None:
    """Each attached as bytes, so that no parser sees how deep they go."""
    inner = letter(f"{BODY} 0").as_bytes()
    for number in range(1, 2_000):
        head = f"From: a@example.org\nSubject: {number}\nContent-Type: application/x-mail; name=in.eml\n"
        inner = f"{head}Content-Disposition: attachment\n\n".encode() + inner
    began = time.process_time()
    with pytest.raises(CorpusError, match="nested too deep"):
        read(inner)
    assert time.process_time() - began < 5


def test_a_word_file_that_is_attached() -> None:
    paper = docx.Document()
    paper.add_heading("Ports of the lake", 1)
    paper.add_paragraph(OTHER)
    stream = io.BytesIO()
    paper.save(stream)
    message = letter(f"{BODY}\n")
    message.add_attachment(stream.getvalue(), "application", "octet-stream", filename="report.docx")
    first, second = read(message).documents
    assert (first.name, second.name) == ("a.eml", "a.eml/report.docx")
    assert OTHER in body(second)


def test_mails_that_are_attached_as_files() -> None:
    message = letter(f"{BODY}\n")
    message.add_attachment(letter(OTHER, "Ferry").as_bytes(), "application", "octet-stream", filename="ferry.EML")
    contents = read(message)
    assert [(one.name, one.headline) for one in contents.documents] == [
        ("a.eml", "Ports grow"),
        ("a.eml/ferry.EML", "Ferry"),
    ]
