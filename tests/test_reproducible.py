"""Same inputs, same bytes in every format: whatever the folder, time zone, locale, hash seed, umask and order."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT, Run

from briefgen.rendering import BUILTIN, kept

FORMATS = [word for name in BUILTIN for word in ("--format", name)]
TOPICS = ("--topic", "transport", "--topic", "diplomacy")
WORLDS = (
    {"TZ": "UTC", "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"},
    {
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "1",
        "LC_ALL": "C",
        "LANG": "tr_TR.UTF-8",
        "LANGUAGE": "tr",
        "COLUMNS": "40",
        "SOURCE_DATE_EPOCH": "1",
    },
)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def another_cache(home: Path) -> str:
    """A cache with the fonts, which take seconds to make, but without anything that was drawn or written before."""
    there = home / "cache" / "briefgen"
    shutil.copytree(kept.cache_folder() / "fonts", there / "fonts")
    there.chmod(0o700)
    return str(there.parent)


def make(briefgen: Run, home: Path, corpus: list[Path], world: dict[str, str]) -> dict[str, str]:
    home.mkdir(parents=True)
    shutil.copytree(ROOT / "config", home / "config")
    paths = [word for path in corpus for word in ("--corpus", path)]
    done = briefgen("make", *paths, *TOPICS, *FORMATS, "--out", "out", cwd=home, **world)
    assert done.returncode == 0, done.stderr
    return digests(home / "out")


@pytest.mark.conform
def test_two_worlds_give_the_same_bytes_in_all_formats(briefgen: Run, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "a much longer" / "path to there"
    documents = sorted((ROOT / "seeds").glob("*.md"))
    first = make(briefgen, here, documents, WORLDS[0])
    with umask(0o077):
        world = WORLDS[1] | {"XDG_CACHE_HOME": another_cache(tmp_path / "elsewhere")}
        second = make(briefgen, there, documents[::-1], world)
    assert {Path(name).suffix for name in first} >= {".md", ".svg", ".html", ".pdf", ".json", ".eml", ".docx"}
    assert first == second


@pytest.mark.conform
@pytest.mark.parametrize("name", ["awkward", "right-to-left"])
def test_samples_have_the_same_bytes_in_two_worlds(name: str, briefgen: Run, tmp_path: Path) -> None:
    for out, world in zip(("one", "other"), WORLDS, strict=True):
        done = briefgen("samples", name, *FORMATS, "--out", out, **world)
        assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "one") == digests(tmp_path / "other")


def test_nothing_tells_where_it_was_made(briefgen: Run, news: Path, tmp_path: Path) -> None:
    """Of what is compressed, as in PDF, the test of two worlds speaks."""
    done = briefgen("make", "--corpus", news, "--topic", "transport", *FORMATS, "--out", "o")
    assert done.returncode == 0, done.stderr
    made = [path for path in (tmp_path / "o").rglob("*") if path.is_file()]
    assert made
    for path in made:
        for place in (tmp_path, ROOT, kept.cache_folder()):
            assert os.fsencode(place) not in path.read_bytes(), path.name


def test_a_file_and_its_folder_give_the_same_brief(briefgen: Run, news: Path, tmp_path: Path) -> None:
    for out, corpus in (("whole", [news]), ("parts", sorted(news.iterdir())[::-1])):
        paths = [word for path in corpus for word in ("--corpus", path)]
        done = briefgen("make", *paths, "--topic", "transport", "--format", "json", "--out", out)
        assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "whole") == digests(tmp_path / "parts")
