"""Units and currencies at a number."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefgen.reading import units
from briefgen.reading.tables import generate, load

RULES = units.registry("en")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" tonnes of wheat", "t"),
        ("Mt", "Mt"),
        ("kWh", "kWh"),
        (" KM", "km"),
        (" per cent", "%"),
        (" percentage points", "pp"),
        ("bps", "bp"),
        ("-year deal", "year"),
        ("-kilometer-long", "km"),
        (" US dollars", "USD"),
        (" Canadian dollars", "CAD"),
        (" EUR/MWh", "EUR"),
        ("₽", "RUB"),
        (" tonnes of CO2 equivalent in", "tCO2e"),
        (" twenty-foot equivalent units", "TEU"),
        (" tonne-kilometres", "t·km"),
        (" km.", "km"),
        ("°C", "°C"),
        (" cubic metres", "m³"),
        (" m", "m"),
        (" in 2020", None),
        (" p.m.", None),
        (" C is the best grade", None),
        ("", None),
    ],
)
def test_behind_a_number(text: str, name: str | None) -> None:
    found = units.behind("5" + text, 1, RULES)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("$", "USD"),
        ("US$", "USD"),
        ("A$", "AUD"),
        ("€ ", "EUR"),
        ("RM", "MYR"),
        ("Rs. ", "INR"),
        ("KZT ", "KZT"),
        ("GH¢", "GHS"),
        ("R", None),
        ("R ", None),
        ("ALL ", None),
        ("COP", None),
        ("", None),
    ],
)
def test_before_a_number(text: str, name: str | None) -> None:
    found = units.before(f"x {text}5", 2 + len(text), RULES)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [("R500", "ZAR"), ("N2.5bn", "NGN"), ("P12 million", "PHP"), ("N95", None), ("R2", None), ("P5+1", None)],
)
def test_one_letter_is_money_only_before_an_amount(text: str, name: str | None) -> None:
    found = units.before(f"the {text}", 5, RULES)
    assert (found.name if found else None) == name


def test_units_convert_to_their_dimension() -> None:
    assert units.dimension("GW") == ("power", Decimal(1000000000))
    assert units.dimension("t")[0] == units.dimension("kg")[0] == "mass"
    assert units.dimension("count:ports") == ("count:ports", Decimal(1))


def test_every_unit_has_a_dimension() -> None:
    named = {unit["name"] for table in ("units", "trade") for unit in load("en", table)["unit"]}
    assert named <= RULES.dimensions.keys()


def test_no_spelling_means_two_units_within_a_table() -> None:
    for table in ("units", "trade"):
        seen: dict[str, str] = {}
        for unit in load("en", table)["unit"]:
            for spelling in unit["spellings"]:
                assert seen.setdefault(spelling, unit["name"]) == unit["name"], spelling


def test_the_generator_still_writes_what_is_committed() -> None:
    table = {unit["name"]: unit["spellings"] for unit in load("en", "units")["unit"]}
    assert set(table["km"]) == {"km", "kilometer", "kilometers", "kilometre", "kilometres"}
    assert '"tenge" = "KZT"' in "\n".join(generate.currencies())
