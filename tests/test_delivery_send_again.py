"""`briefgen send` where something went out before: corrections, withdrawals, a lost outbox."""

from __future__ import annotations

import shutil
from pathlib import Path

from houses import DUE, EVERYBODY, FIRST, WEEK, House, built, house, mails, recipients
from relays import Scripted

from briefgen.corpus.store import open_store
from briefgen.delivery.outbox import generations, open_outbox

__all__ = ["built", "house"]


def test_a_correction_goes_to_those_who_got_the_original_alone(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port, ("      - {address: carl@example.org}\n", ""))
        house("send", "--latest")
        house.settle(relay.port)
        house("unsubscribe", "add", "ann@example.org", "--by", "Nora")
        relay.heard.clear()
        first = house.correct()
        house("send", "--edition", first, "--late")
        assert recipients(relay) == ["bo@example.org"]
        assert f"{first}: nothing was to be sent" in house("send", "--edition", first)
        told = house("send", "--edition", WEEK, code=1)
    assert f"{WEEK}: was corrected by {first}" in told
    assert house.reasons(first)["carl@example.org"] == f"did not get {WEEK}"
    assert house.reasons(first)["ann@example.org"].startswith("left everything")
    assert mails(relay.messages)[-1]["Subject"].endswith(first)


def test_who_still_waits_for_the_original_gets_the_correction_in_its_place(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--edition", WEEK, "--only", "ann@example.org")
        first = house.correct()
        relay.heard.clear()
        house("send", "--edition", first, "--late")
        assert recipients(relay) == EVERYBODY
    assert house.states() == dict(zip(EVERYBODY, ("sent", "dropped", "dropped"), strict=True))
    assert house.reasons()["bo@example.org"] == f"{WEEK} was corrected by {first}"


def test_asking_for_what_was_corrected_takes_the_correction_from_nobody(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--edition", WEEK, "--only", "ann@example.org")
        first = house.correct()
        house("send", "--edition", WEEK, code=1)
        relay.heard.clear()
        house("send", "--edition", first, "--late")
        assert recipients(relay) == EVERYBODY


def test_a_correction_of_what_nobody_got_goes_to_everybody(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        first = house.correct()
        house("send", "--edition", first, "--late")
        assert recipients(relay) == EVERYBODY


def test_what_was_withdrawn_is_never_sent(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--edition", WEEK, "--only", "ann@example.org")
        house("edition", "withdraw", WEEK, "--reason", "It is wrong.")
        relay.heard.clear()
        assert "was withdrawn on" in house("send", "--edition", WEEK, code=1)
        assert "was withdrawn on" in house("send", "--latest")
        assert not relay.heard
    assert house.states() == dict(zip(EVERYBODY, ("sent", "dropped", "dropped"), strict=True))


def test_what_was_withdrawn_while_it_went_out_is_corrected_for_everybody(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--edition", WEEK, "--only", "ann@example.org")
        house("edition", "withdraw", WEEK, "--reason", "It is wrong.")
        house("send", "--latest")
        relay.heard.clear()
        first = house.correct()
        house("send", "--edition", first, "--late")
        assert recipients(relay) == EVERYBODY


def test_damaged_bytes_are_not_sent(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        with open_store(house.home / "state/corpus.db") as store, store.writing():
            store.engine.run("UPDATE piece SET packed = x'00'", {})
        told = house("send", "--latest", code=1)
        assert not relay.heard
    assert "damaged" in told
    assert not house.states()


# An outbox that was lost, or comes from a backup.


def test_an_outbox_that_is_lost_sends_nothing_twice(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--latest")
        house.outbox.unlink()
        for words in (("--latest",), ("--edition", WEEK), ("--latest",)):
            told = house("send", *words, code=1)
            assert f"is a new one, and mail went out before: {WEEK}" in told
        assert "outbox locked" in house("status", code=1)
        house("outbox", "unlock", "--sent", WEEK, "--by", "Nora")
        house("send", "--latest")
        house.correct()
        house("send", "--edition", FIRST)
        assert recipients(relay) == sorted([*EVERYBODY, *EVERYBODY])
        assert set(house.states().values()) == {"sent"}


def test_an_outbox_that_is_lost_before_anything_went_out_begins_anew_where_somebody_says_so(house: House) -> None:
    with Scripted({"CONNECT": ["554 no"]}) as relay:
        house.settle(relay.port)
        house("send", "--latest", code=1)
    house.outbox.unlink()
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--latest", code=1)
        house("outbox", "unlock", "--nothing-sent", "--by", "Nora")
        house("send", "--latest")
        assert recipients(relay) == EVERYBODY


def test_an_outbox_from_a_backup_sends_nothing(house: House, tmp_path: Path) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--edition", WEEK, "--only", "ann@example.org")
        with open_outbox(house.outbox) as outbox:
            generations.save(outbox, tmp_path / "saved.db", DUE, "Nora")
        shutil.copy(tmp_path / "saved.db", house.outbox)
        relay.heard.clear()
        assert "came back from a backup" in house("send", "--latest", code=1)
        assert "came back from a backup" in house("send", "--edition", WEEK, "--dry-run", code=1)
        assert not relay.heard
