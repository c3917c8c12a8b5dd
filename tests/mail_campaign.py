"""A campaign of kills: senders of mail are ended by SIGKILL at random moments, until all of an edition is out.

    python tests/mail_campaign.py [--kills 200] [--policy hold|resend|reconcile] [--people 200] [--seed 1]

They hand their messages to a Postfix, with TLS and a login; what arrived is counted in its Maildirs, by recipient.
Nothing is printed but counts, and what is wrong; exit code 1 says that something is.
"""

from __future__ import annotations

import argparse
import email
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import postal
import pytest
from mortal import KILLED, Job, Point, Senders
from msgspec.structs import replace
from postal import PostOffice

from briefgen.delivery.outbox import looking, open_outbox
from briefgen.delivery.sending.values import DONE, PERSON
from briefgen.delivery.values import Entry, Policy, State

EARLY = 0.25
"""Share of the kills at one of the first steps of a run: the plan, and what the last death left behind, come once."""
STEPS = 40
"""Steps of a kind, at most, that a run may take before it is killed: some twenty messages."""
MOMENT = 250
"""Milliseconds, at most, until a kill by the clock."""
CONNECTIONS = (1, 2, 4)
"""At the same time, drawn for each edition."""
POINTS = tuple(one for one in Point if one is not Point.NEVER)


@dataclass
class Done:
    """What a campaign came to."""

    kills: int = 0
    points: Counter[Point] = field(default_factory=Counter)
    """Kills at each."""
    messages: int = 0
    unknown: int = 0
    """Messages that are left for a person, as nobody knows."""
    twice: int = 0
    """Messages that arrived twice, where the policy allows that."""
    rounds: int = 0
    problems: list[str] = field(default_factory=list)


def campaign(  # noqa: PLR0913 - one argument for each choice
    office: PostOffice, folder: Path, policy: Policy, kills: int, people: int, seed: int
) -> Done:
    """Kills until there are enough; a new edition whenever all of one is out."""
    chance = random.Random(seed)  # noqa: S311
    done = Done()
    with Senders() as senders:
        while done.kills < kills and not done.problems:
            done.rounds += 1
            job = Job(
                path=folder / f"{policy}-{done.rounds}.db",
                edition=f"2026-W47.{done.rounds}",
                people=people,
                port=office.port,
                policy=policy,
                authority=office.authority,
                imap=office.imap if policy is Policy.RECONCILE else 0,
                connections=chance.choice(CONNECTIONS),
            )
            office.empty()
            code = one_round(senders, job, done, chance, kills)
            office.settle()
            judge(office, job, code, done)
    return done


def one_round(senders: Senders, job: Job, done: Done, chance: random.Random, kills: int) -> int:
    """An edition, killed and gone on with until it is out; the code of the last run."""
    while done.kills < kills:
        point, number = aim(chance)
        code = senders.run(replace(job, point=point, number=number))
        if code != KILLED:
            break
        done.kills += 1
        done.points[point] += 1
    else:
        code = senders.run(job)
    assert isinstance(code, int)
    return code


def aim(chance: random.Random) -> tuple[Point, int]:
    """Where the next run is killed."""
    point = chance.choice(POINTS)
    most = MOMENT if point is Point.CLOCK else 4 if chance.random() < EARLY else STEPS
    return point, chance.randint(1, most)


def judge(office: PostOffice, job: Job, code: int, done: Done) -> None:
    """Counts what arrived, and notes what should not be."""
    with open_outbox(job.path) as outbox:
        done.problems += outbox.problems()
        entries = looking.entries(outbox, job.edition)
    came: dict[str, list[str]] = defaultdict(list)
    for message in office.box("people"):
        read = email.message_from_bytes(message)
        came[str(read["Delivered-To"])].append(str(read["Message-ID"]))
        if str(read["Delivered-To"]) not in str(read["To"]):
            done.problems.append(f"a message to {read['To']} came to {read['Delivered-To']}")
    unknown = sum(one.state is State.UNKNOWN for one in entries)
    done.problems += wrong(entries, came, job.policy)
    if code != (PERSON if unknown else DONE):
        done.problems.append(f"the last run ended with {code}, and {unknown} are unknown")
    done.messages += len(entries)
    done.unknown += unknown
    done.twice += sum(len(ids) > 1 for ids in came.values())


def wrong(entries: Sequence[Entry], came: dict[str, list[str]], policy: Policy) -> Iterator[str]:
    """What should not be, of an edition that is out."""
    if strange := set(came) - {one.person.address for one in entries}:
        yield f"mail came to {len(strange)} who are on no list, such as {min(strange)}"
    for one in entries:
        ids = came.get(one.person.address, [])
        where = f"message {one.number}, {one.state}"
        if set(ids) - {one.message_id}:
            yield f"{where}: came under another Message-ID"
        if not ids and (one.state is not State.UNKNOWN or policy is not Policy.HOLD):
            yield f"{where}: is lost"
        if len(ids) > 1 and policy is not Policy.RESEND:
            yield f"{where}: came {len(ids)} times"
        if one.state is not State.SENT and not (one.state is State.UNKNOWN and policy is Policy.HOLD):
            yield f"{where}: is not settled"


def told(policy: Policy, done: Done) -> str:
    """A campaign in a line."""
    points = ", ".join(f"{number} {point}" for point, number in sorted(done.points.items()))
    return (
        f"{policy}: {done.kills} kills ({points}), {done.messages:,} messages in {done.rounds} editions; "
        f"{done.unknown} unknown, {done.twice} came twice"
    )


def main() -> int:
    """The campaign from a command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--policy", type=Policy, choices=list(Policy), help="all of them when left out")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    problems: list[str] = []
    try:
        with postal.office() as office, tempfile.TemporaryDirectory() as folder:
            for policy in [given.policy] if given.policy else Policy:
                done = campaign(office, Path(folder), policy, given.kills, given.people, given.seed)
                print(told(policy, done), flush=True)
                problems += [f"{policy}: {one}" for one in done.problems]
    except pytest.skip.Exception as error:
        print(f"no campaign: {error}")
        return 0
    print("\n".join(problems) or "0 violations")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
