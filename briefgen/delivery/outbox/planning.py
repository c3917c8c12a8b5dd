"""An edition, its letters and its recipients, frozen before the first message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from briefgen import squeezed
from briefgen.delivery.outbox import audit, generations, packing
from briefgen.delivery.outbox.file import Outbox
from briefgen.delivery.values import Letter, Person, State
from briefgen.errors import OutboxError


class Planned(Struct, frozen=True):
    """Somebody who is to get an edition, or is not, with the reason."""

    person: Person
    message_id: str
    dropped: str = ""
    """Why nothing is sent; empty for who gets it."""


def is_planned(outbox: Outbox, edition: str) -> bool:
    """Whether the recipients of an edition are frozen."""
    return bool(outbox.rows("SELECT 1 FROM edition WHERE name = :name", {"name": edition}))


def plan(  # noqa: PLR0913 - one argument for each thing that is frozen
    outbox: Outbox,
    edition: str,
    digest: str,
    letters: Sequence[Letter],
    people: Sequence[Planned],
    deadline: dt.datetime | None,
    at: dt.datetime,
    who: str,
) -> bool:
    """Freezes an edition, in one piece; False where that was done before, and nothing is changed.

    Args:
        outbox: Where.
        edition: Its name.
        digest: The hash that it was released under.
        letters: One for each combination that somebody gets.
        people: Everybody once.
        deadline: When it is too late to send it.
        at: Now.
        who: Who plans it.

    Raises:
        OutboxError: It was planned from other bytes, somebody's letter is missing, or the outbox came back from a
            backup and nobody said yet what was sent since then.
    """
    keys = {letter.combination.key for letter in letters}
    lost = next((one.person for one in people if not one.dropped and one.person.combination.key not in keys), None)
    if lost is not None:
        raise OutboxError(f"has no letter “{lost.combination.key}”", edition, "Release a correction that has it.")
    with outbox.writing():
        for (before,) in outbox.rows("SELECT hash FROM edition WHERE name = :name", {"name": edition}):
            if before != digest:
                hint = "What was released stays as it is: was the outbox or the store brought back from elsewhere?"
                raise OutboxError("is planned already, from other bytes", edition, hint)
            return False
        generations.refuse_locked(outbox)
        went = generations.gone(outbox, edition)
        row = {"name": edition, "hash": digest, "planned": packing.stamp(at)}
        outbox.run(
            "INSERT INTO edition VALUES (:name, :hash, :planned, :deadline)",
            row | {"deadline": packing.stamp(deadline) if deadline else None},
        )
        for letter in letters:
            _keep(outbox, edition, letter)
        outbox.many(
            "INSERT INTO message (edition, recipient, person, message_id, state, since, reason)"
            " VALUES (:edition, :recipient, :person, :message_id, :state, :since, :reason)",
            (_row(edition, one, at, went) for one in people),
        )
        audit.note(outbox, at, who, "plan", edition, detail=f"{len(people)} recipients, {len(letters)} letters")
    return True


def put_off(outbox: Outbox, edition: str, deadline: dt.datetime, at: dt.datetime, who: str) -> None:
    """Gives a planned edition more time. What failed as it was too late is tried again once somebody says so."""
    with outbox.writing():
        values = {"name": edition, "deadline": packing.stamp(deadline)}
        outbox.run("UPDATE edition SET deadline = :deadline WHERE name = :name", values)
        audit.note(outbox, at, who, "put off", edition, detail=packing.stamp(deadline))


def _keep(outbox: Outbox, edition: str, letter: Letter) -> None:
    for position, file in enumerate(letter.files):
        digest = squeezed.digest(file.content)
        outbox.run(
            "INSERT INTO piece VALUES (:hash, :packed) ON CONFLICT DO NOTHING",
            {"hash": digest, "packed": squeezed.packed(file.content)},
        )
        outbox.run(
            "INSERT INTO letter VALUES (:edition, :key, :name, :position, :combination, :hash)",
            {
                "edition": edition, "key": letter.combination.key, "name": file.name, "position": position,
                "combination": packing.combination(letter.combination), "hash": digest,
            },
        )  # fmt: skip


def _row(edition: str, one: Planned, at: dt.datetime, went: str) -> dict[str, str]:
    """Of somebody; `went` says that the edition went out already, and how that is known."""
    state = State.DROPPED if one.dropped else State.SENT if went else State.PENDING
    return {
        "edition": edition, "recipient": one.person.id, "person": packing.person(one.person),
        "message_id": one.message_id, "state": state, "since": packing.stamp(at), "reason": one.dropped or went,
    }  # fmt: skip
