"""An edition's documents, briefs and files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from briefgen import pipeline, readings, resources, stored
from briefgen.config import Config
from briefgen.corpus.store import Store
from briefgen.editions import letters, parts
from briefgen.editions.letters import Mailed, Speak, Wanted
from briefgen.editions.parts import Contents
from briefgen.editions.values import Part, Plan
from briefgen.model import Brief, File, Mailing
from briefgen.orders import Order
from briefgen.pipeline import Material, Tell
from briefgen.running import ALONE, Hands
from briefgen.wishing import Doubt

JSON = "json"
"""Always among the formats: later editions are compared with it, and it is what `verify` takes."""


class Gathered(Struct, frozen=True):
    """What an edition would be made from today."""

    material: Material
    contents: Contents
    mailed: Mailed | None = None
    """What mails are made from; None where there is no delivery.yaml."""


class Made(Struct, frozen=True):
    """The briefs of an edition with their files."""

    doubts: tuple[Doubt, ...]
    """What editors ask of it and cannot have."""
    briefs: tuple[tuple[Brief, tuple[File, ...]], ...]
    """One for each topic."""
    letters: tuple[tuple[Brief, tuple[File, ...]], ...] = ()
    """One for each combination of topics and language that goes out by mail."""

    @property
    def files(self) -> tuple[File, ...]:
        """All files, each once."""
        every = (*self.briefs, *self.letters)
        return tuple({file.name: file for _, files in every for file in files}.values())


def gather(store: Store, config: Config, plan: Plan) -> Gathered:
    """Looks up everything that an edition is made from.

    Raises:
        ConfigError: delivery.yaml is wrong.
        UsageError: A topic, or the edition before, is not there any more.
        OSError: A template or the logo cannot be read.
    """
    material = stored.collect(store, config, Order(plan.topics, week=plan.week))
    if plan.compare_to:
        before = stored.earlier(store, plan.compare_to, plan.topics, plan.name)
        material = pipeline.compared(material, before)
    material = replace(material, edition=replace(material.edition, name=plan.name, notice=plan.notice))
    folders = {"default": resources.templates(), **({"house": config.templates[0]} if config.templates else {})}
    contents = parts.contents(config, material, tuple(folders.items()))
    mailed = letters.today(store, config, plan)
    if mailed is None:
        return Gathered(material, contents)
    return Gathered(material, {**contents, (Part.MAILED, letters.PATH): letters.content(mailed)}, mailed)


def make(  # noqa: PLR0913 - the last two say who does it, and who is told
    store: Store, speak: Speak, plan: Plan, gathered: Gathered, tell: Tell = pipeline.silent, hands: Hands = ALONE
) -> Made:
    """The files of an edition: the same bytes from the same pieces. `speak` gives the settings in a language."""
    config = speak(plan.speaks)
    material = pipeline.outward(config, gathered.material)
    read = partial(readings.read_each, hands=hands)
    found = stored.read_all(store, material.corpus.documents, config.topics, read, tell)
    weighed = pipeline.weigh(config, material, tell, found)
    briefs = tuple(pipeline.briefs(config, weighed, tell))
    formats = tuple(dict.fromkeys((*plan.formats, JSON)))
    pays = pipeline.pays(len(plan.topics), formats)
    doubts = pipeline.doubts(config, weighed)
    made = tuple(pipeline.render_each(briefs, formats, config, hands, tell, pays=pays))
    by_language = {config.brand.locale: (config, briefs)}
    for language in letters.speaking(gathered.mailed):
        if language not in by_language:
            spoken = speak(language)
            topics = pipeline.choose(spoken.topics, plan.topics)
            again = pipeline.weigh(spoken, replace(material, topics=topics), tell, found)
            by_language[language] = spoken, tuple(pipeline.briefs(spoken, again, tell))
    posted = tuple(_letters(gathered.mailed, by_language, hands, tell)) if gathered.mailed else ()
    long = (one for brief, files in (*made, *posted) for one in pipeline.overlong(config, brief, files))
    unsubscribe = gathered.mailed.unsubscribe if gathered.mailed else ""
    bad = (one for _, files in posted for one in pipeline.mailed_badly(config, files, unsubscribe))
    return Made(tuple(dict.fromkeys((*doubts, *long, *bad))), made, posted)


def _letters(
    mailed: Mailed, by_language: Mapping[str, tuple[Config, tuple[Brief, ...]]], hands: Hands, tell: Tell
) -> Iterator[tuple[Brief, tuple[File, ...]]]:
    """The brief of each combination with its files."""
    for (language, formats), group in groupby(sorted(mailed.wanted, key=_way), _way):
        config, briefs = by_language[language]
        said: dict[str, Mailing] = {}
        each = []
        for one in group:
            titles = [topical.title for topical in briefs if topical.topic in one.combination.topics]
            brief = letters.brief(briefs, one.combination)
            said[brief.topic] = letters.mailing(mailed, one, brief, titles, config.brand.name)
            each.append(brief)
        pays = pipeline.pays(len(each), formats)
        mailing = partial(_of, said)
        yield from pipeline.render_each(each, (*formats, JSON), config, hands, tell, pays=pays, mailing=mailing)


def _way(one: Wanted) -> tuple[str, tuple[str, ...]]:
    """What briefs have in common that are set side by side."""
    return one.combination.language, one.formats


def _of(said: Mapping[str, Mailing], brief: Brief) -> Mailing:
    return said[brief.topic]


def bundles(made: Made) -> Iterator[tuple[Brief, bytes]]:
    """Each brief with its JSON."""
    for brief, files in made.briefs:
        by_name: Mapping[str, bytes] = {file.name: file.content for file in files}
        yield brief, by_name[f"{brief.topic}.json"]
