"""`tests/cases/arithmetic.md`: what documents say → the arithmetic checks that must come of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from weighing import TOPIC, document

from briefgen.evidence import weigh
from briefgen.model import Document, Verdict
from briefgen.readings import read_all

CASES = (Path(__file__).parent / "cases" / "arithmetic.md").read_text(encoding="utf-8").split("\n## ")[1:]


def documents(case: str) -> Iterator[Document]:
    """The documents of a case: their days, and the sentences below them."""
    for index, match in enumerate(re.finditer(r"^(\d{4}-\d\d-\d\d)\n((?:> .+\n)+)", case, re.MULTILINE)):
        text = " ".join(line.removeprefix("> ") for line in match[2].splitlines())
        yield document(f"{index}.txt", text, f"Paper {index}", dt.date.fromisoformat(match[1]))


def expected(case: str) -> list[str]:
    """The checks of a case."""
    found = re.findall(r"^- (.+)$", case, re.MULTILINE)
    return [] if found == ["none"] else sorted(found)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.splitlines()[0]) for case in CASES])
def test_case(case: str) -> None:
    told = list(documents(case))
    assert told, "a case needs a document"
    evidence = weigh(told, read_all(told, [TOPIC]), [TOPIC])
    assert sorted(f"{check.kind} | {check.verdict}" for check in evidence.checks) == expected(case), [
        check.calculation for check in evidence.checks
    ]
    bad = sum(check.verdict in (Verdict.WRONG, Verdict.IMPLAUSIBLE) for check in evidence.checks)
    assert sum(relation.type == "does_not_add_up" for relation in evidence.relations) == bad


def test_a_third_of_the_cases_has_no_check() -> None:
    assert len(CASES) >= 60
    assert sum(not expected(case) for case in CASES) * 3 >= len(CASES)
