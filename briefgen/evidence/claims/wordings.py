"""Reads the tables of `states`: which states the words of a sentence tell, and of which part of it.

Phrases are looked up by their first word, so that a sentence costs as much as it has words. All word forms are English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from briefgen.evidence.claims.lists import set_of
from briefgen.evidence.claims.states import AXES

GAP = r"(?P<thing>[^;:()“”\"]{2,90}?)"
"""What "*" stands for between two words."""
REST = r"(?P<thing>[^;:()“”\"]{2,160})"
"""What "*" stands for at the end."""
WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
IRREGULAR = {
    "begin": ("began", "begun"),
    "break": ("broke", "broken"),
    "bring": ("brought", "brought"),
    "build": ("built", "built"),
    "buy": ("bought", "bought"),
    "choose": ("chose", "chosen"),
    "come": ("came", "come"),
    "dry": ("dried", "dried"),
    "fall": ("fell", "fallen"),
    "find": ("found", "found"),
    "flee": ("fled", "fled"),
    "forbid": ("forbade", "forbidden"),
    "freeze": ("froze", "frozen"),
    "get": ("got", "got"),
    "give": ("gave", "given"),
    "go": ("went", "gone"),
    "grind": ("ground", "ground"),
    "hold": ("held", "held"),
    "keep": ("kept", "kept"),
    "kidnap": ("kidnapped", "kidnapped"),
    "leave": ("left", "left"),
    "let": ("let", "let"),
    "lose": ("lost", "lost"),
    "meet": ("met", "met"),
    "pay": ("paid", "paid"),
    "put": ("put", "put"),
    "quit": ("quit", "quit"),
    "run": ("ran", "run"),
    "say": ("said", "said"),
    "seek": ("sought", "sought"),
    "sell": ("sold", "sold"),
    "send": ("sent", "sent"),
    "set": ("set", "set"),
    "shoot": ("shot", "shot"),
    "shut": ("shut", "shut"),
    "sit": ("sat", "sat"),
    "spread": ("spread", "spread"),
    "stand": ("stood", "stood"),
    "strike": ("struck", "struck"),
    "swear": ("swore", "sworn"),
    "take": ("took", "taken"),
    "throw": ("threw", "thrown"),
    "uphold": ("upheld", "upheld"),
    "win": ("won", "won"),
    "withdraw": ("withdrew", "withdrawn"),
    "steal": ("stole", "stolen"),
    "know": ("knew", "known"),
    "make": ("made", "made"),
    "see": ("saw", "seen"),
    "tell": ("told", "told"),
    "hear": ("heard", "heard"),
    "grow": ("grew", "grown"),
    "become": ("became", "become"),
    "write": ("wrote", "written"),
    "speak": ("spoke", "spoken"),
    "spend": ("spent", "spent"),
    "lay": ("laid", "laid"),
    "lead": ("led", "led"),
    "rise": ("rose", "risen"),
    "sink": ("sank", "sunk"),
}
"""Verb → its past and its participle."""
DOUBLED = frozenset({"stop", "scrap", "ban", "drop", "bar", "ship", "scrub", "step", "admit", "commit", "plan"})
"""Verbs that double their last letter."""
LASTING = set_of(
    "stay remain keep cling soldier hold rage drag survive continue spread evade carry proceed go stand operate run"
)
"""Verbs whose present form tells how it is, and not what is planned: "stays on", "is proceeding"."""
BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|remain|remains|remained|stay|stays|stayed|stands|isn['’]t|aren['’]t|wasn['’]t|"
    r"weren['’]t)(?:\W+(?:\w+ly|not|still|now|already|again|yet|currently|also|back|never|no longer|once more|far from|"
    r"nowhere near|all|far))*\W+$",
    re.IGNORECASE,
)
"""In front of what something is."""
SMALL = frozenset({"over", "off", "on", "out", "down", "home", "free", "well", "open", "clean", "safe"})
"""Words that are a state only where nothing but a place or a time follows."""
FREE = re.compile(r"\W*$|[,.;:)]|\s(?:in|on|at|after|by|and|but|for|since|again|now|until|as|to|because|there|with)\b")
"""What may follow them."""


class Wording(Struct, frozen=True):
    """One way to tell a state."""

    axis: int
    """Place in `AXES`."""
    state: int
    """Place on the axis."""
    pattern: str
    """Its words as a regular expression; the group "thing" is what is in the state."""
    finite: bool
    """It tells by itself that it is so; else (an infinitive) what stands before it tells."""
    subject: bool
    """It is said of what stands in front of it, whatever follows."""
    being: bool
    """It must stand behind "is" or the like."""
    gap: bool
    """Its thing stands within the words."""


class Found(Struct, frozen=True):
    """A wording in a sentence."""

    wording: Wording
    start: int
    """Where it begins."""
    end: int
    """Where its own words end: in front of what is in the state, if that comes last."""
    thing: tuple[int, int] | None
    """Where what is in the state stands, if the words say it."""


def past_forms(verb: str) -> tuple[str, ...]:
    """Past and participle of a verb: "take" → "took", "taken"."""
    if verb in IRREGULAR:
        return tuple(dict.fromkeys(IRREGULAR[verb]))
    if verb.endswith("e"):
        return (f"{verb}d",)
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return (f"{verb[:-1]}ied",)
    return (f"{verb}{verb[-1] * (verb in DOUBLED)}ed",)


def wordings_in(text: str) -> Iterator[Found]:
    """All wordings of states in a sentence, those of being only behind "is" and the like."""
    index = _index()
    for token in WORD.finditer(text):
        for wording in index.get(token[0].casefold(), ()):
            match = _compiled(wording.pattern).match(text, token.start())
            if match is None or (wording.being and BE.search(text, 0, token.start()) is None):
                continue
            if wording.being and match[0].casefold() in SMALL and not FREE.match(text, match.end()):
                continue
            if "thing" not in match.re.groupindex:
                yield Found(wording, match.start(), match.end(), None)
            else:
                thing = match.span("thing")
                yield Found(wording, match.start(), match.end() if wording.gap else thing[0], thing)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first met: most wordings are in no document of a corpus."""
    return re.compile(pattern, re.IGNORECASE)


@cache
def _index() -> dict[str, tuple[Wording, ...]]:
    """First word → the wordings that begin with it."""
    found: dict[str, list[Wording]] = {}
    for axis, states in enumerate(AXES):
        for place, state in enumerate(states.states):
            for first, wording in (
                *_verbs(axis, place, state.verbs, subject=False),
                *_verbs(axis, place, state.by_itself, subject=True),
                *_phrases(axis, place, state.being, being=True),
                *_phrases(axis, place, state.phrases, being=False),
            ):
                found.setdefault(first, []).append(wording)
    return {first: tuple(wordings) for first, wordings in sorted(found.items())}


def _listed(table: str, mark: str) -> list[str]:
    return [" ".join(one.split()) for one in table.split(mark) if one.strip()]


def _verbs(axis: int, state: int, table: str, *, subject: bool) -> Iterator[tuple[str, Wording]]:
    for verb in _listed(table, ","):
        first, _, rest = verb.partition(" ")
        behind = "".join(rf"\s+{re.escape(word)}" for word in rest.split())
        for form, finite in (*((form, True) for form in past_forms(first)), (first, False)):
            pattern = rf"{re.escape(form)}{behind}(?![\w-])"
            yield form, Wording(axis, state, pattern, finite, subject, being=False, gap=False)
        if subject and first in LASTING:
            present, going = f"{first}es" if first == "go" else f"{first}s", f"{first.removesuffix('e')}ing"
            for form, being in ((present, False), (going, True)):
                pattern = rf"{re.escape(form)}{behind}(?![\w-])"
                yield form, Wording(axis, state, pattern, finite=True, subject=subject, being=being, gap=False)


def _phrases(axis: int, state: int, table: str, *, being: bool) -> Iterator[tuple[str, Wording]]:
    for phrase in _listed(table, "," if being else ";"):
        words = phrase.split()
        gap = "*" in words[:-1]
        pattern = _pattern(words)
        for first in words[0].split("/"):
            yield first, Wording(axis, state, pattern, finite=True, subject="*" not in words, being=being, gap=gap)


def _pattern(words: list[str]) -> str:
    """The pattern of a phrase: see `State.phrases`."""
    parts: list[str] = []
    for place, word in enumerate(words):
        blank = r"\s+" if place else ""
        if word == "*":
            parts.append(blank + (REST if place == len(words) - 1 else GAP))
        elif word == "~":
            parts.append(rf"{blank}[\w’'-]+")
        elif word.startswith("("):
            parts.append(rf"(?:{blank}(?:{_either(word.strip('()'))}))?")
        else:
            parts.append(rf"{blank}(?:{_either(word)})")
    return "".join(parts) + ("" if words[-1] == "*" else r"(?![\w-])")


def _either(word: str) -> str:
    return "|".join(r"[\w’'-]+" if one == "~" else re.escape(one) for one in word.split("/"))
