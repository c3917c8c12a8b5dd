"""What news tells with a number in ever other words: deaths, job cuts, harvests, turnout.

"Killed 14 people", "the death toll stood at 14" and "14 lives were lost" share no noun phrase. A theme is told by the
phrase that is measured, or by the words right before or behind the number. The tables are English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from briefgen.evidence.countries import named_by
from briefgen.evidence.words import content_words, singular
from briefgen.model import Figure

COUNT = "count:"
"""How the unit of things counted begins."""
NEAR = 90
"""Characters on either side of a number that are looked at: most of a clause."""
ABOUT = (
    r"(?:(?:about|around|some|nearly|almost|roughly|approximately|only|just|over|up to|at least|more than|another|an?|"
    r"the|additional|further|total of|estimated|as many as|no fewer than|new|its|their)[ \u00a0]){0,4}"
)
"""Words between a verb and the number of what it is done with."""
FEW = r"(?:[ \u00a0][\w’'-]+){0,4}?[ \u00a0]"
"""From a number to the verb behind it."""
BE = (
    r"(?:(?:is|are|was|were|be|been|being|has|have|had|will|would|could|may|might|to|now|already|still|\w+ly)"
    r"[ \u00a0]){0,5}"
)
"""Words in front of a participle."""


class Theme(Struct, frozen=True, gc=False, eq=False):
    """One thing that numbers are told of."""

    name: str
    """What it is called for the reader."""
    units: re.Pattern[str]
    """Units that it may have; a bare number is an empty one."""
    phrase: re.Pattern[str]
    """The whole of a noun phrase that measures it."""
    before: re.Pattern[str]
    """The end of the text before a number that is of it."""
    behind: re.Pattern[str]
    """The beginning of the text behind such a number."""
    idle: frozenset[str]
    """Words of what is counted that add nothing; any other one narrows the theme."""

    @property
    def family(self) -> str:
        """The family of its mentions: that of the noun phrases for it, where there is one (`concepts`)."""
        return self.name if self.name in CONCEPTS else f"theme: {self.name}"


CONCEPTS = frozenset({"unemployment"})
"""Themes that noun phrases tell as well."""


def _theme(  # noqa: PLR0913 - a theme is all of these
    name: str, units: str, idle: str, *, phrase: str = "(?!)", before: str = "(?!)", behind: str = "(?!)"
) -> Theme:
    """A theme from the sources of its patterns."""
    return Theme(
        name,
        re.compile(units),
        re.compile(phrase, re.IGNORECASE),
        re.compile(rf"(?:{before})[ \u00a0]{ABOUT}$", re.IGNORECASE),
        re.compile(behind, re.IGNORECASE),
        frozenset(map(singular, idle.split())),
    )


PEOPLE = r"|count:.*"
CROPS = (
    r"(?:wheat|maize|corn|barley|rye|oats?|rice|soybeans?|soya|rapeseed|sunflowers?|cotton|grapes?|"
    r"olives?|coffee|cocoa|tea|potatoes|sugar beets?|sugar cane|apples|grain|hay|hops)"
)
JOBS = (
    r"(?:jobs?|posts?|positions?|roles|workers|employees|staff|people|miners|engineers|teachers|nurses|"
    r"drivers|pilots|clerks)"
)

THEMES: tuple[Theme, ...] = (
    _theme(
        "deaths",
        PEOPLE,
        "people person man woman death dead life body victim fatality toll killed lost died",
        phrase=r"(?:confirmed |official )?(?:death toll|toll|deaths?|fatalities|dead|lives lost|people killed|"
        r"bodies)(?: (?:of|from|in)\b.*)?",
        before=r"\b(?:kill(?:ed|s|ing)?|death toll(?: \w+){0,8} (?:to|at|of|was|is|reached))",
        behind=rf"{FEW}?{BE}(?:killed|died|dead|dies|perished|drowned)\b|[ \u00a0]lives\b|[ \u00a0]bodies\b|"
        rf"[ \u00a0]dead\b",
    ),
    _theme(
        "people injured",
        PEOPLE,
        "people person man woman injury wounded injured victim hurt",
        phrase=r"(?:injur(?:y|ies)|injured|wounded|people (?:injured|wounded|hurt))",
        before=r"\b(?:injur(?:ed|es|ing)|wound(?:ed|s|ing)|hurt(?:ing)?)",
        behind=rf"{FEW}?{BE}(?:injured|wounded|hurt)\b",
    ),
    _theme(
        "job cuts",
        rf"count:(?:{JOBS}|.*cuts?|.*losses|redundancies|lay-?offs|dismissals)",
        "job post position role worker employee staff people cut redundancy layoff dismissal lay-off loss lost",
        phrase=r"(?:job (?:cuts?|losses)|redundanc(?:y|ies)|lay-?offs?|dismissals)",
        before=r"\b(?:cut(?:s|ting)?|shed(?:s|ding)?|ax(?:e[sd]?|ing)|slash(?:ed|es|ing)?|eliminat(?:e[sd]?|ing)|"
        r"lay(?:s|ing)? off|laid off|"
        r"lose[sd]?|losing|lost|dismiss(?:ed|es|ing)?|fire[sd]?|firing|make|made)",
        behind=rf"[ \u00a0]{JOBS}[ \u00a0].{{0,60}}?\b{BE}(?:to go\b|cut\b|lost\b|axed\b|shed\b|redundant\b|"
        rf"laid off\b|dismissed\b|"
        r"lose (?:their|its) (?:jobs?|posts?|work)\b|disappear\b)|"
        r"[ \u00a0](?:job (?:cuts|losses)|redundancies|lay-?offs|dismissals)\b",
    ),
    _theme(
        "harvest",
        r"t|kg|bu|lb",
        "harvest crop production output yield reap harvested",
        phrase=rf"(?:.*['’]s )?(?:{CROPS} )?(?:harvest|crop|production|output)(?: of {CROPS})?|{CROPS}(?: harvest|"
        rf" crop| production| output)?",
        before=r"\b(?:harvest(?:ed|s|ing)?|reap(?:ed|s)?|brought in|gathered|thresh(?:ed|es)?|grew|picked)",
    ),
    _theme(
        "passengers",
        PEOPLE,
        "people person passenger traveller traveler rider ridership commuter number traffic",
        phrase=r"(?:passenger (?:numbers|traffic|volumes|count)|passengers|travell?ers|riders|ridership|"
        r"commuters)(?: .*)?",
        before=r"\b(?:passenger (?:numbers|traffic)|ridership)(?: \w+){0,6} (?:reached|was|to|at|of|totalled)",
        behind=rf"[ \u00a0](?:people|passengers|travell?ers|riders|commuters)\b{FEW}?{BE}(?:used|flew|rode|took|"
        rf"travell?ed|passed)\b",
    ),
    _theme(
        "population",
        PEOPLE,
        "people person inhabitant resident population",
        phrase=r"(?:.*['’]s )?(?:population|inhabitants|residents)",
        before=r"\b(?:population(?: \w+){0,6} (?:of|was|is|at|to|reached)|(?:is|was|are|were) home to|inhabited by)",
        behind=r"[ \u00a0](?:people|inhabitants|residents)[ \u00a0](?:live[sd]?|living)\b|[ \u00a0]inhabitants\b",
    ),
    _theme(
        "shortage",
        PEOPLE,
        "shortage shortfall lack gap vacancy vacant unfilled missing post position job open",
        phrase=r"(?:shortage|shortfall|lack) of .*|(?:vacant|unfilled|open) .*|.* (?:shortage|vacancies)",
        before=r"\b(?:short of|short by|lack(?:s|ed|ing)?|needs? another|missing|(?:shortage|shortfall|"
        r"lack) of(?: \w+){1,8} (?:at|of|to|is|was))",
        behind=rf"[ \u00a0](?:unfilled|vacant)\b|{FEW}?{BE}(?:vacant|unfilled|missing|unoccupied)\b|"
        rf"[ \u00a0]vacancies\b",
    ),
    _theme(
        "homes completed",
        r"|count:(?:new )?(?:homes?|houses?|flats?|apartments?|dwellings?)",
        "home house flat apartment dwelling unit new number completion completed",
        phrase=r"(?:number of )?(?:homes|houses|flats|dwellings) (?:completed|finished|built)|"
        r"completions of (?:new )?(?:homes|houses|flats|dwellings)|"
        r"(?:home|housing) completions",
        before=r"\b(?:completed|finished|built|handed over)",
        behind=rf"[ \u00a0](?:new )?(?:homes|houses|flats|apartments|dwellings)\b{FEW}?{BE}(?:completed|finished|"
        rf"built|handed over)\b",
    ),
    _theme(
        "area burnt",
        r"ha|km2|acre",
        "forest fire wildfire woodland land bush area burnt burned",
        phrase=r".*\bfires?\b.*",
        before=r"\b(?:fires?(?: \w+){0,4} (?:burn(?:ed|t)|destroyed|consumed|scorched|ravaged|charred))",
        behind=rf"(?:{FEW}?{BE}(?:burn(?:ed|t)|destroyed by fire|scorched|charred|lost to fires?)\b)|"
        r"[ \u00a0].{0,40}?\b(?:to|by) (?:wild|forest |bush)?fires?\b",
    ),
    _theme(
        "refugees",
        r"count:(?:refugees?|people|.* refugees)",
        "refugee people person",
        phrase=r"(?:.* )?refugees(?: from .*)?",
        behind=r"[ \u00a0]people[ \u00a0](?:who )?(?:have |had )?fled\b",
    ),
    _theme(
        "turnout",
        r"%",
        "turnout voter share electorate",
        phrase=r"(?:voter |official )?turnout(?: .*)?",
        behind=r"[ \u00a0](?:of )?(?:\w+ ){0,3}(?:voters|the electorate)\b",
    ),
    _theme(
        "unemployment",
        r"%",
        "unemployment rate jobless share worker workforce labour labor force people",
        behind=r"[ \u00a0](?:percent[ \u00a0]|per[ \u00a0]cent[ \u00a0])?of\b.{0,40}?\b(?:workforce|workers|"
        r"labou?r force)\b.{0,20}?\b(?:no job|jobless|unemployed|out of work|without work)\b",
    ),
    _theme(
        "net profit",
        r"[A-Z]{3}|%",
        "net profit income earning annual after tax",
        phrase=r"(?:annual )?(?:net (?:profit|income|earnings)|profit after tax)(?: .*)?",
        behind=r"[ \u00a0].{0,20}\bafter tax\b",
    ),
    _theme(
        "power capacity",
        r"[kMGT]?W|[kMGT]Wp",
        "capacity power generation generating installed production electricity",
        phrase=r"(?:(?:installed|total|generating|planned) )*(?:power )?capacity(?: of .*)?",
        before=r"\bcan (?:produce|generate|deliver|supply)|\bcapacity (?:of|is|was|will be|comes to|stands at)",
    ),
    _theme(
        "foreign direct investment",
        r"[A-Z]{3}",
        "foreign direct investment inflow fdi",
        phrase=r"(?:.* )?(?:inflows? of )?(?:foreign direct investment|fdi)(?: inflows?)?",
        before=r"\bforeign (?:companies|investors|firms) (?:have )?invested",
    ),
)
"""In the order in which they are asked."""


@lru_cache(maxsize=1 << 16)
def theme_of(figure: Figure) -> Theme | None:
    """The theme that a figure's measure, or the words around its number, tell; None where they tell none."""
    quote, offset = figure.passage.quote, figure.passage.span.start
    start, end = figure.span.start - offset, figure.span.end - offset
    unit = figure.quantity.unit or ""
    counted = unit.removeprefix(COUNT) if unit.startswith(COUNT) else ""
    noun = figure.quantity.surface.rpartition(" ")[2] if counted else ""
    # the words that are counted belong to what stands behind the number
    tail = end - len(noun) - 1 if noun and quote[:end].endswith(f" {noun}") else end
    left, right = quote[max(0, start - NEAR) : start], quote[tail : end + NEAR]
    for theme in THEMES:
        if theme.units.fullmatch(unit) and (
            theme.phrase.fullmatch(figure.measure or "") or theme.before.search(left) or theme.behind.match(right)
        ):
            return theme
    return None


def narrowing(figure: Figure, theme: Theme, owner: Iterable[str]) -> frozenset[str]:
    """Words of a figure's measure and of what it counts that narrow its theme: soldiers killed are not all the dead."""
    own = (
        theme.idle
        | frozenset(owner)
        | named_by(figure.measure or "", frozenset(owner))
        | frozenset(content_words(theme.name))
    )
    unit = figure.quantity.unit or ""
    said = f"{unit.removeprefix(COUNT) if unit.startswith(COUNT) else ''} {figure.measure or ''}"
    return frozenset(word for word in content_words(said) if word not in own)
