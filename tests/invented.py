"""Documents made from invented sentences, for tests that need hundreds of different briefs."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from msgspec import Struct

_PLACES = ("Port Alder", "Northern Line", "Velmora", "Drasna", "Saint-Orlan", "Kőhida", "Baía Verde", "Çınarlı")
_PEOPLE = ("Ines Varga", "Radu Velescan", "Ida Falkenried", "Tomás Ferro", "Aylin Demir")
_ROLES = ("director of the port authority", "the transport minister", "head of the rail operator")
_SENTENCES = (
    "The port of {place} handled {tons} million tons of cargo in {year}, up {percent} percent from a year earlier.",
    "{place} carried {tons} million tonnes of freight in {year}.",
    "Freight along {place} fell by {percent}% to {tons} million tons in {year}.",
    "It plans to reach {more} million tons of freight by {later}.",
    "The authority aims to handle {more} million tons of cargo by {later}.",
    "Capacity of the {place} terminal is {more} million tons a year.",
    "Some {thousand},000 containers crossed the quay at {place} between January and August {year}.",
    "Truck queues at {place} fell from {days} days to {fewer} days.",
    "The ministry plans to spend €{money} million on the railway to {place} by {later}.",
    "Officials put the cost of new track at between ${tons}bn and ${more}bn.",
    "“We are building railways for the next generation, not for the next quarter,” said {person}, {role}.",
    "{person} said that freight on the railway would double by {later}.",
    "The second berth at {place} is due to open in June {later}, if the loan is approved.",
    "According to the rail operator, {place} moved about {tons} million tons of cargo in {year}.",
    "Between {fewer} and {days} trains a day leave {place} — twice as many as in {year}.",
    "The transport ministry says that the third berth is finished; the contractor says that work goes on.",
)
_PUBLISHERS = ("The Ledger", "Harbour Weekly", "Alder Gazette", "Rail & Sea", "“Kurier” Drasna")


_ENERGY = (
    "{place} produced {tons} million tons of crude oil in {year}, up {percent} percent from a year earlier.",
    "The field near {place} is expected to yield {more} million tons of oil by {later}.",
    "Electricity exports through {place} rose by {percent}% to {tons} TWh in {year}, the energy ministry said.",
    "A gas pipeline to {place} would cost between ${tons}bn and ${more}bn.",
)
_AWKWARD = (
    "Cargo | of *{place}* <b>reached</b> {tons} million tons in {year} [^1] `code` {{{{ 7 * 7 }}}}.",
    "The port of {place} moved {thousand},000 contain\u00aders\u00a0— “twice” [2] as many — in {year}…",
    "Freight at “{place}” fell to {tons}\u202fmillion tonnes in {year}, i.e. by {percent}\u00a0%.",
    "“The port, he said, ‘is “open”’,” said {person}, {role}, of {more} million tons of cargo.",
    "نعم، نقل الميناء {thousand} حاوية of cargo in {year}, said {person}.",
    "The Hafenumschlagsgesellschaftsaufsichtsratsvorsitzende of {place} counted 1,{thousand},000 tonnes of freight.",
    "<!-- block: gaps --> ## Freight of {place}: -{percent}% in {year} [x](https://evil.example/#note-1)",
    "Ақтау портында ₸{money} billion was spent on freight; \ue000 ₼{fewer} million more is due by {later}.",
)
LOCALES = ("en-GB", "fr-FR", "ar", "de-CH", "kk-KZ", "en-US", "ru-RU", "az-AZ", "he-IL", "tr-TR")
"""Numbers, dates and directions of pages."""


class Week(Struct, frozen=True):
    """Documents, and what is asked of the brief on them."""

    documents: dict[str, str]
    """Texts by file name."""
    topics: tuple[str, ...]
    """Topics of the shipped settings; one brief of all where there are several."""
    locale: str
    """BCP 47 tag."""
    evidence: str
    """"full" or "citations"."""
    pages: int | None
    """The most pages of the PDF."""


def week(seed: int) -> Week:
    """One of many different weeks, the same for the same seed: plain ones, ones that contradict themselves, awkward
    texts, two topics, other locales, briefs to be shared and short ones, in all combinations."""
    chance = random.Random(seed + 1_000_000)  # noqa: S311 - no secret
    texts = documents(seed)
    if chance.random() < 0.5:
        texts["x-conflict.txt"] = _contradicting(texts, chance)
    if chance.random() < 0.4:
        texts["y-awkward.txt"] = _document(chance, (*_AWKWARD, *_SENTENCES[:3]))
    is_double = chance.random() < 0.25
    if is_double:
        texts["z-energy.txt"] = _document(chance, _ENERGY)
    return Week(
        texts,
        ("transport", "energy") if is_double else ("transport",),
        chance.choice(LOCALES) if chance.random() < 0.5 else LOCALES[0],
        "citations" if chance.random() < 0.25 else "full",
        chance.choice((1, 2)) if chance.random() < 0.25 else None,
    )


def _contradicting(texts: dict[str, str], chance: random.Random) -> str:
    """A later paper that says what the first one says with one digit more in each number of two or more."""
    body = texts[min(texts)].split("\n\n")[-1]
    changed = re.sub(r"\b(?!20\d\d)(\d+)(\.\d| percent|%)", lambda match: f"{int(match[1]) + 2}{match[2]}", body)
    return f"{chance.choice(_PUBLISHERS)}\n\nPublished on 29 March 2026\n\n{changed.strip()}\n"


def documents(seed: int) -> dict[str, str]:
    """Texts by file name: one to five documents of two to nine sentences. The same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    return {f"{chance.choice('abcdef')}-{number}.txt": _document(chance) for number in range(chance.randint(1, 5))}


def _document(chance: random.Random, sentences: Sequence[str] = _SENTENCES) -> str:
    published = f"Published on {chance.randint(1, 28)} March {chance.choice((2024, 2025, 2026))}"
    body = [_filled(chance.choice(sentences), chance) for _ in range(chance.randint(2, 9))]
    cut = chance.randint(1, len(body))
    paragraphs = [" ".join(body[:cut]), " ".join(body[cut:])]
    headline = chance.choice(("Freight grows at {place}", "{place}: {percent} percent more cargo", "A quiet week"))
    head = [_filled(headline, chance), f"{chance.choice(_PUBLISHERS)}", published]
    return "\n\n".join([*head[: chance.randint(1, 3)], *filter(None, paragraphs)]) + "\n"


def _filled(sentence: str, chance: random.Random) -> str:
    return sentence.format(
        place=chance.choice(_PLACES),
        person=chance.choice(_PEOPLE),
        role=chance.choice(_ROLES),
        tons=f"{chance.randint(1, 60) / 10:.1f}",
        more=chance.randint(6, 40),
        percent=chance.randint(2, 60),
        thousand=chance.randint(20, 900),
        days=chance.randint(12, 40),
        fewer=chance.randint(2, 11),
        money=chance.randint(20, 900),
        year=chance.choice((2022, 2023, 2024)),
        later=chance.choice((2027, 2028, 2030)),
    )
