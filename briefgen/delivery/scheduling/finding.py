"""What is installed on this machine that runs briefgen for some settings: timers of systemd, or lines of a cron table.

What runs elsewhere, such as in a cluster, or for another user, cannot be seen from here; that it ran, the outbox knows.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from briefgen.delivery.scheduling import cron, installing, tables
from briefgen.errors import UsageError

SYSTEM = Path("/etc/systemd/system")
"""Where an administrator's units stand (systemd.unit(5))."""
_CREDENTIAL = re.compile(r"^LoadCredential(?:Encrypted)?=([^:\s]+):", re.MULTILINE)
SENDS = "*-send.timer"
"""The timer without which nothing goes out."""


def own(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the units of a user stand (systemd.unit(5))."""
    said = environment.get("XDG_CONFIG_HOME", "")
    home = Path(said) if said.startswith("/") else Path(environment.get("HOME") or Path.home()) / ".config"
    return home / "systemd" / "user"


def found(config: Path) -> tuple[str, ...]:
    """What sends for these settings: the paths of timers, and "crontab". What may not be read does not count."""
    timers = tuple(str(path) for path in units(config, (SYSTEM, own())))
    table = ""
    with contextlib.suppress(UsageError):
        table = tables.read() if tables.is_here() else ""
    return (*timers, tables.PROGRAM) if cron.holds(table, config) else timers


def units(config: Path, folders: Iterable[Path]) -> Iterator[Path]:
    """The timers in these folders that send for the settings."""
    for folder in folders:
        for path in sorted(folder.glob(SENDS)):
            with contextlib.suppress(OSError):  # of somebody else
                if installing.settings_of(path.read_bytes()) == str(config):
                    yield path


def credentials(config: Path) -> frozenset[str]:
    """Names of the secrets that the units for these settings get from systemd: nobody else sees those."""
    return frozenset(_credentials(config, (SYSTEM, own())))


def _credentials(config: Path, folders: Iterable[Path]) -> Iterator[str]:
    for timer in units(config, folders):
        with contextlib.suppress(OSError):  # taken away by somebody
            yield from _CREDENTIAL.findall(Path(timer).with_suffix(".service").read_text("utf-8", "replace"))
