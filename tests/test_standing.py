"""A run with nothing to do leaves the files as they are; whatever they are made from brings a new one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT, Run

SETTINGS = """version: 1
corpus: [news]
topics:
  transport:
    title: Ports
    terms: [port, cargo, railway, freight]
  choirs:
    title: Choirs
    terms: [choir]
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title></svg>'
BRAND = "version: 1\nname: Office\nlogo:\n  large: logo.svg\n  alt: A square\n"
MAKE = ("make", "--format", "md", "--format", "json", "--out", "out")


@pytest.fixture
def home(news: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with documents, settings and a logo, and a memory of runs of its own.

    Fonts, charts and compiled templates are those that all tests share: which run made them is no matter here.

    Without a template of the house: with one, each brief is set in a process of its own, which takes long.
    """
    from briefgen.rendering import kept

    folder = news.parent
    for name, text in (("briefgen.yaml", SETTINGS), ("brand.yaml", BRAND), ("logo.svg", LOGO)):
        (folder / name).write_text(text, encoding="utf-8")
    own = folder / "cache" / "briefgen"
    own.mkdir(parents=True)
    for shared in ("fonts", "pages", "charts", "templates"):
        usual = kept.cache_folder() / shared
        usual.mkdir(exist_ok=True)
        (own / shared).symlink_to(usual)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    kept.cache_folder.cache_clear()
    yield folder
    kept.cache_folder.cache_clear()  # the next test has the usual folder again


@pytest.fixture
def template(home: Path) -> Path:
    """A template of the house in that folder."""
    house = home / "templates" / "house"
    house.mkdir(parents=True)
    path = house / "brief.md.j2"
    path.write_text('{% extends "!default/brief.md.j2" %}\n', encoding="utf-8")
    return path


@pytest.mark.usefixtures("template")
def test_a_second_run_leaves_the_files_and_says_the_same(briefgen: Run, home: Path) -> None:
    first = briefgen(*MAKE, "--json")
    times = {path: path.stat().st_mtime_ns for path in (home / "out").rglob("*")}
    second = briefgen(*MAKE, "--json")
    assert second.returncode == first.returncode == 0
    assert second.stdout == first.stdout
    assert second.stderr == first.stderr.replace("wrote ", "unchanged ")
    assert "note: choirs: nothing on" in second.stderr
    assert {path: path.stat().st_mtime_ns for path in (home / "out").rglob("*")} == times


def append(name: str, text: str) -> Callable[[Path], object]:
    return lambda home: (home / name).write_text((home / name).read_text("utf-8") + text, encoding="utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a document": append("news/line.txt", "\nThe railway is 40 km long.\n"),
    "a further document": lambda home: (home / "news" / "new.txt").write_text("The port is shut.\n", encoding="utf-8"),
    "a document less": lambda home: (home / "news" / "line.txt").unlink(),
    "a document's name": lambda home: (home / "news" / "line.txt").rename(home / "news" / "track.txt"),
    "the settings": append("briefgen.yaml", "  roads:\n    title: Roads\n    terms: [road]\n"),
    "the brand": append("brand.yaml", "locale: en-US\n"),
    "the logo": append("logo.svg", "<!-- new -->"),
    "a file of the output": append("out/transport.md", "x"),
    "a file of the output that is gone": lambda home: (home / "out" / "transport.json").unlink(),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_the_files_are_made_from_makes_them_anew(what: str, briefgen: Run, home: Path) -> None:
    assert briefgen(*MAKE).returncode == 0
    CHANGES[what](home)
    done = briefgen(*MAKE)
    assert "wrote out/transport.md" in done.stderr
    assert "unchanged" not in done.stderr


def test_a_changed_template_makes_the_files_anew(briefgen: Run, template: Path) -> None:
    assert briefgen(*MAKE).returncode == 0
    template.write_text(template.read_text("utf-8") + "{# new #}", encoding="utf-8")
    done = briefgen(*MAKE)
    assert "wrote out/transport.md" in done.stderr
    assert "unchanged" not in done.stderr


def test_another_order_makes_other_files(briefgen: Run, home: Path) -> None:
    assert briefgen(*MAKE).returncode == 0
    for more in (("--since", "2025-03-13"), ("--topic", "transport"), ("--format", "html"), ("--out", "there")):
        assert "unchanged" not in briefgen(*MAKE, *more).stderr, more
    assert home.joinpath("there", "transport.json").exists()


def test_a_failed_run_is_not_remembered(briefgen: Run, template: Path) -> None:
    template.write_text("{{ brief.titel }}", encoding="utf-8")
    assert [briefgen(*MAKE).returncode for _ in range(2)] == [1, 1]


def test_a_broken_record_costs_a_run_and_no_more(briefgen: Run, home: Path) -> None:
    assert briefgen(*MAKE).returncode == 0
    for record in (home / "cache" / "briefgen" / "runs").iterdir():
        record.write_bytes(b'{"key": 1}')
    assert "wrote out/transport.md" in briefgen(*MAKE).stderr


def test_nothing_heavy_is_imported_where_nothing_is_to_do(briefgen: Run, home: Path) -> None:
    assert briefgen(*MAKE).returncode == 0
    code = f"import sys; from briefgen.cli import main; main({list(MAKE)!r}); print(*sys.modules)"
    world = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], cwd=home, env=world, capture_output=True, text=True, check=True)
    assert "unchanged out/transport.md" in done.stderr
    heavy = {"briefgen.pipeline", "briefgen.evidence", "briefgen.corpus", "jinja2", "babel", "markdown_it"}
    assert not heavy & set(done.stdout.split())
