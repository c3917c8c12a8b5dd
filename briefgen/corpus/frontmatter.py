"""The YAML head of a Markdown file, read without trust: plain values only, no aliases, bounded size and depth."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import yaml
from msgspec import Struct, field

from briefgen.corpus import dates
from briefgen.corpus.declaring import declared
from briefgen.errors import CorpusError
from briefgen.model import Document, Original

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

FENCE = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
LARGEST = 65_536
"""Characters of a front matter."""

DEEPEST = 4
"""Levels of nesting; ours has two."""

SYNONYMS = MappingProxyType({"title": "headline", "author": "byline", "date": "published", "lang": "language"})
"""Keys of Hugo, Jekyll and Pandoc that mean the same."""

LANGUAGE = re.compile(r"(?P<code>[a-z]{2,3})(?:[-_][A-Za-z0-9]+)*")


class Entry(Struct, frozen=True):
    """A value of the front matter and its line in the file."""

    value: str | None
    line: int
    children: Mapping[str, Entry] = field(default_factory=dict)


class FrontMatter(Struct, frozen=True):
    """What the head of a file says of it."""

    end: int
    """Offset behind the closing fence."""
    entries: Mapping[str, Entry]
    """By key; keys that nobody knows are kept and left alone."""


def find(text: str, name: str) -> FrontMatter | None:
    """The front matter of a text; None where it has none.

    Raises:
        CorpusError: It is broken YAML, or breaks a limit; with file and line.
    """
    fence = FENCE.match(text)
    if fence is None:
        return None
    if len(fence["yaml"]) > LARGEST:
        raise CorpusError("the front matter is too long", f"{name}:1", f"Keep it below {LARGEST} characters.")
    try:
        guard(fence["yaml"], name)
        node = yaml.compose(fence["yaml"], Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise broken(error, name) from error
    if isinstance(node, yaml.MappingNode):
        return FrontMatter(fence.end(), entries(node, name))
    return FrontMatter(fence.end(), {}) if node is None else None


def guard(source: str, name: str) -> None:
    """Refuses aliases and deep nesting before anything is built.

    Raises:
        CorpusError: There is one.
    """
    depth = 0
    for event in yaml.parse(source, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > DEEPEST:
            what = "aliases are not allowed" if isinstance(event, yaml.AliasEvent) else "it is nested too deep"
            raise CorpusError(f"front matter: {what}", f"{name}:{line_of(event.start_mark)}", "Write the values out.")


def line_of(mark: Any) -> int:  # noqa: ANN401 - PyYAML has two classes of marks, or none
    """The line of the file; the opening fence is the first."""
    return int(mark.line) + 2 if mark is not None else 1


def broken(error: yaml.YAMLError, name: str) -> CorpusError:
    """What to tell of broken YAML."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be parsed"
    where = f"{name}:{line_of(mark)}" if mark else name
    return CorpusError(f"front matter: {problem}", where, "Put values with a colon or quotation marks into quotes.")


def entries(node: yaml.MappingNode, name: str) -> dict[str, Entry]:
    """The keys and values of a mapping as they are written, so that "no" stays the code of a language.

    Raises:
        CorpusError: A key comes twice, or is no word.
    """
    found: dict[str, Entry] = {}
    for key, value in node.value:
        line = line_of(key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            raise CorpusError("front matter: a key must be a word", f"{name}:{line}")
        word = SYNONYMS.get(key.value, key.value) if SYNONYMS.get(key.value) not in found else key.value
        if word in found:
            raise CorpusError(f"front matter: {key.value!r} stands twice", f"{name}:{line}", "Remove one of them.")
        children = entries(value, name) if isinstance(value, yaml.MappingNode) else {}
        found[word] = Entry(scalar(value), line, children)
    return found


def scalar(node: yaml.Node) -> str | None:
    """A value as written; None for null. The items of a list are put together with commas."""
    if isinstance(node, yaml.SequenceNode):
        return ", ".join(item.value for item in node.value if isinstance(item, yaml.ScalarNode)) or None
    if not isinstance(node, yaml.ScalarNode) or node.tag == "tag:yaml.org,2002:null":
        return None
    return " ".join(str(node.value).split()) or None


def applied(document: Document, head: FrontMatter) -> Document:
    """The document with what its front matter says; that goes before what the text proves, also where it says null.

    Raises:
        CorpusError: A value makes no sense.
    """
    given = {key: checked(key, entry, document.name) for key, entry in head.entries.items() if key in CHECKS}
    digested = head.entries.get("digest_of")
    if digested is not None and (digested.children or digested.value):
        reported = {"publisher": None, "byline": None}  # what the text names is the original's
        given = {**reported, **given, "digest_of": original(digested, document.name)}
    return declared(document, given)


def original(entry: Entry, name: str) -> Original:
    """What a digest digests.

    Raises:
        CorpusError: It is no mapping, or its day is none.
    """
    if not entry.children:
        raise CorpusError(
            "front matter: digest_of needs keys: publisher, author, headline, published", f"{name}:{entry.line}"
        )
    values = {key: child.value for key, child in entry.children.items()}
    day = entry.children.get("published")
    return Original(
        publisher=values.get("publisher"),
        author=values.get("byline"),
        headline=values.get("headline"),
        published=a_day(day.value, f"{name}:{day.line}") if day and day.value else None,
    )


def checked(key: str, entry: Entry, name: str) -> object:
    """A value in its type; None where it is empty.

    Raises:
        CorpusError: It makes no sense.
    """
    return CHECKS[key](entry.value, f"{name}:{entry.line}") if entry.value is not None else None


def a_text(value: str, _where: str) -> str:
    """Any words."""
    return value


def a_day(value: str, where: str) -> dt.date:
    """A day, best as 2025-10-24.

    Raises:
        CorpusError: It is none.
    """
    day = dates.day(value)
    if day is None:
        raise CorpusError(f"front matter: {value!r} is no date", where, "Write it as 2025-10-24.")
    return day


def a_language(value: str, where: str) -> str:
    """A language code: "en", "en-GB".

    Raises:
        CorpusError: It is none.
    """
    match = LANGUAGE.fullmatch(value)
    if match is None:
        raise CorpusError(f"front matter: {value!r} is no language code", where, 'Write a code such as "en".')
    return match["code"]


CHECKS: Mapping[str, Callable[[str, str], object]] = MappingProxyType(
    {
        "headline": a_text,
        "byline": a_text,
        "publisher": a_text,
        "published": a_day,
        "language": a_language,
        "url": a_text,
    }
)
"""Key of the front matter and field of the document → how its value is read."""
