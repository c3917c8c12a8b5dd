"""Units in the words of a language; those of a document's own ("TEU") stay as they are."""

from __future__ import annotations

from babel.numbers import get_currency_name
from babel.units import get_unit_name

from briefgen import values
from briefgen.language import N_, Language
from briefgen.model import Fact

UNITS = {
    "t": N_("tons"),
    "kt": N_("thousand tons"),
    "%": N_("per cent"),
    "pp": N_("percentage points"),
    "day": "days",
    "USD": "US dollars",
    "EUR": "euros",
    "GBP": "pounds sterling",
    "bbl": "barrels",
    "m": "metres",
    "hour": "hours",
    "week": "weeks",
    "month": "months",
    "year": "years",
    "acre": "acres",
    "ha": "hectares",
    "INR": "Indian rupees",
    "JPY": "yen",
    "CNY": "yuan",
    "RUB": "roubles",
    "TRY": "Turkish lira",
    "KZT": "tenge",
    "AZN": "manats",
    "UZS": "soums",
    "AED": "dirhams",
}
"""Units that do not read well as `Quantity` keeps them, in English. What Babel names in no other language, or not as
the trade does ("metric ton"), stands in the catalogues."""
TABLED = frozenset({"t", "kt", "%", "pp"})
"""Those that stand in the catalogues."""
CLDR = {
    "second": "duration-second",
    "minute": "duration-minute",
    "hour": "duration-hour",
    "day": "duration-day",
    "night": "duration-night",
    "week": "duration-week",
    "month": "duration-month",
    "quarter": "duration-quarter",
    "year": "duration-year",
    "decade": "duration-decade",
    "century": "duration-century",
    "mm": "length-millimeter",
    "cm": "length-centimeter",
    "m": "length-meter",
    "km": "length-kilometer",
    "ft": "length-foot",
    "inch": "length-inch",
    "yard": "length-yard",
    "mi": "length-mile",
    "nautical mile": "length-nautical-mile",
    "light-year": "length-light-year",
    "knot": "speed-knot",
    "acre": "area-acre",
    "ha": "area-hectare",
    "m²": "area-square-meter",
    "km²": "area-square-kilometer",
    "sq ft": "area-square-foot",
    "sq mi": "area-square-mile",
    "acre-foot": "volume-acre-foot",
    "g": "mass-gram",
    "kg": "mass-kilogram",
    "carat": "mass-carat",
    "oz": "mass-ounce",
    "ozt": "mass-ounce-troy",
    "L": "volume-liter",
    "hl": "volume-hectoliter",
    "m³": "volume-cubic-meter",
    "km³": "volume-cubic-kilometer",
    "bbl": "volume-barrel",
    "bushel": "volume-bushel",
    "pint": "volume-pint",
    "gal": "volume-gallon",
    "kW": "power-kilowatt",
    "MW": "power-megawatt",
    "GW": "power-gigawatt",
    "hp": "power-horsepower",
    "kWh": "energy-kilowatt-hour",
    "amp": "electric-ampere",
    "bar": "pressure-bar",
    "kelvin": "temperature-kelvin",
}
"""A unit → its name in CLDR, which has it in every language."""


def unit_of(fact: Fact, language: Language) -> str:
    """The unit in words; of a count what is counted, which the measure mostly says itself."""
    unit = fact.quantity.unit or ""
    if unit.startswith("count:") or not unit:
        return ""
    return values.rated(_named(unit, language), fact.rate, language)


def _named(unit: str, language: Language) -> str:
    """A unit by its name in the language, else by its symbol."""
    if unit in TABLED:
        return language.gettext(UNITS[unit])
    if not language.is_translated:
        return UNITS.get(unit, unit)
    if unit in language.locale.currencies:
        return get_currency_name(unit, count=1, locale=language.locale)
    found = get_unit_name(CLDR[unit], length="long", locale=language.locale) if unit in CLDR else None
    return found or unit
