"""The brief of a choice: a sample in one's own style, one of one's own topics, or a draft of an edition."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from msgspec.structs import replace

from briefgen import config, overriding, pipeline, resources, samples, stored
from briefgen.config import Config
from briefgen.config.overrides import FOLDER
from briefgen.corpus.store import Store, open_store
from briefgen.model import Brand, Brief
from briefgen.orders import Order
from briefgen.pipeline import Material
from briefgen.previewing.shapes import Key, Wanted, Watched
from briefgen.readings import read_each
from briefgen.running import Hands

SAMPLE, TOPIC = "sample", "topic"
"""Kinds of choices: "sample/busy", "topic/transport"; `editions.EDITION` is the third one."""
BRAND = "brand.yaml"
"""The file with the looks, beside the settings, before there is one."""


def speaking(wanted: Wanted, own: Config, locale: str) -> Config:
    """One's own settings, with all that they say in a locale; in their own where it is empty."""
    return config.load(wanted.config, locale=locale) if locale not in {"", own.brand.locale} else own


def settings(key: Key, own: Config) -> Config:
    """The settings that a brief is made and printed with.

    Args:
        key: What is shown.
        own: One's own settings, `speaking` the language of the brief.

    Raises:
        UsageError: There is no such sample.
    """
    kind, _, name = key.brief.partition("/")
    return samples.dressed(samples.settings(name), own, key.locale) if kind == SAMPLE else own


def watched(own: Config, wanted: Wanted) -> Watched:
    """The files and folders that briefs in this style depend on, and where their documents come from."""
    logo = Path(own.brand.logo) if own.brand.logo else None
    brand = own.brand_path or own.path.parent / BRAND
    files = tuple(path for path in (own.path, brand, own.corrections_path, logo) if path)
    folders = (resources.templates(), own.house, own.path.parent / FOLDER)
    documents = () if place(wanted, own) and not wanted.corpus else tuple(wanted.corpus or own.corpus)
    return Watched(files, folders, tuple(path.absolute() for path in documents), kept_at(wanted, own))


def make(choice: str, wanted: Wanted, chosen: Config) -> Brief:
    """The brief, written from its documents.

    Args:
        choice: The sample or topic.
        wanted: Where the documents of a topic come from.
        chosen: Its `settings`.

    Raises:
        UsageError: There is no such topic.
        CorpusError: There are no documents to read.
    """
    kind, _, name = choice.partition("/")
    if kind == SAMPLE:
        (brief,) = pipeline.make(chosen, Order())
        return brief
    order = Order((name,), wanted.corpus, as_of=wanted.as_of, week=wanted.week)
    where = None if wanted.corpus else place(wanted, chosen)
    if where is None:
        (brief,) = pipeline.make(chosen, order)
        return brief
    with open_store(where, create=False) as store:
        return written(store, chosen, stored.collect(store, chosen, order))


def words(chosen: Config) -> Config:
    """The settings without looks: briefs are written anew where these differ, and printed anew where others do."""
    looks = chosen.brand
    said = Brand(locale=looks.locale, handling=looks.handling, words=looks.words)
    return replace(chosen, brand=said, brand_path=None, templates=(), digest="", warnings=())


def dressed(brief: Brief, chosen: Config) -> Brief:
    """A brief that was written with the same `words`, with the hash of all its settings."""
    asked = overriding.of_edition(chosen.overrides, brief.edition.name)
    digest = overriding.fingerprint(chosen.digest, asked)
    return replace(brief, provenance=replace(brief.provenance, config=digest))


def kept_at(wanted: Wanted, own: Config) -> str:
    """Where documents and editions are kept: a path or an address."""
    if wanted.store is None:
        return own.store
    return wanted.store if "://" in wanted.store else str(Path(wanted.store).absolute())


def place(wanted: Wanted, own: Config) -> str | None:
    """The same; None where there is no store yet. One that was named has to be there."""
    where = kept_at(wanted, own)
    return where if "://" in where or wanted.store is not None or Path(where).is_file() else None


def written(store: Store, chosen: Config, material: Material) -> Brief:
    """The brief of material that has one topic. What is read for the first time is kept in the store.

    Args:
        store: Where the material comes from.
        chosen: Its `settings`.
        material: Documents, not yet for readers outside.
    """
    outward = pipeline.outward(chosen, material)
    read = partial(read_each, hands=Hands(None, 1))
    readings = stored.read_all(store, outward.corpus.documents, chosen.topics, read, pipeline.silent)
    (brief,) = pipeline.briefs(chosen, pipeline.weigh(chosen, outward, pipeline.silent, readings))
    return brief
