"""What is wrong with a template, where, and what to do: the same for the terminal, the preview and CI."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from textwrap import indent

from msgspec import Struct

from briefgen.config.problems import Level


class Finding(Struct, frozen=True, order=True):
    """One thing that is wrong."""

    file: str
    line: int
    """From 1; 0 when the file as a whole is meant."""
    id: str
    message: str
    hint: str = ""
    """What to do about it."""
    level: Level = Level.ERROR
    source: str = ""
    """The line as it stands in the file."""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        lines = [f"{where}  {self.id}  {self.message}"]
        lines += [indent(part, "    ") for part in (self.source.strip(), self.hint) if part]
        return "\n".join(lines)


def nearest(word: str, known: Iterable[str]) -> str:
    """The hint that asks for the nearest of several names; empty where none is near."""
    import difflib

    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f"Did you mean {near[0]!r}?" if near else ""


def source(path: Path, line: int) -> str:
    """A line of a file; empty where there is none."""
    lines = path.read_text("utf-8", errors="replace").splitlines() if line and path.is_file() else []
    return lines[line - 1] if 0 < line <= len(lines) else ""
