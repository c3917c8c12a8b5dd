"""Editions from the store: what a folder with the same documents gives, and what only a store can."""

import datetime as dt
import json
import os
from pathlib import Path

import pytest
import yaml
from stocked import NOW, stock

from briefgen import config, orders, pipeline, resources, stored, weeks
from briefgen.cli import main
from briefgen.corpus.store import open_store
from briefgen.errors import ReadOnlyError, UsageError
from briefgen.readings import read_each

TEXTS = {
    "2026-03-02": "Port Alder handled 4.2 million tons of cargo in 2025, the Harbour Board said.",
    "2026-03-09": "Port Alder handled 4.4 million tons of cargo in 2025, the Courier reported.",
    "2026-03-11": "The ferry carried 300,000 passengers in 2025, up 18 percent from 2024.",
}


def front(day: str, text: str) -> str:
    return f"---\nheadline: News of {day}\npublisher: Courier of {day}\npublished: {day}\n---\n\n{text}\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a folder of news and settings."""
    news = tmp_path / "news"
    news.mkdir()
    for day, text in TEXTS.items():
        (news / f"{day}.md").write_text(front(day, text), encoding="utf-8")
    settings = {"version": 1, "corpus": ["news"], "topics": {"ports": {"title": "Ports", "terms": ["port", "ferry"]}}}
    (tmp_path / "briefgen.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def kept(place: Path) -> Path:
    """Its store, with all of the news."""
    path = place / "state" / "corpus.db"
    with open_store(path) as store:
        stock(store, place / "news")
    return path


def made(place: Path, *arguments: str) -> dict[str, bytes]:
    out = place / "out"
    assert main(["make", "--format", "json", "--format", "md", "--out", str(out), *arguments]) == 0
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


def test_a_store_gives_the_brief_that_its_documents_give(place: Path) -> None:
    days = ("--since", "2026-03-01", "--as-of", "2026-03-15")
    turned = front("2026-03-12", "Port Ash took \u202e51\u202c thousand passengers in 2025.")
    (place / "news" / "turned.md").write_text(turned, encoding="utf-8")
    from_files = made(place, *days)
    assert b"a hidden character turns round" in from_files["ports.json"]
    path = place / "state" / "corpus.db"
    with open_store(path) as store:
        stock(store, place / "news", dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    assert made(place, *days) == from_files
    with open_store(path) as store:
        assert list(store.engine.rows("SELECT count(*) FROM reading")) == [(4,)]
    assert made(place, *days, "--pages", "9")["ports.md"] == from_files["ports.md"]


@pytest.mark.usefixtures("kept")
def test_without_days_a_brief_is_about_the_newest_week(place: Path) -> None:
    row = json.loads(made(place)["ports.json"])
    assert row["edition"] == {"name": "2026-W11", "as_of": "2026-03-11", "since": "2026-03-09"}
    assert sorted(one["name"] for one in row["documents"]) == ["2026-03-09.md", "2026-03-11.md"]


@pytest.mark.usefixtures("kept")
def test_a_week_can_be_named(place: Path) -> None:
    row = json.loads(made(place, "--week", "2026-W10")["ports.json"])
    assert row["edition"] == {"name": "2026-W10", "as_of": "2026-03-02", "since": "2026-03-02"}
    assert [one["name"] for one in row["documents"]] == ["2026-03-02.md"]
    empty = json.loads(made(place, "--week", "2026-W20")["ports.json"])
    assert empty["edition"] == {"name": "2026-W20", "as_of": "2026-05-17", "since": "2026-05-11"}


@pytest.mark.usefixtures("kept")
def test_several_weeks_go_to_a_folder_each_and_are_compared_in_turn(place: Path) -> None:
    made(place, "--week", "2026-W11", "--week", "2026-W10", "--compare-to", "last")
    row = json.loads((place / "out" / "2026-W11" / "ports.json").read_bytes())
    assert row["since"]["edition"]["name"] == "2026-W10"
    assert json.loads((place / "out" / "2026-W10" / "ports.json").read_bytes())["since"] is None


def test_a_week_can_be_named_of_files_too(place: Path) -> None:
    row = json.loads(made(place, "--week", "2026-W10")["ports.json"])
    assert row["edition"] == {"name": "2026-W10", "as_of": "2026-03-02", "since": "2026-03-02"}


def test_what_came_late_or_has_no_date_is_marked(place: Path) -> None:
    path = place / "state" / "corpus.db"
    with open_store(path) as store:
        stock(store, place / "news", dt.datetime(2026, 2, 27, tzinfo=dt.UTC))
        later = place / "later"
        later.mkdir()
        (later / "late.md").write_text(
            front("2026-03-04", "Port Elm handled 9 million tons in 2025."), encoding="utf-8"
        )
        (later / "undated.txt").write_text("The port of Ash closed.\n\nIt said so.", encoding="utf-8")
        stock(store, later, dt.datetime(2026, 3, 10, 23, 30, tzinfo=dt.UTC))
    row = json.loads(made(place)["ports.json"])
    assert {one["name"] for one in row["documents"]} == {"2026-03-09.md", "2026-03-11.md", "late.md", "undated.txt"}
    text = made(place)["ports.md"].decode()
    assert "published on 2026-03-04; it is here because it came in late, on 2026-03-10" in text
    assert "undated; it is here because it came in on 2026-03-10" in text


def test_weeks_begin_at_midnight_in_the_time_zone_of_the_settings() -> None:
    monday = dt.date(2026, 3, 9)
    assert weeks.begins(monday, "Asia/Almaty") == dt.datetime(2026, 3, 8, 19, tzinfo=dt.UTC)
    assert weeks.begins(dt.date(2026, 3, 30), "Europe/Tallinn") == dt.datetime(2026, 3, 29, 21, tzinfo=dt.UTC)
    assert weeks.day_of(dt.datetime(2026, 3, 8, 20, tzinfo=dt.UTC), "Asia/Almaty") == monday


@pytest.mark.parametrize("name", ["2026-W54", "2026-W00", "2025-W53", "2026-43", "week 3", "", "2026-W1x"])
def test_what_is_no_week_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="no week"):
        weeks.days(name)


@pytest.mark.parametrize(
    ("name", "monday"), [("2026-W01", "2025-12-29"), ("2020-W53", "2020-12-28"), ("2026w9", "2026-02-23")]
)
def test_weeks_by_name(name: str, monday: str) -> None:
    assert weeks.days(name)[0] == dt.date.fromisoformat(monday)


@pytest.mark.usefixtures("kept")
def test_a_brief_is_compared_with_an_edition_of_the_store(place: Path) -> None:
    made(place, "--week", "2026-W10")
    row = json.loads(made(place, "--week", "2026-W11", "--compare-to", "2026-W10")["ports.json"])
    assert row["since"]["edition"]["name"] == "2026-W10"
    assert json.loads(made(place, "--week", "2026-W11", "--compare-to", "last")["ports.json"]) == row


@pytest.mark.usefixtures("kept")
def test_an_edition_that_is_not_kept_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(place, "--week", "2026-W10")
    assert main(["make", "--format", "md", "--compare-to", "2026-W09", "--out", str(place / "o")]) == 2
    told = capsys.readouterr().err
    assert "no edition “2026-W09”" in told
    assert "There are 2026-W10." in told


def test_without_a_store_only_files_can_be_compared_with(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["make", "--format", "md", "--compare-to", "2026-W09", "--out", str(place / "o")]) == 2
    assert "no store that keeps editions" in capsys.readouterr().err


def test_a_brief_is_made_again_when_the_store_changes(
    place: Path, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = made(place)
    capsys.readouterr()
    assert made(place) == first
    assert "unchanged" in capsys.readouterr().err
    (place / "news" / "new.md").write_text(front("2026-03-12", "The port of Elm closed."), encoding="utf-8")
    with open_store(kept) as store:
        stock(store, place / "news")
    assert made(place)["ports.json"] != first["ports.json"]


def test_readings_are_taken_from_the_store_and_damaged_ones_made_anew(place: Path, kept: Path) -> None:
    settings = config.load(place / "briefgen.yaml")
    with open_store(kept) as store:
        documents = stored.collect(store, settings, orders.Order(week="2026-W11")).corpus.documents
        asked: list[str] = []

        def read(few, topics):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
            asked.extend(one.name for one in few)
            return read_each(few, topics)

        def again() -> tuple[object, ...]:
            asked.clear()
            return stored.read_all(store, documents, settings.topics, read, lambda _: None)

        first = again()
        assert asked == ["2026-03-09.md", "2026-03-11.md"]
        assert again() == first
        assert asked == []
        store.engine.run("UPDATE reading SET record = x'00'")
        assert again() == first
        assert len(asked) == 2


@pytest.mark.usefixtures("kept")
def test_a_store_that_may_only_be_read_gives_its_briefs_all_the_same(
    place: Path, kept: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ("--store", str(kept), "--week", "2026-W11")
    may = os.access  # the superuser may write anywhere
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != kept.parent and may(path, mode))
    first = made(place, *given)
    assert "ports: not kept, so no later brief is compared with it" in capsys.readouterr().err
    with open_store(kept) as store, pytest.raises(ReadOnlyError):
        store.keep_meta("a", "1")
    assert made(place, *given) == first
    assert "unchanged" in (said := capsys.readouterr().err)
    assert "not kept" in said


def test_a_corrected_date_moves_a_document_to_its_week(place: Path) -> None:
    assert (
        main(["correct", "news/2026-03-02.md", "--published", "2026-03-10", "--by", "Ines", "--reason", "Seen."]) == 0
    )
    row = json.loads(made(place, "--week", "2026-W11")["ports.json"])
    assert len(row["documents"]) == 3
    assert json.loads(made(place, "--week", "2026-W10")["ports.json"])["documents"] == []


@pytest.mark.usefixtures("kept")
def test_a_new_file_in_a_folder_of_the_settings_needs_no_other_command(place: Path) -> None:
    (place / "news" / "new.md").write_text(front("2026-03-12", "The port of Elm closed."), encoding="utf-8")
    row = json.loads(made(place)["ports.json"])
    assert "new.md" in {one["name"] for one in row["documents"]}
    (place / "news" / "newer.md").write_text(front("2026-03-13", "The port of Ash closed."), encoding="utf-8")
    named = json.loads(made(place, "--store", "state/corpus.db")["ports.json"])
    assert "newer.md" not in {one["name"] for one in named["documents"]}


@pytest.mark.usefixtures("place")
def test_a_store_and_files_are_not_named_together(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["make", "--corpus", "news", "--store", str(kept)]) == 2
    assert "--store" in capsys.readouterr().err
    assert main(["make", "--store", "nowhere.db"]) == 1
    assert "no store here" in capsys.readouterr().err


def test_files_that_are_named_leave_the_store_alone(place: Path, kept: Path) -> None:
    row = json.loads(made(place, "--corpus", "news")["ports.json"])
    assert len(row["documents"]) == 3
    with open_store(kept) as store:
        assert store.editions() == ()


def test_an_empty_store_gives_a_brief_that_says_so(place: Path) -> None:
    open_store(place / "state" / "corpus.db").close()
    assert json.loads(made(place, "--store", "state/corpus.db")["ports.json"])["documents"] == []


@pytest.mark.usefixtures("kept")
def test_facts_and_explanations_come_from_the_store(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(place, "--week", "2026-W10")
    capsys.readouterr()
    assert main(["explain", "out/ports.json", "1"]) == 0
    assert "Harbour Board" in capsys.readouterr().out


def test_a_brief_is_checked_against_the_documents_of_the_store(
    place: Path, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(place)
    assert main(["verify", "out/ports.json", "--store", str(kept)]) == 0
    assert "stands in its document" in capsys.readouterr().err
    with open_store(kept) as store:
        store.engine.run("UPDATE document SET text = replace(text, '4.4 million', '4.9 million')")
    assert main(["verify", "out/ports.json", "--store", str(kept)]) == 1


@pytest.mark.usefixtures("kept")
def test_a_figure_of_an_earlier_week_is_corrected_in_the_store(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "news").rename(place / "gone")
    by = ("--by", "Ines", "--reason", "A slip.")
    assert main(["correct", "2026-03-02.md", "4.2 million tons", "--status", "plan", *by]) == 0
    assert "fact: " in capsys.readouterr().err
    assert "“4.2 million tons”" in made(place, "--week", "2026-W10")["ports.md"].decode()
    assert main(["correct", "--list"]) == 0
    assert "1 applied" in capsys.readouterr().out


@pytest.mark.usefixtures("place")
def test_doctor_counts_the_documents_of_the_store(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor"])
    assert f"{kept} (3 documents)" in capsys.readouterr().out
    kept.write_bytes(b"x" * 5000)
    main(["doctor"])
    assert "no store" in capsys.readouterr().out


def test_all_of_the_seeds_come_out_of_a_store_as_they_went_in(tmp_path: Path) -> None:
    settings = config.load(resources.config() / "briefgen.yaml")
    with open_store(tmp_path / "c.db") as store:
        stock(store, resources.seeds(), NOW)
        order = orders.Order(since=dt.date(2000, 1, 1))
        found = stored.collect(store, settings, order)
        wanted = pipeline.collect(settings, order)
    assert found.corpus.documents == wanted.corpus.documents
    assert found.edition == wanted.edition


def test_of_undated_documents_alone_all_are_read(place: Path) -> None:
    for file in (place / "news").iterdir():
        file.unlink()
    (place / "news" / "a.txt").write_text(f"{TEXTS['2026-03-02']}\n\nIt said so.", encoding="utf-8")
    from_files = made(place)
    with open_store(place / "state" / "corpus.db") as store:
        stock(store, place / "news")
    brief = json.loads(made(place)["ports.json"])
    assert [one["name"] for one in brief["documents"]] == ["a.txt"]
    assert brief["edition"] == json.loads(from_files["ports.json"])["edition"]
