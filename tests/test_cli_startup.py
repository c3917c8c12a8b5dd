"""`briefgen --help` answers at once: nothing heavy is imported before a command needs it."""

import subprocess
import sys

import click
import pytest
from conftest import ROOT

from briefgen.cli.app import LazyGroup, app

HEAVY = {"weasyprint", "matplotlib", "babel", "jinja2", "rich", "markdown_it", "yaml", "fontTools", "numpy", "asyncio"}


def loaded(*arguments: str) -> set[str]:
    code = f"import sys; from briefgen.cli import main; main({list(arguments)!r}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["make", "--help"], ["figures", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    modules = loaded(*arguments)
    assert not HEAVY & modules
    assert not {"briefgen.pipeline", "briefgen.reading", "briefgen.rendering"} & modules


def test_help_of_the_group_loads_no_command() -> None:
    assert not {
        f"briefgen.cli.{name}" for name in ("make", "look", "gather", "listing", "verify", "config", "doctor")
    } & loaded("--help")


@pytest.mark.parametrize("name", LazyGroup.commands_of)
def test_the_table_says_what_the_commands_say(name: str) -> None:
    command = app.get_command(click.Context(app), name)
    assert command is not None
    assert command.name == name
    assert command.get_short_help_str(limit=200) == LazyGroup.commands_of[name][1]


def test_reading_figures_loads_nothing_that_draws() -> None:
    modules = loaded("figures", "seeds", "--json")
    assert not {"weasyprint", "matplotlib", "jinja2", "rich"} & modules
