"""Units are looked at before they are written: by `systemd-analyze verify`, and by whoever is to run them."""

from __future__ import annotations

import os
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


def cannot_run(program: Sequence[str], user: str, folder: Path) -> str:
    """What keeps a user from running a program in a folder; empty for nothing. To be asked by root alone.

    Raises:
        KeyError: There is no such user.
    """
    import pwd

    known = pwd.getpwnam(user)
    groups = os.getgrouplist(user, known.pw_gid)
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [*program, "--version"],
            cwd=folder,
            user=known.pw_uid,
            group=known.pw_gid,
            extra_groups=groups,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        return f"{error.filename or program[0]}: {error.strerror}"
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return (said[-1] if said else f"exit code {done.returncode}") if done.returncode else ""
