"""Reports → who is written to no more. Only what proves that it is about a message of ours changes anything."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from briefgen.delivery import logs
from briefgen.delivery.bouncing import addresses, reports
from briefgen.delivery.bouncing.codes import Kind
from briefgen.delivery.bouncing.reports import Report
from briefgen.delivery.keys import Key
from briefgen.delivery.masking import masked
from briefgen.delivery.outbox import Outbox, audit, looking, moving, packing
from briefgen.delivery.unsubscribing import leaving, tokens
from briefgen.delivery.values import Entry, State
from briefgen.errors import UsageError

WHO = "bounces"
"""In the audit."""


class Rule(Struct, frozen=True):
    """When soft bounces are enough."""

    soft: int = 3
    """So many editions came back …"""
    of: int = 5
    """… of the last ones that were sent to somebody."""


class Outcome(Struct, frozen=True):
    """What was made of a mail."""

    report: Report
    entry: Entry | None = None
    """The message that it is about, where that is proven."""
    doubt: str = ""
    """Why nothing follows from it, though it may be about a message."""
    left: tuple[str, ...] = ()
    """Lists that the recipient gets no more; `leaving.EVERYTHING` for all."""


def follow(  # noqa: PLR0913 - one argument for each thing that is needed
    outbox: Outbox, keys: Sequence[Key], mails: Iterable[bytes], rule: Rule, now: dt.datetime, *, dry: bool = False
) -> Iterator[Outcome]:
    """What each mail reports, and what follows from it; those that were read before are passed over.

    Args:
        outbox: Where.
        keys: What proves.
        mails: As they came.
        rule: When soft ones are enough.
        now: When this happens.
        dry: Nothing is changed, and all are as if for the first time.
    """
    for mail in mails:
        digest = hashlib.sha256(mail[: reports.LARGEST]).digest()
        if outbox.rows("SELECT 1 FROM notice WHERE digest = :digest", {"digest": digest}):
            continue
        report = reports.read(mail)
        entry, doubt = _whose(outbox, keys, report)
        lists = _lists(outbox, report, entry, rule) if entry else ()
        if not dry:
            # Whoever dies between these two does the first one again, which changes nothing then.
            lists = _leave(outbox, report, entry, lists, now) if entry and lists else ()
            _keep(outbox, digest, report, entry, now)
        yield Outcome(report, entry, doubt, lists)


def _whose(outbox: Outbox, keys: Sequence[Key], report: Report) -> tuple[Entry | None, str]:
    """The message that a report is about, where it proves that; else why not."""
    for token in report.tokens:
        try:
            entry = looking.by_number(outbox, token.number)
        except UsageError:
            continue  # an invention, or of an outbox that is no more
        if addresses.proves(keys, token, entry.message_id):
            return entry, ""
    named = looking.by_message_id(outbox, report.message_id) if report.message_id else None
    if named is None:
        return None, "about no message from here" if report.message_id or report.tokens else ""
    # A Message-ID can be worked out by anybody who knows the recipient. The link in the message cannot.
    whose = {tokens.named_by(key, named.person.id, named.person.lists) for key in keys}
    if any(tokens.read(keys, link) in whose for link in report.links):
        return named, ""
    return None, "names a message from here, and proves nothing"


def _lists(outbox: Outbox, report: Report, entry: Entry, rule: Rule) -> tuple[str, ...]:
    """What the recipient is to get no more."""
    match report.kind:
        case Kind.HARD:
            return (leaving.EVERYTHING,)
        case Kind.COMPLAINT:
            return entry.person.lists
        case Kind.SOFT:
            return (leaving.EVERYTHING,) if _is_enough(outbox, entry, rule) else ()
        case _:
            return ()


def _is_enough(outbox: Outbox, entry: Entry, rule: Rule) -> bool:
    """Whether soft bounces, this one among them, are enough."""
    last = [one.edition for one in looking.by_recipient(outbox, entry.person.id) if one.state is State.SENT][-rule.of :]
    sql = "SELECT DISTINCT edition FROM notice WHERE recipient = :recipient AND kind = 'soft'"
    came_back = {edition for (edition,) in outbox.rows(sql, {"recipient": entry.person.id})} | {entry.edition}
    return len(came_back.intersection({*last, entry.edition})) >= rule.soft


def _leave(outbox: Outbox, report: Report, entry: Entry, lists: Sequence[str], now: dt.datetime) -> tuple[str, ...]:
    how = leaving.How.COMPLAINT if report.kind is Kind.COMPLAINT else leaving.How.BOUNCE
    said = masked(logs.salt(outbox), f"{report.status} {report.said}".strip())  # it becomes a reason, which stays
    return leaving.leave(outbox, entry.person.id, lists, how, now, WHO, said)


def _keep(outbox: Outbox, digest: bytes, report: Report, entry: Entry | None, now: dt.datetime) -> None:
    """Notes that a mail was read. What came back was taken by the relay, whatever was unknown before."""
    if entry is not None and entry.state is State.UNKNOWN:
        moving.resolve(outbox, entry, State.SENT, now, WHO, "a report about it came back")
    with outbox.writing():
        outbox.run(
            "INSERT INTO notice VALUES (:digest, :at, :kind, :message, :status, :recipient, :edition)"
            " ON CONFLICT DO NOTHING",
            {
                "digest": digest, "at": packing.stamp(now), "kind": report.kind, "status": report.status,
                "message": entry.number if entry else None, "recipient": entry.person.id if entry else "",
                "edition": entry.edition if entry else "",
            },
        )  # fmt: skip
        if entry is not None:
            detail = f"{report.kind} {report.status}".strip()
            audit.note(outbox, now, WHO, "report", entry.edition, entry.number, detail)
