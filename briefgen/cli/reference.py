"""docs/cli.md, made from the commands themselves: `python -m briefgen.cli.reference`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from briefgen.cli.app import app

INTRODUCTION = """# The command line

Made by `make docs` from the commands' own help; edit that instead.

Standard output carries data and nothing else; messages go to standard error.

| exit code | means |
|---|---|
| 0 | done |
| 1 | a brief failed, or `verify` or `doctor` found something |
| 2 | wrong usage or configuration |
| 75 | not now: try again later (delivery) |
| 130 | interrupted |
| 141 | the reader of the output went away, as with `head` |
"""


def commands(command: click.Command = app, path: str = "briefgen") -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name, groups before their members."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=path)
        for name in command.list_commands(context):
            member = command.get_command(context, name)
            if member is not None:
                yield from commands(member, f"{path} {name}")


def reference() -> str:
    """The page in Markdown."""
    pages = [f"## {path}\n\n```text\n{_help(path, command)}\n```\n" for path, command in commands()]
    return "\n".join([INTRODUCTION, *pages])


def _help(path: str, command: click.Command) -> str:
    """What `--help` prints, at a fixed width."""
    context = click.Context(command, info_name=path, terminal_width=100, max_content_width=100)
    context.help_option_names = ["-h", "--help"]
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


if __name__ == "__main__":
    sys.stdout.write(reference())
