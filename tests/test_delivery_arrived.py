"""What arrives, and what comes back: messages that `briefgen send` gave to a Postfix, as they lie in mailboxes there.

One edition goes out once; each test looks at another part of what came of it. `test_delivery_round_trip` goes on from
there, and leaves a list.
"""

from __future__ import annotations

import email
import re
import subprocess
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from pathlib import Path

import postal
import pytest
from conftest import HARBOUR, LINE, _here
from postal import GONE, NOBODY, PASSWORD, PostOffice
from programs import program

from briefgen.corpus.store import open_store
from briefgen.delivery import imap, secrets
from briefgen.delivery.outbox import looking, open_outbox
from briefgen.delivery.unsubscribing import leaving
from briefgen.delivery.values import Letter, State
from briefgen.editions import letters

pytestmark = pytest.mark.conform
WEEK = "2025-W11"
ANN, BO = "ann@example.org", "bo@example.org"
KEY = "k" * 40
LARGEST = 100 * 1024
"""Bytes of a page of HTML in a mail: Gmail cuts off what comes after 102 KB."""
WORST = 1.0
"""Points of SpamAssassin that a brief may have."""
SETTINGS = """\
version: 1
corpus: [news]
topics:
  transport:
    title: Transport
    terms: [port, line, railway, cargo, freight]
    measures:
      - {name: Port Alder cargo, unit: t, terms: [cargo], aliases: [Port Alder]}
"""
DELIVERY = """\
version: 1
from: briefs@example.org
from_name: Ministry briefs
bounces: bounces@example.org
relay: {{host: localhost, port: {port}, user: briefs, secret: relay-password, certificates: {authority}}}
unsubscribe: {{url: "https://briefs.example.org/leave"}}
on_ambiguous: reconcile
archive: {{host: localhost, port: {imap}, user: archive, secret: archive-password, certificates: {authority}}}
lists:
  cabinet:
    title: Cabinet
    topics: [transport]
    formats: [pdf]
    attach: [pdf]
    people:
      - {{address: {ann}, name: Ann Lee}}
      - {{address: {bo}, language: kk}}
      - {{address: {gone}}}
      - {{address: {nobody}}}
"""


class House:
    """A folder with a released edition, its post office, and what the first run said."""

    def __init__(self, home: Path, office: PostOffice) -> None:
        self.home, self.office = home, office
        self.outbox = home / "state/outbox.db"

    def __call__(self, *words: object) -> subprocess.CompletedProcess[str]:
        done = _here([str(word) for word in words], self.home)
        assert "Traceback" not in done.stderr
        return done

    def well(self, *words: object) -> str:
        done = self(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def states(self) -> dict[str, State]:
        with open_outbox(self.outbox, create=False) as outbox:
            return {one.person.address: one.state for one in looking.entries(outbox, WEEK)}

    def left(self) -> set[str]:
        with open_outbox(self.outbox, create=False) as outbox:
            return {one.recipient for one in leaving.departures(outbox)}

    def frozen(self, language: str) -> Letter:
        """The letter of a language as it was released."""
        with open_store(self.home / "state/corpus.db") as store:
            return next(one for one in letters.letters(store, WEEK) if one.combination.language.startswith(language))


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    with postal.office() as made:
        yield made


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory, office: PostOffice) -> Iterator[House]:
    """The edition is out, but for who is refused."""
    home = tmp_path_factory.mktemp("house")
    (home / "news").mkdir()
    (home / "news/harbour.txt").write_text(HARBOUR, encoding="utf-8")
    (home / "news/line.txt").write_text(LINE, encoding="utf-8")
    (home / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    text = DELIVERY.format(
        port=office.port, imap=office.imap, authority=office.authority,
        ann=ANN, bo=BO, gone=GONE, nobody=NOBODY,
    )  # fmt: skip
    (home / "delivery.yaml").write_text(text, encoding="utf-8")
    house = House(home, office)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(secrets.variable("unsubscribe-key"), KEY)
        for name in ("relay-password", "archive-password", "bounces-password"):
            patch.setenv(secrets.variable(name), PASSWORD)
        house.well("ingest", "news", "--jobs", "1")
        house.well("edition", "create", WEEK, "--format", "pdf")
        house.well("edition", "review", WEEK)
        house.well("edition", "release", WEEK)
        house.well("send", "--edition", WEEK, "--dry-run", "--out", "dry")
        done = house("send", "--edition", WEEK)
        assert done.returncode == 1, done.stderr  # one was refused
        office.settle()
        yield house


def mail(house: House, address: str) -> EmailMessage:
    """What somebody got."""
    return email.message_from_bytes(arrived(house, address), policy=policy.default)


def arrived(house: House, address: str) -> bytes:
    (found,) = (one for one in house.office.box("people") if f"Delivered-To: {address}\r\n".encode() in one)
    return found


def parts(message: EmailMessage, kind: str) -> list[EmailMessage]:
    return [one for one in message.walk() if one.get_content_type() == kind]


def test_everybody_is_where_the_relay_said(sent: House) -> None:
    assert sent.states() == {
        ANN: State.SENT, BO: State.SENT, GONE: State.SENT, NOBODY: State.FAILED,
    }  # fmt: skip
    boxes = {name: len(sent.office.box(name)) for name in postal.BOXES}
    assert boxes == {"people": 2, "archive": 3, "bounces": 1}


def test_the_message_is_read_over_imap_as_it_was_handed_in(sent: House) -> None:
    login = sent.office.login("people", sent.office.imap)
    with imap.opened(login, PASSWORD, "INBOX") as folder:
        there = [folder.mail(number, 10**6) or b"" for number in folder.search("ALL")]
    assert sorted(there) == sorted(sent.office.box("people"))
    for address in (ANN, BO):
        (dry,) = (sent.home / "dry").glob(f"*-{address}.eml")
        # Postfix puts lines in front; a Date is that of its own moment. What is signed and shown stays byte by byte.
        head, _, body = arrived(sent, address).partition(b"\r\n\r\n")
        before, _, ours = dry.read_bytes().partition(b"\r\n\r\n")
        assert body.rstrip(b"\r\n") == ours.rstrip(b"\r\n")
        assert without_date(before) in without_date(head)


def without_date(head: bytes) -> bytes:
    return re.sub(rb"Date: [^\r]+\r\n", b"", head + b"\r\n")


@pytest.mark.parametrize(("address", "language"), [(ANN, "en"), (BO, "kk")])
def test_the_pdf_and_the_words_are_those_that_were_released(sent: House, address: str, language: str) -> None:
    message, letter = mail(sent, address), sent.frozen(language)
    files = {Path(one.name).suffix: one.content for one in letter.files}
    (pdf,) = parts(message, "application/pdf")
    assert pdf.get_content() == files[".pdf"]
    assert files[".pdf"].startswith(b"%PDF-")
    (link,) = re.findall(r"<(https://briefs\.example\.org/leave/[^>]+)>", message["List-Unsubscribe"])
    released = email.message_from_bytes(files[".eml"], policy=policy.default)
    for kind in ("text/plain", "text/html"):
        (ours,), (theirs,) = parts(message, kind), parts(released, kind)
        text = ours.get_content()
        assert link in text
        placeholders = set(re.findall(r"https://briefs\.example\.org/leave/[\w.-]+", theirs.get_content()))
        (placeholder,) = placeholders
        assert text == theirs.get_content().replace(placeholder, link)
    assert len(parts(message, "text/html")[0].get_content().encode()) <= LARGEST


@pytest.mark.parametrize("address", [ANN, BO])
def test_every_chart_is_there_and_can_be_read_without_pictures(sent: House, address: str) -> None:
    message = mail(sent, address)
    page = parts(message, "text/html")[0].get_content()
    pictures = {str(one["Content-ID"]).strip("<>"): one for one in message.walk() if one["Content-ID"]}
    shown = re.findall(r"<img\b[^>]*>", page)
    assert shown
    named = [re.findall(r'src="cid:([^"]+)"', one) for one in shown]
    assert [name for (name,) in named if name in pictures] == [name for (name,) in named]
    assert {name for (name,) in named} == set(pictures)
    assert all(re.search(r'\balt="[^"]{20,}"', one) and re.search(r'\bwidth="\d+"', one) for one in shown)
    assert all(one.get_content().startswith(b"\x89PNG\r\n\x1a\n") for one in pictures.values())


def test_a_brief_is_no_spam_to_a_filter(sent: House) -> None:
    for address in (ANN, BO):
        command = [program("spamassassin", "spamassassin"), "-L", "-t"]
        done = subprocess.run(command, input=arrived(sent, address), capture_output=True, check=True, timeout=120)
        score = re.search(rb"^X-Spam-Status: \w+, score=(-?[\d.]+)", done.stdout, re.MULTILINE)
        assert score is not None, done.stdout[:2000]
        assert float(score[1]) <= WORST, done.stdout[-3000:].decode("utf-8", "replace")


def test_a_message_names_nobody_but_its_reader(sent: House) -> None:
    for address in (ANN, BO):
        text = arrived(sent, address).decode()
        assert not [one for one in (ANN, BO, GONE, NOBODY) if one != address and one in text]
        assert re.fullmatch(r"<bounces\+[a-z2-7]{32}@example\.org>", str(mail(sent, address)["Return-Path"]))


def test_sending_again_sends_nothing(sent: House) -> None:
    before = sent.states()
    sent("send", "--edition", WEEK)
    sent.office.settle()
    assert sent.states() == before
    assert len(sent.office.box("archive")) == 3


def test_what_comes_back_takes_nobody_else_off(sent: House) -> None:
    place = f"imap://bounces@localhost:{sent.office.imap}/INBOX"
    words = ("bounces", place, "--authority", sent.office.authority)
    assert GONE in sent.well(*words, "--dry-run")
    assert sent.left() & {GONE} == set()
    said = sent.well(*words)
    assert "1 hard" in said
    assert "5.1.1" in said
    assert GONE in sent.left()
    assert sent.well(*words).startswith("0 mails")
