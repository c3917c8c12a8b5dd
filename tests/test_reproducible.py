"""Same inputs, same bytes: whatever the folder, time zone, locale, hash seed and order of the documents."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, Run

FORMATS = [word for name in ("md", "html", "pdf", "json", "csl", "eml") for word in ("--format", name)]
TOPICS = ("--topic", "transport", "--topic", "diplomacy")
WORLDS = (
    {"TZ": "UTC", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"},
    {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "77", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1"},
)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def make(briefgen: Run, home: Path, corpus: list[Path], world: dict[str, str]) -> dict[str, str]:
    home.mkdir(parents=True)
    shutil.copytree(ROOT / "config", home / "config")
    paths = [word for path in corpus for word in ("--corpus", path)]
    done = briefgen("make", *paths, *TOPICS, *FORMATS, "--out", "out", cwd=home, **world)
    assert done.returncode == 0, done.stderr
    return digests(home / "out")


def test_two_runs_give_the_same_bytes_in_all_formats(briefgen: Run, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "a much longer" / "path to there"
    documents = sorted((ROOT / "seeds").glob("*.md"))
    first = make(briefgen, here, documents, WORLDS[0])
    second = make(briefgen, there, documents[::-1], WORLDS[1])
    assert {Path(name).suffix for name in first} >= {".md", ".html", ".pdf", ".json", ".eml"}
    assert first == second


@pytest.mark.parametrize("name", ["transport.md", "transport.html", "transport.json"])
def test_nothing_tells_where_it_was_made(name: str, briefgen: Run, news: Path, tmp_path: Path) -> None:
    formats = ("--topic", "transport", "--format", name.partition(".")[2])
    done = briefgen("make", "--corpus", news, *formats, "--out", "o")
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) not in (tmp_path / "o" / name).read_text(encoding="utf-8")
    assert str(ROOT) not in (tmp_path / "o" / name).read_text(encoding="utf-8")


def test_a_file_and_its_folder_give_the_same_brief(briefgen: Run, news: Path, tmp_path: Path) -> None:
    for out, corpus in (("whole", [news]), ("parts", sorted(news.iterdir())[::-1])):
        paths = [word for path in corpus for word in ("--corpus", path)]
        done = briefgen("make", *paths, "--topic", "transport", "--format", "json", "--out", out)
        assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "whole") == digests(tmp_path / "parts")
