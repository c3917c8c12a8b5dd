"""The logs of editions, and the bytes of released ones, in the store and out of it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence

import msgspec

from briefgen import stored
from briefgen.corpus.store import Store, acts
from briefgen.corpus.store.acts import KeptAct, KeptPiece
from briefgen.editions import making, parts, states
from briefgen.editions.making import Made
from briefgen.editions.parts import Contents
from briefgen.editions.values import Act, Part, Piece, Plan, State
from briefgen.errors import CorpusError, UsageError
from briefgen.model import File

_decoder = msgspec.json.Decoder(Act)


class Found(msgspec.Struct, frozen=True):
    """A file that was released."""

    path: str
    """Its name there."""
    log: tuple[Act, ...]
    """The acts of the edition."""
    release: Act
    """The one that released it."""
    corrected_by: str
    """Name of the released correction; empty where there is none."""


class Latest(msgspec.Struct, frozen=True):
    """What an edition is."""

    state: State
    """As it was last signed."""
    plan: Plan


_latest = msgspec.json.Decoder(Latest)


def log(store: Store, name: str) -> tuple[Act, ...]:
    """The acts of an edition, the first one first.

    Raises:
        UsageError: There is no such edition.
        CorpusError: Somebody changed the log.
    """
    kept = acts.log(store.engine, name)
    if not kept:
        raise UsageError(f"there is no edition “{name}”", where=store.where, hint=_others(store, name))
    try:
        found = tuple(_decoder.decode(one.record) for one in kept)
    except msgspec.MsgspecError as error:
        raise _changed(name) from error
    if not states.is_whole(found):
        raise _changed(name)
    return found


def names(store: Store) -> tuple[str, ...]:
    """The editions that there are, sorted."""
    return acts.names(store.engine)


def latest(store: Store) -> tuple[Latest, ...]:
    """What every edition is, by name. Their logs are not checked: `log` does that with the one that matters.

    Raises:
        CorpusError: What is kept is no act.
    """
    kept = acts.latest(store.engine)
    try:
        return tuple(_latest.decode(one.record) for one in kept)
    except msgspec.MsgspecError as error:
        raise CorpusError(
            "holds acts of editions that cannot be read", store.where, "`briefgen corpus check`"
        ) from error


def append(store: Store, log: Sequence[Act], act: Act) -> None:
    """Adds an act to those that were there when it was decided upon.

    Raises:
        CorpusError: Somebody else added one meanwhile.
    """
    record = msgspec.json.encode(act, order="deterministic")
    with store.writing():
        acts.append(store.engine, KeptAct(act.plan.name, len(log) + 1, act.state, act.at, act.by, record))


def release(store: Store, log: Sequence[Act], act: Act, contents: Contents, made: Made) -> None:
    """Adds the act of a release, and keeps all its bytes; all or nothing.

    Raises:
        CorpusError: Somebody else added an act meanwhile.
    """
    whole = {**contents, **parts.files(made.files)}
    pieces = {KeptPiece(part, path, hashlib.sha256(data).hexdigest()): data for (part, path), data in whole.items()}
    with store.writing():
        acts.freeze(store.engine, act.plan.name, pieces)
        for brief, bundle in making.bundles(made):
            stored.keep(store, brief, bundle, act.at)
        append(store, log, act)


def files(store: Store, name: str) -> tuple[File, ...]:
    """The files of an edition as they were released; none where it was not.

    Raises:
        CorpusError: They are not what they were.
    """
    return tuple(File(path, data) for path, data in acts.frozen(store.engine, name, Part.FILE))


def released(store: Store, data: bytes) -> Iterator[Found]:
    """Where a file with these bytes was released."""
    for name, part, path in acts.holding(store.engine, hashlib.sha256(data).hexdigest()):
        if part == Part.FILE:
            found = log(store, name)
            act = next(one for one in found if one.state is State.RELEASED)
            yield Found(path, found, act, correction(store, name, State.RELEASED))


def correction(store: Store, name: str, state: State | None = None) -> str:
    """Name of the edition that corrects another one; empty where there is none, or none in that state."""
    later = (log(store, one)[-1] for one in names(store) if one.partition(".")[0] == name.partition(".")[0])
    found = (
        act for act in later if act.plan.notice and act.plan.notice.corrects == name and state in {None, act.state}
    )
    return next((act.plan.name for act in found), "")


def corrections(store: Store, name: str) -> tuple[Act, ...]:
    """The last act of the correction of an edition, of the correction of that one, and so on."""
    found: list[Act] = []
    while after := correction(store, found[-1].plan.name if found else name):
        found.append(log(store, after)[-1])
    return tuple(found)


def damaged(store: Store, log: Sequence[Act]) -> tuple[Piece, ...]:
    """What a released edition was made from, or came out, and is not what it was any more; sorted."""
    release = next((act for act in log if act.state is State.RELEASED), None)
    if release is None:
        return ()
    pieces = (KeptPiece(one.part, one.path, one.hash) for one in release.pieces)
    found = acts.damaged(store.engine, release.plan.name, pieces)
    return tuple(Piece(Part(one.part), one.path, one.hash) for one in found)


def now(moment: dt.datetime) -> dt.datetime:
    """A moment as logs keep it: in UTC, to the second."""
    return moment.astimezone(dt.UTC).replace(microsecond=0)


def _others(store: Store, name: str) -> str:
    import difflib

    there = names(store)
    near = difflib.get_close_matches(name, there, n=2)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return f"There are {', '.join(there[-8:])}." if there else f"Begin it: `briefgen edition create {name}`."


def _changed(name: str) -> CorpusError:
    return CorpusError("its log is not as it was written", name, "Restore a backup: `briefgen restore`.")
