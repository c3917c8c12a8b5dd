"""What mail needs on a machine: `briefgen doctor` and `briefgen upgrade --check` look at it before somebody sends."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import subprocess
from pathlib import Path

import letters
import pytest
from conftest import Run
from msgspec.structs import replace
from outboxes import NOW, W47, plan, send

from briefgen import doctor, upgrading
from briefgen.delivery import keys
from briefgen.delivery.diagnosing import equipment
from briefgen.delivery.diagnosing.equipment import Piece, pieces
from briefgen.delivery.outbox import generations, open_outbox, schema
from briefgen.delivery.scheduling import finding, installing, jobs, systemd
from briefgen.delivery.settings import Archive, Calendar, Delivery, Login, Unsubscribing
from briefgen.delivery.values import Security

DELIVERY = """version: 1
from: briefs@example.org
relay: {host: 127.0.0.1, user: briefs, secret: relay-password}
operators: [ops@example.org]
lists:
  cabinet: {title: Cabinet, topics: [ports], people: [{address: ann@example.org}]}
"""
SETTINGS = """version: 1
corpus: [news]
topics:
  ports: {title: Ports, terms: [port, cargo], measures: [{name: cargo, unit: t, terms: [cargo]}]}
"""
LOGIN = Login("mail.example.org", 587, Security.STARTTLS, "briefs", "relay-password")


def found(given: Delivery) -> dict[str, Piece]:
    return {one.name: one for one in pieces(given)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "state/outbox.db"
    with open_outbox(place) as outbox:
        plan(outbox, W47)
        send(outbox, W47)
    return place


def test_a_sound_outbox_says_how_much_is_in_it(path: Path) -> None:
    piece = equipment.outbox(path)
    assert piece.ok
    assert piece.found == f"{path} (1 edition, 0.1 MB, tables of version {len(schema.VERSIONS)})"


def test_one_that_is_not_there_yet_is_no_fault_and_is_not_made(tmp_path: Path) -> None:
    piece = equipment.outbox(tmp_path / "state/outbox.db")
    assert (piece.ok, "not there yet" in piece.found) == (True, True)
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_one_that_others_can_read_is_a_fault_with_what_to_type(path: Path, mode: int) -> None:
    path.chmod(mode)
    piece = equipment.outbox(path)
    assert (piece.ok, "holds addresses" in piece.found) == (False, True)
    assert piece.hint.startswith("chmod 600 ")
    subprocess.run(["/bin/sh", "-c", piece.hint], check=True)
    assert equipment.outbox(path).ok


def test_one_that_cannot_be_written_to_or_made_is_a_fault(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(equipment.os, "access", lambda *_: False)
    assert "cannot be written to by this user" in equipment.outbox(path).found
    assert "cannot be made there" in equipment.outbox(path.with_name("other.db")).found


def test_one_that_is_damaged_or_something_else_is_a_fault(path: Path, tmp_path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 4] = os.urandom(4096)
    path.write_bytes(data)
    piece = equipment.outbox(path)
    assert (piece.ok, "is damaged" in piece.found, "briefgen restore" in piece.hint) == (False, True, True)
    (tmp_path / "notes.txt").write_text("no database " * 100)
    assert "is no outbox" in equipment.outbox(tmp_path / "notes.txt").found


def test_one_from_a_backup_is_a_fault_until_somebody_says_what_was_sent(path: Path, tmp_path: Path) -> None:
    with open_outbox(path) as outbox:
        generations.save(outbox, tmp_path / "copy.db", NOW, "Nora")
    (tmp_path / "copy.db").chmod(0o600)
    piece = equipment.outbox(tmp_path / "copy.db")
    assert (piece.ok, "what went out since 2026-11-23" in piece.found) == (False, True)
    assert "briefgen outbox unlock" in piece.hint


def test_passwords_and_keys_are_looked_for_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    given = replace(
        letters.delivery(),
        relay=LOGIN,
        archive=Archive(replace(LOGIN, secret="archive-password")),  # noqa: S106 - a name
        unsubscribing=Unsubscribing(letters.URL),
    )
    for name in ("RELAY_PASSWORD", "ARCHIVE_PASSWORD", "UNSUBSCRIBE_KEY"):
        monkeypatch.delenv(f"BRIEFGEN_{name}", raising=False)
    lacking = found(given)
    for name in ("relay password", "archive password", "unsubscribe key"):
        assert not lacking[name].ok
        assert "is nowhere" in lacking[name].found
        assert "secret_file" in lacking[name].hint
    monkeypatch.setenv("BRIEFGEN_RELAY_PASSWORD", "hunter-2")
    monkeypatch.setenv("BRIEFGEN_ARCHIVE_PASSWORD", "hunter-3")
    monkeypatch.setenv("BRIEFGEN_UNSUBSCRIBE_KEY", f"{keys.new()}\n{keys.new()}")
    there = found(given)
    assert all(there[name].ok for name in ("relay password", "archive password", "unsubscribe key"))
    assert there["unsubscribe key"].found == "“unsubscribe-key” is there (2 keys)"
    assert "hunter" not in repr(there)
    monkeypatch.setenv("BRIEFGEN_UNSUBSCRIBE_KEY", "short-one")
    short = found(given)["unsubscribe key"]
    assert (short.ok, "short-one" in repr(short)) == (False, False)


def test_a_secret_that_systemd_gives_to_units_alone_is_not_missed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("BRIEFGEN_RELAY_PASSWORD", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    config = tmp_path / "briefgen.yaml"
    weekly = jobs.jobs(Calendar(0, dt.time(8), "UTC"))
    secret = ("relay-password", Path("/etc/briefgen/relay"))
    place = jobs.Place(("briefgen",), config, tmp_path, (tmp_path / "state",), (secret,))
    assert finding.credentials(config) == frozenset()
    installing.install(installing.steps(systemd.units(weekly, place, "briefs"), finding.own(), config))
    assert finding.credentials(config) == {"relay-password"}
    assert finding.credentials(tmp_path / "other.yaml") == frozenset()
    given = replace(letters.delivery(), relay=LOGIN)
    there = {one.name: one for one in pieces(given, {"relay-password"})}
    assert there["relay password"] == Piece("relay password", "“relay-password” is given to units by systemd")
    assert not there["unsubscribe key"].ok


def test_without_logins_and_links_no_secret_is_looked_for(tmp_path: Path) -> None:
    plain = replace(letters.delivery(leaving=False), outbox=tmp_path / "outbox.db")
    assert list(found(plain)) == ["outbox", "operators"]
    assert "nobody is told" in found(plain)["operators"].found


def test_certificates_are_those_of_the_system_and_of_the_house(tmp_path: Path) -> None:
    _, authority = letters.certified(tmp_path, "localhost")
    safe = replace(letters.delivery(leaving=False), relay=Login("localhost", 587, authority=authority))
    assert str(authority) in found(safe)["certificates"].found
    (tmp_path / "no.pem").write_text("no certificate")
    piece = found(replace(safe, relay=Login("localhost", 587, authority=tmp_path / "no.pem")))["certificates"]
    assert (piece.ok, "holds no certificate" in piece.found) == (False, True)


@pytest.fixture
def office(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "briefgen.yaml").write_text(SETTINGS)
    (tmp_path / "delivery.yaml").write_text(DELIVERY)
    (tmp_path / "news").mkdir()
    monkeypatch.setattr(upgrading.samples, "NAMES", ())
    monkeypatch.setattr(doctor, "_versions", lambda: ())
    monkeypatch.setattr(finding, "credentials", lambda _: frozenset())
    for one in ("_pango", "_fonts", "_caches"):  # other tests look at these
        monkeypatch.setattr(doctor, one, lambda *_, name=one: doctor.Check(name, ""))
    return path


def examined(briefgen: Run) -> dict[str, dict[str, object]]:
    return {one["name"]: one for one in map(json.loads, briefgen("doctor", "--json").stdout.splitlines())}


def test_doctor_names_what_mail_lacks(
    briefgen: Run, office: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("BRIEFGEN_RELAY_PASSWORD", raising=False)
    checks = examined(briefgen)
    assert checks["delivery"]["found"] == f"{tmp_path / 'delivery.yaml'} (people: 1, lists: 1)"
    assert (checks["outbox"]["ok"], checks["relay password"]["ok"]) == (True, False)
    assert "MISSING relay password" in briefgen("doctor").stdout
    (tmp_path / "delivery.yaml").write_text("version: 1\n")
    assert not examined(briefgen)["delivery"]["ok"]
    (tmp_path / "delivery.yaml").unlink()
    assert examined(briefgen)["delivery"]["found"] == "none: delivery.yaml says nothing, and nobody gets mail"
    assert office.exists()


def tried(briefgen: Run, code: int = 0) -> dict[str, tuple[str, str]]:
    done = briefgen("upgrade", "--check", "--json")
    assert done.returncode == code, done.stdout
    return {row["part"]: (row["result"], row["said"]) for row in map(json.loads, done.stdout.splitlines())}


def test_an_upgrade_tries_the_outbox_on_a_copy(briefgen: Run, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "editions: 1, messages: 3, letters as they were frozen, tables "
    assert tried(briefgen)["outbox"] == ("ok", f"{said}of version {len(schema.VERSIONS)}")
    before = office.read_bytes()
    more = (*schema.VERSIONS, "CREATE TABLE further (name TEXT) STRICT;")
    monkeypatch.setattr(schema, "VERSIONS", more)
    assert tried(briefgen)["outbox"] == ("ok", f"{said}from version {len(more) - 1} to {len(more)}")
    assert office.read_bytes() == before
    monkeypatch.setattr(schema, "VERSIONS", (*more, "INSERT INTO nowhere VALUES (1);"))
    assert tried(briefgen, 1)["outbox"][0] == "FAILED"
    office.unlink()
    assert tried(briefgen)["outbox"][0] == "skipped"


def test_an_upgrade_finds_a_letter_that_is_not_what_was_frozen(briefgen: Run, office: Path) -> None:
    link = sqlite3.connect(office)
    link.execute("UPDATE piece SET packed = x'00'")
    link.commit()
    link.close()
    result, said = tried(briefgen, 1)["outbox"]
    assert (result, "not what was frozen any more" in said) == ("FAILED", True)


@pytest.mark.usefixtures("office")
def test_an_upgrade_tells_what_is_wrong_with_delivery_yaml(briefgen: Run, tmp_path: Path) -> None:
    (tmp_path / "delivery.yaml").write_text(DELIVERY.replace("[ports]", "[harbours]"))
    found = tried(briefgen, 1)
    assert (found["delivery"][0], "outbox" in found) == ("FAILED", False)
