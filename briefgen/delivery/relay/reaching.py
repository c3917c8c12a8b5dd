"""A connection to the relay: reached, kept safe by TLS, and with its login. Nothing is sent in the open by mistake."""

from __future__ import annotations

import base64
import contextlib
import functools
import smtplib
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from briefgen.delivery.relay import judging
from briefgen.delivery.relay.values import Limits, Meaning, Step, Trouble
from briefgen.delivery.settings import Login
from briefgen.delivery.values import Reply, Security
from briefgen.errors import SecretError

NO_STARTTLS = Reply(0, "the relay offers no STARTTLS: its settings changed, or somebody stands in between")
NO_LOGIN = Reply(0, "the relay offers no login that we know (PLAIN, LOGIN, CRAM-MD5)")


class Access(Struct, frozen=True):
    """How the relay is reached."""

    login: Login
    password: str = ""
    """Kept for the run alone."""
    limits: Limits = Limits()

    def __repr__(self) -> str:
        """Without the password."""
        return f"Access({self.login.user}@{self.login.host}:{self.login.port})"


def context(authority: Path | None) -> ssl.SSLContext:
    """Certificates are checked against those of the system, and one of the house where it is named.

    Raises:
        SecretError: The file of the house holds no certificate.
    """
    made = ssl.create_default_context()
    if authority is not None:
        try:
            made.load_verify_locations(authority)
        except (OSError, ssl.SSLError) as error:
            hint = "It is to be in PEM: -----BEGIN CERTIFICATE-----"
            raise SecretError("holds no certificate that can be read", str(authority), hint) from error
    return made


def reach(access: Access) -> smtplib.SMTP:
    """A connection that is ready for its first message.

    Raises:
        Trouble: There is no relay now, it is not the one it should be, or the login is wrong.
        SecretError: The file with certificates cannot be read.
    """
    login = access.login
    tls = None if login.security is Security.NONE else context(login.authority)
    link = _connected(access, tls)
    try:
        _at_once(link)
        with _explained(Step.SECURE):
            link.ehlo_or_helo_if_needed()
            if tls is not None and login.security is Security.STARTTLS:
                _secure(link, tls)
        if login.user:
            with _explained(Step.LOGIN):
                _log_in(link, login.user, access.password)
        _wait(link, access.limits.command)
    except BaseException:
        link.close()
        raise
    return link


def _connected(access: Access, tls: ssl.SSLContext | None) -> smtplib.SMTP:
    login = access.login
    with _explained(Step.CONNECT):
        if tls is not None and login.security is Security.TLS:
            return smtplib.SMTP_SSL(login.host, login.port, _own_name(), timeout=access.limits.connect, context=tls)
        return smtplib.SMTP(login.host, login.port, _own_name(), timeout=access.limits.connect)


@functools.cache
def _own_name() -> str:
    """What we call ourselves: asked of the network once, as that can take seconds."""
    name = socket.getfqdn()
    return name if "." in name else "[127.0.0.1]"


def _at_once(link: smtplib.SMTP) -> None:
    """Sends what is there without waiting for more: 16 times as many messages on a kept TLS connection."""
    if link.sock is not None:  # pragma: no branch - it is connected
        with contextlib.suppress(OSError):  # not TCP: then nothing waits
            link.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _wait(link: smtplib.SMTP, seconds: float) -> None:
    if link.sock is not None:  # pragma: no branch - it is connected
        link.sock.settimeout(seconds)


def _secure(link: smtplib.SMTP, tls: ssl.SSLContext) -> None:
    if not link.has_extn("starttls"):
        raise Trouble(Step.SECURE, Meaning.STOP, NO_STARTTLS)
    reply = judging.reply(*link.starttls(context=tls))
    if meaning := judging.meaning(Step.SECURE, reply.code, reply.status):
        raise Trouble(Step.SECURE, meaning, reply)
    link.ehlo_or_helo_if_needed()


def _log_in(link: smtplib.SMTP, user: str, password: str) -> None:
    """By the first way that the relay offers; `smtplib` knows no password with other letters than ASCII."""
    ways = link.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in ways:
        code, text = link.docmd("AUTH", f"PLAIN {_encoded(f'{chr(0)}{user}{chr(0)}{password}')}")
    elif "LOGIN" in ways:
        code, text = link.docmd("AUTH", f"LOGIN {_encoded(user)}")
        if code == 334:  # noqa: PLR2004 - "go on" (RFC 4954, 4)
            code, text = link.docmd(_encoded(password))
    elif "CRAM-MD5" in ways:
        link.user, link.password = user, password
        code, text = link.auth("CRAM-MD5", link.auth_cram_md5)
    else:
        raise Trouble(Step.LOGIN, Meaning.STOP, NO_LOGIN)
    reply = judging.reply(code, text)
    if meaning := judging.meaning(Step.LOGIN, reply.code, reply.status):
        raise Trouble(Step.LOGIN, meaning, reply)


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


@contextlib.contextmanager
def _explained(step: Step) -> Iterator[None]:
    """Faults of the way to the relay.

    Raises:
        Trouble: One came.
    """
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        said = Reply(0, f"its certificate is not to be trusted: {error.verify_message}")
        raise Trouble(Step.SECURE, Meaning.STOP, said) from error
    except ssl.SSLError as error:
        ended = isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError)
        said = judging.silence(error) if ended else Reply(0, f"there is no TLS to be had: {error.reason or error}")
        raise Trouble(Step.SECURE, Meaning.AWAY if ended else Meaning.STOP, said) from error
    except smtplib.SMTPResponseException as error:
        reply = judging.reply(error.smtp_code, error.smtp_error)
        meaning = judging.meaning(step, reply.code, reply.status) or Meaning.AWAY
        raise Trouble(step, meaning, reply) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Trouble(step, Meaning.AWAY, judging.silence(error)) from error
