"""What the system's scheduler is given: systemd and a parser of cron accept it, and a person's changes stay."""

from __future__ import annotations

import datetime as dt
import os
import shlex
import subprocess
import zoneinfo
from pathlib import Path

import pytest
from cronsim import CronSim
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from programs import program

from briefgen import weeks
from briefgen.delivery import calendar
from briefgen.delivery.scheduling import cron, finding, installing, jobs, systemd
from briefgen.delivery.settings import Calendar, OnHoliday
from briefgen.errors import UsageError
from briefgen.model import File

WEEKLY = Calendar(0, dt.time(8), "Asia/Baku", release_by=dt.timedelta(hours=2))
SETTINGS = Path("/srv/briefs/config/briefgen.yaml")
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


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Baku"])
@given(st.integers(0, 6), st.times(), st.integers(0, 10 * 24), st.integers(0, 51))
def test_somebody_looks_when_it_has_to_be_released_also_where_clocks_change(
    zone: str, day: int, time: dt.time, hours: int, week: int
) -> None:
    own = Calendar(day, time.replace(microsecond=0), zone, release_by=dt.timedelta(hours=hours))
    monday = dt.date(2026, 1, 5) + week * dt.timedelta(days=7)
    slot = calendar.slot(own, weeks.name(monday))
    wall = dt.datetime.combine(monday + dt.timedelta(days=7 + day), own.time) - own.release_by
    (look,) = (job.when for job in jobs.jobs(own) if job.name == "look")
    assert look == jobs.Moment(wall.time(), zone, wall.weekday())
    there = zoneinfo.ZoneInfo(zone)
    is_left_out = wall.replace(tzinfo=there).astimezone(dt.UTC).astimezone(there).replace(tzinfo=None) != wall
    assert is_left_out or slot.release_by.astimezone(there).replace(tzinfo=None) == wall
    assert slot.release_by <= slot.at


def test_drafts_are_made_before_somebody_has_to_release_them_and_that_before_they_go_out() -> None:
    when = {job.name: job.when for job in jobs.jobs(WEEKLY)}
    assert when["gather"] == jobs.Moment(dt.time(4), "Asia/Baku")
    assert when["look"] == jobs.Moment(dt.time(6), "Asia/Baku", 0)
    assert when["send"] == jobs.Moment(dt.time(8), "Asia/Baku", 0)


def test_what_begins_the_evening_before_is_on_the_day_before() -> None:
    (_, look, *_) = jobs.jobs(replace(WEEKLY, time=dt.time(1)))
    assert look.when == jobs.Moment(dt.time(23), "Asia/Baku", 6)


def test_somebody_looks_and_asks_what_is_to_be_sent_at_each_hour_too() -> None:
    files = {file.name: file.content.decode() for file in systemd.units(jobs.jobs(WEEKLY), place())}
    assert "OnCalendar=Mon *-*-* 06:00:00 Asia/Baku\nOnCalendar=*:17\n" in files["briefgen-look.timer"]
    assert "OnCalendar=Mon *-*-* 08:00:00 Asia/Baku\nOnCalendar=*:17\n" in files["briefgen-send.timer"]
    assert files["briefgen-gather.timer"].count("OnCalendar=") == 1


def test_where_holidays_put_editions_off_every_day_is_looked_at() -> None:
    own = replace(WEEKLY, country="AZ", on_holiday=OnHoliday.NEXT_DAY)
    assert {job.when.weekday for job in jobs.jobs(own) if job.when} == {None}
    assert systemd.calendar(jobs.Moment(dt.time(8), "Asia/Baku")) == "*-*-* 08:00:00 Asia/Baku"


def test_only_what_may_be_tried_again_is_and_what_fails_is_told() -> None:
    files = {file.name: file.content.decode() for file in systemd.units(jobs.jobs(WEEKLY), place())}
    assert "Restart=on-failure\nRestartPreventExitStatus=1 2 CHDIR EXEC" in files["briefgen-send.service"]
    assert "\nRestartSec=300\n" in files["briefgen-send.service"]
    assert "OnFailure=briefgen-alert.service" in files["briefgen-send.service"]
    assert "Restart" not in files["briefgen-alert.service"] + files["briefgen-look.service"]
    assert "OnFailure" not in files["briefgen-alert.service"] + files["briefgen-look.service"]


def test_news_that_came_while_a_machine_slept_is_taken_in_before_it_sends() -> None:
    files = {file.name: file.content.decode() for file in systemd.units(jobs.jobs(WEEKLY), place())}
    assert "After=network-online.target briefgen-gather.service\n" in files["briefgen-send.service"]
    assert "After=network-online.target\n" in files["briefgen-gather.service"]


def test_units_of_the_system_get_secrets_from_systemd_and_little_else() -> None:
    files = {file.name: file.content.decode() for file in systemd.units(jobs.jobs(WEEKLY), place(), "briefs")}
    sending = files["briefgen-send.service"].splitlines()
    assert "User=briefs" in sending
    assert "LoadCredential=relay-password:/srv/briefs/relay" in sending
    assert {"ProtectSystem=strict", "NoNewPrivileges=yes", "ReadWritePaths=/srv/briefs/state"} <= set(sending)


def commands(unit: str) -> list[list[str]]:
    """The commands of a unit as systemd reads them: shell quoting without a shell, %% and $$ for % and $."""
    found = (line.partition("=")[2] for line in unit.splitlines() if line.startswith("ExecStart="))
    calls = (shlex.split(line.removeprefix("-")) for line in found)  # "-": it may fail
    return [[word.replace("%%", "%").replace("$$", "$") for word in words] for words in calls]


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
    times = [next(CronSim(when, now)) for when, _ in table]
    assert [f"{one:%H:%M}" for one in times] == ["08:17", "08:17", "08:05"]
    assert [" ingest " in what for _, what in table] == [True, False, False]
    assert [" send --latest " in what for _, what in table] == [False, False, True]


@pytest.mark.parametrize(("code", "then"), [("0", ["ingest", "edition"]), ("1", ["ingest", "edition", "status"])])
def test_a_feed_that_fails_keeps_nobodys_draft(code: str, then: list[str], tmp_path: Path) -> None:
    """The line of cron that takes in documents, at each hour of a day of another zone than the machine's."""
    spy = tmp_path / "briefgen"
    spy.write_text(SPY.replace("case", 'case "$*" in *ingest*) exit 1;; esac\ncase', 1))
    spy.chmod(0o755)
    (gather, *_) = lines(cron.block(jobs.jobs(WEEKLY), place(tmp_path, (str(spy),))))
    clock = tmp_path / "date"
    clock.write_text('#!/bin/sh\n[ "$TZ $*" = "Asia/Baku +%H" ] && echo "$HOUR"\n')
    clock.chmod(0o755)
    log = tmp_path / "log"
    for hour in range(24):
        own = {"SPY_LOG": str(log), "SPY_CODE": code, "PATH": f"{tmp_path}:/usr/bin:/bin", "HOUR": f"{hour:02}"}
        done = subprocess.run(["/bin/sh", "-c", gather[1]], env=own, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        assert log.exists() is (hour >= 4)
    assert [line.split()[1] for line in log.read_text().splitlines()] == then


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
    installing.install(installing.steps(files, tmp_path, SETTINGS))
    assert {one.standing for one in installing.steps(files, tmp_path, SETTINGS)} == {installing.Standing.SAME}
    newer = (File("a.timer", b"[Timer]\nPersistent=true\n"), files[1])
    first, second = installing.steps(newer, tmp_path, SETTINGS)
    assert (first.standing, second.standing) == (installing.Standing.OLD, installing.Standing.SAME)
    assert "+Persistent=true" in first.difference
    (tmp_path / "b.timer").write_bytes((tmp_path / "b.timer").read_bytes() + b"OnBootSec=1\n")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(UsageError, match="somebody changed it, and nothing was written"):
        installing.install(installing.steps(newer, tmp_path, SETTINGS))
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    installing.install(installing.steps(newer, tmp_path, SETTINGS), force=True)
    assert {one.standing for one in installing.steps(newer, tmp_path, SETTINGS)} == {installing.Standing.SAME}


def test_the_units_of_another_project_are_not_written_over(tmp_path: Path) -> None:
    files = (File("a.timer", b"[Timer]\n"),)
    installing.install(installing.steps(files, tmp_path, SETTINGS))
    (other,) = installing.steps(files, tmp_path, Path("/srv/energy/briefgen.yaml"))
    assert other.standing is installing.Standing.ELSEWHERE
    with pytest.raises(UsageError, match=r"it is for /srv/briefs/config/briefgen\.yaml"):
        installing.install([other])
    assert installing.steps(files, tmp_path, SETTINGS)[0].standing is installing.Standing.SAME


@given(st.binary(), st.binary(max_size=3))
def test_any_change_of_a_file_is_seen(content: bytes, change: bytes) -> None:
    written = installing._sealed(content, SETTINGS)
    assert installing.is_ours(written)
    assert installing.settings_of(written) == str(SETTINGS)
    assert not installing.is_ours(written + b"#" + change)
    assert not installing.is_ours(written.replace(b"/srv/", b"/sry/", 1))
    assert not installing.is_ours(content)


def test_the_seal_is_a_comment_for_systemd(analyse: str, tmp_path: Path) -> None:
    project = tmp_path / "briefs"
    (project / "state").mkdir(parents=True)
    found = installing.steps(systemd.units(jobs.jobs(WEEKLY), place(project)), tmp_path / "units", SETTINGS)
    installing.install(found)
    done = subprocess.run(
        [analyse, "verify", *(one.path for one in found)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_sends_by_itself_is_found_for_its_own_settings_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(finding, "SYSTEM", tmp_path / "nowhere")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert finding.found(SETTINGS) == ()
    installing.install(installing.steps(systemd.units(jobs.jobs(WEEKLY), place()), finding.own(), SETTINGS))
    assert finding.found(SETTINGS) == (f"{tmp_path}/systemd/user/briefgen-send.timer",)
    assert finding.found(Path("/srv/other.yaml")) == ()
    crontab = tmp_path / "bin" / "crontab"
    crontab.parent.mkdir()
    for script, is_there in (("echo '# briefgen begins: /srv/other.yaml'", True), ("echo no >&2; exit 1", False)):
        crontab.write_text(f"#!/bin/sh\n{script}\n")
        crontab.chmod(0o755)
        assert finding.found(Path("/srv/other.yaml")) == (("crontab",) if is_there else ())
    assert finding.own({"HOME": "/home/ops", "XDG_CONFIG_HOME": "relative"}) == Path("/home/ops/.config/systemd/user")


@pytest.mark.parametrize(
    ("where", "is_private"),
    [
        (place(), True),
        (place(systemd.TEMPORARY[1] / "briefs"), False),
        (place(program=(str(systemd.TEMPORARY[0] / "venv/bin/briefgen"),)), False),
    ],
)
def test_who_works_in_a_folder_for_temporary_files_sees_it(where: jobs.Place, is_private: bool) -> None:  # noqa: FBT001 - a parameter
    text = b"".join(file.content for file in systemd.units(jobs.jobs(WEEKLY), where, "root")).decode()
    assert ("PrivateTmp=yes" in text, "ReadWritePaths=/tmp /var/tmp" in text) == (is_private, not is_private)
