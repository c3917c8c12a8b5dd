"""Two things that a reader may take for one: "the Lindholm cable" carries power here, and data there.

Precision before recall. One document names a thing without saying of which kind it is (only the rest of its sentence
tells), another one names a thing of another kind with the same noun, and the name that the first goes by stands there
too. Heads and kinds are English.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from briefgen.evidence.told import related, tell
from briefgen.messages import N_
from briefgen.model import BlockKind, Document, Message, Passage, Reading, Relation, RelationType

POWER = r"power|electric(?:al|ity)?"
DATA = r"fib(?:re|er)[\s-]*optic|data|internet|broadband|telecom\w*|communications?"
RAIL = r"rail(?:way|road)?|trains?"
ROAD = r"road|highway|motorway|cars?"
OIL = r"oil|crude|petroleum"
GAS = r"(?:natural\s+)?gas|hydrogen"
KINDS: dict[str, dict[str, str]] = {
    "cable": {N_("power"): POWER, N_("data"): DATA},
    "line": {N_("power"): POWER, N_("railway"): RAIL},
    "link": {N_("power"): POWER, N_("data"): DATA, N_("railway"): RAIL, N_("road"): ROAD},
    "pipeline": {N_("oil"): OIL, N_("gas"): GAS},
    "terminal": {N_("oil"): OIL, N_("gas"): GAS, N_("container"): r"containers?", N_("passenger"): r"passengers?"},
    "bridge": {N_("railway"): RAIL, N_("road"): ROAD},
    "tunnel": {N_("railway"): RAIL, N_("road"): ROAD},
}
"""Noun → kinds of the thing that share nothing but the noun → the words that tell them."""
LONGEST = 1000
"""Characters of a sentence; a longer one is a list or a table."""
MOST = 4
"""Passages of one kind that are looked at for a name: enough for a card, and the work stays linear."""
FRONT = 5
"""Words before the noun that belong to its name at most."""
WORD = re.compile(r"\w+(?:[-–'’]\w+)*")
BREAK = re.compile(r"[,;:()“”\"]|\b(?:is|are|was|were|and|or|of|the|an?|in|by|for|with|to)\b", re.IGNORECASE)
"""Where the name is over, read backwards from the noun."""


class Naming(Struct, frozen=True):
    """A thing as one sentence names it."""

    noun: str
    """Key of `KINDS`."""
    words: tuple[str, ...]
    """The words of its name before the noun."""
    own: frozenset[str]
    """Kinds that the name itself tells."""
    around: frozenset[str]
    """Kinds that the sentence tells."""
    passage: Passage
    """The sentence."""

    @property
    def names(self) -> frozenset[str]:
        """The capitalised words of the name."""
        return frozenset(word for word in self.words if word[:1].isupper())


def namesakes(documents: Sequence[Document], readings: Sequence[Reading]) -> Iterator[Relation]:
    """A card for each thing that a sentence names openly, with the sentences of other documents about another one."""
    order = {document.id: document.name for document in documents}
    found = [
        naming
        for reading in sorted(readings, key=lambda reading: order[reading.document_id])
        for sentence in reading.sentences
        if sentence.kind is BlockKind.PARAGRAPH and len(sentence.passage.quote) <= LONGEST
        for naming in _namings(sentence.passage)
    ]
    plain = _by_name(found)
    seen: set[str] = set()
    for one in found:
        if one.own or len(one.around) != 1:
            continue
        near = dict.fromkeys(other for name in sorted(one.names) for other in plain.get((one.noun, name), ()))
        others = [other for other in near if _is_another(one, other)]
        card = _relation(one, others) if others else None
        if card is not None and card.explanation not in seen:
            seen.add(card.explanation)
            yield card


def _by_name(found: Sequence[Naming]) -> dict[tuple[str, str], list[Naming]]:
    """Things that surely are of one kind, by noun and each capitalised word near them; the first of each."""
    index: dict[tuple[str, str], list[Naming]] = {}
    told: Counter[tuple[str, str, frozenset[str]]] = Counter()
    for naming in found:
        if len(naming.own) == 1:
            names = {word for word in WORD.findall(naming.passage.quote) if word[0].isupper()}
            for name in sorted(names):
                told[naming.noun, name, naming.own] += 1
                if told[naming.noun, name, naming.own] <= MOST:
                    index.setdefault((naming.noun, name), []).append(naming)
    return index


def _namings(passage: Passage) -> Iterator[Naming]:
    """The things that a sentence names."""
    for noun, kinds in KINDS.items():
        for match in re.finditer(rf"\b{noun}s?\b", passage.quote, re.IGNORECASE):
            front = BREAK.split(passage.quote[: match.start()])[-1]
            words = tuple(WORD.findall(front)[-FRONT:])
            own = _kinds(" ".join(words), kinds)
            yield Naming(noun, words, own, _kinds(passage.quote, kinds), passage)


def _kinds(text: str, kinds: dict[str, str]) -> frozenset[str]:
    """The kinds that a text tells."""
    return frozenset(kind for kind, words in kinds.items() if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE))


def _is_another(one: Naming, other: Naming) -> bool:
    """The other thing stands in another document and is of another kind."""
    return one.passage.document_id != other.passage.document_id and not other.own & one.around


def _relation(one: Naming, others: Sequence[Naming]) -> Relation:
    """The card: which kind each of them is."""
    (kind,) = one.around
    (kind_there,) = others[0].own
    name = " ".join((*one.words, one.noun))
    passages = tuple(dict.fromkeys((one.passage, *(other.passage for other in others if other.own == others[0].own))))
    message = N_("The %(thing)s of one passage is %(kind)s; elsewhere %(other)s is meant: not the same thing.")
    told = tell(message, thing=name, kind=_of_kind(kind, one.noun), other=_of_kind(kind_there, one.noun))
    return related(RelationType.FALSE_FRIEND, (), passages, told)


def _of_kind(kind: str, noun: str) -> Message:
    """A thing of a kind: "an oil pipeline", "a gas pipeline"."""
    message = N_("an %(kind)s %(noun)s") if kind[0] in "aeiou" else N_("a %(kind)s %(noun)s")
    return tell(message, kind=tell(kind), noun=noun)
