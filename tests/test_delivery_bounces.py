"""What comes back: whose it is, what it means, and what follows from it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefgen.delivery import keys
from briefgen.delivery.bouncing import addresses

OLD, NEW = "old-" * 10, "new-" * 10
RING = keys.ring(f"{NEW}\n{OLD}")


@given(st.integers(1, 2**40 - 1), st.from_regex(r"<[a-f0-9]{8}@example\.org>", fullmatch=True))
def test_an_envelope_sender_names_its_message_and_proves_it(number: int, message_id: str) -> None:
    made = addresses.sender("bounces@example.org", RING, number, message_id)
    local, _, domain = made.rpartition("@")
    assert (len(local) <= 64, domain) == (True, "example.org")
    (token,) = addresses.tokens(f"To: <{made.upper()}>, <{made}>")
    assert token.number == number
    assert addresses.proves(RING, token, message_id)
    assert not addresses.proves(RING, token, message_id.replace("@", "0@"))
    assert not addresses.proves(keys.ring(OLD), token, message_id)


def test_an_address_of_a_key_that_was_replaced_still_proves() -> None:
    (token,) = addresses.tokens(addresses.sender("b@example.org", keys.ring(OLD), 7, "<a@b>"))
    assert addresses.proves(RING, token, "<a@b>")


@given(st.text() | st.from_regex(r"b\+[a-z2-7]{32}@x", fullmatch=True))
def test_a_forged_address_proves_nothing(text: str) -> None:
    assert not any(addresses.proves(RING, token, "<a@b>") for token in addresses.tokens(text))


def test_without_a_key_the_sender_is_the_address() -> None:
    assert addresses.sender("bounces@example.org", (), 7, "<a@b>") == "bounces@example.org"


def test_the_longest_address_still_fits() -> None:
    made = addresses.sender(f"{'b' * addresses.LONGEST}@example.org", RING, 1, "<a@b>")
    assert len(made.rpartition("@")[0]) == 64
