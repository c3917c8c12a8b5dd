"""`briefgen templates check` on the sample briefs: an editor may restyle evidence, not lose it."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from briefgen import resources
from briefgen.config import Config, load
from briefgen.editing.findings import Finding
from briefgen.editing.proving import all_of, prove, proven

BEGIN = '{% extends "!default/brief.md.j2" %}{% import "partials/parts.md.j2" as parts %}\n'

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "proofs.yaml").read_text("utf-8"))


@pytest.fixture
def own(tmp_path: Path) -> Config:
    (tmp_path / "partials").mkdir()
    return replace(load(None), templates=(tmp_path,))


def shipped(name: str) -> str:
    return (resources.templates() / name).read_text("utf-8")


def rules(own: Config, sample: str, name: str, text: str) -> dict[str, Finding]:
    (own.templates[0] / name).write_text(text)
    return {one.id: one for one in proven(sample, own)}


@pytest.mark.parametrize("case", CASES["lost"], ids=lambda case: case.get("text") or case["without"])
def test_what_is_lost_is_said(own: Config, case: dict[str, Any]) -> None:
    name = case.get("file", "brief.md.j2")
    text = f"{BEGIN}{case['text']}" if "text" in case else shipped(name).replace(case["without"], "")
    found = rules(own, "conflicts" if "E303" in case["rules"] else "busy", name, text)
    assert sorted(found) == case["rules"], found
    assert {Path(one.file) for one in found.values()} == {own.templates[0] / name}
    assert {one.line for one in found.values()} == ({2} if name == "brief.md.j2" else {0})


@pytest.mark.parametrize("text", CASES["kept"])
def test_what_is_only_restyled_passes(own: Config, text: str) -> None:
    assert rules(own, "busy", "brief.md.j2", BEGIN + text) == {}


@pytest.mark.conform
def test_all_samples_in_processes_of_their_own(own: Config) -> None:
    (own.templates[0] / "brief.md.j2").write_text(f"{BEGIN}{{% block colophon %}}Made with care.{{% endblock %}}")
    told: list[str] = []
    found = list(prove(own, told.append))
    assert [(one.id, one.line) for one in found] == [("E304", 2)]
    assert len(told) == 5
    assert list(prove(replace(own, templates=()), told.append)) == []
    wrong = Finding("x", 1, "E102", "wrong")
    assert all_of(own, [wrong], told.append) == (wrong,)
