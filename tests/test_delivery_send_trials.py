"""`briefgen send` to try it out: to files, and to oneself."""

from __future__ import annotations

import stat

from houses import EVERYBODY, FIRST, WEEK, House, built, house, mails, recipients, undated
from relays import Scripted

__all__ = ["built", "house"]


def test_a_dry_run_writes_what_is_sent_then_and_touches_nothing(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        told = house("send", "--edition", WEEK, "--dry-run")
        assert not relay.heard
        assert not house.outbox.exists()
        house("send", "--edition", WEEK)
        sent = sorted(undated(one.replace(b"\r\n..", b"\r\n.")) for one in relay.messages)
    folder = house.home / f"build/mail-{WEEK}"
    files = sorted(folder.iterdir())
    assert f"wrote 3 messages to {folder}; nothing was sent" in told
    assert [path.name for path in files] == [f"{n:05}-{who}.eml" for n, who in enumerate(EVERYBODY, 1)]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert sorted(undated(path.read_bytes()) for path in files) == sent
    before = house.outbox.read_bytes()
    assert "wrote 0 messages" in house("send", "--edition", WEEK, "--dry-run")
    assert not list(folder.iterdir())
    assert house.outbox.read_bytes() == before
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert "has other files in it, such as notes.txt" in house("send", "--edition", WEEK, "--dry-run", code=2)


def test_a_test_goes_to_its_address_alone_and_counts_for_nobody(house: House) -> None:
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--edition", WEEK, "--test-to", "nora@example.org")
        house("send", "--edition", WEEK, "--test-to", "nora@example.org")
        assert set(recipients(relay)) == {"nora@example.org"}
        tests = mails(relay.messages)
        assert not house.outbox.exists()
        house("send", "--edition", WEEK)
        sent = mails(relay.messages[len(tests) :])
    assert len(tests) == 6
    assert all(one["Subject"].startswith("[Test] ") for one in tests)
    assert {one["Subject"].removeprefix("[Test] ") for one in tests} == {one["Subject"] for one in sent}
    assert len({one["Message-ID"] for one in [*tests, *sent]}) == 9
    assert "is no address" in house("send", "--edition", WEEK, "--test-to", "nora", code=2)


def test_a_test_shows_an_edition_before_its_release_and_no_other_mail_than_what_was_reviewed(house: House) -> None:
    house.settle(25)
    house("edition", "correct", WEEK, "--reason", "The total was of 2023.")
    assert "is a draft, and has no mails yet" in house("send", "--edition", FIRST, "--test-to", "n@example.org", code=2)
    house("edition", "review", FIRST)
    with Scripted() as relay:
        house.settle(relay.port)
        house("send", "--edition", FIRST, "--test-to", "nora@example.org")
        assert recipients(relay) == ["nora@example.org"] * 3
        assert all(one["Subject"].endswith(FIRST) for one in mails(relay.messages))
        file = house.home / "build" / FIRST / "coast.en-GB.eml"
        whole = file.read_bytes()
        for content, said in ((whole + b"x", "is not what was reviewed"), (None, "cannot be read")):
            file.unlink() if content is None else file.write_bytes(content)
            assert said in house("send", "--edition", FIRST, "--test-to", "nora@example.org", code=1)
        house.settle(relay.port, ("version: 1", "version: 1\nlinks: https://briefs.example.org"))
        assert "delivery.yaml changed" in house("send", "--edition", FIRST, "--test-to", "nora@example.org", code=1)
        assert len(relay.messages) == 3
