"""Near-duplicates as documents arrive: the same that evidence finds among all of them, at a bounded cost."""

import datetime as dt
import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen import resemblances
from briefgen.corpus import plain
from briefgen.corpus.store import Store, open_store
from briefgen.corpus.store.values import Arrival, Became, Near, Taken
from briefgen.evidence import reprints
from briefgen.model import Document
from briefgen.resemblances import resembling

NOW = dt.datetime(2026, 11, 27, 9, 30, tzinfo=dt.UTC)
WORDS = ("port", "rail", "grain", "ship", "crane", "quay", "strike", "tariff", "minister", "harvest", "lock", "toll")


def paragraph(seed: int, words: int = 30) -> str:
    chance = random.Random(seed)  # noqa: S311 - no secret
    return " ".join([f"Item{seed}", *(f"{chance.choice(WORDS)}{chance.randrange(40)}" for _ in range(words)), "today."])


def document(name: str, *paragraphs: str, day: int = 1) -> Document:
    read = plain.read("\n\n".join(paragraphs).encode(), name)
    return replace(read, published=dt.date(2025, 3, 1) + dt.timedelta(day))


def arrivals(documents: Sequence[Document]) -> list[Arrival]:
    return [
        Arrival(f"/{one.name}", one.name, one.text.encode(), "text/plain", "txt 1", (Taken(one),)) for one in documents
    ]


def came(store: Store, documents: Sequence[Document], batch: int = 1000) -> dict[str, Near | None]:
    """What each resembles, as they come in batches."""
    found: dict[str, Near | None] = {}
    for first in range(0, len(documents), batch):
        taken = resembling(arrivals(documents[first : first + batch]), store)
        store.add(taken, NOW)
        found |= {one.documents[0].document.id: one.documents[0].near for one in taken}
    return found


STORY = [paragraph(seed) for seed in range(8)]


@pytest.mark.parametrize("batch", [1, 100])
@pytest.mark.parametrize(
    "copy",
    [
        pytest.param([*STORY, "The end."], id="reprint"),
        pytest.param(["Our own headline", *STORY, "From our correspondent."], id="retitled"),
        pytest.param(STORY[:3], id="cut from below"),
        pytest.param([STORY[5]], id="one paragraph"),
        pytest.param([*STORY, *STORY[:1]], id="longer"),
        pytest.param([one.replace("strike1", "walkout1") for one in STORY], id="other words"),
    ],
)
def test_a_copy_is_near_what_it_was_printed_from(store: Store, copy: list[str], batch: int) -> None:
    first = document("first.txt", *STORY)
    others = [
        document(f"other{seed}.txt", *(paragraph(seed * 100 + part) for part in range(6))) for seed in range(5, 9)
    ]
    second = document("second.txt", *copy)
    found = came(store, [first, *others, second], batch)
    assert [one for one in found.values() if one] == [found[second.id]]
    assert found[second.id] is not None
    assert (found[second.id].document_id, found[second.id].share >= reprints.COPIED) == (first.id, True)
    assert store.near(first.id) == ((second.id, found[second.id].share),)


def test_a_newer_version_is_no_copy_of_the_older_one(store: Store) -> None:
    came(store, [document("a.txt", *STORY)])
    (taken,) = resembling(arrivals([document("a.txt", *STORY, "Added later.")]), store)
    assert taken.documents[0].near is None
    assert [one.became for one in store.add([taken], NOW)] == [Became.ADDED]


def test_what_is_there_already_is_not_compared(store: Store) -> None:
    one = document("a.txt", *STORY)
    came(store, [one])
    (taken,) = resembling(arrivals([replace(one, name="b.txt")]), store)
    assert (taken.documents[0].bands, taken.documents[0].near) == ((), None)


def test_keys_made_elsewhere_are_taken(store: Store) -> None:
    one = document("a.txt", *STORY)
    brought = arrivals([one])[0]
    brought = replace(brought, documents=(Taken(one, bands=resemblances.keys(one)),))
    assert resembling([brought], store) == resembling(arrivals([one]), store)


@pytest.mark.parametrize(("kept", "edited"), [(13, 0), (14, 12), (1, 0), (3, 2)])
def test_a_copy_of_a_long_text_is_found_by_few_keys(store: Store, kept: int, edited: int) -> None:
    long = [paragraph(7000 + part) for part in range(14)]
    cut = [one.replace("minister", "envoy", 1) if number < edited else one for number, one in enumerate(long[:kept])]
    first, second = document("first.txt", *long), document("second.txt", *cut)
    assert len(resemblances.keys(first)) < len(reprints.keys(first)) * 2 / 3
    assert came(store, [first, second])[second.id] is not None


def test_long_texts_are_not_compared_for_one_key_in_common(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    told = reprints.containment
    monkeypatch.setattr(resemblances, "containment", lambda *pair: compared.append(pair) or told(*pair))
    long = [paragraph(7000 + part) for part in range(14)]
    first, second, short = (
        document("long.txt", *long),
        document("second.txt", *(paragraph(8000 + part) for part in range(14))),
        document("short.txt", paragraph(9000), paragraph(9001)),
    )
    lone = (resemblances.keys(first)[0],)
    first, second, short = (Taken(one, bands=(*lone, *resemblances.keys(one)[1:])) for one in (first, second, short))
    resembling([replace(arrivals([one.document])[0], documents=(one,)) for one in (first, second)], store)
    assert compared == []
    resembling([replace(arrivals([one.document])[0], documents=(one,)) for one in (first, short)], store)
    assert len(compared) == 1


def test_what_every_story_ends_with_fills_no_index(store: Store) -> None:
    about = paragraph(999)
    told = [document(f"{n}.txt", paragraph(n * 3 + 1000), paragraph(n * 3 + 1001), about) for n in range(120)]
    found = came(store, told, batch=50)
    assert set(found.values()) == {None}
    behind = store.behind(list(resemblances.keys(document("x.txt", paragraph(1), about))))
    assert max(map(len, behind.values())) == reprints.CROWD + 1


@st.composite
def news(draw: st.DrawFn) -> list[Document]:
    """Documents that share paragraphs, whole and edited, on various days."""
    found = {}
    for number in range(draw(st.integers(2, 9))):
        parts = draw(st.lists(st.integers(0, 6), min_size=1, max_size=6, unique=True))
        edited = draw(st.sampled_from(["", "minister", "port"]))
        text = [paragraph(seed).replace(edited, "other") if edited else paragraph(seed) for seed in parts]
        one = document(f"{number}.txt", *text, day=draw(st.integers(0, 3)))
        found.setdefault(one.id, one)
    return list(found.values())


@given(documents=news(), batch=st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_what_comes_in_by_its_day_is_near_what_evidence_says_it_prints(documents: list[Document], batch: int) -> None:
    told = reprints.stories(documents)
    with open_store(":memory:") as store:
        found = came(store, sorted(documents, key=lambda one: (one.published, one.name, one.id)), batch)
    for one in documents:
        near = found[one.id]
        assert (near is None) == (told[one.id] == {one.id})
        assert near is None or near.document_id in told[one.id]


@given(documents=news(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_in_any_order_only_copies_are_near(documents: list[Document], data: st.DataObject) -> None:
    by_id = {one.id: one for one in documents}
    ordered = data.draw(st.permutations(documents))
    with open_store(":memory:") as store:
        found = came(store, ordered, 2)
    seen: set[str] = set()
    for one in ordered:
        near = found[one.id]
        assert near is None or near.document_id in seen
        if near:
            runs = reprints.document_runs(one), reprints.document_runs(by_id[near.document_id])
            assert near.share == reprints.containment(*runs) >= reprints.COPIED
        seen.add(one.id)
