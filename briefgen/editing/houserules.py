"""Rules of the house for how briefs come out, one a line: "page 1 contains 'Embargoed until'", "at most 4 pages".

They stand in `rules.yaml` beside the golden files, and are held against every sample, or those that a rule names.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from briefgen import samples
from briefgen.config.nodes import Items, Node, Scalar, Table, parse
from briefgen.config.problems import suggest
from briefgen.editing.findings import Finding, source
from briefgen.editing.looks import Looks

FILE = "rules.yaml"
VERSION = "1"
KEYS = ("version", "rules")
NEAR = 0.45
"""How like a form a rule must be to be taken for it."""
_QUOTED = r"(?:'(?P<{0}a>[^']+)'|\"(?P<{0}b>[^\"]+)\"|“(?P<{0}c>[^”]+)”)"
_IN = re.compile(r"\s+in\s+(?P<names>[a-z-]+(?:\s*,\s*[a-z-]+)*)\s*$")


class Rule(Struct, frozen=True):
    """One line."""

    line: int
    """Of the file, from 1."""
    text: str
    """As it is written."""
    broken: Callable[[Looks], str]
    """What is wrong with a sample; empty where nothing is."""
    samples: tuple[str, ...]
    """Those that it holds for."""


Test = Callable[[re.Match[str]], Callable[[Looks], str]]


def read(path: Path) -> tuple[tuple[Rule, ...], tuple[Finding, ...]]:
    """The rules of a file, and what is wrong with it; neither where there is no such file."""
    if not path.is_file():
        return (), ()
    root, problems = parse(path.read_bytes())
    found = [_finding(path, one.line, one.message, one.hint or "") for one in problems]
    rules: list[Rule] = []
    for line, text in _lines(root, path, found):
        one = rule(text, line)
        if isinstance(one, Rule):
            rules.append(one)
        else:
            found.append(_finding(path, line, *one))
    return tuple(rules), tuple(found)


def rule(text: str, line: int = 0) -> Rule | tuple[str, str]:
    """A rule from its words, or what is wrong with it and what to do."""
    words = " ".join(text.split())
    scope = _IN.search(words)
    names = tuple(re.split(r"\s*,\s*", scope["names"])) if scope else samples.NAMES
    if unknown := [one for one in names if one not in samples.NAMES]:
        return f"there is no sample “{unknown[0]}”", suggest(unknown[0], samples.NAMES)
    bare = words[: scope.start()] if scope else words
    for pattern, test in _FORMS.values():
        if match := pattern.fullmatch(bare):
            return Rule(line, words, test(match), names)
    near = difflib.get_close_matches(_shape(bare), [_shape(form) for form in _FORMS], n=1, cutoff=NEAR)
    meant = [f"Did you mean “{form}”?" for form in _FORMS if _shape(form) in near]
    return f"there is no rule “{bare[:80]}”", " ".join([*meant, f"There are: {'; '.join(_FORMS)}."])


def broken(rules: Sequence[Rule], path: Path, name: str, looks: Looks) -> Iterator[Finding]:
    """The rules that a sample breaks."""
    for one in rules:
        if name in one.samples and (what := one.broken(looks)):
            message = f"“{one.text}” does not hold of the sample {name}: {what}"
            yield Finding(str(path), one.line, "E404", message, source=source(path, one.line))


def _lines(root: Node | None, path: Path, found: list[Finding]) -> Iterator[tuple[int, str]]:
    """The lines of the list; what stands in their places is found."""
    if root is None:
        return
    if not isinstance(root, Table):
        found.append(_finding(path, root.line, "the file is no list of keys", f"It has the keys {', '.join(KEYS)}."))
        return
    for key, value in root.entries:
        if key.text not in KEYS:
            found.append(_finding(path, key.line, f'unknown key "{key.text}"', suggest(key.text, KEYS)))
        elif key.text == "version" and not (isinstance(value, Scalar) and value.text == VERSION):
            found.append(_finding(path, key.line, f"version is not {VERSION}", f"Write `version: {VERSION}`."))
        elif key.text == "rules" and not isinstance(value, Items):
            found.append(_finding(path, key.line, "rules are no list", "Write one a line, each behind a dash."))
    if root.get("version") is None:
        found.append(_finding(path, root.line, "the key “version” is missing", f"Write `version: {VERSION}`."))
    listed = root.get("rules")
    for one in listed.items if isinstance(listed, Items) else ():
        if isinstance(one, Scalar):
            yield one.line, one.text
        else:
            hint = "Put quotation marks around a rule that has a colon: - \"page 1 contains 'Note: draft'\"."
            found.append(_finding(path, one.line, "a rule is one line of text", hint))


def _finding(path: Path, line: int, message: str, hint: str) -> Finding:
    return Finding(str(path), line, "E405", message, hint, source=source(path, line))


def _shape(text: str) -> str:
    """A rule without its numbers and quoted words."""
    return re.sub(r"'[^']*'|\"[^\"]*\"|“[^”]*”", "'TEXT'", re.sub(r"\b(?:\d+|N)\b", "N", text)).casefold()


def _quoted(match: re.Match[str], name: str = "t") -> str:
    return next(" ".join(value.split()) for one in "abc" if (value := match[f"{name}{one}"]) is not None)


def _has(text: str, words: str) -> bool:
    return words.casefold() in " ".join(text.split()).casefold()


def _most(match: re.Match[str]) -> Callable[[Looks], str]:
    most = int(match["n"])
    return lambda looks: f"it has {len(looks.pages)}" if len(looks.pages) > most else ""


def _least(match: re.Match[str]) -> Callable[[Looks], str]:
    least = int(match["n"])
    return lambda looks: f"it has {len(looks.pages)}" if len(looks.pages) < least else ""


def _page(match: re.Match[str]) -> Callable[[Looks], str]:
    number, words = int(match["n"]), _quoted(match)

    def check(looks: Looks) -> str:
        if not 0 < number <= len(looks.pages):
            return f"there is no page {number}"
        return "" if _has(looks.pages[number - 1], words) else "the words are not there"

    return check


def _last(match: re.Match[str]) -> Callable[[Looks], str]:
    words = _quoted(match)
    return lambda looks: "" if _has(looks.pages[-1], words) else f"page {len(looks.pages)} does not have the words"


def _every(match: re.Match[str]) -> Callable[[Looks], str]:
    words = _quoted(match)

    def check(looks: Looks) -> str:
        without = [str(number) for number, page in enumerate(looks.pages, 1) if not _has(page, words)]
        return f"not on page {', '.join(without)}" if without else ""

    return check


def _none(match: re.Match[str]) -> Callable[[Looks], str]:
    words = _quoted(match)

    def check(looks: Looks) -> str:
        having = [str(number) for number, page in enumerate(looks.pages, 1) if _has(page, words)]
        return f"the words are on page {', '.join(having)}" if having else ""

    return check


def _heading(match: re.Match[str]) -> Callable[[Looks], str]:
    words = _quoted(match)
    return lambda looks: "" if _place(looks, words) is not None else "there is none"


def _no_heading(match: re.Match[str]) -> Callable[[Looks], str]:
    words = _quoted(match)
    return lambda looks: "there is one" if _place(looks, words) is not None else ""


def _before(match: re.Match[str]) -> Callable[[Looks], str]:
    first, second = _quoted(match, "t"), _quoted(match, "u")

    def check(looks: Looks) -> str:
        one, other = _place(looks, first), _place(looks, second)
        if one is None or other is None:
            return ""  # what is not there stands nowhere
        return "it comes behind it" if one > other else ""

    return check


def _place(looks: Looks, words: str) -> int | None:
    wanted = words.casefold()
    return next((n for n, line in enumerate(looks.outline) if line.lstrip("# ").casefold() == wanted), None)


def _form(pattern: str, test: Test) -> tuple[re.Pattern[str], Test]:
    whole = pattern.replace("TEXT2", _QUOTED.format("u")).replace("TEXT", _QUOTED.format("t"))
    return re.compile(whole.replace("NUMBER", r"(?P<n>[0-9]{1,4})"), re.IGNORECASE), test


_FORMS: Mapping[str, tuple[re.Pattern[str], Test]] = MappingProxyType(
    {
        "at most N pages": _form(r"at most NUMBER pages?", _most),
        "at least N pages": _form(r"at least NUMBER pages?", _least),
        "page N contains 'TEXT'": _form(r"page NUMBER contains TEXT", _page),
        "last page contains 'TEXT'": _form(r"(?:the )?last page contains TEXT", _last),
        "every page contains 'TEXT'": _form(r"every page contains TEXT", _every),
        "no page contains 'TEXT'": _form(r"no page contains TEXT", _none),
        "there is a heading 'TEXT'": _form(r"there is a heading TEXT", _heading),
        "there is no heading 'TEXT'": _form(r"there is no heading TEXT", _no_heading),
        "heading 'TEXT' comes before 'TEXT'": _form(r"heading TEXT comes before TEXT2", _before),
    }
)
"""What rules can say; each may end with “in” and names of samples: “at most 2 pages in quiet”."""
