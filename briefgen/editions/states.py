"""Which act may follow which. Values alone: no store, no clock.

create ─▶ draft ─review─▶ in review ─release─▶ released ─withdraw─▶ withdrawn
            ▲                 │
            └── any change ───┘
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

import msgspec

from briefgen.editions.values import Act, Change, How, Part, Piece, Plan, Sign, Standing, State
from briefgen.errors import UsageError
from briefgen.model import Notice

OPEN = frozenset({State.DRAFT, State.REVIEW})
"""States in which an edition is made from what there is today."""
NAMED = 3
"""Changes of one part that are named; more are counted."""

Log = Sequence[Act]
"""The acts of an edition, the first one first; never empty."""

_encoder = msgspec.json.Encoder(order="deterministic")


def digest(plan: Plan, pieces: Sequence[Piece]) -> str:
    """The hash of an edition: over its plan and every byte that it is made from, and that came out."""
    return hashlib.sha256(_encoder.encode((plan, sorted(pieces)))).hexdigest()


def seal(act: Act) -> str:
    """The hash of an act, which the next one carries."""
    return hashlib.sha256(_encoder.encode(act)).hexdigest()


def is_whole(log: Log) -> bool:
    """Whether a log is as it was written: each act carries the hash of the one before, and that of its own pieces."""
    before = ["", *map(seal, log[:-1])]
    return all(
        act.before == one and act.hash == digest(act.plan, act.pieces) for act, one in zip(log, before, strict=True)
    )


def changes(before: Sequence[Piece], now: Sequence[Piece]) -> tuple[Change, ...]:
    """What became of each piece, sorted. Files count only where both sides have them: they are made last."""
    old, new = ({(one.part, one.path): one.hash for one in pieces} for pieces in (before, now))
    both = all(any(part is Part.FILE for part, _ in side) for side in (old, new))
    found = [
        Change(*key, How.NEW if key not in old else How.GONE if key not in new else How.CHANGED)
        for key in old.keys() | new.keys()
        if old.get(key) != new.get(key) and (both or key[0] is not Part.FILE)
    ]
    return tuple(sorted(found))


def standing(log: Log, now: Sequence[Piece]) -> Standing:
    """Where an edition is, `now` being the pieces that it would be made from today."""
    last = log[-1]
    if last.state not in OPEN:
        return Standing(last.state, last.plan, last.hash)
    found = changes(last.pieces, now)
    return Standing(State.DRAFT if found else last.state, last.plan, last.hash, found)


def created(plan: Plan, pieces: Sequence[Piece], sign: Sign) -> Act:
    """The first act of an edition."""
    return _act(State.DRAFT, plan, pieces, sign)


def reviewed(log: Log, pieces: Sequence[Piece], sign: Sign) -> Act:
    """Somebody read it with these pieces; may be said again of a changed one.

    Raises:
        UsageError: It was released.
    """
    refuse_closed(log, "reviewed")
    return _act(State.REVIEW, log[-1].plan, pieces, sign, log)


def fallen(log: Log, pieces: Sequence[Piece], sign: Sign) -> Act | None:
    """The act that makes it a draft again; None where nothing changed, or nothing of it can change any more."""
    found = standing(log, pieces)
    if not found.changes:
        return None
    return _act(State.DRAFT, found.plan, pieces, sign, log, changes=found.changes)


def released(log: Log, pieces: Sequence[Piece], sign: Sign) -> Act:
    """It leaves the house as it was reviewed.

    Raises:
        UsageError: It was released already, nobody reviewed it, or it changed since.
    """
    refuse_closed(log, "released")
    last = log[-1]
    found = standing(log, pieces)
    if found.state is not State.REVIEW:
        why = f"changed since: {told(found.changes)}" if found.changes else "was not reviewed"
        hint = f"Read it and run `briefgen edition review {last.plan.name}`."
        raise UsageError(f"is a draft: it {why}", where=last.plan.name, hint=hint)
    return _act(State.RELEASED, last.plan, pieces, sign, log)


def withdrawn(log: Log, sign: Sign, reason: str) -> Act:
    """Nobody should use it any more. Its bytes stay as they were released.

    Raises:
        UsageError: It was not released, or is withdrawn already, or there is no reason.
    """
    last = log[-1]
    if last.state is not State.RELEASED:
        is_gone = last.state is State.WITHDRAWN
        hint = "Once is enough." if is_gone else "Only what was released can be withdrawn."
        raise UsageError(f"is {last.state}", where=last.plan.name, hint=hint)
    return _act(State.WITHDRAWN, last.plan, last.pieces, sign, log, reason=_reason(reason))


def correction(log: Log, taken: Sequence[str], sign: Sign, reason: str) -> Plan:
    """The plan of the next correction of a released edition, numbered after those there are, and compared with it.

    Args:
        log: Acts of the edition that is corrected.
        taken: Names of all editions.
        sign: Who begins it, and when.
        reason: What is corrected, and why; readers see it.

    Raises:
        UsageError: It was not released, or a correction of it is there already, or there is no reason.
    """
    last = log[-1]
    plan = last.plan
    if last.state in OPEN:
        raise UsageError(f"is {last.state}", where=plan.name, hint="Only what was released needs a correction.")
    number = max((int(one.rpartition(".")[2]) for one in taken if one.startswith(f"{plan.week}.")), default=0)
    newest = f"{plan.week}.{number}" if number else plan.week
    if plan.name != newest:
        raise UsageError(f"was corrected by {newest}", where=plan.name, hint=f"Go on from there: {newest}.")
    notice = Notice(plan.name, _reason(reason), sign.at.date())
    name = f"{plan.week}.{number + 1}"
    return msgspec.structs.replace(plan, name=name, compare_to=plan.name, notice=notice)


def told(found: Sequence[Change]) -> str:
    """Changes in words: "document line.txt changed; 5 templates new"."""
    groups = Counter((one.part, one.how) for one in found)
    said = []
    for (part, how), number in groups.items():
        names = [one.path for one in found if (one.part, one.how) == (part, how)]
        if part in {Part.SETTINGS, Part.MAILED, Part.CORRECTIONS, Part.PROGRAM, Part.LEFT_OUT}:
            said.append(f"{part} {how}")
        elif number > NAMED:
            said.append(f"{number} {part}s {how}")
        else:
            said.append(f"{part} {', '.join(names)} {how}")
    return "; ".join(said)


def _act(  # noqa: PLR0913 - one argument for each thing that an act says
    state: State,
    plan: Plan,
    pieces: Sequence[Piece],
    sign: Sign,
    log: Log = (),
    reason: str = "",
    changes: tuple[Change, ...] = (),
) -> Act:
    made_from = tuple(sorted(pieces))
    before = seal(log[-1]) if log else ""
    return Act(state, sign.by, sign.at, plan, made_from, digest(plan, made_from), before, reason, changes)


def refuse_closed(log: Log, what: str) -> None:
    """Raises `UsageError` where nothing of the edition can change any more."""
    last = log[-1]
    if last.state not in OPEN:
        name = last.plan.name
        hint = f'What was released stays as it is. `briefgen edition correct {name} --reason "…"` makes the next one.'
        raise UsageError(f"is {last.state}, and cannot be {what} again", where=name, hint=hint)


def _reason(reason: str) -> str:
    words = " ".join(reason.split())
    if not words:
        raise UsageError("no reason is given", where="--reason", hint="Say what is wrong: readers see it.")
    return words
