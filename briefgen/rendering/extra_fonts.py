"""Fonts of further scripts, which the extra `scripts` brings.

The core fonts have Latin, Cyrillic, Greek, Arabic, Hebrew, Georgian and Armenian letters. Others weigh 20 MB, so they
are installed by those who need them; web pages and Word documents are shown with the reader's own fonts anyway.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

GROUP = "briefgen.fonts"
"""The entry-point group of further fonts: each value is a package whose folder holds font files."""
EXTRA = ("manimgx_fonts", "noto_cjk_sans_jp_regular")
"""The packages of the extra `scripts`: Noto Sans of some twenty scripts with Noto Emoji; Noto Sans CJK."""
_ENDINGS = (".ttf", ".otf", ".ttc")


@cache
def extras() -> tuple[Path, ...]:
    """The font files of further scripts that are installed, in a fixed order."""
    named = sorted(point.value for point in entry_points(group=GROUP))
    packages = dict.fromkeys((*EXTRA, *named))
    return tuple(path for package in packages for path in _files(package))


def _files(package: str) -> tuple[Path, ...]:
    """The font files of a package; none where it is not installed."""
    try:
        spec = importlib.util.find_spec(package)
    except ModuleNotFoundError:  # the package around it is not there
        return ()
    folders = [Path(place) for place in (spec and spec.submodule_search_locations) or ()]
    return tuple(sorted(path for folder in folders for path in folder.iterdir() if path.suffix in _ENDINGS))
