"""Citations in a page: each number leads to its sentence, in a tip on the screen and in the list of sources everywhere.

On a screen a number is a button that opens a tip of its own: HTML's `popover`, so a click or tap opens it and Escape or
a click elsewhere closes it without scripts, above all that scrolls. Focus shows the same tip, by style sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from briefgen.language import N_, Language
from briefgen.rendering.tongues import opening

_TOGETHER = 18
"""Letters of a word and its numbers that a line on a phone holds, in a table too; more may break there."""


def render_cites(cites: Token, env: MutableMapping[str, Any]) -> str:
    """`word[3, 4]`, of a token of `tokens.with_cites`. On paper it is level with the text where a cell has no other.

    `env` counts the places of each number under "seen", holds the markup of tips by number under "tips" and the
    page's language under "language".
    """
    word, labels = cites.meta["word"], cites.meta["labels"]
    links = ", ".join(_number(label, env) for label in labels)
    if cites.meta["alone"] and not env["tips"]:
        return f"[{links}]"
    letters = len(word) + sum(len(label) + len(", ") for label in labels)
    kind = "cited" if letters <= _TOGETHER else "cited long"
    said = escapeHtml(word)
    if language := cites.meta.get("language"):
        said = f"{opening(language)}{said}</span>"
    return f'<span class="{kind}">{said}<sup>[{links}]</sup></span>'


def _number(label: str, env: MutableMapping[str, Any]) -> str:
    seen: dict[str, int] = env["seen"]
    seen[label] = seen.get(label, 0) + 1
    tips: Mapping[str, str] = env["tips"]
    place = f"{label}-{seen[label]}"
    if label in tips:
        return _button(label, place, env)
    return f'<a id="cite-{place}" href="#note-{label}" aria-label="{_note(label, env)}">{label}</a>'


def _button(label: str, place: str, env: Mapping[str, Any]) -> str:
    """The number and its tip, side by side: so the tip's links follow the number when one goes through the page."""
    sentence = env["tips"][label]
    close, under = (escapeHtml(env["language"].gettext(words)) for words in (N_("Close"), N_("Under Sources")))
    opener = (
        f'<button type="button" class="ref" id="cite-{place}" popovertarget="tip-{place}" '
        f'aria-label="{_note(label, env)}" aria-describedby="note-{label}">{label}</button>'
    )
    closer = f'<button type="button" popovertarget="tip-{place}" popovertargetaction="hide">{close}</button>'
    ways = f'<span class="ways"><a href="#note-{label}">{under}</a> {closer}</span>'
    tip = f'<span class="tip" id="tip-{place}" popover><span class="said">{sentence} {ways}</span></span>'
    return f'<span class="cite">{opener}{tip}</span>'


def back_links(label: str, places: int, language: Language) -> str:
    """From a sentence in the list of sources back to each place that cites it."""
    names = ["↑"] if places == 1 else [_letters(place) for place in range(1, places + 1)]
    links = " ".join(
        f'<a class="back" href="#cite-{label}-{place}" aria-label="{_back(label, place, language)}">{name}</a>'
        for place, name in enumerate(names, 1)
    )
    return f"↑ {links}" if places > 1 else links


def _note(label: str, env: Mapping[str, Any]) -> str:
    return escapeHtml(env["language"].gettext("Note %(number)s", number=label))


def _back(label: str, place: int, language: Language) -> str:
    return escapeHtml(language.gettext("Back to mention %(place)s of note %(number)s", place=str(place), number=label))


def _letters(place: int) -> str:
    """1 → a, 26 → z, 27 → aa: names of the links back."""
    rest, last = divmod(place - 1, 26)
    return (_letters(rest) if rest else "") + chr(ord("a") + last)
