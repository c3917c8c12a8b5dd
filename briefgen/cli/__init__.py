"""The command line: arguments, printing, exit codes; no logic.

One file a command group. Nothing heavy is imported before a command needs it: `briefgen --help` answers at once
(`bench/startup.py`, `tests/test_cli_startup.py`).

Exit codes: 0 done · 1 brief failed · 2 wrong usage or configuration · 75 try again later · 130 interrupted · 141 the
reader of our output went away.
Standard output carries data and nothing else; everything for a person goes to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from briefgen.cli.app import PIPE_CLOSED, app
from briefgen.cli.errors import report, report_click
from briefgen.errors import BriefgenError

INTERRUPTED = 130
"""128 + SIGINT, as shells count."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns the exit code; every error a user can cause becomes one message."""
    _speak_utf8()
    try:
        code = app.main(list(arguments) if arguments is not None else None, "briefgen", standalone_mode=False)
        sys.stdout.flush()
    except BriefgenError as error:
        return report(error)
    except click.Abort:
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        return report_click(error)
    except BrokenPipeError:
        return _pipe_closed()
    return code if isinstance(code, int) else 0


def _speak_utf8() -> None:
    """Data is UTF-8 everywhere, also where the terminal's own encoding is not; a lone surrogate stops nothing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _pipe_closed() -> int:
    """Point standard output at nothing, so that Python's own flush at exit stays quiet too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED
