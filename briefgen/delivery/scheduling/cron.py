"""Jobs as lines of a cron table (crontab(5)).

cron has one time zone, fires twice or never where clocks change, and makes up for nothing that was slept over. So it
only asks: every few minutes `briefgen send --latest` looks whether an edition is due, and does nothing most times. What
is run once a day is asked for at each hour, and looks at the clock of its own time zone.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from briefgen.delivery.scheduling.jobs import AGAIN, MINUTE, TRY_AGAIN, Command, Job, Moment, Place
from briefgen.errors import UsageError

BEGIN, END = "# briefgen begins: {}", "# briefgen ends: {}"
"""Around our lines in a table that may have others; each with the settings that they are for."""
HOURLY, OFTEN = f"{MINUTE} * * * *", f"*/{AGAIN.seconds // 60} * * * *"
"""For what waits, and for what must not."""
LONGEST = 998
"""Letters of a line: MAX_COMMAND of cron, beyond which Debian's leaves off what is passed to the shell."""


def block(jobs: Sequence[Job], place: Place) -> str:
    """Our lines, with the marks around them.

    Raises:
        UsageError: A path cannot be written in a line, or is too long for one.
    """
    for path in (place.project, place.config, *place.program):
        if not str(path).isprintable():
            raise UsageError("cron cannot be told of such a path", str(path), "Give the folder another name.")
    lines = tuple(_lines(jobs, place))
    if max(map(len, lines)) > LONGEST:
        hint = "Lay the folder out nearer to the root, or take --systemd."
        raise UsageError("cron would cut the lines off, so long is the path", str(place.config), hint)
    return "".join(f"{line}\n" for line in lines)


def merged(table: str, ours: str, place: Place) -> str:
    """A table with our lines in the place of those that it had; all others stay as they are."""
    begin, end = BEGIN.format(place.config), END.format(place.config)
    lines = table.splitlines(keepends=True)
    first = next((index for index, line in enumerate(lines) if line.rstrip("\n") == begin), None)
    last = next((index for index, line in enumerate(lines) if line.rstrip("\n") == end), None)
    if first is None or last is None or last < first:
        before = table if not table or table.endswith("\n") else f"{table}\n"
        return f"{before}{ours}"
    return "".join((*lines[:first], ours, *lines[last + 1 :]))


def holds(table: str, config: Path) -> bool:
    """Whether a table has lines for these settings."""
    return BEGIN.format(config) in table.splitlines()


def _lines(jobs: Sequence[Job], place: Place) -> Iterator[str]:
    alert = next(_called(job.commands) for job in jobs if job.when is None)
    ours = f'b() {{ {shlex.join(place.program)} "$@" --config {shlex.quote(str(place.config))}; }}; '
    yield BEGIN.format(place.config)
    for job in jobs:
        if job.when is not None:
            line = f"cd {shlex.quote(str(place.project))} && {_called(job.commands)}"
            again = f" || [ $? -eq {TRY_AGAIN} ]" if job.again else ""
            told = f" || {alert}" if job.alerts else ""
            daily = "" if job.hourly else _at_its_hour(job.when)
            yield f"{OFTEN if job.name == 'send' else HOURLY} {_escaped(daily + ours + line + again + told)}"
    yield END.format(place.config)


def _at_its_hour(when: Moment) -> str:
    """Goes on at one hour of a day alone, by the clock of a time zone."""
    return f'[ "$(TZ={shlex.quote(when.time_zone)} date +%H)" = {when.time:%H} ] || exit 0; '


def _called(commands: Sequence[Command]) -> str:
    """Commands for a shell in which `b` is briefgen: the next one after a success, or after all."""
    calls = [f"b {shlex.join(one.words)}" for one in commands]
    joined = [f"{{ {call} || true; }}" if one.may_fail else call for call, one in zip(calls, commands, strict=True)]
    return " && ".join(joined)


def _escaped(line: str) -> str:
    """What is passed to the shell: cron makes a line break of % (crontab(5))."""
    return line.replace("%", "\\%")
