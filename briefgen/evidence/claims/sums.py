"""One amount of one matter that is decided here and not there, or built here and not begun there.

"The cabinet decided to raise fares by 8%" and "about the 8% it has decided nothing" name no thing of `families`; the
amount, the words around it and the parties show that both speak of one matter. The words are English.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from briefgen.evidence.claims.amounts import Amount, amounts_in
from briefgen.evidence.claims.joining import both_sides, joined, put_before
from briefgen.evidence.claims.lists import FUNCTION
from briefgen.evidence.claims.moods import Mood, mood_of
from briefgen.evidence.claims.parties import Party, in_common, parties_in
from briefgen.evidence.claims.telling import AROUND, BACK, LONGEST
from briefgen.evidence.origins import published
from briefgen.evidence.told import related, tell
from briefgen.evidence.words import plain_words
from briefgen.messages import N_
from briefgen.model import BlockKind, Computed, Document, Passage, Reading, Relation, RelationType, Said


class Track(Struct, frozen=True):
    """Something that is done, or not yet."""

    done: str
    """As it stands behind "is"."""
    reached: re.Pattern[str]
    """Words that say that it is done, unless they are denied or still to come."""
    short: re.Pattern[str]
    """Words that say that it is not."""


def _track(done: str, reached: str, short: str) -> Track:
    return Track(done, re.compile(rf"\b(?:{reached})\b", re.IGNORECASE), re.compile(rf"\b(?:{short})\b", re.IGNORECASE))


TRACKS = (
    _track(
        N_("decided"),
        r"decided|approved|adopted|granted|ordered|imposed|passed|endorsed|authorised|authorized|signed off",
        r"decided nothing|nothing (?:has been|had been|was|is) decided|no decision|undecided|not (?:yet )?decided|"
        r"yet to (?:decide|approve|rule|vote)|(?:has|have) (?:asked|applied) for|asked \w+ \w+ (?:for|to approve)|"
        r"applied for|(?:has|have) (?:only )?proposed|under (?:review|discussion|consideration)|"
        r"still (?:considering|examining|reviewing|studying|discussing|debating)|has (?:only )?(?:talked|spoken) about",
    ),
    _track(
        N_("begun"),
        r"(?:is|are) (?:now |already )?(?:putting up|building|erecting|digging|going up|rising|under construction|"
        r"being built|going on|under ?way)|(?:have|has) been (?:digging|pouring|laying|building)|"
        r"(?:broke|has broken) ground|(?:work|works|construction|building) (?:has |have )?(?:begun|began|started)|"
        r"(?:has|have) (?:begun|started) (?:work|building|construction)",
        r"break ground|yet to (?:begin|start|be built|be found)|(?:find|looking for|seeking) an? "
        r"(?:builder|contractor|investor|buyer)|not (?:yet )?(?:begun|started|been built|broken ground)|"
        r"no (?:builder|contractor|work|brick|stone)|put out to tender",
    ),
)
UNITS_OF_TIME = frozenset({"year", "month", "week", "day", "hour", "minute", "year-old", "time"})
WORDS = 2
"""Describing words in common that an amount needs, or one with a party; a percentage needs one more."""
COMMON = frozenset(
    {"more", "than", "less", "about", "from", "with", "that", "this", "they", "them", "have", "been", "will", "would"}
    | {"could", "said", "says", "after", "before", "over", "under", "year", "month", "percent", "per", "cent", "first"}
    | {"last", "next", "time", "people", "million", "billion", "government", "minister", "ministry", "country", "when"}
)
"""Words that say nothing of a matter."""
SAMPLE = 8
"""Tellings of one amount that are compared: the work stays linear."""


class Telling(Struct, frozen=True):
    """An amount, with what is said of it."""

    track: int
    """Place in `TRACKS`."""
    reached: bool
    """It is done; else it is not yet."""
    amount: Amount
    """Of how much."""
    passage: Passage
    """The sentence that says so."""
    words: frozenset[str]
    """Describing words of the sentences around the amount."""
    parties: frozenset[Party]
    """Parties around."""
    date: dt.date | None
    """When its document appeared."""


def differing_sums(
    documents: Sequence[Document], readings: Sequence[Reading], opening: frozenset[str]
) -> Iterator[Relation]:
    """A card for each amount that documents differ on; readings in order, `opening` from `parties.opening_names`."""
    by_id = {document.id: document for document in documents}
    index: dict[tuple[int, Amount], list[Telling]] = {}
    for reading in readings:
        for one in _tellings(reading, by_id[reading.document_id], opening):
            index.setdefault((one.track, one.amount), []).append(one)
    for tellings in index.values():
        both = _of_both(tellings)
        single = [one for one in tellings if one.passage.document_id not in both]
        reached = [one for one in single if one.reached][:SAMPLE]
        short = [one for one in single if not one.reached][:SAMPLE]
        told = [*reached, *short]
        pairs = [
            (place, other)
            for place, one in enumerate(reached)
            for other in range(len(reached), len(told))
            if _one_matter(one, told[other])
        ]
        for group in joined(pairs):
            yield _relation([told[place] for place in sorted({place for pair in group for place in pair})])


def _of_both(tellings: Sequence[Telling]) -> set[str]:
    """Documents that tell both of an amount: they have settled it."""
    sides = [{one.passage.document_id for one in tellings if one.reached is reached} for reached in (True, False)]
    return sides[0] & sides[1]


def _tellings(reading: Reading, document: Document, opening: frozenset[str]) -> Iterator[Telling]:
    """What the sentences of a document say of amounts in them, or in the sentence before."""
    body = [one.passage for one in reading.sentences if one.kind is BlockKind.PARAGRAPH]
    for place, passage in enumerate(body):
        if len(passage.quote) > LONGEST:
            continue
        for number, reached in _said(passage.quote):
            near = body[max(0, place - 1) : place + 1]
            amounts = amounts_in(passage.quote) or amounts_in(near[0].quote)
            words = frozenset(word for one in body[max(0, place - 2) : place + 1] for word in _words(one.quote))
            around = body[max(0, place - BACK) : place + AROUND + 1]
            parties = frozenset[Party]().union(*(parties_in(one.quote, opening) for one in around))
            for amount in sorted(amounts):
                if amount[0] not in UNITS_OF_TIME:
                    yield Telling(number, reached, amount, passage, words, parties, published(document))


def _said(quote: str) -> Iterator[tuple[int, bool]]:
    """For each track what the sentence says, if it says one thing only."""
    for number, track in enumerate(TRACKS):
        short = [match.span() for match in track.short.finditer(quote)]
        reached: set[bool] = {False} if short else set()
        for match in track.reached.finditer(quote):
            if any(start <= match.start() < end for start, end in short):
                continue
            mood = mood_of(quote[: match.start()], finite=True, clause=quote)
            reached |= {mood is Mood.SO} if mood is not None else set()
        if len(reached) == 1:
            yield number, reached.pop()


def _words(quote: str) -> Iterator[str]:
    """Words of a sentence in small letters that may describe a matter."""
    small = re.findall(r"\b[a-z][\w-]{3,}", quote)
    yield from (word for word in plain_words(" ".join(small)) if word not in FUNCTION | COMMON)


def _one_matter(one: Telling, other: Telling) -> bool:
    """Enough around the amount is the same."""
    if one.passage.document_id == other.passage.document_id:
        return False
    share = one.amount[0] == "%"
    words, parties = len(one.words & other.words), in_common(one.parties, other.parties)
    unit = any(one.amount[0] in each for each in (one.words, other.words))
    return words - unit >= WORDS + share or (parties > 0 and words - unit >= share)


def _relation(group: Sequence[Telling]) -> Relation:
    """The card for an amount that is done here and not there: who says that it is not comes first."""
    track = TRACKS[group[0].track]
    unit, value = group[0].amount
    shown: Said = f"{value:f} {unit}s"
    if unit in ("%", "money"):
        shown = Computed(value, unit) if unit == "%" else tell(N_("the sum of %(number)s"), number=f"{value:f}")
    ordered = sorted(group, key=lambda one: one.amount not in amounts_in(one.passage.quote))
    done, short = ([one.passage for one in ordered if one.reached is reached] for reached in (True, False))
    overtaken = all(_overtakes(one, other) for one in group if one.reached for other in group if not other.reached)
    message = (
        N_(
            "What is told of %(amount)s is %(done)s in one passage and not %(done)s in the other: the younger document "
            "goes further."
        )
        if overtaken
        else N_(
            "What is told of %(amount)s is %(done)s in one passage and not %(done)s in the other: the documents differ."
        )
    )
    return related(
        RelationType.SUPERSEDED if overtaken else RelationType.STATUS_CONFLICT,
        (),
        both_sides(short, done),
        tell(message, amount=shown, done=tell(track.done)),
    )


def _overtakes(younger: Telling, older: Telling) -> bool:
    """What is done is told later, and not of a time when the other document should have known."""
    if younger.date is None or older.date is None or younger.date <= older.date:
        return False
    return not put_before(younger.passage.quote, younger.date, older.date)
