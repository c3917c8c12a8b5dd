"""Where the documents of a command come from: files that are named, or the store, or the files of the settings."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.errors import UsageError

if TYPE_CHECKING:
    from briefgen.config import Config
    from briefgen.corpus.store import Store
    from briefgen.orders import Order
    from briefgen.pipeline import Material, Weighed
    from briefgen.running import Hands


def with_store(settings: Config, store: str | None) -> Config:
    """The settings with another store, where one is named."""
    from msgspec.structs import replace

    if store is None:
        return settings
    return replace(settings, store=store if "://" in store else str(Path(store).absolute()))


def is_fed(settings: Config, paths: Sequence[Path], *, named: bool) -> bool:
    """Whether what the settings list goes into the store before a brief is made from it.

    It does where they list feeds and pages, and where they are somebody's own and there is a store: a file that was put
    into one of their folders must not wait for another command. The examples that come with briefgen go into nobody's
    store, and nothing goes into one that was named for this run alone.
    """
    if paths or named:
        return False
    is_own = settings.corrections_path is not None
    return bool(settings.addresses) or (is_own and is_there(settings.store))


def is_there(store: str) -> bool:
    """Whether there is a store to open: a file, or a database, which is asked only when it is opened."""
    return "://" in store or Path(store).is_file()


@contextlib.contextmanager
def opened(settings: Config, paths: Sequence[Path], *, named: bool = False) -> Iterator[Store | None]:
    """The store that a command works on; None where files are named, or where there is no store.

    Args:
        settings: The settings.
        paths: Files and folders that somebody named: they are read as they are, and the store is left alone.
        named: Whether somebody named the store too.

    Raises:
        UsageError: Both are named.
        CorpusError: The store cannot be opened, or is named and not there.
    """
    if paths and named:
        raise UsageError("stands beside --corpus", where="--store", hint="Name the one or the other.")
    if paths or not (named or is_there(settings.store)):
        yield None
        return
    from briefgen.corpus.store import open_store

    with open_store(settings.store, create=False) as store:
        yield store


def collect(settings: Config, order: Order, store: Store | None, tell: Callable[[str], None]) -> Material:
    """The documents of an order, from the store where there is one."""
    from briefgen import pipeline, stored

    if store is None:
        return pipeline.collect(settings, order, tell)
    tell("looking up the documents")
    return stored.collect(store, settings, order)


def among(
    settings: Config, order: Order, ids: Collection[str], store: Store | None, tell: Callable[[str], None]
) -> Material:
    """Of the documents that there are, those with these ids, whatever the order says of days."""
    from msgspec.structs import replace

    from briefgen import pipeline
    from briefgen.model import Corpus

    if store is not None:
        documents = sorted(store.documents(sorted(ids)), key=lambda one: (one.name, one.id))
        return pipeline.material(settings, order, Corpus(tuple(documents)))
    material = pipeline.collect(settings, order, tell)
    kept = tuple(document for document in material.corpus.documents if document.id in ids)
    return replace(material, corpus=replace(material.corpus, documents=kept))


def weigh(
    settings: Config, material: Material, store: Store | None, tell: Callable[[str], None], hands: Hands | None = None
) -> Weighed:
    """What the documents say; what was read in them before is taken from the store, the rest is read by `hands`."""
    from functools import partial

    from briefgen import pipeline, stored
    from briefgen.readings import read_each
    from briefgen.running import Hands

    hands = hands or Hands()
    if store is None:
        return pipeline.weigh(settings, material, tell, hands=hands)
    read = partial(read_each, hands=hands)
    readings = stored.read_all(store, material.corpus.documents, settings.topics, read, tell)
    return pipeline.weigh(settings, material, tell, readings)
