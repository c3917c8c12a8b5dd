"""`briefgen send`: a released edition of a real house to its readers, over a relay that writes down what it gets."""

from __future__ import annotations

import contextlib
import datetime as dt
import email
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from conftest import HARBOUR, LINE, ROOT, Run
from relays import Scripted, delivered, free_port, sink
from stocked import stock

from briefgen.cli import main
from briefgen.cli.sending import rooms, running
from briefgen.corpus.store import open_store
from briefgen.delivery import secrets
from briefgen.delivery.outbox import audit, generations, looking, open_outbox, runs
from briefgen.delivery.sending.values import Wishes
from briefgen.errors import TemplateError
from briefgen.ingesting import answers

WEEK = "2025-W11"
FIRST = f"{WEEK}.1"
DUE = dt.datetime(2025, 3, 17, 8, tzinfo=dt.UTC)
"""The Monday after the week, at the time of the calendar."""
KEY = "k" * 40
SETTINGS = """\
version: 1
corpus: [news]
topics:
  transport: {title: Transport, terms: [port, line, railway]}
  coast: {title: Coast, terms: [Port Alder]}
"""
DELIVERY = """\
version: 1
from: briefs@example.org
from_name: Ministry briefs
bounces: bounces@example.org
relay: {host: localhost, port: PORT, security: none}
calendar: {day: monday, time: "08:00", time_zone: UTC, max_late: 2 days}
unsubscribe: {url: https://briefs.example.org/leave}
operators: [ops@example.org]
lists:
  cabinet:
    title: Cabinet
    topics: [transport]
    people:
      - {address: ann@example.org, name: Ann Lee}
      - {address: bo@example.org}
  press:
    title: Press
    topics: [coast]
    formats: [md]
    attach: [md]
    people:
      - {address: bo@example.org}
      - {address: carl@example.org}
"""
BOTH = "All topics"
EVERYBODY = ["ann@example.org", "bo@example.org", "carl@example.org"]


class House:
    """A folder with settings, a store and a released edition; and the commands that are typed in it."""

    def __init__(self, home: Path, briefgen: Run) -> None:
        self.home, self._briefgen = home, briefgen
        self.outbox = home / "state/outbox.db"

    def __call__(self, *words: object, code: int = 0) -> str:
        done = self._briefgen(*words)
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    def settle(self, port: int, *changes: tuple[str, str]) -> None:
        """Writes delivery.yaml."""
        text = DELIVERY.replace("PORT", str(port))
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (self.home / "delivery.yaml").write_text(text, encoding="utf-8")

    def release(self, name: str = WEEK) -> None:
        self("edition", "review", name)
        self("edition", "release", name)

    def correct(self) -> str:
        self("edition", "correct", WEEK, "--reason", "The total was of 2023.")
        self.release(FIRST)
        return FIRST

    def states(self, name: str = WEEK) -> dict[str, str]:
        with open_outbox(self.outbox, create=False) as outbox:
            return {one.person.id: one.state.value for one in looking.entries(outbox, name)}

    def reasons(self, name: str = WEEK) -> dict[str, str]:
        with open_outbox(self.outbox, create=False) as outbox:
            return {one.person.id: one.reason for one in looking.entries(outbox, name) if one.reason}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house whose edition is released, made once by the commands themselves."""
    home = tmp_path_factory.mktemp("house")
    (home / "news").mkdir()
    (home / "news/harbour.txt").write_text(HARBOUR, encoding="utf-8")
    (home / "news/line.txt").write_text(LINE, encoding="utf-8")
    (home / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    (home / "delivery.yaml").write_text(DELIVERY.replace("PORT", "25"), encoding="utf-8")
    with open_store(home / "state/corpus.db") as store:
        stock(store, home / "news")
    before = Path.cwd()
    os.chdir(home)
    try:
        for words in (("create", WEEK, "--format", "md"), ("review", WEEK), ("release", WEEK)):
            assert main(["edition", *words]) == 0
    finally:
        os.chdir(before)
    return home


@pytest.fixture
def house(tmp_path: Path, briefgen: Run, built: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv(secrets.variable("unsubscribe-key"), KEY)
    at(monkeypatch, DUE + dt.timedelta(minutes=1))
    return House(tmp_path, briefgen)


def at(monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> None:
    """The clock shows this moment, and goes on from there."""
    begun = time.monotonic()
    monkeypatch.setattr(rooms, "clock", lambda: now + dt.timedelta(seconds=time.monotonic() - begun))


def mails(messages: Sequence[bytes]) -> list[EmailMessage]:
    found = [email.message_from_bytes(one, policy=policy.default) for one in messages]
    assert all(isinstance(one, EmailMessage) for one in found)
    return sorted(found, key=lambda one: str(one["To"]))  # type: ignore[arg-type, return-value]


def undated(message: bytes) -> bytes:
    """A message without the moment at which it was made."""
    found, number = re.subn(rb"(?m)^Date: .*\r\n", b"", message)
    assert number == 1
    return found


def recipients(relay: Scripted) -> list[str]:
    return sorted(one.partition("<")[2].rstrip(">") for one in relay.heard if one.startswith("RCPT"))


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


@contextlib.contextmanager
def sending(house: House) -> Iterator[subprocess.Popen[str]]:
    """`briefgen send` in a process of its own, which ends with the test."""
    words = [sys.executable, "-m", "briefgen", "send", "--edition", WEEK, "--late"]
    with subprocess.Popen(
        words, cwd=house.home, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8",
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def wait_for(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


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


# Corrections, and what does not go out any more.


def test_a_correction_goes_to_those_who_got_the_original_alone(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port, ("      - {address: carl@example.org}\n", ""))
        house("send", "--latest")
        house.settle(relay.port)
        house("unsubscribe", "add", "ann@example.org", "--by", "Nora")
        relay.heard.clear()
        first = house.correct()
        house("send", "--edition", first, "--late")
        assert recipients(relay) == ["bo@example.org"]
        assert f"{first}: nothing was to be sent" in house("send", "--edition", first)
        told = house("send", "--edition", WEEK, code=1)
    assert f"{WEEK}: was corrected by {first}" in told
    assert house.reasons(first)["carl@example.org"] == f"did not get {WEEK}"
    assert house.reasons(first)["ann@example.org"].startswith("left everything")
    assert mails(relay.messages)[-1]["Subject"].endswith(first)


def test_who_still_waits_for_the_original_gets_the_correction_in_its_place(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--edition", WEEK, "--only", "ann@example.org")
        first = house.correct()
        relay.heard.clear()
        house("send", "--edition", first, "--late")
        assert recipients(relay) == EVERYBODY
    assert house.states() == dict(zip(EVERYBODY, ("sent", "dropped", "dropped"), strict=True))
    assert house.reasons()["bo@example.org"] == f"{WEEK} was corrected by {first}"


def test_asking_for_what_was_corrected_takes_the_correction_from_nobody(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--edition", WEEK, "--only", "ann@example.org")
        first = house.correct()
        house("send", "--edition", WEEK, code=1)
        relay.heard.clear()
        house("send", "--edition", first, "--late")
        assert recipients(relay) == EVERYBODY


def test_a_correction_of_what_nobody_got_goes_to_everybody(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        first = house.correct()
        house("send", "--edition", first, "--late")
        assert recipients(relay) == EVERYBODY


def test_what_was_withdrawn_is_never_sent(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--edition", WEEK, "--only", "ann@example.org")
        house("edition", "withdraw", WEEK, "--reason", "It is wrong.")
        relay.heard.clear()
        assert "was withdrawn on" in house("send", "--edition", WEEK, code=1)
        assert "was withdrawn on" in house("send", "--latest")
        assert not relay.heard
    assert house.states() == dict(zip(EVERYBODY, ("sent", "dropped", "dropped"), strict=True))


def test_what_was_withdrawn_while_it_went_out_is_corrected_for_everybody(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--edition", WEEK, "--only", "ann@example.org")
        house("edition", "withdraw", WEEK, "--reason", "It is wrong.")
        house("send", "--latest")
        relay.heard.clear()
        first = house.correct()
        house("send", "--edition", first, "--late")
        assert recipients(relay) == EVERYBODY


def test_damaged_bytes_are_not_sent(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        with open_store(house.home / "state/corpus.db") as store, store.writing():
            store.engine.run("UPDATE piece SET packed = x'00'", {})
        told = house("send", "--latest", code=1)
        assert not relay.heard
    assert "damaged" in told
    assert not house.states()


# When.


def test_nothing_goes_out_before_its_time(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, DUE - dt.timedelta(days=10))
    with Scripted() as relay:
        house.settle(relay.port)
        assert house("send", "--latest") == ""
        (row,) = map(json.loads, house("send", "--latest", "--json").splitlines())
        assert not relay.heard
    assert row["detail"] == "0 nothing is due; next is 2025-W10, on Monday 2025-03-10 08:00 (UTC)"


def test_a_holiday_is_skipped_and_noted(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port, ("max_late: 2 days", "max_late: 2 days, holidays: [2025-03-17]"))
        told = house("send", "--latest")
        assert not relay.heard
    assert f"{WEEK}: skipped: its day is a holiday (a day of the settings)" in told
    with open_outbox(house.outbox) as outbox:
        last = runs.last(outbox)
        assert last is not None
        assert last.code == 0
        assert last.why.startswith("skipped")


def test_a_timer_that_asks_again_says_and_notes_nothing_new(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """cron mails what is printed, and asks every five minutes."""

    def notes() -> int:
        with open_outbox(house.outbox) as outbox:
            return len(audit.notes(outbox))

    with Scripted() as relay:
        house.settle(relay.port)
        for now, code in ((DUE, 0), (DUE + dt.timedelta(weeks=1), 75), (DUE + dt.timedelta(days=10), 1)):
            at(monkeypatch, now)
            assert house("send", "--latest", code=code)
            before = notes()
            assert house("send", "--latest", code=code) == ""
            assert notes() == before
        assert recipients(relay) == EVERYBODY


def test_what_is_not_released_is_tried_again_until_it_is_too_late(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_week, due = "2025-W12", DUE + dt.timedelta(weeks=1)
    with Scripted() as relay:
        house.settle(relay.port)
        at(monkeypatch, due)
        assert f"{next_week}: is not released: there is no draft of it" in house("send", "--latest", code=75)
        house("edition", "create", next_week, "--format", "md")
        assert f"{next_week}: is not released: it is a draft" in house("send", "--latest", code=75)
        assert f"{next_week}: is not released" in house("send", "--edition", next_week, code=75)
        at(monkeypatch, due + dt.timedelta(days=2, minutes=1))
        told = house("send", "--latest", code=1)
        assert not relay.heard
    assert f"{next_week}: was not released, and its time was over on 2025-03-26 08:00 (UTC)" in told


def test_what_was_missed_goes_out_only_where_somebody_says_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, DUE + dt.timedelta(days=3))
    with Scripted() as relay:
        house.settle(relay.port)
        told = house("send", "--edition", WEEK, code=1)
        assert f"briefgen send --edition {WEEK} --late" in told
        assert not relay.heard
        house("send", "--edition", WEEK, "--late")
        assert recipients(relay) == EVERYBODY


def test_what_failed_as_it_was_too_late_can_be_sent_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with Scripted({"RCPT": ["450 4.2.0 not now"]}) as relay:
        house.settle(relay.port)
        monkeypatch.setattr(running, "Wishes", lambda *words: Wishes(*words, patience=0))
        house("send", "--latest", code=75)
        at(monkeypatch, DUE + dt.timedelta(days=3))
        told = house("send", "--latest", code=1)
        assert "3 failed" in told
    with Scripted() as relay:
        house.settle(relay.port)
        house("outbox", "retry", WEEK, "--by", "Nora")
        house("send", "--edition", WEEK, "--late")
        assert recipients(relay) == EVERYBODY


def test_a_list_without_people_who_release_gets_its_edition(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, DUE + dt.timedelta(weeks=1))
    automatic = [
        ("title: Cabinet", "title: Cabinet\n    release: automatic"),
        ("title: Press", "title: Press\n    release: automatic"),
    ]
    with Scripted() as relay:
        house.settle(relay.port, *automatic)
        house("send", "--latest")
        assert recipients(relay) == EVERYBODY
        assert "released" in house("edition", "list")


# Nothing new, and feeds.


def test_a_week_without_news_is_skipped_where_the_settings_say_so(house: House) -> None:
    quiet = "2025-W20"
    house.settle(25)
    house("edition", "create", quiet, "--format", "md")
    house.release(quiet)
    with Scripted() as relay:
        house.settle(relay.port, ("version: 1", "version: 1\nskip_if_nothing_new: true"))
        told = house("send", "--edition", quiet, "--late")
        assert not relay.heard
        house("send", "--edition", WEEK, "--late")
        assert recipients(relay) == EVERYBODY
    assert "dropped: nothing is new on" in told
    assert set(house.states(quiet).values()) == {"dropped"}
    with open_outbox(house.outbox) as outbox:
        ends = [note.detail for note in audit.notes(outbox, quiet) if note.what == "end"]
    assert ends == ["0 skipped: nobody gets it, for several reasons"]


def test_where_no_feed_answers_operators_alone_are_told(house: House) -> None:
    feed = "https://news.example.org/feed"
    (house.home / "briefgen.yaml").write_text(SETTINGS.replace("[news]", f"[news, '{feed}']"), encoding="utf-8")
    with open_store(house.home / "state/corpus.db") as store:
        answers.keep(store, {feed: "no answer"}, DUE - dt.timedelta(hours=2))
    with Scripted() as relay:
        house.settle(relay.port)
        told = house("send", "--latest", code=1)
        assert recipients(relay) == ["ops@example.org"]
        house("send", "--latest", code=1)
        assert recipients(relay) == ["ops@example.org"]
        assert "no feed answers" in told
        house("send", "--edition", WEEK)
        assert recipients(relay) == sorted([*EVERYBODY, "ops@example.org"])


def test_without_feeds_nothing_is_released_by_itself(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    feed = "https://news.example.org/feed"
    (house.home / "briefgen.yaml").write_text(SETTINGS.replace("[news]", f"[news, '{feed}']"), encoding="utf-8")
    at(monkeypatch, DUE + dt.timedelta(weeks=1))
    with open_store(house.home / "state/corpus.db") as store:
        answers.keep(store, {feed: ""}, DUE - dt.timedelta(days=2))
        answers.keep(store, {feed: "no answer"}, DUE + dt.timedelta(days=6))
    automatic = [(f"title: {name}", f"title: {name}\n    release: automatic") for name in ("Cabinet", "Press")]
    with Scripted() as relay:
        house.settle(relay.port, *automatic)
        assert "2025-W12: is not released: no feed answers" in house("send", "--latest", code=75)
        assert house("send", "--latest", code=75) == ""
        assert recipients(relay) == ["ops@example.org"]
        with open_store(house.home / "state/corpus.db") as store:
            answers.keep(store, {feed: ""}, DUE + dt.timedelta(days=7))
        house("send", "--latest")
        assert recipients(relay) == sorted([*EVERYBODY, "ops@example.org"])


def test_what_keeps_an_edition_from_being_released_by_itself_is_told_to_operators_at_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blocked(*_: object) -> None:
        raise TemplateError("the block “masthead” is not closed", "brief.md.j2:3", "`briefgen templates check`")

    at(monkeypatch, DUE + dt.timedelta(weeks=1))
    monkeypatch.setattr(running.editions, "automatic", blocked)
    automatic = [(f"title: {name}", f"title: {name}\n    release: automatic") for name in ("Cabinet", "Press")]
    with Scripted() as relay:
        house.settle(relay.port, *automatic)
        assert "is not released by itself" in house("send", "--latest", code=75)
        house("send", "--latest", code=75)
        assert recipients(relay) == ["ops@example.org"]
        (mail,) = mails(relay.messages)
    assert mail["Subject"] == "briefgen: 2025-W12 not released"
    assert "To do: `briefgen templates check`" in mail.get_content()


def test_a_feed_that_failed_is_named_to_operators_and_keeps_nobody_s_brief(house: House) -> None:
    feeds = [f"https://news.example.org/{name}" for name in ("one", "two")]
    (house.home / "briefgen.yaml").write_text(SETTINGS.replace("[news]", f"[news, {', '.join(feeds)}]"), "utf-8")
    with open_store(house.home / "state/corpus.db") as store:
        answers.keep(store, {feeds[0]: "no answer", feeds[1]: ""}, DUE - dt.timedelta(hours=2))
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--latest")
        assert recipients(relay) == sorted([*EVERYBODY, "ops@example.org"])
        alert = mails(relay.messages)[-1]
    assert feeds[0] in alert.get_content()
    assert feeds[1] not in alert.get_content()


# Trying it out.


def test_a_dry_run_writes_what_is_sent_then_and_touches_nothing(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        told = house("send", "--edition", WEEK, "--dry-run")
        assert not relay.heard
        assert not house.outbox.exists()
        house("send", "--edition", WEEK)
        sent = sorted(undated(one.replace(b"\r\n..", b"\r\n.")) for one in relay.messages)
    folder = house.home / f"build/mail-{WEEK}"
    files = sorted(folder.iterdir())
    assert f"wrote 3 messages to {folder}; nothing was sent" in told
    assert [path.name for path in files] == [f"{n:05}-{who}.eml" for n, who in enumerate(EVERYBODY, 1)]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert sorted(undated(path.read_bytes()) for path in files) == sent
    before = house.outbox.read_bytes()
    assert "wrote 0 messages" in house("send", "--edition", WEEK, "--dry-run")
    assert not list(folder.iterdir())
    assert house.outbox.read_bytes() == before
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert "has other files in it, such as notes.txt" in house("send", "--edition", WEEK, "--dry-run", code=2)


def test_a_test_goes_to_its_address_alone_and_counts_for_nobody(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--edition", WEEK, "--test-to", "nora@example.org")
        house("send", "--edition", WEEK, "--test-to", "nora@example.org")
        assert set(recipients(relay)) == {"nora@example.org"}
        tests = mails(relay.messages)
        assert not house.outbox.exists()
        house("send", "--edition", WEEK)
        sent = mails(relay.messages[len(tests) :])
    assert len(tests) == 6
    assert all(one["Subject"].startswith("[Test] ") for one in tests)
    assert {one["Subject"].removeprefix("[Test] ") for one in tests} == {one["Subject"] for one in sent}
    assert len({one["Message-ID"] for one in [*tests, *sent]}) == 9
    assert "is no address" in house("send", "--edition", WEEK, "--test-to", "nora", code=2)


def test_a_test_shows_an_edition_before_its_release_and_no_other_mail_than_what_was_reviewed(house: House) -> None:
    house.settle(25)
    house("edition", "correct", WEEK, "--reason", "The total was of 2023.")
    assert "is a draft, and has no mails yet" in house("send", "--edition", FIRST, "--test-to", "n@example.org", code=2)
    house("edition", "review", FIRST)
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--edition", FIRST, "--test-to", "nora@example.org")
        assert recipients(relay) == ["nora@example.org"] * 3
        assert all(one["Subject"].endswith(FIRST) for one in mails(relay.messages))
        file = house.home / "build" / FIRST / "coast.en-GB.eml"
        whole = file.read_bytes()
        for content, said in ((whole + b"x", "is not what was reviewed"), (None, "cannot be read")):
            file.unlink() if content is None else file.write_bytes(content)
            assert said in house("send", "--edition", FIRST, "--test-to", "nora@example.org", code=1)
        house.settle(relay.port, ("version: 1", "version: 1\nlinks: https://briefs.example.org"))
        assert "delivery.yaml changed" in house("send", "--edition", FIRST, "--test-to", "nora@example.org", code=1)
        assert len(relay.messages) == 3


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


def test_an_outbox_that_is_lost_sends_nothing_twice(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--latest")
        house.outbox.unlink()
        for words in (("--latest",), ("--edition", WEEK), ("--latest",)):
            told = house("send", *words, code=1)
            assert f"is a new one, and mail went out before: {WEEK}" in told
        assert "outbox locked" in house("status", code=1)
        house("outbox", "unlock", "--sent", WEEK, "--by", "Nora")
        house("send", "--latest")
        house.correct()
        house("send", "--edition", FIRST)
        assert recipients(relay) == sorted([*EVERYBODY, *EVERYBODY])
        assert set(house.states().values()) == {"sent"}


def test_an_outbox_that_is_lost_before_anything_went_out_begins_anew_where_somebody_says_so(house: House) -> None:
    with Scripted({"CONNECT": ["554 no"]}) as relay:
        house.settle(relay.port)
        house("send", "--latest", code=1)
    house.outbox.unlink()
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--latest", code=1)
        house("outbox", "unlock", "--nothing-sent", "--by", "Nora")
        house("send", "--latest")
        assert recipients(relay) == EVERYBODY


def test_an_outbox_from_a_backup_sends_nothing(house: House, tmp_path: Path) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--edition", WEEK, "--only", "ann@example.org")
        with open_outbox(house.outbox) as outbox:
            generations.save(outbox, tmp_path / "saved.db", DUE, "Nora")
        shutil.copy(tmp_path / "saved.db", house.outbox)
        relay.heard.clear()
        assert "came back from a backup" in house("send", "--latest", code=1)
        assert "came back from a backup" in house("send", "--edition", WEEK, "--dry-run", code=1)
        assert not relay.heard


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
