"""Imports point one way; this walks them and fails on any other arrow (docs/architecture.md)."""

import ast
import functools
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "briefgen"
ROOMS = ("corpus", "reading", "evidence", "writing", "rendering", "delivery")
MAY = {
    "model": (),
    "errors": (),
    "resources": (),
    "messages": (),
    "remarks": ("messages",),
    "language": ("model", "errors", "messages"),
    "oneline": (),
    "squeezed": (),
    "values": ("model", "language", "oneline"),
    "retelling": ("model", "messages", "remarks", "language", "values"),
    "spreadsheet": (),
    "charting": ("model", "errors", "language"),
    "charts": ("model", "language", "charting", "writing", "rendering"),
    "running": ("model", "errors"),
    "interchange": ("model", "errors"),
    "fields": ("model", "errors", "interchange"),
    "finished": ("model", "errors", "interchange", "fields"),
    "printed": ("errors", "finished"),
    "previous": ("model", "errors", "interchange", "finished"),
    "weeks": ("errors",),
    "orders": ("model",),
    "fetching": ("model", "errors"),
    "layout": ("model", "errors", "resources"),
    "config": ("model", "errors", "resources", "fields", "oneline", "messages", "delivery"),
    "doctor": ("model", "errors", "resources", "config", "corpus", "rendering", "delivery"),
    "readings": ("model", "errors", "messages", "remarks", "running", "reading", "evidence"),
    "trying": ("model", "errors", "reading"),
    "hits": ("model", "corpus", "reading"),
    "exporting": ("model", "interchange", "corpus"),
    "backups": ("errors", "resources", "config", "corpus", "delivery"),
    "restoring": ("errors", "corpus", "delivery", "backups"),
    "upgrading": (
        "model",
        "errors",
        "config",
        "orders",
        "corpus",
        "readings",
        "pipeline",
        "previous",
        "samples",
        "stored",
        "editions",
        "delivery",
    ),
    "checking": ("errors", "squeezed", "corpus"),
    "labelling": ("model", "corpus", "reading"),
    "repairing": ("errors", "squeezed", "corpus", "evidence", "labelling", "resemblances"),
    "resemblances": ("model", "corpus", "evidence"),
    "ingesting": ("model", "errors", "corpus", "reading", "fetching", "running", "resemblances"),
    "recompute": ("model", "finished", "evidence"),
    "corrections": ("model", "errors", "fields", "reading"),
    "correcting": ("model", "errors", "fields", "config", "corpus", "reading", "corrections"),
    "standing": ("model", "errors", "resources", "config", "rendering"),
    "corrected": ("model", "fields", "remarks", "language", "values", "corrections"),
    "sharing": ("model", "remarks", "corrections"),
    "pipeline": (
        *("model", "errors", "resources", "config", "interchange", "weeks", "orders", "readings", "corrections"),
        *(
            "sharing",
            "running",
            "overriding",
            "hiding",
            "wishing",
            "language",
            "messages",
            "remarks",
            "retelling",
            "corrected",
        ),
        *ROOMS,
    ),
    "stored": (
        *("model", "errors", "resources", "config", "fields", "interchange", "weeks", "readings", "previous"),
        *("orders", "pipeline", "corpus"),
    ),
    "editions": (
        *("delivery", "language", "values"),
        *("model", "errors", "resources", "config", "orders", "weeks", "interchange", "readings", "running"),
        *("corpus", "pipeline", "stored", "editing", "overriding", "wishing", "rendering"),
    ),
    "delivery": ("model", "errors", "squeezed", "weeks", "messages", "remarks", "language", "oneline"),
    "hiding": ("model", "corrections", "evidence", "writing"),
    "overriding": ("model", "interchange", "language", "hiding", "writing", "rendering"),
    "wishing": ("model", "charting", "hiding", "overriding", "evidence", "writing"),
    "testing": (
        "model",
        "errors",
        "charting",
        "language",
        "values",
        "finished",
        "printed",
        "running",
        "verify",
        *ROOMS,
    ),
    "samples": ("model", "errors", "config", "orders", "pipeline"),
    "verify": (
        "model",
        "errors",
        "messages",
        "language",
        "oneline",
        "values",
        "interchange",
        "finished",
        "printed",
        "readings",
        "corrections",
        "recompute",
        "sharing",
        *ROOMS,
    ),
    "explain": ("model", "errors", "finished", "corrections", "pipeline", "reading", "evidence"),
    "editing": (
        "model",
        "errors",
        "language",
        "values",
        "resources",
        "config",
        "orders",
        "pipeline",
        "running",
        "samples",
        *ROOMS,
    ),
    "rendering": (
        "model",
        "errors",
        "language",
        "oneline",
        "values",
        "interchange",
        "spreadsheet",
        "running",
        "charting",
    ),
    "previewing": (
        *("model", "errors", "resources", "config", "orders", "readings", "running", "pipeline", "stored", "samples"),
        *("editing", "corpus", "overriding", "rendering", "editions", "language"),
    ),
    "writing": ("model", "errors", "remarks", "language", "values", "charting"),
    **dict.fromkeys(
        (room for room in ROOMS if room not in {"writing", "rendering", "delivery"}),
        ("model", "errors", "squeezed", "messages", "remarks"),
    ),
}
"""Part of the package → the other parts that it may import. `cli` may import all of them."""


@functools.cache
def modules() -> Mapping[str, Path]:
    """Every module of the package, and its file."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(name: str, path: Path) -> Iterator[str]:
    """Every module of the package that a file imports, at any depth of the code."""
    known = modules()
    here = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "briefgen")
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            origin = ".".join([*base, *(node.module.split(".") if node.module else [])])
            if origin.split(".")[0] == "briefgen":
                for alias in node.names:
                    whole = f"{origin}.{alias.name}"
                    yield whole if whole in known else origin


def part(module: str) -> str:
    """The room or module of the package that a name belongs to; "" for the package itself."""
    return module.split(".")[1] if "." in module else ""


@pytest.mark.parametrize(
    ("name", "path"), list(modules().items()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_arrow_is_in_the_plan(name: str, path: Path) -> None:
    own = part(name)
    if own in {"cli", "__main__", ""}:
        return
    assert own in MAY, f"{name}: add it to the plan in tests/test_imports.py and docs/architecture.md"
    allowed = {*MAY[own], own, ""}
    wrong = sorted({target for target in imported(name, path) if part(target) not in allowed})
    assert not wrong, f"{name} may not import {', '.join(wrong)}"


def test_only_the_bundle_knows_the_interchange() -> None:
    users = [
        name
        for name, path in modules().items()
        if part(name) == "rendering" and any(part(target) == "interchange" for target in imported(name, path))
    ]
    assert users in ([], ["briefgen.rendering.bundle"])


def test_the_model_needs_the_standard_library_and_msgspec_alone() -> None:
    tree = ast.parse((PACKAGE / "model.py").read_text(encoding="utf-8"))
    names = {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    names |= {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    assert names <= {*sys.stdlib_module_names, "msgspec"}


def test_rooms_import_without_each_other() -> None:
    """Reading a figure must not load what draws or prints."""
    code = "import sys, briefgen.reading, briefgen.corpus; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {
        "weasyprint",
        "matplotlib",
        "babel",
        "jinja2",
        "rich",
        "markdown_it",
        "briefgen.rendering",
        "briefgen.writing",
    }
    assert not heavy & set(loaded)
