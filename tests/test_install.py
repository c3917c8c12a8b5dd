"""briefgen works alike from its wheel, from an editable install and from a bare clone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

from briefgen import resources, samples

SHIPPED = ("templates/default/brief.md.j2", "config/briefgen.yaml", "config/brand.yaml")


def run(*command: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=clean | environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What git tracks, as it stands in the working folder."""
    folder = tmp_path_factory.mktemp("clone")
    names = run("git", "ls-files", "-z", cwd=ROOT).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def environment(folder: Path, *packages: object) -> Path:
    """A fresh virtual environment with these packages; returns its `bin`."""
    run(sys.executable, "-m", "venv", folder, cwd=folder.parent)
    binaries = folder / ("Scripts" if os.name == "nt" else "bin")
    run(
        binaries / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        *packages,
        cwd=ROOT.parent,
    )
    return binaries


def works(binaries: Path, home: Path) -> Path:
    """Lays out a folder, makes a brief in each format from it, verifies it; returns where the templates were."""
    home.mkdir()
    briefgen = binaries / "briefgen"
    run(briefgen, "init", "mine", cwd=home)
    formats = ("--format", "md", "--format", "html", "--format", "pdf", "--format", "docx", "--format", "json")
    run(briefgen, "make", "--topic", "transport", *formats, cwd=home / "mine")
    assert (home / "mine" / "build" / "transport.pdf").read_bytes().startswith(b"%PDF-")
    run(briefgen, "verify", "build/transport.json", cwd=home / "mine")
    (home / "bare").mkdir()
    run(briefgen, "make", "--topic", "transport", "--format", "md", cwd=home / "bare")
    assert (home / "bare" / "build" / "transport.md").is_file(), "without any settings: those that are shipped"
    run(briefgen, "samples", "--format", "md", cwd=home / "mine")
    assert {f"{name}.md" for name in samples.NAMES} <= {path.name for path in (home / "mine/build/samples").iterdir()}
    code = "from briefgen import resources; print(resources.templates())"
    return Path(run(binaries / "python", "-c", code, cwd=home).stdout.strip())


@pytest.mark.install
def test_the_wheel(clone: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, clone, cwd=tmp_path)
    (wheel,) = tmp_path.glob("briefgen-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {f"briefgen/_data/{name}" for name in SHIPPED} <= names
    assert any(name.startswith("briefgen/_data/seeds/") for name in names)
    assert {"briefgen/py.typed", "briefgen/schemas/brief.schema.json", "briefgen/schemas/figures.schema.json"} <= names
    assert not [name for name in names if name.startswith(("tests/", "templates/", "build/"))]
    templates = works(environment(tmp_path / "venv", wheel), tmp_path / "home")
    assert templates.parts[-4:] == ("briefgen", "_data", "templates", "default")
    briefgen = tmp_path / "venv" / "bin" / "briefgen"
    assert run(briefgen, "templates", "check", cwd=tmp_path).stderr == "nothing is wrong\n"
    with (templates / "css" / "pdf.css").open("a") as file:
        file.write("p { color: red }\n")
    edited = subprocess.run([briefgen, "templates", "check"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (edited.returncode, "pdf.css  E107  a shipped file was changed" in edited.stdout) == (1, True)


@pytest.mark.install
def test_an_editable_install(clone: Path, tmp_path: Path) -> None:
    templates = works(environment(tmp_path / "venv", "--editable", clone), tmp_path / "home")
    assert templates == clone / "templates" / "default", "an edit in the clone must show at once"


def test_a_bare_clone(clone: Path, tmp_path: Path) -> None:
    """Not installed at all: the built-in readers and renderers are known without package metadata."""
    command = (sys.executable, "-m", "briefgen", "make", "--topic", "transport", "--format", "md", "--format", "json")
    run(*command, "--out", tmp_path / "out", cwd=clone)
    assert sorted(path.name for path in (tmp_path / "out").glob("*.*")) == ["transport.json", "transport.md"]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_files_are_found(name: str) -> None:
    assert (resources.root() / name).is_file()


def test_a_package_with_data_inside_is_an_installed_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "briefgen")
    assert resources.templates() == tmp_path / "templates" / "default"
    (tmp_path / "briefgen" / "_data").mkdir(parents=True)
    assert resources.templates() == tmp_path / "briefgen" / "_data" / "templates" / "default"
