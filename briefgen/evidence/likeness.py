"""How much two facts look as if they measured one thing: a weighted sum of what their passages have in common.

`measures` joins what surely is the same; news seldom says it so plainly. Here every sign counts a little: the words
near the number, those of its sentence and paragraph, the names, the measure, the owner, the time. A word counts more
the fewer passages have it (inverse document frequency, Spärck Jones 1972). The weights are those of a logistic
regression on annotated pairs of passages; `bench/likeness.py` fits them again and shows how well they tell.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, reduce
from itertools import product
from operator import or_

import snowballstemmer
from msgspec import Struct
from msgspec.structs import astuple

from briefgen.evidence.agreement import agree
from briefgen.evidence.aliases import key_of
from briefgen.evidence.concepts import SYNONYMS
from briefgen.evidence.countries import country_of
from briefgen.evidence.counts import both, plain
from briefgen.evidence.measures import names, names_of
from briefgen.evidence.surroundings import EMPTY, around
from briefgen.evidence.synonyms import USED_FOR
from briefgen.evidence.words import KEPT, counted_words, head, plain_words
from briefgen.model import Fact, Figure

Stems = frozenset[str]
"""Words without endings."""
Weigher = Callable[[str], float]
"""How much a word tells."""
_STEMMER = snowballstemmer.stemmer("english")
LEAD_UP = 600
"""Characters before a sentence, in its paragraph, that still tell what it speaks of: a few sentences."""
MOST_SHARED = 12.0
"""Weight of shared words from which more of them say nothing more."""


class Signs(Struct, frozen=True):
    """What two facts have in common, each sign between 0 and 1."""

    near: float
    """Words near the two numbers."""
    sentence: float
    """Words of the two sentences."""
    shared: float
    """How much the words that both sentences have weigh in all."""
    context: float
    """Words of the sentences and of what stands before them in their paragraphs."""
    measure: float
    """Words of the two measures."""
    head: float
    """The measures are called by one noun."""
    told: float
    """The noun of one measure stands near the other number."""
    elsewhere: float
    """Both measures have a noun, and neither stands in the other sentence."""
    owner: float
    """Both are of one known thing."""
    strangers: float
    """They are of different known things, or the sentences name nobody in common."""
    names: float
    """Names of the two sentences."""
    story: float
    """Names of the two documents."""
    time: float
    """They are of the same time."""
    status: float
    """They have the same status."""
    gap: float
    """How far the two values are from each other: 1 is a factor of 3 and more."""
    equal: float
    """One value, aimed at for two dates."""


WEIGHTS = Signs(
    near=0.48,
    sentence=0.54,
    shared=0.13,
    context=0.99,
    measure=1.05,
    head=0.17,
    told=0.70,
    elsewhere=-1.01,
    owner=1.34,
    strangers=-0.43,
    names=-0.53,
    story=2.44,
    time=1.00,
    status=-0.78,
    gap=-3.73,
    equal=1.22,
)
BIAS = -2.23


OF_A_COUNTRY = 0.3
"""What the name of a country tells, where another name tells 1. Set by reading, not by fitting."""
MOST_NAMED = 12
"""Names that a document is about."""
ONE_STORY = 3
"""Names that two documents must have in common for sentences that name nobody in common to be of one thing."""
STORY = 5.0
"""Names that two documents have in common from which more of them say nothing more."""


@cache
def rarity(name: str) -> float:
    """How much a name tells: that of a country is in half of all news."""
    return OF_A_COUNTRY if country_of(name) is not None else 1.0


@cache
def stem(word: str) -> str:
    """An English word without its endings, synonyms put into one word."""
    said = SYNONYMS.get(word, word)
    return str(_STEMMER.stemWord(USED_FOR.get(said, said)))


@lru_cache(maxsize=KEPT)
def stems(text: str) -> Stems:
    """The telling words of a text, without endings."""
    return frozenset(stem(word) for word in plain_words(text) if word not in EMPTY and len(word) > 1 and word.isalpha())


class Named(Struct, frozen=True):
    """The names of a text: capitalised words that say something."""

    inner: Stems
    """Those that do not stand at the head of a sentence."""
    all: Stems
    """With those that do: whether these are names, only another place can tell."""

    def __or__(self, other: Named) -> Named:
        """The names of both texts."""
        return Named(self.inner | other.inner, self.all | other.all)

    def common(self, other: Named) -> Stems:
        """The names of both texts, each of which stands within a sentence of one of them."""
        return (self.inner & other.all) | (self.all & other.inner)


@lru_cache(maxsize=KEPT)
def named(text: str) -> Named:
    """The names of a text of one sentence or two."""
    inner, capital = (frozenset(word for word in found if word not in EMPTY and len(word) > 1) for found in names(text))
    return Named(inner, capital)


def theme(text: str) -> Named:
    """The names that a document has most often."""
    inner, _ = names_of(text)
    found = counted_words(text)
    told = (name for name in found if name in inner and name not in EMPTY and len(name) > 1)
    most = sorted(told, key=lambda name: (-found[name], name))[:MOST_NAMED]
    return Named(frozenset(most), frozenset(most))


def said_of(figure: Figure) -> Named:
    """The names of a figure's sentence, but for who says it, for units ("TWh") and for what is measured ("Cargo")."""
    found = named(figure.passage.quote)
    measured = " ".join(word for word in (figure.measure or "").split() if word[:1].islower())
    other = frozenset(plain_words(f"{figure.attribution or ''} {figure.quantity.surface} {measured}"))
    return Named(found.inner - other, found.all - other)


def strangers(one: Named, other: Named) -> bool:
    """Both name somebody, and nobody in common: months and what a sentence begins with are no names."""
    return bool(one.all) and bool(other.all) and not one.all & other.all


NOBODY = Named(frozenset(), frozenset())
"""No name."""


class Words(Struct, frozen=True):
    """The words of one mention, as `stem` puts them."""

    near: Stems
    """Near its number."""
    sentence: Stems
    """Of its sentence."""
    context: Stems
    """Of its sentence and what leads up to it."""
    measure: Stems
    """Of its measure."""
    head: str
    """The noun of its measure; empty where it has none."""
    names: Named
    """Names of its sentence."""


class Lexicon(Struct, frozen=True):
    """The words of documents: in how many of a document's sentences with figures each stands, and the names there.

    Words are weighed by the two documents of a pair alone, so that no third one changes what is said of the two.
    """

    passages: Mapping[str, int]
    """Document id → its sentences with figures."""
    words: Mapping[str, Counter[str]]
    """Document id → word → how many of these have it."""
    story: Mapping[str, Named]
    """Document id → the names in them."""
    theme: Mapping[str, Named]
    """Document id → the few names that most of its text is about."""
    texts: Mapping[str, str]
    """Document id → its text."""

    @classmethod
    def of(cls, facts: Sequence[Fact], texts: Mapping[str, str]) -> Lexicon:
        """The words of all sentences with figures."""
        passages = {figure.passage for fact in facts for figure in fact.figures}
        words: dict[str, Counter[str]] = {}
        story: dict[str, Named] = {}
        for passage in passages:
            words.setdefault(passage.document_id, Counter()).update(stems(passage.quote))
            story[passage.document_id] = story.get(passage.document_id, NOBODY) | named(passage.quote)
        count = Counter(passage.document_id for passage in passages)
        return cls(count, words, story, {document: theme(texts.get(document, "")) for document in story}, texts)

    def weigher(self, one: Figure, other: Figure) -> Weigher:
        """How much a word tells in the two documents: the logarithm of how rare it is there."""
        documents = (one.passage.document_id, other.passage.document_id)
        total = sum(self.passages[document] for document in documents)

        def weight(word: str) -> float:
            return math.log((total + 2) / (sum(self.words[document][word] for document in documents) + 0.5))

        return weight

    def lead_up(self, figure: Figure) -> str:
        """What stands right before the sentence of a figure in its paragraph."""
        start = figure.passage.span.start
        text = self.texts.get(figure.passage.document_id, "")
        return text[max(0, start - LEAD_UP) : start].rpartition("\n")[2]

    def setting(self, figure: Figure) -> Named:
        """The names of the sentence, of what leads up to it, and of what its document is about."""
        return named(figure.passage.quote) | named(self.lead_up(figure)) | self.theme[figure.passage.document_id]

    def around(self, fact: Fact) -> Named:
        """The names around all mentions of a fact."""
        return reduce(or_, (self.setting(figure) for figure in fact.figures))

    def told_of(self, fact: Fact) -> Named:
        """The names of a fact's sentences, but for those of who says it."""
        return reduce(or_, (said_of(figure) for figure in fact.figures))

    def one_story(self, one: Fact, other: Fact) -> bool:
        """The documents of the two facts have several names in common, so that they seem to tell one story."""
        return any(
            sum(map(rarity, sorted(self.story[left].common(self.story[right])))) >= ONE_STORY
            for left in sorted({figure.passage.document_id for figure in one.figures})
            for right in sorted({figure.passage.document_id for figure in other.figures})
        )

    def words_of(self, figure: Figure) -> Words:
        """The words of one mention."""
        passage, lead_up = figure.passage, self.lead_up(figure)
        noun = head(figure.measure or "")
        return Words(
            frozenset(stem(word) for word in around(figure)),
            stems(passage.quote),
            stems(passage.quote) | stems(lead_up),
            stems(figure.measure or ""),
            stem(noun) if noun else "",
            named(passage.quote),
        )


def alike(one: Stems, other: Stems, weight: Weigher) -> float:
    """The cosine of two sets of weighted words."""
    if not one or not other or not one & other:
        return 0.0
    sizes = [sum(weight(word) ** 2 for word in sorted(words)) for words in (one, other)]
    return sum(weight(word) ** 2 for word in sorted(one & other)) / math.sqrt(sizes[0] * sizes[1])


def signs(one: Fact, other: Fact, lexicon: Lexicon) -> Signs:
    """What two facts have in common: of their mentions, the pair that is most alike counts."""
    found = [_signs(one, other, *pair, lexicon) for pair in product(_firsts(one), _firsts(other))]
    return max(found, key=lambda signs: (signs.sentence + signs.near, signs.measure, signs.names))


def _firsts(fact: Fact) -> tuple[Figure, ...]:
    """The first mention in each document, of at most three."""
    found: dict[str, Figure] = {}
    for figure in fact.figures:
        found.setdefault(figure.passage.document_id, figure)
    return tuple(found.values())[:3]


def _signs(one: Fact, other: Fact, left: Figure, right: Figure, lexicon: Lexicon) -> Signs:
    a, b = lexicon.words_of(left), lexicon.words_of(right)
    weight = lexicon.weigher(left, right)
    common = lexicon.story[left.passage.document_id].common(lexicon.story[right.passage.document_id])
    whose = [key_of(fact.subject) if fact.subject else frozenset() for fact in (one, other)]
    same_owner = bool(whose[0] and whose[1]) and (whose[0] <= whose[1] or whose[1] <= whose[0])
    other_owner = bool(whose[0] and whose[1]) and not same_owner
    told = bool(a.head and a.head in b.near) or bool(b.head and b.head in a.near)
    heads = bool(a.head and b.head)
    times = [fact.period or fact.deadline for fact in (one, other)]
    values = [abs(float(plain(fact).value or 0)) for fact in (one, other)]
    gap = math.log(max(values) / min(values)) / math.log(3) if all(values) else 1.0
    return Signs(
        near=alike(a.near, b.near, weight),
        sentence=alike(a.sentence, b.sentence, weight),
        shared=min(1.0, sum(weight(word) for word in sorted(a.sentence & b.sentence)) / MOST_SHARED),
        context=alike(a.context, b.context, weight),
        measure=alike(a.measure, b.measure, weight),
        head=float(heads and a.head == b.head),
        told=float(told),
        elsewhere=float(heads and a.head not in b.sentence and b.head not in a.sentence),
        owner=float(same_owner),
        strangers=float(other_owner or bool(a.names.all and b.names.all and not a.names.common(b.names))),
        names=alike(a.names.all, b.names.all, rarity) if a.names.common(b.names) else 0.0,
        story=min(1.0, sum(rarity(name) for name in sorted(common)) / STORY),
        time=float(times[0] is not None and times[0] == times[1]),
        status=float(one.status is other.status),
        gap=min(1.0, gap),
        equal=float(agree(*both(one, other))),
    )


def likeness(found: Signs) -> float:
    """How likely two facts with these signs measure one thing, between 0 and 1."""
    weights, values = (astuple(struct) for struct in (WEIGHTS, found))
    total = BIAS + sum(weight * value for weight, value in zip(weights, values, strict=True))
    return 1 / (1 + math.exp(-total))
