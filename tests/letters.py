"""Letters and people for tests of delivery: invented, and at names that nobody can own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import samples
from msgspec.structs import replace

from briefgen.delivery.keys import Key
from briefgen.delivery.mailing import Desk, message_id
from briefgen.delivery.settings import Delivery, List, Login, Release, Unsubscribing
from briefgen.delivery.unsubscribing import tokens
from briefgen.delivery.values import Combination, Entry, Letter, Person, Security, State
from briefgen.model import File
from briefgen.rendering import mail

NOW = dt.datetime(2026, 11, 23, 7, 30, tzinfo=dt.UTC)
WEEK = "2026-W47"
ENERGY = Combination(("energy",), "en")
BOTH = Combination(("energy", "transport"), "kk")
URL = "https://briefs.example.org/unsubscribe"
KEY = Key(b"unsubscribe-" * 4)
BOUNCE = Key(b"bounces-" * 4)
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40
LISTS = (
    List("cabinet", "Cabinet Office, weekly", Release.BY_HAND, ()),
    List("press", "Пресса", Release.AUTOMATIC, ()),
)


def person(
    address: str = "Ann.Lee@example.org",
    name: str = "Ann Lee",
    combination: Combination = ENERGY,
    attached: tuple[str, ...] = (),
    lists: tuple[str, ...] = ("cabinet",),
) -> Person:
    return Person(address, name, lists, combination, attached, ())


def people(number: int, combination: Combination = ENERGY) -> tuple[Person, ...]:
    return tuple(person(f"reader{one:05}@example.org", f"Reader {one}", combination) for one in range(number))


def delivery(port: int = 25, security: Security = Security.NONE, *, leaving: bool = True) -> Delivery:
    return Delivery(
        path=Path("delivery.yaml"),
        sender="briefs@example.org",
        sender_name="Ministry of Ports",
        relay=Login("localhost", port, security),
        calendar=None,
        lists=LISTS,
        people=(),
        bounces="bounces@example.org",
        unsubscribing=Unsubscribing(URL) if leaving else None,
    )


def desk(given: Delivery | None = None) -> Desk:
    return Desk(given or delivery(), (KEY,), (BOUNCE,))


def letter(
    combination: Combination = ENERGY,
    title: str = "Energy and ports",
    link: str = tokens.placeholder(URL),
    more: str = "",
) -> Letter:
    """A letter with a link to unsubscribe in both of its versions, and a picture."""
    brief = replace(samples.quiet(), title=title, topic=combination.topics[0])
    text = f"{title}\n\n.A line with a dot in front\n{more}\nTo leave the list: {link}\n"
    page = (
        f'<!DOCTYPE html><html lang="en"><body><p>Figures = 4,5 % {more}</p>'
        f'\n<img src="cid:chart-1@{mail.HOST}" width="420" alt="4.5">'
        f'<p>Why you get this: you are on a list. <a href="{link}">Leave it</a></p></body></html>\n'
    )
    pictures = (mail.Picture(f"chart-1@{mail.HOST}", "chart-1.png", "png", b"\x89PNG\r\n\x1a\n" + bytes(900)),)
    content = mail.message(brief, text, page, pictures)
    return Letter(combination, (File(f"{combination.key}.eml", content), File(f"{combination.key}.pdf", PDF)))


def entry(whom: Person, number: int = 1, edition: str = WEEK) -> Entry:
    return Entry(number, edition, whom, message_id(edition, whom.id, "example.org"), State.CLAIMED, NOW, 1)


def certified(folder: Path, *names: str) -> tuple[Path, Path]:
    """A key with its certificate for some names, and the certificate of its own authority."""
    import trustme

    authority = trustme.CA()
    own = folder / "server.pem"
    authority.issue_cert(*names).private_key_and_cert_chain_pem.write_to_path(str(own))
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    return own, folder / "authority.pem"
