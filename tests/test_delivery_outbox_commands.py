"""`briefgen outbox`: what a person sees, and what a person says."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from outboxes import LATER, NOW, W47, W48, at_dot, plan, send, settle
from prometheus_client.parser import text_string_to_metric_families

from briefgen.delivery import logs
from briefgen.delivery.outbox import generations, locking, looking, metrics, moving, open_outbox, runs
from briefgen.delivery.values import Policy, Reply, State

REFUSED = Reply(550, "no such user", "5.1.1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """W46 went out; of W47 one was sent, one refused, one is unknown and one waits."""
    place = tmp_path / "state" / "outbox.db"
    with open_outbox(place) as outbox:
        plan(outbox, "2026-W46")
        send(outbox, "2026-W46")
        plan(outbox, W47, 4)
        settle(outbox, W47, State.SENT, Reply(250, "ok", "2.0.0"))
        settle(outbox, W47, State.FAILED, REFUSED)
        at_dot(outbox, W47)
        moving.recover(outbox, Policy.HOLD, NOW, "briefgen")
    return place


def states(path: Path, edition: str = W47) -> list[str]:
    with open_outbox(path) as outbox:
        return [one.state.value for one in looking.entries(outbox, edition)]


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.usefixtures("path")
def test_editions_are_counted(briefgen: Run) -> None:
    done = briefgen("outbox", "status")
    assert done.returncode == 0, done.stderr
    head, *lines = [line.split() for line in done.stdout.splitlines()]
    assert head[:6] == ["edition", "sent", "pending", "unknown", "failed", "dropped"]
    assert [line[:6] for line in lines] == [["2026-W46", *"30000"], [W47, *"11110"]]
    assert objects(briefgen("outbox", "status", "--json").stdout)[1]["unknown"] == 1


@pytest.mark.usefixtures("path")
def test_messages_that_are_not_sent_are_listed_with_why(briefgen: Run) -> None:
    done = briefgen("outbox", "status", W47)
    assert "Reader1@example.org" in done.stdout
    assert "550 5.1.1 no such user" in done.stdout
    assert "Reader0@" not in done.stdout
    assert "1 failed, 1 pending, 1 sent, 1 unknown" in done.stderr
    (sent,) = objects(briefgen("outbox", "status", W47, "--state", "sent", "--json").stdout)
    assert (sent["address"], sent["code"], sent["attempts"]) == ("Reader0@example.org", 250, 1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["status", "2026-W01"], "nothing of it was sent or planned"),
        (["status", W47, "--state", "lost"], "there is no state “lost”"),
        (["status", "--state", "sent"], "is for the messages of one edition"),
        (["retry", W47, "nobody@example.org"], "nobody with “nobody@example.org”"),
        (["retry", W47, "Reader2@example.org"], "is unknown, and cannot be tried again"),
        (["resolve", W47, "--by", "Nora"], "name addresses, or --all"),
        (["resolve", W47, "--all", "--sent"], "missing option '--by'"),
        (["resolve", W47, "--all", "--by", "Nora"], "nothing is said"),
        (["resolve", W47, "Reader1@example.org", "--sent", "--by", "Nora"], "is failed, and cannot be said to be sent"),
        (["unlock", "--nothing-sent", "--by", "Nora"], "is not locked"),
        (["export", "2026-W01"], "nothing of it was sent or planned"),
    ],
)
def test_what_makes_no_sense_changes_nothing(briefgen: Run, path: Path, arguments: list[str], said: str) -> None:
    before = states(path)
    done = briefgen("outbox", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert states(path) == before


def test_without_an_outbox_it_is_said(briefgen: Run) -> None:
    done = briefgen("outbox", "status", "--outbox", "nowhere.db")
    assert done.returncode == 1
    assert "there is no outbox" in done.stderr


def test_what_failed_is_tried_again(briefgen: Run, path: Path) -> None:
    done = briefgen("outbox", "retry", W47)
    assert "2 messages of 2026-W47 will be tried" in done.stderr
    assert states(path) == ["sent", "pending", "unknown", "pending"]


def test_what_waits_for_later_is_due_at_once(briefgen: Run, path: Path) -> None:
    with open_outbox(path) as outbox:
        last = moving.Settled(at_dot(outbox, W47), State.PENDING, Reply(450, "later"), due=LATER)
        moving.settle(outbox, (last,), NOW, "briefgen")
        assert moving.claim(outbox, W47, NOW, "briefgen") == ()
    assert briefgen("outbox", "retry", W47, "reader3@example.org", "--by", "Nora").returncode == 0
    with open_outbox(path) as outbox:
        assert moving.claim(outbox, W47, NOW, "briefgen")


@pytest.mark.parametrize(("flag", "state"), [("--sent", "sent"), ("--not-sent", "pending"), ("--drop", "dropped")])
def test_a_person_says_what_became_of_the_unknown(briefgen: Run, path: Path, flag: str, state: str) -> None:
    done = briefgen("outbox", "resolve", W47, "READER2@example.org", flag, "--by", "Nora", "--reason", "in the log")
    assert done.returncode == 0, done.stderr
    assert f"unknown → {state}" in done.stderr
    assert states(path)[2] == state
    *_, last = objects(briefgen("outbox", "export", "--audit").stdout)
    assert (last["who"], last["what"]) == ("Nora", state)
    assert "in the log" in last["detail"]


def test_all_that_is_unknown_is_resolved_at_once(briefgen: Run, path: Path) -> None:
    assert briefgen("outbox", "resolve", W47, "--all", "--sent", "--by", "Nora").returncode == 0
    assert states(path) == ["sent", "failed", "sent", "pending"]


def test_everything_is_exported_as_lines_and_as_a_table(briefgen: Run, path: Path) -> None:
    lines = objects(briefgen("outbox", "export").stdout)
    assert [line["edition"] for line in lines] == ["2026-W46"] * 3 + [W47] * 4
    table = list(csv.DictReader(io.StringIO(briefgen("outbox", "export", W47, "--csv").stdout)))
    assert [row["state"] for row in table] == states(path)
    assert [row["lists"] for row in table] == ["cabinet"] * 4


@pytest.mark.usefixtures("path")
def test_somebody_is_forgotten(briefgen: Run) -> None:
    done = briefgen("outbox", "forget", "Reader2@Example.org", "--by", "Nora")
    assert "2 messages to Reader2@Example.org now name nobody" in done.stderr
    assert "eader2" not in briefgen("outbox", "export").stdout
    assert "(forgotten)" in briefgen("outbox", "status", W47).stdout


def test_what_came_back_from_a_backup_says_so_until_it_is_unlocked(briefgen: Run, path: Path, tmp_path: Path) -> None:
    with open_outbox(path) as outbox:
        generations.save(outbox, tmp_path / "saved.db", NOW, "Nora")
    saved = ["--outbox", str(tmp_path / "saved.db")]
    assert "locked: nobody said what went out since 2026-11-23 08:00Z" in briefgen("outbox", "status", *saved).stderr
    done = briefgen("outbox", "unlock", "--sent", f"{W47},{W48}", "--by", "Nora", *saved)
    assert (done.returncode, done.stderr.startswith("the outbox sends again\n")) == (0, True)
    assert "does not know who left since the backup" in done.stderr
    assert briefgen("outbox", "status", *saved).stderr == ""


def test_whoever_sends_is_named_and_only_one_may_unlock_or_forget(briefgen: Run, path: Path) -> None:
    with locking.lock(path, NOW):
        assert "sends since 2026-11-23 08:00Z" in briefgen("outbox", "status").stderr
        done = briefgen("outbox", "forget", "reader2@example.org", "--by", "Nora")
        assert done.returncode == 75
    assert briefgen("outbox", "status").stderr == ""


# Metrics.


def test_prometheus_reads_the_metrics(briefgen: Run, path: Path) -> None:
    with open_outbox(path) as outbox:
        runs.begin(outbox, W47, NOW, "briefgen")
        runs.end(outbox, W47, 75, LATER, "briefgen")
    families = {one.name: one for one in text_string_to_metric_families(briefgen("outbox", "metrics").stdout)}
    counts = {(one.labels["edition"], one.labels["state"]): one.value for one in families["briefgen_messages"].samples}
    assert (counts[W47, "failed"], counts["2026-W46", "sent"]) == (1, 3)
    values = {name: one.samples[0].value for name, one in families.items() if name != "briefgen_messages"}
    assert values["briefgen_run_exit_code"] == 75
    assert values["briefgen_run_ended_seconds"] == LATER.timestamp()
    assert values["briefgen_oldest_waiting_seconds"] > 0
    assert values["briefgen_outbox_locked"] == 0
    assert all(one.type == "gauge" and one.documentation for one in families.values())


def test_metrics_of_ten_years_are_those_of_the_newest_editions_and_of_open_ones(tmp_path: Path) -> None:
    with open_outbox(tmp_path / "outbox.db") as outbox:
        for week in range(30):
            plan(outbox, f"{week:03}", 1)
            if week != 3:
                send(outbox, f"{week:03}")
        text = "".join(metrics.metrics(outbox, LATER))
    (family,) = [one for one in text_string_to_metric_families(text) if one.name == "briefgen_messages"]
    named = sorted({one.labels["edition"] for one in family.samples})
    assert named == ["003", *(f"{week:03}" for week in range(20, 30))]
    assert "briefgen_oldest_waiting_seconds 259200\n" in text


# Logs.


def test_a_log_line_names_nobody_and_the_same_person_alike(path: Path, tmp_path: Path) -> None:
    with open_outbox(path) as outbox, open_outbox(tmp_path / "other.db") as other:
        key = logs.salt(outbox)
        one, *_ = looking.entries(outbox, W47)
        event = logs.of_entry(key, NOW, "sent", one, Reply(250, "Reader0@example.org queued", "2.0.0"), "a\nb")
        said = json.loads(logs.line(event))
        assert said == {
            "at": "2026-11-23T08:00:00.000000Z", "event": "sent", "edition": W47, "message": one.number,
            "recipient": logs.hashed(key, "reader0@example.org"), "state": "sent", "code": 250, "status": "2.0.0",
            "detail": "a b",
        }  # fmt: skip
        assert logs.hashed(logs.salt(other), "reader0@example.org") != said["recipient"]


@given(st.text())
def test_any_detail_stays_one_line(text: str) -> None:
    (line,) = logs.line(logs.of_run(NOW, "end", W47, text)).splitlines()
    assert json.loads(line)["event"] == "end"
