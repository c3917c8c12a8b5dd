"""Leaving a list: links that prove themselves, and what is kept of who left."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.delivery import keys, secrets
from briefgen.delivery.outbox import audit, open_outbox
from briefgen.delivery.unsubscribing import leaving, tokens
from briefgen.delivery.values import Combination, Person
from briefgen.errors import SecretError

OLD, NEW = "old-" * 10, "new-" * 10
NOW = dt.datetime(2026, 11, 23, 7, 30, tzinfo=dt.UTC)
URL = "https://briefs.example.org/unsubscribe"
addresses = st.from_regex(r"[a-z][a-z0-9.]{0,20}@[a-z]{1,10}\.example", fullmatch=True)


def person(address: str = "Ann.Lee@example.org", *lists: str, language: str = "en") -> Person:
    return Person(address, "Ann Lee", lists or ("cabinet",), Combination(("energy",), language), (), ())


# Secrets and keys.


def test_a_secret_comes_from_systemd_then_the_environment_then_a_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("of the file\n")
    file.chmod(0o600)
    (tmp_path / "relay-password").write_text("of systemd\n")
    environment = {"CREDENTIALS_DIRECTORY": str(tmp_path), "BRIEFGEN_RELAY_PASSWORD": "of the environment"}
    assert secrets.secret("relay-password", file, environment) == "of systemd"
    del environment["CREDENTIALS_DIRECTORY"]
    assert secrets.secret("relay-password", file, environment) == "of the environment"
    assert secrets.secret("relay-password", file, {}) == "of the file"


def test_a_secret_that_everybody_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("do-not-show-me")
    file.chmod(0o644)
    with pytest.raises(SecretError, match="everybody") as refused:
        secrets.secret("key", file, {})
    assert "do-not-show-me" not in str(refused.value)
    assert "chmod 600" in str(refused.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\n", "empty"), (b"\xff\xfesecret", "no text"), (b"a\0b", "no text"), (b"x" * 20_000, "too large")],
)
def test_what_is_no_secret_is_refused_and_not_shown(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(SecretError, match=said) as refused:
        secrets.secret("key", file, {})
    assert "secret\\" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_secret_that_is_nowhere_says_where_to_put_it() -> None:
    with pytest.raises(SecretError, match="BRIEFGEN_UNSUBSCRIBE_KEY"):
        secrets.secret("unsubscribe-key", None, {})
    with pytest.raises(SecretError, match="No such file"):
        secrets.secret("unsubscribe-key", Path("/nowhere/key"), {})


def test_the_name_of_a_secret_leads_to_no_other_folder(tmp_path: Path) -> None:
    (tmp_path / "passwords").write_text("of somebody else")
    folder = tmp_path / "credentials"
    folder.mkdir()
    with pytest.raises(SecretError, match="nowhere"):
        secrets.secret("../passwords", None, {"CREDENTIALS_DIRECTORY": str(folder)})


def test_a_ring_has_a_key_a_line() -> None:
    first, second = keys.ring(f"# this year\n{NEW}\n\n{OLD}\n{NEW}\n")
    assert (first, second) == (keys.Key(NEW.encode()), keys.Key(OLD.encode()))
    assert NEW not in repr(first)


@pytest.mark.parametrize("text", ["", "# nothing", "short", f"{NEW}\nshort"])
def test_what_is_no_ring_is_refused_and_not_shown(text: str) -> None:
    with pytest.raises(SecretError) as refused:
        keys.ring(text)
    assert "short" not in refused.value.message.replace("shorter", "")


def test_a_new_key_is_long_enough_and_another_one_each_time() -> None:
    assert keys.ring(keys.new()) != keys.ring(keys.new())


@given(st.lists(st.binary(max_size=5), max_size=4), st.lists(st.binary(max_size=5), max_size=4))
def test_codes_over_other_things_are_other_codes(one: list[bytes], other: list[bytes]) -> None:
    (key,) = keys.ring(NEW)
    assert (key.code("a", 16, *one) == key.code("a", 16, *other)) == (one == other)
    assert key.code("a", 16, *one) != key.code("b", 16, *one)


# Tokens.


@given(addresses, st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=4, unique=True))
def test_a_token_names_its_person_and_lists_and_shows_no_address(address: str, lists: list[str]) -> None:
    ring = keys.ring(f"{NEW}\n{OLD}")
    made = tokens.token(ring, person(address, *lists))
    assert len(made) == tokens.LENGTH
    assert tokens.read(ring, made) == tokens.named_by(ring[0], address, lists[::-1])
    whole = base64.urlsafe_b64decode(made)
    assert address.encode() not in whole
    assert hashlib.sha256(address.encode()).digest()[:8] not in whole, "others could try addresses against it"


@given(st.integers(0, tokens.LENGTH - 1), st.sampled_from("AZaz09-_"))
def test_a_token_with_one_letter_changed_proves_nothing(place: int, letter: str) -> None:
    ring = keys.ring(NEW)
    made = tokens.token(ring, person())
    forged = made[:place] + letter + made[place + 1 :]
    assert (tokens.read(ring, forged) is None) == (forged != made)


@given(st.text(max_size=100) | st.from_regex(r"[A-Za-z0-9_-]{64}", fullmatch=True))
def test_any_other_text_is_no_token(text: str) -> None:
    assert tokens.read(keys.ring(NEW), text) is None


def test_tokens_of_a_key_that_was_replaced_hold_until_it_is_taken_out() -> None:
    before = tokens.token(keys.ring(OLD), person())
    assert tokens.read(keys.ring(f"{NEW}\n{OLD}"), before) is not None
    assert tokens.read(keys.ring(NEW), before) is None


def test_a_placeholder_is_as_long_as_a_link_and_leaves_nothing() -> None:
    ring = keys.ring(NEW)
    made, empty = tokens.link(URL, ring, person()), tokens.placeholder(f"{URL}/")
    assert len(made) == len(empty)
    assert made.startswith(f"{URL}/")
    assert tokens.read(ring, empty.rpartition("/")[2]) is None


def test_lists_whose_names_run_together_are_other_lists() -> None:
    (key,) = keys.ring(NEW)
    assert tokens.named_by(key, "a@b", ("ab", "c")) != tokens.named_by(key, "a@b", ("a", "bc"))


# Who left what.


def test_a_link_finds_whom_it_was_made_for_with_every_key_of_the_ring(tmp_path: Path) -> None:
    before = tokens.token(keys.ring(OLD), person(language="kk"))
    ring = keys.ring(f"{NEW}\n{OLD}")
    with open_outbox(tmp_path / "outbox.db") as outbox:
        leaving.remember(outbox, [person(language="kk")], ring)
        leaving.remember(outbox, [person(language="kk")], ring)
        for text in (before, tokens.token(ring, person())):
            named = tokens.read(ring, text)
            assert named is not None
            assert leaving.whose(outbox, named) == leaving.Subscriber("ann.lee@example.org", ("cabinet",), "kk")
        stranger = tokens.read(ring, tokens.token(ring, person("bob@example.org")))
        assert stranger is not None
        assert leaving.whose(outbox, stranger) is None


def test_who_left_a_list_gets_it_no_more_and_others_do(tmp_path: Path) -> None:
    ann, both, bob = person(), person("ann.lee@example.org", "cabinet", "press"), person("bob@example.org")
    with open_outbox(tmp_path / "outbox.db") as outbox:
        assert leaving.has_left(outbox, ann) is None
        assert leaving.leave(outbox, ann.id, ("cabinet",), leaving.How.LINK, NOW, "link") == ("cabinet",)
        assert leaving.leave(outbox, ann.id, ("cabinet",), leaving.How.LINK, NOW, "link") == ()
        left = leaving.has_left(outbox, ann)
        assert left is not None
        assert left.reason == "left “cabinet” on 2026-11-23"
        assert leaving.has_left(outbox, both) == left, "its letter has topics of the list that was left"
        assert leaving.has_left(outbox, both, ("press",)) is None
        assert leaving.has_left(outbox, bob) is None
        assert leaving.come_back(outbox, ann.id, (), NOW, "Nora") == (left,)
        assert leaving.has_left(outbox, ann) is None
        notes = audit.notes(outbox)
    assert [(one.who, one.what) for one in notes] == [("link", "left"), ("Nora", "came back")]
    assert "@" not in "".join(one.detail for one in notes)


def test_who_left_everything_gets_no_list_of_the_future(tmp_path: Path) -> None:
    with open_outbox(tmp_path / "outbox.db") as outbox:
        leaving.leave(outbox, person().id, (leaving.EVERYTHING,), leaving.How.BOUNCE, NOW, "briefgen", "5.1.1")
        left = leaving.has_left(outbox, person("ANN.LEE@EXAMPLE.ORG", "another"))
    assert left is not None
    assert left.reason == "bounced on 2026-11-23: 5.1.1"


def test_the_outbox_is_closed_to_others(tmp_path: Path) -> None:
    with open_outbox(tmp_path / "outbox.db"):
        assert (tmp_path / "outbox.db").stat().st_mode & 0o077 == 0
