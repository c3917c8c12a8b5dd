"""`briefgen send --latest`: what is due, what is late, and weeks without news."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from houses import DUE, EVERYBODY, SETTINGS, WEEK, House, at, built, house, mails, recipients
from relays import Scripted

from briefgen.cli.sending import running
from briefgen.corpus.store import open_store
from briefgen.delivery.outbox import audit, open_outbox, runs
from briefgen.delivery.sending.values import Wishes
from briefgen.errors import TemplateError
from briefgen.ingesting import answers

__all__ = ["built", "house"]


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
