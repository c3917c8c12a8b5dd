"""What the words in front of a stage word make of it: so, not so, still to come, or nothing that can be relied on.

The words are English. Precision before recall: conditions, denials, doubts, "almost" and things long past give no mood.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Mood(StrEnum):
    """How a stage is said."""

    SO = "so"
    """It has come, or is there now."""
    NOT = "not"
    """It has not come."""
    AHEAD = "ahead"
    """It may come."""


ADVERBS = r"(?:\W*(?:\w+ly|also|now|already|still|just|again|even|since|then|once more|officially|today|yesterday))*\W*"
MODAL = r"(?:could|would|may|might|will|shall|should|must|can|cannot|ought to|to|wo|ca)"
OPEN_VERB = re.compile(rf"\b{MODAL}{ADVERBS}(?:not{ADVERBS})?(?:be\b{ADVERBS})?$", re.IGNORECASE)
"""A modal, or "to", right in front of a verb: "could be", "to", "will not"."""
CHAIN = re.compile(
    r"(?:\b(?:has|have|had|is|are|was|were|be|been|being|gets?|got|not|never|yet|still|expected|due|set|likely|about|"
    r"scheduled|slated|planned|ready|also|now|already|just|again|even|since|then|once|more|today|yesterday|to|could|"
    r"would|may|might|will|shall|should|must|can|cannot|ought|finally|[a-z]+ly|(?:is|was|has|have|were|are|had)n['’]t)"
    r"\b\W*)+$"
)
"""The words of a verb in front of its last one: "has yet to be", "could soon be"."""
BEING = re.compile(r"\b(?:is|are|was|were|be|been|being|gets?|got|isn['’]t|wasn['’]t|aren['’]t|weren['’]t)\b")
UNREAL = re.compile(rf"\b{MODAL}{ADVERBS}(?:not{ADVERBS})?have\b{ADVERBS}(?:been\b{ADVERBS})?$", re.IGNORECASE)
""""Could have been signed": it was not, but nobody says so."""
NEGATION = re.compile(
    r"(?:\b(?:not|never|no longer|without|neither|nor|cannot|yet to(?: be)?)|n['’]t)\W+(?:\w+\W+){0,2}$"
    r"|\b(?:nobody|no one|no-one)\W+(?:\w+\W+){0,3}$"
    r"|\b(?:fail|refus|declin)(?:ed|es|ing|e)?\s+to\W+(?:\w+\W+)?$"
    r"|\bno (?:[\w-]+ ){1,3}(?:was|were|is|has been|have been)\W+$",
    re.IGNORECASE,
)
EXPECTING = re.compile(
    r"\b(?:could|would|may|might|will|shall|should|must|can|expect\w*|plan(?:s|ned|ning)?|hop(?:es?|ed|ing)|intend\w*|"
    r"aim\w*|due|set|slated|scheduled|anticipat\w*|poised|ready|likely|prepar\w*|about|wants?|seek\w*|call\w*|urg\w+|"
    r"agreed|pledg\w+|vow\w*|promis\w+|propos\w+|discuss\w*|consider\w*|ahead|culminate|goal|possib\w+)\b",
    re.IGNORECASE,
)
"""Words that make an infinitive or a noun one of the future."""
CONDITION = re.compile(
    r"\b(?:if|unless|once|until|whether|(?<!is )(?<!are )(?<!was )(?<!be )provided (?:that|the)|in case|as soon as|"
    r"assuming|before|whenever|were to)\b|^\W*should\b",
    re.IGNORECASE,
)
DOUBT = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|rumou?r\w*|false(?:ly)?|speculat\w+|alleg\w+|unclear|doubt\w*|wrongly|mistaken\w*|"
    r"imagine\w*|pretend\w*|hoax)\b",
    re.IGNORECASE,
)
DENIAL = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|dismiss(?:ed|es)|reject(?:ed|s)|refut(?:ed|es)) (?:(?:media |press |the |all )*"
    r"(?:reports?|claims?|rumou?rs?|suggestions?|allegations?) )?(?:that|having)\b[^,;:]*$",
    re.IGNORECASE,
)
"""Somebody says that what follows is not so."""
HEDGE = re.compile(
    r"\b(?:almost|nearly|part(?:ly|ially)|temporarily|briefly|symbolically|virtually|practically|effectively|half)"
    r"\W*(?:\w+\W+)?$",
    re.IGNORECASE,
)
AGO = re.compile(r"\b(?:years?|decades?|months|century|centuries) ago\b|\blast century\b|\b(?:19|20)\d0s\b")
"""Background of another time."""
SHORTLY = re.compile(
    r"\bfor (?:about |some |more than |nearly )?(?:an?|\w+) (?:minutes?|hours?)\b|\bat (?:noon|midnight|one|two|three|"
    r"four|five|six|seven|eight|nine|ten|eleven|twelve|\d\d?[:.]\d\d|\d\d?(?: ?[ap]\.?m\b))(?! \w+s\b)",
    re.IGNORECASE,
)
"""What lasted so short a time, or happens at an hour of the day, says nothing of how it is."""


UNSURE = (CONDITION, HEDGE, UNREAL)


def mood_of(front: str, *, finite: bool, clause: str) -> Mood | None:
    """The mood of a stage word behind `front`, the part of its clause before it; None where nothing can be relied on.

    A *finite* word tells by itself that it is so, unless a modal stands before it ("signed", "under construction");
    others (infinitives, nouns) tell what is to come or nothing. `clause` is the whole sentence.
    """
    denial = DENIAL.search(front) is not None and not NEGATION.search(front)
    if any(pattern.search(front) for pattern in UNSURE) or (DOUBT.search(front) and not denial):
        return None
    if AGO.search(clause) or SHORTLY.search(clause) or clause.rstrip().endswith(("?", "?”", '?"')):
        return None
    if denial or NEGATION.search(front):
        return Mood.NOT
    if OPEN_VERB.search(front):
        return Mood.AHEAD
    if finite:
        return Mood.SO
    return Mood.AHEAD if EXPECTING.search(front) else None


def verb_start(front: str) -> int:
    """Where the verb begins whose last word follows: before "has yet to be"; the end where nothing else is of it."""
    match = CHAIN.search(front)
    return match.start() if match else len(front)


def is_passive(front: str) -> bool:
    """A form of "be" is part of the verb in front of a participle."""
    return BEING.search(front[verb_start(front) :]) is not None
