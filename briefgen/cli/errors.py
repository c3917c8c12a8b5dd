"""Printing what went wrong: message, where, what to do. Never a traceback."""

from __future__ import annotations

import click

from briefgen.cli.text import printable
from briefgen.errors import BriefgenError, ConfigError, UsageError


def report(error: BriefgenError) -> int:
    """Print an error (all findings of a configuration) on standard error, and return its exit code."""
    findings = error.findings if isinstance(error, ConfigError) and error.findings else (error,)
    for finding in findings:
        tell(finding)
    return error.exit_code


def report_click(error: click.ClickException) -> int:
    """The same for what click finds wrong with the words of a command, in the same voice."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()  # the help of a group that was called without a command
        return error.exit_code
    message, _, hint = error.format_message().strip().partition(". ")
    message = message.rstrip(".")
    context = error.ctx if isinstance(error, click.UsageError) else None
    see = f"See `{context.command_path} --help`." if context else ""
    tell(UsageError(f"{message[:1].lower()}{message[1:]}", hint="\n".join(filter(None, (hint.strip("()"), see)))))
    return error.exit_code


def tell(finding: BriefgenError) -> None:
    """One finding: a level when it has one ("warning"), where, message; the hint on lines of its own."""
    level = str(getattr(finding, "level", "error"))
    place = f"{finding.where}: " if finding.where else ""
    click.secho(f"{level}: ", fg="yellow" if level == "warning" else "red", bold=True, nl=False, err=True)
    click.echo(printable(f"{place}{finding.message}"), err=True)
    for line in (finding.hint or "").splitlines():
        click.echo(f"  {printable(line)}", err=True)
