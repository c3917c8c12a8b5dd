"""WeasyPrint, imported for less: without what it loads but hardly ever uses, and with a plain error without Pango."""

from __future__ import annotations

import contextlib
import ctypes.util
import gc
import importlib
import io
import logging
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from briefgen.errors import RenderError

_HINT = (
    "Install Pango: on Debian and Ubuntu `apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`, "
    "on macOS `brew install pango`. The formats md, html and json work without it."
)
_SELDOM = ("fontTools.subset", "fontTools.varLib.instancer")
"""Modules that WeasyPrint calls where HarfBuzz cannot cut a font, or a font is variable: never for the shipped ones."""


def weasyprint() -> ModuleType:
    """WeasyPrint, at first without the search for libraries in 16 subprocesses: their usual names mostly do.

    Raises:
        RenderError: the libraries that it needs are not there.
    """
    search = ctypes.util.find_library
    for finder in (_nothing, search):
        setattr(ctypes.util, "find_library", finder)  # noqa: B010 - replaced for the time of the import
        try:
            # WeasyPrint prints advice when a library is missing; ours is in the error.
            with uncollected(), _later(_SELDOM), contextlib.redirect_stdout(io.StringIO()):
                module = importlib.import_module("weasyprint")
        except OSError as error:
            reason = error
        else:
            # It warns of CSS that is meant for browsers.
            logging.getLogger("weasyprint").setLevel(logging.ERROR)
            return module
        finally:
            setattr(ctypes.util, "find_library", search)  # noqa: B010 - put back
    raise RenderError("PDF needs Pango, which is not installed", hint=_HINT) from reason


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collection for a while in which most objects are made to stay (a fifth of the time of a layout)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _StandIn(ModuleType):
    """A module that is loaded when something of it is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*given: object, **named: object) -> object:
            return getattr(importlib.import_module(self.__name__), name)(*given, **named)

        return call


@contextlib.contextmanager
def _later(names: tuple[str, ...]) -> Iterator[None]:
    """What is imported meanwhile gets stand-ins for these modules, unless they are there already."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update({name: _StandIn(name) for name in absent})
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


def _nothing(_name: str) -> None:
    """What `find_library` answers when it finds nothing; saves a quarter of a second."""
