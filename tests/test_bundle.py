"""What a brief carries as its proof is the same in every format, and says what every printed line cites."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st

from briefgen import interchange, resources
from briefgen.model import Brand, Brief
from briefgen.rendering import html
from briefgen.rendering.bundle import bundle
from briefgen.rendering.lines import Line, lines

TEMPLATES = (resources.templates(),)
BRIEFS = {"ordinary": samples.ordinary(), "awkward": samples.awkward(), "quiet": samples.quiet()}

MARKDOWN = """<!-- block: masthead -->

# Freight

<!-- block: charts -->

## Charts

### Freight grew

![2023: 4 t](x-charts/1-x.svg)

| Shown | Value |
|:--|--:|
| 2023 | 4 t[^2][^1] |

Sources: [^2]

<!-- block: sources -->

## Sources

[^1]: “4 t” *— Herald*

[^2]: “four” *— Herald*
"""


def test_lines_know_their_block_and_what_they_rest_on() -> None:
    assert lines(MARKDOWN) == (
        Line("masthead", "heading", "Freight", ()),
        Line("charts", "heading", "Charts", ()),
        Line("charts", "heading", "Freight grew", (), (1, 2)),
        Line("charts", "alt", "2023: 4 t", (), (1, 2)),
        Line("charts", "row", "Shown | Value", (), (1, 2)),
        Line("charts", "row", "2023 | 4 t", (2, 1), (1, 2)),
        Line("charts", "text", "Sources:", (2,), (2,)),
        Line("sources", "heading", "Sources", ()),
        Line("sources", "note", "“4 t” — Herald", (1,), (1,)),
        Line("sources", "note", "“four” — Herald", (2,), (2,)),
    )


@pytest.mark.parametrize("brief", BRIEFS.values(), ids=BRIEFS)
def test_html_carries_the_same_as_json(brief: Brief) -> None:
    page = html.render(brief, Brand(), TEMPLATES)[0].content.decode()
    (text,) = re.findall(r'<script type="application/json" id="briefgen-evidence">([^<]*)</script>', page)
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == json.loads(bundle(brief, Brand(), TEMPLATES))


@pytest.mark.parametrize("brief", BRIEFS.values(), ids=BRIEFS)
def test_every_note_is_a_printed_line(brief: Brief) -> None:
    row = json.loads(bundle(brief, Brand(), TEMPLATES))
    printed = [line["notes"] for line in row["printed"] if line["kind"] == "note"]
    assert sorted(printed) == [[note["number"]] for note in row["notes"]]


def keys(row: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The way to every value of a JSON value that is no object and no list."""
    if isinstance(row, dict):
        return [way for key, value in row.items() for way in keys(value, (*path, key))]
    if isinstance(row, list):
        return [way for index, value in enumerate(row) for way in keys(value, (*path, index))]
    return [path]


ROW: dict[str, Any] = json.loads(bundle(BRIEFS["ordinary"], Brand(), TEMPLATES))


@given(way=st.sampled_from(keys(ROW)))
def test_the_seals_show_any_change(way: tuple[str | int, ...]) -> None:
    changed = copy.deepcopy(ROW)
    node: Any = changed
    for key in way[:-1]:
        node = node[key]
    node[way[-1]] = "something else"
    again = interchange.sealed(changed)
    assert (again["seals"], again["digest"]) != (changed["seals"], changed["digest"])
