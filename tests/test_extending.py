"""docs/extending.md, done as it says: its packages are written to a folder, tested, and used to make a brief."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import ROOT

pytestmark = pytest.mark.conform
PAGE = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^\*\*`([^`]+)`\*\*\n\n```\w+\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
"""Path → content of every file that the page shows."""


def install(into: Path) -> None:
    """The packages of the page, as pip would put them on the path: modules, names and entry points."""
    for path, content in FILES.items():
        package, _, module = path.partition("/")
        if module == "pyproject.toml":
            project = tomllib.loads(content)["project"]
            about = into / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
            about.mkdir(parents=True)
            (about / "METADATA").write_text(
                f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", encoding="utf-8"
            )
            (about / "entry_points.txt").write_text(entry_points(project["entry-points"]), encoding="utf-8")
        else:
            (into / module).write_text(content, encoding="utf-8")
        assert package


def entry_points(groups: Mapping[str, Mapping[str, str]]) -> str:
    """As they stand in an installed package."""
    return "\n".join(
        f"[{group}]\n" + "".join(f"{name} = {target}\n" for name, target in points.items())
        for group, points in groups.items()
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages of the page."""
    folder = tmp_path_factory.mktemp("site")
    install(folder)
    return folder


def run(site: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join((str(site), str(ROOT)))
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=cwd, env=os.environ | {"PYTHONPATH": path}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_the_page_shows_whole_packages() -> None:
    packages = {path.partition("/")[0] for path in FILES}
    assert packages
    for package in packages:
        assert f"{package}/pyproject.toml" in FILES
        assert any(path.startswith(f"{package}/test_") for path in FILES)


def test_names_that_stay_are_there() -> None:
    stays = PAGE.partition("**What stays.**")[2].partition("\n## ")[0]
    names = re.findall(r"`(briefgen\.[\w.]+)`", stays)
    assert len(names) > 5
    for name in names:
        module, _, attribute = name.rpartition(".")
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:
            assert hasattr(importlib.import_module(module), attribute), name


def test_groups_of_the_page_are_those_that_briefgen_reads() -> None:
    groups = set(re.findall(r"^\| `(briefgen\.\w+)` \| (?:suffix|name|format|any name)", PAGE, re.MULTILINE))
    read = {
        match
        for file in (ROOT / "briefgen").rglob("*.py")
        for match in re.findall(r'"(briefgen\.(?:readers|charts|renderers|fonts))"', file.read_text(encoding="utf-8"))
    }
    assert groups == read


def test_packages_pass_their_own_tests(site: Path) -> None:
    tests = sorted(path.partition("/")[2] for path in FILES if "/test_" in path)
    done = run(site, site, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", *tests)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_brief_cites_subtitles(site: Path, tmp_path: Path) -> None:
    talk = re.search(r'^TALK = """(.*?)"""', FILES["briefgen-vtt/test_briefgen_vtt.py"], re.DOTALL | re.MULTILINE)
    assert talk is not None
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "talk.vtt").write_text(talk[1], encoding="utf-8")
    done = run(site, tmp_path, "-m", "briefgen", "make", "--topic", "transport", "--corpus", "talks", "--format", "md")
    assert done.returncode == 0, done.stderr
    (brief,) = (tmp_path / "build").glob("*.md")
    text = brief.read_text(encoding="utf-8")
    assert "The port of Port Alder handled 4.2 million tons of cargo in 2024." in text
    assert "talk.vtt" in text


def test_a_brief_ranks_and_verify_measures_its_bars(site: Path, tmp_path: Path) -> None:
    """The chart goes the way of all others: drawn, told in a table, and held against its values."""
    news = re.search(
        r'^BAY = """(.*?)"""', FILES["briefgen-ranking/test_briefgen_ranking.py"], re.DOTALL | re.MULTILINE
    )
    assert news is not None
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "bay.txt").write_text(news[1], encoding="utf-8")
    make = ("make", "--topic", "transport", "--corpus", "news", "--format", "html,md")
    done = run(site, tmp_path, "-m", "briefgen", *make)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "build" / "transport.md").read_text(encoding="utf-8")
    assert "### Port Brim leads in cargo handling" in text
    assert "![Ranking: Cargo handling. Port Brim: 6.1 million tons; Port Alder" in text
    assert "| Port Brim | 6.1 million tons |" in text
    done = run(site, tmp_path, "-m", "briefgen", "verify", "build/transport.html", "--corpus", "news")
    assert done.returncode == 0, done.stdout + done.stderr
    page = tmp_path / "build" / "transport.html"
    forged = page.read_text(encoding="utf-8")
    bars = re.findall(r'<path d="M 1 [^"]*"[^>]*style="fill: var[^>]*stroke', forged)
    assert len(bars) >= 3  # so that the next line draws one of them otherwise
    page.write_text(forged.replace(bars[0], bars[1], 1), encoding="utf-8")
    done = run(site, tmp_path, "-m", "briefgen", "verify", "build/transport.html", "--corpus", "news")
    assert done.returncode == 1
    assert "Port Brim leads in cargo handling" in done.stdout + done.stderr
