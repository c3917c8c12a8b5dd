"""Briefs that are set side by side."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import samples
from click.testing import CliRunner

from briefgen import pipeline
from briefgen.cli.app import app
from briefgen.errors import RenderError, TemplateError
from briefgen.model import Brand
from briefgen.rendering import render, several

ROOT = Path(__file__).parents[1]
DEFAULT = [ROOT / "templates" / "default"]


class Deadly:
    """Ends the process that receives it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (3,)


def test_the_bytes_are_those_of_one_after_another() -> None:
    briefs = [samples.ordinary(), samples.quiet()]
    made = list(several.render_each(briefs, ["md", "pdf"], Brand(), DEFAULT, 2))
    assert made == [(brief, render(brief, ["md", "pdf"], Brand(), DEFAULT)) for brief in briefs]


def test_make_sets_topics_side_by_side(tmp_path: Path) -> None:
    words = ["make", "--format", "html", "--jobs", "2", "--out", str(tmp_path)]
    done = CliRunner().invoke(app, [*words, "--config", str(ROOT / "config" / "briefgen.yaml")])
    assert done.exit_code == 0, done.output
    wrote = [line.removeprefix("wrote ").split()[0] for line in done.stderr.splitlines() if line.startswith("wrote ")]
    topics = ("transport", "energy", "digital", "diplomacy")
    assert [Path(path).name for path in wrote] == [*(f"{topic}.html" for topic in topics), "index.html"]


def test_an_error_arrives_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "brief.md.j2").write_text("{{ brief.titel }}", encoding="utf-8")
    with pytest.raises(TemplateError, match="titel") as caught:
        list(several.render_each([samples.quiet()], ["md"], Brand(), [tmp_path, *DEFAULT], 1))
    assert str(caught.value.where).endswith("brief.md.j2:1")
    assert "title" in str(caught.value.hint)


def test_a_process_that_was_ended_is_named() -> None:
    with pytest.raises(RenderError, match="ended from outside") as caught:
        list(several.render_each([samples.quiet()], ["md"], Brand(), [Deadly()], 1))  # type: ignore[list-item]
    assert "--jobs 1" in str(caught.value)


@pytest.mark.parametrize(
    ("briefs", "formats", "most", "processes"),
    [(2, ["pdf"], 8, 1), (3, ["pdf"], 8, 3), (9, ["pdf"], 2, 2), (9, ["md", "json"], 8, 1), (9, ["html"], 1, 1)],
)
def test_processes_where_they_pay(briefs: int, formats: list[str], most: int, processes: int) -> None:
    assert pipeline.processes(briefs, formats, most) == processes
