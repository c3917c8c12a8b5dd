"""Work for workers: functions of a module, as they are sent by name."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from briefgen.errors import CorpusError


class Errand(Struct, frozen=True):
    """Something to do, by its name; `folder` is where it leaves a note that it was begun."""

    number: int
    deed: str = "double"
    folder: str = ""


def do(errand: Errand) -> int:
    if errand.folder:
        note = Path(errand.folder) / str(errand.number)
        note.write_text(note.read_text(encoding="ascii") + "x" if note.exists() else "x", encoding="ascii")
    if errand.deed in DEEDS:
        DEEDS[errand.deed](errand)
    return 2 * errand.number


def die(_: Errand) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(errand: Errand) -> None:
    if len((Path(errand.folder) / str(errand.number)).read_text(encoding="ascii")) == 1:
        die(errand)


def refuse(errand: Errand) -> None:
    raise CorpusError("is a picture of text", f"page {errand.number}", "Run OCR.")


def loop(_: Errand) -> None:
    while True:
        pass


def swallow(errand: Errand) -> None:
    """What a library does that takes every error for a broken page."""
    while True:
        try:
            loop(errand)
        except Exception:  # noqa: BLE001, S112 - that is the fault
            continue


DEEDS: dict[str, Callable[[Errand], object]] = {
    "die": die,
    "die once": die_once,
    "exit": lambda _: os._exit(7),
    "refuse": refuse,
    "break": lambda _: {}["nothing"],
    "loop": loop,
    "loop and swallow": swallow,
    "search for ever": lambda _: re.findall(r"(a+)+b", "a" * 60),
    "loop in C": lambda _: hashlib.pbkdf2_hmac("sha256", b"", b"", 1 << 30),
    "eat": lambda _: bytearray(4 << 30),
    "sleep": lambda _: time.sleep(0.3),
    "sleep long": lambda _: time.sleep(600),
}


def environment(name: str) -> str:
    return os.environ.get(name, "")
