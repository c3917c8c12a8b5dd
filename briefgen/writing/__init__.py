"""Facts and passages → what a brief says, charts and leaves out.

write.py         the story: one brief, section by section
material.py      what the writer chooses from, indexed
ranking.py       what matters most
patterns.py      sentences composed from facts, in fixed patterns
when.py          periods and deadlines in words
names.py         what documents are called in running text
statements.py    sentences with ids and citations
bottom_line.py   three to five sentences
figures.py       key figures, targets and deadlines
developments.py  what happened, by date
voices.py        in their words
disagreement.py  which relations become cards
charts.py        which facts may stand in one chart
chart_words.py   titles, labels and alt texts of charts
gaps.py          what was left out, and why
"""

from __future__ import annotations

from briefgen.writing.write import write

__all__ = ["write"]
