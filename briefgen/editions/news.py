"""Whether a released edition has anything to say, from its own files."""

from __future__ import annotations

import json
from typing import Any

from briefgen import pipeline
from briefgen.corpus.store import Store, acts
from briefgen.editions.values import Part, Plan
from briefgen.errors import CorpusError


def quiet(store: Store, plan: Plan) -> frozenset[str]:
    """The topics of a released edition on which its documents say nothing: its brief on them is short, and says so.

    Raises:
        CorpusError: A brief is not what was released.
    """
    files = dict(acts.frozen(store.engine, plan.name, Part.FILE))
    return frozenset(topic for topic in plan.topics if _is_quiet(_row(plan.name, topic, files)))


def _row(edition: str, topic: str, files: dict[str, bytes]) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(files[f"{topic}.json"])
    except (KeyError, ValueError) as error:
        raise CorpusError(f"has no brief on {topic} that can be read", edition, "`briefgen corpus check`") from error
    return found


def _is_quiet(row: dict[str, Any]) -> bool:
    """As `pipeline.is_quiet` says of the brief itself."""
    return not row["facts"] and not any(
        section["statements"] or section["relations"]
        for section in row["sections"]
        if section["name"] not in pipeline.ABOUT_ITSELF
    )
