"""What templates may use: variables, filters, tests and functions, with their types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from jinja2.loaders import BaseLoader

from briefgen.editing.kinds import UNKNOWN
from briefgen.editing.walking import Known
from briefgen.language import language
from briefgen.model import Period
from briefgen.rendering.filters import tests
from briefgen.rendering.sandbox import BUILTIN_FILTERS, SafeEnvironment
from briefgen.rendering.seen import SEEN
from briefgen.rendering.text import escape_markdown

OURS: Mapping[str, object] = MappingProxyType(
    {
        **dict.fromkeys(("amounts", "labels"), tuple[str, ...]),
        **dict.fromkeys(
            (
                *(
                    "advice",
                    "anchor",
                    "change",
                    "columns",
                    "chart_data",
                    "chart_file",
                    "cite",
                    "currency",
                    "date",
                    "deadline",
                ),
                *(
                    "due",
                    "explained",
                    "heading",
                    "headline",
                    "join_and",
                    "label",
                    "mark",
                    "number",
                    "one_line",
                    "opening",
                ),
                *(
                    "original",
                    "percent",
                    "period",
                    "place",
                    "plural",
                    "prose",
                    "publisher",
                    "quantity",
                    "quoted",
                    "relation",
                ),
                *("reporters", "said_by", "severity", "signed", "status", "strength", "titled", "told_by", "when"),
                "format_name",
            ),
            str,
        ),
        "covered": Period | None,
        "published": dt.date | None,
    }
)
"""Our own filter (`rendering/filters.py`) → the type that it gives."""
_JINJAS = MappingProxyType(
    {**dict.fromkeys(("count", "length"), int), **dict.fromkeys(("capitalize", "lower", "trim", "upper"), str)}
)
"""Jinja's filter → the type that it gives, where that does not depend on what it is given."""


@cache
def known() -> Known:
    """What every template may use."""
    bare = environment(BaseLoader())
    return Known(
        seen=SEEN,
        filters={**dict.fromkeys(BUILTIN_FILTERS, UNKNOWN), **_JINJAS, **OURS},
        tests=frozenset(bare.tests),
        globals=frozenset(bare.globals),
    )


def environment(loader: BaseLoader) -> SafeEnvironment:
    """Reads templates as the renderer does; it renders none."""
    made = SafeEnvironment(loader, {}, escape_markdown, language("en"))
    made.tests |= tests()
    return made
