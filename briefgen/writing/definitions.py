"""What the measures of a brief count, as the settings define them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefgen.language import Language
from briefgen.model import Definition, Fact, Topic


def definitions(shown: Iterable[Fact], topics: Sequence[Topic], language: Language) -> tuple[Definition, ...]:
    """The definitions of the measures of these facts, each once, in the order of the settings.

    Args:
        shown: The facts that a brief prints.
        topics: All topics of the settings: a fact may be of a measure of another one.
        language: That of the brief.
    """
    used = {fact.measure for fact in shown}
    found = {
        one.name: Definition(one.name, language.measure(one.name), one.definition)
        for topic in topics
        for one in topic.measures
        if one.definition and one.name in used
    }
    return tuple(found.values())
