"""Units are shown to systemd before they are written: `systemd-analyze verify`."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from briefgen.model import File

PROGRAM = "systemd-analyze"


def complaints(files: Sequence[File]) -> tuple[str, ...] | None:
    """What systemd has to say of units; None where there is no systemd to ask.

    It exits with 0 where it does not know a key, so that every word of it counts.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="briefgen-") as folder:
        paths = [Path(folder) / file.name for file in files]
        for path, file in zip(paths, files, strict=True):
            path.write_bytes(file.content)
        done = subprocess.run([program, "verify", *paths], capture_output=True, check=False)  # noqa: S603 - no shell
    said = (done.stdout + done.stderr).decode("utf-8", "replace").replace(f"{folder}/", "")
    lines = tuple(line for line in said.splitlines() if line.strip())
    return lines or ((f"exit code {done.returncode}",) if done.returncode else ())
