"""Independent origins: what reprints, wires and speakers add to a fact, and what they do not."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest
from conftest import ROOT
from weighing import TOPIC, document, figure, reading, year

from briefgen.evidence import reprints, weigh
from briefgen.evidence.origins import same_voice
from briefgen.evidence.wires import wire
from briefgen.model import Block, BlockKind, Document, Fact, Reading, Span

LEDE = "Lindholm harbour handled 4.52 million tons of cargo in 2024, its manager Ada Brant told reporters on Monday."
SECOND = (
    "The growth came from grain, which left the two northern quays at a pace not seen since the locks were rebuilt, "
    "and from timber bound for the mills across the sound."
)
THIRD = (
    "Work on a third quay has begun, and dredgers are deepening the channel so that larger ships can turn before the "
    "breakwater instead of being towed in backwards."
)
FOURTH = (
    "Fishermen from the old town, who moor beside the grain elevator, fear for their berths and have asked the council "
    "to keep the inner basin free of barges."
)
STORY = (LEDE, SECOND, THIRD, FOURTH)
DAY = dt.date(2025, 3, 3)
LATER = dt.date(2025, 3, 5)


def printed(
    name: str, parts: tuple[str, ...], publisher: str | None = None, day: dt.date | None = DAY, **more: str | None
) -> tuple[Document, Reading]:
    source = document(name, "\n".join(parts), publisher, day)
    return source, reading(source, figure(source, "4.52 million tons", "4520000", period=year(2024), **more))


def origins(*told: tuple[Document, Reading]) -> tuple[str, ...]:
    sources, read = zip(*told, strict=True)
    (fact,) = (fact for fact in weigh(sources, read, (TOPIC,)).facts if not fact.derived)
    assert isinstance(fact, Fact)
    return fact.origins


def test_a_retitled_reprint_with_a_first_sentence_of_its_own_is_no_origin() -> None:
    changed = ("Grain has lifted the harbour of Lindholm to 4.52 million tons in 2024.", *STORY[1:])
    assert origins(printed("a", STORY, "Norden Wire"), printed("b", changed, "Post", LATER)) == ("Norden Wire",)


def test_a_story_cut_to_a_third_is_no_origin_even_where_it_came_first() -> None:
    brief = ("A record of 4.52 million tons in 2024 for Lindholm harbour.", SECOND, THIRD)
    early = dt.date(2025, 3, 1)
    assert len(origins(printed("a", STORY, "Wire"), printed("b", brief, "Post", LATER))) == 1
    assert len(origins(printed("a", (*STORY, *(f"{part} Once more." for part in STORY)), "Wire", LATER))) == 1
    assert len(origins(printed("a", STORY, "Wire", LATER), printed("b", brief, "Post", early))) == 1


def test_two_texts_with_one_press_release_at_length_stay_two() -> None:
    own = tuple(
        f"{opening} the {thing} of {number} was raised by the residents, the pilots and the chandlers in turn."
        for number, (opening, thing) in enumerate(
            [("In the square", "question"), ("At the inn", "toll"), ("By the lock", "noise"), ("Inland", "freight")], 11
        )
    )
    one = printed("a", ("The harbour of Lindholm counted 4.52 million tons in 2024.", SECOND, *own), "Post")
    other = printed("b", ("Last year's cargo, 4.52 million tons, was a record for Lindholm.", SECOND, FOURTH), "Mail")
    assert len(origins(one, other)) == 2


def test_what_all_stories_of_a_publisher_end_with_makes_no_copies_of_them() -> None:
    frame = (
        "The Post is read in forty towns on both sides of the sound and has reported on ships since its first issue."
    )
    told = [
        document(
            f"{number:03}.txt",
            f"{frame}\nNo. {number}: " + " ".join(f"{word}{number}" for word in THIRD.split()),
            "Post",
            DAY,
        )
        for number in range(reprints.CROWD + 20)
    ]
    assert all(found == {name} for name, found in reprints.stories(told).items())


def test_a_reprint_with_another_number_is_a_fact_of_its_own() -> None:
    source = document("b", "\n".join(STORY).replace("4.52", "5.42"), "Post", LATER)
    changed = source, reading(source, figure(source, "5.42 million tons", "5420000", period=year(2024)))
    original = printed("a", STORY, "Wire")
    found = weigh((original[0], source), (original[1], changed[1]), (TOPIC,))
    assert sorted(fact.origins for fact in found.facts) == [("Post",), ("Wire",)]
    assert found.relations


@pytest.mark.parametrize(
    ("publisher", "day"),
    [
        *(("Elsewhere", day) for day in (DAY, LATER, None)),
        *((None, day) for day in (DAY, LATER, None)),
        ("Mail", LATER),
        ("Mail", None),
    ],
)
@pytest.mark.parametrize("name", ["0", "z"])
def test_a_reprint_changes_no_count_whoever_prints_it(publisher: str | None, day: dt.date | None, name: str) -> None:
    told = [
        printed("a", STORY, "Post"),
        printed("b", ("Tons, 4.52 million tons of them, crossed the quays of Lindholm in 2024.",), "Mail"),
        printed("c", ("Cargo at Lindholm harbour came to 4.52 million tons in 2024.",), "Post"),
    ]
    before = len(origins(*told))
    assert before == 2
    assert len(origins(*told, printed(name, STORY, publisher, day))) == before


def test_a_paper_that_prints_everybody_joins_nobody() -> None:
    other = ("Tons, 4.52 million tons of them, crossed the quays of Lindholm in 2024.",)
    told = [printed("b", STORY, "Post"), printed("c", other, "Mail")]
    copies = [printed("0", STORY, "Clippings"), printed("1", other, "Clippings")]
    assert origins(*told, *copies) == origins(*told) == ("Mail", "Post")


def test_one_wire_counts_once_whoever_words_it() -> None:
    def filed(name: str, text: str, publisher: str, dateline: str | None) -> tuple[Document, Reading]:
        source, read = printed(name, (text,), publisher)
        return Document(
            **{field: getattr(source, field) for field in source.__struct_fields__} | {"dateline": dateline}
        ), read

    one = filed("a", "Lindholm handled 4.52 million tons in 2024.", "Post", "LINDHOLM, March 3 (Norden Press)")
    other = filed("b", "The year 2024 brought the quays 4.52 million tons.", "Mail", "LINDHOLM (Norden Press)")
    third = filed("c", "Cargo at the harbour of Lindholm: 4.52 million tons in 2024.", "Norden Press", None)
    alone = filed("d", "Ships unloaded 4.52 million tons there in 2024.", "Gazette", None)
    assert len(origins(one, other, third)) == 1
    assert len(origins(one, other, third, alone)) == 2


@pytest.mark.parametrize(
    ("parts", "agency"),
    [
        ({"dateline": "LINDHOLM, March 3 (Norden Press)"}, "Norden Press"),
        ({"dateline": "LINDHOLM, March 3 /Norden/"}, "Norden"),
        ({"dateline": "LINDHOLM, March 3"}, None),
        ({"byline": "Lindholm News Agency"}, "Lindholm News Agency"),
        ({"byline": "Agency staff"}, None),
        ({"byline": "Ada Brant"}, None),
        ({"text": "Cargo rose.\n\n— Lindholm News Agency"}, "Lindholm News Agency"),
        ({"text": "Cargo rose.\n\nSource: Lindholm News Agency."}, "Lindholm News Agency"),
        ({"text": "Cargo rose, according to the agency."}, None),
        ({"text": ""}, None),
    ],
)
def test_whose_wire_a_text_prints(parts: dict[str, str], agency: str | None) -> None:
    assert wire(Document(**{"id": "0", "name": "a", "text": "Cargo rose."} | parts)) == agency


def test_who_cites_an_agency_tells_what_the_agency_tells() -> None:
    one = printed("a", ("The year 2024 brought 4.52 million tons.",), "Post", attribution="Norden News Agency")
    other = printed("b", ("Ships unloaded 4.52 million tons there in 2024.",), "Norden News Agency")
    assert len(origins(one, other)) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Brant", "Ada Brant", True),
        ("energy minister Ada Brant", "Brant", True),
        ("the statistics office", "statistics office", True),
        ("the State Statistics Office", "the statistics office", True),
        ("the minister", "energy minister Ada Brant", False),
        ("officials", "port officials in Lindholm", False),
        ("the ministry", "the ministry", True),
        ("Ada Brant", "Olaf Brant", False),
        (None, "Brant", False),
        ("the", "the", False),
    ],
)
def test_whose_words_they_are(one: str | None, other: str | None, *, same: bool) -> None:
    assert same_voice(one, other) is same
    assert same_voice(other, one) is same


def test_a_signature_is_the_same_in_every_process() -> None:
    text = "Some three hundred ships a year pass the lock of Lindholm, more than ever before"
    code = f"from briefgen.evidence.reprints import *; print(signatures([runs({text!r}.split())])[0].hex())"
    again = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    ]
    (signature,) = reprints.signatures([reprints.runs(text.split())])
    assert again == [signature.hex()] * 2
    assert len(signature) == 4 * reprints.HASHES
    assert len(set(reprints.bands(signature))) == reprints.HASHES // reprints.ROWS


def test_short_notices_are_never_copies() -> None:
    told = [
        Document(name, name, "Ships come and go.", (Block(Span(0, 18), BlockKind.PARAGRAPH),)) for name in ("a", "b")
    ]
    assert reprints.stories(told) == {"a": {"a"}, "b": {"b"}}
