"""Documents by the hundred thousand: reading, keeping, finding them again, and a brief on one week of them.

    python bench/corpus.py [--full] [--size 100000] [--only store --only query …]

Every number stands beside its floor, measured in the same run: what the work costs without us (a bare table of SQLite,
a parser alone), as a ratio; absolute rates are of the machine. CPU time, but where it says wall. A million documents
with --full. Exits with 1 when a bar of the issue "The corpus" is missed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from news import folder as news  # noqa: E402 - the line above finds it

if TYPE_CHECKING:
    from briefgen.model import Document, Topic

Value = TypeVar("Value")
MIB = 1024
"""KiB of a MiB: `ru_maxrss` counts KiB."""
BATCH = 200
KILLS = 20
WEEK = f"{news.DAY.isocalendar().year}-W{news.DAY.isocalendar().week:02}"
TOPIC = "ports"
FIRST = 100
"""Rows that a terminal shows."""
FEW = 100_000
"""Documents up to which a week's list is bound in milliseconds: in a larger corpus a week itself is larger."""


class Row(Struct, frozen=True):
    """A measured number and its bar."""

    what: str
    value: float
    bar: float
    """The least, or, where `is_most`, the most."""
    detail: str
    is_most: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it reaches its bar."""
        return self.value <= self.bar if self.is_most else self.value >= self.bar


class Cost(Struct, frozen=True):
    """What a process took."""

    seconds: float
    """CPU time, its own and of those that it started."""
    wall: float
    memory: float
    """MiB at most."""


class Bench:
    """The folder in which everything is made: documents, settings, a store."""

    def __init__(self, home: Path, size: int) -> None:
        self.home, self.size = home, size
        self.files = home / "news"
        self.store = home / "corpus.db"
        self.config = news.settings(home)

    def lay_out(self) -> None:
        """Writes the documents."""
        began = perf_counter()
        news.write(self.files, self.size, news.Prose(7))
        print(f"{self.size:,} documents written ({perf_counter() - began:.0f} s)", flush=True)

    def texts(self, most: int) -> list[str]:
        """The first documents."""
        return [path.read_text(encoding="utf-8") for path in islice(self.paths(), most)]

    def paths(self) -> Iterator[Path]:
        """Files of documents."""
        for part in sorted(self.files.iterdir()):
            yield from sorted(part.iterdir())

    def documents(self, most: int) -> list[Document]:
        """The first documents, read."""
        from briefgen.corpus import plain

        return [plain.read(path.read_bytes(), path.name) for path in islice(self.paths(), most)]

    def topics(self) -> tuple[Topic, ...]:
        """The topics of the settings."""
        from briefgen import config

        return config.load(self.config).topics

    def briefgen(self, *words: object) -> Cost:
        """The command line, to its end."""
        process = self.begin(*words)
        began = perf_counter()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, [str(word) for word in words])
        return Cost(used.ru_utime + used.ru_stime, perf_counter() - began, used.ru_maxrss / MIB)

    def begin(self, *words: object) -> subprocess.Popen[bytes]:
        """The command line."""
        world = os.environ | {"XDG_CACHE_HOME": str(self.home / "cache"), "PYTHONPATH": str(ROOT)}
        line = [sys.executable, "-m", "briefgen", *map(str, words), "--config", str(self.config)]
        return subprocess.Popen(
            line, cwd=self.home, env=world, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def kept(self) -> Path:
        """A store with all documents, made once."""
        if not self.store.exists():
            self.briefgen("ingest", self.files, "--store", self.store)
        return self.store


def cpu(work: Callable[[], Value]) -> tuple[float, Value]:
    """CPU seconds of this process, and what came of it."""
    began = process_time()
    value = work()
    return process_time() - began, value


def bare_insert(texts: Sequence[str], path: Path) -> None:
    """The floor of keeping: a table, a hash, full text, one transaction for each batch."""
    with closing(sqlite3.connect(path, isolation_level=None)) as link:
        link.execute("PRAGMA journal_mode = WAL")
        link.execute("CREATE TABLE document (id INTEGER PRIMARY KEY, hash TEXT UNIQUE, text TEXT)")
        link.execute("CREATE VIRTUAL TABLE search USING fts5(text, content='document', content_rowid='id')")
        for first in range(0, len(texts), BATCH):
            link.execute("BEGIN IMMEDIATE")
            for number, text in enumerate(texts[first : first + BATCH], first):
                digest = hashlib.sha256(text.encode()).hexdigest()
                link.execute("INSERT OR IGNORE INTO document VALUES (?, ?, ?)", (number, digest, text))
                link.execute("INSERT INTO search (rowid, text) VALUES (?, ?)", (number, text))
            link.execute("COMMIT")


def store(bench: Bench) -> Iterator[Row]:
    """Plain text into the store, from files to the last commit."""
    cost = bench.briefgen("ingest", bench.files, "--store", bench.store, "--jobs", 1)
    rate = bench.size / cost.seconds
    again = bench.briefgen("ingest", bench.files, "--store", bench.store, "--jobs", 1)
    few = bench.texts(5_000)
    floor, _ = cpu(lambda: bare_insert(few, bench.home / "bare.db"))
    read, _ = cpu(lambda: bench.documents(len(few)))
    detail = f"bare table {len(few) / floor:.0f}/s, reader alone {len(few) / read:.0f}/s"
    yield Row("ingest, documents/CPU-s", rate, 500, detail)
    ratio = cost.seconds / bench.size / ((floor + read) / len(few))
    yield Row("ingest / (bare table + reader)", ratio, 4, f"{cost.wall:.0f} s wall", is_most=True)
    yield Row("ingest, memory in MiB", cost.memory, 150, f"{bench.size:,} documents", is_most=True)
    yield Row(
        "the same again / first time", again.seconds / cost.seconds, 0.1, f"{again.wall:.0f} s wall", is_most=True
    )


def reading(bench: Bench) -> Iterator[Row]:
    """Figures read and kept, beside the reader alone; two processes beside one."""
    from briefgen import readings, stored
    from briefgen.corpus.store import open_store
    from briefgen.running import Hands

    topics = bench.topics()
    with open_store(str(bench.kept())) as kept:
        ids = [row.id for row in islice(kept.list(), 1_000)]
        documents = list(kept.documents(ids))
        alone, _ = cpu(lambda: list(readings.read_each(documents, topics)))
        whole, _ = cpu(lambda: stored.read_all(kept, documents, topics, readings.read_each, lambda _: None))
    size = sum(len(document.text) for document in documents)
    detail = f"reader alone {len(documents) / alone:.0f}/s, {size / alone / 1e6:.2f} MB/s"
    yield Row("reading and keeping / reading", alone / whole, 0.8, detail)
    walls = []
    for hands in (Hands(jobs=1), Hands("local:2")):
        began = perf_counter()
        list(readings.read_each(documents, topics, hands=hands))
        walls.append(perf_counter() - began)
    yield Row("two processes, times as fast (wall)", walls[0] / walls[1], 1.4, f"{walls[0]:.1f} s / {walls[1]:.1f} s")


def query(bench: Bench) -> Iterator[Row]:
    """Topic and week, by label and by words, with pages in memory and without."""
    import datetime as dt

    from briefgen.corpus.store import open_store
    from briefgen.corpus.store.values import Query

    path = bench.kept()
    monday = news.DAY - dt.timedelta(days=news.DAY.weekday())
    week = {"since": monday, "until": monday + dt.timedelta(days=6), "undated": False}
    for name, wanted in (("label", Query(label=TOPIC, **week)), ("words", Query(words="cargo", **week))):
        times = []
        with open_store(str(path)) as kept:
            for _ in range(9):
                began = perf_counter()
                ids = [row.id for row in kept.list(wanted)]
                times.append(1000 * (perf_counter() - began))
        floor = min(_bare_rows(path, len(ids)) for _ in range(5))
        detail = f"all {len(ids)} rows of a list; as many by their keys {floor:.1f} ms"
        if bench.size <= FEW:
            yield Row(f"topic and week by {name}, ms warm (wall)", min(times), 5, detail, is_most=True)
        yield Row(f"all rows by {name} / as many by their keys", min(times) / floor, 2, detail, is_most=True)
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        with open_store(str(path)) as kept:
            began = perf_counter()
            number = kept.total(wanted)
            found = 1000 * (perf_counter() - began)
            list(kept.list(replace(wanted, limit=FIRST)))
            shown = 1000 * (perf_counter() - began)
        detail = f"{number} documents; {FIRST} rows of a list {shown:.1f} ms; pages of the file dropped"
        yield Row(f"topic and week by {name}, ms cold (wall)", found, 20, detail, is_most=True)


def _bare_rows(path: Path, number: int) -> float:
    """Milliseconds for so many rows by their keys."""
    with closing(sqlite3.connect(path)) as link:
        began = perf_counter()
        for row in range(1, number + 1):
            link.execute("SELECT hash, name, headline, published FROM document WHERE id = ?", (row * 7,)).fetchone()
        return 1000 * (perf_counter() - began)


PAGE = """<!doctype html><html lang="en"><head><title>{title}</title><meta property="article:published_time"
content="2026-03-04"></head><body><nav>{links}</nav><main><article><h1>{title}</h1>{body}</article></main>
<footer>{links}</footer></body></html>"""


def html(bench: Bench) -> Iterator[Row]:
    """Web pages with navigation around the text."""
    from lxml import html as parser

    from briefgen.corpus.opening import Bytes, read_bytes

    links = "".join(f'<a href="/{number}">Section {number}</a>' for number in range(80))
    pages = []
    for text in bench.texts(200):
        body = "".join(f"<p>{part}</p>" for part in text.split("\n\n")[2:])
        pages.append(PAGE.format(title="A headline of a made story", links=links, body=body).encode())
    read_bytes(Bytes(pages[0], "page.html", "html"))
    ours, found = cpu(lambda: [read_bytes(Bytes(page, "page.html", "html")) for page in pages])
    floor, _ = cpu(lambda: [parser.fromstring(page).text_content() for page in pages])
    lost = sum(not _documents_of(one) for one in found)
    yield Row("HTML, pages/CPU-s", len(pages) / ours, 25, f"lxml alone {len(pages) / floor:.0f}/s")
    yield Row("HTML, pages lost", lost, 0, f"of {len(pages)}", is_most=True)


def _documents_of(found: object) -> Sequence[Document]:
    documents: Sequence[Document] = getattr(found, "documents", found)  # type: ignore[assignment]
    return documents


def pdf(bench: Bench) -> Iterator[Row]:
    """A PDF of many pages."""
    from briefgen.corpus.opening import Bytes, read_bytes
    from briefgen.corpus.readers import reader

    if reader("pdf") is None:
        print("pdf: nothing reads PDF files here; not measured")
        return
    import pypdfium2
    import weasyprint

    paragraphs = "".join(f"<p>{part}</p>" for text in bench.texts(100) for part in text.split("\n\n"))
    data = weasyprint.HTML(string=f'<html lang="en"><title>Made stories</title>{paragraphs}').write_pdf()
    read_bytes(Bytes(data, "made.pdf", "pdf"))
    ours, _ = cpu(lambda: read_bytes(Bytes(data, "made.pdf", "pdf")))

    def bare() -> int:
        document = pypdfium2.PdfDocument(data)
        for page in document:
            page.get_textpage().get_text_range()
        return len(document)

    floor, count = cpu(bare)
    yield Row("PDF, pages/CPU-s", count / ours, 300, f"{count} pages; PDFium's text alone {count / floor:.0f}/s")


def splitter(bench: Bench) -> Iterator[Row]:
    """Sentences, with offsets that cannot be right counted."""
    from briefgen.reading import sentences

    documents = bench.documents(1_000)
    size = sum(len(document.text) for document in documents)
    ours, found = cpu(lambda: [sentences.lines(document) for document in documents])
    floor, _ = cpu(lambda: [re.split(r"(?<=[.!?])\s+", document.text) for document in documents])
    wrong = sum(map(_wrong, documents, found))
    yield Row("splitter, MB/CPU-s", size / ours / 1e6, 5, f"one regular expression {size / floor / 1e6:.0f} MB/s")
    yield Row("splitter, wrong offsets", wrong, 0, f"of {sum(map(len, found)):,} sentences", is_most=True)


def _wrong(document: Document, lines: Sequence[object]) -> int:
    """Sentences that overlap, leave their block, begin or end with a blank; and letters of a block that none has."""
    wrong, at = 0, 0
    covered: dict[int, int] = {}
    for line in lines:
        span, block = line.span, line.block  # type: ignore[attr-defined]
        text = document.text[span.start : span.end]
        wrong += span.start < at or not document.blocks[block].span.holds(span) or text != text.strip()
        covered[block] = covered.get(block, 0) + len("".join(text.split()))
        at = span.end
    for number, length in covered.items():
        whole = document.blocks[number].span
        wrong += length != len("".join(document.text[whole.start : whole.end].split()))
    return wrong


def topics(bench: Bench) -> Iterator[Row]:
    """Thousands of terms beside a few; an alternation of regular expressions is the floor that they must not have."""
    from briefgen.model import Topic
    from briefgen.reading import topics as routing

    documents = bench.documents(1_000)
    size = sum(len(document.text) for document in documents)
    chance = random.Random(3)  # noqa: S311 - a corpus, not a secret
    rates = {}
    for number in (8, 500, 5_000):
        words = ["".join(chance.choice(("bcdfgklmnprst", "aeiou")[at % 2]) for at in range(9)) for _ in range(number)]
        words[:8] = ["cargo", "electricity", "budget deficit", "tourism", "hospital", "debt", "grain", "container*"]
        some = tuple(Topic(f"t{at}", "T", tuple(words[at::8])) for at in range(8))
        routing.routed(documents[0], some)
        took, _ = cpu(lambda some=some: [routing.routed(document, some) for document in documents])
        rates[number] = size / took / 1e6
        if number == 500:
            pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
            slow, _ = cpu(lambda pattern=pattern: [pattern.findall(one.text) for one in documents[:20]])
            alternation = sum(len(one.text) for one in documents[:20]) / slow / 1e6
    detail = ", ".join(f"{number:,} terms {rate:.0f}" for number, rate in rates.items())
    yield Row("routing by 5,000 terms, MB/CPU-s", rates[5_000], 20, f"{detail}; 500 in one pattern {alternation:.2f}")


def killed(bench: Bench) -> Iterator[Row]:
    """An ingest that is killed again and again, then let end, beside one that never was."""
    part = bench.home / "part"
    for path in islice(bench.paths(), 3_000):
        target = part / path.relative_to(bench.files)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    whole, broken = bench.home / "whole.db", bench.home / "broken.db"
    cost = bench.briefgen("ingest", part, "--store", whole, "--jobs", 1)
    chance = random.Random(11)  # noqa: S311 - moments, no secret
    for _ in range(KILLS):
        process = bench.begin("ingest", part, "--store", broken, "--jobs", 1)
        time.sleep(chance.uniform(0.3, 0.3 + cost.wall / KILLS * 2))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    bench.briefgen("ingest", part, "--store", broken, "--jobs", 1)
    wrong = sum(one != other for one, other in zip(_rows(whole), _rows(broken), strict=True))
    yield Row(f"killed {KILLS} times, violations and other rows", wrong, 0, "of 3,000 documents", is_most=True)


def _rows(path: Path) -> list[object]:
    """What must be the same, table by table, and what the database says of itself."""
    with closing(sqlite3.connect(path)) as link:
        return [
            link.execute("SELECT hash, name, text, published FROM document ORDER BY hash").fetchall(),
            link.execute("SELECT hash, label FROM label JOIN document ON id = document ORDER BY 1, 2").fetchall(),
            link.execute("SELECT count(*) FROM search WHERE search MATCH 'cargo'").fetchall(),
            link.execute("PRAGMA integrity_check").fetchall(),
            link.execute("PRAGMA foreign_key_check").fetchall(),
        ]


def make(bench: Bench) -> Iterator[Row]:
    """A brief on one topic and week from the store, beside one from the documents of that week alone."""
    import datetime as dt

    from briefgen.corpus.store import open_store
    from briefgen.corpus.store.values import Query

    path = bench.kept()
    monday = news.DAY - dt.timedelta(days=news.DAY.weekday())
    sunday = monday + dt.timedelta(days=6)
    alone = bench.home / "week"
    with open_store(str(path)) as kept:
        names = [row.name for row in kept.list(Query(since=monday, until=sunday, undated=False))]
    for name in names:
        target = alone / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(bench.files / name, target)
    common = ("make", "--topic", TOPIC, "--format", "md", "--jobs", 1)
    bench.briefgen(*common, "--corpus", alone, "--out", bench.home / "first")  # prepares fonts
    small = bench.briefgen(*common, "--corpus", alone, "--out", bench.home / "a")
    large = bench.briefgen(*common, "--store", path, "--week", WEEK, "--out", bench.home / "b")
    warm = bench.briefgen(*common, "--store", path, "--week", WEEK, "--out", bench.home / "c")
    detail = f"{len(names)} documents: {large.seconds:.1f} s / {small.seconds:.1f} s; made again {warm.seconds:.1f} s"
    yield Row("make from the store / from the week alone", large.seconds / small.seconds, 1.5, detail, is_most=True)


SECTIONS = {
    "store": store,
    "query": query,
    "reading": reading,
    "make": make,
    "killed": killed,
    "html": html,
    "pdf": pdf,
    "splitter": splitter,
    "topics": topics,
}


def main() -> int:
    """Prints the table, a row as soon as it is measured."""
    parser = argparse.ArgumentParser(description="Documents by the hundred thousand")
    parser.add_argument("--size", type=int, default=100_000, metavar="N", help="documents")
    parser.add_argument("--full", action="store_true", help="a million documents")
    parser.add_argument("--only", choices=SECTIONS, action="append", help="measure this part alone; repeatable")
    given = parser.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory() as home:
        bench = Bench(Path(home), 1_000_000 if given.full else given.size)
        bench.lay_out()
        for name, section in SECTIONS.items():
            if given.only and name not in given.only:
                continue
            for row in section(bench):
                missed += not row.is_met
                sign, verdict = "≤" if row.is_most else "≥", "ok" if row.is_met else "MISSED"
                print(f"{row.what:<46} {row.value:9.2f}  {sign} {row.bar:<6g} {verdict:<6}  {row.detail}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
