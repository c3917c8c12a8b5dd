"""Small words around the noun of a thing (all English)."""

from __future__ import annotations


def set_of(words: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(words.split())


ARTICLES = set_of("a an the its their his her our this that these those")
"""Words that begin a noun phrase."""
NEUTRAL = ARTICLES | set_of(
    """of to in on for and by with from all own new awaited long planned proposed joint bilateral historic major key big
    large giant huge important landmark final draft so called future current present ambitious flagship
    strategic entire whole country national international mutual comprehensive controversial disputed much needed
    modern"""
)
"""Words in front of a noun that tell no two things apart."""
TIMES = set_of(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday last next late early this yesterday today tomorrow earlier again"""
)
"""Words of time behind a noun phrase."""
FUNCTION = ARTICLES | set_of(
    """of to in on for and by with from at as is are was were be been being has have had will would can could may might
    shall should must which who whose where when while but or if after before until since between through via along
    across over under during including into onto near within without about against than then also because despite
    following amid so yet remains remain remained still now already just not never linking connecting spanning worth
    aimed designed had did does do less more only"""
)
"""Words that end a noun phrase."""
PREPOSITIONS = set_of(
    """of to in on for by with from at between through via along across over under during near within about against
    behind into onto despite amid above below beside beyond around"""
)
COMPLEMENTS = set_of("between with of in on over about for regarding against from to at across and")
"""Words behind a noun whose names and matter still tell which thing it is."""
MADE = set_of("between with of on over about for regarding against to and")
"""The same for what parties make: where it was made does not tell which one it is."""
MATTER = set_of("on about regarding")
"""Those that tell what it is about."""
VERBS = set_of(
    """go goes went continue continues begin begins began start starts show shows take takes took come comes came stand
    stands make makes made give gives gave mean means meant fail fails follow follows say says said help helps bring
    brings brought set sets mark marks put puts"""
)
"""Verbs that may follow a noun phrase as its predicate, and end in no letters that tell them."""
CARRIERS = set_of(
    """construction building work works completion application applications request signing opening launch delivery
    inauguration commissioning approval decision production operation operations"""
)
"""Nouns whose "of" brings in what is being made: what is said of them is said of it."""
PARTICULAR = set_of("loan lease credit concession franchise licence license permit merger takeover acquisition tender")
"""Nouns of which the same parties have one at a time, more or less."""
PAPERS = set_of("agreement contract")
"""Nouns that add nothing behind these (`stages.head_of`): "loan agreement"."""
POWER = set_of("power hydropower hydroelectric nuclear thermal generating")
"""Words that make a station a plant."""
TRAILING = set_of("project projects scheme schemes construction works")
"""Nouns behind the noun of a thing that mean the thing."""
TITLES = set_of(
    """president vice minister ministers prime foreign ministry government governor parliament mr mrs ms dr king queen
    prince chancellor secretary general chairman spokesman spokeswoman ambassador"""
)
"""Words of offices in front of names, which many share."""
NOUNS = set_of("supply assembly family monopoly housing building shipping mining fishing seed feed")
"""Nouns and describing words that end like adverbs and participles."""
MANY = set_of(
    """two three four five six seven eight nine ten eleven twelve several many some other another more most various
    numerous dozens hundreds similar such any each every both few no additional further separate"""
)
"""Words of no single thing."""
BROAD = set_of(
    """european african asian arab american latin western eastern northern southern north south east west central"""
)
"""Names of continents and directions: like a country, a region has many things of one sort."""
NATIONAL: dict[str, str] = {
    "french": "France",
    "dutch": "Netherlands",
    "greek": "Greece",
    "swiss": "Switzerland",
    "polish": "Poland",
    "danish": "Denmark",
    "british": "United Kingdom",
    "spanish": "Spain",
    "irish": "Ireland",
    "norwegian": "Norway",
    "finnish": "Finland",
    "icelandic": "Iceland",
    "cypriot": "Cyprus",
    "filipino": "Philippines",
    "saudi": "Saudi Arabia",
    "emirati": "United Arab Emirates",
    "american": "United States",
    "portuguese": "Portugal",
    "belgian": "Belgium",
    "lebanese": "Lebanon",
    "peruvian": "Peru",
    "argentine": "Argentina",
    "bosnian": "Bosnia & Herzegovina",
    "turkish": "Türkiye",
    "burmese": "Myanmar (Burma)",
    "slovene": "Slovenia",
    "thai": "Thailand",
    "czech": "Czechia",
    "korean": "South Korea",
    "congolese": "Congo - Kinshasa",
    "ivorian": "Côte d’Ivoire",
    "qatari": "Qatar",
}
"""Adjectives of countries that no ending leads to, with the country's name in Unicode CLDR."""
