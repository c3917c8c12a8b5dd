"""Editions of the store: drafts as they would be made today, and what was released, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from briefgen import pipeline
from briefgen.config import Config
from briefgen.corpus.store import Store, acts, open_store
from briefgen.editions import making, parts, shelf, states
from briefgen.editions.values import Act, Part, Plan, State
from briefgen.errors import CorpusError, UsageError
from briefgen.model import Brief, Document
from briefgen.pipeline import Material
from briefgen.previewing import briefs, pages
from briefgen.previewing.shapes import Choice, Key, Note, Outcome, View, Wanted

EDITION = "edition"
"""The kind of these choices: "edition/2026-W47/transport"."""
GROUPS = {
    State.DRAFT: "Editions not yet released",
    State.REVIEW: "Editions not yet released",
    State.RELEASED: "Released editions",
    State.WITHDRAWN: "Withdrawn editions",
}
"""What editions stand under."""

_document = msgspec.json.Decoder(Document)


class Draft(Struct, frozen=True):
    """An edition that can still change."""

    material: Material
    """What its briefs are made from today."""
    remark: str
    """Where it is on its way."""
    topic: str
    """Id of the topic."""
    locale: str
    """The locale that it speaks; empty for that of the settings."""


Speak = Callable[[str], Config]
"""Gives one's own settings with all that they say in a locale; in their own for an empty one."""


def is_edition(key: Key) -> bool:
    """Whether this is a brief of an edition."""
    return key.brief.startswith(f"{EDITION}/")


def choices(where: str, own: Config) -> Iterator[Choice]:
    """The briefs of all editions, the latest first within each state.

    Raises:
        CorpusError: The store cannot be read.
    """
    with open_store(where, create=False) as store:
        found = shelf.latest(store)
    titles = {topic.id: topic.title for topic in own.topics}
    for group in dict.fromkeys(GROUPS.values()):
        for one in reversed(found):
            if GROUPS[one.state] == group:
                said = f", {one.state}" if one.state in states.OPEN else ""
                yield from (
                    Choice(
                        f"{EDITION}/{one.plan.name}/{topic}",
                        f"{one.plan.name}: {titles.get(topic, topic)}{said}",
                        group,
                    )
                    for topic in one.plan.topics
                )


def first(wanted: Wanted, own: Config, name: str, topic: str | None) -> str:
    """The choice to begin with: the brief of an edition on a topic, or on its first one.

    Raises:
        UsageError: There is no store, no such edition, or no brief on the topic.
        CorpusError: The store cannot be read.
    """
    with open_store(stored_at(wanted, own), create=False) as store:
        plan = shelf.log(store, name)[-1].plan
    return f"{EDITION}/{name}/{_on(plan, topic or plan.topics[0])}"


def stored_at(wanted: Wanted, own: Config) -> str:
    """Where editions are kept.

    Raises:
        UsageError: Nothing is kept yet.
    """
    where = briefs.place(wanted, own)
    if where is None:
        hint = "Take documents in first: `briefgen ingest`."
        raise UsageError("there is no store, and editions are kept in it", where=own.store, hint=hint)
    return where


def _on(plan: Plan, topic: str) -> str:
    if topic not in plan.topics:
        raise UsageError(f"has no brief on “{topic}”", where=plan.name, hint=f"It has {', '.join(plan.topics)}.")
    return topic


def look(where: str, key: Key, speak: Speak) -> Outcome | Draft:
    """The page of an edition that was released, or what a draft is made from.

    Raises:
        UsageError: There is no such edition, or it has no brief on this topic, or none in this format.
        CorpusError: The store cannot be read, or bytes in it are not what they were.
    """
    _, name, topic = key.brief.split("/")
    with open_store(where, create=False) as store:
        log = shelf.log(store, name)
        _on(log[-1].plan, topic)
        return (
            _draft(store, log, topic, speak) if log[-1].state in states.OPEN else _released(store, log, topic, key.view)
        )


def write(where: str, draft: Draft, chosen: Config) -> Brief:
    """The brief of a draft.

    Raises:
        CorpusError: The store cannot be read.
    """
    with open_store(where, create=False) as store:
        topics = pipeline.choose(chosen.topics, (draft.topic,))
        return briefs.written(store, chosen, replace(draft.material, topics=topics))


def _draft(store: Store, log: states.Log, topic: str, speak: Speak) -> Draft:
    plan = log[-1].plan
    try:
        gathered = making.gather(store, speak(plan.speaks), plan)
    except OSError as error:
        raise CorpusError(f"cannot be read: {error.strerror or error}", str(error.filename)) from error
    found = states.standing(log, parts.pieces(gathered.contents))
    since = f"; changed since: {states.told(found.changes)}" if found.changes else ""
    return Draft(gathered.material, f"{found.state}, as it would be made today{since}", topic, plan.speaks)


def _released(store: Store, log: states.Log, topic: str, view: View) -> Outcome:
    plan = log[-1].plan
    files = {one.name: one.content for one in shelf.files(store, plan.name)}
    wanted = f"{topic}.{pages.FORMATS[view]}"
    if wanted not in files:
        raise UsageError(f"was not released as {pages.FORMATS[view]}", where=plan.name, hint=_there(plan))
    row = json.loads(files[f"{topic}.{making.JSON}"])
    return Outcome(
        pages.shown(view, files[wanted], str(row["title"]), {}),
        notes=tuple(_notes(row)),
        documents=tuple(_document.decode(data) for _, data in acts.frozen(store.engine, plan.name, Part.DOCUMENT)),
        remark=_remark(store, log),
        frozen=True,
    )


def _there(plan: Plan) -> str:
    """Which views there are of a released edition."""
    found = [view.value for view, ending in pages.FORMATS.items() if ending in plan.formats]
    return f"It was released as {', '.join(plan.formats)}: look at {', '.join(found) or 'its files'}."


def _notes(row: Mapping[str, object]) -> Iterator[Note]:
    """Where the citations of a finished brief lead."""
    found = row.get("notes")
    for one in found if isinstance(found, list) else ():
        yield Note(one["number"], one["document"], one["start"], one["end"])


def _remark(store: Store, log: states.Log) -> str:
    """Who released an edition and when, and what became of it."""
    release = next(act for act in log if act.state is State.RELEASED)
    said = [f"released {_signed(release)}, and shown as it was then"]
    if release.plan.notice:
        said.append(f"corrects {release.plan.notice.corrects}")
    if after := shelf.correction(store, release.plan.name, State.RELEASED):
        said.append(f"corrected by {after}")
    if log[-1].state is State.WITHDRAWN:
        said.append(f"withdrawn {_signed(log[-1])}: {log[-1].reason}")
    return "; ".join(said)


def _signed(act: Act) -> str:
    return f"on {act.at:%Y-%m-%d} by {act.by}"
