"""`briefgen schedule` as a person types it: what is said, what is written, and what stays as somebody left it."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import tempfile
from pathlib import Path

import pytest
from conftest import Run
from msgspec.structs import replace

from briefgen.cli import schedules
from briefgen.delivery import calendar
from briefgen.delivery.settings import Calendar, OnHoliday

SETTINGS = """version: 1
corpus: [news]
topics:
  ports: {title: Ports, terms: [harbour, port]}
"""
DELIVERY = """version: 1
from: briefs@example.org
relay: {host: mail.example.org, user: briefs, secret: relay-password}
unsubscribe: {url: "https://briefs.example.org/leave", secret_file: key}
calendar: {day: monday, time: "08:00", time_zone: Asia/Baku, release_by: 2 hours}
operators: [ops@example.org]
lists:
  cabinet: {title: Cabinet, people: [{address: ann@example.org}]}
"""
BERLIN = Calendar(0, dt.time(8), "Europe/Berlin", country="DE", release_by=dt.timedelta(hours=2))
UNITS = {
    *(f"briefgen-{name}.service" for name in ("gather", "look", "send", "alert")),
    *(f"briefgen-{name}.timer" for name in ("gather", "look", "send")),
}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, and a home of its own in which nothing is installed."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "news").mkdir()
    (tmp_path / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "delivery.yaml").write_text(DELIVERY, encoding="utf-8")
    return tmp_path


def test_the_next_editions_are_those_of_the_calendar(briefgen: Run, desk: Path) -> None:
    own = Calendar(0, dt.time(8), "Asia/Baku", release_by=dt.timedelta(hours=2))
    before = calendar.coming(own, dt.datetime.now(dt.UTC), 3)
    done = briefgen("schedule", "show", "--number", 3, "--json", cwd=desk)
    after = calendar.coming(own, dt.datetime.now(dt.UTC), 3)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    moments = [
        tuple(dt.datetime.fromisoformat(row[key]) for key in ("release_by", "goes_out", "until")) for row in found
    ]
    assert moments in [[(one.release_by, one.at, one.until) for one in slots] for slots in (before, after)]
    assert {row["goes_out"][10:] for row in found} == {"T08:00:00+04:00"}
    assert {row["gathered"][10:] for row in found} == {"T04:00:00+04:00"}


def test_a_person_reads_the_rule_the_dates_and_what_is_installed(briefgen: Run, desk: Path) -> None:
    done = briefgen("schedule", "show", cwd=desk)
    assert (
        "Editions go out on Mondays at 08:00, and are about the week before. Times are those of Asia/Baku."
        in done.stderr
    )
    assert "Nothing is installed here that sends them" in done.stderr
    heading, *rows = done.stdout.splitlines()
    assert heading.split() == ["edition", "gathered", "release", "by", "goes", "out", "until", "note"]
    times = [re.findall(r"[A-Z][a-z]{2} [-0-9]{10} ([0-9:]{5})", row) for row in rows]
    assert times == [["04:00", "06:00", "08:00", "08:00"]] * 8
    assert briefgen("schedule", "install", "--systemd", "--user", cwd=desk).returncode == 0
    assert f"Installed: {desk}/home/systemd/user/briefgen-send.timer" in briefgen("schedule", "show", cwd=desk).stderr


def notes(own: Calendar, start: dt.datetime, number: int) -> dict[str, str]:
    rows = schedules.rows(own, calendar.coming(own, start, number), start)
    return {str(row["edition"]): str(row["note"]) for row in rows if row["note"]}


def test_holidays_and_clock_changes_are_named() -> None:
    start, clocks = dt.datetime(2026, 3, 24, tzinfo=dt.UTC), "clocks have changed: UTC+02:00"
    assert notes(BERLIN, start, 3) == {"2026-W13": clocks, "2026-W14": "skipped: Easter Monday"}
    after_easter = dt.datetime(2027, 3, 26, tzinfo=dt.UTC)  # clocks change on the day before the one that is skipped
    assert notes(BERLIN, after_easter, 3) == {"2027-W12": "skipped: Easter Monday", "2027-W13": clocks}
    put_off = replace(BERLIN, on_holiday=OnHoliday.NEXT_DAY)
    assert notes(put_off, start, 3)["2026-W14"] == "put off by a holiday: Easter Monday"
    night = replace(BERLIN, time=dt.time(2, 30), weekday=6, weeks_back=0)
    assert notes(night, start, 1) == {"2026-W13": f"{clocks}; 02:30 is left out on that day"}


def test_an_hour_that_may_not_come_is_told_of(briefgen: Run, desk: Path) -> None:
    night = DELIVERY.replace("08:00", "02:30").replace("Asia/Baku", "Europe/Berlin")
    (desk / "delivery.yaml").write_text(night, encoding="utf-8")
    assert "02:30 may be left out or come twice" in briefgen("schedule", "show", cwd=desk).stderr


@pytest.mark.parametrize("words", [("show",), ("install", "--systemd"), ("install", "--cron")])
def test_without_a_calendar_there_is_no_schedule(words: tuple[str, ...], briefgen: Run, desk: Path) -> None:
    (desk / "delivery.yaml").write_text(DELIVERY.replace("calendar:", "# calendar:"), encoding="utf-8")
    done = briefgen("schedule", *words, cwd=desk)
    assert (done.returncode, "there is no calendar" in done.stderr) == (2, True)
    (desk / "delivery.yaml").unlink()
    done = briefgen("schedule", *words, cwd=desk)
    assert (done.returncode, "there is no delivery.yaml" in done.stderr) == (2, True)


def install(briefgen: Run, desk: Path, *words: object, code: int = 0) -> str:
    done = briefgen("schedule", "install", "--systemd", "--out", desk / "units", *words, cwd=desk)
    assert done.returncode == code, done.stderr
    return done.stderr


def test_units_are_written_once_and_brought_up_to_date(briefgen: Run, desk: Path) -> None:
    told = install(briefgen, desk, "--user")
    assert {path.name for path in (desk / "units").iterdir()} == UNITS
    assert "systemctl --user enable --now briefgen-gather.timer briefgen-look.timer briefgen-send.timer" in told
    assert f"{desk}/home/briefgen/relay-password" in told  # not there yet; the other secret has a file of its own
    assert "unsubscribe-key" not in told
    before = {path: path.stat().st_mtime_ns for path in (desk / "units").iterdir()}
    assert install(briefgen, desk, "--user").count("as it is") == len(UNITS)
    assert {path: path.stat().st_mtime_ns for path in (desk / "units").iterdir()} == before
    (desk / "delivery.yaml").write_text(DELIVERY.replace("08:00", "09:00"), encoding="utf-8")
    assert install(briefgen, desk, "--user").count("written anew") == 3
    assert "09:00:00 Asia/Baku" in (desk / "units" / "briefgen-send.timer").read_text()


def test_a_dry_run_shows_what_would_change_and_writes_nothing(briefgen: Run, desk: Path) -> None:
    before = sorted(desk.rglob("*"))
    done = briefgen("schedule", "install", "--systemd", "--user", "--dry-run", cwd=desk)
    assert done.stdout.count("+[Unit]") == len(UNITS)
    assert done.stderr.count("would be written") == len(UNITS)
    assert sorted(desk.rglob("*")) == before


def test_what_somebody_changed_or_another_project_has_stays(briefgen: Run, desk: Path) -> None:
    install(briefgen, desk, "--user")
    timer = desk / "units" / "briefgen-send.timer"
    ours = timer.read_bytes()
    timer.write_bytes(ours + b"RandomizedDelaySec=60\n")
    assert "somebody changed it, and nothing was written" in install(briefgen, desk, "--user", code=2)
    assert timer.read_bytes() != ours
    install(briefgen, desk, "--user", "--force")
    assert timer.read_bytes() == ours
    other = desk / "other"
    other.mkdir()
    for name in ("briefgen.yaml", "delivery.yaml"):
        (other / name).write_bytes((desk / name).read_bytes())
    words = ("schedule", "install", "--systemd", "--user", "--out", desk / "units")
    done = briefgen(*words, cwd=other)
    assert (done.returncode, f"it is for {desk}/briefgen.yaml" in done.stderr) == (2, True)
    assert briefgen(*words, "--name", "energy", cwd=other).returncode == 0
    assert "OnFailure=energy-alert.service" in (desk / "units" / "energy-send.service").read_text()
    assert timer.read_bytes() == ours


def test_units_of_the_system_say_who_runs_them_and_what_they_may_write(briefgen: Run, desk: Path) -> None:
    told = install(briefgen, desk, "--system", "--secrets", desk / "secrets")
    unit = (desk / "units" / "briefgen-send.service").read_text().splitlines()
    assert f"User={desk.owner()}" in unit
    assert f"LoadCredential=relay-password:{desk}/secrets/relay-password" in unit
    assert {f"ReadWritePaths={desk}/build", f"ReadWritePaths={desk}/state"} <= set(unit)
    assert (desk / "build").is_dir()  # systemd refuses to start where one is missing
    assert f"cp {desk}/units/briefgen-*.* /etc/systemd/system/" in told


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "say which scheduler"),
        (("--systemd", "--user", "--as", "ann"), "is for units of the system"),
        (("--systemd", "--system", "--as", "no-such-user"), "there is no user “no-such-user”"),
        (("--systemd", "--user", "--name", "../x"), "cannot be the name of units"),
        (("--cron", "--as", "ann"), "is for systemd alone"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(words: tuple[str, ...], why: str, briefgen: Run, desk: Path) -> None:
    before = sorted(desk.rglob("*"))
    done = briefgen("schedule", "install", *words, cwd=desk)
    assert (done.returncode, why in done.stderr) == (2, True)
    assert sorted(desk.rglob("*")) == before


def test_what_systemd_would_not_take_is_not_written(briefgen: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = desk / "bin" / "systemd-analyze"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\nfor last; do :; done\necho "$last:3: Unknown key"\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(fake.parent))
    assert "briefgen-alert.service:3: Unknown key" in install(briefgen, desk, "--user", code=2)
    assert not (desk / "units").exists()
    monkeypatch.setenv("PATH", str(desk))
    assert "there is no systemd here that could look" in install(briefgen, desk, "--user")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="root alone runs programs as others")
def test_a_user_who_cannot_run_briefgen_is_told_of_before_anything_is_written(
    briefgen: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory() as name:
        closed, folder = Path(name) / "closed", Path(name) / "project"
        folder.mkdir()
        for one in ("briefgen.yaml", "delivery.yaml"):
            (folder / one).write_bytes((desk / one).read_bytes())
        closed.mkdir()
        program = closed / "briefgen"
        program.write_text("#!/bin/sh\nexit 0\n")
        program.chmod(0o755)
        Path(name).chmod(0o755)
        monkeypatch.setattr(schedules, "program", lambda: (str(program),))
        words = ("schedule", "install", "--systemd", "--system", "--as", "daemon", "--out", folder / "units")
        closed.chmod(0o700)
        done = briefgen(*words, cwd=folder)
        assert (done.returncode, "the user “daemon” cannot run it" in done.stderr) == (2, True)
        assert not (folder / "units").exists()
        closed.chmod(0o755)
        done = briefgen(*words, cwd=folder)
        assert done.returncode == 0, done.stderr
        assert ((folder / "state").owner(), (folder / "state").group()) == ("daemon", "daemon")


CRONTAB = """#!/bin/sh
case "$1" in
  -l) [ -e "$TABLE" ] && exec cat "$TABLE"; echo "no crontab for ann" >&2; exit 1;;
  -) exec cat > "$TABLE";;
esac
"""


def test_the_lines_of_cron_are_put_into_the_table_that_is_there(
    briefgen: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = desk / "bin" / "crontab"
    fake.parent.mkdir()
    fake.write_text(CRONTAB)
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:/usr/bin:/bin")
    monkeypatch.setenv("TABLE", str(desk / "table"))
    words = ("schedule", "install", "--cron")
    shown = briefgen(*words, "--dry-run", cwd=desk)
    assert shown.stdout.count("\n+") == 6  # the name of the table, two marks and three lines
    assert not (desk / "table").exists()
    assert briefgen(*words, cwd=desk).returncode == 0
    first = (desk / "table").read_text()
    (desk / "table").write_text(f"5 4 * * * backup\n{first}")
    again = briefgen(*words, cwd=desk)
    assert "your cron table: as it is" in again.stderr
    (desk / "delivery.yaml").write_text(DELIVERY.replace("Asia/Baku", "Asia/Almaty"), encoding="utf-8")
    assert "your cron table: written" in briefgen(*words, cwd=desk).stderr
    assert (desk / "table").read_text() == f"5 4 * * * backup\n{first.replace('Asia/Baku', 'Asia/Almaty')}"
    assert "Installed: crontab" in briefgen("schedule", "show", cwd=desk).stderr
    assert "cron knows no secrets; name a `secret_file` for relay-password" in again.stderr


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("echo 'you are not allowed' >&2; exit 1", "cannot be read: you are not allowed"),
        ("printf '\\377\\n'", "is not in UTF-8"),
        ("[ $1 = -l ] && exit 0; cat >/dev/null; echo 'bad minute' >&2; exit 1", "cannot be written: bad minute"),
    ],
)
def test_a_cron_that_refuses_is_told_of(
    script: str, why: str, briefgen: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = desk / "crontab"
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{desk}:/usr/bin:/bin")
    done = briefgen("schedule", "install", "--cron", cwd=desk)
    assert (done.returncode, why in done.stderr) == (2, True)


def test_without_a_crontab_the_lines_are_printed_or_go_to_a_file(
    briefgen: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(desk))
    words = ("schedule", "install", "--cron")
    assert "there is no crontab here" in briefgen(*words, cwd=desk).stderr
    printed = briefgen(*words, "--dry-run", cwd=desk).stdout
    assert printed.startswith(f"# briefgen begins: {desk}/briefgen.yaml\n")
    assert briefgen(*words, "--out", "table", cwd=desk).returncode == 0
    assert (desk / "table").read_text() == printed
    assert "table: as it is" in briefgen(*words, "--out", "table", cwd=desk).stderr
