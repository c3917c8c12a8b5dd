"""The quantities of one sentence: this room's table of contents for numbers.

    seeds ─▶ dates, names, codes left out ─▶ number ─▶ unit or noun ─▶ ranges and pairs ─▶ modifier, rate, kind

One scan finds where numbers may start; a grammar of constant size reads around each. So the time is linear in the
length of the sentence, whatever stands in it. Nothing outside the sentence is looked at.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from briefgen import remarks
from briefgen.model import Direction, Kind, Modifier, Quantity, Span
from briefgen.reading import (
    compounds,
    context,
    counting,
    ellipsis,
    kinds,
    multiples,
    nonfigures,
    numerals,
    patterns,
    ranges,
    tables,
    units,
)
from briefgen.reading.parts import Mention
from briefgen.reading.patterns import Pattern
from briefgen.reading.ranges import Atom

LONGEST = 12
"""Characters of the longest preposition of time."""


class Found(Struct, frozen=True, gc=False):
    """What a sentence holds of numbers."""

    mentions: tuple[Mention, ...] = ()
    """Its quantities, in order; their spans do not overlap."""
    refused: tuple[tuple[Span, str], ...] = ()
    """Digit strings that were not taken over, each with the reason."""
    corrects: bool = False
    """It takes back a number that was told before."""


class Rules(Struct, frozen=True):
    """The words and patterns of a language (`mentions.toml` says what each is for)."""

    no_single: tuple[str, ...]
    singles: tuple[str, ...]
    negative: tuple[str, ...]
    during: tuple[str, ...]
    handing: frozenset[str]
    folds: tuple[str, ...]
    lasting: frozenset[str]
    withdrawn: Pattern
    """What a correction says was wrong: "an earlier version of this article said it would cost 104 million"."""
    loose: Pattern
    of: Pattern
    of_one: Pattern
    single: Pattern
    across: Pattern
    per_many: Pattern
    minus: Pattern
    confidence: Pattern
    ordinal_part: Pattern
    by: Pattern
    share_of: Pattern
    not_share: Pattern
    of_noun: Pattern


def rules_of(language: str) -> Rules:
    """The rules of a language, from its table."""
    lists = tables.load(language, "mentions")["lists"]
    return Rules(
        no_single=tuple(lists["no_single"]),
        singles=tuple(lists["singles"]),
        negative=tuple(lists["negative"]),
        during=tuple(lists["during"]),
        handing=frozenset(lists["handing"]),
        folds=tuple(lists["folds"]),
        lasting=frozenset(lists["lasting"]),
        **patterns.of(language, "mentions"),
    )


class Language(Struct, frozen=True):
    """Everything that is known of a language's numbers."""

    name: str
    words: Rules
    numbers: numerals.Grammar
    units: units.Registry
    compounds: compounds.Rules
    nonfigures: nonfigures.Rules
    counting: counting.Rules
    context: context.Rules
    kinds: kinds.Rules
    multiples: multiples.Rules
    ranges: ranges.Rules
    ellipsis: ellipsis.Rules


@lru_cache(maxsize=8)
def language_of(name: str) -> Language | None:
    """The rules of a language; None where it has no tables."""
    if name not in tables.languages():
        return None
    return Language(
        name=name,
        words=rules_of(name),
        numbers=numerals.grammar(name),
        units=units.registry(name),
        compounds=compounds.rules(name),
        nonfigures=nonfigures.rules(name),
        counting=counting.rules(name),
        context=context.rules(name),
        kinds=kinds.rules(name),
        multiples=multiples.rules(name),
        ranges=ranges.rules(name),
        ellipsis=ellipsis.rules(name),
    )


def find(text: str, span: Span, language: str = "en") -> Found:
    """The quantities of the sentence at `span` of `text`; all spans point into `text`.

    A language without tables gives nothing. No text raises an error.
    """
    rules = language_of(language)
    if rules is None:
        return Found()
    sentence = text[span.start : span.end]
    atoms, refused = read(sentence, rules)
    words = multiples.find(sentence, rules.multiples)
    atoms = sorted([*atoms, *single(sentence, rules)], key=lambda atom: atom.start)
    if not (atoms or refused or words):
        return Found()
    atoms = ellipsis.filled(sentence, ranges.combine(sentence, atoms, rules.ranges), rules.ellipsis, rules.counting)
    whole = [atom for atom in atoms if not dropped(sentence, atom, rules)]
    found = [mention(sentence, atom, span.start, rules) for atom in whole]
    if words:
        free = [word for word in words if not any(one.start < word.end and word.start < one.end for one in whole)]
        found += [multiple(sentence, word, span.start, rules) for word in free]
    found = ellipsis.echoed(sentence, sorted(found, key=lambda one: one.span), span.start, rules.ellipsis)
    told = tuple((Span(one.start + span.start, one.end + span.start), one.reason) for one in refused)
    return without_withdrawn(sentence, span.start, Found(tuple(found), told), rules.words)


def without_withdrawn(sentence: str, start: int, found: Found, words: Rules) -> Found:
    """The quantities but for those that a correction takes back, which are refused; `start` is the sentence's."""
    wrong = [Span(one.start() + start, one.end() + start) for one in words.withdrawn.finditer(sentence)]
    if not wrong:
        return found
    back = [one.span for one in found.mentions if any(stretch.holds(one.span) for stretch in wrong)]
    kept = tuple(one for one in found.mentions if one.span not in back)
    told = [numerals.Refusal(span.start, span.end, remarks.TAKEN_BACK) for span in back]
    return Found(kept, (*found.refused, *((Span(one.start, one.end), one.reason) for one in told)), corrects=bool(back))


def read(sentence: str, rules: Language) -> tuple[list[Atom], list[numerals.Refusal]]:
    """The numbers of a sentence with their own units and nouns, and what was refused."""
    atoms: list[Atom] = []
    refused: list[numerals.Refusal] = []
    done = 0
    for seed in rules.numbers.seed.finditer(sentence):
        start = seed.start()
        if start < done:
            continue
        currency = units.before(sentence, start, rules.units)
        if sentence[start].isdecimal():
            if (steps := compounds.at(sentence, start, currency, rules.compounds)) is not None:
                atoms.append(steps)
                done = steps.end
                continue
            end = nonfigures.skip(sentence, start, rules.nonfigures, money=currency is not None)
            if end is not None:
                done = max(end, start + 1)
                continue
        elif idiom := rules.nonfigures.idiom.match(sentence, start):
            done = idiom.end()
            continue
        number = numerals.read(sentence, start, rules.numbers, money=currency is not None)
        if number is None:
            continue
        done = number.end
        if isinstance(number, numerals.Refusal):
            refused.append(number)
            continue
        atom = atom_of(sentence, number, currency, rules)
        done = max(done, atom.end)
        if currency is not None and atoms and currency.start < atoms[-1].end:
            atoms[-1] = replace(atoms[-1], unit=None, noun=None, own=False, end=atoms[-1].last)
        atoms.append(atom)
    return compounds.joined(sentence, atoms, rules.compounds), refused


PARTED = frozenset({"pp", "bp", "%", "cent", "penny"})
"""Units that news takes parts of."""


def atom_of(sentence: str, number: numerals.Numeral, currency: units.Found | None, rules: Language) -> Atom:
    """A number with the unit or noun that stands at it."""
    begin = currency.start if currency is not None else number.start
    sign = sign_before(sentence, begin, number.start, rules) if number.value is not None else None
    value = number.value
    if sign is not None and value is not None:
        value, begin = -value, min(sign, begin)
    if currency is not None:
        return Atom(number, begin, number.end, currency.name, own=True, prefixed=True, value=value, last=number.end)
    loose = rules.words.loose.match(sentence, number.end)
    at = loose.end() if loose else number.end
    unit = units.behind(sentence, at, rules.units)
    vague = number.value is None or (number.words and number.scale >= ranges.SMALL)
    if unit is None and vague and (of := rules.words.of.match(sentence, at)):
        at = of.end()
        unit = units.behind(sentence, at, rules.units)
    if (
        unit is None
        and number.value is not None
        and number.value < 1
        and (of := rules.words.of_one.match(sentence, at))
    ):
        part = units.behind(sentence, of.end(), rules.units)
        unit = part if part and (number.words or part.name in PARTED) else None
        at = of.end() if unit is None and number.words and rules.numbers.steps.match(sentence, of.end()) else at
    if unit is not None:
        return Atom(number, begin, unit.end, unit.name, own=True, hyphen=unit.hyphen, value=value, last=number.end)
    if unit is None and number.fraction and (step := rules.numbers.steps.match(sentence, at)):
        return Atom(number, begin, step.end(), "pp", own=True, hyphen=True, value=value, last=number.end)
    noun = None if number.fraction else counting.counted(sentence, at, rules.counting)
    end = noun.end if noun and noun.inside else number.end
    return Atom(number, begin, end, noun=noun, hyphen=bool(noun and noun.hyphen), value=value, last=number.end)


def single(sentence: str, rules: Language) -> list[Atom]:
    """The figures "a decade" and "a century"."""
    lower = sentence.lower()
    if not any(unit in lower for unit in rules.words.singles):
        return []
    return [
        Atom(
            numerals.Numeral(found.start(), found.end(1), Decimal(1), words=True),
            found.start(),
            found.end(),
            units.lookup(found[2], rules.units),
            own=True,
            hyphen=True,
            value=Decimal(1),
            last=found.end(1),
        )
        for found in rules.words.single.finditer(sentence)
        if not sentence[: found.start()].casefold().endswith(rules.words.no_single)
    ]


def sign_before(sentence: str, start: int, number: int, rules: Language) -> int | None:
    """Where a minus before a figure or between its currency and number begins; None where it has none.

    A minus counts only where it cannot be a hyphen or dash between words.
    """
    for at in (start, number) if start != number else (start,):
        if sentence[at - 1 : at] in DASHES and (found := SIGN.search(sentence, max(0, at - 2), at)):
            return found.end() - 1
    low = max(0, start - 10)
    if not sentence[low:start].rstrip().lower().endswith(rules.words.negative):
        return None
    worded = rules.words.minus.search(sentence, low, start)
    return worded.start() if worded else None


DASHES = frozenset("-−–")
"""Marks that may be a minus."""
SIGN = Pattern(r"(?:^|(?<=[\s(])|(?<=[\s(][$€£¥]))[-−–]$")


def dropped(sentence: str, atom: Atom, rules: Language) -> bool:  # noqa: PLR0911 - one return a rule
    """Whether the atom is no figure, now that everything around it is known."""
    number = atom.number
    if number.fraction and number.words and rules.words.ordinal_part.fullmatch(sentence, number.start, number.end):
        return True
    ordinal = number.fraction and number.words and atom.unit in units.TIMES and atom.value not in HALVES
    ordinal = ordinal and not rules.words.of_one.match(sentence, number.end)
    if (
        ordinal
        or is_score(sentence, atom)
        or rules.words.per_many.search(sentence, max(0, atom.start - 5), atom.number.end)
    ):
        return True
    if number.fraction and atom.unit is None:
        changed = rules.words.by.search(sentence, max(0, atom.start - 16), atom.start)
        changed = changed or rules.ellipsis.of_which.search(sentence, max(0, atom.start - 40), atom.start)
        changed = changed or rules.kinds.moved.search(sentence, max(0, atom.start - 16), atom.start)
        return not changed and (
            not rules.words.share_of.match(sentence, atom.end)
            or rules.words.not_share.search(sentence, max(0, atom.start - 16), atom.start) is not None
        )
    aside = {"x": rules.multiples.frequency, "%": rules.words.confidence}.get(atom.unit or "")
    if aside and aside.match(sentence, atom.end) and not sentence.endswith(rules.words.folds, 0, atom.end):
        return True
    if atom.upper is not None or atom.paired:
        return nonfigures.years(atom, rules.nonfigures)
    if nonfigures.reason(sentence, atom, rules.nonfigures):
        return True
    signed = atom.value is not None and atom.value < 0
    lone = atom.unit is None and atom.noun is None and number.bare and not signed
    return lone and number.value is not None and number.value < 10  # noqa: PLR2004 - a lone digit is a label


HALVES = frozenset({Decimal("0.5"), Decimal("0.25"), Decimal("0.75")})
"""Parts of one whose word is no ordinal: "half a day", but "for a fifth day"."""


def is_score(sentence: str, atom: Atom) -> bool:
    """Whether the number is one side of a score: "lost 24-17". With a unit or noun behind them, both are a range."""
    if atom.unit is not None or atom.noun is not None or not atom.number.bare or atom.number.words:
        return False
    if SCORED.match(sentence, atom.end):
        return True
    return SCORES.search(sentence, max(0, atom.start - 4), atom.start) is not None


SCORED = Pattern(r"[-–‑]\d{1,3}(?![\d%]|[.,]\d)")
SCORES = Pattern(r"(?<![\d.,])\d{1,3}[-–‑]$")


def mention(sentence: str, atom: Atom, offset: int, rules: Language) -> Mention:
    """The finished mention of an atom."""
    if atom.number.fraction and atom.unit is None and atom.value is not None:
        atom = replace(atom, unit="%", value=(atom.value * 100).quantize(Decimal("0.01")))
    noun_end = atom.noun.end if atom.noun and atom.noun.inside else atom.end
    kind_of, begin = context.modifier(
        sentence, atom.start, atom.last or atom.number.end, max(noun_end, atom.end), rules.context
    )
    kind, direction = kinds.classify(sentence, atom, begin, rules.kinds)
    if atom.number.fraction and kind is Kind.LEVEL and atom.unit == "%":
        kind = Kind.SHARE
    if atom.upper is not None and kind_of is Modifier.LESS_THAN:
        kind_of = None  # "within the 2%-6% band" lies between both ends
    if kind_of is Modifier.MORE_THAN and (
        (kind is Kind.DURATION and during(sentence, begin, rules))
        or (kind is not Kind.DURATION and handed(sentence, begin, rules))
        or (atom.hyphen and rules.words.across.match(sentence, begin))
    ):
        kind_of = None
    if atom.value is None:
        kind_of = Modifier.VAGUE
    per = context.rate(sentence, begin, atom.end, atom.unit, rules.context)
    end = printed_end(sentence, atom, rules)
    quantity = Quantity(plain(atom.value), plain(atom.upper), unit_of(atom), kind_of, sentence[atom.start : end])
    return Mention(
        span=Span(atom.start + offset, end + offset),
        quantity=quantity,
        kind=kind,
        direction=direction,
        rate=per,
        noun=Span(atom.noun.start + offset, atom.noun.end + offset)
        if atom.noun
        else measured(sentence, atom.end, offset, rules),
        number=Span(atom.number.start + offset, max(atom.last, atom.number.end) + offset),
    )


def printed_end(sentence: str, atom: Atom, rules: Language) -> int:
    """Offset behind the surface; a unit that begins with a number itself is no part of it: "3 twenty-foot units"."""
    own = atom.last or atom.number.end
    if atom.unit is None or own >= atom.end or atom.hyphen:
        return atom.end
    begin = own + sentence[own : atom.end].startswith(" ")
    return own if begin < atom.end and rules.numbers.seed.match(sentence, begin, atom.end) else atom.end


def unit_of(atom: Atom) -> str | None:
    """The unit's name, or what is counted."""
    return atom.unit or (f"count:{atom.noun.head}" if atom.noun else None)


def during(sentence: str, begin: int, rules: Language) -> bool:
    """Whether "over" means a stretch of time: "over five years", not "for over five years"."""
    before = word_before(sentence, begin)
    return over(sentence, begin, rules) and before not in rules.words.lasting


def handed(sentence: str, begin: int, rules: Language) -> bool:
    """Whether "over" belongs to the verb in front of it: "handed over 640 flats"."""
    return over(sentence, begin, rules) and word_before(sentence, begin) in rules.words.handing


def over(sentence: str, begin: int, rules: Language) -> bool:
    """Whether a modifier is one of the prepositions that have another meaning."""
    return sentence[begin : begin + LONGEST].casefold().startswith(rules.words.during)


def word_before(sentence: str, begin: int) -> str:
    """The word in front of an offset; empty at the head of the sentence."""
    words = sentence[max(0, begin - LONGEST) : begin].casefold().split()
    return words[-1] if words else ""


def measured(sentence: str, end: int, offset: int, rules: Language) -> Span | None:
    """The words behind "of" at the unit: "Kazakh crude" in "1.5 million tons of Kazakh crude"."""
    found = rules.words.of_noun.match(sentence, end)
    return Span(found.start(1) + offset, found.start(1) + len(found[1].rstrip()) + offset) if found else None


def plain(value: Decimal | None) -> Decimal | None:
    """The same value without an exponent, and without zeros that only scaling brought in."""
    if value is None:
        return None
    if value == value.to_integral_value():
        return Decimal(int(value))
    return value.normalize()


def multiple(sentence: str, word: multiples.Multiple, offset: int, rules: Language) -> Mention:
    """The mention of "tripled" and the like."""
    modifier, _ = context.modifier(sentence, word.start, word.end, word.end, rules.context)
    span = Span(word.start + offset, word.end + offset)
    direction: Direction | None = word.direction
    quantity = Quantity(plain(word.value), None, "x", modifier, sentence[word.start : word.end])
    return Mention(span, quantity, Kind.MULTIPLE, direction, number=span)
