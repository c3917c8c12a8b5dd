"""The whole story: files → documents → readings → evidence → briefs → rendered files.

What people corrected comes in at two places: dates of documents before they are read, figures before they are compared.

The only module that knows the order of the rooms. It reads documents, but neither writes files nor looks at the clock.
"""

from __future__ import annotations

import datetime as dt
import difflib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from briefgen import (
    __version__,
    corpus,
    corrected,
    corrections,
    evidence,
    hiding,
    overriding,
    remarks,
    rendering,
    resources,
    retelling,
    sharing,
    weeks,
    wishing,
    writing,
)
from briefgen.config import Config
from briefgen.corpus import folder, opening
from briefgen.corpus.opening import Contents
from briefgen.corpus.walking import Found
from briefgen.corrections import Outcome
from briefgen.errors import CorpusError, UsageError
from briefgen.hiding import Hidden
from briefgen.interchange import fingerprint
from briefgen.language import language_of
from briefgen.model import (
    Brief,
    Corpus,
    Document,
    Earlier,
    Edition,
    Evidence,
    Fact,
    File,
    Mailing,
    Omission,
    Override,
    Provenance,
    Reading,
    Topic,
)
from briefgen.orders import Order
from briefgen.readings import read_all
from briefgen.rendering import fonts, scripts
from briefgen.rendering import index as index_page
from briefgen.rendering.editions import Earlier as Other
from briefgen.running import ALONE, HERE, Failure, Hands, Limits, open_workers, run
from briefgen.wishing import Doubt

DRAWS_NOTHING = frozenset({"json", "csl"})
"""Formats that need no fonts."""
DRAWS_CHARTS = frozenset({"md"})
"""Formats that need fonts for charts alone."""
ABOUT_ITSELF = ("gaps", "changes")
"""Sections that have something to say even where the documents say nothing."""
UNLEAVABLE = "Print the block `foot` of the shipped template, or `mailing.unsubscribe` anywhere else."
Tell = Callable[[str], None]
"""Is told what happens next, for a person who waits."""


def silent(message: str) -> None:
    """A `Tell` that nobody listens to."""


class Material(Struct, frozen=True):
    """What the briefs of one run are made from."""

    topics: tuple[Topic, ...]
    """One brief for each."""
    corpus: Corpus
    """The documents of the edition, and what was left out."""
    edition: Edition
    """Its name and dates."""
    outcomes: tuple[Outcome, ...] = ()
    """What became of the corrections of documents' dates."""
    previous: tuple[Earlier, ...] = ()
    """Earlier editions to compare with."""


class Weighed(Struct, frozen=True):
    """What the documents say, one by one and together."""

    material: Material
    """The documents."""
    readings: tuple[Reading, ...]
    """One for each document, with the figures that people corrected."""
    evidence: Evidence
    """Facts and relations of all topics."""
    outcomes: tuple[Outcome, ...] = ()
    """What became of all corrections."""


def make(config: Config, order: Order, tell: Tell = silent) -> Iterator[Brief]:
    """One brief for each topic: `collect`, `weigh`, then `briefs`."""
    return briefs(config, weigh(config, outward(config, collect(config, order, tell)), tell), tell)


def outward(config: Config, material: Material) -> Material:
    """The material as briefs may show it: without names of files and people where the settings say so."""
    if config.evidence == sharing.FULL:
        return material
    return replace(material, corpus=sharing.outward(material.corpus), outcomes=sharing.anonymous(material.outcomes))


def collect(config: Config, order: Order, tell: Tell = silent) -> Material:
    """The topics and documents of an order; the order of the paths never matters.

    Raises `UsageError` for an unknown topic and `CorpusError` where there is nothing to read.
    """
    tell("opening the documents")
    return material(config, order, corpus.load(order.corpus or config.corpus, _within_limits))


def _within_limits(files: Sequence[Found]) -> Iterator[Contents | CorpusError]:
    """What is in each file; one that takes too long is left out."""
    for result in run(folder.read, files, limits=Limits(opening.SECONDS)):
        if isinstance(result, Failure):
            yield result.error if isinstance(result.error, CorpusError) else CorpusError(result.reason)
        else:
            yield result


def material(
    config: Config, order: Order, collected: Corpus, came: Mapping[str, dt.date] = MappingProxyType({})
) -> Material:
    """The topics of an order, and those of these documents that its days leave.

    Documents in `came`, by id, were first stored on that day: they belong to the edition though they are late or
    undated, and it says so.
    """
    topics = choose(config.topics, order.topics)
    collected, outcomes = corrections.dated(collected, config.corrections)
    since, until = (order.since, order.as_of)
    if order.week:
        monday, sunday = weeks.days(order.week)
        since, until = since or monday, until or sunday
    chosen, newest = within(collected, until, since, came)
    as_of = order.as_of or (until if order.week and not (newest and since and since <= newest) else newest)
    made = Material(topics, chosen, Edition(weeks.name(as_of), as_of, since), outcomes)
    return compared(made, order.previous)


def compared(material: Material, previous: tuple[Earlier, ...]) -> Material:
    """The material, its briefs to be compared with earlier editions: one for each topic at most.

    Raises `UsageError` for one that speaks from a later day.
    """
    _refuse_later(previous, material.edition.as_of)
    return replace(material, previous=previous)


def _refuse_later(previous: Sequence[Earlier], as_of: dt.date | None) -> None:
    """Raises `UsageError` for an earlier edition that speaks from a later day."""
    for one in previous:
        day = one.edition.as_of
        if day and as_of and day > as_of:
            hint = f"This edition speaks from {as_of}: choose another day or week for it, or an edition before it."
            raise UsageError(f"the edition before of “{one.topic}” speaks from {day}, which is later", hint=hint)


def weigh(
    config: Config,
    material: Material,
    tell: Tell = silent,
    readings: tuple[Reading, ...] | None = None,
    hands: Hands = ALONE,
) -> Weighed:
    """What the documents say. Each is read once for all topics, in the order of the corpus, by those of `hands`.

    `readings` are those of `read_all`, uncorrected, where somebody has them already.
    """
    documents = material.corpus.documents
    read = read_all(documents, config.topics, tell, hands) if readings is None else readings
    corrected = corrections.amended(documents, read, config.corrections, config.topics)
    tell("comparing what the documents say")
    found = evidence.weigh(documents, corrected.readings, config.topics)
    outcomes = (*material.outcomes, *corrected.outcomes)
    return Weighed(material, corrected.readings, found, outcomes)


def briefs(config: Config, weighed: Weighed, tell: Tell = silent) -> Iterator[Brief]:
    """One brief for each topic."""
    asked = overriding.of_edition(config.overrides, weighed.material.edition.name)
    is_shared = config.evidence != sharing.FULL
    shown = shown_of(config, weighed, asked)
    documents, also = shown.weighed.material.corpus.documents, weighed.evidence.also
    outcomes = sharing.anonymous(shown.weighed.outcomes) if is_shared else shown.weighed.outcomes
    for brief, facts in _written(config, weighed, shown, tell):
        made = overriding.applied(brief, shown.asked, facts, shown.gone, also)
        made = replace(
            made,
            corrections=corrections.applied(outcomes, documents),
            pages=config.pages,
            definitions=writing.definitions(sharing.printed(made), config.topics, language_of(config.brand)),
        )
        yield sharing.cited(made) if is_shared else made


class Shown(Struct, frozen=True):
    """What is left for readers."""

    asked: Override
    """All that is asked of the edition, under the ids of today, and as it was typed."""
    typed: Override
    """The same as it was typed."""
    gone: Hidden
    """What is hidden."""
    weighed: Weighed
    """The documents as if the hidden sentences were not there."""


def shown_of(config: Config, weighed: Weighed, typed: Override) -> Shown:
    """What the documents say without what is hidden: weighed once more where anything is."""
    asked = overriding.today(typed, weighed.evidence)
    documents = weighed.material.corpus.documents
    gone = hiding.hidden(asked.hide, weighed.evidence.facts, documents, weighed.readings)
    if not gone.ids:
        return Shown(asked, typed, gone, weighed)
    readings = hiding.without(weighed.readings, gone)
    found = evidence.weigh(documents, readings, config.topics) if gone.places else weighed.evidence
    material = weighed.material
    left = Weighed(
        replace(
            material,
            corpus=replace(material.corpus, documents=hiding.untitled(documents, gone)),
            previous=tuple(hiding.since(one, gone) for one in material.previous),
        ),
        readings,
        hiding.weighed(found, weighed.evidence, gone),
        hiding.unsaid(weighed.outcomes, gone),
    )
    return Shown(asked, typed, gone, left)


def _written(
    config: Config, weighed: Weighed, shown: Shown, tell: Tell = silent
) -> Iterator[tuple[Brief, tuple[Fact, ...]]]:
    """Each topic's brief without the hidden facts and with what is pinned, and all facts of the topic."""
    material, found = shown.weighed.material, shown.weighed.evidence
    documents = material.corpus.documents
    provenance = Provenance(
        corpus=fingerprint(document.id for document in documents),
        config=overriding.fingerprint(config.digest, shown.typed),
        version=__version__,
    )
    outcomes = shown.weighed.outcomes
    outcomes = sharing.anonymous(outcomes) if config.evidence != sharing.FULL else outcomes
    before = {one.topic: one for one in material.previous}
    spoken = language_of(config.brand)
    retell = partial(retelling.retold, language=spoken)
    for topic in material.topics:
        tell(f"writing {topic.id}")
        earlier = before.get(topic.id)
        since = evidence.compare(earlier, found, documents, material.edition.as_of, provenance) if earlier else None
        notes = (
            *map(retell, (*material.corpus.omissions, *found.omissions)),
            *corrected.notes(outcomes, topic.id, spoken),
        )
        brief = writing.write(
            topic,
            material.edition,
            documents,
            shown.weighed.readings,
            replace(found, omissions=notes),
            others=config.topics,
            locale=config.brand.locale,
            handling=config.brand.handling,
            words=config.brand.words,
            provenance=provenance,
            since=since,
            pins={wish.id for wish in shown.asked.pin},
        )
        yield brief, tuple(fact for fact in weighed.evidence.facts if topic.id in fact.topics)


def doubts(config: Config, weighed: Weighed) -> tuple[Doubt, ...]:
    """What editors ask of the edition and cannot have: what nothing in it answers to, on whichever topic, and too much.

    What a wish names may be there only because another wish hides or pins something: both count. Notes say what goes
    along with something hidden, and what is called otherwise today.
    """
    typed = overriding.of_edition(config.overrides, weighed.material.edition.name)
    if not (typed.hide or typed.pin):
        return ()
    every = replace(weighed, material=replace(weighed.material, topics=config.topics))
    shown = shown_of(config, every, typed)
    whole, also, gone = weighed.evidence, weighed.evidence.also, shown.gone
    wished = list(_written(config, every, shown))
    plain = list(_written(config, every, shown_of(config, every, Override(typed.edition))))
    made = [overriding.applied(brief, shown.asked, facts, gone, also) for brief, facts in wished]
    found = {
        *wishing.unmatched(typed, (*plain, *wished), whole, gone, weighed.material.previous),
        *wishing.moved(typed, whole),
        *wishing.taken(gone, whole.facts),
        *wishing.left(gone, whole.facts, [fact for brief in made for fact in brief.facts]),
        *wishing.lost(shown.asked, (*plain, *wished), made, gone, also),
        *wishing.crowded(shown.asked, made, writing.LIMITS, also),
    }
    return tuple(sorted(found))


def overlong(config: Config, brief: Brief, files: Iterable[File]) -> tuple[Doubt, ...]:
    """A PDF that has more pages than it may because of what is pinned."""
    asked = overriding.of_edition(config.overrides, brief.edition.name)
    if brief.pages is None or not any(section.pinned for section in brief.sections):
        return ()
    import pypdf

    counts = [(one.name, len(pypdf.PdfReader(io.BytesIO(one.content)).pages)) for one in files if _is_pdf(one)]
    return tuple(
        Doubt(
            asked.pin[0].where,
            f"{name} has {pages} pages with what is pinned, and is to have {brief.pages} at most",
            "Pin less, or allow more pages.",
        )
        for name, pages in counts
        if pages > brief.pages
    )


def mailed_badly(config: Config, files: Iterable[File], unsubscribe: str = "") -> Iterator[Doubt]:
    """What is wrong with the mail of a brief: people cannot leave, or it is so long that mail programs cut it off.

    Args:
        config: Brand and templates.
        files: Of the brief.
        unsubscribe: The link of nobody that its mail has to hold; empty where it needs none.
    """
    from briefgen.rendering import mail_checks, mail_page

    for one in files:
        if not one.name.endswith(f".{rendering.MAIL}"):
            continue
        for frame in mail_checks.unleavable(one.content, unsubscribe):
            path = next((folder / frame for folder in _templates(config) if (folder / frame).is_file()), Path(frame))
            yield Doubt(str(path), "the mail that this template frames has no link to unsubscribe", UNLEAVABLE)
        length = mail_checks.length(one.content)
        if length > mail_checks.WARNED:
            most = mail_page.LIMIT // 1000
            message = f"the HTML of the mail has {length // 1000} KB, and mail programs show {most} of one"
            hint = "What has no room there is left out, and stands in its plain text and in other formats."
            yield Doubt(one.name, message, hint, blocks=False)


def _is_pdf(file: File) -> bool:
    return file.name.endswith(".pdf")


def render(
    brief: Brief, formats: Sequence[str], config: Config, tell: Tell = silent, mailing: Mailing | None = None
) -> tuple[File, ...]:
    """A brief in each of the formats, with the house's templates before the shipped ones.

    Args:
        brief: The brief.
        formats: Names of formats.
        config: Brand and templates.
        tell: Is told what happens next.
        mailing: What its mail says beside it; None where it goes to no list.
    """
    drawing = set(formats) - DRAWS_NOTHING
    if drawing - DRAWS_CHARTS or (drawing and brief.charts):
        _prepare_fonts(config, tell)
    tell(f"drawing and setting {brief.topic}")
    if config.templates:
        return _apart(brief, formats, config, mailing)
    return rendering.render(brief, formats, config.brand, _templates(config), mailing)


def _apart(brief: Brief, formats: Sequence[str], config: Config, mailing: Mailing | None) -> tuple[File, ...]:
    """The same in a process of its own, whose memory is bounded: templates of the house may be pasted from anywhere."""
    from briefgen.rendering import several

    with open_workers("local:1", several.MODULES) as workers:
        folders = _templates(config)
        ((_, files),) = several.render_each((brief,), formats, config.brand, folders, workers, lambda _: mailing)
    return files


def render_each(  # noqa: PLR0913 - what is rendered, and who does it
    briefs: Iterable[Brief],
    formats: Sequence[str],
    config: Config,
    hands: Hands,
    tell: Tell = silent,
    *,
    pays: bool,
    mailing: Callable[[Brief], Mailing | None] | None = None,
) -> Iterator[tuple[Brief, tuple[File, ...]]]:
    """The same for several briefs, in their order, set side by side where it `pays` and there is somebody.

    What the mail of each says beside it is asked of `mailing`.
    """
    from briefgen.rendering import several

    said = mailing or several.unmailed
    with hands.workers(several.MODULES, pays=pays) as workers:
        if workers is HERE:
            yield from ((brief, render(brief, formats, config, tell, said(brief))) for brief in briefs)
            return
        _prepare_fonts(config, tell)
        tell("drawing and setting the briefs")
        yield from several.render_each(briefs, formats, config.brand, _templates(config), workers, said)


def pays(briefs: int, formats: Sequence[str]) -> bool:
    """Whether so many briefs are sooner set by other processes."""
    from briefgen.rendering import several

    return briefs >= several.WORTH and bool(set(formats) - DRAWS_NOTHING - DRAWS_CHARTS)


def _prepare_fonts(config: Config, tell: Tell) -> None:
    for face in fonts.faces(config.brand):
        tell(f"preparing fonts, only this once ({face.family})")
        fonts.static(face)


def _templates(config: Config) -> tuple[Path, ...]:
    return (*config.templates, resources.templates())


def unprintable(config: Config, brief: Brief) -> str:
    """A remark on letters that the brief's PDF cannot show; nothing where fonts have all of them."""
    return scripts.unprintable(brief, config.brand, (*config.templates, resources.templates()))


def together(briefs: Iterable[Brief]) -> Brief:
    """One brief on the topics of several."""
    return writing.together(tuple(briefs))


def index(config: Config, made: Sequence[tuple[Brief, Sequence[str]]], earlier: Sequence[Other]) -> File:
    """The page that leads to the briefs of one run, each with the names of its files, and to earlier editions."""
    entries = [index_page.entry(brief, names) for brief, names in made]
    return index_page.index(made[0][0].edition, entries, earlier, config.brand, _templates(config))


def check_formats(formats: Sequence[str]) -> None:
    """Raises `UsageError` for a format that nothing renders, before any work is done."""
    for name in formats:
        rendering.renderer(name)


def is_quiet(brief: Brief) -> bool:
    """Whether the documents say nothing on the topic: the brief has cautions, and what changed, alone."""
    return not brief.facts and not any(
        section.statements or section.relations for section in brief.sections if section.name not in ABOUT_ITSELF
    )


def choose(topics: Sequence[Topic], wanted: Sequence[str]) -> tuple[Topic, ...]:
    """The topics of these ids, each once; all of them when none is named."""
    known = {topic.id: topic for topic in topics}
    for name in wanted:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=3)
            meant = f"Did you mean {' or '.join(near)}? " if near else ""
            raise UsageError(f"there is no topic “{name}”", hint=f"{meant}Topics: {', '.join(known)}.")
    return tuple(known[name] for name in dict.fromkeys(wanted)) or tuple(topics)


def within(
    collected: Corpus,
    as_of: dt.date | None,
    since: dt.date | None,
    came: Mapping[str, dt.date] = MappingProxyType({}),
) -> tuple[Corpus, dt.date | None]:
    """The documents of an edition, and the newest day of publication among them.

    A document without a date stays, and an omission says that it may be older; one that appeared after `as_of` was not
    there yet. Where none is left, the newest day is that of those that were left out. Of documents in `came`, which are
    late, an omission says when they came.
    """
    kept: list[Document] = []
    omissions = list(collected.omissions)
    for document in collected.documents:
        reason = _outside(document, as_of, None if document.id in came else since)
        if reason:
            omissions.append(Omission(document.headline or document.name, reason))
        else:
            kept.append(document)
    omissions += [
        Omission(document.headline or document.name, remark)
        for document in kept
        if (remark := _remark(document, since, came.get(document.id)))
    ]
    speaking = kept or collected.documents
    newest = max((document.published for document in speaking if document.published), default=None)
    return Corpus(tuple(kept), tuple(omissions)), newest


def _remark(document: Document, since: dt.date | None, came: dt.date | None) -> str | None:
    """What is said of a document that is here though no day of publication puts it here."""
    if document.published is None and came:
        return remarks.said(remarks.CAME_UNDATED, day=came)
    if document.published is None:
        return remarks.said(remarks.MAY_BE_OLDER, day=since) if since else None
    if came and since and document.published < since:
        return remarks.said(remarks.CAME_LATE, day=document.published, came=came)
    return None


def _outside(document: Document, as_of: dt.date | None, since: dt.date | None) -> str | None:
    if document.published is None:
        return None
    if since and document.published < since:
        return remarks.said(remarks.BEFORE, day=document.published, first=since)
    if as_of and document.published > as_of:
        return remarks.said(remarks.AFTER, day=document.published, last=as_of)
    return None
