"""Facts and passages → what a brief says, charts and leaves out.

- `write`: the story: one brief, section by section; `material`: what the writer chooses from
- `ranking`: what matters most
- `bottom_line`, `figures`, `aims`, `developments`, `disagreement`, `voices`, `gaps`: the sections
- `charts`: forms of charts, and which of them are drawn
- `selection`: which sentences to print, of any documents; `sparse`: how near they are; `standing`: whether one can be
  read alone; `twins`: whether two tell the same; `terms`: which are of a topic
- `patterns`: sentences composed from facts; `statements`: sentences with ids and citations
- `definitions`: what its measures count
- `together`: briefs on several topics as one
- `when`, `names`: times and documents in words
"""

from __future__ import annotations

from briefgen.writing.definitions import definitions
from briefgen.writing.selection import select
from briefgen.writing.together import together
from briefgen.writing.write import LIMITS, write

__all__ = ["LIMITS", "definitions", "select", "together", "write"]
