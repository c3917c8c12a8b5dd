"""The words and units of each language, as TOML: `tables/<language>/<name>.toml`.

A further language is a further folder of tables and its cases; no table of one language reads another.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


HERE = Path(__file__).parent
"""The tables lie beside this file; `importlib.resources` would double the time that importing the reader takes."""


@lru_cache(maxsize=64)
def load(language: str, name: str) -> Mapping[str, Any]:
    """The table `name` of `language` (ISO 639-1), read once.

    Raises:
        FileNotFoundError: There is no such table; `knows` tells beforehand.
    """
    import tomllib

    table = HERE / language / f"{name}.toml"
    return MappingProxyType(tomllib.loads(table.read_text(encoding="utf-8")))


@lru_cache(maxsize=64)
def knows(language: str, name: str) -> bool:
    """Whether `language` has a table `name`. Anything but two letters is no language."""
    if not (language.isascii() and language.isalpha() and language.islower()):
        return False
    return (HERE / language / f"{name}.toml").is_file()


NAMES = (
    "words",
    "numbers",
    "units",
    "currencies",
    "trade",
    "counting",
    "nonfigures",
    "ranges",
    "mentions",
    "kinds",
    "multiples",
    "ellipsis",
    "periods",
    "status",
    "sentences",
    "speech",
    "names",
    "measures",
    "complements",
    "events",
    "topics",
    "grids",
)
"""The tables that a language needs to be read, in the order in which they are best written."""


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """The languages that have all tables, and so are read."""
    folders = (child.name for child in HERE.iterdir() if child.is_dir())
    return frozenset(name for name in folders if all(knows(name, table) for table in NAMES))
