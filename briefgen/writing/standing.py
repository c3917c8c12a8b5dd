"""Whether a sentence can be read by itself: not the head of a story, a page's own words, or half a thought."""

from __future__ import annotations

import re

from msgspec.structs import replace

from briefgen.model import Passage, Span

DATELINE = re.compile(
    r"(?P<place>[^\W\d_][\w.’'-]*(?:[ \xa0/-][^\W\d_][\w.’'-]*){0,3})"
    r"(?:,[ \xa0]+[^\W\d_][\w.’'-]*(?:[ \xa0][^\W\d_][\w.’'-]*){0,2})??"
    r"(?P<date>,?[ \xa0]+(?:[^\W\d_]{3,12}\.?[ \xa0]\d{1,2}|\d{1,2}[ \xa0][^\W\d_]{3,12}\.?)(?:,?[ \xa0]\d{4})?)?"
    r"(?P<agency>[ \xa0]*[,/]?[ \xa0]*(?:\([^()\d]{2,40}\)|/[A-Z][\w .]{1,30}/))?"
    r"[ \xa0]*(?:--+|[–—]|(?<=[\s\xa0)])-)[ \xa0]+"
)
"""Place, day and agency before a dash: "LINDHOLM, 3 May (Wire) — ". One of day, agency and capitals proves it."""
LEAST_CAPITALS = 4
"""Letters of a place in capitals without day and agency: shorter ones are mostly acronyms ("OECD –" is none)."""

LEANING = re.compile(
    r"^[\"“‘'(]*(?:he|she|it|they|this|that|these|those|his|her|hers|its|their|such|the (?:first|second|third|latter|"
    r"former|other|same|rest|remaining)|in turn|however|moreover|furthermore|additionally|in addition|besides|also|"
    r"but|and|or|so|yet|then|thus|therefore|hence|otherwise|accordingly|consequently|nevertheless|nonetheless|"
    r"meanwhile|in the meantime|until then|since then|by then|at the same time|after that|before that|in sum|overall|"
    r"as a result|for example|for instance|in particular|in fact|indeed|of (?:this|these|those|them|that)|"
    r"foremost|another|both|neither|either|for (?:his|her|its|their|my|our) part|despite (?:this|that|these)|rather|"
    r"similarly|likewise|instead|thanks to (?:this|that|these)|by contrast|in contrast|on the other (?:hand|side)|here|"
    r"there it|on the basis of (?:this|that|its|his|her|their)|one of them|"
    r"(?:\w+ ){1,3}(?:earlier|later),? (?:he|she|it|they))\b",
    re.IGNORECASE,
)
"""Openings that lean on the sentence before (English)."""
ANSWER = re.compile(r"^(?:yes|no|well|look|frankly|of course),", re.IGNORECASE)
"""Openings of answers (English)."""
SPOKEN = re.compile(rf"{ANSWER.pattern}|^(?:i|we|you|my|our|your)\b", re.IGNORECASE)
"""Openings of somebody who speaks: a reader has to know who (English)."""
FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Oo]ur|[Oo]urs|us|I|[Mm]y|me)(?:['’]\w+)?\b")
"""Words of somebody who speaks of himself (English)."""
MARKED = re.compile('“[^”]*”|"[^"]*"|«[^»]*»|„[^“”]*[“”]')
"""Words in marks: who speaks them is said beside them."""
SAID = re.compile(
    r"(?:,| —| –) (?:he|she|they|it|the (?:official|minister|spokes\w+)) "
    r"(?:said|says|added|noted|told|stressed|explained|wrote|warned|reported|announced)\b|"
    r"(?:,| —| –) (?:said|says|added|adds) (?:he|she|they)\b",
    re.IGNORECASE,
)
"""Tags whose speaker only the sentence before names (English)."""
SPEECH = re.compile('[“”"«»„]')
QUESTION = re.compile(r"[?？؟;՞]")
"""Of Latin and Cyrillic, Chinese, Arabic, Greek (which is no semicolon, though it looks like one) and Armenian."""
ENDING = re.compile(r"[.!…。！।؟۔։።]['\"”’»)\]]*\s*$")
UNMARKED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff]")
"""Thai, Lao and Khmer end sentences with a blank only."""
BOILERPLATE = re.compile(
    r"https?://|\bwww\.|\S@\S+\.\w|©|"
    r"^\W*(?:read (?:more|also|the full|next)|see also|sign up|subscribe|click (?:here|to)|follow (?:us|@)|"
    r"share (?:this|on|via)|advertisement|photo by|editor['’]s note|editing by|reporting by|press contact|about us|"
    r"for (?:more|further) information|terms of use|this (?:article|story|post) (?:was|is|has|first|originally)|"
    r"get (?:our|the) \w+|join our|download (?:our|the)|to (?:subscribe|unsubscribe|register))\b|"
    r"^(?:related(?: \w+)?|photos?|images?|pictures?|watch|listen|video|correction|update|contact|source|credit):|"
    r"\b(?:(?:our|free|daily|weekly) newsletter|all rights reserved|privacy policy|your inbox|cookies)\b",
    re.IGNORECASE,
)
"""What pages say of themselves: addresses and marks of any language, and English phrases."""


def bare(passage: Passage) -> Passage:
    """The passage without the dateline at its start; itself where it has none."""
    found = DATELINE.match(passage.quote)
    if found is None or not _proven(found):
        return passage
    rest = passage.quote[found.end() :]
    start = passage.span.end - len(rest)
    return replace(passage, span=Span(start, passage.span.end), quote=rest)


def _proven(found: re.Match[str]) -> bool:
    """Whether a place before a dash is a dateline: with a day or an agency, or in capitals."""
    place = found["place"]
    if not place[:1].isupper():
        return False
    return bool(found["date"] or found["agency"]) or (place == place.upper() and len(place) >= LEAST_CAPITALS)


def leans(quote: str) -> bool:
    """The sentence needs the one before it: it starts with "It" or "However", or ends with ", he said"."""
    return bool(LEANING.match(quote) or SAID.search(quote))


def stands_alone(quote: str) -> bool:
    """A sentence that can be read without the one before it, and is not half a dialogue."""
    return not (leans(quote) or SPOKEN.match(quote) or SPEECH.search(quote) or QUESTION.search(quote))


def is_first_person(quote: str) -> bool:
    """Somebody speaks of himself, outside of all marks: the answers of an interview, a column."""
    return FIRST_PERSON.search(MARKED.sub("", quote)) is not None


def is_sentence(quote: str) -> bool:
    """A statement to the reader: no headline or list item, no question, nothing that a speaker or the page says."""
    ends = ENDING.search(quote) is not None or UNMARKED.search(quote) is not None
    return ends and not any(found.search(quote) for found in (QUESTION, SPOKEN, BOILERPLATE))
