"""Jobs as lines of a cron table (crontab(5)).

cron has one time zone, fires twice or never where clocks change, and makes up for nothing that was slept over. So it
only asks: every few minutes `briefgen send --latest` looks whether an edition is due, and does nothing most times.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from briefgen.delivery.scheduling.jobs import AGAIN, TRY_AGAIN, Job, Place

BEGIN, END = "# briefgen begins: {}", "# briefgen ends: {}"
"""Around our lines in a table that may have others; each with the settings that they are for."""
HOURLY, OFTEN = "17 * * * *", f"*/{AGAIN.seconds // 60} * * * *"
"""For what is gathered, and for what must not wait."""


def block(jobs: Sequence[Job], place: Place) -> str:
    """Our lines, with the marks around them."""
    return "".join(f"{line}\n" for line in _lines(jobs, place))


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


def _lines(jobs: Sequence[Job], place: Place) -> Iterator[str]:
    alert = next(_called(place, job.commands) for job in jobs if job.when is None)
    yield BEGIN.format(place.config)
    for job in jobs:
        if job.when is not None:
            line = f"cd {shlex.quote(str(place.project))} && {_called(place, job.commands)}"
            again = f" || [ $? -eq {TRY_AGAIN} ]" if job.again else ""
            told = f" || {alert}" if job.alerts else ""
            yield f"{OFTEN if job.name == 'send' else HOURLY} {_escaped(line + again + told)}"
    yield END.format(place.config)


def _called(place: Place, commands: Sequence[tuple[str, ...]]) -> str:
    return " && ".join(shlex.join((*place.program, *words, "--config", str(place.config))) for words in commands)


def _escaped(line: str) -> str:
    """What is passed to the shell: cron makes a line break of % (crontab(5))."""
    return line.replace("%", "\\%")
