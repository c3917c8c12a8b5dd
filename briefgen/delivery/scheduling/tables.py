"""The cron table of whoever runs this, through crontab(1): each cron keeps it in a place of its own."""

from __future__ import annotations

import os
import shutil
import subprocess

from briefgen.errors import UsageError

PROGRAM = "crontab"
NONE_YET = "no crontab for"
"""What it says, in English, of somebody who has no table (crontab(1) of Debian, cronie and BSD)."""
HINT = "Or write the lines yourself: `briefgen schedule install --cron --dry-run`."


def is_here() -> bool:
    """Whether there is a crontab(1)."""
    return shutil.which(PROGRAM) is not None


def read() -> str:
    """The table; empty where there is none yet.

    Raises:
        UsageError: It cannot be read.
    """
    done = _crontab("-l")
    if done.returncode and NONE_YET not in done.stderr.decode("utf-8", "replace"):
        raise UsageError(f"the cron table cannot be read: {_said(done)}", hint=HINT)
    try:
        return "" if done.returncode else done.stdout.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError("the cron table is not in UTF-8, and stays as it is", hint=HINT) from error


def write(table: str) -> None:
    """Puts a table in the place of the one that is there.

    Raises:
        UsageError: cron refuses it.
    """
    done = _crontab("-", given=table.encode())
    if done.returncode:
        raise UsageError(f"the cron table cannot be written: {_said(done)}", hint=HINT)


def _crontab(what: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    program = shutil.which(PROGRAM)
    if program is None:
        raise UsageError("there is no crontab here", hint=HINT)
    english = {**os.environ, "LC_ALL": "C"}
    return subprocess.run([program, what], input=given, capture_output=True, env=english, check=False)  # noqa: S603 - no shell


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    text = " ".join(done.stderr.decode("utf-8", "replace").split())
    return text or f"exit code {done.returncode}"
