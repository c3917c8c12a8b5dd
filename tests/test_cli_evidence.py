"""`briefgen facts` and `briefgen conflicts`: what documents say together, for people, pipes and programs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT, Run
from msgspec.structs import replace
from rich.cells import cell_len
from test_cli_tables import on_terminal, on_terminals

from briefgen import interchange
from briefgen.cli import facts as look
from briefgen.model import Fact, Kind, Modifier, Period, Quantity, Status

HARBOUR = """---
publisher: Lindholm Post
published: 2025-03-14
---
# Lindholm harbour has a record year

The harbour of Lindholm handled 4.2 million tons of cargo in 2024. Its operator aims at 6 million tons of cargo by 2030.
"""
RIVAL = """---
publisher: Coast Courier
published: 2025-03-15
---
# Cargo in Lindholm

The harbour of Lindholm handled 4.7 million tons of cargo in 2024.
"""


@pytest.fixture
def coast(tmp_path: Path) -> Path:
    folder = tmp_path / "coast"
    folder.mkdir()
    (folder / "harbour.md").write_text(HARBOUR, encoding="utf-8")
    (folder / "rival.md").write_text(RIVAL, encoding="utf-8")
    return folder


def test_facts_in_a_pipe(briefgen: Run, coast: Path) -> None:
    done = briefgen("facts", coast)
    heading, *rows = done.stdout.splitlines()
    assert heading.split() == ["id", "measure", "value", "period", "status", "origins", "reported", "by"]
    told = {" ".join(row.split()[1:]).partition("Lindholm ")[2] for row in rows if "computed" not in row}
    assert told == {
        "4.2 million tons 2024 actual 1 Lindholm Post",
        "4.7 million tons 2024 actual 1 Coast Courier",
        "6 million tons by 2030 target 1 Lindholm Post",
    }
    found = briefgen("explain", rows[0].split()[0][:8], "--corpus", coast)
    assert found.returncode == 0, found.stderr


def test_facts_as_json_lines_keep_their_schema(briefgen: Run, coast: Path) -> None:
    rows = [json.loads(line) for line in briefgen("facts", coast, "--json").stdout.splitlines()]
    schema = json.loads(interchange.schema("facts"))
    for row in rows:
        jsonschema.validate(row, schema)
    assert {row["value"] for row in rows if not row["derived"]} == {"4200000", "4700000", "6000000"}


def test_facts_for_a_spreadsheet(briefgen: Run, coast: Path) -> None:
    (coast / "formula.md").write_text(RIVAL.replace("Coast Courier", "=cmd()"), encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(briefgen("facts", coast, "--csv").stdout)))
    target = next(row for row in rows if row["status"] == "target")
    assert (target["value"], target["figures"], target["passage_document"]) == ("6000000", "1", "harbour.md")
    assert target["passage_quote"].startswith("Its operator aims at 6 million tons")
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


def test_a_topic_narrows_both(briefgen: Run) -> None:
    whole = briefgen("facts", ROOT / "seeds").stdout.splitlines()
    part = briefgen("facts", ROOT / "seeds", "--topic", "digital").stdout.splitlines()
    assert 1 < len(part) < len(whole)
    assert {line.split()[0] for line in part} <= {line.split()[0] for line in whole}
    every = briefgen("conflicts", ROOT / "seeds").stdout.splitlines()
    some = briefgen("conflicts", ROOT / "seeds", "--topic", "digital").stdout.splitlines()
    assert {line.split()[0] for line in some} < {line.split()[0] for line in every}


def test_conflicts_in_a_pipe(briefgen: Run, coast: Path) -> None:
    done = briefgen("conflicts", coast)
    assert done.returncode == 0
    heading, row = done.stdout.splitlines()
    assert heading.split() == ["id", "severity", "type", "documents", "explanation"]
    assert "conflict" in row
    assert "harbour.md, rival.md" in row
    assert "4.2 million tons" in row


def test_conflicts_as_json_lines_keep_their_schema(briefgen: Run, coast: Path) -> None:
    (row,) = [json.loads(line) for line in briefgen("conflicts", coast, "--json").stdout.splitlines()]
    jsonschema.validate(row, json.loads(interchange.schema("conflicts")))
    assert row["type"] == "conflict"
    assert len(row["passages"]) == 2


def test_conflicts_for_a_spreadsheet_are_a_row_for_each_sentence(briefgen: Run, coast: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(briefgen("conflicts", coast, "--csv").stdout)))
    assert [(row["document"], row["published"]) for row in rows] == [
        ("harbour.md", "2025-03-14"),
        ("rival.md", "2025-03-15"),
    ]
    assert len({row["id"] for row in rows}) == 1


def test_types_severities_and_exit_codes(briefgen: Run, coast: Path) -> None:
    severity = json.loads(briefgen("conflicts", coast, "--json").stdout)["severity"]
    assert severity == "grave"
    assert briefgen("conflicts", coast, "--type", "superseded", "--json").stdout == ""
    assert briefgen("conflicts", coast, "--severity", "caution", "--json").stdout == ""
    assert briefgen("conflicts", coast, "--fail-on", "grave").returncode == 1
    assert briefgen("conflicts", coast, "--type", "superseded", "--fail-on", "caution").returncode == 0
    assert briefgen("conflicts", coast, "--type", "quarrel").returncode == 2


@pytest.mark.parametrize("command", ["facts", "conflicts"])
def test_both_fit_a_terminal(command: str, coast: Path) -> None:
    widths = (60, 80, 120, 200)
    screens = on_terminals(widths, command, coast, NO_COLOR="1", TERM="dumb")
    for width, lines in zip(widths, screens, strict=True):
        assert max(map(cell_len, lines)) <= width
        assert "in 2 documents" in lines[0]
    assert len({tuple(lines) for lines in screens}) > 1, "the width is heeded"


def listed() -> tuple[Fact, Fact]:
    """A measured value that two report, and an aim that one does."""
    handled = Fact(
        "d81954aa0001",
        Quantity(Decimal(4_200_000), None, "t", Modifier.APPROX, "4.2 million tons"),
        Kind.LEVEL,
        Status.ACTUAL,
        (),
        measure="Lindholm harbour cargo",
        period=Period(dt.date(2025, 1, 1), dt.date(2025, 9, 30)),
        origins=("Coast Courier", "Lindholm Post"),
    )
    aim = replace(
        handled,
        id="635b62aa0002",
        quantity=Quantity(Decimal(6_000_000), None, "t", None, "6 million tons"),
        status=Status.TARGET,
        period=None,
        deadline=dt.date(2030, 12, 31),
        origins=("Lindholm Post",),
    )
    return handled, aim


TABLES = {
    60: """\
2 facts in 3 documents
about 4.2 million tons · actual · Jan–Sep 2025
  d81954  Lindholm harbour cargo
6 million tons · target · by 2030
  635b62  Lindholm harbour cargo
`briefgen explain d81954` says where the first comes from
""",
    80: """\
2 facts in 3 documents
id      measure                 value                   period        status
d81954  Lindholm harbour cargo  about 4.2 million tons  Jan–Sep 2025  actual
635b62  Lindholm harbour cargo  6 million tons          by 2030       target
`briefgen explain d81954` says where the first comes from
""",
    120: """\
2 facts in 3 documents
id      measure                 value                   period        status  origins  reported by
d81954  Lindholm harbour cargo  about 4.2 million tons  Jan–Sep 2025  actual  2        Coast Courier, Lindholm Post
635b62  Lindholm harbour cargo  6 million tons          by 2030       target  1        Lindholm Post
`briefgen explain d81954` says where the first comes from
""",
}


@pytest.mark.parametrize("width", TABLES)
def test_a_table_on_a_terminal(width: int) -> None:
    assert "".join(f"{line.plain}\n" for line in look.shown(listed(), 3, width)) == TABLES[width]


def test_a_card_on_a_terminal(coast: Path) -> None:
    card = on_terminal(100, "conflicts", coast, NO_COLOR="1", TERM="dumb")
    assert card[:3] == ["1 relation in 2 documents: 1 grave", "", "grave · conflict"]
    assert "  harbour.md, line 7 · Lindholm Post · 14 Mar 2025" in card
    assert "    “The harbour of Lindholm handled 4.7 million tons of cargo in 2024.”" in card


def test_a_short_id_is_long_enough_to_be_one() -> None:
    quantity = Quantity(None, None, None, None, "dozens")
    facts = [Fact(name, quantity, Kind.COUNT, Status.ACTUAL, ()) for name in ("aaaaaaaa1", "aaaaaaaa2", "b")]
    assert look.digits(facts) == 9
    assert look.digits(facts[2:]) == look.SHORTEST
