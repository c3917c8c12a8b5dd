"""Figures of MANY documents → facts, and how the facts stand to each other.

- `companions`: undated documents that tell the same news as a dated one
- `weigh`: the story: mentions → facts → relations
- `mentions`: a figure with its document and what it is compared by
- `words`: words and kinds of things, as names and phrases are compared; `aliases`: names that are one thing;
  `countries`: countries and their adjectives; `things`: the named things of a document
- `sites`: where a figure's noun phrase stands; `turns`, `owners`: whose it is; `concepts`: phrases that say the same
- `measures`: when two mentions measure the same thing; `agreement`: when two values agree
- `origins`: who reports independently of whom; `reprints`: which documents print one text; `wires`: which agency's
- `joins`: whether two mentions speak of one thing; `facts`: mentions put together; `grouping`: why, in words
- `relations`: pairs of facts that a reader must see together; `scopes`: words that delimit what is measured
- `arithmetic`: whether numbers fit: growths against earlier values, the pace that an aim needs
- `whole`, `kin`: two measures that a reader may take for one, configured and not
- `changes`: what became of the facts of an earlier edition
- `narrow`: the part of all this that some topics are about
- `claims`: statements without a number that differ; `namesakes`: two things that go by one name
- `groups`: pairs that belong on one card; `passages`, `dates`: sentences and periods for explanations
"""

from __future__ import annotations

from briefgen.evidence.changes import compare
from briefgen.evidence.narrow import computed, narrow
from briefgen.evidence.weigh import weigh

__all__ = ["compare", "computed", "narrow", "weigh"]
