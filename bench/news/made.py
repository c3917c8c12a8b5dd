"""A corpus made from templates: stories of invented places and what was planted in them.

How sentences are worded is data (`telling.yaml`). Two papers may tell one matter in other words, with another name of
the port, other units and another form of its time.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct
from msgspec.structs import replace

HEADS = "Ald Bren Cor Dun Elm Fal Gard Hol Ister Jar Kel Lund Mar Nor Oster Pell Quar Ros Sten Tor Ulv Var Wex Yst Zell"
TAILS = "ava berg by dal eby ford gate ham holm inge kirk lund mouth ness ola port rup stad thorp um vik wick ya zand"
PAPERS = "Post Mail Gazette Courier Tribune Herald Observer Ledger"
TELLING: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "telling.yaml").read_text("utf-8"))


class Kept(Struct, frozen=True):
    """A measure of a domain."""

    domain: str
    name: str
    """The noun phrase."""
    unit: str
    """Key of `units` in the wording."""
    least: int
    most: int
    owner: str
    """Key of `owners` in the wording."""
    terms: tuple[str, ...]
    """What an analyst would configure for it."""
    dimension: str | None
    """The unit that he would give it."""
    one: bool = False
    """It takes an article: "the budget deficit", "a budget deficit"."""


MEASURES = (
    Kept("ports", "cargo turnover", "tons", 2, 90, "port", ("cargo", "freight", "goods", "throughput"), "t"),
    Kept("ports", "container traffic", "containers", 1, 30, "port", ("container", "containers"), None),
    Kept("ports", "grain exports", "tons", 1, 20, "port", ("grain",), "t"),
    Kept("power", "electricity output", "power", 2, 80, "plant", ("electricity",), None),
    Kept("power", "coal consumption", "tons", 1, 15, "plant", ("coal",), None),
    Kept("trade", "exports", "dollars", 1, 90, "place", ("exports",), None),
    Kept("trade", "imports", "dollars", 1, 90, "place", ("imports",), None),
    Kept("trade", "tourism revenue", "dollars", 1, 20, "place", ("tourism",), None),
    Kept("health", "hospital admissions", "people", 1, 9, "place", ("hospital", "patients"), None),
    Kept("health", "health spending", "euros", 1, 40, "place", ("health",), None),
    Kept("schools", "school enrolment", "pupils", 1, 9, "place", ("enrolment", "pupils"), None),
    Kept("schools", "school spending", "euros", 1, 30, "place", ("schools",), None),
    Kept("tax", "tax revenue", "euros", 2, 90, "place", ("tax", "taxes"), "EUR"),
    Kept("tax", "budget deficit", "euros", 1, 20, "place", ("budget deficit", "budget gap"), "EUR", one=True),
    Kept("tax", "public debt", "euros", 10, 99, "place", ("debt",), "EUR"),
)
FOLLOWED = ("ports", "tax")
"""Domains with measures in the second run."""
PLACES = 40
"""Places whose measures are followed there: none where a publisher sits, whose officials are quoted everywhere."""
FOLLOWED_SHARE = 0.3
"""Of the planted matters: as many as are of followed places, so that the measures meet enough of them."""
YEARS = ("2023", "2024")
QUARTERS = ("first 2024", "second 2024", "third 2024")


class Told(Struct, frozen=True):
    """What a sentence of a document says: a matter and its value."""

    measure: Kept
    place: str
    period: str
    """A year, a quarter ("first 2024"), or the words of a part of a year."""
    value: float
    digits: int = 1
    """Printed behind the point."""

    @property
    def year(self) -> str:
        """The year that it is of, or that its quarter is of."""
        return self.period.split()[-1]

    @property
    def whose(self) -> tuple[str, str, str]:
        """What is measured, of whom and of which year."""
        return self.measure.name, self.place, self.year

    def followed(self, places: Collection[str]) -> bool:
        """Whether it has a configured measure where these places have."""
        return self.measure.domain in FOLLOWED and self.place in places


class Story(Struct, frozen=True):
    """A document in the making."""

    name: str
    publisher: str
    day: dt.date
    paragraphs: tuple[str, ...]
    told: tuple[Told, ...] = ()
    """What it says, in the order of its text."""


class Truth(Struct, frozen=True):
    """A corpus with what was planted in it, as pairs of document names."""

    stories: tuple[Story, ...]
    planted: dict[str, frozenset[frozenset[str]]]
    followed: tuple[str, ...]
    """Places with configured measures."""


class Wording:
    """Draws the words of a sentence."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def say(self, told: Told, office: str) -> str:
        """A sentence that tells a matter."""
        levels, own = TELLING["levels"], TELLING["measures"].get(told.measure.name, [])
        form = self.chance.choice(levels + own)
        owner = self.chance.choice(TELLING["owners"][told.measure.owner]).format(told.place)
        if "{owner_s}" in form and " at " in owner:
            owner = TELLING["owners"][told.measure.owner][0].format(told.place)
        name = told.measure.name
        parts = {
            "measure": f"the {name}" if told.measure.one else name,
            "a_measure": f"a {name}" if told.measure.one else name,
            "owner": owner,
            "value": self.chance.choice(TELLING["units"][told.measure.unit]).format(f"{told.value:.{told.digits}f}"),
            "period": self.period(told.period),
            "office": office,
        }
        if "{owner_s} {measure}" in form:
            parts["measure"] = name
        parts |= {f"{key}_cap": capital(words) for key, words in parts.items()}
        return capital(form.format(owner_s=f"{owner}'s", **parts))

    def period(self, period: str) -> str:
        """A time in words."""
        if period in YEARS:
            return str(self.chance.choice(TELLING["years"]).format(year=period))
        if period in QUARTERS:
            part, year = period.split()
            start, end = TELLING["months"][part]
            chosen = self.chance.choice(TELLING["quarters"])
            return str(chosen.format(part=part, year=year, start=start, end=end))
        return period

    def filler(self) -> str:
        """A sentence without a number."""
        return self.chance.choice(TELLING["fillers"]).format(
            **{key: self.chance.choice(words) for key, words in TELLING["words"].items()}
        )

    def office(self, place: str) -> str:
        """Who says so."""
        return str(self.chance.choice(TELLING["offices"]).format(place=place))


def capital(words: str) -> str:
    """With a capital at its beginning, behind a quotation mark too."""
    at = 1 if words[:1] == '"' else 0
    return words[:at] + words[at : at + 1].upper() + words[at + 1 :]


class Maker:
    """Makes stories from one source of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a corpus, not a secret
        self.wording = Wording(self.chance)
        self.places = [head + tail for head in HEADS.split() for tail in TAILS.split()]
        self.chance.shuffle(self.places)
        self.papers = [f"{place} {paper}" for place, paper in zip(self.places, PAPERS.split() * 6, strict=False)]
        self.followed = tuple(self.places[-PLACES:])
        self.stories: list[Story] = []
        self.planted: dict[str, set[frozenset[str]]] = {}
        self.parted: set[tuple[str, str, str]] = set()
        """What has its part of a year: a second one, for the same months, would be a conflict that nobody planted."""
        found = [(one, place, time) for one in MEASURES for place in self.places for time in (*YEARS, *QUARTERS)]
        self.chance.shuffle(found)
        self.met = [one for one in found if one[0].domain in FOLLOWED and one[1] in self.followed]
        """Matters that the configured measures of the second run follow."""
        met = set(self.met)
        self.others = [one for one in found if one not in met]

    def matter(self, *, planted: bool = False) -> Told:
        """A new matter with its value; planted ones are of a followed place more often."""
        followed = planted and self.met and self.chance.random() < FOLLOWED_SHARE
        measure, place, period = (self.met if followed else self.others).pop()
        value = round(self.chance.uniform(measure.least, measure.most) + 0.1, 1)
        value += 0.1 if value == int(value) else 0
        return Told(measure, place, period, value)

    def publish(self, told: tuple[Told, ...], day: dt.date, note: str = "", but: str = "") -> Story:
        """A story that tells these things, by any paper but one."""
        paper = self.chance.choice([one for one in self.papers if one != but])
        paragraphs = []
        for one in told:
            said = self.wording.say(one, self.wording.office(paper.split()[0]))
            paragraphs.append(" ".join(part for part in (said, note, self.wording.filler()) if part))
            paragraphs += [f"{self.wording.filler()} {self.wording.filler()}" for _ in range(3)]
        return self.keep(Story("", paper, day, tuple(paragraphs), told))

    def keep(self, story: Story) -> Story:
        """Gives a story its name."""
        named = replace(story, name=f"{len(self.stories):05}.txt")
        self.stories.append(named)
        return named

    def day(self) -> dt.date:
        """A day of 2025 or 2026."""
        return dt.date(2025, 1, 10) + dt.timedelta(self.chance.randrange(600))

    def plant(self, kind: str) -> None:
        """Two stories that stand to each other in a way."""
        told, day = self.matter(planted=True), self.day()
        while kind == "different_period" and told.whose in self.parted:
            told = self.matter(planted=True)
        self.parted |= {told.whose} if kind == "different_period" else set()
        extra = (self.matter(),) if kind != "same" and self.chance.random() < 0.3 else ()
        one = self.publish((told, *extra), day)
        later = day + dt.timedelta(self.chance.randrange(1, 60))
        other = self.second(kind, one, later)
        self.planted.setdefault(kind, set()).add(frozenset({one.name, other.name}))

    def second(self, kind: str, one: Story, day: dt.date) -> Story:
        """The story that stands to another in a way."""
        told = one.told[0]
        if kind == "reprint":
            kept = one.paragraphs if self.chance.random() < 0.5 else one.paragraphs[:-1]
            lede = self.chance.choice((self.wording.filler(), *TELLING["ledes"]))
            return self.keep(Story("", self.chance.choice(self.papers), day, (lede, *kept), one.told))
        if kind == "same":
            return self.publish((told,), day, but=one.publisher)
        if kind == "rounding":
            return self.publish((replace(told, digits=0),), day, but=one.publisher)
        if kind == "different_period":
            earlier = round(told.value * self.chance.uniform(0.5, 0.8), 1) + 0.1
            part = self.chance.choice(TELLING["parts_of_years"]).format(year=told.year)
            return self.publish((replace(told, period=part, value=earlier),), day, but=one.publisher)
        changed = replace(told, value=round(told.value * self.chance.choice((0.6, 0.8, 1.3, 1.7)), 1) + 0.1)
        if kind == "conflict":
            return self.publish((changed,), day, but=one.publisher)
        note = self.chance.choice(TELLING["revised"]) if self.chance.random() < 0.5 else ""
        other = self.publish((changed,), day, note, but=one.publisher)
        if not note:
            other = self.stories[-1] = replace(other, publisher=one.publisher)
        return other


def corpus(size: int, seed: int) -> Truth:
    """A corpus of about this many documents."""
    maker = Maker(seed)
    while len(maker.stories) < size:
        kind = maker.chance.choices(
            ("alone", "same", "conflict", "superseded", "rounding", "different_period", "reprint"),
            (60, 10, 4, 4, 4, 4, 8),
        )[0]
        if kind == "alone":
            maker.publish(tuple(maker.matter() for _ in range(maker.chance.randrange(1, 4))), maker.day())
        else:
            maker.plant(kind)
    planted = {kind: frozenset(pairs) for kind, pairs in maker.planted.items()}
    return Truth(tuple(maker.stories), planted, maker.followed)
