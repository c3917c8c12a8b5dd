"""WeasyPrint with less behind it, and a page that is written once for all formats."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import samples

from briefgen.model import Brand
from briefgen.rendering import markdown, render

DEFAULT = [Path(__file__).parents[1] / "templates" / "default"]
LATER = """
import sys
from briefgen.rendering import engine
engine.weasyprint()
assert not [name for name in engine._SELDOM if name in sys.modules], "loaded with WeasyPrint"
from weasyprint.pdf.fonts import instantiateVariableFont, subset
assert subset.Options(retain_gids=True).retain_gids
try:
    instantiateVariableFont()
except TypeError as error:
    assert "varfont" in str(error)
import fontTools.subset
assert isinstance(subset.Options(), fontTools.subset.Options)
"""


def test_what_is_seldom_used_is_loaded_when_it_is_called() -> None:
    """In a process of its own, as nothing must have loaded it before."""
    done = subprocess.run([sys.executable, "-c", LATER], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_page_is_written_once_for_all_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    write = markdown._written
    monkeypatch.setattr(markdown, "_written", lambda brief, *more: written.append(brief.topic) or write(brief, *more))
    briefs = samples.ordinary(), samples.quiet()
    for brief in briefs:
        render(brief, ["md", "json", "csl", "html", "pdf"], Brand(), DEFAULT)
    assert written == [brief.topic for brief in briefs]
