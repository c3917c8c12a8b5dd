"""`briefgen templates check --golden`: the samples as they come out, against what somebody looked at and accepted.

What was accepted lies in `tests/golden/` of the house's project, a text file for each sample: number of pages, outline
and words. The rules of the house stand beside it (`houserules`).
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from briefgen import resources, samples
from briefgen.config import Config
from briefgen.editing import houserules
from briefgen.editing.findings import Finding
from briefgen.editing.looks import Looks, looks, parts, written
from briefgen.model import File
from briefgen.running import Failure, Limits, open_workers, run

MODULES = ("briefgen.editing.golden",)
LIMITS = Limits(megabytes=2048)
"""What one sample may take beyond what the process has."""
FOLDER = Path("tests", "golden")
"""Below the folder of the project."""
MOST = 30
"""Lines of a difference that are shown."""
ACCEPT = "Right as it is? `briefgen templates check --golden --accept` keeps it."
Tell = Callable[[str], None]


def folder(own: Config) -> Path:
    """Where a project keeps its golden files: below the folder of its settings, or of `config/`.

    Where nobody has settings, and those of the package hold, it is the working folder.
    """
    here = own.path.parent
    project = here.parent if here.name == "config" else here
    work = Path.cwd()
    return (work if here == resources.config() and not work.is_relative_to(project) else project) / FOLDER


def made(own: Config, tell: Tell, names: Sequence[str] = samples.NAMES) -> dict[str, Looks | Failure]:
    """The samples as they come out, or why they do not, by name."""
    with open_workers("local", MODULES) as workers:
        found = run(partial(looks, own=own), names, workers, size=1, limits=LIMITS)
        return dict(zip(names, _told(found, names, tell), strict=True))


def _told(found: Iterator[Looks | Failure], names: Sequence[str], tell: Tell) -> Iterator[Looks | Failure]:
    for name, one in zip(names, found, strict=True):
        tell(f"setting the sample {name}")
        yield one


def check(where: Path, found: dict[str, Looks | Failure]) -> Iterator[Finding]:
    """What differs from what was accepted, and the rules that are broken.

    Args:
        where: The folder of the golden files.
        found: The samples as they come out.
    """
    rules, wrong = houserules.read(where / houserules.FILE)
    yield from wrong
    for name, one in found.items():
        path = where / f"{name}.txt"
        if isinstance(one, Failure):
            yield Finding(str(path), 0, "E400", f"the sample {name} cannot be printed: {one.reason}")
            continue
        yield from compared(name, path, one)
        yield from houserules.broken(rules, where / houserules.FILE, name, one)


def compared(name: str, path: Path, one: Looks) -> Iterator[Finding]:
    """What a sample has otherwise than its golden file."""
    if not path.is_file():
        hint = "Look at it (`briefgen samples`), then `briefgen templates check --golden --accept` keeps it."
        yield Finding(str(path), 0, "E400", f"nobody accepted the sample {name} yet", hint)
        return
    text = path.read_text("utf-8", errors="replace")
    pages, outline, words = parts(text)
    now_pages, now_outline, now_words = parts(written(one))
    if pages != now_pages:
        yield Finding(str(path), 1, "E403", f"the sample {name} has {now_pages} pages, and had {pages}", ACCEPT)
    for rule, what, before, now in (
        ("E402", "another outline", outline, now_outline),
        ("E401", "other words", words, now_words),
    ):
        if before != now:
            line = _line(text, before, now)
            yield Finding(str(path), line, rule, f"the sample {name} has {what}", _difference(before, now))


def accepted(found: dict[str, Looks | Failure]) -> tuple[File, ...]:
    """The golden files of samples that come out."""
    return tuple(
        File(f"{name}.txt", written(one).encode()) for name, one in found.items() if not isinstance(one, Failure)
    )


def _line(text: str, before: Sequence[str], now: Sequence[str]) -> int:
    """Where in a golden file the first line stands that is gone or changed; 0 where lines came at the end alone."""
    first = next((n for n, pair in enumerate(zip(before, now, strict=False)) if pair[0] != pair[1]), None)
    at = first if first is not None else len(now) if len(now) < len(before) else None
    return text.splitlines().index(before[at]) + 1 if at is not None else 0


def _difference(before: Sequence[str], now: Sequence[str]) -> str:
    """The lines that are gone and new, with the one before and behind them."""
    every = list(difflib.unified_diff(before, now, "accepted", "now", lineterm="", n=1))[2:]
    more = f"\n… and {len(every) - MOST} lines more" if len(every) > MOST else ""
    return "\n".join(every[:MOST]) + f"{more}\n{ACCEPT}"
