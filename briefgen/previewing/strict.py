"""A page for the frame, under a policy without exceptions: nothing is fetched, and no script runs but ours.

Briefs carry styles in attributes (charts and mails do), which a Content-Security-Policy allows only together with all
others. Here they go to a style sheet, where they keep their strength, and the sheets are named by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from briefgen.previewing.shapes import Page

_APART = re.compile(r"(<style\b[^>]*>.*?</style>|<!--.*?-->)", re.DOTALL | re.IGNORECASE)
"""What is no markup to look for attributes in."""
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"""<[a-zA-Z][^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
_ATTRIBUTE = re.compile(r"""\s([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")
_SHEET = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
_STRONG = ":not(#_)"
"""Makes a rule as strong as one with an id, as no other rule of a page is: attributes would win over all but
`!important`."""
_ENTITIES = {"&quot;": '"', "&#34;": '"', "&#x27;": "'", "&#39;": "'", "&lt;": "<", "&gt;": ">", "&amp;": "&"}


def page(html: str, *, file: bytes = b"") -> Page:
    """The page with its policy, and our script, which tells the window around it what was clicked.

    Scripts that it has, the evidence that HTML briefs carry as well, are left out.

    Args:
        html: The whole page.
        file: The file that it shows.
    """
    # Parsers of HTML read every line end as "\n", and hash what they read.
    plain, moved = _moved(_SCRIPT.sub("", html.replace("\r\n", "\n").replace("\r", "\n")))
    sheet = f"<style>{moved}</style>" if moved else ""
    script = f"<script>{frame_script()}</script>"
    whole = _into_head(plain, sheet)
    head, end, tail = whole.rpartition("</body>")
    whole = f"{head}{script}{end}{tail}" if end else whole + script
    styles = [match[1] for match in _SHEET.finditer(whole)]
    return Page(whole.encode(), policy(styles, [frame_script()]), file)


def policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    """A Content-Security-Policy for a page that has these styles and scripts inside."""
    rules = {
        "default-src": "'none'",
        "style-src": " ".join(dict.fromkeys(map(digest, styles))) or "'none'",
        "script-src": " ".join(map(digest, scripts)) or "'none'",
        "img-src": "data:",
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": "allow-scripts allow-popups allow-popups-to-escape-sandbox",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def digest(text: str) -> str:
    """The hash that a policy names an inline style or script by (CSP 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def frame_script() -> str:
    """Our script in the frame."""
    return static("frame.js")


def static(name: str) -> str:
    """A file of the page around."""
    return (files("briefgen.previewing") / "static" / name).read_text(encoding="utf-8")


def _moved(html: str) -> tuple[str, str]:
    """The page with numbers instead of style attributes, and the sheet that the numbers stand in."""
    numbers: dict[str, int] = {}

    def numbered(tag: re.Match[str]) -> str:
        return _ATTRIBUTE.sub(number, tag[0])

    def number(attribute: re.Match[str]) -> str:
        if attribute[1].casefold() != "style":
            return attribute[0]
        said = _unescaped(next((value for value in attribute.groups()[1:] if value is not None), ""))
        return f' data-style="{numbers.setdefault(said, len(numbers))}"'

    # `split` with one group gives what lies between, then a match, in turns.
    pieces = _APART.split(html)
    pieces[::2] = [_TAG.sub(numbered, piece) for piece in pieces[::2]]
    rules = [
        f'[data-style="{place}"]{_STRONG}{{{said}}}' for said, place in numbers.items() if not set(said) & set("{}<")
    ]
    return "".join(pieces), "\n".join(rules)


def _unescaped(text: str) -> str:
    for entity, letter in _ENTITIES.items():
        text = text.replace(entity, letter)
    return text


def _into_head(html: str, part: str) -> str:
    head, end, tail = html.partition("</head>")
    return f"{head}{part}{end}{tail}" if end else part + html
