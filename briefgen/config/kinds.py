"""Every kind of setting file with its rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.config.delivery.keys import DELIVERY
from briefgen.config.keys import BRAND, BRIEFGEN, CORRECTIONS, EDITION, WORDS

if TYPE_CHECKING:
    from briefgen.config.shapes import Shape

RULES: dict[str, Shape] = {
    "briefgen": BRIEFGEN,
    "brand": BRAND,
    "corrections": CORRECTIONS,
    "delivery": DELIVERY,
    "edition": EDITION,
    "words": WORDS,
}
"""By the names in `keys.KINDS`: "edition" is editions/*.yaml, "words" is words/*.yaml."""
