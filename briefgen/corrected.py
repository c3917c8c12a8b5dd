"""What a brief says of corrections in its language: those of its topic, and each that fits no longer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefgen import fields, remarks, values
from briefgen.corrections import QUIET, Fit, Outcome
from briefgen.language import ENGLISH, N_, Language
from briefgen.model import Amendment, Citation, Correction, Direction, Kind, Omission, Status

_FIELDS = {
    "value": N_("value"),
    "unit": N_("unit"),
    "kind": N_("kind"),
    "direction": N_("direction"),
    "status": N_("status"),
    "period": N_("period"),
    "deadline": N_("deadline"),
    "measure": N_("measure"),
    "subject": N_("subject"),
    "attribution": N_("attribution"),
    fields.PUBLISHED: N_("published"),
}
"""The fields that a person corrects, in words."""
_VALUES = {
    fields.NONE: N_("none"),
    Kind.LEVEL.value: N_("level"),
    Kind.COUNT.value: N_("count"),
    Kind.SHARE.value: N_("share"),
    Kind.CHANGE.value: N_("change"),
    Kind.INCREMENT.value: N_("increment"),
    Kind.MULTIPLE.value: N_("multiple"),
    Kind.DURATION.value: N_("duration"),
    Direction.UP.value: N_("up"),
    Direction.DOWN.value: N_("down"),
    **{status.value: values.STATUSES[status] for status in Status},
}
"""Values of fields that have a closed set of them, and of one that has none."""
_MISFITS = {
    Fit.LOST: N_("%(name)s corrected %(changes)s on %(day)s; no such figure is read there now"),
    Fit.OTHER_TEXT: N_("%(name)s corrected %(changes)s on %(day)s; the document has another text now"),
}


def notes(outcomes: Iterable[Outcome], topic: str | None = None, language: Language = ENGLISH) -> Iterator[Omission]:
    """What the gaps of a brief say of the corrections: those of its topic, and each that fits no longer."""
    for outcome in outcomes:
        elsewhere = topic is not None and outcome.topics and topic not in outcome.topics
        if not elsewhere and outcome.fit is not Fit.ABSENT:
            yield from _notes(outcome, language)


def doubts(outcomes: Iterable[Outcome]) -> Iterator[Omission]:
    """What a person should look at: corrections that no longer fit."""
    return notes(outcome for outcome in outcomes if outcome.needless or outcome.fit not in QUIET)


def _notes(outcome: Outcome, language: Language) -> Iterator[Omission]:
    one, gettext = outcome.correction, language.gettext
    cited = (Citation(outcome.passage),) if outcome.passage else ()
    place, by, day = _where(one, language), _person(one.by, language), _day(one, language)
    made = {"name": by, "changes": _told(one.amendments, language), "day": day}
    if outcome.applied:
        changes = _told(outcome.applied, language)
        what = gettext(
            "Corrected by %(name)s on %(day)s: %(place)s, %(changes)s", name=by, day=day, place=place, changes=changes
        )
        yield Omission(what, _reason(outcome, language), cited)
    if outcome.needless:
        names = ", ".join(_field(amendment, language) for amendment in outcome.needless)
        yield Omission(
            gettext("A correction is no longer needed: %(place)s, %(fields)s", place=place, fields=names),
            gettext("%(name)s corrected %(changes)s on %(day)s; it reads so now", **made),
            cited,
        )
    if outcome.fit in _MISFITS:
        yield Omission(
            gettext("A correction no longer fits: %(place)s", place=place), gettext(_MISFITS[outcome.fit], **made)
        )


def _reason(outcome: Outcome, language: Language) -> str:
    """Why it was corrected, in the person's words, and what has come to be read otherwise since then."""
    said = outcome.correction.reason
    said = language.gettext(said) if said == remarks.BY_HAND else said
    then = {one.field: one.read for one in outcome.correction.amendments}
    moved = [
        f"{_field(one, language)} {_value(then[one.field], language)}"
        for one in outcome.applied
        if then[one.field] not in {"", one.read}
    ]
    if not moved:
        return said
    return language.gettext(
        "%(reason)s (when it was corrected, briefgen read %(values)s)", reason=said, values=", ".join(moved)
    )


def _where(correction: Correction, language: Language) -> str:
    """What was corrected: the figure as printed and its document, or the document."""
    if not correction.span:
        return correction.name
    return language.gettext(remarks.REFUSED, words=correction.surface, document=correction.name)


def _told(amendments: Iterable[Amendment], language: Language) -> str:
    """Fields as read and as corrected: "status actual → plan, period none → 2024"."""
    return ", ".join(
        language.gettext("no figure")
        if one.field == fields.FIGURE
        else f"{_field(one, language)} {_value(one.read or '?', language)} → {_value(one.correct, language)}"
        for one in amendments
    )


def _field(amendment: Amendment, language: Language) -> str:
    return language.gettext(_FIELDS[amendment.field]) if amendment.field in _FIELDS else amendment.field


def _value(text: str, language: Language) -> str:
    return language.gettext(_VALUES[text]) if text in _VALUES else text


def _person(name: str, language: Language) -> str:
    return language.gettext(name) if name == remarks.SOMEBODY else name


def _day(correction: Correction, language: Language) -> str:
    """The day as people type it; in words where the language has a catalogue."""
    return values.date(correction.date, language.locale) if language.is_translated else str(correction.date)
