"""A campaign of kills: `briefgen ingest` is ended by SIGKILL at random moments and started again, until all is in.

    python tests/campaign.py [--kills 40] [--documents 800] [--seed 1] [--postgres]

After every kill the store is looked through; at the end its rows must be those of a run that nobody disturbed. Nothing
is printed but counts, and what is wrong; exit code 1 says that something is.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from stores import Server

from briefgen import checking
from briefgen.corpus.store import Store, open_store
from briefgen.corpus.store.salvage import COLUMNS

ROOT = Path(__file__).resolve().parent.parent
ENDS = 120
"""Seconds in which a run that nobody disturbs must be done."""
MOMENTS = frozenset({"stored", "seen", "checked", "replaced"})
"""Columns that say when."""
OF_DOCUMENTS = ("document", "sighting", "label", "band", "near")
"""Tables whose rows belong to documents."""
AIMED = 0.75
"""Share of the kills that wait for a moment in which something is written: those are few, and they are what counts."""
OLD = 1_700_000_000
"""When the files were written: long ago, so that their times prove that they are as they were."""
PLACES = ("Alder", "Lindholm", "Vesper", "Northby", "Tarn", "Quill")
GOODS = ("cargo", "grain", "timber", "containers", "steel", "fish")
Rows = dict[str, Counter[tuple[Any, ...]]]


@dataclass
class Done:
    """What a campaign came to."""

    kills: int = 0
    in_work: int = 0
    """Kills at which something was in the store, and not all of it."""
    rounds: int = 0
    problems: list[str] = field(default_factory=list)


def write_news(folder: Path, number: int, seed: int) -> None:
    """Invented documents: most are new, some print the same, some much the same, some cannot be read."""
    chance = random.Random(seed)  # noqa: S311
    folder.mkdir(parents=True)
    last = ""
    for one in range(number):
        kind = one % 20
        text = last if kind == 7 else last + " This was confirmed on Monday." if kind == 11 else _story(chance, one)
        last = text
        name, data = f"{one:05}.txt", text.encode()
        if kind == 13:
            name, data = f"{one:05}.txt", b"\x00 no text " + str(one).encode()
        (folder / name).write_bytes(data)
        os.utime(folder / name, (OLD, OLD))


def _story(chance: random.Random, number: int) -> str:
    place = chance.choice(PLACES)
    lines = [f"Port {place} counts its {chance.choice(GOODS)}\n\nPublished on {1 + number % 28} March 2025\n"]
    for _ in range(chance.randint(6, 40)):
        amount, goods, year = chance.randint(2, 900), chance.choice(GOODS), chance.randint(1990, 2024)
        lines.append(f"The port of {chance.choice(PLACES)} handled {amount},000 tons of {goods} in {year}, it said.")
    return "\n".join(lines)


def start(news: Path, where: str) -> subprocess.Popen[bytes]:
    """`briefgen ingest`, in a group of processes of its own."""
    command = [sys.executable, "-m", "briefgen", "ingest", news, "--store", where, "--jobs", "1", "--json"]
    return subprocess.Popen(
        list(map(str, command)), cwd=news.parent, env=os.environ | {"PYTHONPATH": str(ROOT)}, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


def finish(process: subprocess.Popen[bytes]) -> str:
    """Waits for its end; what it complains of, "" where it was well."""
    _, said = process.communicate(timeout=ENDS)
    return "" if process.returncode == 0 else said.decode(errors="replace")[-2000:] or f"exit {process.returncode}"


def rows(store: Store) -> Rows:
    """Every row but for moments. Numbers of documents stay: they must come in the same order, too."""
    found: Rows = {}
    for table in ("snapshot", *OF_DOCUMENTS, "source", "refusal", "meta"):
        names = _columns(table)
        wanted = ", ".join(name for name in names if name not in MOMENTS)
        where = " WHERE key NOT IN ('begun', 'revision')" if table == "meta" else ""
        found[table] = Counter(store.engine.rows(f"SELECT {wanted} FROM {table}{where}"))  # noqa: S608
    return found


def _columns(table: str) -> list[str]:
    return COLUMNS["band_settled" if table == "band" else table].split()


def violations(where: str, whole: Rows) -> Iterator[str]:
    """What is wrong with a store that was left in the middle: anything that an undisturbed one would not have."""
    with open_store(where) as store:
        yield from (str(one) for one in checking.check(store, (), again=False) if not one.is_note)
        there = rows(store)
        for table, found in there.items():
            if strange := found - whole[table]:
                first = f"{next(iter(strange))!r:.300}"
                yield f"{table}: {sum(strange.values())} rows that an undisturbed run has not, such as {first}"
        yield from _halves(there, whole)


def _halves(there: Rows, whole: Rows) -> Iterator[str]:
    """Documents and origins of which only a part is there."""
    numbers = {row[0] for row in there["document"]}
    for table in ("band", "near", "label"):
        place = _columns(table).index("document")
        expected = Counter({row: n for row, n in whole[table].items() if row[place] in numbers})
        if missing := expected - there[table]:
            yield f"{table}: {sum(missing.values())} rows of documents that are there are missing"
    read = {row[0] for row in there["source"]}
    seen = {row[0].partition("#")[0] for row in there["sighting"]} | {row[0] for row in there["refusal"]}
    if read != seen:
        yield f"origins without what they brought, or the other way round: {sorted(read ^ seen)[:3]}"


def campaign(where: Callable[[], str], news: Path, kills: int, seed: int) -> Done:
    """Kills until there are enough, a new store whenever all is in."""
    chance = random.Random(seed)  # noqa: S311
    undisturbed = where()
    begun = time.monotonic()
    if said := finish(start(news, undisturbed)):
        return Done(problems=[f"the undisturbed run failed: {said}"])
    takes = time.monotonic() - begun
    with open_store(undisturbed) as store:
        whole = rows(store)
    done = Done()
    while done.kills < kills and not done.problems:
        done.rounds += 1
        one_round(where(), news, whole, done, chance, takes, kills)
    return done


def one_round(  # noqa: PLR0913 - the state of a campaign
    where: str, news: Path, whole: Rows, done: Done, chance: random.Random, takes: float, kills: int
) -> None:
    """One store, killed and gone on with until all is in."""
    total = len(whole["source"])
    while done.kills < kills:
        process = start(news, where)
        if not has_moment(process, where, chance, takes):
            break
        done.problems += killed(process, where, whole)
        done.kills += 1
        with open_store(where) as store:
            done.in_work += 0 < next(store.engine.rows("SELECT count(*) FROM source"))[0] < total
        if done.problems:
            return
    else:
        process = start(news, where)
    if said := finish(process):
        done.problems.append(f"after {done.kills} kills it failed: {said}")
    done.problems += violations(where, whole)
    with open_store(where) as store:
        if (found := rows(store)) != whole:
            done.problems += [
                f"{table}: other rows than those of an undisturbed run"
                for table in whole
                if found[table] != whole[table]
            ]


def has_moment(process: subprocess.Popen[bytes], where: str, chance: random.Random, takes: float) -> bool:
    """Waits for a moment to kill: any, or, three times of four, one while something is written; none at the end."""
    time.sleep(chance.uniform(0.3, 0.9) * takes)
    if chance.random() < AIMED:
        writes = _writes_rows(where) if "://" in where else _log_grows(where)
        while process.poll() is None and not next(writes):
            time.sleep(0.0003)
        time.sleep(chance.uniform(0, 0.01))
    return process.poll() is None


def _log_grows(where: str) -> Iterator[bool]:
    """Whether the log of a file has changed since it was looked at first."""
    log = Path(f"{where}-wal")
    size = log.stat().st_size if log.exists() else 0
    while True:
        yield log.exists() and log.stat().st_size != size


def _writes_rows(where: str) -> Iterator[bool]:
    """Whether a database has a transaction that inserts."""
    import psycopg

    sql = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'INSERT%'"
        " AND state <> 'idle' AND pid <> pg_backend_pid()"
    )
    with psycopg.connect(where, autocommit=True) as link:
        while True:
            (number,) = link.execute(sql).fetchone() or (0,)
            yield number > 0


def killed(process: subprocess.Popen[bytes], where: str, whole: Rows) -> list[str]:
    """Kills it, and looks: at a copy of a file as it was, as after a power cut, and at the store itself."""
    problems = []
    if "://" not in where and Path(where).exists():
        os.killpg(process.pid, signal.SIGSTOP)
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy.db"
            for end in ("", "-wal"):  # without -shm: that is memory, and gone with the power
                if Path(f"{where}{end}").exists():
                    shutil.copy(f"{where}{end}", f"{copy}{end}")
            problems += [f"copy: {one}" for one in violations(str(copy), whole)]
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return problems + list(violations(where, whole))


def main() -> int:
    """The campaign from a command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--documents", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", action="store_true", help="a database instead of a file")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_news(folder / "news", given.documents, given.seed)
        if given.postgres:
            try:
                server = Server()
            except pytest.skip.Exception as error:
                print(f"no campaign: {error}")
                return 0
            try:
                done = campaign(server.url, folder / "news", given.kills, given.seed)
            finally:
                server.close()
        else:
            numbers = iter(range(10_000))
            done = campaign(lambda: str(folder / f"{next(numbers)}.db"), folder / "news", given.kills, given.seed)
    print(f"{done.kills} kills, {done.in_work} in the middle of the work, {done.rounds} stores")
    print("\n".join(done.problems) or "0 violations")
    return 1 if done.problems or done.kills < given.kills else 0


if __name__ == "__main__":
    sys.exit(main())
