"""The house's words for those of the frame: which there are, how they are begun, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from jinja2 import TemplateSyntaxError
from msgspec import Struct

from briefgen.config import Config, said_by
from briefgen.config.ledger import scalar
from briefgen.config.meaning import at, entries
from briefgen.config.nodes import Node, Scalar
from briefgen.config.problems import Level
from briefgen.config.words import COUNTS, FOLDER, chosen, read
from briefgen.editing.findings import Finding, nearest, source
from briefgen.editing.layers import TEMPLATE, names
from briefgen.editing.layers import read as text_of
from briefgen.editing.vocabulary import environment
from briefgen.errors import RenderError, TemplateError, UsageError
from briefgen.language import Language, Phrase, counts, language, phrases
from briefgen.model import Rewording
from briefgen.rendering.templates import FolderLoader

ENDING = ".yaml"
_CONTEXT = frozenset({"pgettext", "npgettext"})
"""Functions of templates that are given a context first."""
_INDENT = "  "


class Trans(Struct, frozen=True):
    """Words in a template of the house."""

    message: Phrase
    path: Path
    line: int


def is_words(name: str) -> bool:
    """Whether a file of the house is one of words, by its path there."""
    path = PurePosixPath(name)
    return path.parts[0] == FOLDER and path.suffix == ENDING


def reworded(path: Path) -> tuple[str, ...]:
    """The messages that a file has words for."""
    trees, _ = said_by(path.parent.parent)
    return tuple(one.message for file, root in trees if file == path for one in read(root))


def shown(house: Path | None, name: str, only: Sequence[str] = ()) -> str:
    """All words of the frame in a language as they are printed, in the form of a file of words.

    Args:
        house: The house's folder of templates.
        name: "words/kk.yaml".
        only: Just these messages.

    Raises:
        UsageError: There is no such language or message.
    """
    tag, spoken = _language(house, name)
    own = {(one.context, one.message): one for one in _own(house, tag)}
    lines = [*_head(tag, spoken, name), "words:"]
    for message, texts in _listed(tag, spoken, only):
        if (message.context, message.forms[0]) in own:
            lines.append(f"{_INDENT}# the house's own")
        lines += (_INDENT + text for text in texts)
    return "\n".join(lines) + "\n"


def begun(house: Path | None, name: str, only: Sequence[str] = ()) -> str:
    """A file of words to begin with: those that are asked for, and all others behind a sign of comment.

    Raises:
        UsageError: There is no such language or message, or the file is there already.
    """
    if house is not None and (house / name).is_file():
        hint = f"Add lines to it; `briefgen templates show {name}` has all words."
        raise UsageError("is there already", where=str(house / name), hint=hint)
    tag, spoken = _language(house, name)
    lines = [
        *_head(tag, spoken, name),
        "# Take the sign # away in front of what you change, and delete the rest.",
        "words:",
    ]
    wanted = {message for message, _ in _listed(tag, spoken, only)} if only else set()
    for message, texts in _listed(tag, spoken):
        sign = "" if message in wanted else "# "
        lines += (f"{_INDENT}{sign}{text}" for text in texts)
    return "\n".join(lines) + "\n"


def compared(house: Path | None, name: str) -> Iterator[str]:
    """What a file of words says otherwise than briefgen does, message by message.

    Raises:
        UsageError: There is no such language or file.
    """
    if house is None or not (house / name).is_file():
        raise UsageError("the house has no such file", where=name, hint=f"`briefgen templates eject {name}` begins it.")
    tag, spoken = _language(house, name)
    shipped, known = language(tag), {one.forms[0] for one in phrases()}
    for phrase in reworded(house / name):
        if phrase in known:  # others are of the house's templates, and shipped nowhere
            before, after = (_texts(phrase, tag, one) for one in (shipped, spoken))
            yield from (f"- {text}" for text in before if text not in after)
            yield from (f"+ {text}" for text in after if text not in before)


def _texts(phrase: str, tag: str, spoken: Language) -> list[str]:
    return [text for _, texts in _listed(tag, spoken, [phrase]) for text in texts]


def check(house: Path | None, default: Path, locale: str) -> Iterator[Finding]:
    """What is wrong with the files of words, and what the house's templates say that nobody translated.

    Args:
        house: The house's folder of templates.
        default: The shipped one.
        locale: That of the brand.
    """
    if house is None:
        return
    trees, wrong = said_by(house)
    for one in wrong:
        file, _, line = (one.where or "").rpartition(":")
        file, line = (file, line) if line.isdecimal() else (one.where or "", "0")
        text = source(Path(file), int(line))
        yield Finding(file, int(line), "E120", one.message, one.hint or "", one.level, text)
    own = tuple(_trans(house, default))
    known = {*phrases(), *(one.message for one in own)}
    for path, root in trees:
        for key, value in entries(at(root, "words")):
            for number, rule, message, hint in _entry(path.stem, key, value, known):
                yield Finding(str(path), number, rule, message, hint, Level.ERROR, source(path, number))
    yield from _untranslated(own, locale, {one for path, root in trees for one in _covered(path.stem, root, locale)})


def unsaid(settings: Config) -> Iterator[Finding]:
    """What the settings say in other locales and not in their own: titles, names, definitions, forewords, comments."""
    for one in settings.warnings:
        if one.is_unsaid:
            file, _, line = (one.where or "").rpartition(":")
            number = int(line)
            yield Finding(file, number, "W207", one.message, one.hint or "", one.level, source(Path(file), number))


def _entry(tag: str, key: Scalar, value: Node, known: set[Phrase]) -> Iterator[tuple[int, str, str, str]]:
    """What is wrong with the words for one message: line, rule, message, hint."""
    meant = [one for one in known if one.forms[0] == key.text]
    if not meant:
        plural = next((one for one in known if key.text in one.forms), None)
        names = {one.forms[0] for one in known}
        near = f"Write it as for one: {plural.forms[0]!r}." if plural else nearest(key.text, names)
        hint = near or f"`briefgen templates show {FOLDER}/{tag}{ENDING}` lists all."
        yield key.line, "E121", f"no message of the frame is {key.text!r}", hint
        return
    counted = any(len(one.forms) > 1 for one in meant)
    contexts = {one.context for one in meant}
    given = {name.text: name.line for name, _ in entries(value)}
    for name, number in given.items():
        if name not in (COUNTS if counted else contexts):
            hint = nearest(name, COUNTS if counted else contexts - {""})
            yield number, "E122", f"{key.text!r} has no words for {name!r}", hint or _ways(meant, tag)
    if not given and "" not in contexts:
        yield key.line, "E122", f"{key.text!r} stands in several places", _ways(meant, tag)
    if counted:
        yield from _counted(tag, key, given, meant)


def _counted(
    tag: str, key: Scalar, given: Mapping[str, int], meant: Sequence[Phrase]
) -> Iterator[tuple[int, str, str, str]]:
    try:
        wanted, spoken = counts(tag), language(tag)
    except RenderError:
        return  # said of the file
    shipped = {spoken.catalogue.ngettext(*meant[0].both, count) for count in wanted.values()}
    if not given and len(shipped) > 1:
        yield key.line, "E122", f"{key.text!r} counts, and has words for one kind of count only", _ways(meant, tag)
    for name in wanted:
        if given and name not in given:
            yield key.line, "E122", f"{key.text!r} has no words for {name!r}", _ways(meant, tag)


def _ways(meant: Sequence[Phrase], tag: str) -> str:
    if len(meant[0].forms) > 1:
        return f"In this language: {', '.join(f'{name}: …' for name in counts(tag))}"
    contexts = [f"{one.context}: …" for one in meant if one.context]
    return f"One for each: {', '.join(contexts)}" if contexts else "It does not count: write one text."


def _covered(name: str, root: Node, locale: str) -> Iterator[str]:
    """The messages that a file has words for, if it is of the locale's language."""
    if name.casefold() in {locale.casefold(), locale.casefold().partition("-")[0]}:
        yield from (key.text for key, _ in entries(at(root, "words")))


def _untranslated(own: Sequence[Trans], locale: str, covered: set[str]) -> Iterator[Finding]:
    tag = locale.partition("-")[0]
    if tag == "en":
        return
    shipped = {one.forms[0] for one in phrases()}
    for one in own:
        said = one.message.forms[0]
        if said not in shipped | covered:
            hint = f"Add it to {FOLDER}/{tag}{ENDING} in this folder, or it is printed as it stands."
            yield Finding(
                str(one.path),
                one.line,
                "W206",
                f"{said!r} is in no catalogue of {tag}",
                hint,
                Level.WARNING,
                source(one.path, one.line),
            )


def _trans(house: Path, default: Path) -> Iterator[Trans]:
    """The words in the house's templates that are to be translated."""
    reader = environment(FolderLoader([house, default]))
    for name in names(house):
        if not name.endswith(TEMPLATE):
            continue
        path = house / name
        try:
            found = list(reader.extract_translations(text_of(path)))  # type: ignore[attr-defined] # of Jinja's extension
        except (TemplateError, TemplateSyntaxError):
            continue  # the walk names it, with its line
        for number, function, message in found:
            given = message if isinstance(message, tuple) else (message,)
            parts = tuple(part for part in given if isinstance(part, str))
            if function in _CONTEXT:
                yield Trans(Phrase(parts[1:], parts[0]), path, number)
            elif parts:
                yield Trans(Phrase(parts), path, number)


def _listed(tag: str, spoken: Language, only: Sequence[str] = ()) -> Iterator[tuple[Phrase, list[str]]]:
    every = phrases()
    known = {one.forms[0] for one in every}
    for name in only:
        if name not in known:
            near = nearest(name, known) or f"`briefgen templates show {FOLDER}/{tag}{ENDING}` lists all."
            raise UsageError(f"no message of the frame is “{name}”", hint=near)
    by_text: dict[str, list[Phrase]] = {}
    for one in every:
        if not only or one.forms[0] in only:
            by_text.setdefault(one.forms[0], []).append(one)
    for text, meant in by_text.items():
        yield meant[0], _lines(text, meant, tag, spoken)


def _lines(text: str, meant: Sequence[Phrase], tag: str, spoken: Language) -> list[str]:
    """A message with its words, as YAML."""
    catalogue = spoken.catalogue
    if len(meant[0].forms) > 1:
        said = {name: catalogue.ngettext(*meant[0].both, count) for name, count in counts(tag).items()}
    elif meant[0].context:
        said = {one.context: catalogue.pgettext(one.context, text) for one in meant}
    else:
        return [f"{scalar(text)}: {scalar(catalogue.gettext(text))}"]
    return [f"{scalar(text)}:", *(f"{_INDENT}{scalar(name)}: {scalar(words)}" for name, words in said.items())]


def _language(house: Path | None, name: str) -> tuple[str, Language]:
    """The language of a file of words, as it is spoken in this house."""
    tag = PurePosixPath(name).stem
    try:
        return tag, language(tag, _own(house, tag))
    except RenderError as error:
        hint = f"Name it after a language: {FOLDER}/kk{ENDING}."
        raise UsageError(f"“{tag}” is no language that briefgen knows", where=name, hint=hint) from error


def _own(house: Path | None, tag: str) -> tuple[Rewording, ...]:
    trees = said_by(house)[0] if house is not None else ()
    return chosen(((path.stem, read(root)) for path, root in trees), tag)


def _head(tag: str, spoken: Language, name: str) -> list[str]:
    called = spoken.locale.get_display_name("en") or tag
    return [
        f"# {name}: words of your own in {called}, in the place of those that briefgen prints.",
        "# In front of each stand the English words. What is %(so)s is a value: it stays, wherever in the words.",
        "version: 1",
        "",
    ]
