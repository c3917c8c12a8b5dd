"""README, “From nothing to a weekly mail”: each command as a newcomer types it, until a mail has arrived.

What timers do from then on is done as well: the commands of the units, as they stand in them.
"""

from __future__ import annotations

import email
import re
import shlex
from email import policy
from pathlib import Path

import pytest
from conftest import ROOT, Run
from relays import delivered, sink

SECTION = (ROOT / "README.md").read_text(encoding="utf-8").partition("## From nothing to a weekly mail\n")[2]
SECTION = SECTION.partition("\n## ")[0]
(DELIVERY,) = re.findall(r"^```yaml\n(.*?)^```", SECTION, re.DOTALL | re.MULTILINE)
FIRST, LATER = re.findall(r"^```sh\n(.*?)^```", SECTION, re.DOTALL | re.MULTILINE)
RELAY = "{host: mail.example.org, user: briefs, secret: relay-password}"
WEEK = "2026-W48"
SETTINGS = """version: 1
corpus: [news]
topics:
  transport: {title: Transport, terms: [Port Alder]}
"""
"""Of a house with one topic: the shipped ones, with their documents, take ten times as long."""
NEWS = "More freight at Port Alder\n\nThe port of Port Alder handled 4.2 million tons of cargo.\n"
"""Without a date, so that it belongs to the week in which it came."""


class House:
    """The folder of a newcomer, and what is typed in it."""

    def __init__(self, briefgen: Run, home: Path, port: int) -> None:
        self._briefgen, self._here, self._week = briefgen, home, WEEK
        self._port = port

    def type(self, line: str) -> str:
        """A line of a shell; what it printed. The week of the page is the one that briefgen named."""
        words = shlex.split(line.replace(WEEK, self._week), comments=True)
        if words[0] == "cd":
            self._here /= words[1]
            return ""
        done = self._briefgen(*words[1:], cwd=self._here)
        assert done.returncode == 0, (line, done.stderr)
        if words[1:3] == ["edition", "create"]:
            self._week = re.findall(r"\d{4}-W\d\d", done.stderr)[0]
        return done.stdout + done.stderr

    def settle(self) -> None:
        """Writes what the page says, but for the relay; and other topics and documents than the shipped ones."""
        assert DELIVERY.count(RELAY) == 1
        here = DELIVERY.replace(RELAY, f"{{host: localhost, port: {self._port}, security: none}}")
        (self._here / "briefs/config/delivery.yaml").write_text(here, encoding="utf-8")
        (self._here / "briefs/config/briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
        (self._here / "briefs/news").mkdir()
        (self._here / "briefs/news/harbour.txt").write_text(NEWS, encoding="utf-8")

    def run_unit(self, unit: Path) -> None:
        """The commands of a unit in their order, as systemd runs them; "-": it may fail."""
        text = unit.read_text(encoding="utf-8")
        assert f"WorkingDirectory={self._here}\n" in text
        for may_fail, line in re.findall(r"^ExecStart=(-?)(.*)$", text, re.MULTILINE):
            done = self._briefgen(*shlex.split(line)[1:], cwd=self._here)
            assert may_fail or done.returncode == 0, (line, done.stderr)


def test_a_newcomer_gets_to_a_weekly_mail(
    briefgen: Run, tmp_path: Path, letterbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "new").mkdir()
    with sink("-d", f"{letterbox}/%M.") as port:
        house = House(briefgen, tmp_path / "new", port)
        (start,) = re.findall(r"`(briefgen init [^`]+)`", SECTION)
        house.type(start)
        house.settle()
        told = [house.type(line) for line in FIRST.splitlines()]
        assert len(told) == 1 + 5
        assert "1 sent" in told[-1]
        mail = email.message_from_bytes(delivered(letterbox)[0], policy=policy.default)
        assert (mail["To"], mail["From"]) == ("Ann Lee <ann@example.org>", "briefgen <briefs@example.org>")
        text = mail.get_body(("plain",))
        assert text is not None
        assert "Port Alder" in text.get_content()
        shows, installs, asks = LATER.splitlines()
        assert "Nothing is installed here" in house.type(shows)
        house.type(f"{installs} --user")
        assert "briefgen-send.timer" in house.type(shows)
        for name in ("gather", "look", "send"):
            house.run_unit(tmp_path / f"home/systemd/user/briefgen-{name}.service")
        assert len(delivered(letterbox)) == 1  # never twice
        assert "Nothing is in the way." in house.type(asks)
