"""A setting file → its tree with today's keys, and what is wrong with its form; findings with the name of the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefgen import __version__
from briefgen.config import corrections, words
from briefgen.config.keys import VERSION, Renamed, modernise
from briefgen.config.kinds import RULES
from briefgen.config.meaning import is_folder, resolved
from briefgen.config.nodes import MAX_BYTES, Node, Scalar, ScalarKind, Table, parse
from briefgen.config.problems import Finding, Problem
from briefgen.config.shapes import problems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EXAMPLE = "briefgen.yaml"


def findings_of(wrong: Sequence[Problem], path: Path, cwd: Path) -> tuple[Finding, ...]:
    """By line, each once, with the path as one would type it from the working folder."""
    name = shown(resolved(cwd, str(path)))
    unique = dict.fromkeys(sorted(wrong, key=lambda problem: problem.line))
    return tuple(problem.at(name) for problem in unique)


def shown(path: Path) -> str:
    """A path as one would type it from the working folder."""
    cwd = Path.cwd()
    return (path.relative_to(cwd) if path.is_relative_to(cwd) else path).as_posix()


def read(path: Path, kind: str, renamed: Mapping[str, Sequence[Renamed]]) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of a file with today's keys, and what is wrong with its form."""
    room = corrections.ROOM if kind == "corrections" else 1
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES * room + 1)
    except OSError as error:
        return None, (_unreadable(path, error),)
    root, wrong = parse(data, room)
    if root is None:
        return None, wrong
    newer = _newer(root)
    if newer:
        return None, (newer,)
    root, old = modernise(root, renamed[kind], int(__version__.split(".", 1)[0]))
    root = words.without_nothing(root) if kind == "words" else root
    return root, (*wrong, *old, *problems(RULES[kind], root, ""))


def _unreadable(path: Path, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem(0, "there is no such file", "`briefgen init` lays out a new one.")
    if isinstance(error, IsADirectoryError) or is_folder(path):
        return Problem(0, "this is a folder, not a setting file", f"Name the file in it, such as {EXAMPLE}.")
    return Problem(0, f"cannot be read: {error.strerror or error}", "Look at its permissions.")


def _newer(root: Node) -> Problem | None:
    """A file of a later version is not judged by today's rules: one clear finding instead of many wrong ones."""
    version = root.get("version") if isinstance(root, Table) else None
    if isinstance(version, Scalar) and version.kind is ScalarKind.WHOLE and version.text.isdecimal():
        number = version.text.lstrip("0")
        if len(number) > len(str(VERSION)) or int(number or "0") > VERSION:
            message = f"this file is of version {version.text[:20]}; briefgen {__version__} reads version {VERSION}"
            return Problem(version.line, message, "It was written for a newer briefgen: install that one.")
    return None
