"""What `briefgen init` lays out: settings, a place for templates, and the digests as a first corpus."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from briefgen import resources
from briefgen.errors import UsageError
from briefgen.model import File

HOUSE = """# Your templates

briefgen looks here first, then at the templates that it ships. Keep here only what differs, for example
`brief.md.j2`:

    {% extends "!default/brief.md.j2" %}
    {% block masthead %}{{ super() }}

    *For the minister's office*
    {% endblock %}

`!default/` always means the shipped file. Colours, fonts, logo and page size need no template: they stand in
`config/brand.yaml`.
"""

STEPS = (
    ("make", "writes a brief on each topic to build/"),
    ("documents", "what is known of your documents: put web pages, PDFs, Word files, text into seeds/"),
    ("config check", "after every change of config/briefgen.yaml: topics, measures, corpus"),
    ("schedule show", "once config/delivery.yaml says who gets briefs by mail, and when"),
    ("doctor", "when something is missing"),
)
"""What to do after `briefgen init`: a command, and what it is for."""


def next_steps(folder: Path, program: str = "briefgen") -> Iterator[str]:
    """Lines to copy into a shell, one after the other; `program` is how briefgen is called there."""
    if folder.resolve() != Path.cwd():
        yield f"cd {shlex.quote(str(folder))}"
    width = max(len(command) for command, _ in STEPS)
    for command, purpose in STEPS:
        yield f"{program} {command:{width}}  # {purpose}"


def files() -> tuple[File, ...]:
    """Every file of a new folder, by name."""
    made = [
        *_copies(resources.config(), "config"),
        *_copies(resources.seeds(), "seeds"),
        File("templates/house/README.md", HOUSE.encode()),
    ]
    return tuple(sorted(made, key=lambda file: file.name))


def refuse_existing(folder: Path, new: Sequence[File]) -> None:
    """Raises `UsageError` when one of the files is there already, or the folder is a file."""
    if folder.exists() and not folder.is_dir():
        raise UsageError("this is a file, not a folder", where=str(folder), hint="Choose another name.")
    there = [file.name for file in new if (folder / file.name).exists()]
    if there:
        named = ", ".join(there[:3]) + (f" and {len(there) - 3} more" if len(there) > 3 else "")  # noqa: PLR2004 - enough
        hint = "Choose an empty folder, or move these files away first."
        raise UsageError(f"already has {named}; nothing was written", where=str(folder), hint=hint)


def _copies(source: Path, name: str) -> Iterator[File]:
    for path in sorted(source.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(source).parts):
            yield File(f"{name}/{path.relative_to(source).as_posix()}", path.read_bytes())
