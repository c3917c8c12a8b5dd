"""What the command line promises: exit codes, one clear message, data alone on standard output."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import ROOT, Run

from briefgen import config, interchange, layout, pipeline, weeks
from briefgen.cli import INTERRUPTED, main
from briefgen.cli.app import PIPE_CLOSED
from briefgen.cli.make import summary
from briefgen.cli.text import printable
from briefgen.errors import RenderError
from briefgen.model import Brief
from briefgen.spreadsheet import harmless


def fails(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """One clear message, nothing on standard output, no traceback, the right exit code."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert 0 < len(done.stderr.splitlines()) <= 8, done.stderr
    for word in words:
        assert word in done.stderr


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("briefgen 0.")


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["make", "-h"], ["config"], ["config", "check", "-h"]])
def test_help(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) in (0, 2)
    captured = capsys.readouterr()
    assert "Examples:" in captured.out + captured.err


def test_an_unknown_command_brings_the_nearest(briefgen: Run) -> None:
    fails(briefgen("mak"), 2, "Did you mean make?")
    fails(briefgen("xyzzy"), 2, "Commands: make, ingest")


def test_an_unknown_topic_brings_the_nearest(briefgen: Run, news: Path) -> None:
    fails(briefgen("make", "--corpus", news, "--topic", "transprt"), 2, "“transprt”", "Did you mean transport?")


def test_an_unknown_format_is_refused_before_any_work(briefgen: Run, news: Path) -> None:
    fails(briefgen("make", "--corpus", news, "--format", "pfd"), 2, "pfd", "pdf")


def test_names_with_commas_are_several(briefgen: Run, news: Path) -> None:
    done = briefgen("make", "--corpus", news, "--topic", "transport, energy", "--format", "md,json", "--format", "md")
    assert done.returncode == 0
    assert sorted(path.name for path in (news.parent / "build").glob("*.*")) == [
        "energy.json", "energy.md", "index.html", "transport.json", "transport.md",
    ]  # fmt: skip
    fails(briefgen("make", "--corpus", news, "--topic", ","), 2, "--topic", "names nothing")


def test_an_empty_corpus(briefgen: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    fails(briefgen("make", "--corpus", "empty"), 1, "no documents", "empty")


def test_a_corpus_that_is_not_there(briefgen: Run, news: Path) -> None:
    assert news.is_dir()
    fails(briefgen("make", "--corpus", "nowhere"), 2, "error: nowhere: does not exist")
    fails(briefgen("figures", "new"), 2, "error: new: does not exist", "Did you mean news?")
    fails(briefgen("verify", "no/brief.json"), 2, "error: no/brief.json: does not exist", "no folder no")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["make", "--fromat", "pdf"], ("error: no such option", "--format", "briefgen make --help")),
        (["figures"], ("error: missing argument 'PATH...'", "briefgen figures --help")),
        (
            ["schema", "brand"],
            ("error: invalid value", "'figures', 'facts', 'conflicts', 'explanation', 'brief', 'edition'"),
        ),
        (["make", "transport"], ("error: got unexpected extra argument (transport)",)),
        (["config", "chek"], ("error: no such command", "check", "briefgen config --help")),
        (["make", "--topic"], ("error: option '--topic' requires an argument",)),
    ],
)
def test_wrong_words_are_told_in_the_same_voice(arguments: list[str], words: tuple[str, ...], briefgen: Run) -> None:
    fails(briefgen(*arguments), 2, *words)


def test_a_name_too_long_for_any_file(briefgen: Run) -> None:
    fails(briefgen("figures", "x" * 5000), 2, "error: xxx")


def test_a_document_in_no_encoding_at_all(briefgen: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_bytes(bytes(range(256)) * 8)
    fails(briefgen("make", "--corpus", "odd.txt"), 1, "odd.txt")


def test_a_document_in_another_encoding_is_read(briefgen: Run, tmp_path: Path) -> None:
    text = "Le débat à l’Assemblée s’est terminé après une journée très agitée, où le déficit a été évoqué.\n"
    (tmp_path / "french.txt").write_bytes(text.replace("’", "'").encode("latin-1"))
    done = briefgen("documents", "french.txt", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["encoding"] != "utf-8"


def test_an_output_folder_that_is_a_file(briefgen: Run, news: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file where a folder should be", encoding="utf-8")
    for out in ("out", "out/deeper"):
        fails(briefgen("make", "--corpus", news, "--out", out), 2, "out: is a file", "--out")


def test_an_output_folder_without_permission(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != tmp_path)  # root may write everywhere
    assert main(["make", "--corpus", str(news), "--out", str(tmp_path / "out")]) == 1
    assert "Permission denied" in capsys.readouterr().err


def test_an_output_folder_inside_the_corpus(briefgen: Run, news: Path) -> None:
    fails(briefgen("make", "--corpus", news, "--out", news / "out"), 2, "inside the corpus", "--out")
    fails(briefgen("make", "--corpus", ".", cwd=news), 2, "inside the corpus", "--out")
    assert briefgen("make", "--corpus", news, "--out", ".", "--topic", "energy", "--format", "json").returncode == 0


def test_a_template_that_is_missing(briefgen: Run, news: Path, tmp_path: Path) -> None:
    assert briefgen("init", "mine").returncode == 0
    house = tmp_path / "mine" / "templates" / "house" / "brief.md.j2"
    house.write_text('{% extends "!default/breif.md.j2" %}', encoding="utf-8")
    done = briefgen("make", "--corpus", news, "--topic", "transport", "--format", "md", cwd=tmp_path / "mine")
    fails(done, 1, "breif.md.j2")


def test_a_wrong_configuration_is_told_whole(briefgen: Run, tmp_path: Path) -> None:
    wrong = "version: 1\ntopcis: {}\ncorpus: 5\n"
    (tmp_path / "briefgen.yaml").write_text(wrong, encoding="utf-8")
    done = briefgen("config", "check")
    assert done.returncode == 2
    assert "briefgen.yaml:2" in done.stderr
    assert "briefgen.yaml:3" in done.stderr
    assert briefgen("make").returncode == 2


@pytest.mark.parametrize("value", ["yesterday", "2025-13-01", "20.10.2025", ""])
def test_a_day_that_is_none(briefgen: Run, value: str) -> None:
    fails(briefgen("make", "--as-of", value), 2, "2025-10-20")


def test_since_after_as_of(briefgen: Run) -> None:
    fails(briefgen("make", "--as-of", "2025-01-01", "--since", "2025-02-01"), 2, "later than")


def test_make_lists_what_it_wrote_on_standard_error(briefgen: Run, news: Path, tmp_path: Path) -> None:
    done = briefgen(
        "make", "--corpus", news, "--topic", "transport", "--format", "json", "--format", "md", "--out", "o"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    json_line, md_line = done.stderr.splitlines()[-2:]
    assert json_line == f"wrote {Path('o/transport.json')}"
    assert md_line.startswith(f"wrote {Path('o/transport.md')}")
    assert sorted(path.name for path in (tmp_path / "o").glob("*.*")) == ["transport.json", "transport.md"]


def test_make_as_json(briefgen: Run, news: Path) -> None:
    done = briefgen("make", "--corpus", news, "--format", "json", "--out", "o", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["topic"] for row in rows] == [
        topic.id for topic in config.load(ROOT / "config" / "briefgen.yaml").topics
    ]
    assert {row["edition"] for row in rows} == {"2025-W11"}
    assert ["o/transport.json"] in [row["files"] for row in rows]


def test_topics_come_in_the_order_they_are_named(briefgen: Run, news: Path) -> None:
    done = briefgen(
        "make", "--corpus", news, "--topic", "digital", "--topic", "energy", "--format", "json", "--out", "o", "--json"
    )
    assert [json.loads(line)["topic"] for line in done.stdout.splitlines()] == ["digital", "energy"]


def test_since_leaves_out_and_says_so(briefgen: Run, news: Path, tmp_path: Path) -> None:
    (news / "undated.txt").write_text("The quay handled 5 million tons of cargo.\n", encoding="utf-8")
    done = briefgen(
        "make", "--corpus", news, "--topic", "transport", "--since", "2025-03-13", "--format", "json", "--out", "o"
    )
    assert done.returncode == 0, done.stderr
    brief = json.loads((tmp_path / "o" / "transport.json").read_text(encoding="utf-8"))
    assert [document["name"] for document in brief["documents"]] == ["harbour.txt", "undated.txt"]
    reasons = [omission["reason"] for section in brief["sections"] for omission in section["omissions"]]
    assert "published on 2025-03-12, before 2025-03-13" in reasons
    assert any("undated, so it may be from before 2025-03-13" in reason for reason in reasons)


def test_a_quiet_week_gives_a_short_brief(briefgen: Run, news: Path) -> None:
    done = briefgen(
        "make", "--corpus", news, "--since", "2030-01-01", "--format", "md", "--format", "json", "--out", "o"
    )
    assert done.returncode == 0, done.stderr
    assert "note: no document is left to report on" in done.stderr


def test_a_topic_without_news_is_told(briefgen: Run, news: Path) -> None:
    done = briefgen("make", "--corpus", news, "--topic", "digital", "--format", "json", "--out", "o")
    assert done.returncode == 0
    assert "digital: nothing on “" in done.stderr
    assert "in 2 documents" in done.stderr


def test_remarks_on_documents_are_told_but_not_all(briefgen: Run, news: Path) -> None:
    for number in range(9):
        (news / f"table{number}.xls").write_bytes(b"")
    done = briefgen("make", "--corpus", news, "--topic", "transport", "--format", "json", "--out", "o")
    assert done.stderr.count("note: table") == 5
    assert "note: and 4 more" in done.stderr


def test_what_was_written_before_an_error_is_named(briefgen: Run, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pipeline.render

    def render(brief: Brief, *arguments: Any) -> object:  # noqa: ANN401 - passed on
        if brief.topic == "energy":
            raise RenderError("this one fails")
        return whole(brief, *arguments)

    monkeypatch.setattr(pipeline, "render", render)
    topics = ("--topic", "transport", "--topic", "energy", "--topic", "digital")
    done = briefgen("make", "--corpus", news, *topics, "--format", "json", "--out", "o")
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if not line.startswith("note")] == [
        f"wrote {Path('o/transport.json')}",
        "error: this one fails",
    ]


def test_charts_are_counted_with_their_page() -> None:
    files = ["o/a.md", "o/a-charts/1-x.svg", "o/a-charts/2-y.svg", "o/a-charts/01.csv", "o/a.html", "o/a.pdf", "o/b.md"]
    shown = ["o/a.md (+2 charts)", "o/a.html (+1 data file)", "o/a.pdf", "o/b.md"]
    assert list(summary([Path(file) for file in files])) == shown


def test_figures_as_lines_keep_their_schema(briefgen: Run, news: Path) -> None:
    done = briefgen("figures", news, "--json")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    schema = jsonschema.Draft202012Validator(json.loads(interchange.schema("figures")))
    assert not [error.message for row in rows for error in schema.iter_errors(row)]
    texts = {path.name: path.read_text(encoding="utf-8") for path in news.iterdir()}
    assert {"4.2 million tons", "18 percent"} <= {row["surface"] for row in rows}
    for row in rows:
        assert texts[row["document"]][row["start"] : row["end"]] == row["surface"]


def test_figures_of_a_sentence_on_standard_input(tmp_path: Path) -> None:
    ours = os.environ | {"PYTHONPATH": str(ROOT)}

    def figures(text: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "briefgen", "figures", *arguments]
        return subprocess.run(command, input=text, capture_output=True, check=False, cwd=tmp_path, env=ours)

    done = figures(b"Exports rose 5% last year.", "-", "--json", "--published", "2025-10-24")
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (row["document"], row["surface"], row["period_start"]) == ("standard input", "5%", "2024-01-01")
    refused = figures(b"\x00", "-")
    assert refused.returncode == 1
    assert b"standard input: is not text" in refused.stderr
    misplaced = figures(b"", str(ROOT / "README.md"), "--published", "2025-10-24")
    assert misplaced.returncode == 2
    assert b"--published: is for standard input" in misplaced.stderr


def test_figures_as_csv(briefgen: Run, news: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(briefgen("figures", news, "--csv").stdout)))
    first = next(row for row in rows if row["surface"] == "4.2 million tons")
    assert (first["value"], first["unit"], first["document"]) == ("4200000", "t", "harbour.txt")
    assert first["passage_quote"].startswith("The port of Port Alder handled")


def test_documents(briefgen: Run, news: Path) -> None:
    rows = [json.loads(line) for line in briefgen("documents", news, "--json").stdout.splitlines()]
    assert [(row["name"], row["published"], row["byline"]) for row in rows] == [
        ("harbour.txt", "2025-03-14", "Ines Varga"),
        ("line.txt", "2025-03-12", None),
    ]
    assert "harbour.txt" in briefgen("documents", news).stdout


@pytest.mark.parametrize(
    "value", ["=1+1", "@cmd", "+cmd", "-cmd", "\tx", "-2+3+cmd|' /C calc'!A0", "+1-1", "＝1+1", "\n=1"]
)
def test_no_cell_is_a_formula(value: str) -> None:
    assert harmless(value) == f"'{value}"


@pytest.mark.parametrize("value", ["-5", "+3%", "-1,200.5", "-3 %", "4.5 million", "a=b", "", None, 12])
def test_other_cells_stay(value: object) -> None:
    assert harmless(value) == value


def test_a_document_cannot_steer_the_terminal() -> None:
    assert printable("a\x1b]0;title\x07b\u202ec\n\td") == "a�]0;title�b�c\n\td"


@pytest.mark.parametrize("name", interchange.SCHEMAS)
def test_schema(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", name]) == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))


@pytest.mark.parametrize(
    "arguments", [["config", "schema"], ["config", "schema", "brand"], ["config", "schema", "corrections"]]
)
def test_config_schema(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))


def test_config_check_of_the_shipped_settings(briefgen: Run) -> None:
    done = briefgen("config", "check", cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, "")


def test_init_lays_out_a_project_that_works(briefgen: Run, tmp_path: Path) -> None:
    done = briefgen("init", "mine")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Next:" in done.stderr
    mine = tmp_path / "mine"
    assert (mine / "config" / "briefgen.yaml").is_file()
    assert (mine / "templates" / "house" / "README.md").is_file()
    assert list((mine / "seeds").glob("*.md"))
    assert briefgen("config", "check", cwd=mine).returncode == 0
    made = briefgen("make", "--topic", "transport", "--format", "json", cwd=mine)
    assert made.returncode == 0, made.stderr
    assert (mine / "build" / "transport.json").is_file()
    assert briefgen("verify", "build/transport.json", cwd=mine).returncode == 0


def test_next_steps_can_be_copied(briefgen: Run) -> None:
    done = briefgen("init", "my briefs")
    steps = [line.strip() for line in done.stderr.splitlines()[1:]]
    assert steps[0] == "cd 'my briefs'"
    for step in steps[1:]:
        words = shlex.split(step, comments=True)
        words = words[words.index("briefgen") + 1 :] if "briefgen" in words else words[1:]
        assert main([*words, "--help"]) == 0, step
    assert next(iter(layout.next_steps(Path.cwd()))).startswith("briefgen make ")


def test_init_overwrites_nothing(briefgen: Run, tmp_path: Path) -> None:
    kept = tmp_path / "mine" / "config" / "brand.yaml"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine", encoding="utf-8")
    fails(briefgen("init", "mine"), 2, "config/brand.yaml", "nothing was written")
    assert [path for path in (tmp_path / "mine").rglob("*") if path.is_file()] == [kept]
    fails(briefgen("init", kept), 2, "not a folder")


def test_doctor_says_where_things_are(briefgen: Run) -> None:
    done = briefgen("doctor", "--json")
    checks = {check["name"]: check for check in map(json.loads, done.stdout.splitlines())}
    assert {"Python", "WeasyPrint", "settings", "templates", "output", "store", "caches"} <= set(checks)
    assert done.returncode == (0 if all(check["ok"] for check in checks.values()) else 1)


def test_doctor_looks_at_every_package_that_is_needed() -> None:
    from briefgen import doctor

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {re.split(r"[<>=]", package)[0] for package in project["dependencies"]} == {*doctor.PACKAGES, "weasyprint"}


def test_doctor_says_where_fonts_are_kept(tmp_path: Path, briefgen: Run) -> None:
    (tmp_path / "briefgen").mkdir()
    (tmp_path / "briefgen" / "font.ttf").write_bytes(bytes(2_500_000))
    done = briefgen("doctor", "--json", XDG_CACHE_HOME=str(tmp_path))
    found = {row["name"]: row["found"] for row in map(json.loads, done.stdout.splitlines())}
    assert found["caches"] == f"{tmp_path / 'briefgen'} (2.5 MB; deleting it does no harm)"
    assert "the first brief prepares them" in found["fonts"]


def test_doctor_names_what_to_install(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from briefgen import doctor

    lacking = doctor.Check("WeasyPrint", "finds no Pango", ok=False, hint=doctor.PANGO)
    monkeypatch.setattr(doctor, "_pango", lambda: lacking)
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "MISSING" in out
    assert "apt-get install libpango-1.0-0" in out
    assert "brew install pango" in out


def test_a_reader_that_goes_away_is_no_error(news: Path) -> None:
    for number in range(40):
        text = (news / "harbour.txt").read_text(encoding="utf-8") + f"It moved {number + 10} million tons of cargo.\n"
        (news / f"{number}.txt").write_text(text, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "briefgen", "figures", news, "--json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == PIPE_CLOSED


def test_interrupting_ends_with_130() -> None:
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "  # ignored in a job that "&" began
    )
    code += (
        "import briefgen.config as c, time; c.check = lambda *_, **__: time.sleep(60); from briefgen.cli import main; "
    )
    code += "import sys; print('up', file=sys.stderr, flush=True); sys.exit(main(['config', 'check']))"
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == b"up\n"
        time.sleep(0.3)
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(30) == INTERRUPTED
        assert b"Traceback" not in process.stderr.read()


def test_edition_names_are_iso_weeks() -> None:
    import datetime as dt

    assert weeks.name(dt.date(2025, 10, 24)) == "2025-W43"
    assert weeks.name(dt.date(2024, 12, 30)) == "2025-W01"
    assert weeks.name(None) == "undated"
