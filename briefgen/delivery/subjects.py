"""The subject of a message: a template of one line, of values alone.

It is Jinja with most of it left out: values, filters on them and conditions. Nothing loops, calls or reaches into a
value, so that a subject ends at once and shows nothing else.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import fields

from briefgen.errors import TemplateError
from briefgen.oneline import one_line

if TYPE_CHECKING:
    from jinja2 import Environment, Template, nodes

LONGEST = 200
"""Characters of a subject; mail programs show about 60."""
USUAL = "{{ title }} – {{ edition }}"
"""The subject where the settings say nothing."""
_FILTERS = ("capitalize", "default", "lower", "title", "trim", "truncate", "upper")
_ENCODED = re.compile(r"=\?[^?\s]*\?[^?\s]*\?")
"""The beginning of an encoded word (RFC 2047, 2), which a mail program would decode into something else."""


class Said(Struct, frozen=True):
    """What a subject may say."""

    title: str
    """Title of the brief."""
    topics: str
    """Titles of its topics, with commas."""
    edition: str
    """"2026-W47"."""
    day: str
    """The day that the brief speaks from, in its language."""
    publisher: str
    """The name of the brand."""
    handling: str
    """Its handling line; may be empty."""
    corrects: str
    """The edition that this one corrects; empty for none."""
    reason: str
    """What is corrected, and why; empty for none."""


NAMES = tuple(field.name for field in fields(Said))
"""The values of a subject."""


def complaint(template: str) -> tuple[str, str] | None:  # noqa: PLR0911 - one for each thing that is wrong
    """What is wrong with the template of a subject, and what to do about it; None for nothing."""
    import jinja2
    from jinja2 import nodes

    known = f"Its values are: {', '.join(NAMES)}."
    try:
        tree = _environment().parse(template)
    except (jinja2.TemplateSyntaxError, RecursionError) as error:
        return f"not a template: {one_line(str(error))}", "Such as {{ title }} – {{ edition }}."
    for node in _nodes(tree):
        if isinstance(node, nodes.Name) and node.name not in NAMES:
            return f'a subject has no value "{node.name}"', known
        if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            return f'a subject has no filter "{node.name}"', f"Its filters are: {', '.join(_FILTERS)}."
        if not isinstance(node, _may()):
            return f"{type(node).__name__.lower()} has no place in a subject", f"It has values and conditions. {known}"
    if not any(isinstance(node, nodes.Name | nodes.TemplateData) for node in _nodes(tree)):
        return "the subject would be empty", known
    try:
        subject(template, Said(*NAMES))
    except TemplateError as error:
        return error.message, error.hint or known
    return None


def subject(template: str, said: Said) -> str:
    """The subject on one printable line, shortened where it is longer than `LONGEST`.

    Raises:
        TemplateError: The template is wrong, or its subject is empty.
    """
    import jinja2

    try:
        found = _compiled(template).render({name: getattr(said, name) for name in NAMES})
    except (jinja2.TemplateError, TypeError, ValueError, OverflowError) as error:
        hint = "`briefgen config check` says more."
        raise TemplateError(f"cannot be written: {one_line(str(error))}", "subject", hint) from error
    line = _ENCODED.sub("", one_line(found)).strip()
    if not line:
        raise TemplateError("is empty", "subject", f"Its values are: {', '.join(NAMES)}.")
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=False)


@lru_cache(maxsize=16)
def _compiled(template: str) -> Template:
    return _environment().from_string(template)


@lru_cache(maxsize=1)
def _may() -> tuple[type[nodes.Node], ...]:
    """The parts of Jinja that a subject may have: none of them repeats, multiplies or reaches into a value."""
    from jinja2 import nodes

    return (
        *(nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Filter, nodes.Keyword),
        *(nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Concat),
    )


def _nodes(tree: nodes.Template) -> list[nodes.Node]:
    from jinja2 import nodes

    return list(tree.find_all(nodes.Node))
