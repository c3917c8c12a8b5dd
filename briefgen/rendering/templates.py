"""Finding templates and rendering them, with errors that name file and line.

Folders are searched in order, the house's first and the shipped default last; `!default/name` always means the
shipped file, so that an override can extend what it overrides.
"""

from __future__ import annotations

import difflib
import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2 import TemplateError as JinjaError
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.loaders import split_template_path
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import fields

from briefgen import model
from briefgen.errors import TemplateError
from briefgen.language import Language
from briefgen.rendering import sandbox
from briefgen.rendering.kept import cache_folder, digest, key, overwrite
from briefgen.rendering.sandbox import SafeEnvironment, bounded
from briefgen.running.limits import Limits, OutOfTime, within

PATIENCE = 10
"""Seconds of CPU in which a template has to be printed; the longest brief of ours takes one."""
SHIPPED = "!default/"
"""The prefix that names the shipped version of a template."""


_WHILE_COMPILING = (SecurityError, RecursionError, MemoryError, SyntaxError, OverflowError)
"""What can go wrong in a template before it has a line: it is too deep, or too large, to be compiled."""


class FolderLoader(BaseLoader):
    """Loads from folders, first match first."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool] | None]:  # noqa: ARG002, ANN401 - Jinja's signature
        """The text and path of a template; templates do not change while a brief is made."""
        path = self.path(template)
        try:
            return path.read_text(encoding="utf-8"), str(path), None
        except UnicodeDecodeError as error:
            raise TemplateError("the template is not UTF-8 text", where=str(path)) from error

    def path(self, template: str) -> Path:
        """The file of a template.

        Raises:
            TemplateNotFound: no folder has it; the message names the folders.
        """
        shipped = template.startswith(SHIPPED)
        folders = self.folders[-1:] if shipped else self.folders
        pieces = split_template_path(template.removeprefix(SHIPPED))
        for folder in folders:
            path = folder.joinpath(*pieces)
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                return path
        raise TemplateNotFound(template)


class _Compiled(BytecodeCache):
    """Keeps compiled templates for the life of the process and beyond; Jinja compares their text each time."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self.kept.get(bucket.key) or self._read(bucket)
        if code:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()
        overwrite(_file(bucket), self.kept[bucket.key])

    def _read(self, bucket: Bucket) -> bytes | None:
        file = _file(bucket)
        if file.exists():
            self.kept[bucket.key] = file.read_bytes()
        return self.kept.get(bucket.key)


def _file(bucket: Bucket) -> Path:
    return cache_folder() / "templates" / key(_compiler(), bucket.key)


@cache
def _compiler() -> str:
    """What compiles a template: Jinja, and what our sandbox has it check."""
    return f"{version('jinja2')} {digest(Path(sandbox.__file__))}"


_COMPILED = _Compiled()


def find(folders: Sequence[Path], name: str) -> Path:
    """The file of a template, style sheet or other part.

    Raises:
        TemplateError: no folder has it; the message names the folders searched.
    """
    try:
        return FolderLoader(folders).path(name)
    except TemplateNotFound as error:
        raise _not_found(folders, name, None) from error


def render_template(  # noqa: PLR0913 - what a template is rendered with
    name: str,
    folders: Sequence[Path],
    *,
    values: Mapping[str, object],
    filters: Mapping[str, Callable[..., Any]],
    tests: Mapping[str, Callable[..., bool]],
    escape: Callable[[str], Markup],
    language: Language,
) -> str:
    """What a template prints.

    Raises:
        TemplateError: a template is missing or wrong; says where.
    """
    environment = SafeEnvironment(FolderLoader(folders), filters, escape, language)
    environment.tests |= tests
    environment.bytecode_cache = _COMPILED
    try:
        with _patience(folders):
            return bounded(environment.get_template(name).generate(values))
    except OutOfTime as error:
        message = f"takes longer than {PATIENCE} s to print: does a loop never end?"
        raise TemplateError(message, where=_where(error) or str(find(folders, name))) from None
    except TemplateError:
        raise
    except TemplateNotFound as error:
        raise _not_found(folders, str(error.name or name), _place(error, folders)) from error
    except TemplateSyntaxError as error:
        raise TemplateError(error.message or "syntax error", where=f"{error.filename}:{error.lineno}") from error
    except Exception as error:  # a template can make any filter or operator fail
        place = _place(error, folders)
        if place is None and isinstance(error, _WHILE_COMPILING):
            place = str(find(folders, name))
        if place is None:
            raise
        raise TemplateError(_message(error), where=place, hint=_hint(error, values)) from error


def _patience(folders: Sequence[Path]) -> AbstractContextManager[None]:
    """The time that a template of the house has; what is shipped ends by itself."""
    is_house = len(folders) > 1
    return within(Limits(seconds=PATIENCE)) if is_house else nullcontext()


def _not_found(folders: Sequence[Path], name: str, where: str | None) -> TemplateError:
    searched = folders[-1:] if name.startswith(SHIPPED) else folders
    return TemplateError(
        f"there is no template {name!r}",
        where=where,
        hint="Searched: " + ", ".join(str(folder) for folder in searched),
    )


def _place(error: BaseException, folders: Sequence[Path]) -> str | None:
    """File and line of the last frame inside a template, which Jinja's exceptions do not carry themselves."""
    roots = tuple(str(folder) for folder in folders)
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.startswith(roots) and frame.filename.endswith(".j2")
    ]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else None


def _where(error: BaseException) -> str | None:
    """The same for what Jinja lets pass, so that its frames still count lines of the compiled template."""
    place = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            place = f"{template.filename}:{template.get_corresponding_lineno(line)}"
    return place


def _message(error: Exception) -> str:
    if isinstance(error, JinjaError):
        return error.message or str(error)
    if isinstance(error, MemoryError):
        return "takes more memory than a template may have"
    if isinstance(error, RecursionError):
        return "nests too deep, or includes or calls itself without end"
    if isinstance(error, SyntaxError):
        return f"nests too deep: {error.msg}"  # Python's limit on loops in loops, which Jinja does not know
    return (
        f"{type(error).__name__}: {error}" if str(error) else f"a filter cannot use this value ({type(error).__name__})"
    )


def _hint(error: Exception, values: Mapping[str, object]) -> str | None:
    """The nearest name, for a variable or field that does not exist."""
    quoted = re.findall(r"'([^']+)'", str(error))
    if not isinstance(error, UndefinedError) or not quoted:
        return None
    known = _fields() if "has no attribute" in str(error) else list(values)
    near = difflib.get_close_matches(quoted[-1], known, n=1)
    return f"Did you mean {near[0]!r}?" if near else None


def _fields() -> list[str]:
    """The names of all fields of the model."""
    types = [kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, Struct)]
    return sorted({field.name for kind in types for field in fields(kind)})
