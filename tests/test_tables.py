"""No word of a language stands in code, so that a further language is data."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen import reading
from briefgen.reading.relative import RESOLVERS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOM = Path(reading.__file__).parent
MODULES = sorted([*ROOM.glob("*.py"), ROOM / "tables" / "__init__.py"])
"""`tables/generate.py` writes English tables from CLDR, and is no part of the reader."""

WORDS = """
a an the this that these those its it their they them his her him he she our we who whom whose which what where when
why how of to in on at by for from with without within into onto over under above below between among through during
since until till before after about around against across along beyond despite per via as than then so if unless and
or but nor yet while whereas although though because both either each every all some any no not none only just nearly
almost roughly approximately some more less fewer most least much many several other others another same such own up
down out off away again further later earlier ago now today yesterday tomorrow tonight currently soon last next first
second third previous current coming past recent early late mid end start is are was were be been being has have had
do does did will would can could may might must shall should said says say told tell added according expected planned
forecast estimated rose fell grew rise fall growth increase decrease decline drop gain loss higher lower high low
record new total average share stake rate one two three four five six seven eight nine ten eleven twelve twenty dozen
dozens hundred thousand hundreds thousands million billion trillion lakh crore half quarter thirds fifth tenth double
triple twice times fold percent percentage cent point points number figure year years month months week weeks day days
hour hours minute minutes decade decades century centuries people men women children ton tons tonnes dollar dollars
pound pounds ly ing ed es ies ied ist ician man woman illion s st nd rd th night fortnight
 quarters
"""
ENGLISH = frozenset(WORDS.split())
"""Words and endings that a rule of English would need."""

MEANINGS = frozenset(RESOLVERS)
"""Names of meanings, which the rules of a table name: "ago", "month"."""
KEYS = {
    "units.py": "second minute hour day night week fortnight month quarter year decade century times",
    "nonfigures.py": "day night minute second year years month months",
    "relative.py": "day week century which other start end",
    "meanings.py": "month year early mid late end start",
    "mentions.py": "cent",
    "seasons.py": "which year",
    "kinds.py": "cent",
    "nouns.py": "share",
    "nounties.py": "s",
    "nounwords.py": "times",
    "periods.py": "day which",
    "grammar.py": "month months which",
    "names.py": "man woman people",
    "figured.py": "points",
    "phrases.py": "s",
    "marks.py": "s",
    "topics.py": "s",
}
"""Words of the list that are names in code, for these reasons:

- names of units and of units of time, which are the same in every language ("month", "cent");
- names of parts of a period ("early");
- names of lists, slots and groups of the tables ("people", "times", "points", "share", "number");
- the reason that a withdrawn number is left out for, which is a constant, as another module asks for it;
- the possessive 's, and the plural's s before its apostrophe, which words are freed of before any table is asked: to
  look this up at each word of a text costs more than all tables together; a language without it never meets it.
"""

TABLES = frozenset({"load", "knows", "of", "sources", "get", "pop"})
"""Calls whose arguments name tables, parts of tables and slots."""
MESSAGES = frozenset({"Refusal", "Omission", "unread"})
"""Calls whose arguments are for people who read a brief, which is written in English."""


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module that are no docstring, key, message or value of an enumeration."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not is_key(node, above):
            yield node.lineno, node.value


def is_key(node: ast.AST, above: dict[ast.AST, ast.AST]) -> bool:
    parent = above[node]
    if isinstance(parent, ast.List) and "__all__" in ast.unparse(above[parent]):
        return True
    if isinstance(parent, ast.Expr) or (isinstance(parent, ast.Subscript) and parent.slice is node):
        return True
    while not isinstance(parent, ast.stmt):
        if isinstance(parent, ast.Call):
            name = parent.func.attr if isinstance(parent.func, ast.Attribute) else getattr(parent.func, "id", "")
            if name in TABLES | MESSAGES:
                return True
        node, parent = parent, above[parent]
    owner = above.get(parent)
    return isinstance(owner, ast.ClassDef) and any("Enum" in ast.unparse(base) for base in owner.bases)


def words(text: str) -> list[str]:
    """The words in a string or pattern: without escapes, groups' names, flags and sets of characters."""
    for noise in (
        r"\(\?P[<=](?:[\w]*[>)])?",
        r"\(\?[aimsx-]+",
        r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|.)",
        r"\[[^\]]*\]",
    ):
        text = re.sub(noise, " ", text)
    return [word.strip("0123456789") for word in re.findall(r"\w+", text)]


def is_pattern(text: str) -> bool:
    return re.search(r"[\\|()*+^$]|\[.*\]|\w\?|\.\{|\?:", text) is not None


def wrong_words(text: str) -> list[str]:
    """Words of English; in a pattern any word at all."""
    told = [word.lower() for word in words(text)]
    listed = [word for word in told if word in ENGLISH]
    return listed + [word for word in told if len(word) > 1 and is_pattern(text)]


@pytest.mark.parametrize("path", MODULES, ids=[path.name for path in MODULES])
def test_no_word_of_a_language_stands_in_code(path: Path) -> None:
    allowed = frozenset(KEYS.get(path.name, "").split())
    known = allowed | (MEANINGS if path.name in {"relative.py", "periods.py"} else frozenset())
    found = {(line, text, word) for line, text in strings(path) for word in wrong_words(text)}
    wrong = sorted(f"{path.name}:{line}: {word!r} in {text!r}" for line, text, word in found if word not in known)
    assert not wrong, "words of a language belong to its tables:\n" + "\n".join(wrong)
    assert allowed <= {word for _, _, word in found}, "no longer needed"


def test_the_check_sees_words_in_patterns_and_sets(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        '"""Of the docstring."""\n'
        'A = r"\\s(?:of|among)\\s"\n'
        'B = frozenset({"about", "nearly"})\n'
        'C = lambda word: word.endswith("ing") or word == "than"\n'
        'D = f"(?:{A})\\\\spercent"\n',
        encoding="utf-8",
    )
    seen = {word for _, text in strings(module) for word in wrong_words(text)}
    assert seen == {"of", "among", "about", "nearly", "ing", "than", "percent"}
