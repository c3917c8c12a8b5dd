"""docs/safety.md: each line has its tests, each test is there, and no attack is without a line."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT

from briefgen.rendering import pdf

PAGE = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")
LINES = [line for line in PAGE.splitlines() if line.startswith("| ") and "::" in line]
NAMED = {name for line in LINES for name in re.findall(r"`(test_\w+\.py::test_\w+)`", line)}


def checks_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    return {f"{file.name}::{node.name}" for node in functions if node.name.startswith("test_")}


def test_every_line_has_tests_and_modules_that_are_there() -> None:
    assert len(LINES) > 15
    for line in LINES:
        _, by, tests = (cell for cell in line.strip("| ").split(" | "))
        modules = re.findall(r"`([\w/]+\.py)`", by)
        assert modules, line
        for module in modules:
            assert (ROOT / "briefgen" / module).is_file(), module
        assert "::" in tests
    there = {name for file in (ROOT / "tests").glob("test_*.py") for name in checks_in(file)}
    assert sorted(NAMED - there) == []


def test_every_attack_stands_in_a_line() -> None:
    attacks = {name for file in (ROOT / "tests").glob("test_attacks*.py") for name in checks_in(file)}
    assert sorted(attacks - NAMED) == []


@pytest.mark.parametrize(("library", "least"), [("jinja2", "3.1.6"), ("weasyprint", "69.0")])
def test_libraries_are_new_enough(library: str, least: str) -> None:
    """Older ones have holes that are known: CVE-2025-27516, CVE-2025-68616, CVE-2026-49452."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    (floor,) = (re.fullmatch(rf"{library}>=([\d.]+)", one) for one in wanted if one.startswith(f"{library}>"))
    assert floor is not None
    assert tuple(map(int, floor[1].split("."))) >= tuple(map(int, least.split(".")))


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/x.png",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        "ftp://evil.example/x",
        "https://brief.invalid/../x",
        "https://brief.invalid/other.svg",
        "https://brief.invalid.evil.example/chart.svg",
        "https://brief.invalid@evil.example/chart.svg",
        "data:text/html,x",
        "data:application/pdf,x",
        "javascript:1",
        "",
    ],
)
def test_a_pdf_fetches_nothing(url: str) -> None:
    from weasyprint.urls import FatalURLFetchingError

    fetcher = pdf._fetcher({"chart.svg": ("image/svg+xml", b"<svg/>")})
    assert fetcher.fetch("https://brief.invalid/chart.svg").read() == b"<svg/>"  # type: ignore[attr-defined]
    assert fetcher.fetch("data:image/png;base64,AAAA").read() == b"\0\0\0"  # type: ignore[attr-defined]
    with pytest.raises(FatalURLFetchingError):
        fetcher.fetch(url)  # type: ignore[attr-defined]
