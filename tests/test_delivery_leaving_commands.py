"""`briefgen unsubscribe` and `briefgen bounces`: what an operator sees and does."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, Run
from outboxes import plan, send

from briefgen.cli import leavers
from briefgen.delivery import keys
from briefgen.delivery.bouncing import addresses, folders
from briefgen.delivery.outbox import looking, open_outbox
from briefgen.delivery.unsubscribing import asking, leaving, serving
from briefgen.errors import UsageError

KEY = "a key of the tests, " * 2
EDITION = "2026-W46"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An edition went out; the key is in a file."""
    place = tmp_path / "state" / "outbox.db"
    with open_outbox(place) as outbox:
        plan(outbox, EDITION)
        send(outbox, EDITION)
    file = tmp_path / "key"
    file.write_text(KEY)
    file.chmod(0o600)
    return place


def left(path: Path) -> list[tuple[str, str]]:
    with open_outbox(path) as outbox:
        return [(one.recipient, one.list) for one in leaving.departures(outbox)]


def test_an_operator_takes_somebody_off_and_back(briefgen: Run, path: Path) -> None:
    assert briefgen("unsubscribe", "add", "Ann@Example.org", "--list", "cabinet,press").returncode == 0
    done = briefgen("unsubscribe", "add", "bob@example.org", "--reason", "by\ntelephone", "--by", "Nora Lind")
    assert "bob@example.org gets no more mail" in done.stderr
    assert "that was so before" in briefgen("unsubscribe", "add", "bob@example.org").stderr
    assert left(path) == [("ann@example.org", "cabinet"), ("ann@example.org", "press"), ("bob@example.org", "")]
    shown = briefgen("unsubscribe", "list").stdout.splitlines()
    assert (len(shown), "by telephone" in shown[-1], "(everything)" in shown[-1]) == (4, True, True)
    rows = [json.loads(line) for line in briefgen("unsubscribe", "list", "--json").stdout.splitlines()]
    assert [(one["list"], one["by"]) for one in rows] == [
        ("cabinet", "operator"),
        ("press", "operator"),
        (None, "operator"),
    ]
    assert briefgen("unsubscribe", "remove", "ann@example.org", "--list", "press").returncode == 0
    assert "again" in briefgen("unsubscribe", "remove", "bob@example.org").stderr
    assert left(path) == [("ann@example.org", "cabinet")]
    done = briefgen("unsubscribe", "remove", "bob@example.org")
    assert (done.returncode, "had not left" in done.stderr) == (2, True)


@pytest.mark.parametrize("address", ["", "ann", "@example.org", "ann@", "a b@example.org", "ann@example.org\x1b[2J"])
def test_what_is_no_address_is_refused(briefgen: Run, path: Path, address: str) -> None:
    done = briefgen("unsubscribe", "add", address)
    assert (done.returncode, "\x1b" in done.stderr, "Traceback" in done.stderr) == (2, False, False)
    assert "address" in done.stderr or "domain" in done.stderr
    assert left(path) == []


def test_a_link_needs_a_key_and_a_list(briefgen: Run, path: Path) -> None:
    asked = ("unsubscribe", "link", "ann@example.org", "--url", "https://example.org/u")
    done = briefgen(*asked, "--key-file", path.parent.parent / "key")
    assert (done.returncode, "--list" in done.stderr) == (2, True)
    done = briefgen(*asked, "--list", "cabinet")
    assert (done.returncode, "BRIEFGEN_UNSUBSCRIBE_KEY" in done.stderr) == (2, True)
    assert KEY.strip() not in done.stderr


def test_a_new_key_is_one(briefgen: Run) -> None:
    assert len(keys.ring(briefgen("unsubscribe", "key").stdout)) == 1


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_page_is_served_and_a_post_leaves(end: signal.Signals, briefgen: Run, path: Path, tmp_path: Path) -> None:
    key = ("--key-file", str(tmp_path / "key"))
    made = briefgen("unsubscribe", "link", "ann@example.org", "--list", "cabinet", "--url", "http://x.example/u", *key)
    command = [sys.executable, "-m", "briefgen", "unsubscribe", "serve", "--port", "0", *key]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            place = process.stderr.readline().partition(" at ")[2].partition("/…")[0]
            url = f"{place}{made.stdout.strip().removeprefix('http://x.example')}"
            with urllib.request.urlopen(url, timeout=20) as page:  # noqa: S310 - http on this machine
                assert b"<form" in page.read()
            assert left(path) == []
            with urllib.request.urlopen(url, b"List-Unsubscribe=One-Click", timeout=20) as page:  # noqa: S310 - as above
                assert page.status == 200
            assert left(path) == [("ann@example.org", "cabinet")]
            process.send_signal(end)
            told = process.stderr.read()
        finally:
            process.kill()
    assert process.returncode == 0
    assert "somebody left cabinet" in told
    assert made.stdout.strip()[-40:] not in told


def test_somebody_is_found_however_their_address_is_typed(briefgen: Run, path: Path) -> None:
    """Lists have domains as the relay gets them: in small letters of ASCII."""
    for typed in ("Ann@B\N{LATIN SMALL LETTER U WITH DIAERESIS}cher.example", " ann@xn--bcher-kva.EXAMPLE "):
        assert briefgen("unsubscribe", "add", typed).returncode == 0
        assert left(path) == [("ann@xn--bcher-kva.example", "")]
    for typed in ("ann", "Ann Lee <ann@example.org>", "ann@example", "an n@example.org"):
        done = briefgen("unsubscribe", "add", typed)
        assert (done.returncode, "Traceback" in done.stderr) == (2, False), typed
    done = briefgen("outbox", "forget", "nobody@example.org", "--by", "Nora")
    assert "no message names nobody@example.org" in done.stderr


DELIVERY = """version: 1
from: briefs@example.org
reply_to: press@example.org
relay: {host: 127.0.0.1, security: none, port: 25}
unsubscribe: {url: "https://x.example/u", secret: our-key, secret_file: key}
lists:
  cabinet: {title: "Cabinet & staff", topics: [ports], people: [{address: ann@example.org}]}
"""
SETTINGS = "version: 1\ncorpus: [news]\ntopics: {ports: {title: Ports, terms: [port]}}\n"


def test_the_page_takes_key_titles_and_contact_from_delivery_yaml(
    briefgen: Run, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "briefgen.yaml").write_text(SETTINGS)
    (tmp_path / "delivery.yaml").write_text(DELIVERY)
    monkeypatch.setenv("BRIEFGEN_UNSUBSCRIBE_KEY", "of another house, " * 3)
    made = briefgen("unsubscribe", "link", "ann@example.org", "--list", "cabinet")
    assert made.returncode == 0, made.stderr
    token = made.stdout.strip().removeprefix("https://x.example/u/")
    shown = []

    @contextlib.contextmanager
    def looked(desk: asking.Desk, *_: object) -> Iterator[serving.Server]:
        shown.append(asking.answer(desk, asking.Request("GET", f"/u/{token}")).body.decode())
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(serving, "server", looked)
    with pytest.raises(KeyboardInterrupt):
        leavers.serve(tmp_path / "briefgen.yaml", None, None, "127.0.0.1", 0)
    assert "<li>Cabinet &amp; staff</li>" in shown[0]
    assert 'href="mailto:press@example.org"' in shown[0]
    assert path.exists()


def test_a_key_file_that_is_named_counts_whatever_the_environment_says(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFGEN_UNSUBSCRIBE_KEY", "of another house, " * 3)
    assert leavers.ring(None, tmp_path / "key") == keys.ring(KEY)
    assert leavers.ring(None) == keys.ring("of another house, " * 3)
    assert path.exists()


def test_a_link_without_an_address_of_its_page_says_where_to_set_it(briefgen: Run, path: Path, tmp_path: Path) -> None:
    key = ("--key-file", str(tmp_path / "key"))
    done = briefgen("unsubscribe", "link", "ann@example.org", "--list", "cabinet", *key)
    assert (done.returncode, "`unsubscribe` in delivery.yaml" in done.stderr) == (2, True)
    assert path.exists()


def bounced(path: Path, status: str) -> bytes:
    with open_outbox(path) as outbox:
        entry = looking.entries(outbox, EDITION)[0]
    to = addresses.sender("bounces@example.org", keys.ring(KEY), entry.number, entry.message_id)
    return (
        f"From: MAILER-DAEMON@mx.example\nTo: {to}\nContent-Type: multipart/report; boundary=b\n\n--b\n"
        f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nAction: failed\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; 550 {status} \x1b[31mUser unknown\n\n--b--\n"
    ).encode()


def test_bounces_are_told_tried_and_read_once(briefgen: Run, path: Path, tmp_path: Path) -> None:
    box = tmp_path / "box"
    (box / "new").mkdir(parents=True)
    (box / "new" / "1").write_bytes(bounced(path, "5.1.1"))
    (box / "new" / "2").write_bytes(b"From: a@example.org\nAuto-Submitted: auto-replied\n\nAway.\n")
    asked = ("bounces", box, "--key-file", tmp_path / "key")
    done = briefgen(*asked, "--dry-run")
    assert "2 mails: 1 hard, 1 automatic reply; 1 would get no more mail" in done.stderr
    assert left(path) == []
    done = briefgen(*asked)
    assert done.returncode == 0, done.stderr
    head, row = done.stdout.splitlines()
    assert head.split()[:3] == ["kind", "address", "edition"]
    assert ("\x1b" in row, "no more mail" in row, "User unknown" in row) == (False, True, True)
    assert [one for _, one in left(path)] == [""]
    assert briefgen(*asked).stderr == "0 mails; 0 get no more mail\n"


def test_bounces_as_json(briefgen: Run, path: Path, tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(bounced(path, "5.7.1"))
    done = briefgen("bounces", tmp_path / "one.eml", "--json", "--key-file", tmp_path / "key")
    row = json.loads(done.stdout)
    assert (row["kind"], row["edition"], row["status"], row["then"]) == ("refused", EDITION, "5.7.1", None)


@pytest.mark.parametrize(
    "place",
    [
        "ftp://a@example.org/x",
        "imaps://example.org/INBOX",
        "imaps://a:secret@example.org/INBOX",
        "imaps://a@example.org:99999/INBOX",
        "imaps://a@[::1/INBOX",
        "imaps://a@example.org/%0d%0aDELETE",
        "imaps://a%0aX@example.org/INBOX",
        "imaps://a@example.org/INBOX?x=y",
    ],
)
def test_what_is_no_address_of_a_mailbox_is_refused_and_shows_no_password(place: str) -> None:
    with pytest.raises(UsageError) as refused:
        folders.folder(place, "bounces-password", None, None)
    assert "secret" not in str(refused.value).replace("a secret of its own", "")


def test_a_mailbox_that_cannot_be_reached_is_tried_again(briefgen: Run, path: Path, tmp_path: Path) -> None:
    asked = ("bounces", "imap://a@127.0.0.1:1/INBOX", "--key-file", tmp_path / "key")
    done = briefgen(*asked)
    assert (done.returncode, "BRIEFGEN_BOUNCES_PASSWORD" in done.stderr) == (2, True)
    done = briefgen(*asked, "--secret-file", tmp_path / "key")
    assert (done.returncode, "try again later" in done.stderr) == (75, True)
    assert left(path) == []
