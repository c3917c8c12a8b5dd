"""Writes `en/units.toml` and `en/currencies.toml` from CLDR (through Babel); run when CLDR or the lists below change.

    python -m briefgen.reading.tables.generate

The tables are kept in the repository, so that a reviewer sees what a new CLDR changed and reading needs no Babel.
What CLDR does not know (trade units, newspaper spellings) stands in `en/trade.toml`, written by hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LOCALES = ("en", "en_GB")
"""American and British spellings are both read."""

UNITS = {
    "area-acre": ("acre", "area", "4046.8564224"),
    "area-hectare": ("ha", "area", "10000"),
    "area-square-foot": ("sq ft", "area", "0.09290304"),
    "area-square-kilometer": ("km²", "area", "1000000"),
    "area-square-meter": ("m²", "area", "1"),
    "area-square-mile": ("sq mi", "area", "2589988.110336"),
    "duration-century": ("century", "time", "36525"),
    "duration-day": ("day", "time", "1"),
    "duration-decade": ("decade", "time", "3652.5"),
    "duration-hour": ("hour", "time", "0.041666666666666666667"),
    "duration-minute": ("minute", "time", "0.00069444444444444444444"),
    "duration-month": ("month", "time", "30.4375"),
    "duration-quarter": ("quarter", "time", "91.3125"),
    "duration-second": ("second", "time", "0.000011574074074074074074"),
    "duration-millisecond": ("ms", "time", "0.000000011574074074074074074"),
    "duration-week": ("week", "time", "7"),
    "duration-year": ("year", "time", "365.25"),
    "duration-night": ("night", "time", "1"),
    "electric-ampere": ("amp", "current", "1"),
    "electric-volt": ("V", "voltage", "1"),
    "energy-kilowatt-hour": ("kWh", "energy", "3600000"),
    "energy-joule": ("J", "energy", "1"),
    "energy-kilojoule": ("kJ", "energy", "1000"),
    "energy-kilocalorie": ("kcal", "energy", "4184"),
    "energy-calorie": ("cal", "energy", "4.184"),
    "frequency-gigahertz": ("GHz", "frequency", "1000000000"),
    "frequency-hertz": ("Hz", "frequency", "1"),
    "frequency-kilohertz": ("kHz", "frequency", "1000"),
    "frequency-megahertz": ("MHz", "frequency", "1000000"),
    "length-centimeter": ("cm", "length", "0.01"),
    "length-foot": ("ft", "length", "0.3048"),
    "length-inch": ("inch", "length", "0.0254"),
    "length-kilometer": ("km", "length", "1000"),
    "length-light-year": ("light-year", "length", "9460730472580800"),
    "length-meter": ("m", "length", "1"),
    "length-micrometer": ("µm", "length", "0.000001"),
    "length-mile": ("mi", "length", "1609.344"),
    "length-millimeter": ("mm", "length", "0.001"),
    "length-nanometer": ("nm", "length", "0.000000001"),
    "length-nautical-mile": ("nautical mile", "length", "1852"),
    "length-yard": ("yard", "length", "0.9144"),
    "mass-carat": ("carat", "mass", "0.0002"),
    "mass-gram": ("g", "mass", "0.001"),
    "mass-kilogram": ("kg", "mass", "1"),
    "mass-microgram": ("µg", "mass", "0.000000001"),
    "mass-milligram": ("mg", "mass", "0.000001"),
    "mass-ounce": ("oz", "mass", "0.028349523125"),
    "mass-ounce-troy": ("ozt", "mass", "0.0311034768"),
    "mass-tonne": ("t", "mass", "1000"),
    "power-gigawatt": ("GW", "power", "1000000000"),
    "power-horsepower": ("hp", "power", "745.69987158227022"),
    "power-kilowatt": ("kW", "power", "1000"),
    "power-megawatt": ("MW", "power", "1000000"),
    "power-watt": ("W", "power", "1"),
    "pressure-bar": ("bar", "pressure", "100000"),
    "pressure-hectopascal": ("hPa", "pressure", "100"),
    "pressure-kilopascal": ("kPa", "pressure", "1000"),
    "pressure-megapascal": ("MPa", "pressure", "1000000"),
    "pressure-pascal": ("Pa", "pressure", "1"),
    "speed-kilometer-per-hour": ("km/h", "speed", "0.27777777777777777778"),
    "speed-knot": ("knot", "speed", "0.51444444444444444444"),
    "speed-meter-per-second": ("m/s", "speed", "1"),
    "speed-mile-per-hour": ("mph", "speed", "0.44704"),
    "temperature-celsius": ("°C", "temperature", "1"),
    "temperature-fahrenheit": ("°F", "temperature in °F", "1"),
    "temperature-kelvin": ("kelvin", "temperature", "1"),
    "volume-acre-foot": ("acre-foot", "volume", "1233.48183754752"),
    "volume-barrel": ("bbl", "volume", "0.158987294928"),
    "volume-bushel": ("bushel", "volume", "0.03523907016688"),
    "volume-cubic-foot": ("ft³", "volume", "0.028316846592"),
    "volume-cubic-kilometer": ("km³", "volume", "1000000000"),
    "volume-cubic-meter": ("m³", "volume", "1"),
    "volume-gallon": ("gal", "volume", "0.003785411784"),
    "volume-hectoliter": ("hl", "volume", "0.1"),
    "volume-liter": ("L", "volume", "0.001"),
    "volume-megaliter": ("ML", "volume", "1000"),
    "volume-milliliter": ("ml", "volume", "0.000001"),
    "volume-pint": ("pint", "volume", "0.000473176473"),
}
"""CLDR unit: our name for it, its dimension, and what one of it is in the dimension's SI unit (days for time)."""

PREFIXES = {
    "k": ("kilo", 3),
    "M": ("mega", 6),
    "G": ("giga", 9),
    "T": ("tera", 12),
    "P": ("peta", 15),
    "E": ("exa", 18),
}
"""SI prefixes that news puts before the units below."""

PREFIXED = {
    "W": ("watt", "power", 0, ("{}watt",)),
    "Wh": ("watt hour", "energy", 0, ("{}watt hour", "{}watt-hour")),
    "bit/s": ("bit per second", "data rate", 0, ("{}bit per second", "{}bit/s")),
    "bit": ("bit", "data", 0, ("{}bit",)),
    "B": ("byte", "data in bytes", 0, ("{}byte",)),
    "B/s": ("byte per second", "data rate in bytes", 0, ("{}byte per second",)),
    "J": ("joule", "energy", 0, ("{}joule",)),
    "FLOPS": ("flops", "computing power", 0, ("{}flops",)),
}
"""Unit: its word, dimension, power of ten of its own, and how it is spelled out ({} is the prefix)."""

SHORT = {"bit/s": ("bps", "bit/s", "b/s"), "bit": ("bit", "b"), "B": ("B",), "B/s": ("B/s", "Bps")}
"""Abbreviations that follow a prefix, where they differ from the unit's name."""

UNSAFE = {
    "",
    "d",
    "y",
    "h",
    "s",
    "m",
    "w",
    "q",
    "c",
    "pt",
    "th",
    "as",
    "in",
    "e",
    "#",
    "″",
    "′",
    "°",
    "l",
    "cal",
    "CD",
    "A",
    "K",
    "ac",
    "nmi",
    "lt",
}
"""CLDR abbreviations that mean something else in running text ("5 m" is read apart; "in" is a preposition)."""

FORMER = (
    "ATS",
    "BEF",
    "DEM",
    "EEK",
    "ESP",
    "FIM",
    "FRF",
    "GRD",
    "IEP",
    "ITL",
    "LTL",
    "LVL",
    "NLG",
    "PTE",
    "SIT",
    "SKK",
)
"""Currencies that became the euro: older documents reckon in them."""
DEFAULTS = {
    "mark": "DEM",
    "deutsche mark": "DEM",
    "deutschmark": "DEM",
    "deutschemark": "DEM",
    "lire": "ITL",
    "peseta": "ESP",
    "guilder": "NLG",
    "schilling": "ATS",
    "drachma": "GRD",
    "escudo": "PTE",
    "markka": "FIM",
    "punt": "IEP",
    "dollar": "USD",
    "dlr": "USD",
    "stg": "GBP",
    "pound": "GBP",
    "pound sterling": "GBP",
    "euro": "EUR",
    "rupee": "INR",
    "yen": "JPY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "franc": "CHF",
    "ruble": "RUB",
    "rouble": "RUB",
    "tenge": "KZT",
    "manat": "AZN",
    "lira": "TRY",
    "lari": "GEL",
    "dram": "AMD",
    "som": "KGS",
    "sum": "UZS",
    "soum": "UZS",
    "somoni": "TJS",
    "hryvnia": "UAH",
    "zloty": "PLN",
    "forint": "HUF",
    "won": "KRW",
    "baht": "THB",
    "rupiah": "IDR",
    "ringgit": "MYR",
    "dong": "VND",
    "taka": "BDT",
    "shekel": "ILS",
    "real": "BRL",
    "reais": "BRL",
    "rand": "ZAR",
    "naira": "NGN",
    "cedi": "GHS",
    "birr": "ETB",
    "kwacha": "ZMW",
    "pula": "BWP",
    "dirham": "AED",
    "riyal": "SAR",
    "rial": "IRR",
    "dinar": "KWD",
    "leu": "RON",
    "lei": "RON",
    "lev": "BGN",
    "leva": "BGN",
    "koruna": "CZK",
    "crown": "SEK",
    "krona": "SEK",
    "kronor": "SEK",
    "krone": "NOK",
    "kroner": "NOK",
    "peso": "MXN",
    "tugrik": "MNT",
    "afghani": "AFN",
    "kyat": "MMK",
    "US dollar": "USD",
    "U.S. dollar": "USD",
    "Kenyan shilling": "KES",
    "Ugandan shilling": "UGX",
    "shilling": "KES",
}
"""The currency that a bare word means in international news, unless the text names the country."""

SYMBOLS = {
    "$": "USD",
    "US$": "USD",
    "U.S.$": "USD",
    "USD$": "USD",
    "C$": "CAD",
    "Can$": "CAD",
    "AU$": "AUD",
    "S$": "SGD",
    "RM": "MYR",
    "Rs": "INR",
    "Rs.": "INR",
    "Re": "INR",
    "PS": "GBP",
    "₸": "KZT",
    "₼": "AZN",
    "₽": "RUB",
    "₾": "GEL",
    "₺": "TRY",
    "₴": "UAH",
    "₦": "NGN",
    "₵": "GHS",
    "GH¢": "GHS",
    "GH₵": "GHS",
    "฿": "THB",
    "₮": "MNT",
    "֏": "AMD",
    "₨": "INR",
    "¥": "JPY",
    "JP¥": "JPY",
    "RMB": "CNY",
    "R": "ZAR",
    "Z$": "ZWD",
    "J$": "JMD",
    "TT$": "TTD",
    "Bds$": "BBD",
    "BZ$": "BZD",
    "G$": "GYD",
    "B$": "BSD",
    "Mex$": "MXN",
    "S/": "PEN",
    "N": "NGN",
    "Ksh": "KES",
    "KSh": "KES",
    "Sh": "KES",
    "Ush": "UGX",
    "USh": "UGX",
    "Tk": "BDT",
    "Rp": "IDR",
    "kr": "SEK",
    "zł": "PLN",
    "Kč": "CZK",
    "Ft": "HUF",
    "SFr": "CHF",
    "Sfr": "CHF",
    "Fr": "CHF",
    "Dh": "AED",
    "Dhs": "AED",
    "SR": "SAR",
    "P": "PHP",
}
"""Signs and abbreviations before a number, beside those of CLDR. `PS` is how some wires garble £."""


NO_CODES = {"XXX", "ALL", "TOP", "PEN", "CUP", "SOS", "BAM", "COP", "MAD", "CUC", "XCG", "TRY", "MOP"}
"""Codes that are words or names in capitals ("COP 29"); these currencies are read by their words."""


def quoted(text: str) -> str:
    """A TOML string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def spellings(patterns: Sequence[Any]) -> list[str]:
    """How CLDR prints the unit in any length and number, without the number."""
    found = [
        text.replace("{0}", "").strip(" \u00a0-")
        for pattern in patterns
        for form in pattern.values()
        for count, text in form.items()
        if count != "per" and "{0}" in text
    ]
    return sorted({text for text in found if text not in UNSAFE}, key=lambda text: (len(text), text))


def units() -> Iterator[str]:
    """The lines of `units.toml`."""
    from babel import Locale

    data = [Locale.parse(name)._data["unit_patterns"] for name in LOCALES]  # noqa: SLF001 - Babel has no public list
    for key, (name, dimension, factor) in UNITS.items():
        words = list(dict.fromkeys([*spellings([one[key] for one in data]), *([] if name in UNSAFE else [name])]))
        yield from entry(name, dimension, factor, words)
    done = {name for name, _, _ in UNITS.values()}
    for base, (_, dimension, power, long) in PREFIXED.items():
        for sign, (prefix, tens) in PREFIXES.items():
            name = sign + base
            words = [form.format(prefix) for form in long]
            words += [plural(word) for word in words if "/" not in word]
            words += [sign + short for short in SHORT.get(base, (base,)) if sign + short not in {"kb", "Eb"}]
            extra = f"1{'0' * (tens + power)}"
            yield from entry(name, dimension, extra, list(dict.fromkeys(words)), again=name in done)


def plural(words: str) -> str:
    """The plural: "terabit per second" becomes "terabits per second"."""
    head, per, rest = words.partition(" per ")
    return f"{head}{'' if head.endswith('s') else 's'}{per}{rest}"


def entry(name: str, dimension: str, factor: str, words: Sequence[str], *, again: bool = False) -> Iterator[str]:
    """One unit; a second entry under the same name only adds spellings."""
    yield "[[unit]]"
    yield f"name = {quoted(name)}"
    if not again:
        yield f"dimension = {quoted(dimension)}"
        yield f"factor = {quoted(factor)}"
    yield f"spellings = [{', '.join(quoted(word) for word in words)}]"
    yield ""


def currencies() -> Iterator[str]:
    """The lines of `currencies.toml`: signs (before or after the number), codes, and words (after it)."""
    from babel import Locale

    english = Locale.parse("en")
    names: dict[str, Any] = english._data["currency_names_plural"]  # noqa: SLF001 - Babel has no public list
    printed: dict[str, str] = dict(english._data["currency_symbols"])  # noqa: SLF001 - the typed property is untyped inside
    current = sorted(str(code) for code in english.currency_symbols if code != "XXX")
    codes = [code for code in current if code not in NO_CODES]
    signs = {printed[code].replace("\u202f", " "): code for code in current if printed.get(code, code) != code}
    codes = sorted([*codes, *FORMER])
    yield f"codes = [{', '.join(quoted(code) for code in codes)}]"
    yield ""
    yield "[signs]"
    for sign, code in sorted((signs | SYMBOLS).items()):
        if code != "XXX":
            yield f"{quoted(sign)} = {quoted(code)}"
    yield ""
    yield "[words]"
    known = [*current, *FORMER]
    words = {form.casefold(): code for code in known for form in dict(names.get(code, {})).values()}
    for word, code in DEFAULTS.items():
        words |= {word.casefold(): code, f"{word.casefold()}s": code}
    for word, code in sorted(words.items()):
        yield f"{quoted(word)} = {quoted(code)}"


def main() -> None:
    """Writes both tables beside this file."""
    here = Path(__file__).parent / "en"
    head = "# Written by briefgen/reading/tables/generate.py from CLDR. Do not edit; extend trade.toml instead.\n\n"
    (here / "units.toml").write_text(head + "\n".join(units()) + "\n", encoding="utf-8")
    (here / "currencies.toml").write_text(head + "\n".join(currencies()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
