"""The filters that templates may use: each turns a value into words in the brief's locale. None calls its argument."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from markupsafe import Markup
from msgspec import Struct

from briefgen.model import (
    Brief,
    Chart,
    Document,
    Fact,
    LeftOut,
    Modifier,
    Passage,
    Quantity,
    Relation,
    Section,
    Statement,
)
from briefgen.rendering import words
from briefgen.rendering.links import passage_link, web_address
from briefgen.rendering.notes import Note, Numbering
from briefgen.rendering.text import escape_markdown, letter, one_line, slug


class ChartFile(Struct, frozen=True):
    """Where a chart is written, for the image in the Markdown."""

    number: int
    """Its place in the brief, from 1."""
    name: str
    """Path of the drawing beside the Markdown file."""
    data: str
    """Path of its values as CSV."""


def filters(brief: Brief, numbering: Numbering, charts: tuple[ChartFile, ...]) -> Mapping[str, Callable[..., Any]]:
    """Filters by name, bound to the brief's locale, citation numbers and chart files."""
    locale = words.parse_locale(brief.locale)
    headed = headings(brief, locale)
    return {
        **locale_filters(locale),
        "cite": numbering.cite,
        "advice": words.advice,
        "amounts": lambda less: _amounts(less, locale),
        "anchor": anchors(headed).__getitem__,
        "chart_file": lambda chart: _file(chart, brief, charts).name,
        "chart_data": lambda chart: _file(chart, brief, charts).data,
        "covered": words.covered,
        "heading": lambda relation: headed.get(relation) or words.heading(relation),
        "headline": words.headline,
        "label": words.label,
        "labels": lambda facts: tuple(dict.fromkeys(map(words.label, facts))),
        "mark": _mark,
        "one_line": one_line,
        "opening": words.opening,
        "original": _original,
        "place": lambda note: words.place(note.document, note.passage),
        "published": words.published,
        "publisher": words.publisher,
        "quoted": words.quoted,
        "relation": words.relation,
        "reporters": lambda fact: _reporters(fact, brief),
        "said_by": lambda fact: _said_by(fact, brief, locale),
        "severity": words.severity,
        "signed": _signed,
        "status": words.status,
        "told_by": lambda passage: _told_by(passage, brief, locale),
        "strength": words.strength,
    }


def headings(brief: Brief, locale: Locale) -> Mapping[Relation, str]:
    """The headings of cards; those that several have say the time as well, where all values of a card are of one."""
    relations = list(dict.fromkeys(relation for section in brief.sections for relation in section.relations))
    plain = {relation: words.heading(relation) for relation in relations}
    shared = Counter(plain.values())
    return {relation: words.heading(relation, locale) if shared[text] > 1 else text for relation, text in plain.items()}


def anchors(headed: Mapping[Relation, str]) -> Mapping[Relation, Markup]:
    """Links to the cards of relations, by their headings; the second of two equal ones is printed with "(b)"."""
    seen: Counter[str] = Counter()
    found: dict[Relation, Markup] = {}
    for relation, text in headed.items():
        anchor = slug(text)
        seen[anchor] += 1
        found[relation] = Markup("#{}").format(anchor if seen[anchor] == 1 else f"{anchor}-{letter(seen[anchor])}")
    return found


def _amounts(less: LeftOut, locale: Locale) -> tuple[str, ...]:
    """How much was left out of each kind: "12 statements"."""
    names = {
        "statements": ("statement", "statements"),
        "charts": ("chart", "charts"),
        "figures": ("key figure", "key figures"),
        "targets": ("row of targets and deadlines", "rows of targets and deadlines"),
        "details": ("table or quotation of a disagreement", "tables or quotations of disagreements"),
    }
    counted = ((getattr(less, kind), forms) for kind, forms in names.items())
    amounts = tuple(words.plural(count, forms, locale) for count, forms in counted if count)
    return (*amounts, "the wording of cited sentences") if less.wording else amounts


def locale_filters(locale: Locale) -> dict[str, Callable[..., Any]]:
    """Filters that need nothing of a brief but its locale."""
    return {
        "number": lambda value: words.number(value, locale),
        "percent": lambda value: words.percent(value, locale),
        "currency": lambda value, code: words.currency(value, code, locale),
        "date": lambda value, style="long": words.date(value, locale, style),
        "period": lambda value: words.period(value, locale),
        "deadline": lambda value: words.deadline(value, locale),
        "change": lambda fact: words.change(fact, locale),
        "due": lambda aim: words.due(aim, locale),
        "when": lambda fact: words.when(fact, locale),
        "quantity": lambda value: words.quantity(value, locale),
        "join_and": lambda parts: words.join_and([str(part) for part in parts], locale),
        "plural": lambda count, *forms: words.plural(count, forms, locale),
    }


def tests() -> Mapping[str, Callable[..., bool]]:
    """Tests by name: `{% if fact is corroborated %}`."""
    return {
        "corroborated": lambda fact: fact.corroboration > 1,
        "approximate": lambda value: _modifier(value) is not None,
        "verbatim": lambda statement: isinstance(statement, Statement) and statement.author == "document",
        "editorial": lambda statement: isinstance(statement, Statement) and statement.author == "editor",
    }


def _modifier(value: object) -> Modifier | None:
    quantity = value if isinstance(value, Quantity) else getattr(value, "quantity", None)
    return quantity.modifier if isinstance(quantity, Quantity) else None


def _reporters(fact: Fact, brief: Brief) -> tuple[str, ...]:
    """The publishers whose documents report the fact, each once."""
    cited = {figure.passage.document_id for figure in fact.figures}
    return tuple(dict.fromkeys(words.publisher(document) for document in brief.documents if document.id in cited))


def _said_by(fact: Fact, brief: Brief, locale: Locale) -> tuple[str, ...]:
    """Who says so and when: speaker, publisher and day of each report, each once."""
    told = [
        f"{one_line(figure.attribution)} ({where})" if figure.attribution else where
        for figure in fact.figures
        if (where := _told_by(figure.passage, brief, locale))
    ]
    return tuple(dict.fromkeys(told))


def _told_by(passage: Passage, brief: Brief, locale: Locale) -> str:
    """Publisher and day of a passage's document: "Alder Gazette, 16 Oct 2025"."""
    document = next((document for document in brief.documents if document.id == passage.document_id), None)
    return words.told_by(document, locale) if document else ""


def _file(chart: Chart, brief: Brief, charts: tuple[ChartFile, ...]) -> ChartFile:
    """Where this very chart is written; two charts may be equal."""
    return charts[[id(known) for known in brief.charts].index(id(chart))]


def _mark(section: Section) -> Markup:
    """The line that tells HTML and PDF where a section begins."""
    return Markup("<!-- block: {} -->").format(re.sub(r"[^a-z_]", "", section.name.casefold()))


def _original(cited: Document | Note, words: str = "") -> Markup:
    """A link to a document on the web: of a note, opened at its sentence. Empty where there is no address."""
    url = passage_link(cited.document, cited.passage) if isinstance(cited, Note) else web_address(cited.url)
    if url is None:
        return Markup()
    shown = words or (urlsplit(url).hostname or "").removeprefix("www.")
    return Markup("[{}](<{}>)").format(escape_markdown(shown), _destination(url))


def _destination(url: str) -> Markup:
    """An address between angle brackets: it is plain ASCII without any (`links`), so only entities must be kept out."""
    return Markup(url.replace("&", "&amp;"))  # noqa: S704 - see above


def _signed(statement: Statement) -> str:
    """Who is quoted: "Name, role"; empty when nobody is named."""
    return one_line(", ".join(part for part in (statement.speaker, statement.role) if part))
