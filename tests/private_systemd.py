"""A systemd of our own for tests, which sees this machine read-only and ends with the test.

Its processes, mounts and control groups are apart from those of the machine. It has no units but those of the test: the
machine's would empty /tmp and more, as they do when it boots.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import pytest
from conftest import ROOT
from programs import program

MANAGER = Path("/usr/lib/systemd/systemd")
READY = 10
"""Seconds in which it must answer."""
DONE = 120
"""Seconds in which a unit must have run."""
TARGETS = ("sysinit", "basic", "timers", "shutdown", "network-online")
"""What units refer to."""
BOOT = """\
set -eu
root=$1 project=$2 units=$3 seen=$4
mount --bind / "$root"
mount -o remount,bind,ro "$root"
for one in tmp run var dev srv; do mount -t tmpfs -o mode=755 none "$root/$one"; done
for one in null zero full random urandom tty; do touch "$root/dev/$one"; mount --bind "/dev/$one" "$root/dev/$one"; done
: > "$root/dev/console"
for one in pts shm mqueue hugepages; do mkdir "$root/dev/$one"; done
mount -t devpts -o newinstance,ptmxmode=0666 none "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
mkdir -p "$root/var/tmp" "$root$seen" "$root/run/units"
mount --bind "$project" "$root$seen"
cp "$units"/* "$root/run/units/"
shift 4
for one; do
  mkdir -p "$root$one"
  mount --bind "$one" "$root$one"
  mount -o remount,bind,ro "$root$one"
done
mount -t proc none "$root/proc"
mount -t sysfs -o ro none "$root/sys"
mount -t tmpfs none "$root/sys/fs/cgroup"
mount -t cgroup2 none "$root/sys/fs/cgroup"
if touch "$root/usr/.briefgen" 2>/dev/null; then exit 3; fi
export container=briefgen SYSTEMD_UNIT_PATH=/run/units SYSTEMD_GENERATOR_PATH=/run/none
cd "$root"
mkdir run/old
pivot_root . run/old
umount -l /run/old
rmdir /run/old
mount --make-rshared /
exec /usr/lib/systemd/systemd --system --unit=private.target --log-target=console --show-status=no
"""


class Systemd:
    """One that runs."""

    def __init__(self, leader: int, root: Path, log: IO[bytes]) -> None:
        self._leader = leader
        self._inside = Path("/proc", str(leader), "root")
        """Its files, as it sees them (proc(5))."""
        self._root = root
        self._log = log

    def log(self) -> str:
        """What it has said so far."""
        return (self._inside / "dev/console").read_text(encoding="utf-8", errors="replace")

    def ctl(self, *words: str) -> subprocess.CompletedProcess[str]:
        """systemctl(1)."""
        enter = ["nsenter", "-t", str(self._leader), "-m", "-p"]
        return subprocess.run([*enter, "systemctl", *words], capture_output=True, text=True, check=False, timeout=READY)

    def drop_in(self, unit: str, text: str) -> None:
        """Changes a unit as `systemctl edit` does."""
        folder = self._inside / f"run/units/{unit}.d"
        folder.mkdir(exist_ok=True)
        (folder / "test.conf").write_text(text)
        assert self.ctl("daemon-reload").returncode == 0

    def _is(self, unit: str, states: Sequence[str]) -> bool:
        """Whether it is in one of these states and nothing is under way; asked at once, as it may change between."""
        said = self.ctl("show", "-p", "Job,ActiveState", unit).stdout
        found = dict(line.partition("=")[::2] for line in said.splitlines())
        return found["ActiveState"] in states and found.get("Job", "") in {"", "0"}

    def get(self, unit: str, name: str) -> str:
        """A property of a unit."""
        return self.ctl("show", "--value", "-p", name, unit).stdout.strip()

    def run(self, unit: str, *ends: str) -> None:
        """Starts a unit and waits until it is in one of these states."""
        assert self.ctl("start", "--no-block", unit).returncode == 0
        self.wait(unit, *ends)

    def wait(self, unit: str, *ends: str) -> None:
        """Waits until a unit is in one of these states, and nothing is under way."""
        end = time.monotonic() + DONE
        while not self._is(unit, ends):
            assert time.monotonic() < end, self.ctl("status", unit).stdout + self.log()
            time.sleep(0.05)


@contextlib.contextmanager
def booted(project: Path, seen: Path, units: Path) -> Iterator[Systemd]:
    """Boots one with the units of a folder, which sees a project below /srv and writes to nothing else of this machine.

    Skips the test where that cannot be had: in a container without rights, or without control groups of version 2.
    """
    groups = _groups()
    program("unshare", "util-linux")
    if os.geteuid() or not MANAGER.exists() or groups is None:
        pytest.skip("a systemd of its own needs root, systemd, and control groups of version 2")
    for name in TARGETS:
        (units / f"{name}.target").write_text("[Unit]\nDefaultDependencies=no\n")
    (units / "private.target").write_text("[Unit]\nDefaultDependencies=no\n")
    with tempfile.TemporaryDirectory(prefix="systemd-", dir="/run") as root, contextlib.ExitStack() as stack:
        try:
            mine = Path(tempfile.mkdtemp(prefix="briefgen-", dir=groups))
        except OSError as error:
            pytest.skip(f"control groups cannot be made here: {error}")
        stack.callback(_removed, mine)
        apart = ("--mount", "--pid", "--fork", "--kill-child", "--ipc", "--uts", "--cgroup", "--propagation", "private")
        join = f'echo $$ > {mine}/cgroup.procs; exec unshare {" ".join(apart)} /bin/sh -c "$0" boot "$@"'
        said = stack.enter_context(tempfile.TemporaryFile())
        shown = (ROOT, Path(sys.prefix), Path(sys.base_prefix))  # which may lie on another disk, or below /tmp or /var
        words = ["/bin/sh", "-c", join, BOOT, root, project, units, seen, *shown]
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT)
        stack.enter_context(process)
        stack.callback(process.kill)
        yield _answers(process, Path(root), said)


def _groups() -> Path | None:
    """Where control groups of version 2 are mounted."""
    mounts = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
    return next((Path(where) for _, where, kind, *_ in mounts if kind == "cgroup2"), None)


def _answers(process: subprocess.Popen[bytes], root: Path, said: IO[bytes]) -> Systemd:
    end = time.monotonic() + READY
    while time.monotonic() < end:
        if process.poll() is not None:
            said.seek(0)
            pytest.skip(f"no systemd of its own boots here: {said.read().decode('utf-8', 'replace')[-300:]}")
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        if children:
            found = Systemd(int(children[0]), root, said)
            if found.ctl("is-system-running").stdout.strip() in {"running", "degraded"}:
                return found
        time.sleep(0.05)
    raise AssertionError("it does not answer")


def _removed(group: Path) -> None:
    """Takes control groups away; the kernel needs a moment after the last process."""
    end = time.monotonic() + READY
    while group.exists() and time.monotonic() < end:
        for folder in sorted((path for path in [group, *group.rglob("*")] if path.is_dir()), reverse=True):
            with contextlib.suppress(OSError):
                folder.rmdir()
        time.sleep(0.02)
