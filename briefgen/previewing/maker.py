"""Makes pages, one after another, in a process of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, partial
from multiprocessing.connection import Connection
from pathlib import Path

from msgspec.structs import replace

from briefgen import config, resources, samples
from briefgen.config import Config
from briefgen.config.problems import Level
from briefgen.editing import checking, proving, wording
from briefgen.editing.findings import Finding, source
from briefgen.editing.layers import Layers, standings
from briefgen.errors import BriefgenError, ConfigError
from briefgen.model import Brief
from briefgen.previewing import briefs, editions, pages
from briefgen.previewing.editions import Draft
from briefgen.previewing.places import places
from briefgen.previewing.shapes import Choice, Job, Key, Note, Outcome, Proof, View
from briefgen.rendering import markdown

MEMORY = 4 * 1024**3
"""Bytes that the process may ask for: a long PDF with charts takes a quarter of it, a template without end all."""
KEPT = 4
"""Briefs that are remembered: writing one anew takes longer than printing it."""
NICE = 15
"""Steps by which looking for lost evidence stands back, of 19 that there are (POSIX nice)."""
WRITTEN = "written"
"""What is sent when the brief is there and only has to be printed, for which there is less time."""


Kept = dict[tuple[Key, int, Config], Brief]
"""Briefs by what they were asked for with: the view aside, how often documents came, and their settings' words."""


def serve(line: Connection) -> None:
    """Answers jobs until the other end is closed."""
    _limit()
    kept: Kept = {}
    _warm()
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        while True:
            job: Job | Proof = line.recv()
            if isinstance(job, Proof):
                _give_way()
                line.send(proof(job))
            else:
                line.send(outcome(job, kept, line))


def _limit() -> None:
    """Out of the terminal's reach, with all that it starts, and bounded."""
    if hasattr(os, "setsid"):
        with suppress(PermissionError):  # it leads a group already
            os.setsid()
    with suppress(ImportError, ValueError, OSError):  # no such limits here
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


@cache
def _give_way() -> None:
    """Pages go before: somebody waits for them."""
    if hasattr(os, "nice"):
        os.nice(NICE)


def _warm() -> None:
    """Loads what the first page needs, before somebody waits for it."""
    import briefgen.rendering.html
    import briefgen.rendering.mail  # noqa: F401 - loaded for later


def outcome(job: Job, kept: Kept, line: Connection | None = None) -> Outcome:
    """The page of a job, or why there is none. Nothing that goes wrong ends the process but its limits."""
    try:
        own = config.load(job.wanted.config)
    except ConfigError as error:
        return Outcome(None, tuple(map(finding, error.findings)))
    except BriefgenError as error:
        return Outcome(None, (finding(error),))
    layers = Layers(resources.templates(), own.templates[0] if own.templates else None)
    known = Outcome(None, watched=briefs.watched(own, job.wanted))
    try:
        known = _with_choices(known, job, own)
        checked = checking.check(layers, job.key.locale or own.brand.locale)
        spoken = briefs.speaking(job.wanted, own, job.key.locale)
        known = replace(
            known, findings=(*known.findings, *checked, *wording.unsaid(spoken)), standings=standings(layers)
        )
        return _made(job, own, layers, known, kept, line)
    except BriefgenError as error:
        return replace(known, findings=together(known.findings, finding(error)))
    except MemoryError:
        hint = "Look for a loop that prints without end."
        return replace(known, findings=(*known.findings, Finding(str(own.house), 0, "E192", "too large", hint)))


def proof(job: Proof) -> Outcome:
    """What the house's templates lose of a sample. Settings that cannot be read are told with the page."""
    try:
        own = config.load(job.wanted.config)
        return Outcome(None, proving.proven(job.sample, own) if own.templates else ())
    except (BriefgenError, MemoryError):
        return Outcome(None)


def _made(  # noqa: PLR0913 - what one page is made of
    job: Job,
    own: Config,
    layers: Layers,
    known: Outcome,
    kept: Kept,
    line: Connection | None,
) -> Outcome:
    looked = None
    if editions.is_edition(job.key):
        speak = partial(briefs.speaking, job.wanted, own)
        looked = editions.look(editions.stored_at(job.wanted, own), job.key, speak)
    if isinstance(looked, Outcome):
        return replace(
            known, page=looked.page, notes=looked.notes, documents=looked.documents, remark=looked.remark, frozen=True
        )
    locale = job.key.locale or (looked.locale if looked else "")
    chosen = briefs.settings(job.key, briefs.speaking(job.wanted, own, locale))
    name = (replace(job.key, view=View.HTML), job.documents, briefs.words(chosen))
    if name not in kept:
        while len(kept) >= KEPT:
            del kept[next(iter(kept))]
        kept[name] = _written(job, looked, chosen)
    if line is not None:
        line.send(WRITTEN)
    brief = briefs.dressed(kept[name], chosen)
    found = places(layers, job.key.view)
    mailing = samples.MAILING if looked is None else None  # a draft is mailed with others, and otherwise
    page = pages.page(job.key.view, brief, chosen, found, mailing)
    written = markdown.written(brief, chosen.brand, (*chosen.templates, resources.templates()))
    return replace(
        known,
        page=page,
        places=found,
        notes=tuple(_notes(written)),
        documents=brief.documents,
        blocks=pages.blocks(written.text),
        remark=looked.remark if looked else "",
    )


def _with_choices(known: Outcome, job: Job, own: Config) -> Outcome:
    """With one's own topics and editions; a store that cannot be read is told, and hides nothing else."""
    topics = tuple(Choice(f"{briefs.TOPIC}/{topic.id}", topic.title, "Your own topics") for topic in own.topics)
    where = briefs.place(job.wanted, own)
    try:
        found = tuple(editions.choices(where, own)) if where else ()
    except BriefgenError as error:
        told = replace(finding(error), id="W194", level=Level.WARNING)
        return replace(known, choices=topics, findings=(*known.findings, told))
    return replace(known, choices=(*topics, *found))


def _written(job: Job, draft: Draft | None, chosen: Config) -> Brief:
    where = briefs.place(job.wanted, chosen)
    return editions.write(where, draft, chosen) if draft and where else briefs.make(job.key.brief, job.wanted, chosen)


def _notes(written: markdown.Written) -> Iterator[Note]:
    for one in written.numbering.notes:
        yield Note(one.number, one.document.id, one.passage.span.start, one.passage.span.end)


def finding(error: BriefgenError) -> Finding:
    """An error as a finding, with its line of the file."""
    file, _, number = (error.where or "").rpartition(":")
    if not number.isdecimal():
        file, number = error.where or "", "0"
    level = Level(str(getattr(error, "level", Level.ERROR)))
    rule = "E193" if isinstance(error, ConfigError) or hasattr(error, "level") else "E190"
    return Finding(
        file, int(number), rule, error.message, error.hint or "", level, source(Path(file), int(number)) if file else ""
    )


def together(found: tuple[Finding, ...], late: Finding) -> tuple[Finding, ...]:
    """What a check found, with what went wrong in printing; the same thing is said once."""
    is_known = any((one.file, one.line) == (late.file, late.line) and one.level is Level.ERROR for one in found)
    return found if is_known else (late, *found)
