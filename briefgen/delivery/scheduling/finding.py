"""Whether something on this machine sends: a timer of systemd, or a line of a cron table.

What runs elsewhere, such as in a cluster, cannot be seen from here; that it ran, the outbox knows.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from briefgen.delivery.scheduling.cron import BEGIN
from briefgen.delivery.scheduling.systemd import PREFIX

SYSTEM = Path("/etc/systemd/system")
PATIENCE = 10
"""Seconds for crontab(1)."""


def folders(environment: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Where units of the user and of the system stand (systemd.unit(5))."""
    home = environment.get("XDG_CONFIG_HOME") or str(Path(environment.get("HOME", "/")) / ".config")
    return Path(home) / "systemd/user", SYSTEM


def has_timer(config: Path, where: Iterable[Path]) -> bool:
    """Whether one of these folders has our timer, for these settings."""
    for folder in where:
        service = folder / f"{PREFIX}send.service"
        if (folder / f"{PREFIX}send.timer").is_file() and service.is_file():
            try:
                if str(config) in service.read_text("utf-8", "replace"):
                    return True
            except OSError:  # of somebody else
                continue
    return False


def has_lines(config: Path, table: str) -> bool:
    """Whether a cron table has our lines, for these settings."""
    return BEGIN.format(config) in table.splitlines()


def cron_table() -> str:
    """The cron table of this user; empty where there is none, or no cron."""
    program = shutil.which("crontab")
    if program is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - crontab itself, by its whole path
            [program, "-l"], capture_output=True, check=False, timeout=PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
