"""Values as the outbox keeps them: moments as text that sorts by time, people and letters as JSON."""

from __future__ import annotations

import datetime as dt

import msgspec

from briefgen.delivery.values import Combination, Person

_encoder = msgspec.json.Encoder(order="deterministic")
_people, _combinations = msgspec.json.Decoder(Person), msgspec.json.Decoder(Combination)


def stamp(moment: dt.datetime) -> str:
    """A moment: "2026-03-01T09:30:00.000000Z".

    Raises:
        ValueError: It has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {moment}")
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def moment(text: str) -> dt.datetime:
    """The moment again."""
    return dt.datetime.fromisoformat(text)


def person(value: Person) -> str:
    """Somebody, as JSON."""
    return _encoder.encode(value).decode()


def person_of(text: str) -> Person:
    """Somebody again."""
    return _people.decode(text)


def combination(value: Combination) -> str:
    """A combination, as JSON."""
    return _encoder.encode(value).decode()


def combination_of(text: str) -> Combination:
    """The combination again."""
    return _combinations.decode(text)
