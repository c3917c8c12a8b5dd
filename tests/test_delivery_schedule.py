"""What the system's scheduler is given: systemd and a parser of cron accept it, and a person's changes stay."""

from __future__ import annotations

import datetime as dt
import os
import shlex
import subprocess
from pathlib import Path

import pytest
from cronsim import CronSim
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from programs import program

from briefgen.delivery import calendar
from briefgen.delivery.scheduling import cron, installing, jobs, systemd
from briefgen.delivery.settings import Calendar, OnHoliday
from briefgen.errors import UsageError
from briefgen.model import File

WEEKLY = Calendar(0, dt.time(8), "Asia/Baku", release_by=dt.timedelta(hours=2))
AWKWARD = 'a project, 100 % "ours" \\ $HOME'
"""Characters that mean something to systemd, cron or a shell."""


def place(folder: Path = Path("/srv/briefs"), program: tuple[str, ...] = ("/usr/bin/true",)) -> jobs.Place:
    settings = folder / "config" / "briefgen.yaml"
    return jobs.Place(program, settings, folder, (folder / "state",), (("relay-password", folder / "relay"),))


@pytest.fixture
def analyse() -> str:
    return str(program("systemd-analyze", "systemd"))


def laid_out(folder: Path, user: str, project: Path) -> list[Path]:
    (project / "state").mkdir(parents=True)
    for file in systemd.units(jobs.jobs(WEEKLY), place(project), user):
        (folder / file.name).write_bytes(file.content)
    return sorted(folder.glob("briefgen-*"))


@pytest.mark.parametrize("user", ["", "root"])
@pytest.mark.parametrize("name", ["briefs", AWKWARD])
def test_systemd_has_nothing_to_say_of_the_units(user: str, name: str, analyse: str, tmp_path: Path) -> None:
    """It exits with 0 where it does not know a key, so that a word of it counts as a fault."""
    files = laid_out(tmp_path, user, tmp_path / name)
    assert len(files) == 7
    done = subprocess.run([analyse, "verify", *files], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("name", ["ends in\\", "two\nlines", "a\x07bell"])
def test_a_path_that_no_unit_can_hold_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be told of such a path"):
        systemd.units(jobs.jobs(WEEKLY), replace(place(), project=tmp_path / name))


def test_systemd_would_say_something_of_a_wrong_one(analyse: str, tmp_path: Path) -> None:
    (tmp_path / "x.service").write_text("[Service]\nExecStart=/usr/bin/true\nRestrat=no\n")
    done = subprocess.run([analyse, "verify", tmp_path / "x.service"], capture_output=True, text=True, check=False)
    assert "Restrat" in done.stderr


@pytest.mark.parametrize("day", range(7))
def test_systemd_fires_when_the_calendar_says(day: int, analyse: str) -> None:
    own = replace(WEEKLY, weekday=day, time=dt.time(8, 30))
    now = dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)
    (when,) = (job.when for job in jobs.jobs(own) if job.name == "send")
    assert when is not None
    words = [analyse, "calendar", f"--base-time={now:%Y-%m-%d %H:%M:%S} UTC", systemd.calendar(when)]
    said = subprocess.run(
        words, capture_output=True, text=True, check=True, env={**os.environ, "TZ": "UTC", "LC_ALL": "C"}
    )
    (coming,) = calendar.coming(own, now, 1)
    assert f"Next elapse: {coming.at:%a %Y-%m-%d %H:%M:%S} UTC" in said.stdout


def test_drafts_are_made_before_somebody_has_to_release_them_and_that_before_they_go_out() -> None:
    when = {job.name: job.when for job in jobs.jobs(WEEKLY)}
    assert when["gather"] == jobs.Moment(dt.time(4), "Asia/Baku", 0)
    assert when["look"] == jobs.Moment(dt.time(6), "Asia/Baku", 0)
    assert when["send"] == jobs.Moment(dt.time(8), "Asia/Baku", 0)


def test_what_begins_the_evening_before_is_on_the_day_before() -> None:
    (gather, *_) = jobs.jobs(replace(WEEKLY, time=dt.time(1)))
    assert gather.when == jobs.Moment(dt.time(21), "Asia/Baku", 6)


def test_where_holidays_put_editions_off_every_day_is_looked_at() -> None:
    own = replace(WEEKLY, country="AZ", on_holiday=OnHoliday.NEXT_DAY)
    assert {job.when.weekday for job in jobs.jobs(own) if job.when} == {None}
    assert systemd.calendar(jobs.Moment(dt.time(8), "Asia/Baku")) == "*-*-* 08:00:00 Asia/Baku"


def test_only_what_may_be_tried_again_is_and_what_fails_is_told() -> None:
    files = {file.name: file.content.decode() for file in systemd.units(jobs.jobs(WEEKLY), place())}
    assert "Restart=on-failure\nRestartPreventExitStatus=1 2\nRestartSec=300\n" in files["briefgen-send.service"]
    assert "OnFailure=briefgen-alert.service" in files["briefgen-send.service"]
    assert "Restart" not in files["briefgen-alert.service"] + files["briefgen-look.service"]
    assert "OnFailure" not in files["briefgen-alert.service"] + files["briefgen-look.service"]


def test_units_of_the_system_get_secrets_from_systemd_and_little_else() -> None:
    files = {file.name: file.content.decode() for file in systemd.units(jobs.jobs(WEEKLY), place(), "briefs")}
    sending = files["briefgen-send.service"].splitlines()
    assert "User=briefs" in sending
    assert "LoadCredential=relay-password:/srv/briefs/relay" in sending
    assert {"ProtectSystem=strict", "NoNewPrivileges=yes", "ReadWritePaths=/srv/briefs/state"} <= set(sending)


def commands(unit: str) -> list[list[str]]:
    """The commands of a unit as systemd reads them: shell quoting without a shell, %% and $$ for % and $."""
    found = (line.partition("=")[2] for line in unit.splitlines() if line.startswith("ExecStart="))
    return [[word.replace("%%", "%").replace("$$", "$") for word in shlex.split(line)] for line in found]


@pytest.mark.parametrize("name", ["briefs", AWKWARD])
def test_each_command_of_the_units_is_one_of_ours_with_the_settings_that_were_meant(name: str, tmp_path: Path) -> None:
    own = place(tmp_path / name)
    for file in systemd.units(jobs.jobs(WEEKLY), own):
        for words in commands(file.content.decode()):
            assert (words[0], words[-2:]) == ("/usr/bin/true", ["--config", str(own.config)])
            assert words[1] in {"ingest", "edition", "send", "status"}


def lines(table: str) -> list[tuple[str, str]]:
    """When, and what, of each line of a table that is no comment."""
    found = (line.split(None, 5) for line in table.splitlines() if line and not line.startswith("#"))
    return [(" ".join(words[:5]), words[5].replace("\\%", "%")) for words in found]


def test_a_parser_of_cron_takes_every_line_and_sending_is_asked_for_every_five_minutes() -> None:
    now = dt.datetime(2026, 11, 29, 8, 1, tzinfo=dt.UTC)
    table = lines(cron.block(jobs.jobs(WEEKLY), place()))
    assert len(table) == 3
    times = {what.split()[4]: next(CronSim(when, now)) for when, what in table}
    assert times["send"] == dt.datetime(2026, 11, 29, 8, 5, tzinfo=dt.UTC)
    assert set(times) == {"ingest", "status", "send"}


SPY = """#!/bin/sh
echo "$PWD: $@" >> "$SPY_LOG"
case "$*" in *status*) exit 0;; esac
exit ${SPY_CODE:-0}
"""


@pytest.mark.parametrize(("code", "alerted"), [(0, False), (75, False), (1, True), (2, True)])
@pytest.mark.parametrize("name", ["briefs", AWKWARD])
def test_the_lines_of_cron_run_as_they_stand(code: int, alerted: bool, name: str, tmp_path: Path) -> None:  # noqa: FBT001
    project = tmp_path / name
    (project / "config").mkdir(parents=True)
    spy = project / "briefgen"
    spy.write_text(SPY)
    spy.chmod(0o755)
    table = lines(cron.block(jobs.jobs(WEEKLY), place(project, (str(spy),))))
    sending = next(what for _, what in table if " send " in what)
    log = tmp_path / "log"
    done = subprocess.run(
        ["/bin/sh", "-c", sending],
        env={"SPY_LOG": str(log), "SPY_CODE": str(code), "PATH": "/usr/bin:/bin"},
        check=False,
    )
    assert done.returncode == 0
    said = log.read_text().splitlines()
    assert said[0] == f"{project}: send --latest --config {project}/config/briefgen.yaml"
    assert [line for line in said[1:] if "status --alert" in line] == said[1:]
    assert (len(said) == 2) is alerted


def test_our_lines_take_the_place_of_ours_and_leave_all_others() -> None:
    own, others = cron.block(jobs.jobs(WEEKLY), place()), "MAILTO=root\n5 4 * * * backup"
    once = cron.merged(others, own, place())
    assert once == f"{others}\n{own}"
    assert cron.merged(once, own, place()) == once
    assert cron.merged(f"{own}1 1 * * * later\n", own, place()) == f"{own}1 1 * * * later\n"
    elsewhere = place(Path("/srv/other"))
    assert cron.merged(once, cron.block(jobs.jobs(WEEKLY), elsewhere), elsewhere).startswith(once)


@given(st.text(), st.text())
def test_no_line_of_somebody_else_is_ever_lost(before: str, after: str) -> None:
    own = cron.block(jobs.jobs(WEEKLY), place())
    found = cron.merged(f"{before}\n{own}{after}", own, place())
    assert found == f"{before}\n{own}{after}"


def test_what_somebody_changed_is_not_written_over(tmp_path: Path) -> None:
    files = (File("a.timer", b"[Timer]\n"), File("b.timer", b"[Timer]\n"))
    installing.install(installing.steps(files, tmp_path))
    assert {one.standing for one in installing.steps(files, tmp_path)} == {installing.Standing.SAME}
    newer = (File("a.timer", b"[Timer]\nPersistent=true\n"), files[1])
    first, second = installing.steps(newer, tmp_path)
    assert (first.standing, second.standing) == (installing.Standing.OLD, installing.Standing.SAME)
    assert "+Persistent=true" in first.difference
    (tmp_path / "b.timer").write_bytes((tmp_path / "b.timer").read_bytes() + b"OnBootSec=1\n")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(UsageError, match="somebody changed it, and nothing was written"):
        installing.install(installing.steps(newer, tmp_path))
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    installing.install(installing.steps(newer, tmp_path), force=True)
    assert {one.standing for one in installing.steps(newer, tmp_path)} == {installing.Standing.SAME}


def test_the_seal_is_a_comment_for_systemd(analyse: str, tmp_path: Path) -> None:
    project = tmp_path / "briefs"
    (project / "state").mkdir(parents=True)
    found = installing.steps(systemd.units(jobs.jobs(WEEKLY), place(project)), tmp_path / "units")
    installing.install(found)
    done = subprocess.run(
        [analyse, "verify", *(one.path for one in found)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
