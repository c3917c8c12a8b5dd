"""Work for workers: functions of a module, as they are sent by name."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import time
from pathlib import Path

from msgspec import Struct

from briefgen.errors import CorpusError


class Errand(Struct, frozen=True):
    """Something to do, by its name; `folder` is where it leaves a note that it was begun."""

    number: int
    deed: str = "double"
    folder: str = ""


def do(errand: Errand) -> int:  # noqa: PLR0911 - one for each deed
    if errand.folder:
        note = Path(errand.folder) / str(errand.number)
        note.write_text(note.read_text(encoding="ascii") + "x" if note.exists() else "x", encoding="ascii")
    match errand.deed:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(7)
        case "die once" if len((Path(errand.folder) / str(errand.number)).read_text(encoding="ascii")) == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        case "refuse":
            raise CorpusError("is a picture of text", f"page {errand.number}", "Run OCR.")
        case "break":
            return {}["nothing"]  # type: ignore[no-any-return]
        case "loop":
            while True:
                pass
        case "loop and swallow":
            return swallow()
        case "search for ever":
            return len(re.findall(r"(a+)+b", "a" * 60))
        case "loop in C":
            return len(hashlib.pbkdf2_hmac("sha256", b"", b"", 1 << 30))
        case "eat":
            return len(bytearray(4 << 30))
        case "sleep":
            time.sleep(0.3)
        case "sleep long":
            time.sleep(600)
    return 2 * errand.number


def swallow() -> int:
    """What a library does that takes every error for a broken page."""
    while True:
        try:
            while True:
                pass
        except Exception:  # noqa: BLE001, S112 - that is the fault
            continue


def environment(name: str) -> str:
    return os.environ.get(name, "")
