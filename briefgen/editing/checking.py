"""`briefgen templates check`: all that can be found in the house's templates without printing them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from jinja2 import TemplateNotFound
from msgspec.structs import replace

from briefgen.config.problems import Level
from briefgen.editing import wording
from briefgen.editing.findings import Finding, nearest, source
from briefgen.editing.layers import TEMPLATE, Layers, Standing, names, standing
from briefgen.editing.slices import line
from briefgen.editing.vocabulary import environment, known
from briefgen.editing.walking import NAMING, Source, parsed, template_of, walk
from briefgen.errors import TemplateError
from briefgen.rendering.seen import SEEN
from briefgen.rendering.templates import SHIPPED, FolderLoader

_SILENCED = re.compile(r"\{#-?\s*allow\s+(?P<ids>[EW]\d{3}(?:[\s,]+[EW]\d{3})*)\s*:?\s*(?P<why>[^#]*?)\s*-?#\}")
"""A comment that lets one line pass, with the reason: {# allow W201: kept for the spring issue #}."""
_MARKERS = re.compile(r"^(?:<<<<<<<|=======|>>>>>>>)(?: .*)?$", re.MULTILINE)
_SHEETS = ("css/brief.css", "css/html.css", "css/pdf.css", "css/email.css")
"""Style sheets that are looked for by name."""


def check(layers: Layers, locale: str) -> tuple[Finding, ...]:
    """What is wrong, file by file.

    Args:
        layers: The layers.
        locale: That of the brand, into which the house's own words should be translated.
    """
    said = wording.check(layers.house, layers.default, locale)
    found = {*_walked(layers), *_unused(layers), *_edited(layers.default), *said}
    for name in names(layers.house):
        found |= set(_merged(layers.own(name)))
        with suppress(TemplateError):  # the walk names it with its line
            found |= set(_stands(standing(layers, name)))
    return tuple(sorted(_allowed(found)))


def _walked(layers: Layers) -> Iterator[Finding]:
    folders = [folder for folder in (layers.house, layers.default) if folder is not None]
    loader = FolderLoader(folders)
    reader = environment(loader)

    @cache
    def load(name: str) -> Source:
        try:
            path = loader.path(name)
        except TemplateNotFound:
            every = {one for folder in folders for one in names(folder) if one.endswith(TEMPLATE)}
            hint = nearest(name, every) or f"Searched: {', '.join(map(str, folders))}."
            raise TemplateError(f"there is no template {name!r}", hint=hint) from None
        return parsed(reader, name, path, is_shipped=path.is_relative_to(layers.default))

    for name in SEEN:
        yield from walk(name, load, known())


def _merged(path: Path | None) -> Iterator[Finding]:
    """Marks that a merge left."""
    if path is None or path.suffix not in {TEMPLATE, ".css"}:
        return
    text = path.read_text("utf-8", errors="replace")
    for marker in _MARKERS.finditer(text):
        hint = "Keep one of both sides, and take the lines with the marks out."
        yield _finding(path, line(text, marker.start()), "E111", "a place of a merge is not decided yet", hint)


def _stands(one: Standing) -> Iterator[Finding]:
    """How an override stands to what is shipped."""
    if one.changed is None:
        hint = f"`briefgen templates eject {one.name}` keeps it, so that later changes can be told."
        yield _warning(one.file, 0, "W204", "no shipped original is kept beside this override", hint)
    elif one.changed:
        what = "the shipped file" if one.whole else f"the shipped {', '.join(one.changed)}"
        hint = f"`briefgen templates diff {one.name}` shows it; `--merge` brings it in."
        yield _warning(one.file, 0, "W203", f"{what} changed since this override was made", hint)


def _edited(folder: Path) -> Iterator[Finding]:
    """Shipped files that were changed: the next version replaces them. Only an installed package can be compared."""
    for path, wanted in _installed(folder).items():
        if path.is_file() and _digest(path) != wanted:
            name = path.relative_to(folder).as_posix()
            hint = f"`briefgen templates eject {name}` begins an override; a new version replaces what is changed here."
            yield _finding(path, 0, "E107", "a shipped file was changed", hint)


def _installed(folder: Path) -> Mapping[Path, str]:
    """The files of a folder with their digests, as the package was installed; none in a clone."""
    try:
        files = distribution("briefgen").files or ()
    except PackageNotFoundError:
        return {}
    listed = ((Path(str(one.locate())).resolve(), one.hash) for one in files)
    return {path: made.value for path, made in listed if made is not None and path.is_relative_to(folder.resolve())}


def _digest(path: Path) -> str:
    """As a wheel's RECORD writes it: URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).rstrip(b"=").decode()


def _unused(layers: Layers) -> Iterator[Finding]:
    """Files of the house that nothing prints."""
    if layers.house is None:
        return
    used = {*SEEN, *_SHEETS, *_named(layers)}
    for name in names(layers.house):
        if name not in used and name.endswith((TEMPLATE, ".css")):
            hint = nearest(name, used) or "Nothing extends, imports or includes it."
            yield _warning(layers.house / name, 0, "W201", "nothing uses this file", hint)


def _named(layers: Layers) -> Iterator[str]:
    """Templates that others name."""
    reader = environment(FolderLoader([layers.default]))
    for folder in (layers.house, layers.default):
        for name in names(folder) if folder is not None else ():
            if not name.endswith(TEMPLATE):
                continue
            try:
                tree = parsed(reader, name, folder / name).tree if folder else None
            except TemplateError:
                continue  # named by the walk, if anything uses it
            for node in tree.find_all(NAMING) if tree else ():
                if (named := template_of(node)) is not None:
                    yield named.removeprefix(SHIPPED)


def _finding(path: Path, number: int, rule: str, message: str, hint: str) -> Finding:
    return Finding(str(path), number, rule, message, hint, Level.ERROR, source(path, number))


def _warning(path: Path, number: int, rule: str, message: str, hint: str) -> Finding:
    return replace(_finding(path, number, rule, message, hint), level=Level.WARNING)


def _allowed(found: Iterable[Finding]) -> Iterator[Finding]:
    """Without what a comment with a reason lets pass: on its line or the one before; in the first, about the file."""
    comments: dict[str, Mapping[int, tuple[frozenset[str], str]]] = {}
    for one in found:
        lines = comments.setdefault(one.file, _comments(Path(one.file)))
        here = [lines[number] for number in {one.line - 1, one.line or 1} if number in lines]
        matching = [why for ids, why in here if one.id in ids]
        if not matching:
            yield one
        elif not any(matching):
            yield replace(one, hint=f"Say why in the comment that lets it pass: {{# allow {one.id}: reason #}}")


def _comments(path: Path) -> Mapping[int, tuple[frozenset[str], str]]:
    text = path.read_text("utf-8", errors="replace") if path.is_file() else ""
    return {
        line(text, match.start()): (frozenset(re.findall(r"[EW]\d{3}", match["ids"])), match["why"])
        for match in _SILENCED.finditer(text)
    }
