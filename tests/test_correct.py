"""`briefgen correct`: from a person's words to an entry, and a file whose other lines nobody touches."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from pathlib import Path

import pytest
from conftest import HARBOUR, LINE, Run
from hypothesis import given
from hypothesis import strategies as st

from briefgen import config
from briefgen.config import ledger
from briefgen.model import Amendment, Correction, Span

SETTINGS = """\
version: 1
corpus: [../news]
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
ALWAYS = ("--by", "Ines Varga", "--reason", "Misread.", "--on", "2026-02-03")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with settings and news of its own."""
    for folder in ("config", "news"):
        (tmp_path / folder).mkdir()
    (tmp_path / "config" / "briefgen.yaml").write_text(SETTINGS.replace("../", ""), encoding="utf-8")
    (tmp_path / "news" / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    (tmp_path / "news" / "line.txt").write_text(LINE, encoding="utf-8")
    return tmp_path


def kept(project: Path) -> tuple[Correction, ...]:
    return config.load(project / "config" / "briefgen.yaml").corrections


def fails(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    for word in words:
        assert word in done.stderr


# From words to an entry


def test_a_figure_is_found_by_how_it_is_printed(briefgen: Run, project: Path) -> None:
    words = ("news/harbour.txt", "4.2 million tons", "--status", "plan", "--period", "2024-01..2024-08")
    done = briefgen("correct", *words, *ALWAYS)
    assert done.returncode == 0, done.stderr
    (made,) = kept(project)
    assert (made.name, made.surface) == ("harbour.txt", "4.2 million tons")
    assert (made.by, str(made.date), made.reason) == ("Ines Varga", "2026-02-03", "Misread.")
    assert made.amendments == (
        Amendment("status", "actual", "plan"),
        Amendment("period", "2024", "2024-01..2024-08"),
    )
    assert done.stdout.startswith(f"- document: {made.document}\n")
    assert "wrote config/corrections.yaml: correction 1" in done.stderr
    before, after = "4.2 million tons, actual, 2024", "4.2 million tons, plan, Jan–Aug 2024"
    assert f"fact: Port Alder cargo: {before} → Port Alder cargo: {after}" in done.stderr


@pytest.mark.parametrize("named", ["harbour.txt", "news/harbour.txt", "id"])
def test_a_document_by_name_path_or_id(briefgen: Run, project: Path, named: str) -> None:
    listed = [json.loads(line) for line in briefgen("documents", "--json").stdout.splitlines()]
    start = next(row["id"][:10] for row in listed if row["name"] == "harbour.txt")
    done = briefgen("correct", start if named == "id" else named, "18 percent", "--no-figure", *ALWAYS)
    assert done.returncode == 0, done.stderr
    assert kept(project)[0].amendments == (Amendment("figure", "change", "none"),)
    assert "18 percent" not in briefgen("figures", "news/harbour.txt").stdout


def test_figures_say_what_was_corrected(briefgen: Run, project: Path) -> None:
    briefgen("correct", "harbour.txt", "4.2 million", "--value", "4300000", *ALWAYS)
    rows = [json.loads(line) for line in briefgen("figures", project / "news", "--json").stdout.splitlines()]
    assert [(row["surface"], row["value"]) for row in rows if row["corrected"] == ["value"]] == [
        ("4.2 million tons", "4300000")
    ]


def test_a_date_moves_what_hangs_on_it(briefgen: Run, project: Path) -> None:
    (project / "news" / "late.txt").write_text("The port of Port Alder took 5 million tons of cargo last year.\n")
    done = briefgen("correct", "late.txt", "--published", "2025-10-19", *ALWAYS)
    assert done.returncode == 0, done.stderr
    assert "5 million tons, actual → Port Alder cargo: 5 million tons, actual, 2024" in done.stderr
    rows = [json.loads(line) for line in briefgen("documents", "--json").stdout.splitlines()]
    assert next(row["published"] for row in rows if row["name"] == "late.txt") == "2025-10-19"


def test_a_text_outside_the_corpus_can_be_corrected(briefgen: Run, project: Path) -> None:
    (project / "other.txt").write_text(HARBOUR.replace("4.2", "5.2"), encoding="utf-8")
    done = briefgen("correct", "other.txt", "5.2 million tons", "--status", "plan", *ALWAYS)
    assert done.returncode == 0, done.stderr
    assert "note: other.txt is not in the corpus of the settings" in done.stderr
    assert len(kept(project)) == 1


@pytest.mark.usefixtures("project")
def test_what_is_read_so_already_is_left_out(briefgen: Run) -> None:
    fields = ("--kind", "change", "--direction", "down")
    done = briefgen("correct", "harbour.txt", "18 percent", *fields, "--json", *ALWAYS)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["fields"] == [{"field": "direction", "read": "up", "correct": "down"}]
    assert "note: read so already, and left out: kind change" in done.stderr


def test_the_environment_may_say_who(briefgen: Run, project: Path) -> None:
    words = ("correct", "harbour.txt", "18 percent", "--status", "plan", "--reason", "Misread.")
    fails(briefgen(*words, BRIEFGEN_USER=""), "--by", "BRIEFGEN_USER")
    done = briefgen(*words, BRIEFGEN_USER="Ada Lind")
    assert done.returncode == 0, done.stderr
    assert kept(project)[0].by == "Ada Lind"


TWICE = """Port Alder in summer

Published on 1 August 2025

The port of Port Alder took 3 million tons of cargo in May 2025 and 3 million tons in June 2025.
"""


def test_among_several_places_a_person_chooses(briefgen: Run, project: Path) -> None:
    (project / "news" / "twice.txt").write_text(TWICE, encoding="utf-8")
    words = ("correct", "twice.txt", "3 million tons", "--value", "3100000", *ALWAYS)
    fails(briefgen(*words), "in 2 places", "--at 1  line 5: ", "--at 2  line 5: ", "in May 2025 and [3 million tons]")
    fails(briefgen(*words, "--at", "3"), "read in 2 places")
    assert briefgen(*words, "--at", "2").returncode == 0
    (made,) = kept(project)
    assert made.span
    assert TWICE[made.span.start :].startswith("3 million tons in June")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("harbour.txt", "4.2 million tons"), ("say what is right of it", "--status")),
        (("harbour.txt",), ("say which figure", "--published")),
        ((), ("say which figure",)),
        (
            ("harbor.txt", "4.2 million tons", "--status", "plan"),
            ("neither a file nor a document", "Did you mean harbour.txt"),
        ),
        (
            ("harbour.txt", "4.2 billion", "--status", "plan"),
            ("no figure is read as “4.2 billion”", "“4.2 million tons”"),
        ),
        (("harbour.txt", "18 percent", "--status", "planned"), ("--status", '"planned" is not what status can be')),
        (("harbour.txt", "18 percent", "--unit", "tons"), ("--unit", 'Write "t"')),
        (("harbour.txt", "18 percent", "--value", "4.5 million"), ("plain digits",)),
        (("harbour.txt", "18 percent", "--status", "actual"), ("is read so already: status actual",)),
        (("news", "18 percent", "--status", "plan"), ("news: is a folder",)),
        (("harbour.txt", "18 percent", "--status", "plan", "--published", "2025-01-01"), ("of a whole document",)),
        (("harbour.txt", "18 percent", "--status", "plan", "--no-figure"), ("what is no figure has no value",)),
        (("harbour.txt", "--published", "2025-03-14"), ("its date is read as 2025-03-14 already",)),
        (("harbour.txt", "--published", "May"), ("--published", "a day such as 2025-10-19")),
        (("harbour.txt", "4.2 million tons", "--measure", "Port Alder cargo", "--unit", "km"), ("measured in t",)),
        (("--list", "--remove", "1"), ("--list: stands alone",)),
        (("harbour.txt", "--remove", "1"), ("--remove: stands alone",)),
        (("--remove", "1"), ("there is no correction 1", "There are none")),
    ],
)
def test_what_makes_no_sense_is_told(
    briefgen: Run, project: Path, words: tuple[str, ...], told: tuple[str, ...]
) -> None:
    if "--measure" in words:
        words = tuple(word.replace("Port Alder cargo", "Lake Line freight") for word in words)
        path = project / "config" / "briefgen.yaml"
        more = "      - {name: Lake Line freight, unit: t, terms: [freight]}\n"
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    fails(briefgen("correct", *words, *ALWAYS), *told)
    assert not (project / "config" / "corrections.yaml").exists()


def test_a_reason_is_asked_for(briefgen: Run, project: Path) -> None:
    fails(briefgen("correct", "harbour.txt", "18 percent", "--status", "plan", "--by", "Ines"), "--reason", "say why")
    assert not kept(project)


def test_a_field_is_corrected_once(briefgen: Run, project: Path) -> None:
    figure = ("correct", "harbour.txt", "18 percent")
    assert briefgen(*figure, "--status", "plan", *ALWAYS).returncode == 0
    fails(briefgen(*figure, "--status", "target", *ALWAYS), "Ines Varga corrected this place", "--remove 1")
    fails(briefgen(*figure, "--no-figure", *ALWAYS), "--remove 1")
    assert briefgen(*figure, "--period", "2023", *ALWAYS).returncode == 0
    assert len(kept(project)) == 2


def test_the_settings_that_come_with_briefgen_are_not_written_to(briefgen: Run, tmp_path: Path) -> None:
    fails(briefgen("correct", "--list"), "cannot be corrected", "briefgen init")
    assert not list(tmp_path.iterdir())


def test_a_measure_that_no_topic_follows_is_remarked(briefgen: Run, project: Path) -> None:
    done = briefgen("correct", "harbour.txt", "18 percent", "--measure", "Port Alder cargos", *ALWAYS)
    assert done.returncode == 0
    assert "did you mean “Port Alder cargo”?" in done.stderr
    assert kept(project)[0].amendments[0].correct == "Port Alder cargos"


def test_all_are_listed_with_how_they_fit(briefgen: Run, project: Path) -> None:
    briefgen("correct", "harbour.txt", "18 percent", "--status", "plan", *ALWAYS)
    briefgen("correct", "line.txt", "1.1 million tons", "--status", "plan", *ALWAYS)
    (project / "news" / "line.txt").write_text(LINE + "More.\n", encoding="utf-8")
    done = briefgen("correct", "--list")
    assert done.stdout.splitlines() == [
        "1 applied: “18 percent” in harbour.txt, status actual → plan",
        "   Ines Varga, 2026-02-03: Misread.",
        "2 fits another text: “1.1 million tons” in line.txt, status actual → plan",
        "   Ines Varga, 2026-02-03: Misread.",
    ]
    rows = [json.loads(line) for line in briefgen("correct", "--list", "--json").stdout.splitlines()]
    assert [(row["number"], row["fit"]) for row in rows] == [(1, "applied"), (2, "fits another text")]
    made = briefgen("make", "--format", "json", "--out", project / "out")
    assert "note: A correction no longer fits: “1.1 million tons” in line.txt" in made.stderr
    checked = briefgen("verify", project / "out" / "ports.json")
    assert checked.returncode == 0
    assert "note: corrected by Ines Varga on 2026-02-03: “18 percent” in harbour.txt" in checked.stderr
    assert "as corrected by people" in checked.stderr
    assert "line.txt" not in checked.stderr
    briefgen("correct", "--remove", "1")
    unmade = briefgen("verify", project / "out" / "ports.json", "--corpus", project / "news")
    assert unmade.returncode == 1
    assert "no correction by Ines Varga says so here" in unmade.stdout


def test_one_taken_away_is_printed_and_its_reading_is_back(briefgen: Run, project: Path) -> None:
    before = briefgen("figures", "news", "--json").stdout
    briefgen("correct", "harbour.txt", "18 percent", "--status", "plan", *ALWAYS)
    briefgen("correct", "line.txt", "--published", "2025-01-01", *ALWAYS)
    assert briefgen("figures", "news", "--json").stdout != before
    fails(briefgen("correct", "--remove", "3"), "there is no correction 3", "There are 2")
    assert "18 percent" in briefgen("correct", "--remove", "1").stdout
    assert "published" in briefgen("correct", "--remove", "1").stdout
    assert not kept(project)
    assert briefgen("figures", "news", "--json").stdout == before


# The file


TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30).map(
    lambda text: " ".join(text.split()) or "x"
)
MADE = st.builds(
    Correction,
    document=st.just("ab" * 32),
    name=TEXTS,
    amendments=st.sampled_from(
        [
            (Amendment("status", "actual", "plan"), Amendment("period", "none", "2024-Q1")),
            (Amendment("unit", "%", "count:ships"), Amendment("value", "-4", "1.5..2")),
            (Amendment("measure", "no", "yes: # “it” is"), Amendment("deadline", "none", "2027-12-31")),
        ]
    ),
    by=TEXTS,
    date=st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    reason=TEXTS,
    span=st.integers(0, 10**6).map(lambda start: Span(start, start + 5)),
    surface=TEXTS,
)


@given(st.lists(MADE, min_size=1, max_size=3, unique_by=lambda made: made.span))
def test_whatever_is_written_reads_back_and_can_be_taken_away(several: list[Correction]) -> None:
    texts = [ledger.NEW]
    for made in several:
        changed = ledger.added(texts[-1], made)
        assert changed is not None
        texts.append(changed)
    assert ledger.parsed(texts[-1].encode()) == (tuple(several), ())
    for number in range(len(several), 0, -1):
        assert ledger.removed(texts[number], number) == texts[number - 1]


BY_HAND = """\
# Ours. Please keep.
corrections:   # the first are the oldest

# about the lines
- document: {one}
  at: [5,
       9]
  surface: 'nine'
  # why: see the minutes
  correct: {{value: 9}}
  by: Ada Lind   # of the statistics office
  date: 2026-01-01
  reason: >-
    Told on
    the telephone.

# about the port
- document: {two}
  correct: {{published: 2025-01-01}}
  by: Ada Lind
  date: 2026-01-01
  reason: Misprint.
# the end
version: 1
"""
EDITED = BY_HAND.format(one="a1" * 32, two="b2" * 32)
NEXT = Correction(
    document="c3" * 32,
    name="x.txt",
    amendments=(Amendment("status", "plan", "target"),),
    by="Ines",
    date=dt.date(2026, 1, 2),
    reason="Misread",
    span=Span(1, 2),
    surface="9",
)
FLOW = f"{{document: {'a' * 64}, correct: {{published: none}}, by: A, date: 2026-01-01, reason: R}}"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_a_person_wrote_stays_as_it_is(ends: str) -> None:
    text = EDITED.replace("\n", ends)
    changed = ledger.added(text, NEXT)
    assert changed
    new = ["", *ledger.entry(NEXT)]
    lines = text.split(ends)
    end = lines.index("# the end")
    assert changed.split(ends) == [*lines[:end], *new, *lines[end:]]
    without = ledger.removed(text, 1)
    assert without
    first, second = lines.index("# about the lines"), lines.index("# about the port")
    assert without.split(ends) == [*lines[: first - 1], *lines[second - 1 :]]
    both = ledger.removed(without, 1)
    assert both
    assert "corrections: []   # the first are the oldest" in both
    assert "# the end" in both


@pytest.mark.parametrize(
    "text",
    [
        f"version: 1\ncorrections: [{FLOW}]\n",
        "version: 1\n",
        "{version: 1, corrections: []}\n",
        "version: 2\ncorrections: []\n",
    ],
)
def test_another_layout_is_left_to_people(text: str) -> None:
    assert ledger.added(text, NEXT) is None


def test_the_entry_is_shown_where_it_cannot_be_written(briefgen: Run, project: Path) -> None:
    path = project / "config" / "corrections.yaml"
    path.write_text("{version: 1, corrections: []}\n", encoding="utf-8")
    done = briefgen("correct", "harbour.txt", "18 percent", "--status", "plan", *ALWAYS)
    fails(done, "only a person can add to", "- document: ", "correct: {status: plan}")
    assert path.read_text(encoding="utf-8") == "{version: 1, corrections: []}\n"


def test_a_linked_file_stays_a_link(briefgen: Run, project: Path) -> None:
    shared = project / "shared.yaml"
    shared.write_text(ledger.NEW, encoding="utf-8")
    (project / "config" / "corrections.yaml").symlink_to(shared)
    assert briefgen("correct", "harbour.txt", "18 percent", "--status", "plan", *ALWAYS).returncode == 0
    assert (project / "config" / "corrections.yaml").is_symlink()
    assert "18 percent" in shared.read_text(encoding="utf-8")
