"""What comes back: whose it is, what it means, and what follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.delivery import keys
from briefgen.delivery.bouncing import addresses, codes, following, mailboxes, reports
from briefgen.delivery.bouncing.codes import Kind
from briefgen.delivery.outbox import Outbox, audit, looking, moving, open_outbox, planning
from briefgen.delivery.unsubscribing import leaving, tokens
from briefgen.delivery.values import Combination, Entry, Letter, Person, Reply, State
from briefgen.errors import UsageError
from briefgen.model import File

OLD, NEW = "old-" * 10, "new-" * 10
RING = keys.ring(f"{NEW}\n{OLD}")
NOW = dt.datetime(2026, 11, 23, 7, 30, tzinfo=dt.UTC)
TRANSPORT = Combination(("transport",), "en")
ANN, BOB = "ann@example.org", "bob@example.org"


@given(st.integers(1, 2**40 - 1), st.from_regex(r"<[a-f0-9]{8}@example\.org>", fullmatch=True))
def test_an_envelope_sender_names_its_message_and_proves_it(number: int, message_id: str) -> None:
    made = addresses.sender("bounces@example.org", RING, number, message_id)
    local, _, domain = made.rpartition("@")
    assert (len(local) <= 64, domain) == (True, "example.org")
    (token,) = addresses.tokens(f"To: <{made.upper()}>, <{made}>")
    assert token.number == number
    assert addresses.proves(RING, token, message_id)
    assert not addresses.proves(RING, token, message_id.replace("@", "0@"))
    assert not addresses.proves(keys.ring(OLD), token, message_id)


def test_an_address_of_a_key_that_was_replaced_still_proves() -> None:
    (token,) = addresses.tokens(addresses.sender("b@example.org", keys.ring(OLD), 7, "<a@b>"))
    assert addresses.proves(RING, token, "<a@b>")


@given(st.text() | st.from_regex(r"b\+[a-z2-7]{32}@x", fullmatch=True))
def test_a_forged_address_proves_nothing(text: str) -> None:
    assert not any(addresses.proves(RING, token, "<a@b>") for token in addresses.tokens(text))


def test_without_a_key_the_sender_is_the_address() -> None:
    assert addresses.sender("bounces@example.org", (), 7, "<a@b>") == "bounces@example.org"


def test_the_longest_address_still_fits() -> None:
    made = addresses.sender(f"{'b' * addresses.LONGEST}@example.org", RING, 1, "<a@b>")
    assert len(made.rpartition("@")[0]) == 64


# What a status says of the recipient.


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        ("5.1.1", "smtp; 550 5.1.1 <ann@example.org>: Recipient address rejected: User unknown", Kind.HARD),
        ("5.1.10", "smtp; 556 5.1.10 recipient domain takes no mail", Kind.HARD),
        ("5.0.0", "smtp; 550 No such user here", Kind.HARD),
        ("5.0.0", "smtp; 550 5.1.1 The account does not exist", Kind.HARD),
        ("", "550 mailbox not found", Kind.HARD),
        ("5.0.0", "smtp; 550 User unknown: blocked by our policy", Kind.REFUSED),
        ("5.1.1", "smtp; 550 5.7.1 Message rejected due to its content", Kind.REFUSED),
        ("5.7.1", "smtp; 554 5.7.1 Service unavailable; client host blocked", Kind.REFUSED),
        ("5.1.8", "smtp; 553 5.1.8 sender's domain does not exist", Kind.REFUSED),
        ("5.6.0", "x400; content", Kind.REFUSED),
        ("5.2.2", "smtp; 552 5.2.2 mailbox full", Kind.SOFT),
        ("5.2.2", "smtp; 550 5.1.1 and 5.2.2: over quota", Kind.SOFT),
        ("4.4.1", "dns; connection timed out", Kind.SOFT),
        ("4.1.1", "smtp; 450 4.1.1 unverified", Kind.SOFT),
        ("5.1.0", "smtp; 550 5.1.0 address rejected", Kind.SOFT),
        ("5.4.4", "host not found", Kind.SOFT),
        ("", "", Kind.SOFT),
        ("nonsense", "1.1.1.1 said 5.1.1.1 and 15.1.1", Kind.SOFT),
        ("5.1.1", "relay 192.5.1.1 said no", Kind.HARD),
    ],
)
def test_a_status_says_of_the_recipient_what_is_mildest(status: str, said: str, kind: Kind) -> None:
    assert codes.verdict(status, said)[0] is kind


@given(st.text(max_size=60), st.text(max_size=60))
def test_only_a_permanent_failure_is_hard(status: str, said: str) -> None:
    kind, code = codes.verdict(status, said)
    assert kind in codes.FINAL
    assert kind is not Kind.HARD or code.startswith("5.")


# Mails that come back, in the shapes of those who write them.


TO = addresses.sender("bounces@example.org", RING, 1, "<m1@example.org>")
LINK = tokens.link("https://example.org/u", RING, Person("ann@example.org", "", ("cabinet",), TRANSPORT, (), ()))
RETURNED = f"""\
Return-Path: <{TO}>
Message-ID: <m1@example.org>
List-Unsubscribe: <{LINK}>
Subject: Brief of the week
"""
"""The head of a message that was sent, as it comes back."""


def report(status: str, action: str = "failed", *, returned: str = RETURNED, to: str = TO, said: str = "") -> bytes:
    """A delivery status notification (RFC 3464), as Postfix writes it."""
    diagnostic = f"Diagnostic-Code: smtp; {said}\n" if said else ""
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: {to}
Auto-Submitted: auto-replied
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ann@example.org
Action: {action}
Status: {status}
{diagnostic}
--b1
Content-Type: text/rfc822-headers

{returned}
--b1--
""".encode()


QMAIL = f"""\
From: MAILER-DAEMON@mx.example
To: {TO}
Subject: failure notice

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<ann@example.org>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

{RETURNED}
Spending rose 4.2.2 times, said 5.7.1.
"""
EXIM = f"""\
From: Mail Delivery System <Mailer-Daemon@mx.example>
X-Failed-Recipients: ann@example.org
To: {TO}
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

  ann@example.org
    SMTP error from remote mail server after RCPT TO:<ann@example.org>:
    550 Unknown user

------ This is a copy of the message, including all the headers. ------

{RETURNED}
Rejected as spam: 5.7.1
"""
EXCHANGE = f"""\
From: Microsoft Exchange <postmaster@mx.example>
To: {TO}
Subject: Undeliverable: Brief of the week
Content-Type: text/html; charset=utf-8

<html><body><p>Delivery has failed to these recipients:</p><p>ann@example.org</p>
<p>#&lt; #5.1.1 smtp;550 5.1.1 RESOLVER.ADR.RecipNotFound; not found&gt; #SMTP#</p></body></html>
"""
GMAIL = report("5.1.1", said="550-5.1.1 The email account that you tried to reach does not exist.").replace(
    b"From: MAILER-DAEMON@mx.example (Mail Delivery System)",
    b"From: Mail Delivery Subsystem <mailer-daemon@mail.example>\nX-Failed-Recipients: ann@example.org",
)
COMPLAINT = f"""\
From: feedback@provider.example
To: abuse@example.org
Subject: complaint
Content-Type: multipart/report; report-type=feedback-report; boundary="b1"

--b1
Content-Type: text/plain

Somebody calls this spam.

--b1
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider/1.0
Version: 1
Original-Mail-From: <{TO}>

--b1
Content-Type: message/rfc822

{RETURNED}
Text.
--b1--
"""
VACATION = f"""\
Return-Path: <>
From: Ann Lee <ann@example.org>
To: {TO}
Auto-Submitted: auto-replied (vacation)
Subject: Away until 5.1.1

I am away; the code of my door is 550 5.1.1, user unknown.
"""
RECEIPT = report("5.1.1").replace(b"delivery-status", b"disposition-notification")
LATER = f"""\
From: MAILER-DAEMON@mx.example
To: {TO}
Subject: Warning: could not send message for past 4 hours

Your message has been delayed, 451 4.4.1 timed out. We will keep trying.
"""


@pytest.mark.parametrize(
    ("mail", "kind", "status"),
    [
        (report("5.1.1", said="550 5.1.1 User unknown"), Kind.HARD, "5.1.1"),
        (report("5.1.1").replace(b"\n", b"\r\n"), Kind.HARD, "5.1.1"),
        (report("5.1.1").replace(b"message/delivery", b"message/global-delivery"), Kind.HARD, "5.1.1"),
        (report("5.7.1", said="554 5.7.1 blocked"), Kind.REFUSED, "5.7.1"),
        (report("5.2.2"), Kind.SOFT, "5.2.2"),
        (report("4.4.1", "delayed"), Kind.DELAYED, "4.4.1"),
        (report("2.1.5", "relayed"), Kind.DELIVERED, "2.1.5"),
        (QMAIL.encode(), Kind.HARD, "5.1.1"),
        (EXIM.encode(), Kind.HARD, "5.0.0"),
        (EXCHANGE.encode(), Kind.HARD, "5.1.1"),
        (GMAIL, Kind.HARD, "5.1.1"),
        (COMPLAINT.encode(), Kind.COMPLAINT, ""),
        (COMPLAINT.replace("abuse\n", "not-spam\n").encode(), Kind.OTHER, ""),
        (VACATION.encode(), Kind.AUTOMATIC, ""),
        (RECEIPT, Kind.AUTOMATIC, ""),
        (LATER.encode(), Kind.DELAYED, ""),
        (f"From: ann@example.org\nTo: {TO}\n\nPlease take me off. 550 5.1.1\n".encode(), Kind.OTHER, ""),
        (b"", Kind.OTHER, ""),
        (b"\0\xff" * 1000, Kind.OTHER, ""),
    ],
)
def test_a_mail_is_what_it_reports(mail: bytes, kind: Kind, status: str) -> None:
    found = reports.read(mail)
    assert (found.kind, found.status) == (kind, status)
    if mail and TO.encode() in mail:
        assert [one.number for one in found.tokens] == [1]


@pytest.mark.parametrize("mail", [report("5.1.1"), QMAIL.encode(), EXIM.encode(), COMPLAINT.encode()])
def test_a_report_names_the_message_that_it_returns(mail: bytes) -> None:
    found = reports.read(mail)
    assert found.message_id == "<m1@example.org>"
    assert LINK.rpartition("/")[2] in found.links


def nested(depth: int) -> bytes:
    heads = "".join(f"Content-Type: multipart/mixed; boundary=b{one}\n\n--b{one}\n" for one in range(depth))
    return f"From: a@b\n{heads}Content-Type: text/plain\n\nx\n".encode()


@pytest.mark.parametrize(
    "mail",
    [
        nested(5000),
        b"Content-Type: message/rfc822\n\n" * 5000,
        b"Content-Type: multipart/report; boundary=b\n\n" + b"--b\n\n" * 50_000,
        b"From: MAILER-DAEMON@x\n\n" + b"5.1.1 " * 200_000,
        b"From: " + b"<" * 400_000 + b"\n\n550 5.1.1",
        b"Content-Type: text/plain; charset=nonsense\n\n\xff\n",
        b'Content-Type: multipart/report; boundary="\xff\xfe"\n\n--\xff\xfe\n',
        b"Content-Type: message/delivery-status\n\n" + b"a: b\n\n" * 50_000,
        b"To: " + b"b+" + b"a" * 32 + b"@x, " * 20_000 + b"\n\n",
        b"From: MAILER-DAEMON@x\nContent-Type: text/html\n\n" + b"<" * 300_000,
        b"Message-ID: " * 30_000,
    ],
)
def test_a_hostile_mail_is_read_and_is_nothing(mail: bytes) -> None:
    found = reports.read(mail)
    assert (found.message_id, len(found.said) <= reports.SHOWN) == ("", True)


@given(st.data())
def test_a_report_with_anything_changed_in_it_is_still_read(data: st.DataObject) -> None:
    mail = bytearray(data.draw(st.sampled_from([report("5.1.1"), COMPLAINT.encode(), GMAIL, QMAIL.encode()])))
    for _ in range(data.draw(st.integers(1, 4))):
        begin = data.draw(st.integers(0, len(mail)))
        mail[begin : begin + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    assert reports.read(bytes(mail)).kind in Kind


# What follows.


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    """Six editions that were sent to Ann and Bob."""
    with open_outbox(tmp_path / "outbox.db") as opened:
        for number in range(6):
            edition = f"2026-W4{number}"
            people = [planning.Planned(person(name), f"<{name[0]}{number}@example.org>") for name in (ANN, BOB)]
            letter = Letter(TRANSPORT, (File("transport.en.eml", b"x"),))
            planning.plan(opened, edition, "hash", [letter], people, None, NOW, "test")
            while claimed := moving.claim(opened, edition, NOW, "test"):
                (entry,) = moving.dot(opened, claimed, NOW, "test")
                moving.settle(opened, [moving.Settled(entry, State.SENT, Reply(250, "ok"))], NOW, "test")
        yield opened


def person(address: str) -> Person:
    return Person(address, "", ("cabinet",), TRANSPORT, (), ())


def sent(outbox: Outbox, address: str, number: int = 0) -> Entry:
    return looking.by_recipient(outbox, address)[number]


def about(entry: Entry, status: str, **more: str) -> bytes:
    """A report about a message, to its own address."""
    to = addresses.sender("bounces@example.org", RING, entry.number, entry.message_id)
    return report(status, **{"to": to, "returned": f"Message-ID: {entry.message_id}\n", **more})


def followed(outbox: Outbox, *mails: bytes, dry: bool = False) -> list[following.Outcome]:
    return list(following.follow(outbox, RING, mails, following.Rule(), NOW, dry=dry))


def test_one_hard_bounce_is_enough_and_is_read_once(outbox: Outbox) -> None:
    entry = sent(outbox, ANN)
    mail = about(entry, "5.1.1", said="550 5.1.1 User unknown")
    (dry,) = followed(outbox, mail, dry=True)
    assert (dry.left, leaving.departures(outbox)) == (("",), ())
    (found,) = followed(outbox, mail, mail)
    assert (found.entry, found.left) == (entry, (leaving.EVERYTHING,))
    assert followed(outbox, mail) == []
    left = leaving.has_left(outbox, person(ANN))
    assert left is not None
    assert left.reason == "bounced on 2026-11-23: 5.1.1 smtp; 550 5.1.1 User unknown"
    assert leaving.has_left(outbox, person(BOB)) is None
    (note,) = [one for one in audit.notes(outbox) if one.what == "report"]
    assert (note.edition, note.message, note.detail) == ("2026-W40", entry.number, "hard 5.1.1")


def test_soft_bounces_of_three_of_the_last_five_editions_are_enough(outbox: Outbox) -> None:
    early, same = about(sent(outbox, ANN, 0), "5.2.2"), about(sent(outbox, ANN, 3), "4.2.2")
    again = about(sent(outbox, ANN, 3), "4.2.1")
    assert [one.left for one in followed(outbox, early, same, again)] == [(), (), ()]
    (fourth,) = followed(outbox, about(sent(outbox, ANN, 4), "5.2.2"))
    assert fourth.left == (), "the first of the six editions is too long ago, and one edition counts once"
    (fifth,) = followed(outbox, about(sent(outbox, ANN, 5), "5.2.2"))
    assert fifth.left == (leaving.EVERYTHING,)
    leaving.come_back(outbox, ANN, (), NOW, "Nora")
    assert followed(outbox, about(sent(outbox, ANN, 5), "4.4.1"))[0].left == (), "it begins anew"


@pytest.mark.parametrize("status", ["5.7.1", "5.7.26", "4.7.0", "5.3.4", "5.5.0"])
def test_what_is_wrong_with_us_never_counts_against_a_recipient(outbox: Outbox, status: str) -> None:
    mails = [about(sent(outbox, ANN, number), status) for number in range(6)]
    assert {(one.report.kind, one.left) for one in followed(outbox, *mails)} == {(Kind.REFUSED, ())}
    assert leaving.departures(outbox) == ()


def test_a_complaint_ends_the_lists_of_the_message(outbox: Outbox) -> None:
    entry = sent(outbox, ANN)
    to = addresses.sender("bounces@example.org", RING, entry.number, entry.message_id)
    (found,) = followed(outbox, COMPLAINT.replace(TO, to).encode())
    assert (found.entry, found.left) == (entry, ("cabinet",))
    (left,) = leaving.departures(outbox)
    assert left.how is leaving.How.COMPLAINT


def test_nobody_has_others_taken_off_a_list(outbox: Outbox) -> None:
    """A stranger knows Ann's address, the edition and so the Message-ID, and has a message of their own."""
    ann, bob = sent(outbox, ANN), sent(outbox, BOB)
    own = tokens.link("https://example.org/u", RING, person(BOB))
    other_key = addresses.sender("b@example.org", keys.ring("forged" * 10), ann.number, ann.message_id)
    of_bob = addresses.sender("b@example.org", RING, bob.number, bob.message_id)
    swapped = addresses.sender("b@example.org", RING, bob.number, ann.message_id)
    unknown = addresses.sender("b@example.org", RING, 10**9, ann.message_id)
    for to in ("b@example.org", other_key, swapped, unknown):
        mail = about(ann, "5.1.1", to=to, returned=f"Message-ID: {ann.message_id}\nList-Unsubscribe: <{own}>\n")
        (found,) = followed(outbox, mail)
        assert (found.entry, found.left) == (None, ())
        assert found.doubt == "names a message from here, and proves nothing"
    (found,) = followed(outbox, about(ann, "5.1.1", to=of_bob))
    assert found.entry == bob, "the address that it came to counts, and that is one's own"
    assert leaving.has_left(outbox, person(ANN)) is None


def test_a_report_to_another_address_proves_itself_by_the_link_that_it_returns(outbox: Outbox) -> None:
    entry = sent(outbox, ANN)
    link = tokens.link("https://example.org/u", RING, person(ANN))
    returned = f"Message-ID: {entry.message_id}\nList-Unsubscribe: <{link}>\n"
    (found,) = followed(outbox, about(entry, "5.1.1", to="postmaster@example.org", returned=returned))
    assert (found.entry, found.left) == (entry, (leaving.EVERYTHING,))


def test_what_is_about_nothing_of_ours_changes_nothing(outbox: Outbox) -> None:
    before = outbox.rows("SELECT * FROM message")
    stranger = report("5.1.1", returned="Message-ID: <x@elsewhere>\n", to="b@example.org")
    away = VACATION.replace(TO, addresses.sender("b@example.org", RING, 1, sent(outbox, ANN).message_id))
    found = followed(outbox, stranger, away.encode(), b"From: a@b\n\nHello\n")
    assert [one.left for one in found] == [(), (), ()]
    assert [one.doubt for one in found] == ["about no message from here", "", ""]
    assert outbox.rows("SELECT * FROM message") == before
    assert leaving.departures(outbox) == ()


def test_a_report_settles_what_nobody_knew(outbox: Outbox) -> None:
    outbox.run("UPDATE message SET state = 'unknown' WHERE number = 1")
    followed(outbox, about(sent(outbox, ANN), "4.2.2"))
    assert (sent(outbox, ANN).state, sent(outbox, ANN).reason) == (State.SENT, "a report about it came back")


# Where mails come from.


def test_a_maildir_an_mbox_a_folder_and_a_file_give_the_same_mails(tmp_path: Path) -> None:
    mails = [report("5.1.1"), QMAIL.encode(), VACATION.encode()]
    box = tmp_path / "Maildir"
    for place, name, mail in (("new", "1.a", mails[0]), ("cur", "2.b:2,S", mails[1]), ("cur", "3.c:2,", mails[2])):
        (box / place).mkdir(parents=True, exist_ok=True)
        (box / place / name).write_bytes(mail)
    (box / "tmp").mkdir()
    (box / "tmp" / "half").write_bytes(b"From")
    (box / "new" / "link").symlink_to(tmp_path / "passwords")
    plain = tmp_path / "plain"
    plain.mkdir()
    for number, mail in enumerate(mails):
        (plain / f"{number}.eml").write_bytes(mail)
    mbox = tmp_path / "mbox"
    mbox.write_bytes(b"".join(b"From MAILER-DAEMON Mon Nov 23 07:30:00 2026\n" + mail + b"\n" for mail in mails))
    assert list(mailboxes.mails(box)) == list(mailboxes.mails(plain)) == mails
    assert [one.rstrip() for one in mailboxes.mails(mbox)] == [one.rstrip() for one in mails]
    assert list(mailboxes.mails(plain / "0.eml")) == mails[:1]


def test_large_mails_are_cut_and_other_mails_of_the_box_are_read(tmp_path: Path) -> None:
    mbox = tmp_path / "mbox"
    mbox.write_bytes(b"From a\nSubject: x\n\n" + b"x\n" * reports.LARGEST + b"\nFrom b\nSubject: y\n\n")
    large, small = mailboxes.mails(mbox)
    assert (len(large) <= reports.LARGEST + 2, small) == (True, b"Subject: y\n\n")


def test_what_is_no_mailbox_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(UsageError, match="Maildir"):
            list(mailboxes.mails(path))
