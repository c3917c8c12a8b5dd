"""Colours made from the brand's colours."""

from __future__ import annotations

from briefgen.model import Palette

HALF, LIGHT, BAND, MUTED = 0.55, 0.16, 0.14, 0.72
"""Shares of ink on paper: bars of estimates and projections, the band of a range, and text that stands back."""


def mixed(ink: str, paper: str, share: float) -> str:
    """A colour between two, with `share` of the first."""
    pairs = [(int(ink[at : at + 2], 16), int(paper[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(dark * share + light * (1 - share)):02x}" for dark, light in pairs)


def chart_tones(palette: Palette) -> dict[str, str]:
    """The colours of drawings by the name of their CSS variable."""
    ink, paper = palette.series[0], palette.background
    return {
        "ink": ink,
        "ink-half": mixed(ink, paper, HALF),
        "ink-light": mixed(ink, paper, LIGHT),
        "text": palette.foreground,
        "text-muted": mixed(palette.foreground, paper, MUTED),
        "mark": palette.accent,
        "band": mixed(palette.accent, paper, BAND),
        "paper": paper,
    }
