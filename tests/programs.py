"""Programs of others that look at our files: a missing one skips its tests, but fails them where CI is set."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

POPPLER = "poppler-utils"
"""Debian's package of pdftotext, pdfinfo, pdffonts and pdfimages."""
OFFICE = "libreoffice-writer-nogui"
"""Debian's package of soffice."""


def program(name: str, package: str) -> Path:
    """The path of a program of a Debian package."""
    found = shutil.which(name)
    if found is None:
        missing(name, f"Debian: apt-get install {package}")
    return Path(found)


def missing(what: str, how: str) -> NoReturn:
    """Ends a test that cannot look."""
    message = f"{what} is not installed ({how})"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
