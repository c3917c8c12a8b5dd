"""What people see in their browser: a page with a button, and what it did. Nothing is fetched, and nothing is kept."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Callable, Sequence
from enum import Enum

from msgspec import Struct

from briefgen.language import ENGLISH, Language
from briefgen.messages import N_
from briefgen.model import Brand
from briefgen.oneline import one_line

Voice = Callable[[str], Language]
"""A language tag → the language, with the words of the house."""
FIELD, VALUE = "List-Unsubscribe", "One-Click"
"""What a mail program posts (RFC 8058, 3.2); our button posts the same."""


class Kind(Enum):
    """The pages there are, each with its heading and text."""

    ASK = N_("Unsubscribe"), N_("Press the button, and you will no longer get:")
    DONE = N_("You have unsubscribed"), N_("You will no longer get the following. A message may still be on its way.")
    UNKNOWN = N_("This link does not work"), N_("Nothing was changed. Use the link in a newer message.")
    REFUSED = N_("Nothing was changed"), N_("Open the link in a message and press the button there.")
    BUSY = N_("Nothing was changed yet"), N_("Please try again in a few minutes.")

    @property
    def heading(self) -> str:
        """In English."""
        return self.value[0]

    @property
    def text(self) -> str:
        """In English."""
        return self.value[1]


class Looks(Struct, frozen=True):
    """What pages are made with."""

    brand: Brand
    voice: Voice
    contact: str = ""
    """Whom to write to; empty for nobody."""


_SHEET = """\
:root { color-scheme: light dark; --paper: PAPER; --ink: INK; --strong: STRONG; --on: PAPER }
@media (prefers-color-scheme: dark) { :root { --paper: #14181d; --ink: #e8e6e1; --strong: #9cc6ee; --on: #14181d } }
body { background: var(--paper); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif; margin: 0 }
main { border-top: 4px solid var(--strong); box-sizing: border-box; margin: 0 auto; max-width: 36rem;
  overflow-wrap: anywhere; padding: 1.5rem 1.25rem }
h1 { color: var(--strong); font-size: 1.6rem; line-height: 1.2; margin: 0 0 1rem }
.house { margin: 0 0 1.5rem }
button { background: var(--strong); border: 2px solid var(--strong); border-radius: 4px; color: var(--on);
  cursor: pointer; font: inherit; font-weight: bold; margin: .5rem 0 1rem; min-height: 2.75rem; padding: .5rem 1.25rem }
button:focus-visible, a:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px }
a { color: var(--strong) }
"""


def page(looks: Looks, tag: str, kind: Kind, lists: Sequence[str] = ()) -> str:
    """A page.

    Args:
        looks: The house's style and words.
        tag: The language of whoever reads it; English where there are no words for it.
        kind: Which page.
        lists: Titles of the lists that it is about.
    """
    told = looks.voice(tag)
    language = told if told.is_translated else ENGLISH
    say = language.gettext
    heading = html.escape(say(kind.heading))
    names = "".join(f"<li>{html.escape(one_line(one))}</li>" for one in lists)
    parts = [
        f'<p class="house">{html.escape(one_line(looks.brand.name))}</p>',
        f"<h1>{heading}</h1>",
        f"<p>{html.escape(say(kind.text))}</p>",
        f"<ul>{names}</ul>" if names else "",
        _form(html.escape(say(Kind.ASK.heading))) if kind is Kind.ASK else "",
        _contact(looks, language),
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{language.locale.language}" dir="{_direction(language)}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<title>{heading}</title>\n<style>{sheet(looks.brand)}</style>\n'
        f"</head>\n<body>\n<main>\n{chr(10).join(filter(None, parts))}\n</main>\n</body>\n</html>\n"
    )


def policy(brand: Brand) -> str:
    """The Content-Security-Policy of these pages: one style sheet, one form that comes back here, nothing else."""
    digest = base64.b64encode(hashlib.sha256(sheet(brand).encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def sheet(brand: Brand) -> str:
    """The style sheet in the colours of the house. Settings let nothing through that is no colour."""
    colours = {"PAPER": brand.palette.background, "INK": brand.palette.foreground, "STRONG": brand.palette.primary}
    text = _SHEET
    for name, colour in colours.items():
        text = text.replace(name, colour)
    return text


def _form(label: str) -> str:
    hidden = f'<input type="hidden" name="{FIELD}" value="{VALUE}">'
    return f'<form method="post">{hidden}<button type="submit">{label}</button></form>'


def _contact(looks: Looks, language: Language) -> str:
    if not looks.contact:
        return ""
    # The message is escaped before the address stands in it, which is markup.
    words = html.escape(language.gettext("Questions? Write to %(address)s.", address="\0"))
    address = html.escape(looks.contact)
    link = f'<a href="mailto:{address}">{address}</a>'
    return f"<p>{words.replace(chr(0), link)}</p>"


def _direction(language: Language) -> str:
    return "rtl" if language.locale.text_direction == "rtl" else "ltr"
