"""A preview that runs as a person starts it, on a house of its own."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0
"""Seconds for anything to happen on a machine that has much else to do."""
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
"""Runs this clone from any folder."""
BROKEN = '{% extends "!default/brief.md.j2" %}\n{% block masthead %}\n# {{ brief.tittle }}\n{% endblock %}\n'
"""A template with a mistake in line 3."""
LOSING = '{% extends "!default/brief.md.j2" %}\n{% block bottom_line %}\nNothing.\n{% endblock %}\n'
"""One that loses citations, in line 2."""
ENDLESS = (
    '{% extends "!default/brief.md.j2" %}\n{% block masthead %}\n{% for a in range(99999) %}'
    "{% for b in range(99999) %}{% endfor %}{% endfor %}\n{% endblock %}\n"
)
SETTINGS = """version: 1
corpus: [news]
topics:
  ports:
    title: Ports
    terms: [port, cargo]
"""


class Preview(Struct, frozen=True):
    """A preview that runs."""

    port: int
    house: Path
    """The folder of the house's templates."""
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def get(self, path: str, headers: Mapping[str, str] = {}, method: str = "GET") -> tuple[int, Any, bytes]:
        """Status, headers and body of an answer; the path is sent as it is."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(line):
            line.putrequest(method, path, skip_host="Host" in headers)
            for name, value in headers.items():
                line.putheader(name, value)
            line.endheaders()
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read()

    def states(self, brief: str = "sample/quiet", view: str = "html", locale: str = "") -> Iterator[dict[str, Any]]:
        """What is told of a view."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(line):
            line.request("GET", f"/events?brief={brief}&view={view}{locale and f'&locale={locale}'}")
            answer = line.getresponse()
            assert answer.headers["Content-Type"].startswith("text/event-stream")
            for said in answer:
                if said.startswith(b"data: "):
                    yield json.loads(said[6:])

    def put_back(self) -> None:
        """Empties the house again where something is in it, and waits until nothing that is told is of it.

        Proofs of what is gone may go on meanwhile: what they find is told of nothing that is there.
        """
        if self.house.is_dir() and not any(self.house.iterdir()):
            return
        shutil.rmtree(self.house, ignore_errors=True)
        self.house.mkdir()
        end = time.monotonic() + PATIENCE
        for state in self.states():
            ours = [one["name"] for one in state["templates"] if one["house"]]
            if not (ours or state["findings"]):
                return
            assert time.monotonic() < end, state

    def stop(self) -> float:
        """Seconds until it has ended."""
        begin = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)
        return time.monotonic() - begin


@contextlib.contextmanager
def preview(folder: Path, *arguments: str) -> Iterator[Preview]:
    """A preview for as long as the context lasts."""
    (folder / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    house = folder / "templates" / "house"
    house.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "briefgen", "preview", *arguments]
    process = subprocess.Popen(
        command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        found = re.match(r"http://127\.0\.0\.1:(\d+)/", said)
        assert found, (said, process.stderr and process.stderr.read())
        yield Preview(int(found[1]), house, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()
