"""Since the last edition: what counts as news, what does not, and what the brief says of it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import Run
from editions import SETTINGS, Desk, document, lines
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen import corpus, evidence, interchange, pipeline, previous, verify
from briefgen.errors import UsageError
from briefgen.model import Brief, Cause, ChangeKind, Evidence

POST = document(
    "Lindholm Post",
    "2025-10-14",
    "The harbour of Lindholm handled 4.2 million tons of cargo in 2024.",
    "Lindholm aims at 6 million tons of cargo by 2030.",
)
FIRST = {"post.md": POST}
LEVEL = "Lindholm harbour cargo was {} in 2024."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def later(publisher: str, *sentences: str) -> dict[str, str]:
    """The first edition's document with one more."""
    return FIRST | {"later.md": document(publisher, "2025-10-21", *sentences)}


def kinds(brief: Brief) -> list[ChangeKind]:
    assert brief.since is not None
    return [change.kind for change in brief.since.changes]


def test_a_first_edition_has_no_such_section(desk: Desk) -> None:
    brief = desk.make(FIRST)
    assert brief.since is None
    assert lines(brief) == []


def test_the_same_edition_again_has_nothing_new(desk: Desk) -> None:
    brief = desk.make(FIRST, desk.make(FIRST))
    assert kinds(brief) == []
    assert lines(brief) == ["Nothing new since 2025-W42: no document is new."]


def test_a_quiet_week_says_so(desk: Desk) -> None:
    brief = desk.make(later("Coast Courier", "The harbour of Lindholm was quiet."), desk.make(FIRST))
    assert lines(brief) == ["Nothing new since 2025-W42: 1 document is new, and no figure on “Ports” changes with it."]


CASES = {
    "new": (
        later(
            "Coast Courier", "The harbour of Lindholm handled 3.1 million tons of cargo from January to September 2025."
        ),
        [ChangeKind.NEW],
        "New: Lindholm harbour cargo was 3.1 million tons in January–September 2025.",
    ),
    "confirmed": (
        later("Coast Courier", "In 2024 Lindholm harbour handled 4.2 million tons of cargo, its director said."),
        [ChangeKind.CONFIRMED],
        f"Confirmed by Coast Courier: {LEVEL.format('4.2 million tons')}",
    ),
    "confirmed more exactly, which is rounding and no revision": (
        later("Coast Courier", "Lindholm harbour handled 4.16 million tons of cargo in 2024."),
        [ChangeKind.CONFIRMED],
        f"Confirmed by Coast Courier (4.2 million tons before): {LEVEL.format('4.16 million tons')}",
    ),
    "contradicted": (
        later("Coast Courier", "In 2024 Lindholm harbour handled 4.7 million tons of cargo."),
        [ChangeKind.CONTRADICTED],
        "Contradicted: Documents differ on Lindholm harbour cargo in 2024: 4.2 million tons or 4.7 million tons.",
    ),
    "revised by the same origin": (
        later("Lindholm Post", "The harbour of Lindholm handled 4.4 million tons of cargo in 2024."),
        [ChangeKind.REVISED],
        f"Revised from 4.2 million tons: {LEVEL.format('4.4 million tons')}",
    ),
    "revised, and the document of then is gone": (
        {"later.md": document("Lindholm Post", "2025-10-21", "Lindholm handled 4.4 million tons of cargo in 2024.")},
        [ChangeKind.REVISED, ChangeKind.WITHDRAWN],
        f"Revised: {LEVEL.format('4.4 million tons')}",
    ),
    "deadline moved": (
        later("Lindholm Post", "Lindholm harbour now aims at 6 million tons of cargo by 2032."),
        [ChangeKind.DEADLINE_MOVED],
        "Deadline moved from 2030: Lindholm harbour cargo has a target of 6 million tons by 2032",
    ),
    "a document with another text": (
        {"post.md": POST.replace("The harbour", "Once more: the harbour")},
        [],
        "Nothing new since 2025-W42: 1 document has another text, and no figure on “Ports” changes with it.",
    ),
    "withdrawn": (
        {"post.md": POST.replace(" Lindholm aims at 6 million tons of cargo by 2030.", "")},
        [ChangeKind.WITHDRAWN],
        "Not listed here: 1 withdrawn figure, given by no document that is read now.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_became_of_a_figure(name: str, desk: Desk) -> None:
    documents, expected, line = CASES[name]
    brief = desk.make(documents, desk.make(FIRST))
    assert kinds(brief) == expected
    assert [text for text in lines(brief) if text.startswith(line)], lines(brief)


def test_a_week_that_reads_only_its_own_documents(desk: Desk) -> None:
    first = desk.make(FIRST)
    again = "In 2024 the port of Lindholm moved 4.2 million tons of cargo, its director Ines Varga said on Monday."
    brief = desk.make({"x.md": document("Coast Courier", "2025-10-21", again)}, first)
    assert kinds(brief) == [ChangeKind.CONFIRMED, ChangeKind.WITHDRAWN]
    reprint = POST.replace("Lindholm Post", "Coast Courier").replace("2025-10-14", "2025-10-21")
    assert kinds(desk.make({"x.md": reprint}, first)) == []


def test_an_older_document_that_comes_late_revises_nothing(desk: Desk) -> None:
    old = document("Lindholm Post", "2025-02-01", "The harbour of Lindholm handled 4.4 million tons of cargo in 2024.")
    brief = desk.make(FIRST | {"old.md": old}, desk.make(FIRST))
    assert ChangeKind.REVISED not in kinds(brief)


def test_a_difference_of_scope_contradicts_nothing(desk: Desk) -> None:
    brief = desk.make(
        later("Coast Courier", "Lindholm handled 2.9 million tons of cargo from January to August 2024."),
        desk.make(FIRST),
    )
    assert kinds(brief) == [ChangeKind.NEW]


def test_a_deadline_passes_between_the_days_of_two_editions(desk: Desk) -> None:
    documents = {
        "post.md": document("Lindholm Post", "2024-06-03", "Lindholm aims at 4 million tons of cargo by 2024.")
    }
    first = desk.make(documents)
    assert kinds(desk.make(documents, first, dt.date(2024, 12, 31))) == []
    passed = desk.make(documents, first, dt.date(2025, 1, 1))
    assert kinds(passed) == [ChangeKind.DEADLINE_PASSED]
    assert lines(passed)[1].startswith("Deadline passed: Lindholm harbour cargo has a target of 4 million tons by 2024")
    assert lines(passed)[1].endswith("No document says what was reached.")
    assert kinds(desk.make(documents, passed, dt.date(2025, 2, 1))) == []
    told = desk.make(documents | {"later.md": POST}, first)
    due = [line for line in lines(told) if line.startswith("Deadline passed")]
    assert due[0].endswith("Measured for that time: Lindholm harbour cargo was 4.2 million tons in 2024.")


def test_other_settings_are_no_news(desk: Desk) -> None:
    first = desk.make(FIRST)
    desk.settle(SETTINGS.replace("Lindholm harbour cargo", "Cargo of the harbour"))
    brief = desk.make(FIRST, first)
    assert set(kinds(brief)) == {ChangeKind.REREAD}
    assert lines(brief)[0].startswith("Nothing new since 2025-W42")
    assert "Re-read, no news (other settings): Cargo of the harbour was 4.2 million tons in 2024." in lines(brief)


def test_a_correction_is_named(briefgen: Run, desk: Desk, tmp_path: Path) -> None:
    first = desk.make(FIRST)
    options = ("--value", "4300000", "--reason", "Misprinted.", "--by", "Ines Varga", "--on", "2025-10-15")
    done = briefgen("correct", "post.md", "4.2 million tons", *options, "--corpus", "news/1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    brief = desk.make(FIRST, first)
    assert brief.since is not None
    assert [(one.kind, one.causes) for one in brief.since.changes] == [(ChangeKind.REREAD, (Cause.CORRECTION,))]
    assert lines(brief)[0].startswith("Nothing new since 2025-W42")


def test_a_quiet_brief_stays_quiet_beside_an_earlier_one(desk: Desk) -> None:
    documents = {"sky.md": document("Coast Courier", "2025-10-21", "The sky over the hills was blue.")}
    assert pipeline.is_quiet(desk.make(documents))
    assert pipeline.is_quiet(desk.make(documents, desk.make(FIRST)))


def test_another_version_is_named(desk: Desk) -> None:
    first = desk.make(FIRST)
    older = replace(first, provenance=replace(first.provenance, version="0.0.1"), facts=first.facts[:1])
    brief = desk.make(FIRST, older)
    assert brief.since is not None
    assert {change.kind for change in brief.since.changes} == {ChangeKind.REREAD}
    assert {change.causes for change in brief.since.changes} == {(Cause.VERSION,)}


def test_what_another_document_settles_is_no_news(desk: Desk) -> None:
    said = "The harbour of Lindholm handled 4.2 million tons of cargo last year, and took 212 million euros last year."
    undated = {"memo.md": f"{said}\n"}
    brief = desk.make(undated | {"y.md": document("Coast Courier", "2025-10-21", said)}, desk.make(undated))
    assert brief.since is not None
    assert {(change.kind, change.causes) for change in brief.since.changes} == {(ChangeKind.REREAD, (Cause.COMPANY,))}


def test_a_further_report_that_dates_an_undated_one_confirms_it(desk: Desk) -> None:
    undated = {
        "memo.md": "---\npublisher: Hill Herald\n---\n# Cargo\n\nLindholm harbour handled 4.2 million tons of cargo.\n"
    }
    dated = document("Coast Courier", "2025-10-21", "In 2024 the port of Lindholm moved 4.2 million tons of cargo.")
    brief = desk.make(undated | {"y.md": dated}, desk.make(undated))
    assert kinds(brief) == [ChangeKind.CONFIRMED]
    assert lines(brief)[1] == f"Confirmed by Coast Courier: {LEVEL.format('4.2 million tons')}"


def test_a_sentence_is_told_once(desk: Desk) -> None:
    said = (
        "Lindholm handled 3.1 million tons of cargo from January to September 2025, and hired 214 dockers for the port."
    )
    brief = desk.make(later("Coast Courier", said), desk.make(FIRST))
    assert len([line for line in lines(brief) if line.startswith("New: ")]) == 1
    assert lines(brief)[-1] == "Not listed here: 1 new figure."


def test_many_new_figures_are_told_in_part_and_counted(desk: Desk) -> None:
    sentences = [
        f"The harbour of Lindholm handled {year - 2009}.5 million tons of cargo in {year}."
        for year in range(2010, 2020)
    ]
    brief = desk.make(later("Coast Courier", *sentences), desk.make(FIRST))
    told = [line for line in lines(brief) if line.startswith("New: ")]
    assert len(told) == 5
    assert lines(brief)[-1] == "Not listed here: 5 new figures."


@pytest.mark.parametrize("name", CASES)
def test_the_brief_verifies_and_keeps_its_schema(name: str, desk: Desk, tmp_path: Path) -> None:
    brief = desk.make(CASES[name][0], desk.make(FIRST))
    row: dict[str, Any] = json.loads(interchange.dump(interchange.brief_row(brief)))
    jsonschema.validate(row, json.loads(interchange.schema("brief")))
    assert verify.verify(row, corpus.load([tmp_path / "news" / "2"])) == ()


def test_verify_misses_a_fact_that_a_change_names(desk: Desk, tmp_path: Path) -> None:
    brief = desk.make(CASES["new"][0], desk.make(FIRST))
    row: dict[str, Any] = json.loads(interchange.dump(interchange.brief_row(brief)))
    row["since"]["changes"][0]["fact"] = "ffffffffffff"
    findings = verify.verify(row, corpus.load([tmp_path / "news" / "2"]))
    assert [finding.where for finding in findings] == ["since.changes[0]"]


SECTION = """## Since the last edition

- Compared with 2025-W42: 1 document is new.
- **Contradicted:** Documents differ on Lindholm harbour cargo in 2024: 4.2 million tons or 4.7 million tons.[^1][^2]
"""


def section(page: str) -> str:
    """The section in Markdown."""
    return page[page.index("## Since") :].partition("\n\n<!--")[0].rstrip() + "\n"


def test_the_section_stands_in_every_format(briefgen: Run, desk: Desk, tmp_path: Path) -> None:
    before = desk.save(desk.make(FIRST))
    desk.make(CASES["contradicted"][0])
    arguments = ("make", "--corpus", "news/2", "--format", "md", "--format", "html", "--compare-to", before, "--out")
    for out in ("one", "two"):
        done = briefgen(*arguments, out, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    assert section((tmp_path / "one" / "ports.md").read_text(encoding="utf-8")) == SECTION
    for suffix in ("md", "html"):
        text = (tmp_path / "one" / f"ports.{suffix}").read_text(encoding="utf-8")
        assert "Since the last edition" in text
        assert "Documents differ on Lindholm harbour cargo" in text
        assert text == (tmp_path / "two" / f"ports.{suffix}").read_text(encoding="utf-8")


def test_a_folder_or_a_file_may_be_named(desk: Desk) -> None:
    path = desk.save(desk.make(FIRST))
    assert previous.load([path.parent], ["ports", "roads"]) == previous.load([path], ["ports"])
    assert previous.load([], ["ports"]) == ()
    page = path.with_suffix(".pdf")
    page.write_bytes(b"%PDF")
    assert previous.load([page], ["ports"]) == previous.load([path], ["ports"])


def refused(paths: list[Path], topics: list[str]) -> str:
    with pytest.raises(UsageError) as caught:
        previous.load(paths, topics)
    return f"{caught.value.where}: {caught.value.message}"


def test_what_is_no_earlier_brief_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = desk.save(desk.make(FIRST))
    assert "is a brief on “ports”, which is not made now" in refused([path], ["roads"])
    assert "second earlier edition of “ports”" in refused([path, path.parent], ["ports"])
    assert "has no roads.json" in refused([path.parent], ["roads"])
    old = tmp_path / "old.json"
    old.write_text(path.read_text(encoding="utf-8").replace("briefgen.brief/1", "briefgen.brief/0"), encoding="utf-8")
    assert "old.json: is of format “briefgen.brief/0”" in refused([old], ["ports"])
    old.write_text('{"format": "briefgen.brief/1", "topic": "ports"}', encoding="utf-8")
    assert "is no brief of format" in refused([old], ["ports"])
    old.write_text("[]", encoding="utf-8")
    assert "no brief" in refused([old], ["ports"])


def test_an_edition_from_a_later_day_is_refused(desk: Desk) -> None:
    brief = desk.make(FIRST)
    with pytest.raises(UsageError, match="speaks from 2025-10-14, which is later"):
        desk.make(FIRST, brief, dt.date(2025, 10, 1))


@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_facts_and_documents_never_matters(data: st.DataObject, whole: tuple[Brief, Brief, Path]) -> None:
    now, before, path = whole
    (earlier,) = previous.load([path], ["ports"])
    turned = replace(
        earlier,
        facts=tuple(data.draw(st.permutations(earlier.facts))),
        documents=tuple(data.draw(st.permutations(earlier.documents))),
    )
    found = Evidence(tuple(data.draw(st.permutations(now.facts))), tuple(data.draw(st.permutations(now.relations))))
    documents = data.draw(st.permutations(now.documents))
    assert evidence.compare(turned, found, documents, now.edition.as_of, now.provenance) == now.since
    assert before.since is None


@pytest.fixture
def whole(desk: Desk) -> tuple[Brief, Brief, Path]:
    """An edition with news of several kinds, the one before, and where that one is kept."""
    first = desk.make(FIRST)
    path = desk.save(first)
    sentences = (
        "In 2024 Lindholm harbour handled 4.7 million tons of cargo.",
        "Lindholm harbour handled 3.1 million tons of cargo from January to September 2025.",
    )
    return desk.make(later("Coast Courier", *sentences), first), first, path


def test_of_several_that_are_contradicted_the_same_one_is_told(desk: Desk) -> None:
    rivals = {
        "a.md": document(
            "Hill Herald", "2025-10-13", "The harbour of Lindholm handled 5.9 million tons of cargo in 2024."
        ),
        "b.md": document(
            "Lake Ledger", "2025-10-12", "The harbour of Lindholm handled 3.3 million tons of cargo in 2024."
        ),
    }
    first = desk.make(rivals | FIRST)
    now = desk.make(
        rivals | later("Coast Courier", "In 2024 Lindholm harbour handled 4.7 million tons of cargo."), first
    )
    (earlier,) = previous.load([desk.save(first)], ["ports"])
    for turned in (now.facts, now.facts[::-1]):
        relations = tuple(replace(one, facts=one.facts[:: 1 if turned is now.facts else -1]) for one in now.relations)
        found = evidence.compare(earlier, Evidence(turned, relations), now.documents, now.edition.as_of, now.provenance)
        assert found == now.since
    assert kinds(now) == [ChangeKind.CONTRADICTED]
