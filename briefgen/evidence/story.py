"""A document as owners are looked for in it: its sentences, its named things, and what stands for one of them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from enum import StrEnum

from msgspec import Struct

from briefgen.evidence.aliases import Name, Names, key_of
from briefgen.evidence.countries import is_country
from briefgen.evidence.things import BODIES, Place, Things
from briefgen.evidence.turns import DEFINITE, NEUTRAL, OWNED, ROUTE, SAID
from briefgen.evidence.words import KIND_OF
from briefgen.model import Document, Figure, Passage


class How(StrEnum):
    """How the text says whose a figure is."""

    NAMED = "named"
    """Its sentence names the thing."""
    STANDS = "stands"
    """Words of its sentence stand for a thing named before."""
    CARRIED = "carried"
    """Its sentence does not say; the same measure was of one thing alone before."""
    SETTING = "setting"
    """Nothing says so but that the whole document is about it."""
    PAIR = "pair"
    """It is between the two countries that the document is about."""


class Owner(Struct, frozen=True):
    """Whose a figure is, and why."""

    name: Name
    """The thing."""
    how: How
    """How the text says so."""
    said: str
    """The words that do: the name as printed, "the corridor"; of a carried figure, the name of the earlier one."""
    source: Passage | None = None
    """The sentence that names the thing, if it is another one."""
    printed: str | None = None
    """The name as it stands there."""


class Found(Struct, frozen=True):
    """What the words around a figure say of its owner."""

    owner: Owner | None = None
    silent: bool = True
    """Nothing there tries to say whose it is: it may be carried over."""


class Story(Struct, frozen=True):
    """A document as this room looks at it."""

    document: Document
    things: Things
    names: Names
    sentences: tuple[Passage, ...]
    """In the order of the text."""
    starts: tuple[int, ...]
    """Where they start."""
    blocks: tuple[int, ...]
    """Where the parts of the document start."""

    def block(self, at: int) -> int:
        """Where the paragraph of an offset starts."""
        place = bisect_right(self.blocks, at)
        return self.blocks[place - 1] if place else 0

    def before(self, sentence: Passage) -> Passage | None:
        """The sentence before in the same paragraph."""
        place = bisect_left(self.starts, sentence.span.start)
        earlier = self.sentences[place - 1] if place else None
        return earlier if earlier and earlier.span.start >= self.block(sentence.span.start) else None

    def sentence(self, at: int) -> Passage | None:
        """The sentence at an offset."""
        place = bisect_right(self.starts, at)
        return self.sentences[place - 1] if place and at < self.sentences[place - 1].span.end else None


def starting_at(at: int, story: Story, figure: Figure) -> Owner | None:
    """The thing whose name, or words for it, begin at an offset, an article apart."""
    if story.document.text.startswith("the ", at) and story.things.inside(at + len("the "), at + len("the ") + 1):
        at += len("the ")
    article = ROUTE.match(story.document.text, at, figure.passage.span.end)
    if article is not None:
        at = next((thing.start for thing in story.things.inside(article.end(), article.end() + 1)), at)
    for thing in story.things.inside(at, at + 1):
        inner = OWNED.match(story.document.text, thing.end, figure.passage.span.end)
        if inner is not None:
            return next(map(by_name, story.things.inside(inner.end(), inner.end() + 1)), None)
        return None if _only_tells_which(thing, story.document.text) else by_name(thing)
    match = DEFINITE.match(story.document.text, at, figure.passage.span.end)
    return None if match is None else stands(match, story)


def ending_at(at: int, story: Story, figure: Figure) -> Owner | None:
    """The thing whose name, or words for it, end at an offset."""
    start = figure.passage.span.start
    for thing in story.things.inside(start, at):
        if thing.end == at:
            return by_name(thing)
    matches = [match for match in DEFINITE.finditer(story.document.text, start, at) if match.end() == at]
    return stands(matches[-1], story) if matches else None


def _only_tells_which(thing: Place, text: str) -> bool:
    """Whether a name is the adjective of what stands behind it: "for | Chilean | students"."""
    adjective = thing.name.key != key_of(thing.printed) and is_country(thing.name.shown)
    return adjective and text[thing.end : thing.end + 2].strip()[:1].islower()


def by_name(thing: Place) -> Owner:
    """A thing that the sentence names."""
    return Owner(thing.name, How.NAMED, thing.printed)


def stands(match: re.Match[str], story: Story) -> Owner | None:
    """The one thing of its kind that was named before; words that set it apart from others of its kind forbid it."""
    if not all(word in NEUTRAL or word[:1].isupper() or word[:1].isdigit() for word in match[1].split()):
        return None
    noun = match[2].casefold()
    place = story.things.stands_for(noun, match.start(), story.block(match.start()))
    place = place or _introduced(noun, match.start(), story)
    if place is None or _of_its_own(match, place, story):
        return None
    return Owner(place.name, How.STANDS, match[0], story.sentence(place.start), place.printed)


def _of_its_own(match: re.Match[str], place: Place, story: Story) -> bool:
    """Whether the words name another thing of that kind: "the Kelham port" is not the port of Lindholm."""
    named = story.things.inside(match.start(), match.end())
    return any(one.kinds & place.kinds and one.name.key - place.name.key and not _abroad(one) for one in named)


def _abroad(place: Place) -> bool:
    """Whether a thing is called by its country: "the Chilean port"."""
    return any(is_country(word) for word in place.printed.split())


def _introduced(noun: str, at: int, story: Story) -> Place | None:
    """What the sentence before has named alone, of no known kind: "Then there is Norden. The airline | owes"."""
    sentence = story.sentence(at)
    before = story.before(sentence) if sentence else None
    kind = KIND_OF[noun]
    if before is None or kind not in BODIES - {"country"}:
        return None
    places = story.things.places[: bisect_left(story.things.starts, at)]
    named = story.things.inside(before.span.start, before.span.end)
    if len({place.name.key for place in named}) != 1 or any(kind in place.kinds for place in places):
        return None
    place = named[-1]
    spoke = SAID.match(story.document.text, place.end, before.span.end)
    longer = any(place.name.key < other.name.key for other in story.things.places)
    known = place.kinds or is_country(place.name.shown) or " " in place.printed
    return None if spoke or longer or known else place
