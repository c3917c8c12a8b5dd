"""The keys of briefgen.yaml and brand.yaml, and the names that keys once had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen import fields
from briefgen.config.nodes import Items, Node, Scalar, Table
from briefgen.config.problems import Level, Problem
from briefgen.config.shapes import Complaint, Key, Keys, ListOf, Localised, Named, Text, Whole, complain
from briefgen.oneline import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION = 1
"""The version of both files that this briefgen reads."""

ADDRESSES = ("https", "http")
"""How addresses of pages and feeds begin."""

SHARED = ("postgresql", "postgres")
"""How addresses of stores begin that an office shares."""

MOST_PAGES = 500
"""More pages than any brief has."""

LONGEST_WORDS = 500
"""Letters of words of a frame; our longest sentence has 200."""

FORMATS = ("md", "html", "pdf", "docx", "json", "csl", "eml")
"""The formats that come with briefgen; others come from plugins."""

_DEVICES = frozenset({"aux", "con", "nul", "prn"})

_UNIT = (
    r"^(count:[a-z][a-z -]*|(sq|cu|fl|short|long|nautical|parts per) [a-z]+"
    r"|([%‰]|[A-Za-zµ°Å][A-Za-z0-9²³₂]*([-·][A-Za-z0-9]+)*)(/([A-Za-z]|100 )[A-Za-z0-9²³₂]*)?)$"
)
"""What a unit looks like. The rooms do not know each other: which units are read, only the reading room can say."""

_UNITS_MEANT = {
    **dict.fromkeys(("$", "US$", "dollar", "dollars"), "USD"),
    **dict.fromkeys(("€", "euro", "euros"), "EUR"),
    **dict.fromkeys(("£", "pound", "pounds"), "GBP"),
    **dict.fromkeys(("ton", "tons", "tonne", "tonnes"), "t"),
    **dict.fromkeys(("percent", "pct", "per cent"), "%"),
    **dict.fromkeys(("kilometre", "kilometres", "kilometer", "kilometers", "kms"), "km"),
    **dict.fromkeys(("barrel", "barrels"), "bbl"),
    **dict.fromkeys(("tkm", "t-km", "ton-km", "tonne-km"), "t·km"),
    **{f"{time}s": time for time in ("hour", "day", "week", "month", "year")},
    **{f"{length}{power}": f"{length}{sign}" for length in ("m", "km") for power, sign in ((2, "²"), (3, "³"))},
}
"""What people write, and the symbol that the reading room gives figures (`reading/units.py`)."""


def _unit(text: str) -> Complaint | None:
    meant = _UNITS_MEANT.get(text, text)
    return None if meant == text else (f'"{text}" is no unit of briefgen', f'Write "{meant}".')


def _words(text: str) -> Complaint | None:
    if len(text) > LONGEST_WORDS:
        return f"the words have more than {LONGEST_WORDS} letters", "Words of a frame are short."
    if text != text.strip():
        return "the words start or end with a blank", "Remove it."
    if printable(text) != text:
        return "the words hold a character that cannot be printed, or that reorders others", "Remove it."
    return None


def _device(text: str) -> Complaint | None:
    return (f'"{text}" cannot name a file on Windows', "Choose another word.") if text in _DEVICES else None


def _path(text: str) -> Complaint | None:
    return ("~ is not followed", "Write the whole path.") if text.startswith("~") else None


def _document(text: str) -> Complaint | None:
    """Where documents come from: a path, or an address on the web."""
    scheme, found, rest = text.partition("://")
    if not found:
        return _path(text)
    if scheme.lower() not in ADDRESSES:
        return (f"{scheme}:// addresses are not fetched", "Write a path, or an address with https:// or http://.")
    return None if rest.strip("/") else (f"{text} names no place", "Write the whole address.")


def _store(text: str) -> Complaint | None:
    scheme, found, rest = text.partition("://")
    if not found:
        return _path(text)
    if scheme not in SHARED:
        return (f"{scheme}:// is no store", "Write a path, or postgresql://user@host/name.")
    user = rest.partition("@")[0]
    if "@" in rest and ":" in user:
        return ("the password stands in the settings", "Put it into ~/.pgpass or PGPASSWORD, and leave it out here.")
    return None


def _time_zone(text: str) -> Complaint | None:
    import zoneinfo

    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return (f'there is no time zone "{text}"', "Write its name of the IANA, such as Europe/Tallinn or UTC.")
    return None


def _margin(text: str) -> Complaint | None:
    if 5 <= millimetres(text) <= 60:  # noqa: PLR2004 - the two ends stand in the message
        return None
    return f"{text} leaves no good page", "From 5mm to 60mm, such as 20mm, 2cm or 0.8in."


def millimetres(length: str) -> float:
    """A CSS length of the pattern below in millimetres."""
    return float(length[:-2]) * {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}[length[-2:]]


ID = Text(
    what="an id",
    pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
    wanted="Small letters, digits and hyphens: it becomes a file name.",
    test=_device,
)
_TERM = Text(
    what="a term",
    pattern=r"^[^*]*[^*\s][^*\s]\*?$",
    wanted="A word or phrase of two letters or more; a * may stand at its end only.",
)
_UNIT_TEXT = Text(
    what="a unit",
    pattern=_UNIT,
    wanted='A symbol without a scale: t, "%", USD, km, Tbit/s, day, or count: and the things, as in count:agreements.',
    test=_unit,
)
FILE = Text(what="a path", test=_path)
TIME_ZONE = Text(what="a time zone", test=_time_zone)
_DOCUMENT = Text(what="a path or address", test=_document)
_HOST = Text(
    what="a host",
    pattern=r"^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)(:[0-9]{1,5})?$",
    wanted="A name or address without a scheme, with a port or without: intranet.example, 10.0.0.7:8080.",
)
_COLOUR = Text(
    what="a colour",
    pattern=r"^(#[0-9a-fA-F]{6}|[a-z][a-z0-9]*(-[a-z0-9]+)*)$",
    wanted='Six hexadecimal digits in quotes, such as "#12436d", or a name from the palette.',
)
_HEX = Text(
    what="a colour", pattern=r"^#[0-9a-fA-F]{6}$", wanted='Write six hexadecimal digits in quotes, such as "#12436d".'
)
_FAMILY = Text(
    what="a font family",
    pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]*$",
    wanted="One name, without quotes, commas and fallbacks.",
)

_MEASURE = Keys(
    {
        "name": Key(
            Localised(Text()),
            "What a brief prints, or what it prints in each locale: {en: …, kk: …}; mentions of one measure are "
            "brought together under the English one.",
            required=True,
        ),
        "unit": Key(_UNIT_TEXT, "The unit of its levels. A figure in another dimension is not of this measure."),
        "terms": Key(ListOf(_TERM, 1), "What is measured: one of these stands in the sentence.", required=True),
        "aliases": Key(
            ListOf(_TERM), "Whose it is: one of these stands in the sentence or shortly before it.", default=[]
        ),
        "definition": Key(
            Localised(Text(what="a definition", test=_words)),
            "What is counted, and in which unit: a sentence for readers, without a number; or one for each locale.",
        ),
    }
)
_TOPIC = Keys(
    {
        "title": Key(Localised(Text()), "What a brief prints as its title; or one for each locale.", required=True),
        "terms": Key(ListOf(_TERM, 1), "Words and phrases that mark a sentence as of this topic.", required=True),
        "measures": Key(
            ListOf(_MEASURE), "The measures it follows, precise before broad: the first fit wins.", default=[]
        ),
    }
)
_EDITION = Keys(
    {
        "topics": Key(ListOf(Text(), 1), "Ids of the topics; all when left out."),
        "formats": Key(
            ListOf(Text(what="a format", pattern=r"^[a-z0-9]+$", wanted="Such as pdf."), 1),
            f"What is written: {', '.join(FORMATS)}, or the format of a plugin.",
            default=["pdf"],
        ),
    }
)
VERSION_KEY = Key(
    Whole(VERSION, VERSION), f"The version of this file's rules: write `version: {VERSION}`.", required=True
)

BRIEFGEN = Keys(
    {
        "version": VERSION_KEY,
        "corpus": Key(
            ListOf(_DOCUMENT, 1), "Where documents come from: files, folders, feeds and pages.", required=True
        ),
        "topics": Key(Named(ID, _TOPIC, 1, "Such as `transport:`, with title and terms."), "By id.", required=True),
        "editions": Key(
            Named(ID, _EDITION, 0, "Such as `weekly:`, with topics and formats."), "Planned runs, by name."
        ),
        "length": Key(
            Keys({"pages": Key(Whole(1, MOST_PAGES), "The most pages of a PDF.", required=True)}),
            "How long printed briefs may be; as long as it takes when left out.",
        ),
        "output": Key(FILE, "The folder for briefs.", default="build"),
        "brand": Key(FILE, "How briefs look; found beside this file.", default="brand.yaml"),
        "evidence": Key(
            Text(choices=("full", "citations")),
            "What briefs carry to prove themselves: full, or citations, to share outside: cited words alone, no names "
            "of files and reviewers.",
            default="full",
        ),
        "templates": Key(FILE, "The folder with your own templates.", default="templates/house"),
        "store": Key(
            Text(what="a path or address", test=_store),
            "Where documents are kept: a file, or postgresql://user@host/name.",
            default="state/corpus.db",
        ),
        "time_zone": Key(TIME_ZONE, "Where weeks begin at midnight, by IANA's names.", default="UTC"),
        "certificates": Key(
            FILE, "A file with certificates (PEM) of your own authority, trusted beside those of the machine."
        ),
        "allow_hosts": Key(
            ListOf(_HOST), "Hosts of your own network that may be fetched from; all others must be public.", default=[]
        ),
    }
)

BRAND = Keys(
    {
        "version": VERSION_KEY,
        "name": Key(Localised(Text()), "Who publishes the brief; or one for each locale.", default="briefgen"),
        "handling": Key(
            Localised(Text(empty=True)),
            "Handling line of the masthead, such as For official use; or one for each locale.",
            default="",
        ),
        "logo": Key(
            Keys(
                {
                    "large": Key(FILE, "An SVG, PNG or JPEG image beside this file.", required=True),
                    "alt": Key(Localised(Text()), "What the image shows, for those who cannot see it.", required=True),
                }
            ),
            "The image of the masthead.",
        ),
        "color": Key(
            Keys(
                {
                    "palette": Key(
                        Named(ID, _HEX, 0, 'Such as `navy: "#12436d"`.'), "Named colours to choose from below."
                    ),
                    "foreground": Key(_COLOUR, "Text.", default="#1a1a1a"),
                    "background": Key(_COLOUR, "Paper.", default="#ffffff"),
                    "primary": Key(_COLOUR, "Headings, rules, links.", default="#12436d"),
                    "accent": Key(_COLOUR, "Callouts: where sources disagree.", default="#b25d00"),
                    "series": Key(ListOf(_COLOUR, 1), "Chart colours, in order."),
                }
            ),
            "Colours by meaning.",
        ),
        "typography": Key(
            Keys(
                {
                    "base": Key(_FAMILY, "Font family of the text.", default="Source Serif 4"),
                    "headings": Key(_FAMILY, "Of headings, tables and charts.", default="Source Sans 3"),
                    "mono": Key(_FAMILY, "Of hashes.", default="Source Sans 3"),
                }
            ),
            "Fonts, installed here or shipped with briefgen.",
        ),
        "page": Key(
            Keys(
                {
                    "size": Key(Text(choices=("A4", "Letter")), "Paper of the PDF.", default="A4"),
                    "margins": Key(
                        Text(
                            what="a length",
                            pattern=r"^[0-9]{1,4}(\.[0-9]{1,3})?(mm|cm|in|pt)$",
                            wanted="Such as 20mm, 2cm or 0.8in.",
                            test=_margin,
                        ),
                        "All four margins.",
                        default="20mm",
                    ),
                }
            ),
            "The printed page.",
        ),
        "locale": Key(
            Text(
                what="a language tag",
                pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$",
                wanted="Such as en-GB.",
            ),
            "Language of headings, numbers and dates.",
            default="en-GB",
        ),
    }
)

_AS_READ = Text(bare=True)


def _amended(name: str) -> Text:
    """A field's right value; units keep to the units of measures."""

    def test(text: str) -> Complaint | None:
        wrong = fields.complaint(name, text)
        if wrong is None and name == "unit" and text != fields.NONE:
            return complain(_UNIT_TEXT, text)
        return None if wrong is None else (f'"{text}" is not what {name} can be', f"{wrong[:1].upper()}{wrong[1:]}.")

    return Text(test=test, bare=True)


def _day(text: str) -> Complaint | None:
    return None if fields.complaint(fields.PUBLISHED, text) is None else (f'"{text}" is no day', "Write 2025-10-19.")


_WRITTEN = {name: f"{field.what[:1].upper()}{field.what[1:]}." for name, field in fields.FIELDS.items()} | {
    fields.FIGURE: f"`{fields.NONE}`: this is no figure.",
    fields.PUBLISHED: f"When the document appeared: {fields.DAY}.",
}
CORRECT = {name: _amended(name) for name in _WRITTEN}
"""The shape of the right value of every field."""
_CORRECT = Keys({name: Key(CORRECT[name], written) for name, written in _WRITTEN.items()})
_READ = Keys({name: Key(_AS_READ, f"What briefgen read as {name}.") for name in _WRITTEN})
_CORRECTION = Keys(
    {
        "document": Key(
            Text(
                what="a hash",
                pattern=r"^[0-9a-f]{64}$",
                wanted="The id that `briefgen documents --json` shows.",
                bare=True,
            ),
            "SHA-256 of the document's text.",
            required=True,
        ),
        "name": Key(Text(bare=True), "The document's name, for people.", default=""),
        "at": Key(ListOf(Whole(0, 999_999_999)), "Where the figure starts and ends, in characters of the text."),
        "surface": Key(Text(bare=True), "The figure as printed."),
        "read": Key(_READ, "What briefgen read, by field."),
        "correct": Key(_CORRECT, "What is right, by field.", required=True),
        "by": Key(Text(), "Who corrected it.", required=True),
        "date": Key(Text(what="a day", test=_day, bare=True), "When: 2025-10-19.", required=True),
        "reason": Key(Text(bare=True), "Why, in a sentence for the reader of the brief.", required=True),
    }
)

CORRECTIONS = Keys(
    {
        "version": VERSION_KEY,
        "corrections": Key(ListOf(_CORRECTION), "What people corrected, one entry for each place.", required=True),
    }
)


SECTIONS = (
    "foreword",
    *("bottom_line", "key_figures", "charts", "developments", "disagreements", "targets", "quotations", "changes"),
    "gaps",
)
"""Names of the sections of a brief: those of its blocks (`Section.name`)."""

_ITEM = Text(
    what="an id",
    pattern=r"^[0-9a-f]{8,64}$",
    wanted="The id that `briefgen make --format json` gives a statement, a fact or a chart.",
    bare=True,
)

_SIGNED = {
    "by": Key(Text(), "Who says it; readers see the name.", required=True),
    "date": Key(Text(what="a day", test=_day, bare=True), "When: 2026-11-20.", required=True),
}

_COMMENT = Keys(
    {
        "topic": Key(Text(), "Id of the topic whose brief it stands in; every brief of the edition without it."),
        "section": Key(Text(choices=SECTIONS[1:]), "The section that it stands in.", default="bottom_line"),
        "text": Key(
            Localised(Text(lines=True)),
            "What the editor says: a paragraph of Markdown, or one for each locale: {en: …, kk: …}.",
            required=True,
        ),
        **_SIGNED,
    }
)

_FOREWORD = Keys(
    {
        "topic": Key(Text(), "Id of the topic whose brief it stands in; every brief of the edition without it."),
        "text": Key(
            Localised(Text(lines=True)),
            "What the editor says: paragraphs of Markdown, or some for each locale: {en: …, kk: …}.",
            required=True,
        ),
        **_SIGNED,
    }
)

EDITION = Keys(
    {
        "version": VERSION_KEY,
        "hide": Key(ListOf(_ITEM), "Statements, facts and charts that no reader sees; the brief says how many."),
        "pin": Key(ListOf(_ITEM), "Statements, facts and charts that stand at the head of their section."),
        "headings": Key(
            Keys({name: Key(Localised(Text()), f"The heading of {name}.") for name in SECTIONS}),
            "Other headings, by section; each one text, or one for each locale.",
        ),
        "order": Key(ListOf(Text(choices=SECTIONS)), "The sections that come first, in this order."),
        "foreword": Key(_FOREWORD, "What an editor says before everything else, marked with name and date."),
        "comments": Key(ListOf(_COMMENT), "What an editor says, marked as an editor's note with name and date."),
    }
)


WORDS = Keys(
    {
        "version": VERSION_KEY,
        "words": Key(
            Named(Text(lines=True), Localised(Text(test=_words, lines=True), Text())),
            "Words of the frame in English, and yours: Bottom line: Key messages. Of words that count, one for each "
            "kind of count: {one: …, other: …}. `briefgen templates show words/en.yaml` lists all.",
        ),
    }
)


class Renamed(Struct, frozen=True):
    """A key that was called something else."""

    path: tuple[str, ...]
    """Where it stands: keys from the top; "*" is any key or list entry."""
    old: str
    """Its former name."""
    new: str
    """Its name."""
    gone: int
    """The first major version of briefgen that no longer reads the old name: the rename's own plus one."""


KINDS = ("briefgen", "brand", "corrections", "delivery", "edition", "words")
"""Setting files, as messages and commands call them."""

RENAMED: dict[str, tuple[Renamed, ...]] = dict.fromkeys(KINDS, ())
"""By kind of file. A rename stays for one major version, then goes."""


def modernise(node: Node, table: Sequence[Renamed], major: int) -> tuple[Node, tuple[Problem, ...]]:
    """The tree with today's keys, and a warning for each old one."""
    problems: list[Problem] = []
    for renamed in table:
        if major < renamed.gone:
            node = _rename(node, renamed, renamed.path, problems)
    return node, tuple(problems)


def _rename(node: Node, renamed: Renamed, path: tuple[str, ...], problems: list[Problem]) -> Node:
    if path and isinstance(node, Items) and path[0] == "*":
        return Items(tuple(_rename(item, renamed, path[1:], problems) for item in node.items), node.line)
    if not isinstance(node, Table):
        return node
    if not path:
        return Table(tuple((_new_key(key, node, renamed, problems), value) for key, value in node.entries), node.line)
    return Table(
        tuple(
            (key, _rename(value, renamed, path[1:], problems) if path[0] in {"*", key.text} else value)
            for key, value in node.entries
        ),
        node.line,
    )


def _new_key(key: Scalar, table: Table, renamed: Renamed, problems: list[Problem]) -> Scalar:
    if key.text != renamed.old:
        return key
    if table.get(renamed.new) is not None:
        message = f'"{renamed.old}" is the old name of "{renamed.new}", and both are here'
        problems.append(Problem(key.line, message, f'Keep "{renamed.new}" only.'))
        return key
    message = f'"{renamed.old}" is now called "{renamed.new}"'
    hint = f"Rename it: briefgen {renamed.gone} will no longer read the old name."
    problems.append(Problem(key.line, message, hint, Level.WARNING))
    return Scalar(renamed.new, key.kind, key.line)
