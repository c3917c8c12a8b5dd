"""Folders on servers: read from a Dovecot of our own, and from servers that say whatever they like."""

from __future__ import annotations

import contextlib
import imaplib
import os
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

import letters
import postal
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from outboxes import plan, send
from postal import PASSWORD, PostOffice
from relays import free_port

from briefgen.delivery import archive, imap
from briefgen.delivery.bouncing import folders
from briefgen.delivery.bouncing.folders import Mark
from briefgen.delivery.bouncing.reports import LARGEST
from briefgen.delivery.outbox import open_outbox
from briefgen.delivery.settings import Login
from briefgen.delivery.values import Entry, Security
from briefgen.errors import DeliveryError, SecretError

OTHER = "Архив & “копии”/台北"
"""Name of a folder."""


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    with postal.office() as made:
        yield made


@pytest.fixture(autouse=True)
def _empty(request: pytest.FixtureRequest) -> None:
    if "office" in request.fixturenames:
        request.getfixturevalue("office").empty()


def put(office: PostOffice, *messages: bytes, box: str = "archive") -> None:
    """Lays messages into a box as a server does, one after the other."""
    place = office.folder / "mail" / box
    for part in ("tmp", "new", "cur"):
        (place / part).mkdir(parents=True, exist_ok=True)
    number = len(list((place / "new").iterdir()))
    for one, message in enumerate(messages, number):
        (place / "new" / f"{1_700_000_000 + one}.M{one}.test").write_bytes(message)
    for path in (place, *place.rglob("*")):
        os.chown(path, postal.OWNER, postal.OWNER)


def entries(number: int) -> tuple[Entry, ...]:
    return tuple(letters.entry(one, 1 + place) for place, one in enumerate(letters.people(number)))


def message(entry: Entry, text: str = "Text") -> bytes:
    return f"Subject: Water\r\nMessage-ID: {entry.message_id}\r\n\r\n{text}\r\n".encode()


def seen(office: PostOffice, box: str, name: str = "INBOX") -> bytes:
    """What a server says of the flags of all mails."""
    with imaplib.IMAP4("localhost", office.imap) as link:
        link.starttls(ssl.create_default_context(cafile=str(office.authority)))
        link.authenticate("PLAIN", lambda _: f"\0{box}\0{PASSWORD}".encode())
        link.select(imap.quoted(imap.encoded(name)), readonly=True)
        return b" ".join(one for one in link.fetch("1:*", "(FLAGS)")[1] if isinstance(one, bytes))


# The archive.


@pytest.mark.parametrize("number", [4, archive.FEW + 4])
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_the_archive_says_which_messages_it_has(office: PostOffice, number: int, security: Security) -> None:
    asked = entries(number)
    put(office, *(message(one) for one in asked[::2]))
    # An id within another text, and one that is cut, are not it.
    put(office, message(asked[1]).replace(b"Message-ID", b"In-Reply-To"), message(asked[1]).replace(b"<", b"<x"))
    look_up = archive.look_up(office.archive(security), PASSWORD)
    assert look_up(asked) == {one.number: one.number % 2 == 1 for one in asked}


def test_an_archive_in_slices_is_the_same(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = entries(archive.FEW + 8)
    put(office, *(message(one) for one in asked[:-1]))
    monkeypatch.setattr(imap, "SLICE", 7)
    found = archive.look_up(office.archive(), PASSWORD)(asked)
    assert [number for number, there in found.items() if not there] == [asked[-1].number]


def test_an_empty_archive_has_nothing(office: PostOffice) -> None:
    look_up = archive.look_up(office.archive(), PASSWORD)
    assert set(look_up(entries(2)).values()) == {False}
    assert set(look_up(entries(archive.FEW + 1)).values()) == {False}


def test_a_long_id_that_a_server_folded_is_found(office: PostOffice) -> None:
    asked = entries(archive.FEW + 1)
    put(office, message(asked[0]).replace(b"Message-ID: ", b"Message-Id:\r\n\t"))
    assert archive.look_up(office.archive(), PASSWORD)(asked)[asked[0].number]


def test_a_folder_in_any_script_is_read(office: PostOffice) -> None:
    with imaplib.IMAP4("localhost", office.imap) as link:
        link.starttls(ssl.create_default_context(cafile=str(office.authority)))
        link.authenticate("PLAIN", lambda _: f"\0archive\0{PASSWORD}".encode())
        name = imap.quoted(imap.encoded(OTHER.replace("/", ".")))
        assert link.create(name)[0] == "OK"
        (asked,) = entries(1)
        link.append(name, "", "", message(asked))
    given = replace(office.archive(), folder=OTHER.replace("/", "."))
    assert archive.look_up(given, PASSWORD)((asked,)) == {1: True}


def test_names_of_folders_are_written_as_the_standard_has_them() -> None:
    # RFC 3501, 5.1.3
    assert imap.encoded("~peter/mail/台北/日本語") == "~peter/mail/&U,BTFw-/&ZeVnLIqe-"
    assert imap.encoded("R&D") == "R&-D"
    assert imap.encoded("INBOX") == "INBOX"


@given(st.text())
def test_the_name_of_a_folder_comes_back(name: str) -> None:
    made = imap.encoded(name)
    assert made.isascii()
    assert made.isprintable()
    # UTF-7 but for its sign and one letter; what is printable stands there as it is.
    parts = made.split("&")
    back = parts[0]
    for part in parts[1:]:
        word, _, rest = part.partition("-")
        back += (f"+{word.replace(',', '/')}-".encode().decode("utf-7", "surrogatepass") if word else "&") + rest
    assert back == name


# What keeps it from being read.


def test_a_wrong_password_is_said_and_not_shown(office: PostOffice) -> None:
    with pytest.raises(SecretError, match=r"does not let us in: .*Authentication failed") as found:
        archive.look_up(office.archive(), "another pässword")(entries(1))
    assert "another" not in str(found.value)
    assert found.value.__cause__ is None


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_of_somebody_else_is_not_trusted(office: PostOffice, security: Security) -> None:
    given = office.archive(security)
    strange = replace(given, login=replace(given.login, authority=None))
    with pytest.raises(SecretError, match="not to be trusted"):
        archive.look_up(strange, PASSWORD)(entries(1))


def test_a_folder_that_is_not_there_is_said(office: PostOffice) -> None:
    with pytest.raises(DeliveryError, match=r"there is no such folder: .*Copies"):
        archive.look_up(replace(office.archive(), folder="Copies"), PASSWORD)(entries(1))


def test_a_server_that_is_not_there_is_tried_again(office: PostOffice) -> None:
    away = replace(office.archive(), login=office.login("archive", free_port()))
    with pytest.raises(DeliveryError, match="Connection refused") as found:
        archive.look_up(away, PASSWORD)(entries(1))
    assert found.value.exit_code == 75


def test_a_port_without_tls_gets_no_password(office: PostOffice) -> None:
    given = replace(office.archive(), login=office.login("archive", office.port, Security.TLS))
    with pytest.raises(DeliveryError):
        archive.look_up(given, PASSWORD)(entries(1))


# What came back.


def place(office: PostOffice, secret_file: Path | None = None) -> folders.Folder:
    address = f"imap://bounces@localhost:{office.imap}/INBOX"
    return folders.folder(address, "bounces-password", secret_file, office.authority)


def test_mails_are_read_from_where_the_last_run_ended_and_stay_unread(office: PostOffice) -> None:
    one, two, three = (message(each) for each in entries(3))
    put(office, one, two, box="bounces")
    first = list(folders.mails(place(office), PASSWORD, None))
    assert [mail for _, mail in first] == [one, two]
    put(office, three, box="bounces")
    last = first[-1][0]
    assert [mail for _, mail in folders.mails(place(office), PASSWORD, last)] == [three]
    newest = Mark(last.validity, last.last + 1)
    assert list(folders.mails(place(office), PASSWORD, newest)) == []
    assert len(list(folders.mails(place(office), PASSWORD, Mark(last.validity + 1, 99)))) == 3
    assert b"\\Seen" not in seen(office, "bounces")


def test_only_the_beginning_of_a_large_mail_is_read(office: PostOffice) -> None:
    (one,) = entries(1)
    put(office, message(one, "x\r\n" * LARGEST), box="bounces")
    ((_, mail),) = folders.mails(place(office), PASSWORD, None)
    assert len(mail) == LARGEST


def test_the_command_reads_a_server_and_says_what_is_wrong(briefgen: Run, office: PostOffice, tmp_path: Path) -> None:
    with open_outbox(tmp_path / "state" / "outbox.db") as outbox:
        plan(outbox, "2026-W46")
        send(outbox, "2026-W46")
    for name, text in (("key", "a key of the tests, " * 2), ("password", PASSWORD), ("wrong", "wrong")):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o600)
    put(office, message(entries(1)[0]), box="bounces")
    asked = ("bounces", f"imap://bounces@localhost:{office.imap}/INBOX", "--key-file", tmp_path / "key")
    trusted = (*asked, "--authority", office.authority, "--secret-file")
    done = briefgen(*trusted, tmp_path / "wrong")
    assert (done.returncode, "does not let us in" in done.stderr) == (2, True)
    assert "--authority" in briefgen(*asked, "--secret-file", tmp_path / "password").stderr
    assert "1 mail: " in briefgen(*trusted, tmp_path / "password").stderr
    assert "0 mails; " in briefgen(*trusted, tmp_path / "password").stderr


# Servers that say whatever they like.


class Scripted:
    """A server that answers each command with what is written down; "{tag}" is that of the command.

    Without it, and behind another greeting, it hangs up.
    """

    FRIENDLY: Mapping[str, bytes] = {
        "CONNECT": b"* OK hello\r\n",
        "CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n",
        "LOGIN": b"{tag} OK done\r\n",
        "EXAMINE": b"* 2 EXISTS\r\n* OK [UIDVALIDITY 7] numbers\r\n{tag} OK [READ-ONLY] done\r\n",
        "SEARCH": b"* SEARCH 4 9\r\n{tag} OK done\r\n",
        "FETCH": b"* 1 FETCH (UID 4 BODY[]<0> {5}\r\nhello)\r\n{tag} OK done\r\n",
        "LOGOUT": b"* BYE\r\n{tag} OK done\r\n",
    }

    def __init__(self, answers: Mapping[str, bytes]) -> None:
        self.answers = {**self.FRIENDLY, **answers}
        self.heard: list[str] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        port: int = self._server.getsockname()[1]
        self.login = Login("127.0.0.1", port, Security.NONE, 'an "odd" user')
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join(10)
        self._server.close()
        assert not self._thread.is_alive()

    def _serve(self) -> None:
        link, _ = self._server.accept()
        # Whoever called is free to hang up.
        with link, link.makefile("rb") as file, contextlib.suppress(OSError):
            link.sendall(self.answers["CONNECT"])
            while self.answers["CONNECT"] == self.FRIENDLY["CONNECT"] and (line := file.readline()):
                words = line.decode().split()
                self.heard.append(line.decode().strip())
                answer = self.answers[words[2] if words[1] == "UID" else words[1]]
                link.sendall(answer.replace(b"{tag}", words[0].encode()))
                if b"{tag}" not in answer:
                    return


def read(answers: Mapping[str, bytes], password: str = "secret") -> tuple[list[bytes], list[str]]:  # noqa: S107
    """The mails of such a server, and what it heard."""
    with Scripted(answers) as server:
        where = folders.Folder(server.login, 'IN"BOX')
        try:
            found = [mail for _, mail in folders.mails(where, password, None)]
        finally:
            heard = server.heard
    return found, heard


def test_a_friendly_server_hears_what_the_standard_says() -> None:
    found, heard = read({})
    assert found == [b"hello", b"hello"]
    assert [line.split(maxsplit=1)[1] for line in heard] == [
        "CAPABILITY",
        r'LOGIN "an \"odd\" user" "secret"',
        r'EXAMINE "IN\"BOX"',
        "UID SEARCH UID 1:*",
        f"UID FETCH 4 (BODY.PEEK[]<0.{LARGEST}>)",
        f"UID FETCH 9 (BODY.PEEK[]<0.{LARGEST}>)",
        "LOGOUT",
    ]


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("CONNECT", b"* BYE too many\r\n"),
        ("CONNECT", b"SSH-2.0-OpenSSH\r\n"),
        ("CONNECT", b"* OK " + b"x" * 2_000_000),
        ("CAPABILITY", b"{tag} BAD what\r\n"),
        ("LOGIN", b"* BYE gone\r\n"),
        ("LOGIN", b"{tag} NO [UNAVAILABLE] later\r\n"),
        ("EXAMINE", b""),
        ("EXAMINE", b"{tag} NO nothing\r\n"),
        ("SEARCH", b"{tag} NO not now\r\n"),
        ("SEARCH", b"* SEARCH " + b"9" * 5000 + b"\r\n{tag} OK done\r\n"),
        ("FETCH", b"* 1 FETCH (BODY[] {99999999999}\r\n"),
        ("FETCH", b"* 1 FETCH (BODY[] {" + b"9" * 5000 + b"}\r\n"),
        ("FETCH", b"* 1 FETCH (BODY[] {50}\r\nhalf"),
        ("FETCH", b"{tag} NO [SERVERBUG] no\r\n"),
        ("FETCH", b"A999 OK not yours\r\n"),
    ],
)
def test_a_server_that_cannot_be_read_is_tried_again(command: str, answer: bytes) -> None:
    with pytest.raises(DeliveryError, match=r"try again later|Look at its name"):
        read({command: answer})


@pytest.mark.parametrize(
    "answer",
    [
        b"{tag} OK done\r\n",
        b"* 1 FETCH (UID 4)\r\n{tag} OK done\r\n",
        b"* 1 EXPUNGE\r\n{tag} OK done\r\n",
        b"* 1 FETCH (FLAGS (\\Seen))\r\n{tag} OK done\r\n",
    ],
)
def test_a_mail_that_is_gone_by_now_is_passed_over(answer: bytes) -> None:
    assert read({"FETCH": answer})[0] == []


def test_a_login_that_is_refused_needs_a_person() -> None:
    with pytest.raises(SecretError, match=r"does not let us in: \[AUTHENTICATIONFAILED\] no") as found:
        read({"LOGIN": b"{tag} NO [AUTHENTICATIONFAILED] no\r\n"})
    assert "secret" not in str(found.value)


def test_a_password_in_other_letters_needs_a_server_that_takes_them() -> None:
    with pytest.raises(SecretError, match="in ASCII alone"):
        read({}, PASSWORD)


def test_a_server_that_forgets_to_say_its_numbers_is_read_from_the_beginning() -> None:
    with Scripted({"EXAMINE": b"* 1 EXISTS\r\n{tag} OK done\r\n"}) as server:
        where = folders.Folder(server.login, "INBOX")
        assert [mark for mark, _ in folders.mails(where, "secret", Mark(7, 5))] == [Mark(0, 4), Mark(0, 9)]
