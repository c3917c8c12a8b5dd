"""The hashes that a brief carries over its own parts: what was changed since it was made, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from briefgen import interchange
from briefgen.verify.finding import Finding

_CHANGED = "is not what it was when the brief was made: its hash is"


def seals(brief: Mapping[str, Any]) -> Iterator[Finding]:
    """Every part of a brief whose hash is another one; one finding where the brief has no hashes."""
    said, again = brief.get("seals"), interchange.sealed(brief)
    if not isinstance(said, dict):
        yield Finding("seals", "are missing: a brief of this version has a hash of each of its parts")
        return
    for key in sorted({*said, *again["seals"]}):
        yield from _broken(key, said.get(key), again["seals"].get(key))
    if brief.get("digest") != interchange.digest_of(said):
        yield Finding("digest", f"is {brief.get('digest')}, and the hash of the seals is {again['digest']}")


def _broken(key: str, said: object, found: object) -> Iterator[Finding]:
    if said == found:
        return
    if said is None or found is None:
        yield Finding(
            key, "was added since the brief was made" if said is None else "was there when the brief was made"
        )
    elif isinstance(said, list) and isinstance(found, list):
        if len(said) != len(found):
            yield Finding(key, f"has {len(found)} entries, and had {len(said)} when the brief was made")
            return
        for index, (one, other) in enumerate(zip(said, found, strict=True)):
            if one != other:
                yield Finding(f"{key}[{index}]", f"{_CHANGED} {other}, and was {one}")
    else:
        yield Finding(key, f"{_CHANGED} {found}, and was {said}")
