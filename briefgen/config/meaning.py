"""What shapes cannot say: how the values of a setting file must fit each other and the disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.config.keys import FORMATS
from briefgen.config.nodes import Items, Node, Scalar, Table
from briefgen.config.problems import Level, Problem, nearest, suggest
from briefgen.messages import unlike
from briefgen.model import Brand, Palette

if TYPE_CHECKING:
    from collections.abc import Iterator

MIN_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3 (level AA) for text."""

LOGO_TYPES = (".svg", ".png", ".jpg", ".jpeg")
"""Images that WeasyPrint and browsers draw alike."""


class Places(Struct, frozen=True):
    """The folders that a setting file's paths start at."""

    project: Path
    """Parent of `config/`, or the folder of the file."""
    folder: Path
    """The folder of the file itself: brand.yaml and logo stand there."""
    work: Path
    """Where output goes: the project, or the working folder for the packaged configuration."""


def at(node: Node | None, *path: str) -> Node | None:
    """The value under these keys, or None."""
    for key in path:
        node = node.get(key) if isinstance(node, Table) else None
    return node


def entries(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    """The keys and values of a mapping; none for anything else."""
    return node.entries if isinstance(node, Table) else ()


def items(node: Node | None) -> tuple[Node, ...]:
    """The entries of a list; none for anything else."""
    return node.items if isinstance(node, Items) else ()


def scalars(node: Node | None) -> tuple[Scalar, ...]:
    """The texts of a list."""
    return tuple(item for item in items(node) if isinstance(item, Scalar))


def text(node: Node | None, otherwise: str = "") -> str:
    """The text of a value."""
    return node.text if isinstance(node, Scalar) else otherwise


def spoken(node: Node | None, locale: str) -> str | None:
    """A text in a locale: the one text that there is, that of the very tag, or of its language; None for none."""
    if not isinstance(node, Table):
        return text(node)
    said = {key.text.casefold(): text(value) for key, value in node.entries}
    wanted = locale.casefold()
    return said.get(wanted, said.get(wanted.partition("-")[0]))


def usual(node: Node | None) -> Scalar | None:
    """The one text that there is, or of those for several locales the English one, else the first."""
    if not isinstance(node, Table):
        return node if isinstance(node, Scalar) else None
    texts = [(key.text, value) for key, value in node.entries if isinstance(value, Scalar)]
    english = (value for tag, value in texts if tag.partition("-")[0] == "en")
    return next(english, texts[0][1] if texts else None)


def said(node: Node | None, locale: str, otherwise: str = "") -> str:
    """A text in a locale; the usual one where it is not there in it."""
    found = spoken(node, locale) if node is not None else None
    return text(usual(node), otherwise) if found is None else found


def unsaid(what: str, node: Node | None, locale: str) -> Iterator[Problem]:
    """A text for several locales that is not there in that of the brand."""
    if isinstance(node, Table) and spoken(node, locale) is None:
        there = ", ".join(key.text for key, _ in node.entries)
        hint = f"It is there in {there}; add `{locale}: …`."
        yield Problem(node.line, f"{what} is not there in {locale}", hint, Level.WARNING, is_unsaid=True)


def locale_problems(root: Node | None, locale: str) -> Iterator[Problem]:
    """Titles of topics, names and definitions of measures that are not there in a locale: one finding for all."""
    missing: list[Problem] = []
    for key, topic in entries(at(root, "topics")):
        missing += unsaid(f"the title of {key.text}", at(topic, "title"), locale)
        for measure in items(at(topic, "measures")):
            name, defined = at(measure, "name"), at(measure, "definition")
            common = text(usual(name))
            missing += unsaid(f'the name of "{common}"', name, locale)
            missing += unsaid(f'the definition of "{common}"', defined, locale)
            yield from _uncited(name, common, f'and "{common}" has not')
            yield from _uncited(defined, "", f'in the definition of "{common}"')
    if missing:
        first = missing[0]
        rest = len(missing) - 1
        more = "; nor is one more" if rest == 1 else f"; nor are {rest} more" if rest else ""
        yield Problem(first.line, f"{first.message}{more}", first.hint, first.level, is_unsaid=True)


def _uncited(node: Node | None, common: str, where: str) -> Iterator[Problem]:
    """Numbers in what the settings say, in any locale, that are not in common words: they would cite nothing."""
    texts = [value for _, value in entries(node)] if isinstance(node, Table) else [node]
    for one in (value for value in texts if isinstance(value, Scalar)):
        for number in unlike(common, one.text).numbers:
            yield Problem(
                one.line, f'"{one.text}" has the number {number}, {where}', "Say it without: it would cite nothing."
            )


def briefgen_problems(root: Node, places: Places) -> Iterator[Problem]:
    """Everything in briefgen.yaml that contradicts itself or the disk."""
    for _, topic in entries(at(root, "topics")):
        yield from _topic(topic)
    yield from _measures(root)
    for _, edition in entries(at(root, "editions")):
        yield from _edition(edition, [key.text for key, _ in entries(at(root, "topics"))])
    yield from _folders(root, places)


def is_address(text: str) -> bool:
    """Whether an entry of the corpus is an address on the web, not a path."""
    return "://" in text


def _topic(topic: Node) -> Iterator[Problem]:
    yield from _repeats(at(topic, "terms"), "term")
    names: dict[str, int] = {}
    for measure in items(at(topic, "measures")):
        name = usual(at(measure, "name"))
        if name is not None:
            if name.text in names:
                message = (
                    f'the measure "{name.text}" stands twice in this topic; the first is on line {names[name.text]}'
                )
                yield Problem(name.line, message, "Bring their terms together under one name.")
            names.setdefault(name.text, name.line)
        yield from _repeats(at(measure, "terms"), "term")
        yield from _repeats(at(measure, "aliases"), "alias")


def _repeats(node: Node | None, what: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for entry in scalars(node):
        word = entry.text.casefold()
        if word in seen:
            message = f'the {what} "{entry.text}" stands twice; the first is on line {seen[word]}'
            yield Problem(entry.line, message, "Remove one of them.", Level.WARNING)
        seen.setdefault(word, entry.line)


def _measures(root: Node) -> Iterator[Problem]:
    """A measure that two topics follow must be the same in both: facts are brought together by its name."""
    seen: dict[str, tuple[int, object]] = {}
    for _, topic in entries(at(root, "topics")):
        here: dict[str, tuple[int, object]] = {}
        for measure in items(at(topic, "measures")):
            name, every = usual(at(measure, "name")), at(measure, "name")
            if name is None or every is None:
                continue
            called = plain(every) if isinstance(every, Table) else None
            keys = ("unit", "terms", "aliases", "definition")
            meaning = (called, *(plain(at(measure, key) or Items((), 0)) for key in keys))
            if name.text in seen and seen[name.text][1] != meaning:
                line = seen[name.text][0]
                message = f'the measure "{name.text}" is described differently on line {line}, in another topic'
                yield Problem(
                    name.line, message, "Give both the same names, unit, terms, aliases and definition, or two names."
                )
            here[name.text] = (name.line, meaning)
        seen = {**here, **seen}


def _edition(edition: Node, topics: list[str]) -> Iterator[Problem]:
    for topic in scalars(at(edition, "topics")):
        if topic.text not in topics:
            yield Problem(topic.line, f'there is no topic "{topic.text}"', suggest(topic.text, topics))
    for wanted in scalars(at(edition, "formats")):
        if wanted.text not in FORMATS:
            close = nearest(wanted.text, FORMATS)
            hint = f'Did you mean "{close}"? ' if close else ""
            hint += "Only a plugin can provide another format."
            yield Problem(wanted.line, f'"{wanted.text}" does not come with briefgen', hint, Level.WARNING)
    yield from _repeats(at(edition, "topics"), "topic")
    yield from _repeats(at(edition, "formats"), "format")


def _folders(root: Node, places: Places) -> Iterator[Problem]:
    output = at(root, "output")
    out = resolved(places.work, text(output, "build"))
    for entry in scalars(at(root, "corpus")):
        if is_address(entry.text):
            continue
        path = resolved(places.project, entry.text)
        if not (is_file(path) or is_folder(path)):
            yield Problem(entry.line, f'there is no "{entry.text}"', f"Looked for {path.as_posix()}.", Level.WARNING)
        if out.is_relative_to(path):
            hint = "Choose an output folder outside the corpus."
            line = output.line if output else entry.line
            yield Problem(line, f'briefs would be written into the corpus "{entry.text}" and read as documents', hint)
        elif path.is_relative_to(out):
            hint = "The output folder holds only what can be made again: choose another one."
            yield Problem(entry.line, f'the corpus "{entry.text}" lies inside the output folder', hint)
    templates = at(root, "templates")
    if isinstance(templates, Scalar) and not is_folder(resolved(places.work, templates.text)):
        message = f'there is no folder "{templates.text}"'
        yield Problem(templates.line, message, "Briefs look as shipped until it is there.", Level.WARNING)
    certificates = at(root, "certificates")
    if isinstance(certificates, Scalar) and not is_file(path := resolved(places.project, certificates.text)):
        yield Problem(certificates.line, f'there is no file "{certificates.text}"', f"Looked for {path.as_posix()}.")


def resolved(start: Path, name: str) -> Path:
    """A path of a setting file, absolute and without `..`."""
    # Unlike Path.resolve, realpath does not raise on links that lead in a circle.
    return Path(os.path.realpath(start / name.replace("\0", "")))


def is_file(path: Path) -> bool:
    """Whether there is a file; False as well for names too long and folders that nobody may enter."""
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises for these


def is_folder(path: Path) -> bool:
    """Whether there is a folder, in the same way."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises for these


def brand_problems(root: Node, folder: Path, wanted: str = "") -> Iterator[Problem]:
    """Everything in brand.yaml that cannot be read on the page, or is not there in the `wanted` locale, or its own."""
    speaks = wanted or text(at(root, "locale"), Brand().locale)
    for what, node in (
        ("name", at(root, "name")),
        ("handling", at(root, "handling")),
        ("alt", at(root, "logo", "alt")),
    ):
        yield from unsaid(what, node, speaks)
    yield from _colours(root)
    logo = at(root, "logo", "large")
    if isinstance(logo, Scalar):
        if not is_file(resolved(folder, logo.text)):
            yield Problem(logo.line, f'there is no image "{logo.text}"', "Its path starts at the folder of this file.")
        elif Path(logo.text).suffix.lower() not in LOGO_TYPES:
            yield Problem(logo.line, f'"{logo.text}" is not an image that can be printed', "Use SVG, PNG or JPEG.")
    locale = at(root, "locale")
    if isinstance(locale, Scalar) and not is_locale(locale.text):
        yield Problem(locale.line, f'the language "{locale.text}" is not known', "Such as en-GB, fr-FR or kk-KZ.")


def is_locale(tag: str) -> bool:
    """Whether Babel knows how this locale writes numbers and days."""
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _colours(root: Node) -> Iterator[Problem]:
    color = at(root, "color")
    names = [key.text for key, _ in entries(at(color, "palette"))]
    used = [at(color, key) for key in ("foreground", "background", "primary", "accent")]
    for colour in (*used, *items(at(color, "series"))):
        if isinstance(colour, Scalar) and colour.text and colour.text[0] != "#" and colour.text not in names:
            yield Problem(colour.line, f'the palette has no colour "{colour.text}"', suggest(colour.text, names))
    yield from _repeats(at(color, "series"), "colour")
    palette = palette_of(root)
    if palette:
        for key in ("foreground", "primary"):
            yield from _contrast(key, getattr(palette, key), palette.background, at(color, key) or color or root)


def _contrast(key: str, colour: str, background: str, node: Node) -> Iterator[Problem]:
    ratio = contrast(colour, background)
    if ratio < MIN_CONTRAST:
        # Rounded down: a ratio of 4.49 must not print as the 4.5 that it fails.
        message = f"{key} ({colour}) on background ({background}) has a contrast of {int(ratio * 100) / 100}"
        yield Problem(node.line, message, f"Text needs {MIN_CONTRAST} (WCAG AA): make one darker or the other lighter.")


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two "#rrggbb" colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance."""
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - IEC 61966-2-1


def palette_of(root: Node) -> Palette | None:
    """The colours of a brand, or None where one of them is not a colour."""
    color = at(root, "color")
    named = {key.text: text(value) for key, value in entries(at(color, "palette"))}
    usual = Palette()

    def value(colour: str) -> str:
        return named.get(colour, colour).lower()

    series = tuple(value(colour.text) for colour in scalars(at(color, "series"))) or usual.series
    single = {key: value(text(at(color, key), getattr(usual, key))) for key in ("foreground", "background", "primary")}
    palette = Palette(**single, accent=value(text(at(color, "accent"), usual.accent)), series=series)
    every = (palette.foreground, palette.background, palette.primary, palette.accent, *series)
    return palette if all(_is_hex(colour) for colour in every) else None


def _is_hex(colour: str) -> bool:
    return (
        len(colour) == len("#rrggbb") and colour[0] == "#" and all(digit in "0123456789abcdef" for digit in colour[1:])
    )


def plain(node: Node) -> object:
    """The tree without its lines."""
    match node:
        case Scalar():
            return node.text
        case Items():
            return tuple(plain(item) for item in node.items)
        case Table():
            return {key.text: plain(value) for key, value in node.entries}
