"""Stores for tests: a file, or a database of a real PostgreSQL that the tests start for themselves.

The server listens on 127.0.0.1 and ends with the process that started it, however that ends.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path

from programs import missing, program

PACKAGE = "postgresql"
"""Debian's package."""
USER = "postgres"
"""The server refuses to run as root; Debian's package makes this user."""
READY = 30
"""Seconds in which it must answer."""
OPTIONS = ("fsync=off", "shared_buffers=32MB", "max_connections=40", "log_min_messages=warning")
"""A test's server need not survive a power cut."""


class Server:
    """A PostgreSQL of its own."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="briefgen-postgres-"))
        self.port = _free_port()
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER)
        locale = ("--encoding", "UTF8", "--locale", "C.UTF-8")
        self._do(
            "initdb", "--pgdata", self.folder / "data", "--username", USER, "--auth", "trust", "--no-sync", *locale
        )
        self.start()

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        settings = [word for one in OPTIONS for word in ("-c", one)]
        settings += ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}"]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*_as_user(), binary("postgres"), "-D", self.folder / "data", "-p", str(self.port), *settings],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
            )  # fmt: skip
        self.wait()

    def wait(self) -> None:
        """Waits until it answers: at its start, and while it recovers from the death of one of its processes."""
        end = time.monotonic() + READY
        while subprocess.run(
            [binary("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False
        ).returncode:
            if time.monotonic() > end or (self._process and self._process.poll() is not None):
                raise RuntimeError((self.folder / "log").read_text(encoding="utf-8", errors="replace"))
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Ends it; SIGINT ends its connections too, SIGQUIT is a crash."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(READY)
            self._process = None

    def close(self) -> None:
        """Ends it and forgets everything."""
        self.stop()
        shutil.rmtree(self.folder)

    def url(self, *, user: str = USER, encoding: str = "UTF8") -> str:
        """The address of a new database."""
        name = f"corpus{next(self._numbers)}"
        locale = "TEMPLATE template0 LOCALE 'C'" if encoding != "UTF8" else ""
        self.sql(f"CREATE DATABASE {name} ENCODING '{encoding}' {locale}")
        return f"postgresql://{user}@127.0.0.1:{self.port}/{name}"

    def sql(self, statement: str, database: str = "postgres") -> str:
        """What psql says of a statement of an administrator."""
        return self._do(
            "psql", "-XAtq", "-h", "127.0.0.1", "-p", self.port, "-U", USER, "-d", database, "-c", statement
        )

    def _do(self, name: str, *arguments: object) -> str:
        command = [*_as_user(), binary(name), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=self.folder)
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr}")
        return done.stdout.strip()


def database(url: str) -> str:
    """Its name."""
    return url.rpartition("/")[2]


def binary(name: str) -> Path:
    """A program of PostgreSQL, the newest one; Debian keeps them out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: _version(path.parts[-3]))
    return found[-1] if found else program(name, PACKAGE)


def _version(name: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", name)))


def _as_user() -> list[str]:
    """What goes before a command: another user than root, and an end with the process that began it."""
    death = [str(program("setpriv", "util-linux")), "--pdeathsig", "INT"]
    if os.geteuid():
        return [*death, "--"]
    if subprocess.run(["id", USER], capture_output=True, check=False).returncode:
        missing(f"the user {USER}", f"Debian: apt-get install {PACKAGE}")
    return [*death, f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--"]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
