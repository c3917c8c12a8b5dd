"""What sending needs on this machine: the outbox, secrets and certificates, looked at without sending anything."""

from __future__ import annotations

import os
import shlex
import ssl
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from msgspec import Struct

from briefgen.delivery import keys, secrets
from briefgen.delivery.outbox import Outbox, generations, looking, open_outbox, schema
from briefgen.delivery.relay.reaching import context
from briefgen.delivery.settings import Delivery, Login
from briefgen.delivery.values import Security
from briefgen.errors import BriefgenError

MEGABYTE = 1_000_000
"""Bytes."""
OTHERS = stat.S_IRWXG | stat.S_IRWXO
"""What a file with addresses lets nobody but its owner do."""


class Piece(Struct, frozen=True):
    """One thing that was looked at."""

    name: str
    found: str
    """Where it is, or what is wrong with it."""
    ok: bool = True
    hint: str = ""
    """What to do about it."""


def pieces(delivery: Delivery, given: Collection[str] = ()) -> Iterator[Piece]:
    """Everything, for `briefgen doctor`. No secret is shown.

    Args:
        delivery: What sending needs.
        given: Names of secrets that units get from systemd, and nobody else.
    """
    yield outbox(delivery.outbox)
    for name, piece in _secrets(delivery):
        yield piece if piece.ok or name not in given else Piece(piece.name, f"“{name}” is given to units by systemd")
    yield from _certificates(delivery)
    operators = ", ".join(delivery.operators)
    yield Piece("operators", operators or "none: nobody is told when something goes wrong (`operators`)")


def outbox(path: Path) -> Piece:
    """The file of the outbox: whole, of this version, for its owner alone, and to be written to."""
    if not path.exists():
        return _place(path)
    try:
        with open_outbox(path, create=False) as opened:
            return _opened(opened)
    except BriefgenError as error:
        return Piece("outbox", f"{path}: {error.message}", ok=False, hint=error.hint or "")


def _place(path: Path) -> Piece:
    """Where an outbox would be made."""
    above = next(one for one in path.absolute().parents if one.exists())
    if not os.access(above, os.W_OK | os.X_OK):
        return Piece("outbox", f"{path}: cannot be made there", ok=False, hint=f"Look at the permissions of {above}.")
    return Piece("outbox", f"{path} (not there yet; `briefgen send` begins it)")


def _opened(opened: Outbox) -> Piece:
    path = opened.path
    problem = next(opened.problems(), None)
    if problem:
        hint = "Bring back a backup beside it: `briefgen restore`."
        return Piece("outbox", f"{path}: is damaged: {problem}", ok=False, hint=hint)
    files = [one for one in (path, *(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))) if one.exists()]
    if os.name == "posix" and any(one.stat().st_mode & OTHERS for one in files):
        hint = f"chmod 600 {shlex.quote(str(path))}*"
        return Piece("outbox", f"{path}: holds addresses, and others on this machine may have it", ok=False, hint=hint)
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK | os.X_OK):
        hint = "Send as its owner, or give this user the right to write to it and to its folder."
        return Piece("outbox", f"{path}: cannot be written to by this user", ok=False, hint=hint)
    if saved := generations.locked(opened):
        return Piece(
            "outbox",
            f"{path}: locked: it does not know what went out since {saved:%Y-%m-%d}",
            ok=False,
            hint=generations.HINT,
        )
    number = len(looking.editions(opened))
    size = path.stat().st_size / MEGABYTE
    editions = f"{number:,} edition{'' if number == 1 else 's'}"
    return Piece("outbox", f"{path} ({editions}, {size:.1f} MB, tables of version {len(schema.VERSIONS)})")


def _secrets(delivery: Delivery) -> Iterator[tuple[str, Piece]]:
    """Each that the settings need, with its name."""
    if delivery.relay.user:
        yield delivery.relay.secret, _password("relay password", delivery.relay)
    if delivery.archive is not None and delivery.archive.login.user:
        yield delivery.archive.login.secret, _password("archive password", delivery.archive.login)
    if delivery.unsubscribing is not None:
        name, file = delivery.unsubscribing.secret, delivery.unsubscribing.secret_file
        try:
            number = len(keys.ring(secrets.secret(name, file)))
        except BriefgenError as error:
            yield name, _missing("unsubscribe key", error)
        else:
            yield name, Piece("unsubscribe key", f"“{name}” is there ({number:,} key{'' if number == 1 else 's'})")


def _password(what: str, login: Login) -> Piece:
    try:
        secrets.secret(login.secret, login.secret_file)
    except BriefgenError as error:
        return _missing(what, error)
    return Piece(what, f"“{login.secret}” is there")


def _missing(what: str, error: BriefgenError) -> Piece:
    where = f"{error.where}: " if error.where else ""
    return Piece(what, f"{where}{error.message}", ok=False, hint=error.hint or "")


def _certificates(delivery: Delivery) -> Iterator[Piece]:
    """Those that servers are checked by, where the settings ask for TLS."""
    archive = delivery.archive.login if delivery.archive else None
    logins = [one for one in (delivery.relay, archive) if one is not None and one.security is not Security.NONE]
    if not logins:
        return
    folder = ssl.get_default_verify_paths().capath  # what stands there is read only when it is needed
    number = ssl.create_default_context().cert_store_stats()["x509_ca"]
    own = dict.fromkeys(one.authority for one in logins if one.authority is not None)
    try:
        for file in own:
            context(file)
    except BriefgenError as error:
        yield Piece("certificates", f"{error.where}: {error.message}", ok=False, hint=error.hint or "")
        return
    system = f"{number:,} of the system" if number or not folder else f"those in {folder}"
    ok = bool(number or folder or own)
    hint = "" if ok else "apt-get install ca-certificates, or name a file under `certificates`."
    yield Piece("certificates", ", ".join([system, *map(str, own)]), ok=ok, hint=hint)
