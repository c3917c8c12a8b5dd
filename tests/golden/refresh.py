"""Writes the golden files anew: run `python tests/golden/refresh.py`, then look at the diff."""

from __future__ import annotations

import sys
from pathlib import Path

GOLDEN = Path(__file__).parent
ROOT = GOLDEN.parents[1]
DEFAULT = (ROOT / "templates" / "default",)
sys.path[:0] = [str(ROOT), str(GOLDEN.parent)]

import samples  # noqa: E402 - found beside this folder

from briefgen.language import language  # noqa: E402
from briefgen.model import Brand  # noqa: E402
from briefgen.rendering import markdown  # noqa: E402
from briefgen.rendering.body import body  # noqa: E402

ENGLISH = language("en-GB")


def golden() -> dict[str, str]:
    """The text of every golden file by name."""
    files: dict[str, str] = {}
    for brief in (samples.ordinary(), samples.awkward(), samples.quiet()):
        name = brief.topic
        files[f"{name}.md"] = markdown.page(brief, Brand(), DEFAULT)
        shown = body(files[f"{name}.md"], lambda path, alt: f"[{path}: {len(alt)} letters]", ENGLISH, screen=False)
        files[f"{name}.html"] = shown.html + "\n"
    return files


if __name__ == "__main__":
    for name, text in golden().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")
