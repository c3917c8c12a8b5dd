"""Jobs as units of systemd (systemd.service(5), systemd.timer(5), systemd.exec(5)).

A timer fires by the clock of its time zone and makes up for a time that the machine slept over. A job that ends with 75
is started again every few minutes; only one that fails for good is told of (`OnFailure=`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from briefgen.delivery.scheduling.jobs import AGAIN, MINUTE, Command, Job, Moment, Place
from briefgen.errors import UsageError
from briefgen.model import File

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NOT_AGAIN = "1 2 CHDIR EXEC USER GROUP NAMESPACE CACHE_DIRECTORY CREDENTIALS"
"""What a person has to look at: our own codes, and those of systemd where it cannot even begin. All else is tried
again: "later" (75), and a death. systemd 252 refuses a one-shot unit that names the codes to try again at
(`RestartForceExitStatus=`)."""
TEMPORARY = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - looked at, not used
"""Units of the system have folders of their own in the place of these, unless somebody works there, or the program
lies there."""
CLOSED = (
    "NoNewPrivileges=yes",
    "PrivateDevices=yes",
    "ProtectSystem=strict",
    "ProtectHome=read-only",
    "ProtectKernelTunables=yes",
    "ProtectKernelModules=yes",
    "ProtectControlGroups=yes",
    "ProtectClock=yes",
    "ProtectHostname=yes",
    "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
    "RestrictRealtime=yes",
    "RestrictSUIDSGID=yes",
    "LockPersonality=yes",
    "SystemCallArchitectures=native",
    "CapabilityBoundingSet=",
)
"""What a unit of the system may not do. Units of a user cannot all have these: the kernel may refuse them."""


def units(jobs: Sequence[Job], place: Place, user: str = "") -> tuple[File, ...]:
    """The files of units.

    Args:
        jobs: What is run.
        place: Where.
        user: Who runs them, for units of the system; empty for those of whoever installs them.

    Raises:
        UsageError: A path cannot be written in a unit.
    """
    _refuse(place)
    files = []
    for job in jobs:
        files.append(File(f"{place.name}-{job.name}.service", _text(_service(job, place, user))))
        if job.when is not None:
            files.append(File(f"{place.name}-{job.name}.timer", _text(_timer(job, job.when))))
    return tuple(files)


def _refuse(place: Place) -> None:
    """Raises `UsageError` for a path that would go on in the next line, or hold one."""
    for path in _paths(place):
        if str(path).endswith("\\") or not str(path).isprintable():
            raise UsageError("systemd cannot be told of such a path", str(path), "Give the folder another name.")


def _paths(place: Place) -> tuple[Path, ...]:
    return (place.project, place.config, *place.writes, *(file for _, file in place.secrets))


def timers(jobs: Sequence[Job], place: Place) -> tuple[str, ...]:
    """The names of the timers, which somebody has to enable."""
    return tuple(f"{place.name}-{job.name}.timer" for job in jobs if job.when is not None)


def calendar(moment: Moment) -> str:
    """An event of the calendar (systemd.time(7)): "Mon *-*-* 08:00:00 Asia/Baku"."""
    day = "" if moment.weekday is None else f"{DAYS[moment.weekday]} "
    return f"{day}*-*-* {moment.time:%H:%M:%S} {moment.time_zone}"


def _text(lines: Iterator[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _service(job: Job, place: Place, user: str) -> Iterator[str]:
    yield "[Unit]"
    yield f"Description=briefgen: {_plain(job.about)}"
    yield "Wants=network-online.target"
    yield f"After=network-online.target{f' {place.name}-{job.after}.service' if job.after else ''}"
    if job.again:
        yield "StartLimitIntervalSec=0"
    if job.alerts:
        yield f"OnFailure={place.name}-alert.service"
    yield ""
    yield "[Service]"
    yield "Type=oneshot"
    if user:
        yield f"User={_plain(user)}"
    yield f"WorkingDirectory={_plain(str(place.project))}"
    yield from (f"ExecStart={_called(place, command)}" for command in job.commands)
    if job.again:
        yield "Restart=on-failure"
        yield f"RestartPreventExitStatus={NOT_AGAIN}"
        yield f"RestartSec={AGAIN.seconds}"
    yield "UMask=0077"
    for name, file in place.secrets:
        yield f"LoadCredential={_plain(name)}:{_plain(str(file))}"
    if user:
        yield from _closed(place)


def _called(place: Place, command: Command) -> str:
    words = (*place.program, *command.words, "--config", str(place.config))
    return ("-" if command.may_fail else "") + " ".join(map(_word, words))


def _closed(place: Place) -> Iterator[str]:
    yield f"CacheDirectory={place.name}"
    yield f"Environment=XDG_CACHE_HOME=%C/{place.name} MPLCONFIGDIR=%C/{place.name}/matplotlib"
    for folder in place.writes:
        yield f"ReadWritePaths={_word(str(folder))}"
    ours = (Path(place.program[0]), *_paths(place))
    in_use = any(path.is_relative_to(folder) for path in ours for folder in TEMPORARY)
    yield f"ReadWritePaths={' '.join(map(str, TEMPORARY))}" if in_use else "PrivateTmp=yes"
    yield from CLOSED


def _timer(job: Job, moment: Moment) -> Iterator[str]:
    yield "[Unit]"
    yield f"Description=briefgen: {_plain(job.about)}"
    yield ""
    yield "[Timer]"
    yield f"OnCalendar={calendar(moment)}"
    if job.hourly:
        yield f"OnCalendar=*:{MINUTE:02}"
    yield "Persistent=true"
    yield "AccuracySec=1min"
    yield ""
    yield "[Install]"
    yield "WantedBy=timers.target"


def _plain(text: str) -> str:
    """A value of one line, in which no % begins a word of systemd's own."""
    return text.replace("%", "%%")


def _word(text: str) -> str:
    """A word of a command: quoted where it has to be, and no $ or % of it means anything."""
    kept = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    plain = text and all(letter.isalnum() or letter in "/._-+=:,@" for letter in text)
    return kept if plain else f'"{kept}"'
