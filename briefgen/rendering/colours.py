"""Colours made from the brand's colours."""

from __future__ import annotations


def mixed(ink: str, paper: str, share: float) -> str:
    """A colour between two, with `share` of the first."""
    pairs = [(int(ink[at : at + 2], 16), int(paper[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(dark * share + light * (1 - share)):02x}" for dark, light in pairs)
