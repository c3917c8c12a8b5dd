"""The documentation is a product, and tested as one."""

import json
import re
import runpy
import shlex
from pathlib import Path

import click
import pytest
from conftest import ROOT
from programs import POPPLER, program

from briefgen.cli.app import LazyGroup, app
from briefgen.cli.documents import Documents
from briefgen.cli.reference import commands, reference
from briefgen.reading import tables

COMMANDS = dict(commands())
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXTENDING = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")


def examples(page: str) -> list[str]:
    """Lines of code blocks that call briefgen."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip().startswith("briefgen ")]


def parses(line: str) -> None:
    """Walks groups and commands as click would, without running anything."""
    words = shlex.split(line.split("|", maxsplit=1)[0].split(">", maxsplit=1)[0], comments=True)[1:]
    command: click.Command = app
    context = click.Context(app, info_name="briefgen")
    while isinstance(command, click.Group):
        words = command.arguments(words) if isinstance(command, Documents) else words
        found = command.get_command(context, words.pop(0))
        assert found is not None, line
        command, context = found, click.Context(found, parent=context)
    for parameter in command.params:  # the files of an example need not be here
        if isinstance(parameter.type, click.Path):
            parameter.type = click.Path()
    command.make_context(command.name, words, resilient_parsing=False)


@pytest.fixture(autouse=True)
def _own_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """`parses` loosens types of parameters; put them back."""
    for command in COMMANDS.values():
        for parameter in command.params:
            monkeypatch.setattr(parameter, "type", parameter.type)


def test_the_reference_is_fresh() -> None:
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == reference(), "make docs"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_examples(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert command.help.split("\n")[0].endswith(".")
    assert command.epilog
    assert f"  {name}" in command.epilog


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_help_that_ends_in_a_stop(name: str) -> None:
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert parameter.help.endswith("."), parameter.help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_in_the_reference(name: str) -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    section = page.split(f"## {name}\n", maxsplit=1)[1].split("\n## ", maxsplit=1)[0]
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert all(option in section for option in parameter.opts)


@pytest.mark.parametrize("line", [line for page in (README, reference(), EXTENDING) for line in examples(page)])
def test_examples_parse(line: str) -> None:
    parses(line)


def test_the_readme_names_both_set_up_commands_and_every_command() -> None:
    assert "make brief" in README
    assert "make test" in README
    for name in LazyGroup.commands_of:
        assert f"`{name}`" in README or f"briefgen {name}" in README, name


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", ["brief", "chart"])
def test_the_pictures_are_shown_and_small(name: str) -> None:
    picture = (ROOT / "docs" / f"{name}.png").read_bytes()
    assert f"(docs/{name}.png)" in README
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 200_000


@pytest.mark.parametrize("name", ["preview", "preview-finding", "preview-block", "preview-brand"])
def test_the_pictures_of_the_preview_are_small(name: str) -> None:
    picture = (ROOT / "docs" / f"{name}.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 100_000


@pytest.mark.conform
def test_the_pictures_show_what_is_written_today(tmp_path: Path) -> None:
    """The words of page 1 and the drawing are compared, not pixels, which differ from one poppler to the next."""
    program("pdftotext", POPPLER)
    shown = runpy.run_path(str(ROOT / "docs" / "pictures.py"))["shown"](tmp_path)
    assert json.loads((ROOT / "docs" / "pictures.json").read_text(encoding="utf-8")) == shown, "stale: make docs"


def test_every_exit_code_is_documented() -> None:
    for page in (README, reference()):
        assert {"0", "1", "2", "130"} <= set(re.findall(r"^\| (\d+) \|", page, re.MULTILINE))


def test_the_makefile_explains_each_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("brief", "test", "accept", "lint", "bench", "soak", "docs", "clean"):
        assert re.search(rf"^{target}:.* ## \S", makefile, re.MULTILINE), target


def test_the_page_on_languages_names_every_table_in_order() -> None:
    page = (ROOT / "docs" / "languages.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?) \|", page, re.MULTILINE)
    assert tuple(re.findall(r"`(\w+)`", " ".join(rows))) == tables.NAMES
