"""The brief of a choice: a sample in one's own style, or one of one's own topics."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from briefgen import overriding, pipeline, resources, samples
from briefgen.config import Config
from briefgen.config.overrides import FOLDER
from briefgen.model import Brand, Brief
from briefgen.orders import Order
from briefgen.previewing.shapes import Wanted, Watched

SAMPLE, TOPIC = "sample", "topic"
"""The two kinds of choices: "sample/busy", "topic/transport"."""


BRAND = "brand.yaml"
"""The file with the looks, beside the settings, before there is one."""


def settings(choice: str, own: Config) -> Config:
    """The settings that a brief is made and printed with.

    Raises:
        UsageError: There is no such sample.
    """
    kind, _, name = choice.partition("/")
    return samples.dressed(samples.settings(name), own) if kind == SAMPLE else own


def watched(own: Config) -> Watched:
    """The files and folders that a brief in this style depends on, but for its documents."""
    logo = Path(own.brand.logo) if own.brand.logo else None
    brand = own.brand_path or own.path.parent / BRAND
    files = tuple(path for path in (own.path, brand, own.corrections_path, logo) if path)
    return Watched(files, (resources.templates(), own.house, own.path.parent / FOLDER))


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
    where = _store(wanted, chosen)
    if where is None:
        (brief,) = pipeline.make(chosen, order)
        return brief
    return _from_store(where, chosen, order)


def words(chosen: Config) -> Config:
    """The settings without looks: briefs are written anew where these differ, and printed anew where others do."""
    looks = chosen.brand
    said = Brand(locale=looks.locale, handling=looks.handling, words=looks.words)
    return replace(chosen, brand=said, brand_path=None, templates=(), digest="", warnings=())


def dressed(brief: Brief, chosen: Config) -> Brief:
    """A brief that was written with the same `words`, with the hash of all its settings."""
    asked = overriding.of_edition(chosen.overrides, brief.edition.name)
    config = overriding.fingerprint(chosen.digest, asked)
    return replace(brief, provenance=replace(brief.provenance, config=config))


def _store(wanted: Wanted, chosen: Config) -> str | None:
    """The store that documents come from; None where they come from files."""
    if wanted.corpus:
        return None
    if wanted.store is not None:
        return wanted.store if "://" in wanted.store else str(Path(wanted.store).absolute())
    return chosen.store if "://" in chosen.store or Path(chosen.store).is_file() else None


def _from_store(where: str, chosen: Config, order: Order) -> Brief:
    from functools import partial

    from briefgen import stored
    from briefgen.corpus.store import open_store
    from briefgen.readings import read_each
    from briefgen.running import Hands

    settled = replace(chosen, store=where)
    with open_store(where, create=False) as store:
        material = pipeline.outward(settled, stored.collect(store, settled, order))
        read = partial(read_each, hands=Hands(None, 1))
        readings = stored.read_all(store, material.corpus.documents, settled.topics, read, pipeline.silent)
        (brief,) = pipeline.briefs(settled, pipeline.weigh(settled, material, pipeline.silent, readings))
    return brief
