"""A further language is data: an artificial one, by its tables alone, is read like English."""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import pkgutil
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import Struct

from briefgen import reading
from briefgen.model import Block, BlockKind, Document, Figure, Reading, Span
from briefgen.reading import tables
from briefgen.reading.patterns import Pattern
from briefgen.reading.read import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

LANGUAGES = Path(__file__).parent / "languages"
FREE = frozenset(
    {"counting.totals", "currencies.signs", "currencies.words", "kinds.signs", "kinds.rates", "kinds.rate_words"}
    | {
        "measures.attributes",
        "measures.doing",
        "measures.using",
        "measures.taking",
        "complements.gaps.balances",
        "measures.paying",
        "multiples.multiple_values",
        "multiples.folds",
        "multiples.again",
        "names.owners",
    }
    | {f"numbers.{name}" for name in ("small", "tens", "scales", "abbreviations", "plurals", "fractions", "glyphs")}
    | {"periods.leads", "trade.heralds", "trade.composites.volumes", "trade.composites.times"}
    | {"grids.scales"}
    | {f"periods.words.{name}" for name in ("numbers", "ordinals", "units", "which", "parts", "years", "articles")}
    | {f"periods.words.{name}" for name in ("days", "sides", "letters", "lengths", "seasons")}
)
"""Parts of tables whose keys are words or units of the language."""


def modules() -> list[ModuleType]:
    found = pkgutil.iter_modules(reading.__path__, "briefgen.reading.")
    return [importlib.import_module(one.name) for one in found]


def remembered() -> Iterator[Callable[..., Any]]:
    for module in modules():
        yield from (one for one in vars(module).values() if hasattr(one, "cache_clear"))


def forget() -> None:
    for one in remembered():
        one.cache_clear()


@pytest.fixture
def artificial(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only the tables of the artificial language are there; nothing is remembered of another one."""
    monkeypatch.setattr(tables, "HERE", LANGUAGES)
    forget()
    yield
    forget()


def told(text: str) -> Reading:
    block = Block(Span(0, len(text)), BlockKind.PARAGRAPH)
    day = dt.date(2025, 10, 24)
    return read(Document("0" * 64, "x.txt", text, (block,), published=day, language="xx"))


def shown(figure: Figure) -> str:
    quantity = figure.quantity
    value = str(quantity.value) if quantity.upper is None else f"{quantity.value}..{quantity.upper}"
    more = (quantity.modifier, figure.direction, figure.rate and f"per {figure.rate}")
    return " ".join([value, quantity.unit or "-", figure.kind, *(str(one) for one in more if one)])


CASES = {
    "percent, modifier": ("Da eksporto suba kel 4,5 prosu.", ["4.5 % change approx up"]),
    "range": ("Da porto suba inter 2,3 zo 2,6 milu tonos.", ["2300000..2600000 t level"]),
    "range by a dash": ("Da falo suba 5-7 prosu.", ["5..7 % change up"]),
    "from and to": ("Da parto suba za 38 ga 45 prosu.", ["38 % share", "45 % share"]),
    "to alone": ("Da eksporto kada ga 5 ga 7 milu tonos.", ["5000000..7000000 t level"]),
    "count": ("Da regno havna plu kan 15 havnen.", ["15 count:havnen count more_than"]),
    "number in words, money": ("Da banko havna tri milu dolaro.", ["3000000 USD level"]),
    "decimal comma, rate": ("Da banko havna 1.234,5 tonos po anu.", ["1234.5 t level per year"]),
    "one in five": ("Un el kvin havnen kada.", ["20 % share"]),
    "multiple": ("Da eksporto dupla.", ["2 x multiple up"]),
    "year": ("Da porto suba ni 2024.", []),
    "code": ("Da paragrafo 427 suba.", []),
    "English is not read": ("Exports rose by about four percent to three million tons, twenty people said.", []),
}


@pytest.mark.usefixtures("artificial")
@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_figures(text: str, expected: list[str]) -> None:
    assert [shown(figure) for figure in told(text).figures] == expected


@pytest.mark.usefixtures("artificial")
def test_time_status_measure_and_speaker() -> None:
    past, plan = told("Da eksporto suba 4 prosu ni pasu anu. Da banko vola 3 milu dolaro gis fino di 2027.").figures
    assert past.period is not None
    assert (past.period.start, past.period.end) == (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert (past.status, plan.status) == ("actual", "plan")
    assert plan.deadline == dt.date(2027, 12, 31)
    assert past.measure == "eksporto"
    assert told("Laut da ministrio, 15 havnen suba.").figures[0].attribution == "ministrio"


@pytest.mark.usefixtures("artificial")
def test_a_number_without_a_single_reading_names_the_language() -> None:
    assert [one.reason for one in told("Da banko havna 12,34,5 tonos.").omissions] == [
        "its commas and points have no single reading in Exish text"
    ]


@pytest.mark.usefixtures("artificial")
def test_nothing_but_its_own_tables_is_known() -> None:
    assert tables.languages() == {"xx"}
    assert told("Da eksporto suba 4 prosu.").figures[0].quantity.value == Decimal(4)
    with pytest.raises(FileNotFoundError):
        tables.load("en", "words")


def parts(table: dict[str, Any], path: str) -> set[str]:
    """The keys of a table; of lists of rows, and where the keys are words, no further."""
    found = {f"{path}.{key}" for key in table}
    for key, value in table.items():
        if isinstance(value, dict) and f"{path}.{key}" not in FREE:
            found |= parts(value, f"{path}.{key}")
    return found


OTHERS = sorted(
    folder
    for root in (tables.HERE, LANGUAGES)
    for folder in root.iterdir()
    if folder.is_dir() and folder.name not in {"en", "__pycache__"}
)
"""The tables of every language but English."""


@pytest.mark.parametrize("name", tables.NAMES)
@pytest.mark.parametrize("folder", OTHERS, ids=[folder.name for folder in OTHERS])
def test_all_languages_have_the_same_parts(folder: Path, name: str) -> None:
    english, other = (
        tomllib.loads((one / f"{name}.toml").read_text(encoding="utf-8")) for one in (tables.HERE / "en", folder)
    )
    differing = parts(english, name) ^ parts(other, name)
    assert not differing, "what a language has none of is an empty list, or '(?!)' for a pattern"


def patterns_in(value: object) -> Iterator[Pattern]:
    if isinstance(value, Pattern):
        yield value
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from patterns_in(getattr(value, name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from patterns_in(one)


def compile_all(language: str) -> int:
    number = 0
    for make in remembered():
        if list(inspect.signature(make).parameters) == ["language"]:
            for pattern in patterns_in(make(language)):
                pattern.search("")
                number += 1
    return number


@pytest.mark.parametrize("language", sorted(tables.languages()))
def test_every_pattern_compiles(language: str) -> None:
    assert compile_all(language) > 50


@pytest.mark.usefixtures("artificial")
def test_every_pattern_of_the_artificial_language_compiles() -> None:
    assert compile_all("xx") > 50
