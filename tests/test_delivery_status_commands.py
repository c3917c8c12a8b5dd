"""`briefgen status`: what a person reads, what a program reads, and what operators are mailed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from outboxes import at_dot, plan
from relays import Scripted, free_port
from stocked import stock
from test_editions import SETTINGS, done

from briefgen.config.delivery.keys import DAYS
from briefgen.corpus.store import open_store
from briefgen.delivery import calendar
from briefgen.delivery.outbox import generations, looking, moving, open_outbox, runs
from briefgen.delivery.scheduling import finding
from briefgen.delivery.settings import Calendar
from briefgen.delivery.values import Policy
from briefgen.ingesting import answers

HOUR = dt.timedelta(hours=1)
NOW = dt.datetime.now(dt.UTC)
"""These commands read the clock: everything here is so many hours before or after it."""
FEED = "https://news.example/feed"
DELIVERY = """version: 1
from: briefs@example.org
relay: {{host: 127.0.0.1, port: {port}, security: {security}}}
calendar: {calendar}
operators: [{operators}]
lists:
  cabinet:
    title: Cabinet
    topics: [transport]
    people:
      - {{address: ann@example.org, name: Ann Lee}}
"""
Settle = Callable[..., str]


@pytest.fixture
def settle(tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch) -> Settle:
    """Writes settings by which an edition goes out so many hours from now, and has to be released two hours before."""
    monkeypatch.setattr(finding, "found", lambda _: ())
    (tmp_path / "briefgen.yaml").write_text(SETTINGS.replace("[news]", f"[news, {FEED}]"))
    with open_store(tmp_path / "state/corpus.db") as store:
        stock(store, news, NOW)
        answers.keep(store, {FEED: ""}, NOW - HOUR)

    def write(hours: float = 1, *, port: int = 25, operators: str = "ops@example.org", security: str = "none") -> str:
        at = NOW + dt.timedelta(hours=hours)
        days = Calendar(at.weekday(), at.time().replace(second=0, microsecond=0), "UTC")
        line = f'{{day: {DAYS[days.weekday]}, time: "{days.time:%H:%M}", time_zone: UTC, release_by: 2 hours}}'
        text = DELIVERY.format(port=port, calendar=line, operators=operators, security=security)
        (tmp_path / "delivery.yaml").write_text(text)
        near = (*calendar.coming(days, NOW, 1), calendar.awaited(days, NOW))
        return min(near, key=lambda one: abs(one.at - at)).edition

    return write


def told(briefgen: Run, *words: str, code: int) -> str:
    found = briefgen("status", *words)
    assert found.returncode == code, found.stdout + found.stderr
    return found.stdout


def causes(briefgen: Run, *words: str, code: int) -> list[str]:
    found = json.loads(told(briefgen, "--json", *words, code=code))
    assert found["exit_code"] == code
    return [f"{one['edition']} {one['cause']}".strip() for one in found["reasons"]]


def test_without_delivery_yaml_it_is_said_that_nothing_is_mailed(briefgen: Run, settle: Settle, tmp_path: Path) -> None:
    settle()
    (tmp_path / "delivery.yaml").write_text("# version: 1\n")
    for _ in range(2):
        found = briefgen("status")
        assert (found.returncode, found.stdout) == (2, "")
        assert "delivery.yaml: says nothing: nobody gets mail" in found.stderr
        (tmp_path / "delivery.yaml").unlink(missing_ok=True)


def test_where_all_is_well_the_next_edition_is_shown_and_nothing_is_made(
    briefgen: Run, settle: Settle, tmp_path: Path
) -> None:
    week = settle(30)
    text = told(briefgen, code=0)
    assert f"Next      {week}, " in text
    assert "not begun yet; to be released by" in text
    assert "To        1 person on 1 list, 1 brief\n" in text
    assert "Feeds     1 of 1 answered, " in text
    assert text.endswith("\nNothing is in the way.\n")
    assert not (tmp_path / "state/outbox.db").exists()


def test_an_edition_that_nobody_released_in_time_is_told_with_who_had_it_and_what_to_type(
    briefgen: Run, settle: Settle
) -> None:
    week = settle()
    assert causes(briefgen, code=1) == [f"{week} not created"]
    done(briefgen, "create", week, "--by", "Ada")
    text = told(briefgen, code=1)
    assert f"\n{week}: not released\n  draft since " in text
    assert f"by Ada; it goes out on {NOW + HOUR:%Y-%m-%d %H:%M}\n" in text
    assert f"  To do: `briefgen edition review {week}`\n" in text


def test_operators_are_mailed_once(briefgen: Run, settle: Settle) -> None:
    with Scripted() as relay:
        week = settle(port=relay.port, operators="ops@example.org, duty@example.org")
        found = briefgen("status", "--alert")
        assert (found.returncode, found.stdout) == (0, ""), found.stderr
        assert "told ops@example.org, duty@example.org of 1 thing" in found.stderr
        again = briefgen("status", "--alert")
        assert (again.returncode, "nothing that the operators do not know" in again.stderr) == (0, True)
        assert len(relay.messages) == 2
        mail = message_from_bytes(relay.messages[0], policy=policy.default)
    assert (mail["To"], mail["Subject"]) == ("ops@example.org", f"briefgen: {week} not created")
    assert f"To do: `briefgen edition create {week}`" in mail.get_content()
    assert f": {week} not created\n" in told(briefgen, code=1)


@pytest.mark.parametrize("operators", ["", "ops@example.org"])
def test_where_nobody_can_be_told_it_is_printed_and_the_exit_code_says_so(
    briefgen: Run, settle: Settle, operators: str
) -> None:
    week = settle(port=free_port(), operators=operators)
    found = briefgen("status", "--alert")
    assert found.returncode == 1
    assert f"{week}: not created" in found.stdout
    assert ("ops@example.org was not told: connect" if operators else "names no `operators`") in found.stderr
    with Scripted() as relay:
        settle(port=relay.port)
        assert briefgen("status", "--alert").returncode == 0
        assert len(relay.messages) == 1


def test_a_password_that_is_nowhere_keeps_nobody_from_reading_what_is_wrong(briefgen: Run, settle: Settle) -> None:
    week = settle(security="starttls, user: briefs, secret: no-such-password")
    found = briefgen("status", "--alert")
    assert (found.returncode, f"{week}: not created" in found.stdout) == (1, True)
    assert "the secret “no-such-password” is nowhere" in found.stderr
    assert causes(briefgen, "--relay", code=1) == ["relay refuses us", f"{week} not created"]


def test_the_relay_is_tried_where_that_is_asked_and_nothing_is_sent(briefgen: Run, settle: Settle) -> None:
    with Scripted() as relay:
        settle(30, port=relay.port)
        told(briefgen, code=0)
        assert relay.connections == 0
        told(briefgen, "--relay", code=0)
        assert (relay.connections, relay.messages) == (1, [])
    settle(30, port=free_port())
    assert causes(briefgen, "--relay", code=75) == ["no relay"]
    with Scripted({"CONNECT": ["554 5.7.1 go away"]}) as relay:
        settle(30, port=relay.port)
        assert "554 5.7.1 go away" in told(briefgen, "--relay", code=1)


def test_feeds_that_failed_are_named(briefgen: Run, settle: Settle, tmp_path: Path) -> None:
    week = settle(30)
    with open_store(tmp_path / "state/corpus.db") as store:
        answers.keep(store, {FEED: "answers 404"}, NOW)
    assert causes(briefgen, code=1) == [f"{week} no feed answers"]
    assert f"{FEED} (answers 404)" in told(briefgen, code=1)


def test_messages_in_doubt_a_killed_run_and_an_outbox_from_a_backup_are_told(
    briefgen: Run, settle: Settle, tmp_path: Path
) -> None:
    week = settle(-1)
    path = tmp_path / "state/outbox.db"
    with open_outbox(path) as outbox:
        plan(outbox, week)
        runs.begin(outbox, week, NOW, "briefgen")
        at_dot(outbox, week)
        moving.recover(outbox, Policy.HOLD, NOW, "briefgen")
        generations.save(outbox, tmp_path / "copy.db", NOW, "Nora")
    assert causes(briefgen, code=1) == [f"{week} messages in doubt", f"{week} messages wait"]
    text = told(briefgen, code=1)
    assert f"Last      {week}: 2 pending, 1 unknown\n" in text
    assert "and killed: the next one goes on from there" in text
    assert "eader0@example.org" not in text
    (tmp_path / "copy.db").replace(path)
    for name in ("-wal", "-shm"):
        path.with_name(path.name + name).unlink(missing_ok=True)
    assert causes(briefgen, code=1)[0] == "outbox locked"


@pytest.mark.parametrize(("file", "cause"), [("outbox.db", "outbox unusable"), ("corpus.db", "store unusable")])
def test_what_is_damaged_is_a_reason_and_operators_are_told_of_it(
    briefgen: Run, settle: Settle, tmp_path: Path, file: str, cause: str
) -> None:
    with Scripted() as relay:
        settle(30, port=relay.port)
        (tmp_path / "state" / file).write_bytes(b"no database at all" * 99)
        assert causes(briefgen, code=1) == [cause]
        assert briefgen("status", "--alert").returncode == 0
        mail = message_from_bytes(relay.messages[0], policy=policy.default)
    assert mail["Subject"] == f"briefgen: {cause}"
    assert file in mail.get_content()


def test_a_released_edition_that_nothing_would_send_is_told_from_one_that_was_not_begun(
    briefgen: Run, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    week = settle(-1)
    done(briefgen, "create", week, "--by", "Ada")
    done(briefgen, "review", week, "--by", "Ada")
    done(briefgen, "release", week, "--by", "Nora Lind")
    assert causes(briefgen, code=1) == [f"{week} not scheduled"]
    monkeypatch.setattr(finding, "found", lambda config: ("crontab",) if config == tmp_path / "briefgen.yaml" else ())
    assert causes(briefgen, code=1) == [f"{week} not started"]
    with open_outbox(tmp_path / "state/outbox.db") as outbox:
        plan(outbox, week)
        assert looking.counts(outbox, week)
    assert causes(briefgen, code=75) == [f"{week} messages wait"]


def test_json_has_what_the_page_says(briefgen: Run, settle: Settle) -> None:
    week = settle()
    found: dict[str, Any] = json.loads(told(briefgen, "--json", code=1))
    assert (found["next"]["edition"], found["due"]["edition"], found["people"]) == (week, week, 1)
    assert found["feeds"] == [
        {"address": FEED, "asked": found["feeds"][0]["asked"], "reason": "", "had": found["feeds"][0]["had"]}
    ]
    assert found["reasons"][0]["todo"] == f"`briefgen edition create {week}`"
    assert found["run"] is None
