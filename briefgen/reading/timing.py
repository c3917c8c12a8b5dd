"""Which time belongs to which figure: by clause, by distance, and by what may stand together.

An expression belongs to the figures of its clause. A clause without one takes that of the clause it hangs on ("rose
62% last year, reaching 4.5 million tons"), a fronted one reaches the whole sentence, and a sentence that goes on with
the same subject takes the time of the sentence before. A plan or target takes only a time that is said of it: "agreed
in 2024 to raise" dates the agreement. Where nothing fits, the time stays open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from briefgen.model import Document, Kind, Period, Span, Status
from briefgen.reading import accounts, clauses, days, headlines, periods, status
from briefgen.reading.bases import CHANGES, FACTS, base_of, of_compared, shifted, steps_back, usual_base
from briefgen.reading.carrying import (
    Course,
    after,
    after_words,
    carried,
    founded,
    gone_on,
    may_go_on,
    narrated,
    periods_of,
)
from briefgen.reading.clauses import Link
from briefgen.reading.meanings import THAT_YEAR, Role
from briefgen.reading.parts import Line, Mention, Timing
from briefgen.reading.periods import Expression
from briefgen.reading.scenes import DEFAULT, Scene, Words, is_of_days, scene_of, words_of

DAYS = 62
"""A shorter time of the past behind a plan is when it was made: "pledged 3 million in January"."""
BEFORE_A_FORECAST = 60
"""Characters in front of a time in which a forecast is looked for."""
DAYS_OF_AN_OCCASION = 31
"""An expression longer than a month dates no visit."""
REACH_OF_AN_OCCASION = 160
"""Characters between a visit and its date."""
INTERVENING = 40
"""How much further off an expression counts for each figure in between, in characters."""
JOINT = 25
"""The same for a comma or "and" in between."""
COMING_BEFORE = 5
"""The same for standing in front: time mostly stands behind its figure."""
FRONTED = 18
"""Characters that may stand in front of an expression that opens a sentence: a quotation mark, "No later than "."""


def time(
    document: Document, lines: Sequence[Line], mentions: Sequence[tuple[Mention, ...]]
) -> tuple[tuple[Timing, ...], ...]:
    """When each figure is of; the result has the shape of `mentions`.

    Args:
        document: The text and its day of publication.
        lines: Its sentences.
        mentions: The figures of each sentence.
    """
    return time_and_status(document, lines, mentions)[0]


def time_and_status(
    document: Document, lines: Sequence[Line], mentions: Sequence[tuple[Mention, ...]]
) -> tuple[tuple[tuple[Timing, ...], ...], tuple[tuple[Status | None, ...], ...]]:
    """As `time`, with the status that the words give each figure, which its time depends on."""
    language = document.language or DEFAULT
    spans = tuple(line.span for line in lines)
    found = periods.in_lines(document.text, spans, document.published, language)
    words = words_of(language)
    held = occasions(document.text, lines, found, words)
    known, course = accounts.Accounts(), Course()
    latest: list[Period] = []
    year: Period | None = None
    timings: list[tuple[Timing, ...]] = []
    said: list[status.Statuses] = []
    for index, line in enumerate(lines):
        said.append(tuple([status.said_of(document.text, line.span, one, language) for one in mentions[index]]))
        told = [one for each in found[index] if (one := accounts.resolved(each, known))]
        told = [one for one in told if not is_of_forecast(document.text, line.span, one, words)]
        year = year if index > 0 and lines[index - 1].block == line.block else None
        told, year = with_that_year(told, year)
        times = tuple([dated_occasion(one, held) for one in told])
        course = course if course.block == line.block else Course(line.block, None, course.ahead, course.ahead_block)
        if not mentions[index] or len(line.span) > clauses.LONGEST:
            known = accounts.after(known, document, line, times, words)
            course = after_words(course, line, [one for one in times if one.role is not Role.BASE], document.published)
            timings.append((Timing(),) * len(mentions[index]))
            continue
        follows = index > 0 and lines[index - 1].block == line.block
        past = latest if follows else []
        latest = []
        carries = past or accounts.carried_to(known, document.text, line, (), words)
        if not (times or carries or may_go_on(course, document.text, line, words)):
            known = accounts.after(known, document, line, (), words)
            timings.append((Timing(),) * len(mentions[index]))  # no time stands here, and none comes from before
            continue
        scene = scene_of(document, line.span, mentions[index], times, said[index])
        main = tuple(one for one in times if not (one.compared or one.role is Role.BASE or of_compared(scene, one)))
        scene = replace(
            scene,
            accounts=accounts.carried_to(known, document.text, line, main, words),
            before=past[-1] if past else course.past,
        )
        known = accounts.after(known, document, line, main, words)
        own = tuple(timing_of(scene, number) for number in range(len(scene.mentions)))
        own = carried(scene, own, mentions[index - 1], past) if past else own
        own = gone_on(scene, own, course, main)
        course = after(course, line, scene, own, main)
        latest = [] if founded(scene) else periods_of(scene, own)
        timings.append(own)
    return headlines.completed(lines, mentions, timings, said)


def occasions(
    text: str, lines: Sequence[Line], found: Sequence[tuple[Expression, ...]], words: Words
) -> Mapping[str, Period]:
    """The days that the document gives for its visits and meetings: "the visit of ... on 20–21 October"."""
    held: dict[str, Period] = {}
    for line, times in zip(lines, found, strict=True):
        for one in times:
            if one.period is None or one.role is not Role.AT or one.vague:
                continue
            if (one.period.end - one.period.start).days >= DAYS_OF_AN_OCCASION or one.shift:
                continue
            start = max(line.span.start, one.span.start - REACH_OF_AN_OCCASION)
            for match in words.occasion.finditer(text, start, one.span.start):
                held.setdefault(match[0].lower(), one.period)
    return held


def with_that_year(times: Sequence[Expression], year: Period | None) -> tuple[list[Expression], Period | None]:
    """The expressions with "that year" as the last year named in front of it, and the last one behind them all."""
    known: list[Expression] = []
    for one in times:
        if one.occasion == THAT_YEAR:
            known += [Expression(one.span, one.core, Role.AT, year)] if year else []
            continue
        known.append(one)
        period = one.period
        if period and one.role is Role.AT and not one.compared and period.start.year == period.end.year:
            year = days.year(period.start.year)
    return known, year


def is_of_forecast(text: str, span: Span, one: Expression, words: Words) -> bool:
    """Whether a day or month is when somebody foretold a number, and no time of the number: "it forecast in May"."""
    short = one.period is None or (one.period.end - one.period.start).days <= DAYS
    start = max(span.start, one.core.start - BEFORE_A_FORECAST)
    return short and words.foretold.search(text, start, one.core.start) is not None


def dated_occasion(one: Expression, held: Mapping[str, Period]) -> Expression:
    """The expression; "during the visit" with the days of the visit."""
    if one.occasion is None or one.occasion not in held:
        return one
    return Expression(one.span, one.core, Role.AT, held[one.occasion])


def timing_of(scene: Scene, number: int) -> Timing:
    """The time of one figure, from its own sentence."""
    mention, kind = scene.mentions[number], scene.statuses[number]
    if scene.compared[number] or steps_back(scene, number):
        return Timing(compared_period(scene, number) or revised_period(scene, number))
    if (step := stepped_before(scene, number)) is not None:
        return Timing(shifted(step, main_period(scene, number) or scene.before))
    if is_size(scene, mention):
        return Timing()
    one = paired(scene, number) or chosen(scene, number)
    if one is None:
        return Timing(base=base_of(scene, number, None) if mention.kind in CHANGES else None)
    period, deadline = settled(scene, one, kind)
    base = base_of(scene, number, period) if mention.kind in CHANGES else None
    if base is None and deadline is None and one.role is not Role.SINCE:
        base = usual_base(mention, kind, period)
    return Timing(period, base, deadline)


def is_size(scene: Scene, mention: Mention) -> bool:
    """Whether a figure is how large a thing is, at all times: "90 m long", "the 90-km line"."""
    if scene.words.dimensions.match(scene.text, mention.span.end):
        return True
    return scene.words.sizes.search(mention.quantity.surface) is not None


def settled(scene: Scene, one: Expression, kind: Status) -> tuple[Period | None, dt.date | None]:
    """Period and deadline that an expression gives a figure of some status."""
    dated = one.dated()
    period, december = dated.period, 12
    if one.role is Role.DEADLINE and period and period.start == period.end and period.end.month == december:
        period = days.year(period.end.year)  # "by the end of 2024 it had risen": in the course of that year
    if kind in FACTS:
        return period, None
    if is_programme(scene, one):
        return period, period.end if period else None
    return period, dated.deadline


def is_programme(scene: Scene, one: Expression) -> bool:
    """Whether an expression is the range of years of a programme that sets aims."""
    period = one.period
    if period is None or one.role is not Role.AT or period.end.year == period.start.year:
        return False
    return scene.words.programmes.search(scene.text, scene.span.start, one.core.start) is not None


def paired(scene: Scene, number: int) -> Expression | None:
    """The expression of the same place in the list: "6, 7 and 9% in 2022, 2023 and 2024, respectively"."""
    if not scene.words.paired.search(scene.text, scene.span.start, scene.span.end):
        return None
    dated = [one for one in scene.times if one.absolute]
    return dated[number] if len(dated) == len(scene.mentions) > 1 else None


def chosen(scene: Scene, number: int) -> Expression | None:
    """The expression that a figure takes, or the period of the accounts; None where none fits."""
    if one := said_here(scene, number):
        return one
    lasting = scene.mentions[number].kind is not Kind.DURATION and scene.statuses[number] is Status.ACTUAL
    return scene.accounts if lasting else None


def said_here(scene: Scene, number: int) -> Expression | None:
    """The expression of its sentence that a figure takes; None where none fits."""
    mention = scene.mentions[number]
    own = scene.clause_of(mention.span.start)
    if one := best(scene, number, own):
        return one
    index = own
    while scene.clauses[index].link.dependent and index > 0:
        index -= 1
        if hangs(scene, number, own) and (one := best(scene, number, index)):
            return one
    if one := told_more(scene, number, own) or fronted(scene, number, own):
        return one
    if (
        own > 0
        and (joined(scene, number, own) or more_than_then(scene, number))
        and (one := best(scene, number, own - 1))
    ):
        return one
    if followed(scene, number, own + 1) and (one := best(scene, number, own + 1)):
        return one
    return told_on(scene, number, own)


def told_on(scene: Scene, number: int, own: int) -> Expression | None:
    """The one time of the clauses in front, for a clause that tells more of the same.

    "In May there were 200 calls, but the ships were smaller: 31 tons were loaded"; "the deficit will be 9% this year,
    and debt will climb to 83%".
    """
    one = time_in_front(scene, own) if own > 0 and scene.clauses[own].link is not Link.RELATIVE else None
    if one is None or one.period is None or not usable(scene, number, one):
        return None
    start, kind = scene.clauses[own].span.start, scene.statuses[number]
    before = [
        known
        for mention, known in zip(scene.mentions[:number], scene.statuses, strict=False)
        if mention.span.end <= start
    ]
    if kind is Status.PROJECTION:
        goes_on = scene.words.joins.match(scene.text, start) is not None
        return one if before and goes_on and all(known is kind for known in before) else None
    facts = bool(before) and all(known in FACTS for known in (kind, *before))
    return one if facts and narrated(scene, number, one.period) else None


def time_in_front(scene: Scene, own: int) -> Expression | None:
    """The one time that the clauses in front of another one name, outside of clauses that tell of a thing."""
    start = scene.clauses[own].span.start
    times = [one for one in scene.times if one.core.start < start and not (one.compared or one.role is Role.BASE)]
    if len(times) != 1 or times[0].role is not Role.AT:
        return None
    apart = (Link.RELATIVE, Link.ASIDE, Link.SUBORDINATE)
    return None if scene.clauses[scene.clause_of(times[0].core.start)].link in apart else times[0]


def told_more(scene: Scene, number: int, own: int) -> Expression | None:
    """The time right in front of a relative clause of the past: "the crash in December 2024, which killed 38".

    What is said of a part of a number shares its time: "sold 900 in May, of which 40 were used".
    """
    clause, kind = scene.clauses[own], scene.statuses[number]
    if clause.link is Link.SUBORDINATE and scene.words.when.match(scene.text, clause.span.start):
        return beginning(scene, number, own)
    if clause.link is not Link.RELATIVE:
        return None
    if number > 0 and kind in FACTS and is_excess(scene, number):
        return said_here(scene, number - 1)
    if kind in FACTS and scene.words.present.search(scene.text, clause.span.start, clause.span.end):
        return None
    if scene.words.part_of.search(scene.text, scene.span.start, clause.span.start):
        return best(scene, number, own - 1) or part_of_last(scene, number) if kind in FACTS else None
    touching = (one for one in scene.times if clause.span.start - 1 <= one.core.end <= clause.span.start)
    known = kind in FACTS or kind is Status.PROJECTION
    return next((one for one in touching if known and usable(scene, number, one)), None)


def is_excess(scene: Scene, number: int) -> bool:
    """Whether a change says how much more the figure in front is than before: "5 tons, which is 10% more than"."""
    mention = scene.mentions[number]
    return mention.kind in CHANGES and scene.words.exceeding.match(scene.text, mention.span.end) is not None


def part_of_last(scene: Scene, number: int) -> Expression | None:
    """The time of the figure of which one tells a part: "in May it took 23 days, of which nine were spent waiting"."""
    return said_here(scene, number - 1) if number > 0 and scene.statuses[number - 1] in FACTS else None


def beginning(scene: Scene, number: int, own: int) -> Expression | None:
    """The time right in front of a clause that tells what happened then: "since April, when it was cut by 2 points"."""
    start = scene.clauses[own].span.start
    for one in scene.times:
        if start - 1 <= one.core.end <= start and scene.statuses[number] not in FACTS and usable(scene, number, one):
            return one
        if start - 1 <= one.core.end <= start and scene.statuses[number] in FACTS:
            return replace(one, role=Role.AT, period=one.start) if one.role is Role.SINCE else one
    return None


def followed(scene: Scene, number: int, following: int) -> bool:
    """Whether the clause behind says more of the same fact: "reached 3 billion, rising 5% in 2024"."""
    if scene.statuses[number] not in FACTS or following >= len(scene.clauses):
        return False
    clause = scene.clauses[following]
    dates = clause.link is Link.SUBORDINATE and scene.words.when.match(scene.text, clause.span.start) is not None
    return (dates or clause.link in (Link.PARTICIPLE, Link.ASIDE)) and not timed(scene, following)


def timed(scene: Scene, index: int) -> bool:
    """Whether a clause has figures of its own of another status."""
    span = scene.clauses[index].span
    return any(
        span.holds(mention.span) and kind not in FACTS
        for mention, kind in zip(scene.mentions, scene.statuses, strict=True)
    )


def hangs(scene: Scene, number: int, own: int) -> bool:
    """Whether a figure of a dependent clause shares the time of the clause that it hangs on.

    "With aspirations to reach 2.2 million tons" has a modality of its own, and so no date.
    """
    if scene.statuses[number] in FACTS or scene.clauses[own].link in (Link.INFINITIVE, Link.ASIDE):
        return True
    rules = scene.words.cues
    start, end = scene.clauses[own].span.start, scene.mentions[number].span.start
    cues = [hit for hit in status.hits_in(scene.text, start, end, status.Where.BEFORE, rules) if not hit.cue.purpose]
    return not cues


def joined(scene: Scene, number: int, own: int) -> bool:
    """Whether a clause of the past tense goes on with the time of the one before: "and imports fell 3%"."""
    span = scene.clauses[own].span
    if scene.statuses[number] not in FACTS or scene.words.present.search(scene.text, span.start, span.end):
        return False
    if scene.words.joins.match(scene.text, span.start) is None:
        return False
    before = scene.clauses[own - 1].span
    times = [one for one in scene.times if one.role is not Role.BASE]
    if sum(1 for one in times if before.start <= one.core.start < before.end) > 1:
        return False  # "fell from 48% in 2005 to 31% in 2019 but climbed back"
    return all(
        kind in FACTS
        for mention, kind in zip(scene.mentions, scene.statuses, strict=True)
        if before.holds(mention.span)
    )


def more_than_then(scene: Scene, number: int) -> bool:
    """Whether a change is against a step in time right behind it: "..., the office said, 4% more than a year ago"."""
    mention = scene.mentions[number]
    if mention.kind not in CHANGES or scene.statuses[number] not in FACTS:
        return False
    near = (one for one in scene.times if 0 <= one.core.start - mention.span.end <= STEP)
    return any(one.shift and (one.role is Role.BASE or one.compared) for one in near)


STEP = 24
"""Characters between a change and the step in time that it is against: " more than "."""


def fronted(scene: Scene, number: int, own: int) -> Expression | None:
    """The expression that opens the sentence: "In 2024, exports reached 3 and imports 5"."""
    first = scene.times[0] if scene.times else None
    if own == 0 or first is None:
        return None
    opening = first.role is Role.SINCE and scene.clause_of(first.core.start) == 0  # "Since it began in 2018, ..."
    if first.core.start - scene.span.start > FRONTED and not opening:
        return None
    if scene.between(scene.span.start, first.core.start) or not usable(scene, number, first):
        return None
    span = scene.clauses[own].span
    now = scene.words.present.search(scene.text, span.start, span.end) is not None
    if scene.statuses[number] in FACTS:
        return None if (now and not opening) or scene.clauses[own].link is Link.RELATIVE else first
    dependent = scene.clauses[own].link.dependent
    return first if first.role is Role.DEADLINE and (not dependent or hangs(scene, number, own)) else None


def best(scene: Scene, number: int, index: int) -> Expression | None:
    """The nearest expression of a clause, or reaching into it, that may be the time of a figure."""
    span = scene.clauses[index].span
    fitting = [
        one
        for one in scene.times
        if one.core.start < span.end and span.start < one.core.end and usable(scene, number, one)
    ]
    return min(fitting, key=lambda one: distance(scene, scene.mentions[number], one), default=None)


def distance(scene: Scene, mention: Mention, one: Expression) -> int:
    """How far an expression stands from a figure, in characters and what they weigh."""
    if one.span.holds(mention.span):
        return 0
    before = one.span.end <= mention.span.start
    start, end = (one.span.end, mention.span.start) if before else (mention.span.end, one.span.start)
    joints = sum(1 for _ in scene.words.joints.finditer(scene.text, start, end))
    return end - start + INTERVENING * scene.between(start, end) + JOINT * joints + COMING_BEFORE * before


def usable(scene: Scene, number: int, one: Expression) -> bool:
    """Whether an expression may be the time of a figure, by what both are."""
    if one.compared or one.role in (Role.BASE, Role.AFTER, Role.TO):
        return False
    if of_compared(scene, one) and not goes_on_with(scene, number, one):
        return False
    if one.vague and one.span.holds(scene.mentions[number].span):
        return False  # "for 18 days" is how long, not when
    if is_of_another(scene, number, one):
        return False
    if scene.statuses[number] in FACTS:
        return of_fact(scene, one)
    return one.vague or of_intention(scene, scene.mentions[number], one, scene.statuses[number])


def goes_on_with(scene: Scene, number: int, one: Expression) -> bool:
    """Whether a comparison that has its time is over: "up from 17 million in 2023, and this year's may pass 20"."""
    start, end = one.core.start, scene.mentions[number].span.start
    owner = max((mention.span.end for mention in scene.mentions if mention.span.end <= start), default=start)
    dated = any(owner <= other.core.start < start for other in scene.times)
    return dated and one.core.end <= end and not scene.between(one.core.end, end)


def is_of_another(scene: Scene, number: int, one: Expression) -> bool:
    """Whether an expression belongs to another figure or to a thing."""
    mention = scene.mentions[number]
    return (
        is_of_a_bracket(scene, mention, one)
        or scene.words.papered.search(scene.text, scene.span.start, one.core.start) is not None
        or is_of_a_thing(scene, mention, one)
        or is_of_the_last(scene, number, one)
        or leads_another(scene, number, one)
        or stands_now(scene, number, one)
    )


NEAR = 12
"""Characters between a time and the figure that it stands in front of: ", in 2023 just "."""


def leads_another(scene: Scene, number: int, one: Expression) -> bool:
    """Whether a time belongs to the next figure of a list: "in 2022 it landed 90,000 tons, in 2023 84,000"."""
    end = scene.mentions[number].span.end
    if number + 1 >= len(scene.mentions) or one.core.start < end or scene.between(end, one.core.start):
        return False
    start = scene.mentions[number + 1].span.start
    if not (0 <= start - one.core.end <= NEAR) or "," in scene.text[one.core.end : start]:
        return False
    if not scene.words.joints.search(scene.text, end, one.core.start):
        return False
    first = scene.times[0]
    return first.core.end <= scene.mentions[number].span.start and first.role is Role.AT


def stands_now(scene: Scene, number: int, one: Expression) -> bool:
    """Whether a figure is told of now and a time behind another one is not its own.

    "The firm employs 3,200 people and produced 41,000 cars last year".
    """
    mention = scene.mentions[number]
    if one.core.start < mention.span.end or not scene.between(mention.span.end, one.core.start):
        return False
    if one.period is None or scene.published is None or one.period.end >= scene.published:
        return False
    start = scene.clauses[scene.clause_of(mention.span.start)].span.start
    now = list(scene.words.present.finditer(scene.text, start, mention.span.start))
    return bool(now) and scene.words.narrated.search(scene.text, now[-1].end(), mention.span.start) is None


def is_of_a_bracket(scene: Scene, mention: Mention, one: Expression) -> bool:
    """Whether a time belongs to what follows it between brackets: "a payout of 3p (2024: 2p)"."""
    if not (scene.text.startswith(":", one.core.end) and scene.text.endswith("(", 0, one.core.start)):
        return False
    closing = scene.text.find(")", one.core.end, scene.span.end)
    return not one.core.end < mention.span.start < closing


def is_of_a_thing(scene: Scene, mention: Mention, one: Expression) -> bool:
    """Whether an expression in front tells when a thing was made, between commas: "the dam, built in 1975, yields"."""
    if one.core.end > mention.span.start or not scene.text.startswith(",", one.core.end):
        return False
    return scene.words.made.search(scene.text, scene.span.start, one.core.start) is not None


def is_of_the_last(scene: Scene, number: int, one: Expression) -> bool:
    """Whether a time is that of the last of several figures alone: "70% of the 1,200 wells drilled since 2018"."""
    owner = None
    for index, mention in enumerate(scene.mentions):
        if mention.span.end <= one.span.start:
            owner = index
    if owner is None or owner <= number:
        return False
    last = scene.mentions[owner]
    end = last.noun.end if last.noun else last.span.end
    return scene.words.done_in.fullmatch(scene.text, end, max(end, one.core.start)) is not None


def of_fact(scene: Scene, one: Expression) -> bool:
    """Whether an expression may date something that is so: not a deadline ahead, not a day to come."""
    if one.role is Role.FROM:
        return False
    if one.role in (Role.DEADLINE, Role.BEFORE):
        if one.role is Role.BEFORE or one.period is None:
            return False
        if scene.published is not None:
            return one.period.end <= scene.published
        return scene.words.perfect.search(scene.text, scene.span.start, scene.span.end) is not None
    return one.period is None or scene.published is None or one.period.start <= scene.published


def of_intention(scene: Scene, mention: Mention, one: Expression, decided: Status) -> bool:
    """Whether an expression may be when something is to be: not the day on which it was agreed."""
    if one.role in (Role.DEADLINE, Role.BEFORE) or is_programme(scene, one):
        return not is_of_a_fact(scene, mention, one)
    if one.role is Role.SINCE:
        return False
    if one.core.start >= mention.span.end:
        past = one.period is not None and scene.published is not None and one.period.end < scene.published
        agreed = decided is Status.PLAN and one.period is not None and (one.period.end - one.period.start).days < DAYS
        return not past or not (agreed or scene.between(mention.span.end, one.core.start))
    return lies_ahead(scene, one)


def lies_ahead(scene: Scene, one: Expression) -> bool:
    """Whether a time in front of an intention is one that it is for: not the day on which it was agreed or told."""
    if one.period is None or scene.words.intentions.match(scene.text, one.core.end):
        return False
    if scene.published is None or one.period.end > scene.published:
        return True
    return one.period.end == scene.published and not is_of_days(one.period)


def is_of_a_fact(scene: Scene, mention: Mention, one: Expression) -> bool:
    """Whether a time in front of a figure is that of a measured one: "61% were seen within 18 weeks, short of 92%"."""
    if one.core.start > mention.span.start:
        return False
    own = scene.clause_of(one.core.start)
    for other, kind in reversed(list(zip(scene.mentions, scene.statuses, strict=True))):
        if other.span.end <= one.span.start and scene.clause_of(other.span.start) == own:
            return kind in FACTS and scene.words.joints.search(scene.text, other.span.end, one.span.start) is None
    return False


def compared_period(scene: Scene, number: int) -> Period | None:
    """The time of a figure that another one is compared with: what stands right behind it."""
    mention = scene.mentions[number]
    own = scene.clause_of(mention.span.start)
    for one in scene.times:
        if one.core.start < mention.span.end or scene.clause_of(one.core.start) != own:
            continue
        if scene.between(mention.span.end, one.core.start):
            return None
        if one.shift:
            return shifted(one, main_period(scene, number)) or one.period
        return one.period if one.role in (Role.AT, Role.BASE) else None
    return None


def stepped_before(scene: Scene, number: int) -> Expression | None:
    """The step in time that opens the clause of a level: "A year earlier, they had been $288 million"."""
    mention = scene.mentions[number]
    if mention.kind in CHANGES or scene.statuses[number] not in FACTS:
        return None
    for one in scene.times:
        opens = not scene.text[scene.clauses[scene.clause_of(one.core.start)].span.start : one.core.start].strip(
            " ,;–—"
        )
        if one.shift and one.role is Role.BASE and opens and one.core.end <= mention.span.start:
            return one if not scene.between(one.core.end, mention.span.start) else None
    return None


def revised_period(scene: Scene, number: int) -> Period | None:
    """The time of a forecast that is changed: that of the new one, "lowered its forecast for 2025 to 2% from 3%"."""
    own = scene.clauses[scene.clause_of(scene.mentions[number].span.start)].span
    expected = number > 0 and scene.statuses[number] is scene.statuses[number - 1] is Status.PROJECTION
    if not expected or scene.words.cues.revised.search(scene.text, own.start, own.end) is None:
        return None
    return main_period(scene, number)


def main_period(scene: Scene, number: int) -> Period | None:
    """The period of the nearest figure in front that is not itself compared."""
    for earlier in range(number - 1, -1, -1):
        if not (scene.compared[earlier] or steps_back(scene, earlier)):
            one = chosen(scene, earlier)
            return one.dated().period if one else None
    return None
