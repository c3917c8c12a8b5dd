"""A store in PostgreSQL: what is its own (the rest is in test_store.py, which runs on both kinds)."""

import contextlib
import datetime as dt
import itertools
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from stores import USER, Server, database

from briefgen.corpus import plain
from briefgen.corpus.store import Store, engine, open_store, schema
from briefgen.corpus.store.escaping import escaped, unescaped
from briefgen.corpus.store.tokens import MOST_PLACES, Tokenizer
from briefgen.corpus.store.values import Arrival, Query, Taken
from briefgen.errors import CorpusError, ReadOnlyError, UsageError

NOW = dt.datetime(2026, 11, 27, 9, 30, tzinfo=dt.UTC)
conform = pytest.mark.conform


def arrival(name: str, text: str, **given: Any) -> Arrival:  # noqa: ANN401 - any field
    document = plain.read(b"Nothing.", name)
    document = replace(document, **({"text": text, "id": f"{abs(hash(text)):064}", "blocks": ()} | given))
    return Arrival(f"/{name}", name, text.encode("utf-8", "surrogatepass"), "text/plain", "txt 1", (Taken(document),))


@pytest.fixture
def url(server: Server) -> str:
    return server.url()


@pytest.fixture
def shared(url: str) -> Iterator[Store]:
    with open_store(url) as opened:
        yield opened


@pytest.fixture
def pair(tmp_path: Path, shared: Store) -> Iterator[tuple[Store, Store]]:
    with open_store(tmp_path / "corpus.db") as file:
        yield file, shared


# Text


@given(st.text(st.characters() | st.sampled_from("\0\ufdd0\ud800\udfff\ue000\ue001")))
def test_escaping_is_lossless(text: str) -> None:
    kept = escaped(text)
    assert unescaped(kept) == text
    kept.encode()
    assert "\0" not in kept


@conform
@pytest.mark.parametrize("text", ["a\0b", "\0", "\ufdd0\0\ufdd0", "0\ufdd0", "e\u0301 ﬁ 𝔘 \U0010ffff", "\u202eabc", ""])
def test_any_text_comes_out_as_it_went_in(pair: tuple[Store, Store], text: str) -> None:
    came = arrival("x.txt", text, headline=text)
    for store in pair:
        (outcome,) = store.add([came], NOW)
        (document,) = store.documents([str(outcome.document_id)])
        assert (document.text, document.headline) == (text, text)
        assert next(store.list()).headline == text


WORDS = (
    "port",
    "Côte",
    "COTE",
    "rail-freight",
    "4.2",
    "a.example",
    "x_y",
    "d20250301",
    "naïve",
    "हिन्दी",
    "北京",
    "o'clock",
    "U.S.",
)
QUERIES = (
    *WORDS, '"port rail"', '"rail freight" port', "port -cote", "por*", '"rail fr"*', "port OR 4.2", "-port cote", "'",
    "\\ port", "port & !cote", "a:* | b", "<-> port", "ﬁ", "unmatched",
)  # fmt: skip


@conform
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), max_size=5, unique=True),
    st.lists(st.sampled_from(QUERIES), min_size=1, max_size=3).map(" ".join),
)
def test_both_kinds_find_the_same(pair: tuple[Store, Store], texts: list[str], words: str) -> None:
    found = []
    for store in pair:
        store.remove([row.id for row in store.list(Query(replaced=True))])
        store.add([arrival(f"{n}.txt", text, headline=text[:9] or None) for n, text in enumerate(texts)], NOW)
        try:
            found.append([row.name for row in store.list(Query(words=words))])
        except UsageError as error:
            found.append([error.message])
    assert found[0] == found[1]


@conform
def test_names_stand_in_the_same_order(pair: tuple[Store, Store]) -> None:
    names = [
        "a.txt",
        "B.txt",
        "ä.txt",
        "Z.txt",
        "z.txt",
        "_.txt",
        "-.txt",
        "10.txt",
        "9.txt",
        "Ωmega.txt",
        "𝔘.txt",
        "￿.txt",
    ]
    for store in pair:
        store.add([arrival(name, f"Text of {name}") for name in names], NOW)
        assert [row.name for row in store.list()] == sorted(names)


@conform
def test_every_word_of_a_long_text_is_found(pair: tuple[Store, Store]) -> None:
    """A tsvector holds 1 MB, 16,383 places, and 255 of one word."""
    chance = random.Random(1)  # noqa: S311
    words = [f"word{chance.randrange(400_000)}" for _ in range(200_000)]
    text = " ".join([*words, *["again"] * 3000, "the very last"])
    queries = [f'"{words[one]} {words[one + 1]}"' for one in range(0, len(words) - 1, 9973)]
    queries += ['"again again"', '"again the very last"', f"{words[0]} last", f"last -{words[5]}", '"last again"']
    for store in pair:
        store.add([arrival("long.txt", text), arrival("short.txt", "again the last")], NOW)
    file, shared = ([[row.name for row in store.list(Query(words=one))] for one in queries] for store in pair)
    assert shared == file
    assert all("long.txt" in names for names in shared[:-2])
    assert list(pair[1].engine.problems()) == []


def test_parts_of_a_text_overlap_by_the_longest_phrase() -> None:
    with contextlib.closing(Tokenizer()) as tokenizer:
        parts = tokenizer.parts(None, "again " * (MOST_PLACES + 10) + "end", "d20250301")
    assert len(parts) == 2
    assert [f"{MOST_PLACES}" in part.words for part in parts] == [True, False]
    assert all("@d20250301" in part.words for part in parts)


# Two at once, and a server that fails


@conform
def test_two_first_openings_at_once(url: str) -> None:
    failed = []

    def begin() -> None:
        try:
            open_store(url).close()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            failed.append(error)

    threads = [threading.Thread(target=begin) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with open_store(url, create=False) as store:
        assert next(store.engine.rows("SELECT number FROM version")) == (schema.VERSION,)


@conform
def test_a_writer_waits_for_another_one(url: str) -> None:
    order = []
    with open_store(url) as first, open_store(url) as second:
        inside = threading.Event()

        def write() -> None:
            with first.writing():
                inside.set()
                first.keep_meta("a", "1")
                threading.Event().wait(0.5)
                order.append(1)

        thread = threading.Thread(target=write)
        thread.start()
        inside.wait()
        second.keep_meta("a", "2")
        order.append(2)
        thread.join()
        assert (order, first.meta("a")) == ([1, 2], "2")


@conform
def test_a_writer_that_never_ends_is_told(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefgen.corpus.store import postgres

    monkeypatch.setattr(postgres, "SETTINGS", (*postgres.SETTINGS, "SET lock_timeout TO '200ms'"))
    with open_store(url) as first, open_store(url) as second:
        with first.writing(), pytest.raises(CorpusError, match="another briefgen writes"):
            second.keep_meta("a", "1")
        second.keep_meta("a", "2")
        assert engine.PATIENCE >= 60


@conform
def test_a_statement_that_takes_too_long_is_told(server: Server, url: str) -> None:
    with open_store(url) as store:
        store.add([arrival("a.txt", "Port Alder.")], NOW)
    server.sql(f"ALTER DATABASE {database(url)} SET statement_timeout TO '100ms'")
    with open_store(url) as store, pytest.raises(CorpusError, match="took too long"):
        next(store.engine.rows("SELECT pg_sleep(5)"))


@conform
def test_a_server_that_restarts_is_found_again() -> None:
    server = Server()
    try:
        with open_store(server.url()) as store:
            store.add([arrival("a.txt", "Port Alder.")], NOW)
            server.stop()
            with pytest.raises(CorpusError, match=r"cannot be reached|was lost") as caught:
                store.count()
            assert caught.value.hint
            server.start()
            assert store.count() == 1
            lost = store.writing()
            lost.__enter__()
            store.keep_meta("half", "1")
            server.stop(signal.SIGQUIT)
            with pytest.raises(CorpusError, match="was lost") as caught:
                store.keep_meta("other", "1")
            lost.__exit__(CorpusError, caught.value, None)
            server.start()
            store.add([arrival("b.txt", "Rail.")], NOW)
            assert (store.count(), store.meta("half"), list(store.engine.problems())) == (2, None, [])
    finally:
        server.close()


# What is refused


@conform
def test_what_hinders_is_said_without_the_password(server: Server, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "s3cret"  # noqa: S105
    host = f"127.0.0.1:{server.port}"
    server.sql("CREATE ROLE reader LOGIN PASSWORD 'right'")
    hba = server.folder / "data" / "pg_hba.conf"
    before = hba.read_text()
    hba.write_text(f"host all reader 127.0.0.1/32 scram-sha-256\n{before}")
    server.sql("SELECT pg_reload_conf()")
    cases = {
        f"postgresql://reader:{secret}@{host}/{database(url)}": "password authentication failed",
        f"postgresql://{USER}:{secret}@{host}/nowhere": "nowhere",
        f"postgresql://{USER}:{secret}@127.0.0.1:1/x": "cannot be reached",
        f"postgresql://{USER}@127.0.0.1:1/x?password={secret}": "cannot be reached",
    }
    for address, said in cases.items():
        with pytest.raises(CorpusError, match=said) as caught:
            open_store(address)
        assert secret not in f"{caught.value} {caught.value.message} {caught.value.where} {caught.value.hint}"
    with pytest.raises(UsageError) as usage:
        open_store(f"postgresql://me:{secret}@host:port{secret}/x")
    assert secret not in str(usage.value)
    open_store(url).close()
    with pytest.raises(CorpusError, match="may not do that"):
        open_store(f"postgresql://reader:right@{host}/{database(url)}")
    for statement in ("USAGE ON SCHEMA briefgen", "SELECT ON ALL TABLES IN SCHEMA briefgen"):
        server.sql(f"GRANT {statement} TO reader", database(url))
    monkeypatch.setenv("PGPASSWORD", "right")
    with open_store(f"postgresql://reader@{host}/{database(url)}") as store:
        assert (store.count(), secret in store.where) == (0, False)
        with pytest.raises(ReadOnlyError, match="may not do that"):
            store.keep_meta("a", "1")
    hba.write_text(before)
    server.sql("SELECT pg_reload_conf()")


@conform
def test_other_databases_are_left_alone(server: Server, url: str) -> None:
    with pytest.raises(CorpusError, match="no store here"):
        open_store(url, create=False)
    with pytest.raises(CorpusError, match="LATIN1"):
        open_store(server.url(encoding="LATIN1"))
    other = server.url()
    server.sql("CREATE SCHEMA briefgen; CREATE TABLE briefgen.theirs (a int)", database(other))
    with pytest.raises(CorpusError, match="another program"):
        open_store(other)
    open_store(url).close()
    server.sql("UPDATE briefgen.version SET number = 99", database(url))
    with pytest.raises(CorpusError, match="newer briefgen"):
        open_store(url)


@conform
def test_a_damaged_index_is_noticed(shared: Store) -> None:
    shared.add([arrival(f"{n}.txt", f"Port Alder {n}.") for n in range(3)], NOW)
    shared.engine.run("UPDATE search SET words = 'other'::tsvector WHERE document = 2")
    assert [one for one in shared.engine.problems() if "full-text" in one]


def test_a_missing_package_is_named() -> None:
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from briefgen.cli import main\n"
        "sys.exit(main(['documents', 'list', '--store', 'postgresql://me@127.0.0.1:1/x']))"
    )
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False,
        env=os.environ | {"PYTHONPATH": str(root)},
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "pip install 'briefgen[team]'" in done.stderr


@conform
def test_rows_may_be_read_side_by_side(shared: Store) -> None:
    shared.add([arrival(f"{n}.txt", f"Port Alder {n}.") for n in range(30)], NOW)
    names = [row.name for row in itertools.islice(shared.list(), 3) for _ in shared.documents([row.id])]
    assert len(names) == 3
