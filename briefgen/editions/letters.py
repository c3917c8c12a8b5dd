"""The briefs of an edition that go out by mail: one for each combination of topics and language that somebody gets.

What `delivery.yaml` says that stands in their bytes is one of the pieces that an edition is made from, so that a change
of it makes the edition a draft again. Who gets them is no part of it: that is frozen when they are sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from briefgen import pipeline
from briefgen.config import Config
from briefgen.config.delivery import loading
from briefgen.corpus.store import Store, acts
from briefgen.delivery import people, subjects
from briefgen.delivery.settings import Delivery
from briefgen.delivery.unsubscribing import tokens
from briefgen.delivery.values import Combination, Letter, Person
from briefgen.editions.values import Act, Part, Plan
from briefgen.errors import CorpusError
from briefgen.language import language_of
from briefgen.model import Brief, File, Mailing, MailLink
from briefgen.values import date

MAIL = "eml"
"""The format of the mail itself, which every combination has."""
BETWEEN = " · "
"""Between the titles of topics: they have "and" in them."""
PATH = "delivery.yaml"
"""The name of the piece."""

Speak = Callable[[str], Config]
"""The settings, with all that they say in a locale."""


class Wanted(Struct, frozen=True, order=True):
    """A brief that somebody gets, and all formats in which people get it."""

    combination: Combination
    formats: tuple[str, ...]
    """Sorted; `MAIL` is always among them."""


class Mailed(Struct, frozen=True):
    """What stands in the bytes of mails, as `delivery.yaml` says."""

    wanted: tuple[Wanted, ...]
    """Sorted."""
    subject: str
    """A template of one line: see `delivery.subjects`."""
    unsubscribe: str = ""
    """Link of nobody, which every message replaces by its own; empty where nobody leaves by a link."""
    postal_address: str = ""
    links: str = ""
    """Address below which the files of an edition stand; empty where mails link to none."""


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Mailed)


def today(store: Store, config: Config, plan: Plan) -> Mailed | None:
    """What the mails of an edition would be made from today; None where there is no `delivery.yaml`.

    A correction is mailed in the combinations of what it corrects: it goes to whoever got that.

    Raises:
        ConfigError: `delivery.yaml` is wrong.
        CorpusError: What the corrected edition was made from is not what was released.
    """
    delivery = loading.load(config)
    if delivery is None:
        return None
    found = mailed(delivery, plan.topics, tuple(one.id for one in config.topics))
    if plan.notice is None:
        return found
    before = frozen(store, plan.notice.corrects)
    return replace(found, wanted=before.wanted if before else ())


def outside(delivery: Delivery, topics: Sequence[str]) -> tuple[Person, ...]:
    """People who want a topic that an edition on these does not have, and so get nothing of it."""
    return tuple(one for one in delivery.people if not set(one.combination.topics) <= set(topics))


def mailed(delivery: Delivery, topics: Sequence[str], every: Sequence[str]) -> Mailed:
    """What mails of an edition are made from.

    Who leaves one of several lists at any moment is to get the topics of the others, so that these are there as well.

    Args:
        delivery: Who gets what.
        topics: Ids of those that the edition has; a combination with any other one has no mail there.
        every: Ids of all topics, in the order of the settings.
    """
    found = people.formats((*delivery.people, *people.lessened(delivery.lists, every)))
    return Mailed(
        tuple(
            Wanted(one, tuple(sorted({*formats, MAIL})))
            for one, formats in found.items()
            if set(one.topics) <= set(topics)
        ),
        delivery.subject,
        tokens.placeholder(delivery.unsubscribing.url) if delivery.unsubscribing else "",
        delivery.postal_address,
        delivery.links,
    )


def content(found: Mailed) -> bytes:
    """Its bytes as a piece."""
    return _encoder.encode(found)


def frozen(store: Store, name: str) -> Mailed | None:
    """What the mails of a released edition were made from; None where it has none.

    Raises:
        CorpusError: It is not what was released.
    """
    return next((_decoder.decode(data) for path, data in acts.frozen(store.engine, name, Part.MAILED)), None)


def letters(store: Store, name: str) -> tuple[Letter, ...]:
    """The letters of a released edition, with the bytes that were released; none where it has none.

    Raises:
        CorpusError: They are not what was released.
    """
    found = frozen(store, name)
    if found is None:
        return ()
    files = dict(acts.frozen(store.engine, name, Part.FILE))
    return tuple(Letter(one.combination, tuple(_files(one, files))) for one in found.wanted)


def reviewed(act: Act, found: Mailed | None, folder: Path) -> tuple[Letter, ...]:
    """The letters of an edition in review, out of the folder that its files were written to.

    Args:
        act: The one that reviewed it.
        found: What its mails would be made from today.
        folder: Where its files are.

    Raises:
        CorpusError: They are not what was reviewed, or are elsewhere.
    """
    if found is None:
        return ()
    hashes = {(one.part, one.path): one.hash for one in act.pieces}
    hint = f"`briefgen edition review {act.plan.name}` writes them again."
    if hashes.get((Part.MAILED, PATH)) != hashlib.sha256(content(found)).hexdigest():
        raise CorpusError("has other mails than those that were reviewed: delivery.yaml changed", act.plan.name, hint)
    files = {}
    for one in found.wanted:
        for form in one.formats:
            name = f"{one.combination.key}.{form}"
            if (Part.FILE, name) not in hashes:
                continue
            try:
                files[name] = (folder / name).read_bytes()
            except OSError as error:
                raise CorpusError(f"cannot be read: {error.strerror or error}", str(folder / name), hint) from error
            if hashlib.sha256(files[name]).hexdigest() != hashes[Part.FILE, name]:
                raise CorpusError("is not what was reviewed", str(folder / name), hint)
    return tuple(Letter(one.combination, tuple(_files(one, files))) for one in found.wanted)


def _files(wanted: Wanted, files: Mapping[str, bytes]) -> Iterator[File]:
    for form in wanted.formats:
        name = f"{wanted.combination.key}.{form}"
        if name in files:  # a format may have files of other names alone
            yield File(name, files[name])


def speaking(found: Mailed | None) -> tuple[str, ...]:
    """The languages of its mails, sorted."""
    return tuple(sorted({one.combination.language for one in found.wanted})) if found else ()


def brief(topical: Sequence[Brief], combination: Combination) -> Brief:
    """The brief of a combination, called after it, out of the briefs on every topic of the edition in its language."""
    chosen = tuple(one for one in topical if one.topic in combination.topics)
    if len(chosen) == 1:
        return replace(chosen[0], topic=combination.key)
    whole = pipeline.together(chosen)
    title = whole.title if len(chosen) == len(topical) else BETWEEN.join(one.title for one in chosen)
    return replace(whole, topic=combination.key, title=title)


def mailing(found: Mailed, wanted: Wanted, of: Brief, titles: Sequence[str], publisher: str) -> Mailing:
    """What the mail of a combination says beside its brief.

    Args:
        found: What mails are made from.
        wanted: The combination.
        of: Its brief.
        titles: Of its topics.
        publisher: Name of the brand.

    Raises:
        TemplateError: The template of the subject is wrong.
    """
    notice, language = of.edition.notice, language_of(of)
    said = subjects.Said(
        title=of.title,
        topics=", ".join(titles),
        edition=of.edition.name,
        day=date(of.edition.as_of, language.locale) if of.edition.as_of else "",
        publisher=publisher,
        handling=of.handling,
        corrects=notice.corrects if notice else "",
        reason=notice.reason if notice else "",
    )
    return Mailing(
        subjects.subject(found.subject, said),
        found.unsubscribe,
        found.postal_address,
        tuple(_links(found, wanted, of.edition.name)),
    )


def _links(found: Mailed, wanted: Wanted, edition: str) -> Iterator[MailLink]:
    if not found.links:
        return
    for form in wanted.formats:
        if form != MAIL:
            place = quote(f"{edition}/{wanted.combination.key}.{form}", safe="/")
            yield MailLink(form, f"{found.links.rstrip('/')}/{place}")
