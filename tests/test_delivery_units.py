"""The units run as they stand, under a systemd of their own.

Where none boots, these tests are skipped; test_delivery_schedule.py runs the commands of the units one by one.
"""

from __future__ import annotations

import datetime as dt
import email
import json
import sys
import tempfile
import time
import zoneinfo
from collections.abc import Iterator
from email import policy
from pathlib import Path

import pytest
from conftest import ROOT, Run
from private_systemd import READY, Systemd, booted
from relays import delivered, sink

from briefgen import weeks
from briefgen.delivery import calendar
from briefgen.delivery.scheduling import jobs, systemd
from briefgen.delivery.settings import Calendar

WEEKLY = Calendar(0, dt.time(8), "Asia/Baku", release_by=dt.timedelta(hours=2))
SPY = """#!/bin/sh
echo "$PWD $* $(cat "$CREDENTIALS_DIRECTORY/relay-password")" >> state/log
touch config/x 2>/dev/null && echo "the disk is open" >> state/log
case "$*" in ingest*) exit 1;; status*) exit 0;; esac
code=$(head -n 1 state/codes)
sed -i 1d state/codes
exit "$code"
"""


NEWS = "More freight at Port Alder\n\nThe port of Port Alder handled 4.2 million tons of cargo.\n"
SETTINGS = """version: 1
corpus: [news]
topics:
  transport: {title: Transport, terms: [Port Alder]}
"""
DELIVERY = """version: 1
from: briefs@example.org
relay: {{host: localhost, port: {port}, security: none}}
calendar: {{day: {day}, time: "{time}", time_zone: UTC, weeks_back: 0}}
lists:
  cabinet:
    title: Cabinet
    release: automatic
    formats: [pdf]
    attach: [pdf]
    people: [{{address: ann@example.org}}]
"""


class Desk:
    """A project whose briefgen writes down how it was called, and ends with the codes that a test says."""

    def __init__(self, folder: Path) -> None:
        self.folder, seen = folder, Path("/srv/a project")
        for name in ("state", "config", "secrets"):
            (folder / name).mkdir(parents=True)
        (folder / "secrets/relay-password").write_text("hush")
        spy = folder / "briefgen"
        spy.write_text(SPY)
        spy.chmod(0o755)
        secret = ("relay-password", seen / "secrets/relay-password")
        self.place = jobs.Place((str(seen / spy.name),), seen / "b.yaml", seen, (seen / "state",), (secret,))

    def ends_with(self, *codes: int) -> None:
        (self.folder / "state/codes").write_text("".join(f"{code}\n" for code in codes))
        (self.folder / "state/log").write_text("")

    def calls(self) -> list[str]:
        end = f" --config {self.place.config} hush"
        lines = (self.folder / "state/log").read_text().splitlines()
        here = f"{self.place.project} "
        assert all(line.startswith(here) and line.endswith(end) for line in lines), lines
        return [line.removeprefix(here).removesuffix(end) for line in lines]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("units"))


@pytest.fixture(scope="module")
def own(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Systemd]:
    units = tmp_path_factory.mktemp("systemd")
    for file in systemd.units(jobs.jobs(WEEKLY), desk.place, "root"):
        (units / file.name).write_bytes(file.content)
    with booted(desk.folder, desk.place.project, units) as found:
        yield found


pytestmark = pytest.mark.conform


def test_timers_fire_when_the_calendar_says(own: Systemd) -> None:
    assert own.ctl("start", *systemd.timers(jobs.jobs(WEEKLY), jobs.Place((), Path(), Path(), ()))).returncode == 0
    now = dt.datetime.now(dt.UTC)
    (coming,) = calendar.coming(WEEKLY, now, 1)
    hourly = now.replace(minute=jobs.MINUTE, second=0, microsecond=0)
    hourly += dt.timedelta(hours=0 if now < hourly else 1)
    said = own.get("briefgen-send.timer", "NextElapseUSecRealtime")
    there = dt.datetime.strptime(said.rpartition(" ")[0], "%a %Y-%m-%d %H:%M:%S").replace(tzinfo=dt.UTC)
    assert said.endswith(" UTC")
    assert there == min(coming.at, hourly)
    assert coming.at.astimezone(zoneinfo.ZoneInfo("Asia/Baku")).time() == dt.time(8)


def test_what_is_to_be_tried_again_is_until_it_succeeds_and_nobody_is_alerted(desk: Desk, own: Systemd) -> None:
    desk.ends_with(75, 75, 0)
    own.drop_in("briefgen-send.service", "[Service]\nRestartSec=100ms\n")  # instead of five minutes
    own.run("briefgen-send.service", "inactive")
    assert desk.calls() == ["send --latest"] * 3
    assert own.get("briefgen-send.service", "Result") == "success"


def test_five_minutes_lie_between_two_tries(desk: Desk, own: Systemd) -> None:
    desk.ends_with(75)
    own.drop_in("briefgen-send.service", "")
    own.run("briefgen-send.service", "activating")
    assert own.get("briefgen-send.service", "RestartUSec") == "5min"
    assert own.ctl("stop", "briefgen-send.service").returncode == 0
    assert desk.calls() == ["send --latest"]


@pytest.mark.parametrize("code", [1, 2])
def test_what_a_person_has_to_look_at_is_told_once_and_not_tried_again(code: int, desk: Desk, own: Systemd) -> None:
    desk.ends_with(code, 0)
    own.run("briefgen-send.service", "failed")
    own.run("briefgen-alert.service", "inactive")
    assert desk.calls()[:2] == ["send --latest", "status --alert"]
    assert set(desk.calls()[2:]) <= {"status --alert"}  # the one that this test started
    assert own.ctl("reset-failed").returncode == 0


def test_a_feed_that_fails_keeps_nobodys_draft(desk: Desk, own: Systemd) -> None:
    desk.ends_with(0)
    own.run("briefgen-gather.service", "inactive")
    assert desk.calls() == ["ingest", "edition create next"]


def test_what_begins_at_once_when_a_machine_wakes_up_is_taken_in_before_it_is_sent(desk: Desk, own: Systemd) -> None:
    """Both timers are past their time at the same moment, as after a sleep; that of sending was started first."""
    desk.ends_with(0, 0)
    timers = ("briefgen-send.timer", "briefgen-gather.timer")
    own.ctl("stop", *timers)
    moment = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=4)
    for unit in timers:
        own.drop_in(unit, f"[Timer]\nOnCalendar=\nOnCalendar={moment:%Y-%m-%d %H:%M:%S} UTC\nAccuracySec=100ms\n")
    assert own.ctl("start", *timers).returncode == 0
    end = time.monotonic() + READY
    while len(desk.calls()) < 3:
        assert time.monotonic() < end, desk.calls()
        time.sleep(0.05)
    own.wait("briefgen-send.service", "inactive")
    assert desk.calls() == ["ingest", "edition create next", "send --latest"]


def test_without_its_secret_nothing_is_begun_or_tried_again(desk: Desk, own: Systemd) -> None:
    desk.ends_with(0)
    secret = desk.folder / "secrets/relay-password"
    secret.rename(secret.with_suffix(".away"))
    try:
        own.run("briefgen-send.service", "failed")
        assert own.get("briefgen-send.service", "ExecMainStatus") == "243"  # CREDENTIALS of systemd.exec(5)
        assert desk.calls() == []
    finally:
        secret.with_suffix(".away").rename(secret)
        own.ctl("reset-failed")


def test_a_draft_is_released_and_mailed_with_all_that_a_unit_may_not_do(briefgen: Run, tmp_path: Path) -> None:
    """briefgen itself, shut in as `schedule install` shuts it in: it draws, sets a PDF, and writes what it has to."""
    moment = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=30)
    seen, project = Path("/srv/briefs"), tmp_path / "project"
    (project / "news").mkdir(parents=True)
    (project / "news/harbour.txt").write_text(NEWS)
    (project / "briefgen.yaml").write_text(SETTINGS)
    letters = tmp_path / "units"
    letters.mkdir()
    with tempfile.TemporaryDirectory() as letterbox, sink("-d", f"{letterbox}/%M.") as port:
        Path(letterbox).chmod(0o777)
        own = DELIVERY.format(port=port, day=f"{moment:%A}".lower(), time=f"{moment:%H:%M}")
        (project / "delivery.yaml").write_text(own)
        week = weeks.name(moment.date())
        assert briefgen("ingest", cwd=project).returncode == 0
        assert briefgen("edition", "create", week, "--format", "json", cwd=project).returncode == 0
        (project / "build").mkdir()
        writes = (seen / "build", seen / "state")
        ours = jobs.Place((sys.executable, "-m", "briefgen"), seen / "briefgen.yaml", seen, writes)
        for file in systemd.units(jobs.jobs(WEEKLY), ours, "root"):
            (letters / file.name).write_bytes(file.content)
        with booted(project, seen, letters) as machine:
            for job in ("gather", "send"):
                unit = f"briefgen-{job}.service"
                machine.drop_in(unit, f"[Service]\nEnvironment=PYTHONPATH={ROOT}\nStandardError=append:{seen}/said\n")
                machine.run(unit, "inactive", "failed")
                said = (project / "said").read_text()
                assert machine.get(unit, "Result") == "success", said
        (mail,) = (email.message_from_bytes(one, policy=policy.default) for one in delivered(Path(letterbox)))
    assert mail["To"] == "ann@example.org"
    assert [one.get_content_type() for one in mail.iter_attachments()] == ["application/pdf"]
    names = [
        json.loads(line)["name"] for line in briefgen("edition", "list", "--json", cwd=project).stdout.splitlines()
    ]
    assert len(set(names)) == 2  # the one that was sent, and the draft of the next one
