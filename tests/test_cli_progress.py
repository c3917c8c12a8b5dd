"""A person who waits is told what is going on; nobody else is."""

from __future__ import annotations

import io
import time
from types import SimpleNamespace

import pytest

from briefgen.cli import progress
from briefgen.cli.progress import CLEAR, Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    stream = Terminal()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=stream))
    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    monkeypatch.setattr(progress, "PULSE", 0.01)
    return stream


def test_a_long_step_is_shown_though_nobody_calls_again(terminal: Terminal) -> None:
    with Progress() as told:
        told("setting\ntransport")
        time.sleep(0.2)
    assert f"{CLEAR}setting transport …" in terminal.getvalue()
    assert terminal.getvalue().endswith(CLEAR)


def test_what_is_quick_needs_no_word(terminal: Terminal) -> None:
    with Progress() as told:
        told("quick")
    assert terminal.getvalue() == ""


def test_a_note_stands_on_a_line_of_its_own(terminal: Terminal) -> None:
    with Progress() as told:
        told("setting")
        time.sleep(0.1)
        told.note("note: one\x1b[31m")
    assert f"{CLEAR}note: one�[31m\n" in terminal.getvalue()


def test_no_terminal_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=stream))
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    with Progress() as told:
        told("setting")
        time.sleep(0.05)
        told.note("note: two")
    assert stream.getvalue() == "note: two\n"


def test_an_error_wipes_the_line(terminal: Terminal) -> None:
    def work() -> None:
        with Progress() as told:
            told("setting")
            time.sleep(0.1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert terminal.getvalue().endswith(CLEAR)
