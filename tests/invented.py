"""Documents made from invented sentences, for tests that need hundreds of different briefs."""

from __future__ import annotations

import random

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


def documents(seed: int) -> dict[str, str]:
    """Texts by file name: one to five documents of two to nine sentences. The same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    return {f"{chance.choice('abcdef')}-{number}.txt": _document(chance) for number in range(chance.randint(1, 5))}


def _document(chance: random.Random) -> str:
    published = f"Published on {chance.randint(1, 28)} March {chance.choice((2024, 2025, 2026))}"
    body = [_sentence(chance) for _ in range(chance.randint(2, 9))]
    cut = chance.randint(1, len(body))
    paragraphs = [" ".join(body[:cut]), " ".join(body[cut:])]
    headline = chance.choice(("Freight grows at {place}", "{place}: {percent} percent more cargo", "A quiet week"))
    head = [_filled(headline, chance), f"{chance.choice(_PUBLISHERS)}", published]
    return "\n\n".join([*head[: chance.randint(1, 3)], *filter(None, paragraphs)]) + "\n"


def _sentence(chance: random.Random) -> str:
    return _filled(chance.choice(_SENTENCES), chance)


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
