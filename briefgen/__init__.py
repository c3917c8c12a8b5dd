"""briefgen: policy briefs from news, with every figure cited to the sentence it came from."""

from __future__ import annotations

__version__ = "0.1.0"
