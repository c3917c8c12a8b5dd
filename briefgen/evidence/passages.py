"""Which sentences show a fact."""

from __future__ import annotations

from briefgen.model import Fact, Passage


def shown(fact: Fact) -> Passage:
    """The passage that prints the fact's own value."""
    return next(
        (figure.passage for figure in fact.figures if figure.quantity == fact.quantity), fact.figures[0].passage
    )


def passages(*facts: Fact) -> tuple[Passage, ...]:
    """One passage for each fact, each once."""
    return tuple(dict.fromkeys(shown(fact) for fact in facts))
