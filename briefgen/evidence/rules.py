"""What two facts of one measure say against each other. A rule looks at a pair; the first that speaks decides.

A conflict needs the same measure, subject, scope, time, status, kind and unit, and different documents: a false
conflict is the worst error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from briefgen.evidence.agreement import agree, surely_apart
from briefgen.evidence.counts import both, one_kind
from briefgen.evidence.pairs import Pair, as_of, stands
from briefgen.evidence.scopes import scope_of
from briefgen.evidence.shelf import Shelf, elsewhere
from briefgen.evidence.statuses import AHEAD, due
from briefgen.evidence.themes import theme_of
from briefgen.evidence.told import tell
from briefgen.evidence.wording import about, quoted, role, status, values, what
from briefgen.evidence.words import head
from briefgen.messages import N_
from briefgen.model import Fact, Message, RelationType, Said, Status

FORECASTS = (Status.PROJECTION, Status.PLAN, Status.ESTIMATE)
"""Statuses that claim to say what will be or is; a target only says what is wished for."""
REVISED = re.compile(
    r"\b(?:revis(?:ed?|es|ing|ions?)|correct(?:ed|s|ion)|restat(?:ed?|es|ement)|re-?estimated|"
    r"(?:previous|earlier|initial|original|prior|preliminary)(?:ly)?\s+(?:\w+\s+)?"
    r"(?:reported|estimate[ds]?|expected|forecasts?|figures?|projections?|planned|targets?|announced|count|data|guidance)|"
    r"(?:rais|cut|lower|trim|downgrad|upgrad|slash|increas)\w*\s+(?:its|their|the|his|her)\s+(?:[\w-]+\s+){0,3}"
    r"(?:forecasts?|outlook|estimates?|projections?|targets?|guidance|plans?)|"
    r"now\s+(?:expects?|plans?|forecasts?|estimates?|projects?|aims?|puts?|sees?|stands?)|"
    r"final\s+(?:figures?|data|results?|count|numbers?))\b",
    re.IGNORECASE,
)
"""What a passage says that replaces a value given before (English)."""
REVISED_NEXT = re.compile(
    r"\W*(?:the|that|this|it|these|both|all)\b(?:\s+(?:figure|number|estimate|total|count|value|data|result|update)s?)?\s+"
    r"(?:(?:was|were|is|are|has\s+been|have\s+been)\s+(?:\w+ly\s+)?(?:revised|corrected|restated|updated)\b|"
    r"(?:replaces?|corrects?|supersedes?|revises?)\s+(?:an?|the|its|their|what)\b|"
    r"(?:is|are)\s+(?:an?\s+)?(?:revision|correction|update)s?\s+(?:of|to)\b)|"
    r"\W*(?:the|an?)\s+(?:earlier|first|previous|initial|original|preliminary|provisional)\s+"
    r"(?:figure|number|estimate|total|count|value|release|reading)s?\s+(?:was|were|had\s+been|has\s+been|have\s+been)\s+"
    r"(?:revised|corrected|restated|updated|withdrawn|dropped)\b|"
    r"\W*(?:preliminary|provisional|flash|earlier)\s+(?:data|figures?|estimates?|counts?)\s+had\s+(?:shown|put|given|been)\b",
    re.IGNORECASE,
)
"""How the sentence behind says the same of the number before it (English)."""
PRELIMINARY = re.compile(
    r"\b(?:preliminary|provisional|flash\s+(?:estimate|reading)|(?:initial|early|first)\s+(?:estimates?|figures?|counts?|data))\b",
    re.IGNORECASE,
)
"""What a passage says whose value will be replaced (English)."""


SAME_NEWS = 31
"""Days between two documents that report one state of things."""
SAME_DAYS = 3
"""Days in which nothing is expected to have changed."""
GROWS = re.compile(
    r"\b(?:so far|to date|already|(?:has|have|had)\s+(?:now\s+|already\s+)?been\s+\w+(?:ed|en|id|ilt|wn)|"
    r"(?:has|have|had)\s+(?:now\s+|already\s+)?(?:laid|built|completed|hired|recruited|signed|delivered|collected|"
    r"registered|recorded|killed|vaccinated|installed|paid|sold|raised))\b",
    re.IGNORECASE,
)
"""What a passage says of something that is counted from the start and never becomes less (English)."""
COSTING = frozenset({"cost", "bill", "tag"})
"""Heads of phrases for what is to be paid for a thing (English)."""
COSTS = re.compile(r"\bcosts\b", re.IGNORECASE)
"""What a passage says of a price to pay, whether or not it was paid (English)."""
CAPACITY = "power capacity"
"""The theme of what a plant can make."""
PAIR = 2
"""Facts that are called both."""


class Finding(Struct, frozen=True):
    """What a rule says of two facts."""

    type: RelationType
    """How they stand to each other."""
    told: Message
    """Why, in a plain sentence."""


Rule = Callable[[Pair, Shelf], Finding | None]


def superseded(pair: Pair, shelf: Shelf) -> Finding | None:
    """A value that a later document replaces: revised, by the same voice, or a forecast by what was measured."""
    if not (pair.same and _clash(pair.one, pair.other)) or scope_of(pair.one) != scope_of(pair.other):
        return None
    older, newer = _by_age(pair, shelf)
    if older is None or newer is None:
        return None
    if older.status in FORECASTS and newer.status is Status.ACTUAL:
        reason = tell(
            N_("the first was %(role)s, the second is what was reported afterwards"), role=status(older.status)
        )
    elif older.status is not newer.status:
        return None
    elif any(
        REVISED.search(figure.passage.quote) or REVISED_NEXT.match(shelf.behind(figure.passage))
        for figure in newer.figures
    ):
        reason = tell(N_("the later passage says that the value was revised"))
    elif any(PRELIMINARY.search(figure.passage.quote) for figure in older.figures):
        reason = tell(N_("the earlier passage calls its value preliminary"))
    elif shelf.one_voice(older, newer):
        reason = tell(N_("both come from the same source, and the later value replaces the earlier one"))
    else:
        return None
    told = (quoted(older, shelf.last_told(older)), quoted(newer, shelf.first_told(newer)))
    return Finding(RelationType.SUPERSEDED, _followed(*told, about(older), reason))


def _followed(older: Message, newer: Message, matter: Said, reason: Message) -> Message:
    """A value that gave way to another one, and why."""
    message = N_("%(older)s was followed by %(newer)s for %(what)s: %(reason)s.")
    return tell(message, older=older, newer=newer, what=matter, reason=reason)


def conflict(pair: Pair, shelf: Shelf) -> Finding | None:  # noqa: ARG001 - one signature for all rules
    """Different values of the same thing at the same time, in different documents."""
    one, other = pair.one, pair.other
    if not (pair.same and _clash(one, other) and _told(one, other)) or scope_of(one) != scope_of(other):
        return None
    return Finding(RelationType.CONFLICT, contradiction((one, other)))


def _told(one: Fact, other: Fact) -> bool:
    """Both are claimed in the same way: one status, or one was measured and the other estimated."""
    told = {one.status, other.status}
    return len(told) == 1 or told == {Status.ACTUAL, Status.ESTIMATE} or (_of_plans(one) and _of_plans(other))


def _of_plans(fact: Fact) -> bool:
    """It is the cost or the capacity of something, which is the same whether it is built, planned or thought of."""
    theme = theme_of(fact.figures[0])
    costing = head(fact.measure or "") in COSTING and fact.period is None and fact.deadline is None
    return fact.status is not Status.TARGET and (costing or (theme is not None and theme.name == CAPACITY))


def costs_now(one: Fact, other: Fact) -> bool:
    """Whether one thing "costs" so much here and "will cost" it there: neither passage says that it was paid."""
    costs = all(head(fact.measure or "") in COSTING for fact in (one, other))
    done = [fact for fact in (one, other) if fact.status is Status.ACTUAL]
    return costs and len(done) == 1 and all(COSTS.search(figure.passage.quote) for figure in done[0].figures)


def contradiction(facts: Sequence[Fact]) -> Message:
    """The explanation of a conflict between two facts or more."""
    two = N_("%(values)s are both given for %(what)s. They cannot both be right.")
    every = N_("%(values)s are all given for %(what)s. They cannot all be right.")
    return tell(two if len(facts) == PAIR else every, values=values(facts), what=about(facts[0]))


def definition(pair: Pair, shelf: Shelf) -> Finding | None:  # noqa: ARG001 - one signature for all rules
    """Different values at the same time, where the words around them delimit them differently."""
    one, other = pair.one, pair.other
    if not ((_clash(one, other) and one.status is other.status) or _restates(one, other)):
        return None
    only = sorted(scope_of(one) ^ scope_of(other))
    if not only:
        return None
    return Finding(
        RelationType.DIFFERENT_SCOPE,
        tell(
            N_(
                "%(values)s are both given for %(what)s, but only one of the passages speaks of %(words)s: the "
                "definitions may differ."
            ),
            values=values((one, other)),
            what=about(one),
            words=tuple(tell(name) for name in only),
        ),
    )


def rivals(pair: Pair, shelf: Shelf) -> Finding | None:  # noqa: ARG001 - one signature for all rules
    """A plan against a projection of another value for the same time, or one value held for firmer here than there."""
    one, other = pair.one, pair.other
    if not (pair.same and _alike(one, other) and one.status is not other.status and _same_time(one, other)):
        return None
    statuses = {one.status, other.status}
    if statuses <= set(FORECASTS) and surely_apart(*both(one, other)) and elsewhere(one, other):
        message = N_("%(one)s, %(other)s, both for %(what)s.")
        return Finding(RelationType.STATUS_CONFLICT, tell(message, one=role(one), other=role(other), what=about(one)))
    if not (agree(one.quantity, other.quantity) and elsewhere(one, other)) or costs_now(one, other):
        return None
    if Status.ACTUAL in statuses and statuses & set(AHEAD):
        message = N_("%(one)s, %(other)s: the passages differ on whether it has happened.")
    elif Status.TARGET in statuses and statuses & set(AHEAD) - {Status.TARGET}:
        message = N_("%(one)s, %(other)s: the passages agree on the value and differ on how firm it is.")
    else:
        return None
    return Finding(RelationType.STATUS_CONFLICT, tell(message, one=role(one), other=role(other)))


def horizon(pair: Pair, shelf: Shelf) -> Finding | None:  # noqa: ARG001 - one signature for all rules
    """The same value aimed at for different dates, or with a date in one document only."""
    one, other = pair.one, pair.other
    if not (pair.same and _alike(one, other) and one.status in AHEAD and other.status in AHEAD):
        return None
    if not agree(*both(one, other)) or not elsewhere(one, other):
        return None
    ends = [due(fact) for fact in (one, other)]
    if ends[0] == ends[1] or one.deadline is other.deadline is None:
        return None
    dates = [end or tell(N_("no date")) for end in ends]
    message = N_(
        "The same value for %(what)s, but with different horizons: %(one)s in one passage, %(other)s in the other."
    )
    return Finding(RelationType.DIFFERENT_PERIOD, tell(message, what=what(one), one=dates[0], other=dates[1]))


def lowered(pair: Pair, shelf: Shelf) -> Finding | None:
    """A smaller aim for a later date in one document, a larger one for an earlier date in the other.

    One is no step to the other: whoever aims at 4,000 by 2028 does not aim at 3,200 by 2030.
    """
    one, other = pair.one, pair.other
    firm = {one.status, other.status} <= {Status.TARGET, Status.PLAN}
    if not (pair.same and firm and _alike(one, other) and elsewhere(one, other)) or scope_of(one) != scope_of(other):
        return None
    left, right = one.deadline, other.deadline  # the budgets of two years are no steps to anything
    if left is None or right is None or left == right or not surely_apart(*both(one, other)):
        return None
    (soon, first), (late, last) = ((one, left), (other, right)) if left < right else ((other, right), (one, left))
    if (soon.quantity.value or 0) <= (late.quantity.value or 0):
        return None
    older, newer = _by_age(pair, shelf)
    if older is None or newer is None:
        kind, reason = (
            RelationType.DIFFERENT_PERIOD,
            tell(N_("the later aim is the smaller one, so one has given way to the other")),
        )
    else:
        kind, reason = (
            RelationType.SUPERSEDED,
            tell(N_("the younger document has “%(value)s”"), value=newer.quantity.printed),
        )
    aims = tuple(
        tell(N_("%(what)s by %(day)s"), what=quoted(aim), day=end) for aim, end in ((soon, first), (late, last))
    )
    message = N_("%(values)s are both aimed at for %(what)s: %(reason)s.")
    return Finding(kind, tell(message, values=aims, what=what(one), reason=reason))


def standing(pair: Pair, shelf: Shelf) -> Finding | None:
    """Different values of what is said to be so now, in documents that appeared within a month of each other.

    Of what only grows (track laid, people hired) a later and smaller value contradicts the earlier one, as do two
    values of the same days; else the later value may simply be the newer state.
    """
    one, other = pair.one, pair.other
    if not (pair.same and _now(one) and _now(other) and _told(one, other) and _restates(one, other)) or scope_of(
        one
    ) != scope_of(other):
        return None
    days = [as_of(fact, shelf) for fact in (one, other)]
    if days[0] is None or days[1] is None:
        return None
    (first, older), (last, newer) = sorted(
        ((days[0][0], one), (days[1][0], other)), key=lambda told: (told[0], told[1].id)
    )
    if (last - first).days > SAME_NEWS:
        return None
    shrunk = (newer.quantity.value or 0) < (older.quantity.value or 0) and _only_grows(older) and _only_grows(newer)
    if shrunk or (last - first).days <= SAME_DAYS:
        return Finding(RelationType.CONFLICT, contradiction((older, newer)))
    reason = tell(N_("the later passage gives a newer state, or another count"))
    told = _followed(quoted(older, first), quoted(newer, last), what(older), reason)
    return Finding(RelationType.SUPERSEDED, told)


def restated(pair: Pair, shelf: Shelf) -> Finding | None:
    """Another value of what has no time, in a later document: a cost that rose, a plan that grew, a newer count."""
    one, other = pair.one, pair.other
    if not (pair.same and _restates(one, other)) or scope_of(one) != scope_of(other):
        return None
    days = [as_of(fact, shelf) for fact in (one, other)]
    if days[0] is None or days[1] is None:
        message = N_(
            "%(values)s are given for %(what)s in documents of which one has no date: the one may have replaced the "
            "other."
        )
        return Finding(RelationType.DIFFERENT_PERIOD, tell(message, values=values((one, other)), what=what(one)))
    (older, given), (newer, then) = ((one, days[0]), (other, days[1]))
    if then[0] < given[0]:
        (older, given), (newer, then) = (newer, then), (older, given)
    if given[1] >= then[0] or not (older.status is newer.status or older.status in FORECASTS):
        return None
    reason = tell(N_("the later document gives another value"))
    told = _followed(quoted(older, given[1]), quoted(newer, then[0]), what(older), reason)
    return Finding(RelationType.SUPERSEDED, told)


RULES: tuple[Rule, ...] = (superseded, conflict, definition, rivals, horizon, lowered, standing, restated)
"""In the order in which they are asked."""


def judge(pair: Pair, shelf: Shelf) -> Finding | None:
    """What the first rule that speaks says of a pair; a doubtful one contradicts nothing for sure."""
    found = next((found for rule in RULES if (found := rule(pair, shelf))), None)
    if found is None or found.type is not RelationType.CONFLICT or not pair.doubtful:
        return found
    one, other = pair.one, pair.other
    message = N_(
        "%(values)s seem to be given for the same thing, %(what)s: either the documents count different things, or one "
        "of them is wrong."
    )
    return Finding(RelationType.DIFFERENT_SCOPE, tell(message, values=values((one, other)), what=about(one)))


def _clash(one: Fact, other: Fact) -> bool:
    """Values of one time that cannot both be right, in different documents."""
    return _alike(one, other) and _same_time(one, other) and surely_apart(*both(one, other)) and elsewhere(one, other)


def _alike(one: Fact, other: Fact) -> bool:
    """Kind, rate, direction and base do not differ."""
    return one_kind(one, other) and all(
        a is None or b is None or a == b
        for a, b in ((one.rate, other.rate), (one.direction, other.direction), (one.base, other.base))
    )


def _same_time(one: Fact, other: Fact) -> bool:
    """Both have the same period, or deadline where no period is known; two facts without any time have none in common.

    "By 2025" may be given as a deadline or as the year that it is for.
    """
    time = one.period or one.deadline
    return time is not None and time == (other.period or other.deadline)


def _now(fact: Fact) -> bool:
    """It is said, or thought, to be so or to be possible, without any time or at a day."""
    return (fact.status in (Status.ACTUAL, Status.ESTIMATE, Status.CAPACITY) or _of_plans(fact)) and stands(fact)


def _restates(one: Fact, other: Fact) -> bool:
    """Two documents give different values of what has no time, or is so at a day."""
    standings = stands(one) and stands(other) and _alike(one, other)
    return standings and surely_apart(*both(one, other)) and elsewhere(one, other)


def _only_grows(fact: Fact) -> bool:
    """Its passages count something from the start."""
    return any(GROWS.search(figure.passage.quote) for figure in fact.figures)


def _by_age(pair: Pair, shelf: Shelf) -> tuple[Fact | None, Fact | None]:
    """The fact that was told first and the one that was told later; none where the dates do not show it."""
    for older, newer in ((pair.one, pair.other), (pair.other, pair.one)):
        last, first = shelf.last_told(older), shelf.first_told(newer)
        if last is not None and first is not None and last < first:
            return older, newer
    return None, None
