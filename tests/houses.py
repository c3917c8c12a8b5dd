"""A house for tests of `briefgen send`: a folder with settings, a store and a released edition to three readers."""

from __future__ import annotations

import contextlib
import datetime as dt
import email
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from conftest import HARBOUR, LINE, ROOT, Run
from relays import Scripted
from stocked import stock

from briefgen.cli import main
from briefgen.cli.sending import rooms
from briefgen.corpus.store import open_store
from briefgen.delivery import secrets
from briefgen.delivery.outbox import looking, open_outbox

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
