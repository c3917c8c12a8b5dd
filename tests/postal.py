"""A post office for tests: a Postfix and a Dovecot of their own, on 127.0.0.1, that end with the tests.

Whoever has an account may hand in mail (STARTTLS, then AUTH, which Dovecot answers). Everything to example.org lands in
Maildirs that Dovecot shows over IMAP: `archive` has a copy of every message, `bounces` what comes back, `people` the
rest.
"""

from __future__ import annotations

import contextlib
import email
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import letters
from programs import missing, program
from relays import READY, USER, answers, free_port

from briefgen.delivery.relay import Access, Limits
from briefgen.delivery.settings import Archive, Login
from briefgen.delivery.values import Security

DOVECOT = "dovecot-imapd"
"""Debian's package of Dovecot with IMAP."""
DAEMONS = Path("/usr/lib/postfix/sbin")
"""Where Debian's Postfix has its programs."""
OWNER = 8
"""Whose the mail is: Debian's user and group “mail”."""
PASSWORD = "pässword with blanks"  # noqa: S105 - of nobody
BOXES = ("archive", "bounces", "people")
NOBODY, LATER = "nobody@example.org", "later@example.org"
"""Recipients that are refused when they are named: for good, and for now."""
GONE, FULL = "gone@example.net", "full@example.net"
"""Recipients of another server, whose mail is taken, and comes back with 5.1.1 and 5.2.2."""
LONG_AGO = 1_700_000_000
"""When settings were written: Postfix waits two seconds where that was just now."""
QUEUE = (
    *("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "maildrop", "pid", "private"),
    *("public", "saved", "trace"),
)
"""Folders of a queue; `postfix check` makes them too, and takes two seconds for it."""
SERVICES = """\
127.0.0.1:{port} inet n - n - - smtpd
127.0.0.1:{away} inet n - n - - smtpd
 -o smtpd_recipient_restrictions=check_recipient_access,texthash:{folder}/etc/refused_away,reject
 -o smtpd_relay_restrictions= -o smtpd_sasl_auth_enable=no -o always_bcc=
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
smtp unix - - n - - smtp
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""
SETTINGS = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.example.org
mydestination =
mynetworks =
alias_maps =
alias_database =
local_transport = error:there is nobody here
maillog_file = {folder}/log/postfix
maillog_file_prefixes = {folder}
in_flow_delay = 0
smtpd_error_sleep_time = 0
smtpd_hard_error_limit = 1000
recipient_delimiter = +
always_bcc = archive@example.org
virtual_mailbox_domains = example.org
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = texthash:{folder}/etc/boxes
virtual_mailbox_limit = 0
virtual_minimum_uid = {owner}
virtual_uid_maps = static:{owner}
virtual_gid_maps = static:{owner}
transport_maps = texthash:{folder}/etc/ways
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_tls_chain_files = {folder}/server.pem
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{sasl}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = check_recipient_access texthash:{folder}/etc/refused, permit_sasl_authenticated, reject
"""
MAPS = {
    "boxes": "archive@example.org archive/\nbounces@example.org bounces/\n@example.org people/\n",
    "ways": "example.net smtp:[127.0.0.1]:{away}\n",
    "refused": f"""\
{NOBODY} 550 5.1.1 nobody here
{LATER} 450 4.2.0 come back later
""",
    "refused_away": f"""\
{GONE} 550 5.1.1 nobody here
{FULL} 552 5.2.2 mailbox full
""",
}
IMAP = """\
base_dir = {folder}/dovecot
state_dir = {folder}/dovecot
log_path = {folder}/log/dovecot
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.pem
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = {owner}
first_valid_gid = {owner}
mail_location = maildir:{folder}/mail/%n
mail_privileged_group =
passdb {{
  driver = passwd-file
  args = {folder}/etc/accounts
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner} home={folder}/mail/%n
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
  inet_listener {{
    port = {sasl}
  }}
}}
"""


class PostOffice:
    """Its ports, and what lies in its boxes."""

    def __init__(self, folder: Path, authority: Path) -> None:
        self.folder, self.authority = folder, authority
        self.port, self.away, self.sasl, self.imap, self.imaps = (free_port() for _ in range(5))
        self._postfix: Server | None = None

    def login(self, user: str = "briefs", port: int = 0, security: Security = Security.STARTTLS) -> Login:
        """How its relay is reached, or another of its ports."""
        return Login("localhost", port or self.port, security, user, authority=self.authority)

    def access(self, password: str = PASSWORD) -> Access:
        """Its relay, with the name and the password."""
        return Access(self.login(), password, Limits(connect=READY, command=READY, dot=READY))

    def archive(self, security: Security = Security.STARTTLS) -> Archive:
        """The mailbox with a copy of everything."""
        return Archive(self.login("archive", self.imaps if security is Security.TLS else self.imap, security))

    def box(self, name: str) -> list[bytes]:
        """The messages in a Maildir, with CRLF; for each the time of its arrival decides."""
        files = [one for part in ("new", "cur") for one in (self.folder / "mail" / name / part).glob("*")]
        return [one.read_bytes().replace(b"\n", b"\r\n") for one in sorted(files, key=lambda one: one.stat().st_mtime)]

    def ids(self, name: str = "people") -> list[str]:
        """The Message-IDs in a Maildir, sorted; one that was handed in twice is there twice.

        What Postfix was delivering when it was stopped it may deliver again (RFC 5321, 6.1): that has the same stamp.
        """
        mails = map(email.message_from_bytes, self.box(name))
        stamps = {(str(one["Message-ID"]), str(one["Received"])) for one in mails}
        assert all(" id " in stamp for _, stamp in stamps)
        return sorted(number for number, _ in stamps)

    def settle(self) -> None:
        """Waits until everything that was handed in lies in a box."""
        queue = [self.folder / "queue" / name for name in ("maildrop", "incoming", "active", "deferred")]
        until(lambda: not any(one.is_file() for place in queue for one in place.rglob("*")), self.said)

    def empty(self) -> None:
        """Takes everything out of the boxes, once it is there."""
        self.settle()
        for name in BOXES:
            shutil.rmtree(self.folder / "mail" / name, ignore_errors=True)

    def said(self) -> str:
        """The logs."""
        return "\n".join(one.read_text(errors="replace")[-4000:] for one in (self.folder / "log").iterdir())

    def open(self) -> None:
        """Takes mail in, from now on."""
        self._postfix = Server(DAEMONS / "master", "-c", self.folder / "etc", "-d")
        answers(self.port, self._postfix.process)

    @property
    def is_open(self) -> bool:
        """Whether it takes mail in."""
        return self._postfix is not None

    def shut(self, signal_: signal.Signals = signal.SIGTERM) -> None:
        """Takes no more mail in, and breaks off what goes on; what it took stays in its queue."""
        if self._postfix is not None:
            self._postfix.end(signal_)
            self._postfix = None


class Server:
    """A program with its children, in a group of their own, which ends with the tests even where those are killed."""

    def __init__(self, *command: Path | str) -> None:
        nothing = subprocess.DEVNULL
        self.process = subprocess.Popen(
            command, stdin=nothing, stdout=nothing, stderr=subprocess.PIPE, start_new_session=True
        )
        # Its input ends with us; a signal at our death would be lost, as Postfix changes whom it works for.
        self._guard = subprocess.Popen(
            ["sh", "-c", 'read -r _; kill -s TERM -- "-$1"', "sh", str(self.process.pid)],
            stdin=subprocess.PIPE, stdout=nothing, stderr=nothing, start_new_session=True,
        )  # fmt: skip

    def end(self, signal_: signal.Signals = signal.SIGTERM) -> None:
        """Ends all of them."""
        self._guard.kill()
        self._guard.communicate()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal_)
        self.process.communicate(timeout=READY)


def until(done: Callable[[], bool], said: Callable[[], str], seconds: float = 15) -> None:
    """Waits for something that servers do on their own."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, said()
        time.sleep(0.01)


@contextlib.contextmanager
def office(settings: Mapping[str, str] | None = None) -> Iterator[PostOffice]:
    """A post office that is open.

    Args:
        settings: Further ones of Postfix (postconf(5)).
    """
    program("postconf", "postfix")
    program("dovecot", DOVECOT)
    if os.geteuid() != 0:
        missing("A Postfix of its own", "it starts as root alone")
    # Those folders of pytest are closed to others, and Postfix works under several names.
    with tempfile.TemporaryDirectory(prefix="briefgen-office-", ignore_cleanup_errors=True) as name:
        made = _furnished(Path(name), settings or {})
        dovecot = Server(program("dovecot", DOVECOT), "-F", "-c", made.folder / "etc" / "dovecot.conf")
        try:
            for port in (
                made.imap,
                made.sasl,
            ):  # Postfix asks Dovecot for the ways to log in, as soon as somebody calls
                answers(port, dovecot.process)
            made.open()
            yield made
        finally:
            made.shut()
            dovecot.end()


def _furnished(folder: Path, settings: Mapping[str, str]) -> PostOffice:
    folder.chmod(0o755)
    for name in ("etc", "queue", "data", "mail", "log", "dovecot"):
        (folder / name).mkdir()
    for name in QUEUE:
        (folder / "queue" / name).mkdir()
        shutil.chown(folder / "queue" / name, USER)
    own, authority = letters.certified(folder, "localhost")
    shutil.chown(folder / "data", USER)
    os.chown(folder / "mail", OWNER, OWNER)
    made = PostOffice(folder, authority)
    values = {
        "folder": folder, "daemons": DAEMONS, "owner": OWNER,
        "port": made.port, "away": made.away, "sasl": made.sasl, "imap": made.imap, "imaps": made.imaps,
    }  # fmt: skip
    assert own == folder / "server.pem"
    etc = folder / "etc"
    more = "".join(f"{name} = {value}\n" for name, value in settings.items())
    _write(etc / "main.cf", SETTINGS.format_map(values) + more)
    _write(etc / "master.cf", SERVICES.format_map(values))
    _write(etc / "dovecot.conf", IMAP.format_map(values))
    _write(etc / "accounts", "".join(f"{name}:{{PLAIN}}{PASSWORD}\n" for name in ("briefs", *BOXES)))
    for name, text in MAPS.items():
        _write(etc / name, text.replace("{away}", str(made.away)))
    return made


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o644)
    os.utime(path, (LONG_AGO, LONG_AGO))
