"""Brief + templates + brand → Markdown, HTML, PDF and JSON.

One content template gives the Markdown (`markdown`); its parsed tokens give the body (`body`) that the frame (`frame`)
wraps for HTML and PDF. Renderers are found through the entry points `briefgen.renderers`, ours as those of plugins.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from briefgen.errors import RenderError, UsageError
from briefgen.model import Brand, Brief, File, Mailing

Renderer = Callable[[Brief, Brand, Sequence[Path]], tuple[File, ...]]
"""From a brief, a brand and template folders (the house's first, the shipped default last) to files, main one first."""

MAIL = "eml"
"""The format that says something beside its brief."""
ALL = "all"
"""The name that stands for every format."""
GROUP = "briefgen.renderers"
"""The entry-point group."""
BUILTIN: Mapping[str, str] = {
    "md": "briefgen.rendering.markdown:render",
    "html": "briefgen.rendering.html:render",
    "pdf": "briefgen.rendering.pdf:render",
    "json": "briefgen.rendering.json:render",
    "csl": "briefgen.rendering.csl:render",
    "eml": "briefgen.rendering.mail:render",
    "docx": "briefgen.rendering.docx:render",
}
"""The same as in pyproject.toml, for a clone that was never installed."""


def render(
    brief: Brief, formats: Sequence[str], brand: Brand, templates: Sequence[Path], mailing: Mailing | None = None
) -> tuple[File, ...]:
    """The files of every format, in the order asked for; a file that two formats share comes once.

    Args:
        brief: The brief.
        formats: Names of formats.
        brand: The publisher.
        templates: Folders, the house's first.
        mailing: What its mail says beside it; None where it goes to no list.

    Raises:
        UsageError: a format that no renderer makes.
        TemplateError: a template is missing or wrong.
        RenderError: a format cannot be made here.
    """
    from briefgen.rendering.markdown import once

    files: dict[str, File] = {}
    with once():
        for name in dict.fromkeys(formats):
            for file in _renderer(name, mailing)(brief, brand, templates):
                files.setdefault(file.name, file)
    return tuple(files.values())


def _renderer(name: str, mailing: Mailing | None) -> Renderer:
    """The renderer of a format; that of mail knows what it is to say beside the brief."""
    if mailing is None or name != MAIL:
        return renderer(name)
    from briefgen.rendering import mail

    return partial(mail.render, mailing=mailing)


def formats() -> tuple[str, ...]:
    """The names of all formats, sorted."""
    from importlib.metadata import entry_points

    return tuple(sorted({*BUILTIN, *(point.name for point in entry_points(group=GROUP))}))


def _installed(name: str) -> str | None:
    """Where a plugin says that the renderer of a format is. The look-up costs more than a run with nothing to do."""
    from importlib.metadata import entry_points

    return next((point.value for point in entry_points(group=GROUP) if point.name == name), None)


def named(names: Sequence[str]) -> tuple[str, ...]:
    """The formats that these names mean, each once: `ALL` stands for every one."""
    return tuple(dict.fromkeys(one for name in names for one in (formats() if name == ALL else (name,))))


def renderer(name: str) -> Renderer:
    """The renderer of a format.

    Raises:
        UsageError: there is none.
        RenderError: a plugin cannot be loaded.
    """
    target = BUILTIN.get(name) or _installed(name)
    if target is None:
        raise UsageError(f"there is no format {name!r}", hint="Formats: " + ", ".join(formats()))
    module, _, function = target.partition(":")
    try:
        found: Renderer = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise RenderError(f"the renderer of format {name!r} cannot be loaded: {error}", where=target) from error
    return found
