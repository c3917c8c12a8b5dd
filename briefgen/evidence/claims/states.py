"""States that news tells of anything, each beside those that exclude it.

The nouns are open: what excludes what depends on the state alone ("on the run", "arrested").
`wordings` reads the tables.
"""

from __future__ import annotations

from briefgen.evidence.claims.states_of_decisions import DECISIONS
from briefgen.evidence.claims.states_of_people import PEOPLE
from briefgen.evidence.claims.states_of_things import THINGS

AXES = (*THINGS, *DECISIONS, *PEOPLE)
"""All axes."""
