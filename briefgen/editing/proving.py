"""What a brief must not lose, looked for in the sample briefs as the house's templates print them.

An editor may restyle a citation, not lose it. What the shipped templates print of the evidence is the measure: each
cited sentence in its block, each omission, each disagreement, the lines of provenance, the notice of a correction, an
editor's words with name and day; and no number of the brief may stand in a line without a citation where the shipped
ones print none there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from email import message_from_bytes, policy
from functools import lru_cache, partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from briefgen import orders, pipeline, rendering, resources, samples
from briefgen.config import Config
from briefgen.config.problems import Level
from briefgen.editing import notices
from briefgen.editing.findings import Finding, source
from briefgen.editing.layers import TEMPLATE, Layers, names, parts, read
from briefgen.errors import BriefgenError, TemplateError
from briefgen.language import language_of
from briefgen.model import Brand, Brief
from briefgen.rendering import mail_checks, mail_page, words
from briefgen.rendering.markdown import CONTENT, written
from briefgen.running import Failure, Limits, open_workers, run

MODULES = ("briefgen.editing.proving",)
LIMITS = Limits(megabytes=2048)
"""What printing the samples may take beyond what the process has."""
FRAMES = {"html": "page.html.j2", "eml": "email.html.j2", "txt": "email.txt.j2"}
"""Format → the template that frames it; the plain text is that of the mail."""
MADE = ("html", "eml")
"""Formats of which these are parts."""
END = frozenset({"sources", "colophon"})
"""Blocks at the end of a brief."""
FEW = 3
"""Lost things that are named."""
_BLOCK = re.compile(r"<!-- block: (\w+) -->")
_MARKER = re.compile(r"\[\^(\d+)\](?!:)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_JINJA = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_TAG = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL)


class Printed(Struct, frozen=True):
    """A sample, printed."""

    text: str
    """Its Markdown."""
    quotes: Mapping[int, str]
    """The sentence behind each number."""
    frames: Mapping[str, str]
    """The words of the other formats."""
    unleavable: tuple[str, ...] = ()
    """Frames of mail that print no link to unsubscribe."""
    length: int = 0
    """Bytes of the HTML of its mail."""


Tell = Callable[[str], None]


def prove(own: Config, tell: Tell) -> Iterator[Finding]:
    """What the house's templates lose of the sample briefs, each thing once.

    Args:
        own: Settings with templates of the house; without any, nothing can be lost.
        tell: Is told what happens next.
    """
    if not own.templates:
        return
    with open_workers("local", MODULES) as workers:
        wanted = tuple(tries(own))
        made = run(partial(_proven, own=own), wanted, workers, size=1, limits=LIMITS)
        yield from each_once(_found(own, zip(wanted, made, strict=True), tell))


def tries(own: Config) -> Iterator[tuple[str, str]]:
    """The samples, each as it speaks itself (""), and in the house's locale where words of that are others.

    The page from right to left stays as it is: which way it runs is what it is for.
    """
    yield from ((name, "") for name in samples.NAMES)
    house = own.brand.locale
    if house.partition("-")[0] != Brand().locale.partition("-")[0]:
        yield from ((name, house) for name in samples.NAMES if name != samples.TURNED)


def each_once(found: Iterable[Finding]) -> Iterator[Finding]:
    """Without what an earlier sample told already: the same rule at the same line, whatever it lost there."""
    told: set[tuple[str, int, str, str]] = set()
    for one in found:
        key = (one.file, one.line, one.id, one.message if one.id == "E112" else "")
        if key not in told:
            told.add(key)
            yield one


def _found(
    own: Config, made: Iterable[tuple[tuple[str, str], tuple[Finding, ...] | Failure]], tell: Tell
) -> Iterator[Finding]:
    for (name, locale), found in made:
        called = _called(name, locale)
        tell(f"printing the sample {called}")
        if isinstance(found, Failure):
            yield _finding(own, CONTENT, 0, "E112", f"the sample {called} cannot be printed: {found.reason}")
        else:
            yield from found


def _called(name: str, locale: str) -> str:
    return f"{name} in {locale}" if locale else name


def _proven(wanted: tuple[str, str], own: Config) -> tuple[Finding, ...]:
    return proven(wanted[0], own, wanted[1])


def proven(name: str, own: Config, locale: str = "") -> tuple[Finding, ...]:
    """What is lost of one sample, as it speaks itself or in another locale."""
    dressed = samples.dressed(samples.settings(name), own, locale)
    brief, shipped = _sample(name, dressed.brand)
    called = _called(name, locale)
    try:
        house = printed(brief, dressed)
        say = partial(_in_block, own, called)
        found = (*compared(brief, shipped, house, _typed(own.templates[0]), say), *_on_index(brief, dressed, say))
        return (*found, *_of_mail(shipped, house, say))
    except TemplateError as error:
        return (_raised(error, called),)
    except BriefgenError as error:
        return (_finding(own, CONTENT, 0, "E112", f"the sample {called} cannot be printed: {error.message}"),)


@lru_cache(maxsize=2 * len(samples.NAMES))
def _sample(name: str, brand: Brand) -> tuple[Brief, Printed]:
    """A sample with somebody's looks, an editor's words and a correction, and how the shipped templates print it."""
    settings = notices.dressed(replace(samples.settings(name), brand=brand, templates=()))
    (brief,) = map(notices.corrected, pipeline.make(settings, orders.Order()))
    return brief, printed(brief, settings)


def printed(brief: Brief, settings: Config) -> Printed:
    """A brief with somebody's templates."""
    folders = (*settings.templates, resources.templates())
    whole = written(brief, settings.brand, folders)
    quotes = {number: whole.numbering.passages[key].quote for key, number in whole.numbering.numbers.items()}
    made = rendering.render(brief, MADE, settings.brand, folders, samples.MAILING)
    files = {file.name.rpartition(".")[2]: file.content for file in made}
    frames = {kind: _words_of(files["eml" if kind == "txt" else kind], kind) for kind in FRAMES}
    unleavable = mail_checks.unleavable(files["eml"], samples.MAILING.unsubscribe)
    return Printed(whole.text, quotes, frames, unleavable, mail_checks.length(files["eml"]))


Say = Callable[[str, str, str], Finding]
"""Gives a finding for a block or frame, a rule and a message."""


def compared(brief: Brief, shipped: Printed, house: Printed, typed: Collection[str], say: Say) -> Iterator[Finding]:
    """What one brief loses from the shipped templates to the house's.

    Args:
        brief: The brief.
        shipped: As the shipped templates print it.
        house: As the house's do.
        typed: Numbers that stand in the house's templates themselves: its own words, such as an hour.
        say: Makes a finding.
    """
    before, after = _blocks(shipped.text), _blocks(house.text)
    frame = {*typed, brief.edition.name, *(number for text in before.values() for number in _bare(text))}
    for block, text in before.items():
        lost = _cited(text, shipped) - _cited(after.get(block, ""), house)
        if lost:
            yield say(block, "E301", _lost("cited sentences are", lost))
        bare = sorted(_bare(after.get(block, "")) - frame)
        if bare and block not in END:
            yield say(
                block, "E305", f"numbers without a citation: {', '.join(bare[:FEW])}; print `thing | cite` behind"
            )
    kept = _letters(house.text)
    there = _letters(shipped.text)
    unsaid = {quote for quote in house.quotes.values() if _letters(quote) in there and _letters(quote) not in kept}
    if unsaid:
        yield say("sources", "E301", _lost("cited sentences are", unsaid))
    yield from _texts(brief, there, kept, say)
    yield from _said(brief, shipped, house, say)
    for kind, name in FRAMES.items() if not unsaid else ():
        gone = {quote for quote in house.quotes.values() if _gone(quote, shipped.frames[kind], house.frames[kind])}
        if gone:
            yield say(name, "E301", _lost("cited sentences are", gone))


def _texts(brief: Brief, there: str, kept: str, say: Say) -> Iterator[Finding]:
    """Omissions, disagreements and provenance that the shipped templates print and the house's do not."""
    every: tuple[tuple[str, str, str, set[str]], ...] = (
        ("gaps", "E302", "cautions are", {one.what for section in brief.sections for one in section.omissions}),
        (
            "disagreements",
            "E303",
            "disagreements are",
            {words.heading(one, language_of(brief)) for one in brief.relations},
        ),
        ("colophon", "E304", "lines of provenance are", {brief.provenance.corpus, brief.provenance.config}),
    )
    for block, rule, what, texts in every:
        lost = {text for text in texts if _letters(text) in there and _letters(text) not in kept}
        if lost:
            yield say(block, rule, _lost(what, lost))


def _said(brief: Brief, shipped: Printed, house: Printed, say: Say) -> Iterator[Finding]:
    """What people said that the shipped templates print, and the house's do not, in the content or in a frame."""
    there, kept = _letters(shipped.text), _letters(_before_end(house.text))
    for block, rule, what, texts in notices.said(brief):
        lost = {text for text in texts if _letters(text) in there and _letters(text) not in kept}
        if lost:
            yield say(block, rule, _lost(what, lost))
            continue
        for kind, name in FRAMES.items():
            gone = {text for text in texts if _gone(text, shipped.frames[kind], house.frames[kind])}
            if gone:
                yield say(name, rule, _lost(what, gone))


def _before_end(text: str) -> str:
    """The text without the blocks that few read: what people said belongs before them."""
    return "\n".join(part for name, part in _blocks(text).items() if name not in END)


def _of_mail(shipped: Printed, house: Printed, say: Say) -> Iterator[Finding]:
    """What is wrong with mail of the house, though it loses nothing of the brief."""
    for name in house.unleavable:
        yield say(name, "W208", "the mail has no link to unsubscribe")
    if house.length > mail_checks.WARNED >= shipped.length:
        told = f"the mail has {house.length // 1000} KB of HTML, where that of briefgen has {shipped.length // 1000}"
        yield say(mail_page.HTML, "W209", told)


def _on_index(brief: Brief, settings: Config, say: Say) -> Iterator[Finding]:
    """What the index page of the house does not say of editions that do not stand."""
    shipped = (resources.templates(),)
    pages = notices.on_index(brief, settings.brand, shipped, (*settings.templates, *shipped))
    there, kept = (_letters(html.unescape(_TAG.sub(" ", page))) for page in pages)
    for what, texts in notices.fates().items():
        lost = {text for text in texts if _letters(text) in there and _letters(text) not in kept}
        if lost:
            yield say(notices.INDEX, "E309", _lost(f"{what} is", lost))


def _blocks(text: str) -> Mapping[str, str]:
    pieces = _BLOCK.split(text)
    found: dict[str, str] = {}
    for name, content in zip(pieces[1::2], pieces[2::2], strict=True):
        found[name] = f"{found.get(name, '')}\n{content}"
    return found


def _cited(text: str, one: Printed) -> set[str]:
    return {one.quotes[int(number)] for number in _MARKER.findall(text) if int(number) in one.quotes}


def _bare(text: str) -> set[str]:
    """Numbers of lines without a citation."""
    lines = [line for line in text.splitlines() if not _MARKER.search(line)]
    return {number for line in lines for number in _NUMBER.findall(line)}


def _typed(folder: Path) -> frozenset[str]:
    """Numbers that stand in the templates of a folder, outside of tags."""
    texts = [_JINJA.sub(" ", read(folder / name)) for name in names(folder) if name.endswith(TEMPLATE)]
    return frozenset(number for text in texts for number in _NUMBER.findall(text))


def _words_of(content: bytes, kind: str) -> str:
    """The words of a page, or of the HTML or the plain text of a mail."""
    if kind in {"eml", "txt"}:
        page = message_from_bytes(content, policy=policy.default).get_body(("html" if kind == "eml" else "plain",))
        text = page.get_content() if page is not None else ""
        if kind == "txt":
            return _letters(text)
    else:
        text = content.decode()
    return _letters(html.unescape(_TAG.sub(" ", text)))


def _letters(text: str) -> str:
    """Letters and digits alone: how they are set does not count."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _gone(text: str, shipped: str, house: str) -> bool:
    bare = _letters(text)
    return bare in shipped and bare not in house


def _lost(what: str, texts: Iterable[str]) -> str:
    every = sorted(texts)
    shown = "; ".join(f"“{' '.join(text.split())[:60]}”" for text in every[:FEW])
    more = f" and {len(every) - FEW} more" if len(every) > FEW else ""
    return f"{what} lost: {shown}{more}"


def _in_block(own: Config, sample: str, place: str, rule: str, message: str) -> Finding:
    """A finding where the house overrides a block, or frames a format."""
    layers = Layers(resources.templates(), own.templates[0])
    said = f"{message} (sample {sample})"
    if place in {*FRAMES.values(), notices.INDEX}:
        return _finding(own, place, 0, rule, said)
    path = layers.own(CONTENT)
    block = _block_of(path, place)
    if block:
        return _finding(own, CONTENT, block, rule, said)
    partials = "partials/parts.md.j2"
    return _finding(own, partials if layers.own(partials) else CONTENT, 0, rule, said)


def _block_of(path: Path | None, name: str) -> int:
    found = parts(path).blocks.get(name) if path is not None else None
    return found.line if found else 0


def _finding(own: Config, name: str, line: int, rule: str, message: str) -> Finding:
    path = own.templates[0] / name
    level = Level.WARNING if rule.startswith("W") else Level.ERROR
    return Finding(str(path), line, rule, message, _HINTS.get(rule, ""), level, source(path, line))


def _raised(error: TemplateError, sample: str) -> Finding:
    file, _, line = (error.where or "").rpartition(":")
    number = int(line) if line.isdigit() else 0
    message = f"{error.message} (sample {sample})"
    return Finding(
        file or error.where or "", number, "E112", message, error.hint or "", source=source(Path(file), number)
    )


_HINTS: Mapping[str, str] = {
    "W209": f"Mail programs show {mail_page.LIMIT // 1000} KB; what has no room is left out: say less, or style less.",
    "W208": f"{pipeline.UNLEAVABLE} No edition can be released without it where delivery.yaml has `unsubscribe`.",
    "E301": "An editor may restyle a citation, not lose it: print `thing | cite`, and the notes in `sources`.",
    "E302": "What was left out is said: `gaps` prints `section.omissions`.",
    "E303": "Where documents disagree is shown: `disagreements` prints `section.relations`.",
    "E306": "A reader must see what was corrected: `masthead` prints `brief.edition.notice`, with `parts.notice`.",
    "E307": "An editor's words are printed with `statement | prose`: in `foreword`, and in each section.",
    "E308": "An editor's words stand with `statement.speaker` and `statement.date`: readers must know whose they are.",
    "E309": "Print what `fate` has of the edition, and of those beside it all but `fate.compared`.",
    "E304": "How a brief was made is said: `colophon` prints `brief.provenance`.",
}


def all_of(own: Config, static: Sequence[Finding], tell: Tell) -> tuple[Finding, ...]:
    """What `checking` found, and what printing shows; nothing is printed where that cannot work."""
    if any(one.level is Level.ERROR for one in static):
        return tuple(static)
    return tuple(sorted({*static, *prove(own, tell)}))
