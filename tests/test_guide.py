"""templates/README.md, done as an editor does it: each wish in a new folder, each command as it is typed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from conftest import ROOT, Run
from PIL import Image
from test_docs import _own_commands, parses  # noqa: F401 - the first puts back what the second loosens

from briefgen.config.keys import SECTIONS
from briefgen.rendering.inert import FORBIDDEN

GUIDE = (ROOT / "templates" / "README.md").read_text(encoding="utf-8")
WISHES = GUIDE.partition("## Four wishes")[2].partition("\n## ")[0]
CHANGES = re.findall(r"^\*\*`([^`]+)`\*\*\n\n```diff\n(.*?)^```$", WISHES, re.DOTALL | re.MULTILINE)
"""For each wish its file and the lines that go and come."""
COUNTED = [
    (int(files), int(lines), templates)
    for files, lines, templates in re.findall(r"^\| [^|]+ \| (\d) \| (\d) \| ([\w ]+) \|$", WISHES, re.MULTILINE)
]
COMMANDS = dict.fromkeys(
    command for command in re.findall(r"`(briefgen [^`]+)`", GUIDE) if not re.search(r"[A-Z]{3}|…", command)
)
ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
TABLE, OF_MAIL = (
    ROW.findall(GUIDE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]) for title in ("Blocks", "Blocks of mail")
)
"""Blocks, in the order in which they are printed."""


def changed(folder: Path, name: str, diff: str) -> None:
    """The folder, after an editor did what a wish says."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    at = len(lines)
    for mark, line in ((one[0], one[1:]) for one in diff.splitlines()):
        if mark == "-":
            at = lines.index(line)  # the file that `init` lays out has it
            del lines[at]
        else:
            lines.insert(at, line)
            at += 1
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def office(tmp_path: Path, briefgen: Run) -> Path:
    """What `briefgen init office` lays out."""
    assert briefgen("init", "office").returncode == 0
    return tmp_path / "office"


def made(office: Path, briefgen: Run, form: str) -> str:
    done = briefgen("make", "--topic", "transport", "--format", form, cwd=office)
    assert done.returncode == 0, done.stderr
    return (office / "build" / f"transport.{form}").read_text(encoding="utf-8")


def test_each_wish_takes_as_many_files_and_lines_as_the_guide_says() -> None:
    assert len(COUNTED) == len(CHANGES) == 4
    for (name, diff), (files, lines, templates) in zip(CHANGES, COUNTED, strict=True):
        assert files == 1
        assert sum(line.startswith("+") for line in diff.splitlines()) == lines
        assert templates == ("one block" if name.endswith(".j2") else "none")


def test_name_logo_and_colours(office: Path, briefgen: Run) -> None:
    changed(office, *CHANGES[0])
    Image.new("RGB", (40, 20), "navy").save(office / "config" / "crest.png")
    page = made(office, briefgen, "html")
    assert "Office of Corridors" in page
    assert 'alt="The crest of the office"' in page
    assert "--primary:#7a1f2b" in page
    assert "#12436d" not in page.partition("<body")[2]


def test_a_line_in_the_masthead(office: Path, briefgen: Run) -> None:
    changed(office, *CHANGES[1])
    masthead = made(office, briefgen, "md").partition("<!-- block: bottom_line -->")[0]
    assert masthead.rstrip().endswith("**Read by the minister's office on Mondays**")


def test_another_order_of_the_sections(office: Path, briefgen: Run) -> None:
    changed(office, *CHANGES[2])
    found = re.findall(r"<!-- block: (\w+) -->", made(office, briefgen, "md"))
    usual = [name for name in TABLE if name in found]
    asked = ["disagreements", "targets"]
    assert found == ["masthead", *asked, *(name for name in usual[1:] if name not in asked)]


def test_briefs_in_kazakh(office: Path, briefgen: Run) -> None:
    english = made(office, briefgen, "md")
    changed(office, *CHANGES[3])
    kazakh = made(office, briefgen, "md")
    assert "## Негізгі тұжырымдар" in kazakh
    assert "## Дереккөздер" in kazakh
    assert not re.findall(r"^## [A-Za-z]", kazakh, re.MULTILINE)
    assert cited(kazakh, "[«“]", "[»”]") == cited(english, "“", "”")


def cited(page: str, opened: str, closed: str) -> set[str]:
    """The sentences that a page cites, as they were written; those that open with marks of their own keep them."""
    found = set(re.findall(rf"^\[\^\d+\]: {opened}(.*){closed}", page, re.MULTILINE))
    assert found
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_guide_can_be_typed(command: str) -> None:
    parses(command)


def test_every_command_on_templates_runs_as_it_stands(office: Path, briefgen: Run) -> None:
    typed = [
        shlex.split(command)[1:]
        for command in COMMANDS
        if command.startswith("briefgen templates ") and "--golden" not in command and "check" not in command
    ]
    assert len(typed) > 5
    assert briefgen("templates", "eject", "brief.md.j2", "--block", "masthead", cwd=office).returncode == 0
    for words in typed:
        done = briefgen(*words, cwd=office)
        is_done_already = "eject" in words
        assert done.returncode in ({0, 1, 2} if is_done_already else {0}), (words, done.stderr)
        assert "Traceback" not in done.stderr


def test_rules_of_the_guide_are_those_that_findings_have() -> None:
    code = {
        rule
        for room in ("editing", "previewing")
        for file in (ROOT / "briefgen" / room).glob("*.py")
        for rule in re.findall(r'"([EW]\d{3})"', file.read_text(encoding="utf-8"))
    }
    assert set(re.findall(r"\b[EW]\d{3}\b", GUIDE)) == code


def test_what_a_frame_may_not_hold_is_what_is_refused() -> None:
    paragraph = GUIDE.partition("## What templates cannot do")[2].partition("\n## ")[0]
    named = set(re.findall(r"`<(\w+)>`", paragraph.partition("A frame of yours")[2].partition("Such a template")[0]))
    assert {"script", "link", "form"} <= named <= FORBIDDEN


def test_blocks_and_sections_of_the_guide_are_there() -> None:
    shipped = (ROOT / "templates" / "default" / "brief.md.j2").read_text(encoding="utf-8")
    blocks = set(re.findall(r"{% block (\w+)", shipped))
    assert set(TABLE) == blocks
    assert set(SECTIONS) <= blocks
    mail = (ROOT / "templates" / "default" / "email.html.j2").read_text(encoding="utf-8")
    assert set(OF_MAIL) == set(re.findall(r"{% block (\w+)", mail)) - blocks
    text = (ROOT / "templates" / "default" / "email.txt.j2").read_text(encoding="utf-8")
    assert set(OF_MAIL[-2:]) == set(re.findall(r"{% block (\w+)", text)) - blocks


def test_pictures_and_pages_of_the_guide_are_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", GUIDE):
        if target.endswith((".md", ".png")) and "://" not in target:
            assert (ROOT / "templates" / target).resolve().is_file(), target
