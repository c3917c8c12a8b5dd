"""Figures of MANY documents → facts, and how the facts stand to each other.

weigh.py       the story: mentions → facts → relations
mentions.py    a figure with its document and what it is compared by
measures.py    when two mentions measure the same thing
agreement.py   when two values agree
origins.py     who reports independently of whom
facts.py       mentions of one fact put together
scopes.py      words that delimit what is measured
relations.py   pairs of facts that a reader must see together
dates.py       periods in words, for explanations
"""

from __future__ import annotations

from briefgen.evidence.weigh import weigh

__all__ = ["weigh"]
