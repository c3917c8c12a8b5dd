"""What is saved of deliveries, and what comes back: people, and an outbox that sends nothing until it is told."""

from __future__ import annotations

import zipfile
from pathlib import Path

import outboxes
import pytest
from conftest import Run
from outboxes import W47, W48, plan, send

from briefgen.delivery.outbox import locking, looking, open_outbox
from briefgen.delivery.values import State
from briefgen.errors import OutboxError

DELIVERY = """version: 1
from: briefs@example.org
relay: {host: mail.example.org}
lists:
  cabinet: {title: Cabinet, people: cabinet.csv}
  press: {title: Press, people: [{address: bo@example.org}]}
"""


def office(briefgen: Run, folder: Path) -> Path:
    """A project that mails, with an outbox of which one message of three went out."""
    assert briefgen("init", folder.name).returncode == 0
    (folder / "config" / "delivery.yaml").write_text(DELIVERY, encoding="utf-8")
    (folder / "config" / "cabinet.csv").write_text("address\nann@example.org\n", encoding="utf-8")
    with open_outbox(folder / "state" / "outbox.db") as outbox:
        plan(outbox, W47)
        send(outbox, W47, 1)
    return folder


def test_a_restore_sends_nothing_twice_from_the_backup_to_the_last_word(briefgen: Run, tmp_path: Path) -> None:
    home = office(briefgen, tmp_path / "office")
    done = briefgen("backup", tmp_path / "b.zip", cwd=home)
    assert (done.returncode, "the outbox" in done.stderr) == (0, True), done.stderr
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0, "it holds addresses"
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert {"config/delivery.yaml", "config/cabinet.csv", "state/outbox.db"} <= set(archive.namelist())
    with open_outbox(home / "state" / "outbox.db") as outbox:
        given = [*send(outbox, W47), *(send(outbox, W48) if plan(outbox, W48) else ())]
    assert len(given) == 5

    done = briefgen("restore", "b.zip", "--into", "there")
    assert (done.returncode, "nothing is sent until you say" in done.stderr) == (0, True), done.stderr
    there = tmp_path / "there"
    assert (there / "state/outbox.db").stat().st_mode & 0o077 == 0, "it holds addresses"
    with (
        open_outbox(there / "state" / "outbox.db") as outbox,
        pytest.raises(OutboxError, match="came back from a backup"),
    ):
        send(outbox, W47)
    done = briefgen("outbox", "unlock", "--sent", f"{W47},{W48}", "--by", "Ada", cwd=there)
    assert done.returncode == 0, done.stderr
    with open_outbox(there / "state" / "outbox.db") as outbox:
        plan(outbox, W48)
        assert send(outbox, W47) + send(outbox, W48) == []
        assert {one.state for name in (W47, W48) for one in looking.entries(outbox, name)} == {State.SENT}


def test_nothing_is_restored_over_an_outbox_that_somebody_sends_from(briefgen: Run, tmp_path: Path) -> None:
    home = office(briefgen, tmp_path / "office")
    assert briefgen("backup", tmp_path / "b.zip", cwd=home).returncode == 0
    before = (home / "state" / "outbox.db").read_bytes()
    with locking.lock(home / "state" / "outbox.db", outboxes.NOW):
        done = briefgen("restore", tmp_path / "b.zip", "--into", home, "--force")
    assert (done.returncode, "sending" in done.stderr) == (75, True), done.stderr
    assert (home / "state" / "outbox.db").read_bytes() == before
