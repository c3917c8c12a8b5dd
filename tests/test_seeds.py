"""The shipped corpus keeps its promises: digests name what they digest, and what is invented says so."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

SEEDS = Path(__file__).parents[1] / "seeds"
FILES = sorted(SEEDS.glob("*.md"))
PRESS_RELEASE = SEEDS / "lakeland-press-release.md"
DIGESTS = [path for path in FILES if path != PRESS_RELEASE]

KEYS = {"headline", "byline", "publisher", "published", "language", "url", "digest_of", "invented"}
"""What the corpus room reads."""


def parts(path: Path) -> tuple[dict[str, Any], str]:
    """Front matter and body."""
    opening, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == ""
    return yaml.safe_load(front), body


def named(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


def test_five_digests_and_one_press_release_are_shipped() -> None:
    assert len(DIGESTS) == 5
    assert PRESS_RELEASE in FILES
    assert [path for path in SEEDS.iterdir() if path.suffix != ".md"] == []


@named(FILES)
def test_front_matter_has_the_keys_that_are_read(path: Path) -> None:
    front, body = parts(path)
    assert set(front) <= KEYS
    assert front["language"] == "en"
    assert front["headline"].strip() == front["headline"] != ""
    assert front["published"] is None or type(front["published"]) is dt.date
    assert body.strip()


@named(DIGESTS)
def test_a_digest_names_what_it_digests(path: Path) -> None:
    front, _ = parts(path)
    original = front["digest_of"]
    assert set(original) == {"publisher", "author", "headline", "published"}
    assert any(original.values()), "a reader must be able to find the article"
    assert front["published"] == original["published"]
    assert "publisher" not in front, "corroboration counts the digested publisher"
    assert "invented" not in front


@named(DIGESTS)
def test_a_digest_reports_speech_and_quotes_none(path: Path) -> None:
    text = path.read_text(encoding="utf-8").split("---\n", 2)[2]
    assert not re.search('["“”„«»‘]', text)
    assert not re.search(r"(?<!\w)'|'(?!\w)", text), "apostrophes only"


@named(DIGESTS)
def test_a_digest_has_figures_in_paragraphs_of_prose(path: Path) -> None:
    _, body = parts(path)
    paragraphs = [block for block in body.strip().split("\n\n") if not block.startswith("#")]
    assert len(paragraphs) >= 8
    assert all("\n" not in paragraph and paragraph.endswith(".") for paragraph in paragraphs)
    assert len(re.findall(r"\$[\d.]+|\d+(?:\.\d+)?%|[\d.]+ (?:million|percent|km|Tbit/s)", body)) >= 2


def test_what_is_invented_says_so_in_front_and_text() -> None:
    front, body = parts(PRESS_RELEASE)
    assert front["invented"] is True
    assert "digest_of" not in front
    first = body.strip().split("\n", 1)[0]
    assert first.startswith("Invented for demonstration:")
    assert "do not exist" in first


def test_the_press_release_quotes_people_with_their_roles() -> None:
    _, body = parts(PRESS_RELEASE)
    assert body.count("“") == body.count("”") >= 5
    assert "said Ida Falkenried, Minister of Corridors. “" in body, "a quotation in two parts"
    assert re.search(r"” said Tomas Hjelmgren, director of [^.,]*, “", body)
    assert re.search(r"called it “[^”]{5,40}” and said", body), "a few quoted words"
    assert re.search(r"to 6 million tonnes a year by 2030", body), "a dated target"


def test_the_press_release_shares_no_name_with_the_digests() -> None:
    """Its figures must not be taken for those of a real measure."""
    _, body = parts(PRESS_RELEASE)
    for name in ("Kazakh", "Azerbaijan", "Caspian", "Middle Corridor", "the corridor", "TITR", "Zangezur", "bilateral"):
        assert name.casefold() not in body.casefold()


@pytest.mark.parametrize(
    ("stem", "figures"),
    [
        (
            "astana-baku-alignment",
            (
                "4.5 million tons; 62%; 2%; three times; by 2030; 10 million tons; 15 cooperation agreements; $1 "
                "billion; August 8; end of 2028; 15 million tons; middle of next year; 20 and 21 October"
            ),
        ),
        (
            "caspian-powerhouse",
            (
                "October 20th; December 2024; 2004 and 2005; $470 million; $547 million; January to August 2025; more "
                "than tripled; $1 billion; 10 million tons; 1.2 million tons; 7 million tons by 2027; 380 km; 400 "
                "Tbit/s; begin in 2026; second quarter of 2026; in 2022; In 2024; three decades"
            ),
        ),
        (
            "fifteen-agreements",
            (
                "15 agreements; 20th anniversary; 62%; 4.5 million tons; 10 million tons; by 2028; double; $1 "
                "billion; €861 million; 1.5 million tons; less than two years; last year"
            ),
        ),
        (
            "batyrkhanov-interview",
            (
                "1.5 million tons; 450,000 tons; $533 million; 38.7 percent; $393.8 million; 23.2 percent; $107.7 "
                "million; 45.6 percent; $286 million; 5–7 million tons; 1.4 million metric tons; 1.7 to 1.8 million "
                "tons; 2.2 million tons; 7 million tons; by 2027; 62 percent; $300 million; half; More than 20 "
                "logistics; 38 days to 19; 10–12 million tons; 600–700 km; 10–15 percent; over $300 billion; 60 "
                "percent; hundreds of millions; 2009; fiscal year 2023; fiscal year 2024"
            ),
        ),
        (
            "full-capacity",
            (
                "April 10; 1991; 1990s and 2000s; one and a half times; founded in 2009; in 2021; $55 million; More "
                "than 20 Kazakh companies; 2022–2026; by up to 10 million tons; November 2020; November 2022"
            ),
        ),
    ],
)
def test_the_hard_figures_are_there(stem: str, figures: str) -> None:
    _, body = parts(SEEDS / f"{stem}.md")
    assert [figure for figure in figures.split("; ") if figure not in body] == []
