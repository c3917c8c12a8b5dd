"""The HTML of a mail without the letters that show nothing: mail programs cut it off where it is too long.

Once a style sheet stands in the elements, most classes name nothing any more, and blanks in styles add up.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"""<[a-zA-Z](?:[^>"]|"[^"]*")*>""")
"""A start tag as css-inline writes it: values between double quotation marks."""
_STYLE = re.compile(r'( style=")([^"]*)(")')
_CLASS = re.compile(r' class="([^"]*)"')
_GAP = re.compile(r">\n\s*\n\s*<")
"""Empty lines between elements."""
_NAME = re.compile(r"\.([A-Za-z_][\w-]*)")
_QUOTED = re.compile(r"""('[^']*'|\([^)]*\))""")
_BLANKS = re.compile(r"\s*([:;,])\s*")
_KEPT = frozenset({"block", "logo"})
"""Classes by which the preview finds what people click (`previewing/pages.py`)."""


def lean(page: str) -> str:
    """The page without blanks in styles, classes that no rule of its head names, and empty lines between elements.

    Text stays as it is.
    """
    start = page.find("<body")
    known = _KEPT | set(_NAME.findall(page[:start]))
    return page[:start] + _TAG.sub(lambda match: _tag(match[0], known), _GAP.sub(">\n<", page[start:]))


def _tag(tag: str, known: frozenset[str]) -> str:
    tag = _STYLE.sub(lambda match: f"{match[1]}{_style(match[2])}{match[3]}", tag, count=1)
    return _CLASS.sub(lambda match: match[0] if known & set(match[1].split()) else "", tag, count=1)


def _style(declarations: str) -> str:
    """The same declarations, with blanks in what is quoted and in brackets alone."""
    pieces = _QUOTED.split(declarations)
    bare = [piece if place % 2 else _BLANKS.sub(r"\1", piece) for place, piece in enumerate(pieces)]
    return "".join(bare).strip().removesuffix(";")
