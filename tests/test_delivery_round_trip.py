"""The whole way of a brief: released, sent by `briefgen send` over STARTTLS with a login through a Postfix into
mailboxes, read there over IMAP, and left by its link.
"""

from __future__ import annotations

import email
import imaplib
import os
import shutil
import subprocess
import sys
import urllib.request
from email import policy
from email.message import EmailMessage

import postal
import pytest
from conftest import ROOT
from houses import DUE, EVERYBODY, KEY, House, at, built, house
from postal import PASSWORD, PostOffice
from relays import READY, answers, free_port

from briefgen.delivery import secrets
from briefgen.delivery.relay.reaching import context

__all__ = ["built", "house"]
WEEK = "2025-W10"


def inbox(office: PostOffice, user: str) -> list[EmailMessage]:
    """The mails of a mailbox, as its owner reads them, by recipient."""
    with imaplib.IMAP4_SSL("localhost", office.imaps, ssl_context=context(office.authority), timeout=READY) as link:
        link.authenticate("PLAIN", lambda _: f"\0{user}\0{PASSWORD}".encode())
        link.select("INBOX", readonly=True)
        _, (numbers,) = link.search(None, "ALL")
        raw = [link.fetch(one.decode(), "(BODY.PEEK[])")[1][0][1] for one in numbers.split()]
    found = [email.message_from_bytes(one, _class=EmailMessage, policy=policy.default) for one in raw]
    return sorted(found, key=lambda one: str(one["To"]))


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


@pytest.mark.conform
def test_a_brief_comes_through_as_it_was_released_and_its_link_leaves(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(secrets.variable("relay-password"), PASSWORD)
    with postal.office() as office:
        shutil.copy(office.authority, house.home / "authority.pem")
        relay = (
            f"relay: {{host: localhost, port: {office.port}, user: briefs, secret: relay-password,"
            " certificates: authority.pem}"
        )
        house.settle(
            25,
            ("relay: {host: localhost, port: 25, security: none}", relay),
            ("formats: [md]\n    attach: [md]", "formats: [pdf]\n    attach: [pdf]"),
        )
        at(monkeypatch, DUE)
        house("edition", "create", WEEK, "--format", "md")
        house.release(WEEK)
        monkeypatch.setenv(secrets.variable("relay-password"), "another one")
        assert "the relay lets us send nothing: login" in house("send", "--edition", WEEK, "--late", code=1)
        assert set(house.states(WEEK).values()) == {"pending"}
        monkeypatch.setenv(secrets.variable("relay-password"), PASSWORD)
        told = house("send", "--edition", WEEK, "--late")
        assert f"{WEEK}: 3 sent" in told
        assert "in the open" not in told
        office.settle()
        found = inbox(office, "people")
        assert len(inbox(office, "archive")) == 3
    assert [one["To"].addresses[0].addr_spec for one in found] == EVERYBODY
    released = house.home / "build" / WEEK
    carl = found[2]
    (pdf,) = carl.iter_attachments()
    assert pdf.get_content() == (released / "coast.en-GB.pdf").read_bytes()
    draft = email.message_from_bytes(
        (released / "coast.en-GB.eml").read_bytes(), _class=EmailMessage, policy=policy.default
    )
    link = str(carl["List-Unsubscribe"]).strip("<>")
    token = link.rpartition("/")[2]
    assert text_of(carl) == text_of(draft).replace("0" * len(token), token)
    assert len({str(one["Return-Path"]) for one in found}) == 3
    port = free_port()
    words = [sys.executable, "-m", "briefgen", "unsubscribe", "serve", "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), secrets.variable("unsubscribe-key"): KEY}
    with subprocess.Popen(words, cwd=house.home, env=environment, stderr=subprocess.PIPE) as process:
        try:
            answers(port, process)
            here = f"http://127.0.0.1:{port}/leave/{token}"
            with urllib.request.urlopen(here, timeout=READY) as answer:
                assert answer.status == 200
            assert "carl" not in house("unsubscribe", "list")
            one_click = urllib.request.Request(here, b"List-Unsubscribe=One-Click")
            with urllib.request.urlopen(one_click, timeout=READY) as answer:  # noqa: S310 - as above
                assert answer.status == 200
        finally:
            process.kill()
    assert "carl@example.org" in house("unsubscribe", "list")
    house("edition", "correct", WEEK, "--reason", "The total was of 2023.")
    house.release(f"{WEEK}.1")
    house("send", "--edition", f"{WEEK}.1", "--dry-run", "--late")
    assert [path.name[6:-4] for path in sorted((house.home / f"build/mail-{WEEK}.1").iterdir())] == EVERYBODY[:2]
