"""What the browser gets to know of a view: as JSON, with paths as one would type them here."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, to_builtins

from briefgen import resources, samples
from briefgen.config.problems import Level
from briefgen.editing.findings import Finding
from briefgen.editing.layers import Standing
from briefgen.language import languages, parse_locale
from briefgen.previewing.briefs import SAMPLE
from briefgen.previewing.shapes import Choice, Key, Outcome


class Slot(Struct, frozen=True):
    """What is known of a view of a brief."""

    latest: Outcome = Outcome(None)
    """What became of the latest job, without its page."""
    good: Outcome | None = None
    """The last one that had a page, without it."""
    page: int = 0
    """The number of that page; 0 for none."""
    failed: bool = False
    """The latest one had none."""
    revision: int = -1
    """What it was made from."""
    seconds: float = 0.0
    """From the change to the page."""
    blocks: tuple[str, ...] = ()
    """Those that say something else than in the page before."""


class Proofs(Struct, frozen=True):
    """What the samples show that the house's templates lose."""

    findings: tuple[Finding, ...] = ()
    """Of the last time that all samples were looked at."""
    revision: int = -1
    """What they were printed from then."""
    running: bool = False


def said(  # noqa: PLR0913 - all that is known
    run: str, key: Key, slot: Slot, proofs: Proofs, files: Sequence[str], *, making: bool, proved: bool, has_file: bool
) -> str:
    """The state of a view.

    Args:
        run: What tells this server from one that ran before it: the pages of each are numbered from 1.
        key: The view.
        slot: What is known of it.
        proofs: What its templates lose; nothing where they do not print it.
        files: What was saved last.
        making: It is being made anew.
        proved: The samples were looked through as the templates are now.
        has_file: Its page shows a file that can be opened by itself.
    """
    good = slot.good or Outcome(None)
    state = {
        "run": run,
        "brief": key.brief,
        "view": str(key.view),
        "page": slot.page,
        "making": making,
        "failed": slot.failed,
        "seconds": round(slot.seconds, 2),
        "files": list(map(short, files)),
        "blocks": list(slot.blocks),
        "findings": [_placed(one) for one in sorted((*slot.latest.findings, *proofs.findings), key=_gravity)],
        "places": {name: _placed(place) for name, place in good.places.items()},
        "notes": {str(one.number): [one.document, one.start, one.end] for one in good.notes},
        "templates": list(map(_template, slot.latest.standings)),
        "briefs": [[one.key, one.title, one.group] for one in _briefs(slot)],
        "locale": key.locale,
        "locales": _locales(),
        "remark": good.remark,
        "frozen": good.frozen,
        "pdf": has_file,
        "proving": proofs.running,
        "proved": proved,
    }
    return json.dumps(state, ensure_ascii=False)


def _gravity(one: Finding) -> bool:
    """What stops a brief is told first."""
    return one.level is not Level.ERROR


def _placed(one: Struct) -> dict[str, Any]:
    """A struct with a file, its path as one would type it."""
    fields: dict[str, Any] = to_builtins(one)
    return {**fields, "file": short(fields["file"])}


def short(file: str) -> str:
    """A path from here, or from the folder of what is shipped."""
    for root in (Path.cwd(), resources.root()):
        if Path(file).is_relative_to(root):
            return Path(file).relative_to(root).as_posix()
    return file


def _template(one: Standing) -> dict[str, Any]:
    return {
        "name": one.name,
        "house": one.is_house,
        "file": short(str(one.file)),
        "overridden": list(one.overridden),
        "whole": one.whole and one.is_shipped,
        "own": not one.is_shipped,
        "unknown": list(one.unknown),
        "changed": one.changed if one.changed is None else list(one.changed),
    }


def _briefs(slot: Slot) -> Iterator[Choice]:
    """What can be chosen; as it was before where the settings cannot be read."""
    yield from (Choice(f"{SAMPLE}/{name}", name, "Samples") for name in samples.NAMES)
    yield from slot.latest.choices or (slot.good.choices if slot.good else ())


@cache
def _locales() -> list[tuple[str, str]]:
    """The languages that a frame can have, each with its own name."""
    return [(tag, str(parse_locale(tag).get_display_name(tag)).capitalize()) for tag in languages()]
