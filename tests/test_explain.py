"""Where a number comes from: what `briefgen explain` says of facts and of printed citations."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import HARBOUR, LINE, Run

from briefgen import config, explain, interchange, orders, pipeline
from briefgen.cli import explaining, wrapped
from briefgen.corpus import plain
from briefgen.errors import UsageError
from briefgen.explain import Explanation
from briefgen.model import Document, Measure, Topic
from briefgen.reading.grounds import grounds
from briefgen.reading.read import read

TOPIC = Topic(
    id="ports",
    title="Ports",
    terms=("port",),
    measures=(Measure("Port Alder cargo", "t", ("cargo", "freight"), ("Port Alder", "the port")),),
)
SETTINGS = """\
version: 1
corpus: [news]
topics:
  ports:
    title: Ports
    terms: [port, cargo]
    measures:
      - name: Port Alder cargo
        unit: t
        terms: [cargo]
        aliases: [Port Alder, the port]
"""
SCHEMA = json.loads(interchange.schema("explanation"))
AGAIN = """Alder in figures

Published on 20 March 2025

Port Alder handled about 4.2 million tons of cargo last year, said Ines Varga, director of the port authority. In
January 2026 it shall have a second quay.
"""
REPRINT = """Port Alder moves more freight

Published on 21 March 2025

The port of Port Alder handled 4.2 million tons of cargo in 2024, up 18 percent from a year earlier.
"""


def ground(document: Document, surface: str) -> dict[str, str]:
    reading = read(document, (TOPIC,))
    figure = next(one for one in reading.figures if one.quantity.surface == surface)
    return {one.field: explain.worded(one) for one in grounds(document, figure, reading.quotations, (TOPIC,))}


# The words behind a field


@pytest.mark.parametrize(
    ("text", "surface", "field", "words"),
    [
        (HARBOUR, "4.2 million tons", "value", "“4.2 million tons”"),
        (HARBOUR, "4.2 million tons", "status", "“handled”"),
        (HARBOUR, "4.9 million tons", "status", "“It expects”"),
        (HARBOUR, "6 million tons", "status", "“aims to”"),
        (HARBOUR, "6 million tons", "deadline", "“by 2027”"),
        (HARBOUR, "4.2 million tons", "period", "“2024”"),
        (HARBOUR, "18 percent", "base", "“a year earlier”, counted back from the period"),
        (AGAIN, "4.2 million tons", "period", "“last year”, counted from the document's date, 2025-03-20"),
        (AGAIN, "4.2 million tons", "modifier", "“about”"),
        (AGAIN, "4.2 million tons", "attribution", "named in the sentence"),
        (HARBOUR, "4.2 million tons", "measure", "a measure of the settings: “cargo” and “Port Alder”"),
        (LINE, "2 million tons", "measure", "the noun phrase of the text"),
    ],
)
def test_a_field_has_the_words_that_it_was_read_from(text: str, surface: str, field: str, words: str) -> None:
    found = ground(plain.read(text.encode(), "a.txt"), surface)
    assert found[field] == words


def test_a_period_that_was_carried_over_names_its_line() -> None:
    text = "In 2024 the port of Port Alder handled 5 million tons of cargo. Grain accounted for 4 million tons.\n"
    found = ground(plain.read(f"Published on 3 March 2025\n\n{text}".encode(), "a.txt"), "4 million tons")
    assert found["period"] == "“2024” in line 3"


def test_a_name_of_an_earlier_sentence_names_its_line() -> None:
    text = "Port Alder was dredged.\n\nThe port then handled 4 million tons of cargo.\n"
    found = ground(plain.read(text.encode(), "a.txt"), "4 million tons")
    assert found["measure"] == "a measure of the settings: “cargo” and “Port Alder” in line 1"


def test_a_language_without_tables_has_no_grounds() -> None:
    document = plain.read(HARBOUR.encode(), "a.txt")
    figure = read(document).figures[0]
    from msgspec.structs import replace

    assert grounds(replace(document, language="tt"), figure, (), ()) == ()


# Facts


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    (tmp_path / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    for name, text in (("again.txt", AGAIN), ("harbour.txt", HARBOUR), ("line.txt", LINE), ("reprint.txt", REPRINT)):
        (tmp_path / "news" / name).write_text(text, encoding="utf-8")
    return tmp_path


def weighed(project: Path) -> tuple[config.Config, pipeline.Weighed]:
    settings = config.load(project / "briefgen.yaml")
    return settings, pipeline.weigh(settings, pipeline.collect(settings, orders.Order()))


def of(project: Path, surface: str) -> Explanation:
    settings, found = weighed(project)
    fact = next(one for one in found.evidence.facts if surface in {figure.quantity.surface for figure in one.figures})
    return explain.explain(fact, found, settings.topics)


def test_every_mention_has_its_place_its_reason_and_its_origin(project: Path) -> None:
    found = of(project, "4.2 million tons")
    assert [(report.document.name, report.line) for report in found.reports] == [
        ("again.txt", 5),
        ("harbour.txt", 6),
        ("reprint.txt", 5),
    ]
    origins = {report.document.name: report.counted for report in found.reports}
    assert origins["harbour.txt"] == "counts as harbour.txt"
    assert origins["again.txt"] == "counts as again.txt"
    assert origins["reprint.txt"] == "counted already: the text of harbour.txt printed again"
    assert len([words for words in origins.values() if words.startswith("counts as")]) == found.fact.corroboration
    assert all(report.grouped for report in found.reports)


def test_every_fact_can_be_explained(project: Path) -> None:
    settings, found = weighed(project)
    assert found.evidence.facts
    for fact in found.evidence.facts:
        one = explain.explain(fact, found, settings.topics)
        assert [report.figure for report in one.reports] == list(fact.figures)
        lines = [line.plain for line in explaining.fact(one)]
        assert fact.id in lines[1]
        for report in one.reports:
            assert any(f"[{' '.join(report.figure.quantity.surface.split())}]" in line for line in lines)
        jsonschema.validate(json.loads(interchange.line(explaining.row(one))), SCHEMA)


def test_relations_and_checks_that_touch_it_are_told(project: Path) -> None:
    text = "Published on 2 April 2025\n\nThe port of Port Alder handled 5.1 million tons of cargo in 2024.\n"
    (project / "news" / "other.txt").write_text(text, encoding="utf-8")
    found = of(project, "5.1 million tons")
    assert "conflict" in {relation.type.value for relation in found.relations}
    lines = "\n".join(line.plain for line in explaining.fact(found))
    other = next(fact for relation in found.relations for fact in relation.facts if fact.id != found.fact.id)
    assert "conflict (" in lines
    assert other.id in lines


def test_a_correction_is_told_at_its_field(project: Path) -> None:
    run = ("--by", "Ada Lind", "--on", "2026-02-03", "--config", project / "briefgen.yaml")
    _run("correct", project / "news" / "harbour.txt", "6 million tons", "--status", "plan", "--reason", "A plan.", *run)
    _run("correct", project / "news" / "harbour.txt", "--published", "2025-03-13", "--reason", "Misprint.", *run)
    lines = [line.plain for line in explaining.fact(of(project, "6 million tons"))]
    told = "   status      plan  ← corrected by Ada Lind on 2026-02-03, read as target: A plan."
    assert told in lines
    dated = "Corrected by Ada Lind on 2026-02-03: harbour.txt, published 2025-03-14 → 2025-03-13. Misprint."
    assert dated in lines


def _run(*arguments: object) -> None:
    from briefgen.cli import main

    assert main([str(argument) for argument in arguments]) == 0


def test_a_computed_fact_shows_its_formula_and_inputs(briefgen: Run, project: Path) -> None:
    settings, found = weighed(project)
    computed = [fact for fact in explain.known(found) if fact.derived]
    assert computed
    for fact in computed:
        one = explain.explain(fact, found, settings.topics)
        assert [report.figure for report in one.reports] == list(fact.figures)
        assert {report.counted for report in one.reports} == {""}
        assert one.checks or one.relations
    done = briefgen("explain", computed[0].id[:8])
    assert done.returncode == 0, done.stderr
    _, told, formula, *_ = done.stdout.splitlines()
    assert told == f"fact {computed[0].id} · computed from {len(computed[0].figures)} figures"
    assert formula == computed[0].formula


def test_the_start_of_an_id_will_do(project: Path) -> None:
    _, found = weighed(project)
    facts = found.evidence.facts
    for fact in facts:
        assert explain.find(facts, fact.id) == fact
        assert explain.find(facts, fact.id[:8].upper()) == fact
    with pytest.raises(UsageError, match="is the id of no fact") as raised:
        explain.find(facts, facts[0].id[:-1] + "x")
    assert facts[0].id in str(raised.value)
    assert "briefgen facts" in str(raised.value)
    with pytest.raises(UsageError, match="is the id of no fact"):
        explain.find(facts, facts[0].id[:3])


def test_the_start_of_several_ids_lists_them(project: Path) -> None:
    from msgspec.structs import replace

    _, found = weighed(project)
    one, other = (replace(fact, id=f"abcd{n}") for n, fact in enumerate(found.evidence.facts[:2]))
    with pytest.raises(UsageError, match="2 facts have ids that begin so") as raised:
        explain.find([one, other], "abcd")
    assert "abcd0" in str(raised.value)
    assert "abcd1" in str(raised.value)


# A printed citation


@pytest.fixture
def made(briefgen: Run, project: Path) -> Path:
    done = briefgen("make", "--format", "json", "--format", "md", "--format", "html", "--out", project / "out")
    assert done.returncode == 0, done.stderr
    return project / "out"


def printed(made: Path) -> dict[int, str]:
    """Number → sentence, as the page prints them."""
    text = (made / "ports.md").read_text(encoding="utf-8")
    return {
        int(number): quote for number, quote in re.findall(r"^\[\^(\d+)\]: (?:“(?!“))?(.*?)”? \*—", text, re.MULTILINE)
    }


def test_the_json_has_the_numbers_that_the_page_prints(made: Path) -> None:
    row = json.loads((made / "ports.json").read_text(encoding="utf-8"))
    told = {note["number"]: " ".join(note["quote"].split()) for note in row["notes"]}
    assert told == printed(made)
    assert list(told) == list(range(1, len(told) + 1))


@pytest.mark.parametrize("name", ["ports.json", "ports.md", "ports.html"])
def test_every_printed_number_is_explained(briefgen: Run, made: Path, name: str) -> None:
    for number, quote in printed(made).items():
        done = briefgen("explain", made / name, number)
        assert done.returncode == 0, done.stderr
        head, sentence, *_ = done.stdout.splitlines()
        assert head.startswith(f"[{number}] ")
        assert sentence.strip() == f"“{quote}”"


def test_a_citation_names_what_the_brief_says_and_each_fact(briefgen: Run, made: Path) -> None:
    number = next(number for number, quote in printed(made).items() if "4.9 million tons" in quote)
    row: dict[str, Any] = json.loads(briefgen("explain", made / "ports.json", number, "--json").stdout)
    jsonschema.validate(row, SCHEMA)
    assert row["number"] == number
    assert [one["fact"]["surface"] for one in row["facts"]] == ["4.9 million tons"]
    assert row["facts"][0]["reports"][0]["grounds"]["status"] == "“It expects”"
    assert row["gone"] == []


def test_what_is_not_made_any_more_is_said(briefgen: Run, made: Path) -> None:
    number = next(number for number, quote in printed(made).items() if "4.9 million tons" in quote)
    (made.parent / "news" / "harbour.txt").write_text(HARBOUR + "\nMore.\n", encoding="utf-8")
    done = briefgen("explain", made / "ports.json", number)
    assert done.returncode == 0
    assert "1 of the 4 documents of the brief are not in the corpus as they were" in done.stderr
    assert "no figure is read in this sentence" in done.stdout
    assert "is not made of it any more" in done.stdout


def fails(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    for word in words:
        assert word in done.stderr


def test_what_cannot_be_explained_is_told(briefgen: Run, made: Path) -> None:
    last = max(printed(made))
    fails(briefgen("explain", made / "ports.json", 99), "the brief has no citation 99", f"1 to {last}")
    fails(briefgen("explain", made / "ports.json"), "say which citation", f"1 to {last}")
    fails(briefgen("explain", made / "none.json", 1), "cannot be read")
    fails(briefgen("explain", "abcd"), "abcd: is the id of no fact", "briefgen facts")
    fails(briefgen("explain", "abcd", 3), "abcd: is no file of a brief")
    (made / "ports.json").rename(made / "other.json")
    fails(briefgen("explain", made / "ports.md", 1), "no ports.json beside it", "--format json")
    (made / "other.json").write_text("{}", encoding="utf-8")
    fails(briefgen("explain", made / "other.json", 1), "other.json: format", "is missing")


def test_an_older_brief_without_numbers_asks_for_a_new_one(briefgen: Run, made: Path) -> None:
    row = json.loads((made / "ports.json").read_text(encoding="utf-8"))
    del row["notes"]
    (made / "ports.json").write_text(json.dumps(row), encoding="utf-8")
    fails(briefgen("explain", made / "ports.json", 1), "no citation 1", "make it again")


def test_a_terminal_gets_wrapped_lines_and_the_number_in_sight(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = of(project, "4.2 million tons")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    wrapped.show(explaining.fact(found))
    lines = capsys.readouterr().out.splitlines()
    assert max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in lines) <= 60
    assert any("[4.2 million tons]" in line for line in lines)
    assert any(line.startswith(" " * (explaining.INDENT + explaining.NAMES)) for line in lines)
