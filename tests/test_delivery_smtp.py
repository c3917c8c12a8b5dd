"""The way to the relay: each step of the exchange, TLS, logins, and what answers mean."""

from __future__ import annotations

import ssl
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import letters
import pytest
from hypothesis import given
from hypothesis import strategies as st
from relays import Scripted, delivered, free_port, sink

from briefgen.delivery.mailing import Message
from briefgen.delivery.relay import Access, Limits, Meaning, Session, Step, Trouble, judging, reach
from briefgen.delivery.relay.session import stuffed
from briefgen.delivery.settings import Login
from briefgen.delivery.values import Reply, Security
from briefgen.errors import SecretError

SHORT = Limits(connect=5, command=5, dot=0.2)
NAME = "Zoë"
PASSWORD = "pässword with blanks"  # noqa: S105 - of nobody
HELLO = Message("bounces@example.org", "ann@example.org", b"Subject: x\r\n\r\nHello\r\n.\r\n..two\r\n")


def access(  # noqa: PLR0913 - one argument for each setting
    port: int,
    security: Security = Security.NONE,
    user: str = "",
    authority: Path | None = None,
    limits: Limits = SHORT,
    host: str = "localhost",
) -> Access:
    return Access(Login(host, port, security, user, authority=authority), PASSWORD, limits)


def trouble(port: int, message: Message = HELLO) -> Trouble:
    session = Session.open(access(port))
    with pytest.raises(Trouble) as found:
        session.send(message)
    session.close()
    return found.value


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return letters.certified(tmp_path_factory.mktemp("certificates"), "localhost")


@pytest.fixture
def tls(certificates: tuple[Path, Path]) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificates[0])
    return made


# Messages.


def test_a_message_arrives_as_it_was_and_its_dots_with_it(letterbox: Path) -> None:
    with sink("-d", f"{letterbox}/%H%M%S.") as port:
        session = Session.open(access(port))
        assert session.send(HELLO) == Reply(250, "Ok", "2.0.0")
        assert session.send(HELLO).code == 250
        session.close()
    found = delivered(letterbox)
    assert len(found) == 2
    assert all(one.startswith(HELLO.content) for one in found)
    (first, *_) = sorted(letterbox.iterdir())
    assert b"X-Rcpt-Args: <ann@example.org>" in first.read_bytes()
    assert b"X-Mail-Args: <bounces@example.org>" in first.read_bytes()


@given(st.binary(max_size=200))
def test_no_text_ends_a_message_before_its_end(content: bytes) -> None:
    lines = content.replace(b"\r", b"").replace(b"\n", b"\r\n")
    sent = stuffed(b"A: b\r\n\r\n" + lines) + b".\r\n"
    assert sent.index(b"\r\n.\r\n") == len(sent) - 5
    read = [line[1:] if line.startswith(b".") else line for line in sent[:-3].split(b"\r\n")]
    whole = b"A: b\r\n\r\n" + lines
    assert b"\r\n".join(read) == (whole if whole.endswith(b"\r\n") else whole + b"\r\n")


def test_what_was_offered_is_no_message_until_its_dot_goes_out() -> None:
    with Scripted() as relay:
        session = Session.open(access(relay.port))
        for _ in session.offer(HELLO):
            assert relay.messages == []
        time.sleep(0.05)
        assert relay.messages == []
        session.end()
        assert session.answer().code == 250
        session.close()
    assert len(relay.messages) == 1


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_whoever_closes_in_the_middle_of_a_message_sends_no_dot_and_no_goodbye(steps: int) -> None:
    with Scripted() as relay:
        session = Session.open(access(relay.port))
        for _ in islice(session.offer(HELLO), steps):
            pass
        session.close()
    assert relay.messages == []
    assert "quit" not in relay.heard


def test_a_relay_that_hangs_up_before_the_dot_has_nothing() -> None:
    with Scripted() as relay:
        session = Session.open(access(relay.port))
        for _ in session.offer(HELLO):
            pass
        relay.say(b"421 4.4.2 you took too long\r\n")
        with pytest.raises(Trouble) as found:
            session.end()
    assert (found.value.step, found.value.meaning) == (Step.TEXT, Meaning.SLOW)
    assert found.value.ends_connection
    assert relay.messages == []


def test_the_connection_is_kept_after_a_refusal() -> None:
    with Scripted({"RCPT": ["550 5.1.1 nobody", "250 ok"]}) as relay:
        session = Session.open(access(relay.port))
        with pytest.raises(Trouble, match="nobody"):
            session.send(HELLO)
        session.send(HELLO)
        session.close()
    assert relay.connections == 1
    assert [word.split()[0] for word in relay.heard] == [
        "ehlo", "MAIL", "RCPT", "RSET", "MAIL", "RCPT", "DATA", "quit",
    ]  # fmt: skip


def test_an_address_in_other_letters_needs_a_relay_that_knows_them() -> None:
    other = Message("b@example.org", "жан@example.org", HELLO.content)
    with Scripted() as relay:
        found = trouble(relay.port, other)
    assert (found.step, found.meaning) == (Step.MAIL, Meaning.REFUSED)
    with Scripted(offers=("SMTPUTF8", "8BITMIME", "SIZE 1000")) as relay:
        session = Session.open(access(relay.port))
        session.send(other)
        session.close()
    assert "RCPT TO:<жан@example.org>" in relay.heard
    assert f"MAIL FROM:<b@example.org> SIZE={len(HELLO.content)} BODY=8BITMIME SMTPUTF8" in relay.heard


# What answers mean: each row against Postfix's own test server.


@pytest.mark.parametrize(
    ("options", "step", "meaning"),
    [
        (("-r", "rcpt"), Step.RCPT, Meaning.LATER),
        (("-r", "data"), Step.DATA, Meaning.LATER),
        (("-r", "."), Step.DOT, Meaning.LATER),
        (("-f", "rcpt"), Step.RCPT, Meaning.REFUSED),
        (("-f", "."), Step.DOT, Meaning.REFUSED),
        (("-f", "mail"), Step.MAIL, Meaning.STOP),
        (("-Q", "mail"), Step.MAIL, Meaning.SLOW),
        (("-Q", "rcpt"), Step.RCPT, Meaning.SLOW),
        (("-Q", "."), Step.DOT, Meaning.SLOW),
        (("-q", "mail"), Step.MAIL, Meaning.LOST),
        (("-q", "rcpt"), Step.RCPT, Meaning.LOST),
        (("-q", "data"), Step.DATA, Meaning.LOST),
        (("-q", "."), Step.DOT, Meaning.UNKNOWN),
        (("-W", ".:3"), Step.DOT, Meaning.UNKNOWN),
    ],
)
def test_what_went_wrong_where(options: Sequence[str], step: Step, meaning: Meaning) -> None:
    with sink(*options) as port:
        found = trouble(port)
    assert (found.step, found.meaning) == (step, meaning)
    assert found.reply.text


@pytest.mark.parametrize(
    ("answers", "step", "meaning"),
    [
        ({"MAIL": ["552 5.3.4 too large"]}, Step.MAIL, Meaning.REFUSED),
        ({"MAIL": ["530 5.7.0 log in first"]}, Step.MAIL, Meaning.STOP),
        ({"RCPT": ["530 5.7.0 log in first"]}, Step.RCPT, Meaning.STOP),
        ({"MAIL": ["450 4.7.1 slow down"]}, Step.MAIL, Meaning.SLOW),
        ({"MAIL": ["452 4.3.1 no room"]}, Step.MAIL, Meaning.LATER),
        ({"DATA": ["250 what"]}, Step.DATA, Meaning.LOST),
        ({"RCPT": ["what"]}, Step.RCPT, Meaning.LOST),
        ({".": ["what"]}, Step.DOT, Meaning.UNKNOWN),
        ({".": ["354 go on"]}, Step.DOT, Meaning.UNKNOWN),
        ({".": ["250 " + "x" * 9000]}, Step.DOT, Meaning.UNKNOWN),
        ({".": [b"250-half an answer\r\n"]}, Step.DOT, Meaning.UNKNOWN),
        ({".": [None]}, Step.DOT, Meaning.UNKNOWN),
    ],
)
def test_answers_that_smtp_sink_does_not_give(
    answers: dict[str, Sequence[str | bytes | None]], step: Step, meaning: Meaning
) -> None:
    with Scripted(answers) as relay:
        found = trouble(relay.port)
    assert (found.step, found.meaning) == (step, meaning)


def test_silence_behind_the_dot_ends_with_its_own_limit() -> None:
    begin = time.monotonic()
    with Scripted({".": [None]}) as relay:
        assert trouble(relay.port).reply == Reply(0, "no answer in time")
    assert time.monotonic() - begin < SHORT.command


@given(st.sampled_from(Step), st.integers(-1, 999), st.from_regex(r"([245]\.\d{1,3}\.\d{1,3})?", fullmatch=True))
def test_only_an_answer_behind_the_dot_leaves_a_doubt(step: Step, code: int, status: str) -> None:
    found = judging.meaning(step, code, status)
    if found is Meaning.UNKNOWN:
        assert step is Step.DOT
        assert not 200 <= code <= 299
        assert not 400 <= code <= 599
    if found is None:
        assert code // 100 == (3 if step is Step.DATA else 2)
    if step in {Step.CONNECT, Step.SECURE, Step.LOGIN}:
        assert found not in {Meaning.REFUSED, Meaning.LATER}


@given(st.integers(200, 599), st.binary(max_size=2000))
def test_whatever_a_relay_says_is_kept_on_one_printable_line(code: int, text: bytes) -> None:
    found = judging.reply(code, text)
    assert "\n" not in found.text
    assert len(found.text) <= judging.LONGEST
    assert all(letter.isprintable() or letter in "\u00a0\u202f\u2007" for letter in found.text if letter.isascii())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"5.1.1 <a@b>: nobody\n5.1.1 look elsewhere", Reply(550, "<a@b>: nobody look elsewhere", "5.1.1")),
        (b"2.0.0 strange", Reply(550, "2.0.0 strange")),
        (b"nobody 5.1.1", Reply(550, "nobody 5.1.1")),
        (b"", Reply(550, "")),
        (b"5.7.26", Reply(550, "", "5.7.26")),
    ],
)
def test_the_status_of_an_answer_stands_for_itself(text: bytes, expected: Reply) -> None:
    assert judging.reply(550, text) == expected


# Reaching it.


def test_a_relay_that_is_not_there_is_away() -> None:
    with pytest.raises(Trouble) as found:
        reach(access(free_port()))
    assert (found.value.step, found.value.meaning) == (Step.CONNECT, Meaning.AWAY)
    with pytest.raises(Trouble) as unknown:
        reach(access(25, host="nowhere.invalid"))
    assert (unknown.value.step, unknown.value.meaning) == (Step.CONNECT, Meaning.AWAY)


@pytest.mark.parametrize(
    ("greeting", "meaning"),
    [
        ("421 busy", Meaning.AWAY),
        ("450 busy", Meaning.AWAY),
        ("554 no service", Meaning.STOP),
        ("", Meaning.AWAY),
        ("SSH-2.0-OpenSSH", Meaning.LOST),
    ],
)
def test_a_greeting_that_is_none(greeting: str, meaning: Meaning) -> None:
    with Scripted({"CONNECT": [greeting]}) as relay, pytest.raises(Trouble) as found:
        reach(access(relay.port))
    assert found.value.meaning is meaning


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_message_goes_over_tls_that_is_checked(
    tls: ssl.SSLContext, certificates: tuple[Path, Path], security: Security
) -> None:
    with Scripted(tls=tls, at_once=security is Security.TLS, offers=("AUTH PLAIN",)) as relay:
        session = Session.open(access(relay.port, security, NAME, certificates[1]))
        session.send(HELLO)
        session.close()
    assert len(relay.messages) == 1
    assert any(word.startswith("AUTH PLAIN ") for word in relay.heard)


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_of_somebody_else_stops_the_run(tls: ssl.SSLContext, security: Security) -> None:
    with Scripted(tls=tls, at_once=security is Security.TLS) as relay, pytest.raises(Trouble) as found:
        reach(access(relay.port, security, NAME))
    assert (found.value.step, found.value.meaning) == (Step.SECURE, Meaning.STOP)
    assert "not to be trusted" in found.value.reply.text
    assert not any(word.startswith("AUTH") for word in relay.heard)


def test_a_certificate_for_another_name_stops_the_run(tls: ssl.SSLContext, tmp_path: Path) -> None:
    own, authority = letters.certified(tmp_path, "elsewhere.example")
    tls.load_cert_chain(own)
    with Scripted(tls=tls) as relay, pytest.raises(Trouble, match="not valid for 'localhost'") as found:
        reach(access(relay.port, Security.STARTTLS, NAME, authority))
    assert found.value.meaning is Meaning.STOP


def test_a_relay_without_starttls_gets_no_password_and_no_message() -> None:
    with Scripted(offers=("AUTH PLAIN",)) as relay, pytest.raises(Trouble, match="offers no STARTTLS") as found:
        reach(access(relay.port, Security.STARTTLS, NAME))
    assert (found.value.step, found.value.meaning) == (Step.SECURE, Meaning.STOP)
    assert not any(word.startswith("AUTH") for word in relay.heard)


def test_a_port_that_speaks_no_tls_stops_the_run() -> None:
    with Scripted() as relay, pytest.raises(Trouble) as found:
        reach(access(relay.port, Security.TLS, limits=Limits(connect=1)))
    assert (found.value.step, found.value.meaning) == (Step.SECURE, Meaning.STOP)


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ("535 5.7.8 wrong", Meaning.STOP),
        ("454 4.7.0 not now", Meaning.AWAY),
        ("421 not now", Meaning.SLOW),
        ("", Meaning.AWAY),
    ],
)
@pytest.mark.parametrize("way", ["PLAIN", "LOGIN", "CRAM-MD5"])
def test_a_login_that_fails(way: str, answer: str, meaning: Meaning) -> None:
    with Scripted({"AUTH": [answer]}, offers=(f"AUTH {way}",)) as relay, pytest.raises(Trouble) as found:
        reach(access(relay.port, user="ann"))
    assert (found.value.step, found.value.meaning) == (Step.LOGIN, meaning)
    assert PASSWORD not in str(found.value)


def test_a_login_in_parts_and_one_that_nobody_knows() -> None:
    answers = {"AUTH": ["334 VXNlcm5hbWU6"], "CMOKC3N3B3JK": ["235 ok"]}
    with Scripted(answers, offers=("AUTH LOGIN",)) as relay:
        reach(access(relay.port, user=NAME)).close()
    assert relay.heard[1:3] == ["AUTH LOGIN Wm/Dqw==", "cMOkc3N3b3JkIHdpdGggYmxhbmtz"]
    with Scripted(offers=("AUTH GSSAPI",)) as relay, pytest.raises(Trouble, match="no login that we know"):
        reach(access(relay.port, user=NAME))


def test_a_password_stands_in_nothing_that_is_printed() -> None:
    assert PASSWORD not in repr(access(25, user=NAME))
    assert NAME in repr(access(25, user=NAME))


def test_a_file_without_a_certificate_is_said(tmp_path: Path) -> None:
    file = tmp_path / "authority.pem"
    file.write_text("nothing")
    with pytest.raises(SecretError, match="holds no certificate"):
        reach(access(1, Security.STARTTLS, authority=file))
    with pytest.raises(SecretError, match="holds no certificate"):
        reach(access(1, Security.STARTTLS, authority=tmp_path / "nowhere.pem"))
