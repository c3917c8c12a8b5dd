"""`templates diff --merge`: an editor's work survives whatever happens, and the result is the one that Git gives."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, Run
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen import resources
from briefgen.editing.layers import BASE, Layers
from briefgen.editing.merging import merged
from briefgen.editing.slices import slices

LINES = [f"line {number}\n" for number in range(12)]
"""What was shipped; no line comes twice, so that there is one way to tell what moved."""


@st.composite
def edited(draw: st.DrawFn, whose: str) -> list[str]:
    """The shipped lines after somebody's changes: taken out, written anew, more put between."""
    found: list[str] = []
    for number, line in enumerate(LINES):
        deed = draw(st.sampled_from(["keep"] * 5 + ["drop", "change", "add"]))
        if deed == "add":
            found.append(f"{whose} before {number}\n")
        if deed == "change":
            found.append(f"{whose} for {number}\n")
        elif deed != "drop":
            found.append(line)
    return found


def sides(home: Path, then: str, mine: str, now: str) -> Layers:
    for folder, text in {"default": now, "house": mine, f"house/{BASE}": then}.items():
        (home / folder).mkdir(parents=True, exist_ok=True)
        (home / folder / "a.css").write_text(text, encoding="utf-8")
    return Layers(home / "default", home / "house")


def by_git(home: Path) -> tuple[str, int]:
    """What `git merge-file` makes of the same three files, and how many conflicts it counts."""
    labels = ["-L", "house", "-L", "then", "-L", "shipped"]
    files = ["house/a.css", f"house/{BASE}/a.css", "default/a.css"]
    done = subprocess.run(
        ["git", "merge-file", "-p", *labels, *files], cwd=home, capture_output=True, text=True, check=False
    )
    return done.stdout, done.returncode


@settings(deadline=None, max_examples=60)
@given(mine=edited("mine"), now=edited("ours"))
def test_a_merge_is_that_of_git(mine: list[str], now: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("merge")
    layers = sides(home, "".join(LINES), "".join(mine), "".join(now))
    found, (text, conflicts) = merged(layers, "a.css"), by_git(home)
    assert bool(found.conflicts) == bool(conflicts), "Git joins places that are close, so it may count fewer"
    if conflicts == 0:
        assert found.text == text
    for line in set(mine) - set(LINES):
        assert line in found.text.splitlines(keepends=True)
    for marker in ("<<<<<<< house\n", "=======\n", ">>>>>>> shipped\n"):
        assert found.text.splitlines(keepends=True).count(marker) == found.conflicts


def test_places_that_are_not_decided_are_not_marked_again(tmp_path: Path) -> None:
    layers = sides(tmp_path, "one\n", "mine\n", "ours\n")
    first = merged(layers, "a.css")
    assert first.conflicts == 1
    (tmp_path / "house" / "a.css").write_text(first.text, encoding="utf-8")
    (tmp_path / "default" / "a.css").write_text("theirs\n", encoding="utf-8")
    again = merged(layers, "a.css")
    assert (again.text, again.conflicts, again.changed) == (first.text, 1, ())
    assert again.base == "one\n", "what it was made from is known until it is decided"


MASTHEAD = "{% trans %}No documents were read.{% endtrans +%}"


@pytest.fixture
def project(tmp_path: Path, briefgen: Run) -> Path:
    """A house with a masthead of its own; the shipped one changed elsewhere since."""
    settings = {"version": 1, "corpus": ["news"], "topics": {"ports": {"title": "Ports", "terms": ["port"]}}}
    (tmp_path / "briefgen.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    assert briefgen("templates", "eject", "brief.md.j2", "--block", "masthead").returncode == 0
    house = tmp_path / "templates" / "house"
    own, base = house / "brief.md.j2", house / BASE / "brief.md.j2"
    older = own.read_text("utf-8").replace(MASTHEAD, "Nothing.")
    own.write_text(older.replace("# {{ brief.title }}", "# Ours: {{ brief.title }}"), encoding="utf-8")
    base.write_text(base.read_text("utf-8").replace(MASTHEAD, "Nothing."), encoding="utf-8")
    return tmp_path


def texts(project: Path) -> tuple[str, str]:
    """The house's file, and the original that is kept beside it."""
    house = project / "templates" / "house"
    return (house / "brief.md.j2").read_text("utf-8"), (house / BASE / "brief.md.j2").read_text("utf-8")


KILLED = """
import os, signal, sys
from briefgen.cli import main
count, when, wanted = 0, sys.argv[1], int(sys.argv[2])
replace = os.replace
def killed(source, target, **more):
    global count
    count += 1
    if count == wanted and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    replace(source, target, **more)
    if count == wanted:
        os.kill(os.getpid(), signal.SIGKILL)
os.replace = killed
main(["templates", "diff", "brief.md.j2", "--merge"])
"""


@pytest.mark.parametrize(("when", "file"), [("before", 1), ("after", 1), ("before", 2), ("after", 2)])
def test_a_merge_that_is_killed_loses_nothing_and_can_be_done_again(
    when: str, file: int, project: Path, briefgen: Run
) -> None:
    """Killed right before or after one of its two files gets its name."""
    mine, then = texts(project)
    command = [sys.executable, "-c", KILLED, when, str(file)]
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(command, cwd=project, env=os.environ | {"PYTHONPATH": path}, capture_output=True, check=False)
    assert done.returncode == -9
    own, base = texts(project)
    shipped = (resources.templates() / "brief.md.j2").read_text("utf-8")
    assert own == mine or ("# Ours:" in own and MASTHEAD in own)
    assert base in {then, shipped}
    assert base == then or own != mine, "an original that is newer than the file would hide what is not merged"
    assert briefgen("templates", "diff", "brief.md.j2", "--merge").returncode == 0
    own, base = texts(project)
    assert slices(own, "x").blocks["masthead"].content(own).count("# Ours:") == 1
    assert own.count(MASTHEAD) == 1
    assert "Nothing." not in own
    assert base == shipped


def test_what_is_saved_meanwhile_is_not_replaced(project: Path, briefgen: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    own = project / "templates" / "house" / "brief.md.j2"

    def slow(layers: Layers, name: str) -> object:
        found = merged(layers, name)
        own.write_text(own.read_text("utf-8") + "{# saved #}\n", encoding="utf-8")
        return found

    monkeypatch.setattr("briefgen.editing.merging.merged", slow)
    done = briefgen("templates", "diff", "brief.md.j2", "--merge")
    assert done.returncode == 2
    assert "was saved while it was merged" in done.stderr
    assert own.read_text("utf-8").endswith("{# saved #}\n")
