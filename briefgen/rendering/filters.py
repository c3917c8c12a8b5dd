"""The filters that templates may use: each turns a value into words in the brief's locale. None calls its argument."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup
from msgspec import Struct

from briefgen import values
from briefgen.language import Language, language_of
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
from briefgen.oneline import one_line
from briefgen.rendering import words
from briefgen.rendering.links import passage_link, web_address
from briefgen.rendering.notes import Note, Numbering
from briefgen.rendering.prose import prose
from briefgen.rendering.text import escape_markdown, letter, slug


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
    spoken = language_of(brief)
    headed = headings(brief, spoken)
    return {
        **locale_filters(spoken),
        "cite": numbering.cite,
        "advice": lambda relation: words.advice(relation, spoken),
        "amounts": lambda less: amounts(less, spoken),
        "anchor": anchors(headed).__getitem__,
        "chart_file": lambda chart: _file(chart, brief, charts).name,
        "chart_data": lambda chart: _file(chart, brief, charts).data,
        "columns": lambda note: words.columns(note.document, note.passage),
        "covered": words.covered,
        "format_name": lambda name: words.format_name(name, spoken),
        "explained": lambda relation: values.explanation(relation, spoken),
        "heading": lambda relation: headed.get(relation) or words.heading(relation, spoken),
        "headline": words.headline,
        "label": lambda fact: words.label(fact, spoken),
        "labels": lambda facts: tuple(dict.fromkeys(words.label(fact, spoken) for fact in facts)),
        "mark": _mark,
        "one_line": one_line,
        "opening": words.opening,
        "original": _original,
        "prose": _prose,
        "place": lambda note: words.place(note.document, note.passage, spoken),
        "published": words.published,
        "publisher": lambda document: words.publisher(document, spoken),
        "quoted": lambda text: words.quoted(text, spoken),
        "relation": lambda value: words.relation(value, spoken),
        "reporters": lambda fact: _reporters(fact, brief, spoken),
        "said_by": lambda fact: _said_by(fact, brief, spoken),
        "severity": lambda value: words.severity(value, spoken),
        "signed": _signed,
        "status": lambda value: values.status(value, spoken),
        "told_by": lambda passage: _told_by(passage, brief, spoken),
        "strength": lambda value: words.strength(value, spoken),
    }


def headings(brief: Brief, spoken: Language) -> Mapping[Relation, str]:
    """The headings of cards; those that several have say the time as well, where all values of a card are of one."""
    relations = list(dict.fromkeys(relation for section in brief.sections for relation in section.relations))
    plain = {relation: words.heading(relation, spoken) for relation in relations}
    shared = Counter(plain.values())
    return {
        relation: words.heading(relation, spoken, dated=True) if shared[text] > 1 else text
        for relation, text in plain.items()
    }


def anchors(headed: Mapping[Relation, str]) -> Mapping[Relation, Markup]:
    """Links to the cards of relations, by their headings; the second of two equal ones is printed with "(b)"."""
    seen: Counter[str] = Counter()
    found: dict[Relation, Markup] = {}
    for relation, text in headed.items():
        anchor = slug(text)
        seen[anchor] += 1
        found[relation] = Markup("#{}").format(anchor if seen[anchor] == 1 else f"{anchor}-{letter(seen[anchor])}")
    return found


def amounts(less: LeftOut, spoken: Language) -> tuple[str, ...]:
    """How much was left out of each kind: "12 statements"."""
    counted = (
        (less.statements, spoken.ngettext("%(num)s statement", "%(num)s statements", less.statements)),
        (less.charts, spoken.ngettext("%(num)s chart", "%(num)s charts", less.charts)),
        (less.figures, spoken.ngettext("%(num)s key figure", "%(num)s key figures", less.figures)),
        (
            less.targets,
            spoken.ngettext(
                "%(num)s row of targets and deadlines", "%(num)s rows of targets and deadlines", less.targets
            ),
        ),
        (
            less.details,
            spoken.ngettext(
                "%(num)s table or quotation of a disagreement",
                "%(num)s tables or quotations of disagreements",
                less.details,
            ),
        ),
        (less.wording, spoken.gettext("the wording of cited sentences")),
        (less.definitions, spoken.gettext("What is measured").join(spoken.marks)),
    )
    return tuple(said for count, said in counted if count)


def locale_filters(spoken: Language) -> dict[str, Callable[..., Any]]:
    """Filters that need nothing of a brief but its locale."""
    locale = spoken.locale
    return {
        "number": lambda value: values.number(value, locale),
        "percent": lambda value: values.percent(value, locale),
        "currency": lambda value, code: values.currency(value, code, locale),
        "date": lambda value, style="long": values.date(value, locale, style),
        "period": lambda value: values.period(value, locale),
        "deadline": lambda value: values.deadline(value, spoken),
        "change": lambda fact: values.change(fact, spoken),
        "due": lambda aim: words.due(aim, spoken),
        "when": lambda fact: values.when(fact, spoken),
        "quantity": lambda value: (values.amount if isinstance(value, Fact) else values.quantity)(value, spoken),
        "join_and": lambda parts: values.join_and([str(part) for part in parts], locale),
        "plural": lambda count, *forms: values.plural(count, forms, locale),
        "titled": lambda section: words.title(section, spoken),
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


def _reporters(fact: Fact, brief: Brief, spoken: Language) -> tuple[str, ...]:
    """The publishers whose documents report the fact, each once."""
    cited = {figure.passage.document_id for figure in fact.figures}
    named = (words.publisher(document, spoken) for document in brief.documents if document.id in cited)
    return tuple(dict.fromkeys(named))


def _said_by(fact: Fact, brief: Brief, spoken: Language) -> tuple[str, ...]:
    """Who says so and when: speaker, publisher and day of each report, each once."""
    told = [
        f"{one_line(figure.attribution)} ({where})" if figure.attribution else where
        for figure in fact.figures
        if (where := _told_by(figure.passage, brief, spoken))
    ]
    return tuple(dict.fromkeys(told))


def _told_by(passage: Passage, brief: Brief, spoken: Language) -> str:
    """Publisher and day of a passage's document: "Alder Gazette, 16 Oct 2025"."""
    document = next((document for document in brief.documents if document.id == passage.document_id), None)
    return words.told_by(document, spoken) if document else ""


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


def _prose(statement: Statement) -> Markup:
    """The words of an editor, as Markdown that can start nothing; its text where it has no Markdown."""
    return prose(statement.markup) if statement.markup else escape_markdown(statement.text)


def _signed(statement: Statement) -> str:
    """Who is quoted: "Name, role"; empty when nobody is named."""
    return one_line(", ".join(part for part in (statement.speaker, statement.role) if part))
