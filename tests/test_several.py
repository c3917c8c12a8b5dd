"""Briefs that are set side by side."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import samples
from click.testing import CliRunner

from briefgen import pipeline
from briefgen.cli.app import app
from briefgen.errors import RenderError, TemplateError, UsageError
from briefgen.model import Brand
from briefgen.rendering import render, several
from briefgen.running import Workers, open_workers

ROOT = Path(__file__).parents[1]
CONFIG = str(ROOT / "config" / "briefgen.yaml")
DEFAULT = [ROOT / "templates" / "default"]


class Deadly:
    """Ends the process that receives it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (3,)


@pytest.fixture(scope="module")
def two() -> Iterator[Workers]:
    with open_workers("local:2") as workers:
        yield workers


def test_the_bytes_are_those_of_one_after_another(two: Workers) -> None:
    briefs = [samples.ordinary(), samples.quiet()]
    made = list(several.render_each(briefs, ["md", "pdf"], Brand(), DEFAULT, two))
    assert made == [(brief, render(brief, ["md", "pdf"], Brand(), DEFAULT)) for brief in briefs]


def test_make_sets_topics_side_by_side(tmp_path: Path) -> None:
    words = ["make", "--format", "html", "--config", CONFIG]
    done = CliRunner().invoke(app, [*words, "--executor", "local:2", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    wrote = [line.removeprefix("wrote ").split()[0] for line in done.stderr.splitlines() if line.startswith("wrote ")]
    topics = ("transport", "energy", "digital", "diplomacy")
    assert [Path(path).name for path in wrote] == [*(f"{topic}.html" for topic in topics), "index.html"]
    alone = CliRunner().invoke(app, [*words, "--jobs", "1", "--out", str(tmp_path / "alone")])
    assert alone.exit_code == 0, alone.output
    for topic in topics:
        assert (tmp_path / f"{topic}.html").read_bytes() == (tmp_path / "alone" / f"{topic}.html").read_bytes()


def test_an_error_arrives_with_its_place(tmp_path: Path, two: Workers) -> None:
    (tmp_path / "brief.md.j2").write_text("{{ brief.titel }}", encoding="utf-8")
    with pytest.raises(TemplateError, match="titel") as caught:
        list(several.render_each([samples.quiet()], ["md"], Brand(), [tmp_path, *DEFAULT], two))
    assert str(caught.value.where).endswith("brief.md.j2:1")
    assert "title" in str(caught.value.hint)


def test_a_process_that_was_ended_is_named(two: Workers) -> None:
    with pytest.raises(RenderError, match="ended from outside") as caught:
        list(several.render_each([samples.quiet()], ["md"], Brand(), [Deadly()], two))  # type: ignore[list-item]
    assert "--jobs 1" in str(caught.value)


@pytest.mark.parametrize("words", [("--executor", "elsewhere"), ("--executor", "local", "--jobs", "2")])
def test_workers_that_are_none_are_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, ["make", "--format", "md", *words, "--out", str(tmp_path), "--config", CONFIG])
    assert isinstance(done.exception, UsageError)
    assert "local:" in str(done.exception)


@pytest.mark.parametrize(
    ("briefs", "formats", "pays"),
    [(2, ["pdf"], False), (3, ["pdf"], True), (9, ["md", "json"], False), (9, ["html"], True)],
)
def test_processes_where_they_pay(briefs: int, formats: list[str], pays: bool) -> None:  # noqa: FBT001 - a case
    assert pipeline.pays(briefs, formats) is pays
