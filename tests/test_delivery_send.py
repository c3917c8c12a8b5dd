"""`briefgen send`: a released edition of a real house to its readers, over a relay that writes down what it gets."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT
from houses import BOTH, DELIVERY, DUE, EVERYBODY, WEEK, House, at, built, house, mails, recipients, sending, wait_for
from relays import Scripted, delivered, free_port, sink

from briefgen.cli.sending import running
from briefgen.delivery import secrets
from briefgen.delivery.outbox import audit, open_outbox, runs

__all__ = ["built", "house"]

# Once, and to whom.


def test_everybody_gets_theirs_once(house: House, letterbox: Path) -> None:
    with sink("-d", f"{letterbox}/%H%M%S.") as port:
        house.settle(port)
        told = house("send", "--edition", WEEK)
        assert f"{WEEK}: 3 sent" in told
        assert f"{WEEK}: nothing was to be sent; 3 sent" in house("send", "--edition", WEEK)
    found = mails(delivered(letterbox))
    assert [one["To"].addresses[0].addr_spec for one in found] == EVERYBODY
    assert len({one["Message-ID"] for one in found}) == 3
    ann, _, carl = found
    assert [one["Subject"] for one in found] == [f"{title} – {WEEK}" for title in ("Transport", BOTH, "Coast")]
    assert not list(ann.iter_attachments())
    assert [part.get_filename() for part in carl.iter_attachments()] == ["coast.en-GB.md"]
    assert (house.home / "build" / WEEK / "coast.en-GB.md").read_bytes() == next(carl.iter_attachments()).get_payload(
        decode=True
    )
    assert str(ann["List-Unsubscribe"]).startswith("<https://briefs.example.org/leave/")
    with open_outbox(house.outbox) as outbox:
        last = runs.last(outbox)
        assert last is not None
        assert (last.edition, last.code) == (WEEK, 0)
        assert "plan" in {note.what for note in audit.notes(outbox, WEEK)}


def test_two_senders_do_not_send_twice(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port, ("version: 1", "version: 1\nrate: {per_minute: 1}"))
        with sending(house) as process:
            wait_for(lambda: bool(relay.messages))
            told = house("send", "--latest", code=75)
            assert f"somebody else is sending (process {process.pid} since" in told
            process.terminate()
            process.wait(30)
        house.settle(relay.port)
        house("send", "--latest")
        assert recipients(relay) == EVERYBODY


def test_what_a_kill_left_is_gone_on_with(house: House) -> None:
    """The relay keeps one message waiting for the answer to its dot; there the sender is killed."""
    with Scripted({".": ["250 ok", None]}) as relay:
        house.settle(relay.port)
        with sending(house) as process:
            wait_for(lambda: len(relay.messages) == 2)
            wait_for(lambda: sorted(house.states().values()) == ["dot", "pending", "sent"])
            process.kill()
    with Scripted() as relay:
        house.settle(relay.port)
        told = house("send", "--edition", WEEK, code=1)
        assert recipients(relay) == ["carl@example.org"]
    assert sorted(house.states().values()) == ["sent", "sent", "unknown"]
    assert f"briefgen outbox resolve {WEEK}" in told


def test_sigterm_ends_a_run_behind_its_message(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port, ("version: 1", "version: 1\nrate: {per_minute: 1}"))
        with sending(house) as process:
            wait_for(lambda: bool(relay.messages))
            process.terminate()
            _, told = process.communicate(timeout=30)
            assert process.returncode == 75, told
    assert "it was asked to stop" in told
    assert len(relay.messages) == 1
    assert sorted(house.states().values()) == ["pending", "pending", "sent"]


def test_only_the_named_get_theirs_and_the_others_later(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--edition", WEEK, "--only", "Bo@Example.org")
        assert recipients(relay) == ["bo@example.org"]
        again = house("send", "--edition", WEEK, "--only", "bo@example.org")
        assert "the message to bo@example.org is sent already" in again
        assert recipients(relay) == ["bo@example.org"]
        assert "nobody@example.org is nobody who gets" in house(
            "send", "--edition", WEEK, "--only", "nobody@example.org", code=2
        )
        house("send", "--latest")
        assert recipients(relay) == EVERYBODY


def test_who_left_gets_nothing_and_who_left_one_of_two_lists_the_other(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("unsubscribe", "add", "ann@example.org", "--by", "Nora")
        house("unsubscribe", "add", "bo@example.org", "--list", "press", "--by", "Nora")
        house("send", "--latest")
        assert recipients(relay) == ["bo@example.org", "carl@example.org"]
        (bo, _) = mails(relay.messages)
    assert bo["Subject"] == f"Transport – {WEEK}"
    assert not list(bo.iter_attachments())
    assert house.reasons()["ann@example.org"].startswith("left everything on")


def test_who_leaves_after_the_edition_was_planned_gets_nothing(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--edition", WEEK, "--only", "ann@example.org")
        house("unsubscribe", "add", "bo@example.org", "--list", "press", "--by", "Nora")
        told = house("send", "--latest")
        assert recipients(relay) == ["ann@example.org", "carl@example.org"]
    assert "dropped: left “press” on" in told


def test_an_edition_for_nobody_is_planned_and_done(house: House) -> None:
    lists = DELIVERY[DELIVERY.index("lists:") :]
    with Scripted() as relay:
        house.settle(relay.port, (lists, "lists: {cabinet: {title: Cabinet, people: []}}\n"))
        assert f"{WEEK}: nothing was to be sent; nobody is on the lists" in house("send", "--latest")
        assert not relay.heard


def test_an_edition_without_mails_says_what_to_do(house: House) -> None:
    """It was released before there was a delivery.yaml."""
    (house.home / "delivery.yaml").unlink()
    house("edition", "create", "2025-W10", "--format", "md")
    house.release("2025-W10")
    house.settle(25)
    assert "briefgen edition correct" in house("send", "--edition", "2025-W10", "--late", code=2)


def test_who_comes_later_gets_the_next_edition(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--edition", WEEK, "--only", "ann@example.org")
        house.settle(relay.port, ("{address: ann@example.org, name: Ann Lee}", "{address: dora@example.org}"))
        house("send", "--latest")
        assert recipients(relay) == EVERYBODY
    assert "dora@example.org" not in house.states()


def test_whose_brief_the_edition_has_not_is_dropped_with_the_reason(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port, ("- {address: carl@example.org}", "- {address: carl@example.org, language: ru}"))
        told = house("send", "--latest")
        assert recipients(relay) == EVERYBODY[:2]
    assert house.reasons() == {"carl@example.org": f"{WEEK} has no brief on coast in ru"}
    assert f"1 dropped: {WEEK} has no brief on coast in ru" in told


def test_an_attachment_that_the_edition_has_not_is_left_out_and_said(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port, ("formats: [md]\n    attach: [md]", "formats: [docx]\n    attach: [docx]"))
        told = house("send", "--latest")
        assert recipients(relay) == EVERYBODY
    assert f"2 messages without docx: {WEEK} was released without it" in told


# What is said.


def test_a_program_reads_what_happens_and_no_address(house: House) -> None:
    with Scripted({"RCPT": ["550 5.1.1 <ann@example.org> is nobody", "250 ok"]}) as relay:
        house.settle(relay.port)
        told = house("send", "--latest", "--json", code=1)
    rows = [json.loads(line) for line in told.splitlines()]
    assert Counter(row["what"] for row in rows) == {"planned": 1, "in the open": 1, "failed": 1, "sent": 2, "end": 1}
    assert "@" not in told
    assert len({row["recipient"] for row in rows if row["message"]}) == 3
    assert rows[-1]["detail"] == "1 2 sent, 1 failed"


def test_what_a_relay_says_of_addresses_is_in_no_log(house: House) -> None:
    with Scripted({"MAIL": ["550 5.7.1 <ann@example.org> may not send"]}) as relay:
        house.settle(relay.port)
        for words in (["--json"], []):
            told = house("send", "--edition", WEEK, *words, code=1)
            assert "may not send" in told
            assert "ann@" not in told


def test_mail_goes_on_where_nobody_reads_what_happens(house: House) -> None:
    """The reader of a pipe that goes away must leave no message in doubt."""
    with Scripted() as relay:
        house.settle(relay.port)
        reading, writing = os.pipe()
        os.close(reading)
        words = [sys.executable, "-m", "briefgen", "send", "--edition", WEEK, "--late", "--json"]
        subprocess.run(
            words, cwd=house.home, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL,
            stdout=writing, stderr=writing, check=False, timeout=60,
        )  # fmt: skip
        os.close(writing)
        assert recipients(relay) == EVERYBODY
    assert set(house.states().values()) == {"sent"}
    with open_outbox(house.outbox) as outbox:
        last = runs.last(outbox)
        assert last is not None
        assert last.code == 0


def test_a_person_reads_what_to_do(house: House) -> None:
    with Scripted({"RCPT": ["550 5.1.1 nobody", "250 ok"], ".": ["250 ok", ""]}) as relay:
        house.settle(relay.port)
        told = house("send", "--latest", code=1)
    assert f"{WEEK}: in the open: to localhost:{relay.port}, as `security: none` says" in told
    assert f"{WEEK}: 1 sent, 1 failed, 1 unknown" in told
    assert f"`briefgen outbox status {WEEK} --state failed`" in told


def test_a_relay_that_is_away_is_tried_again_later(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_wait", lambda *_: None)
    house.settle(free_port())
    told = house("send", "--latest", code=75)
    assert "there is no relay" in told
    assert "3 to be sent: the next `briefgen send` goes on" in told
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--latest")
        assert recipients(relay) == EVERYBODY


def test_a_mailbox_that_cannot_be_asked_leaves_messages_in_doubt(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_wait", lambda *_: None)
    archive = f"on_ambiguous: reconcile\narchive: {{host: localhost, port: {free_port()}, security: none}}"
    with Scripted({".": ["250 ok", "", "250 ok"]}) as relay:
        house.settle(relay.port, ("version: 1", f"version: 1\n{archive}"))
        told = house("send", "--latest", code=75)
        assert recipients(relay) == EVERYBODY
        assert "cannot be read: Connection refused" in told
        house("send", "--latest", code=75)  # asked again, and nothing sent again
        assert recipients(relay) == EVERYBODY
    assert sorted(house.states().values()) == ["sent", "sent", "unknown"]
    with open_outbox(house.outbox) as outbox:
        last = runs.last(outbox)
        assert last is not None
        assert last.code == 75


def test_a_house_without_calendar_and_page_to_leave_sends_what_is_named(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(secrets.variable("unsubscribe-key"))
    days = next(line for line in DELIVERY.splitlines(keepends=True) if line.startswith("calendar:"))
    page = next(line for line in DELIVERY.splitlines(keepends=True) if line.startswith("unsubscribe:"))
    with Scripted() as relay:
        house.settle(relay.port, (days, ""), (page, ""))
        house("edition", "create", "2025-W10", "--format", "md")
        house.release("2025-W10")
        assert "has no calendar that says what is due" in house("send", "--latest", code=2)
        told = house("send", "--edition", "2025-W10")
        assert recipients(relay) == EVERYBODY
        assert "all messages have the same envelope sender" in told
        senders = {one.partition("<")[2].partition(">")[0] for one in relay.heard if one.startswith("MAIL")}
        assert senders == {"bounces@example.org"}
        assert all("List-Unsubscribe" not in one for one in mails(relay.messages))


def test_a_rehearsal_of_what_is_not_there_says_why(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    automatic = [(f"title: {name}", f"title: {name}\n    release: automatic") for name in ("Cabinet", "Press")]
    house.settle(25, *automatic)
    at(monkeypatch, DUE + dt.timedelta(weeks=1))
    assert "is not released yet" in house("send", "--latest", "--dry-run", code=2)
    at(monkeypatch, DUE - dt.timedelta(days=10))
    assert "nothing is due" in house("send", "--latest", "--dry-run", code=2)
    assert "nothing is due" in house("send", "--latest", "--test-to", "nora@example.org", code=2)
    at(monkeypatch, DUE + dt.timedelta(days=3))
    assert "its time was over on 2025-03-19 08:00 (UTC)" in house("send", "--edition", WEEK, "--dry-run", code=2)
    assert not house.outbox.exists()
    assert "2025-W12" not in house("edition", "list")


def test_without_its_key_nothing_is_planned(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(secrets.variable("unsubscribe-key"))
    with Scripted() as relay:
        house.settle(relay.port)
        assert "unsubscribe-key" in house("send", "--latest", code=2)
        assert not relay.heard
    assert not house.states()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "is not named"),
        (("--latest", "--edition", WEEK), "stands beside --latest"),
        (("--edition", WEEK, "--dry-run", "--test-to", "a@example.org"), "stands beside --dry-run"),
        (("--edition", WEEK, "--test-to", "a@example.org", "--only", "b@example.org"), "stands beside --test-to"),
        (("--edition", WEEK, "--out", "x"), "is for a dry run"),
        (("--latest", "--late"), "is for an edition that is named"),
        (("--edition", "2031-W01"), "there is no edition"),
    ],
)
def test_words_that_make_no_sense_are_refused(house: House, words: tuple[str, ...], said: str) -> None:
    house.settle(25)
    assert said in house("send", *words, code=2)
    assert not house.outbox.exists() or not house.states()


def test_without_settings_of_delivery_nothing_is_sent(house: House) -> None:
    (house.home / "delivery.yaml").unlink()
    assert "delivery.yaml: is not there" in house("send", "--latest", code=2)
