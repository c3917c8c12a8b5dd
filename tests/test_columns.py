"""A cell is cited with its row and with what the row's columns are called, in every format, and `verify` knows both."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from test_overriding_weeks import text_of
from test_reading_tables import CELLS, HEADS

from briefgen.corpus import markdown
from briefgen.interchange import sealed
from briefgen.model import BlockKind

SETTINGS = """version: 1
corpus: [news]
topics:
  ports:
    title: Ports
    terms: [port, cargo]
    measures: [{name: Kelm cargo, unit: t, terms: [cargo], aliases: [Kelm]}]
"""
NEWS = """---
publisher: The Gazette
published: 2025-03-10
---
# The port of Kelm grows

The port of Kelm counted its cargo.

| Port | 2023 | 2024 |
|---|---|---|
| Kelm cargo, tons | 3,100,000 | 3,900,000 |
"""
FORMATS = ("md", "html", "pdf", "docx", "eml", "json")
HEADER = "Port | 2023 | 2024"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from briefgen.cli import main

    home = tmp_path_factory.mktemp("table")
    (home / "news").mkdir()
    (home / "news" / "table.md").write_text(NEWS, encoding="utf-8")
    (home / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    where = ("--config", str(home / "briefgen.yaml"), "--corpus", str(home / "news"), "--out", str(home / "out"))
    assert main(["make", *where, "--format", ",".join(FORMATS)]) == 0
    return home


def plain(text: str) -> str:
    return " ".join(text.replace("\\|", "|").replace("\u00ad", "").replace("<wbr>", "").split())


@pytest.mark.parametrize("kind", FORMATS)
def test_a_note_names_the_columns_of_its_row(kind: str, made: Path, briefgen: Run) -> None:
    path = made / "out" / f"ports.{kind}"
    assert f"columns: {HEADER}" in plain(text_of(path.name, path.read_bytes()))
    if kind not in {"md", "eml"}:
        checked = briefgen("verify", path, "--corpus", made / "news")
        assert checked.returncode == 0, checked.stdout


def test_the_json_has_the_columns_with_their_place(made: Path) -> None:
    notes = json.loads((made / "out/ports.json").read_bytes())["notes"]
    (note,) = [one for one in notes if one["columns"]]
    (column,) = note["columns"]
    assert (column["document"], column["quote"]) == (note["document"], HEADER)
    assert NEWS[column["start"] : column["end"]] == HEADER


def line(row: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in row["printed"] if one["kind"] == "note" and "2023" in one["text"])
    return found


def in_the_line(row: dict[str, Any]) -> None:
    line(row)["text"] = line(row)["text"].replace("2023", "2013")


def in_the_columns(row: dict[str, Any]) -> None:
    next(one for one in row["notes"] if one["columns"])["columns"][0]["quote"] = HEADER.replace("2023", "2013")


@pytest.mark.parametrize(
    ("change", "words"),
    [(in_the_line, f"its columns are called “{HEADER}”"), (in_the_columns, ".columns[0]")],
)
def test_columns_that_somebody_changed_are_named(
    change: Callable[[dict[str, Any]], None], words: str, made: Path, tmp_path: Path, briefgen: Run
) -> None:
    row = json.loads((made / "out/ports.json").read_bytes())
    change(row)
    row.pop("seal", None)
    (tmp_path / "ports.json").write_text(json.dumps(sealed(row)), encoding="utf-8")
    checked = briefgen("verify", tmp_path / "ports.json", "--corpus", made / "news")
    assert checked.returncode == 1
    assert words in checked.stdout


@given(
    st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=5), min_size=1, max_size=6),
    st.lists(st.sampled_from(HEADS), min_size=1, max_size=5),
)
def test_columns_stand_above_their_row_in_its_table(rows: list[list[str]], heads: list[str]) -> None:
    lines = [" | ".join(heads), " | ".join("--" for _ in heads), *(" | ".join(row) for row in rows)]
    text = "A sentence first.\n\n" + "".join(f"| {line} |\n" for line in lines) + "\nAnd one behind.\n"
    found = markdown.read(text.encode(), "a.md")
    headers = [cell.span for table in found.tables for cell in table.cells if cell.is_header and len(cell.span)]
    for block in found.blocks:
        columns = found.columns_of(block.span)
        assert all(one.end <= block.span.start for one in columns)
        assert all(any(one.holds(cell) for cell in headers) for one in columns)
        assert not columns or block.kind is BlockKind.ROW
