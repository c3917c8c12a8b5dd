"""How values read in a brief: numbers, dates, periods and names in the brief's locale.

Pure functions of values; `filters.py` offers them to templates.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from babel import Locale

from briefgen.language import N_, Language
from briefgen.model import (
    Aim,
    Document,
    Fact,
    Message,
    Passage,
    Period,
    Relation,
    RelationType,
    Section,
    Severity,
    Status,
)
from briefgen.oneline import one_line
from briefgen.values import STATUSES, date, deadline, period, when

_TITLES = {
    "foreword": N_("Foreword"),
    "bottom_line": N_("Bottom line"),
    "key_figures": N_("Key figures"),
    "charts": N_("Charts"),
    "developments": N_("Developments"),
    "disagreements": N_("Where sources disagree"),
    "targets": N_("Targets and deadlines"),
    "quotations": N_("In their words"),
    "changes": N_("Since the last edition"),
    "gaps": N_("Gaps and cautions"),
}
"""The headings that the writer gives to sections, by their names."""
_FORMATS = {"html": N_("Web page"), "md": "Markdown", "docx": "Word", "eml": N_("Mail"), "csl.json": N_("References")}
"""What a reader calls a format; others go by their ending in capitals."""
_RELATIONS = {
    RelationType.CORROBORATED: N_("Sources agree"),
    RelationType.ROUNDING: N_("The same number, rounded"),
    RelationType.DIFFERENT_PERIOD: N_("Different periods"),
    RelationType.DIFFERENT_SCOPE: N_("Different scope or definition"),
    RelationType.CONFLICT: N_("Sources conflict"),
    RelationType.STATUS_CONFLICT: N_("Sources differ on the status"),
    RelationType.SUPERSEDED: N_("Overtaken by a newer document"),
    RelationType.DOES_NOT_ADD_UP: N_("Does not add up"),
    RelationType.FALSE_FRIEND: N_("Alike, but not the same"),
}
_DIFFERENCES = {
    RelationType.CORROBORATED: N_("%(thing)s: sources agree"),
    RelationType.ROUNDING: N_("%(thing)s: the same number, rounded"),
    RelationType.DIFFERENT_PERIOD: N_("%(thing)s: the periods differ"),
    RelationType.DIFFERENT_SCOPE: N_("%(thing)s: scope or definition differs"),
    RelationType.CONFLICT: N_("%(thing)s: the values conflict"),
    RelationType.STATUS_CONFLICT: N_("%(thing)s: the status differs"),
    RelationType.SUPERSEDED: N_("%(thing)s: overtaken by a newer document"),
    RelationType.DOES_NOT_ADD_UP: N_("%(thing)s: the numbers do not add up"),
    RelationType.FALSE_FRIEND: N_("%(thing)s: alike, but not the same"),
}
"""What differs, behind the name of a measure."""
_ADVICE = {
    RelationType.CONFLICT: N_("Use neither number without the other, or without saying whose it is."),
    RelationType.STATUS_CONFLICT: N_("Say how firm it is, and by whose account, before it is repeated as settled."),
    RelationType.DOES_NOT_ADD_UP: N_("One of these numbers is wrong or means something else: ask before using any."),
    RelationType.SUPERSEDED: N_("Use the newer account."),
    RelationType.DIFFERENT_SCOPE: N_("Both may be right. Say what each number covers, and do not compare or add them."),
    RelationType.DIFFERENT_PERIOD: N_(
        "Both may be right. Name the period with each number, and compare like with like."
    ),
    RelationType.FALSE_FRIEND: N_("Two things share a name: say which one is meant."),
}
"""Why a relation matters to somebody who is about to use one of its numbers; agreement needs no advice."""
_SEVERITIES = {Severity.GRAVE: N_("Grave"), Severity.CAUTION: N_("Caution"), Severity.NOTE: N_("Note")}
_STRENGTHS = {**STATUSES, Status.PROJECTION: N_("expected")}
"""How firm an aim is."""
_CONDITIONAL = {
    Status.ACTUAL: N_("actual, conditional"),
    Status.ESTIMATE: N_("estimate, conditional"),
    Status.PROJECTION: N_("expected, conditional"),
    Status.PLAN: N_("plan, conditional"),
    Status.TARGET: N_("target, conditional"),
    Status.CAPACITY: N_("capacity, conditional"),
}
"""The same of one that holds only if something else happens."""
_MARKS = frozenset('“”„«»"')
"""Quotation marks of documents."""
_THING = re.compile(r"[^.,:;“”]{3,60}")
"""A thing that a heading can name."""
_OPENING = 6
"""Words by which a reader finds a sentence again: a line of a narrow column."""
_TWO = 2
"""Measures that one heading names."""


def direction(locale: Locale) -> str:
    """The way that text runs, as HTML says it: "ltr" or "rtl"."""
    return "rtl" if locale.text_direction == "rtl" else "ltr"


def title(section: Section, language: Language) -> str:
    """The heading of a section: the writer's own in the brief's language, one that an editor gave as it is."""
    known = _TITLES.get(section.name)
    return language.gettext(known) if section.heading == known else section.heading


def statuses(language: Language) -> Mapping[str, Status]:
    """What is printed of a status, alone or of an aim, and which it is."""
    tables = (STATUSES, _STRENGTHS, _CONDITIONAL)
    return {language.gettext(words): value for table in tables for value, words in table.items()}


def severities(language: Language) -> Mapping[str, Severity]:
    """What is printed of how much a relation matters, and which it is."""
    return {language.gettext(words): value for value, words in _SEVERITIES.items()}


def relation(value: RelationType, language: Language) -> str:
    """The words for how facts stand to each other."""
    return language.gettext(_RELATIONS[value])


def _about(facts: tuple[Fact, ...], language: Language) -> str:
    """What facts measure, in a few words for a heading: "Harbour cargo", "Freight, Coast Line", "Cargo and others"."""
    unknown = language.gettext("Value")
    names = list(dict.fromkeys(one_line(language.measure(fact.measure)) or unknown for fact in facts))
    if len(names) == 1:
        text = names[0]
    elif len(names) > _TWO:
        text = language.gettext("%(first)s and others", first=names[0])
    else:
        text = language.gettext("%(first)s and %(second)s", first=names[0], second=names[1])
    subjects = {one_line(fact.subject or "") for fact in facts}
    whose = subjects.pop() if len(names) == 1 and len(subjects) == 1 else ""
    if whose and not any(whose.casefold() in named.casefold() for named in (text, facts[0].measure or "")):
        text = f"{text}, {whose}"
    return text[:1].upper() + text[1:]


def heading(value: Relation, language: Language, *, dated: bool = False) -> str:
    """What a relation is about and what differs: "Harbour cargo: the values conflict".

    `dated`, it says the time as well, where all values are of one: "Harbour cargo, 2024: the values conflict".

    One between claims has no measure; where its explanation tells of one thing ("The new ferry is ..."), that is it.
    """
    if value.facts:
        times = {fact.period for fact in value.facts}
        time = times.pop() if dated and len(times) == 1 else None
        about = _about(value.facts, language)
        named = f"{about}, {period(time, language.locale)}" if time is not None else about
        return language.gettext(_DIFFERENCES[value.type], thing=named)
    thing = one_line(_thing(value.told)) if value.told else ""
    if not _THING.fullmatch(thing):
        return relation(value.type, language)
    message = N_("%(thing)s: sources conflict") if value.type is RelationType.CONFLICT else _DIFFERENCES[value.type]
    return language.gettext(message, thing=thing[:1].upper() + thing[1:])


def _thing(told: Message) -> str:
    """The one thing that an explanation tells of, in the words of its document; empty where there is none."""
    for name, value in told.values:
        if name == "thing" and isinstance(value, str):
            return value
        if isinstance(value, Message) and (inside := _thing(value)):
            return inside
    return ""


def advice(value: Relation, language: Language) -> str:
    """Why a relation matters to somebody who is about to use one of its numbers; empty where sources agree."""
    return language.gettext(_ADVICE[value.type]) if value.type in _ADVICE else ""


def severity(value: Relation, language: Language) -> str:
    """The word for how much a relation matters."""
    return language.gettext(_SEVERITIES[value.severity])


def strength(value: Aim, language: Language) -> str:
    """How firm an aim is: "target", "expected, conditional"."""
    return language.gettext((_CONDITIONAL if value.condition else _STRENGTHS)[value.status])


def due(value: Aim, language: Language) -> str:
    """By when: the period or deadline of a number or a sentence, or that no document says so."""
    if value.fact:
        return when(value.fact, language) or language.gettext("no date")
    if value.deadline is None:
        return language.gettext("no date")
    if value.begins:
        return period(Period(value.begins, value.deadline), language.locale)
    return deadline(value.deadline, language)


def label(fact: Fact, language: Language) -> str:
    """What a fact measures, and of what."""
    measure = one_line(language.measure(fact.measure)) or language.gettext("Value")
    text, common = measure, fact.measure or ""  # what the house calls it need not say it in those letters
    if fact.subject and not _tells(fact.subject, text, common):
        text += f", {one_line(fact.subject)}"
    if fact.scope and not _tells(fact.scope, text, common):
        text += f" ({one_line(fact.scope)})"
    return text[:1].upper() + text[1:]


def _tells(thing: str, *names: str) -> bool:
    """Whether one of these names says it already."""
    return any(_letters(thing) in _letters(name) for name in names)


def _letters(text: str) -> str:
    """The text without case, blanks and dashes, to compare names."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def publisher(document: Document, language: Language) -> str:
    """Who published it, or else wrote it, or else its headline up to a number; for a digest, what it digests."""
    original = document.digest_of
    if original is None:
        known = one_line(document.publisher or document.byline or "")
        title = one_line(document.nickname or "")
        return known or (quoted(shortened(title), language) if title else language.gettext("an unnamed document"))
    whose = original.publisher or original.author
    if whose:
        return language.gettext("briefgen digest of %(publisher)s", publisher=one_line(whose))
    return language.gettext("briefgen digest")


def told_by(document: Document, language: Language) -> str:
    """Publisher and day: "Alder Gazette, 16 Oct 2025"."""
    day = published(document)
    shown = date(day, language.locale, "medium") if day else language.gettext("no date")
    return f"{publisher(document, language)}, {shown}"


def columns(document: Document, passage: Passage) -> str:
    """What the columns of a row are called, as the document prints it; empty for what is no row under such names."""
    return " / ".join(one_line(document.text[one.start : one.end]) for one in document.columns_of(passage.span))


def place(document: Document, passage: Passage, language: Language) -> str:
    """Where in its document a passage is found: "p. 3", "paragraph 7"; empty where only its words tell.

    No line ends before the number.
    """
    found = document.found_at(passage.span)
    if found is None:
        return ""
    if found.page:
        words = language.gettext("p. %(number)s", number=str(found.page))
    else:
        words = language.gettext("paragraph %(number)s", number=str(found.paragraph))
    return words.replace(" ", "\xa0")


def shortened(text: str, length: int = 48) -> str:
    """The text, cut between words when it is longer than `length` letters."""
    if len(text) <= length:
        return text
    return text[:length].rpartition(" ")[0].rstrip(",;:–— ") + " …"


def headline(document: Document) -> str:
    """Its title, or that of the digested document."""
    original = document.digest_of
    return one_line((original.headline if original else None) or document.headline or "")


def published(document: Document) -> dt.date | None:
    """When it appeared; for a digest, when the digested document did."""
    original = document.digest_of
    return original.published if original and original.published else document.published


def covered(documents: tuple[Document, ...]) -> Period | None:
    """From the first to the last known publication date."""
    days = sorted(day for day in map(published, documents) if day)
    return Period(days[0], days[-1]) if days else None


def opening(text: str) -> str:
    """The first words of a sentence, with an ellipsis where more follow."""
    words = one_line(text).split(" ")
    return " ".join(words[:_OPENING]) + (" …" if len(words) > _OPENING else "")


def quoted(text: str, language: Language) -> str:
    """The text in the language's quotation marks, unless it starts or ends with its own; a final comma goes.

    What stands between “ and ” from end to end has marks of ours, or as good as ours, and gets those of the language.
    """
    line = one_line(text).rstrip(",")
    opening, closing = language.marks
    if _is_whole(line):
        line = line[1:-1]
    elif line[:1] in _MARKS or line[-1:] in _MARKS:
        return line
    return f"{opening}{line}{closing}"


def _is_whole(line: str) -> bool:
    """Whether one pair of “ and ” holds all of it, others standing inside."""
    depth = 0
    for place, letter in enumerate(line):
        depth += (letter == "“") - (letter == "”")
        if depth < 1 and place < len(line) - 1:
            return False
    return depth == 0 and line[:1] == "“"


def format_name(name: str, spoken: Language) -> str:
    """What a reader calls a format: "html" is a web page, "pdf" PDF."""
    called = _FORMATS.get(name)
    return spoken.gettext(called) if called else name.rpartition(".")[2].upper()
