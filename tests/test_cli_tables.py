"""Tables fit the terminal, cut with an ellipsis, and are plain and whole where they are piped."""

from __future__ import annotations

import datetime as dt
import os
import pty
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import ROOT, Run
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from briefgen import corpus
from briefgen.cli import columns, listing, wording
from briefgen.cli.columns import Column
from briefgen.cli.gather import Found
from briefgen.model import Period
from briefgen.reading.read import read


def on_terminal(width: int, *arguments: object, **environment: str) -> list[str]:
    """The lines that a command prints on a terminal of this width."""
    return on_terminals([width], *arguments, **environment)[0]


NEXT = "\f"
"""What stands between what is printed for one width and for the next."""

IN_TURN = f"""
import os, sys
from briefgen.cli import main
for width in sys.argv.pop().split():
    os.environ["COLUMNS"] = width
    if code := main():
        sys.exit(code)
    print(end={NEXT!r})
"""
"""One process for all widths: starting it takes longer than printing."""


def on_terminals(widths: Sequence[int], *arguments: object, **environment: str) -> list[list[str]]:
    """The lines that a command prints on terminals of these widths."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", IN_TURN, *map(str, arguments), " ".join(map(str, widths))],
        cwd=ROOT,
        env=os.environ | {"TERM": "xterm-256color"} | environment,
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=subprocess.DEVNULL,
    )
    os.close(follower)
    read = b""
    while select.select([leader], [], [], 60)[0]:
        try:
            part = os.read(leader, 65536)
        except OSError:  # the other side is closed
            break
        if not part:
            break
        read += part
    os.close(leader)
    assert process.wait(60) == 0
    *screens, rest = read.decode().replace("\r\n", "\n").split(NEXT)
    assert (len(screens), rest) == (len(widths), "")
    return [screen.splitlines() for screen in screens]


@pytest.mark.parametrize("width", [1, 20, 40, 60, 71, 72, 80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int, news: Path) -> None:
    documents = corpus.load([news]).documents
    found = [Found(document, read(document).figures) for document in documents]
    lines = [line.plain for line in (*listing.figures_shown(found, width), *listing.documents_shown(documents, width))]
    assert max(map(cell_len, lines[1:])) <= max(width, len("0 figures in 0 documents"))
    assert not any(letter in line for line in lines for letter in "│┃─━")


@pytest.mark.parametrize(("command", "words"), [("figures", "  4.2 million tons"), ("documents", "harbour.txt")])
def test_on_a_real_terminal(command: str, words: str, news: Path) -> None:
    lines = on_terminal(60, command, news, NO_COLOR="1", TERM="dumb")
    assert max(map(cell_len, lines)) <= 60
    assert any(line.startswith(words) for line in lines)


def shown(news: Path, width: int) -> list[str]:
    document = corpus.load([news / "harbour.txt"]).documents[0]
    return [line.plain for line in listing.figures_shown([Found(document, read(document).figures)], width)]


def test_a_wide_terminal_shows_more(news: Path) -> None:
    wide = shown(news, 200)
    assert any("It expects 4.9 million tons of cargo in 2025" in line for line in wide)
    assert {"figure", "kind", "status", "period", "measure", "sentence"} <= set(wide[1].split())
    assert "sentence" not in shown(news, 80)[1]


def said_by(news: Path, name: str) -> Found:
    document = corpus.load([news / "harbour.txt"]).documents[0]
    return Found(document, tuple(replace(figure, attribution=name) for figure in read(document).figures))


def test_who_said_it_is_shown_where_there_is_room(news: Path) -> None:
    found = [said_by(news, "Ines Varga")]
    for width, shown in ((60, True), (80, True), (120, True)):
        lines = [line.plain for line in listing.figures_shown(found, width)]
        assert any("Ines Varga" in line for line in lines if not line.startswith("harbour")) is shown
    (heading, *rows) = listing.figures_piped(found)
    assert heading.split()[-2:] == ["said", "by"]
    assert all(row.endswith("Ines Varga") for row in rows)


def test_no_colour_means_none(news: Path) -> None:
    coloured = "\n".join(on_terminal(80, "figures", news))
    assert "\x1b[2m" in coloured
    assert not any(f"\x1b[{code}m" in coloured for code in range(31, 38))


def test_a_pipe_gets_whole_values(briefgen: Run, news: Path) -> None:
    lines = briefgen("figures", news).stdout.splitlines()
    assert lines[0].split() == ["document", "figure", "kind", "status", "period", "measure", "said", "by"]
    row = next(line for line in lines if "4.9 million tons" in line)
    assert row.startswith("harbour.txt  ")
    assert "projection" in row
    assert "…" not in "".join(lines)
    assert "2025-03-14" in briefgen("documents", news).stdout


def test_a_document_without_figures_is_named(briefgen: Run, tmp_path: Path) -> None:
    turkish = (
        "Limanda geçen yıl 4,2 milyon ton yük elleçlendi. Bakan bu rakamın artacağını söyledi ve yatırım istedi.\n"
    )
    (tmp_path / "haber.txt").write_text(turkish, encoding="utf-8")
    done = briefgen("figures", "haber.txt")
    assert done.returncode == 0
    assert done.stderr.startswith("note: haber.txt: ")
    document = corpus.load([tmp_path / "haber.txt"]).documents[0]
    assert "  no figures" in [line.plain for line in listing.figures_shown([Found(document, ())], 80)]


def test_csv_without_a_figure_still_has_its_header(briefgen: Run, tmp_path: Path) -> None:
    (tmp_path / "none.txt").write_text("Nothing was counted here, said the harbour master.\n", encoding="utf-8")
    assert briefgen("figures", "none.txt", "--csv").stdout.startswith("document,document_id,start,end,surface,value,")


def test_a_name_cannot_break_a_row(briefgen: Run, tmp_path: Path) -> None:
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "a\nb\x1b[31m\u202ec.txt").write_text("The quay handled 5 million tons.\n", encoding="utf-8")
    lines = briefgen("documents", "odd").stdout.splitlines()
    assert len(lines) == 2
    assert lines[1].startswith(r"a\nb\x1b[31m\u202ec.txt")


COLUMNS = (
    Column("a", fair=8, rank=0),
    Column("b", fair=6, rank=2),
    Column("c", fair=10, most=20, rank=1),
    Column("d", fair=4, rank=3, extra=True),
)
ROWS = st.lists(st.fixed_dictionaries({name: st.text(st.characters(exclude_categories=["C", "M", "Z"]), max_size=30)
                                       for name in "abcd"}), max_size=4)  # fmt: skip


@given(ROWS, st.integers(0, 120))
def test_columns_always_fit(rows: list[dict[str, str]], room: int) -> None:
    given_widths = columns.widths(COLUMNS, rows, room)
    assert sum(given_widths.values()) + len(columns.GAP) * max(len(given_widths) - 1, 0) <= room
    assert list(given_widths) == [column.name for column in COLUMNS if column.name in given_widths]
    for row in rows:
        assert cell_len(columns.line(row, given_widths)) <= room


@given(st.text(st.characters(exclude_categories=["C", "M"])), st.integers(0, 40))
def test_cut_never_exceeds_its_width(text: str, width: int) -> None:
    shown = columns.cut(text, width)
    assert cell_len(shown) <= width
    assert shown == text or shown.endswith("…") or width == 0


@given(st.text("ab 漢é", max_size=60), st.integers(0, 60), st.integers(0, 60), st.integers(40, 80))
def test_the_number_stays_in_sight(text: str, start: int, end: int, width: int) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    end = min(end, start + 10)
    shown = columns.around(text, start, end, width)
    assert cell_len(shown) <= width
    assert " ".join(text[start:end].split()) in shown


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2024-01-01", "2024-12-31", "2024"),
        ("2022-01-01", "2026-12-31", "2022–2026"),
        ("2025-01-01", "2025-09-30", "Jan–Sep 2025"),
        ("2025-03-01", "2025-03-31", "Mar 2025"),
        ("2024-07-01", "2025-06-30", "Jul 2024 – Jun 2025"),
        ("2025-01-01", "2025-10-24", "2025 to 24 Oct"),
        ("2025-10-20", "2025-10-21", "20 Oct – 21 Oct 2025"),
        ("2024-12-30", "2025-01-05", "30 Dec 2024 – 5 Jan 2025"),
        ("2025-03-14", "2025-03-14", "14 Mar 2025"),
    ],
)
def test_periods_in_few_letters(first: str, last: str, words: str) -> None:
    assert wording.span_of(Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))) == words
