"""The day on which a page appeared: declared, printed beside its headline, in its address.

What could be two days is none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

from briefgen.corpus import dates
from briefgen.corpus.html import linked
from briefgen.corpus.html.meta import MODIFIED, PUBLISHED, Declared, properties
from briefgen.corpus.html.words import bare, line
from briefgen.model import How

EARLIEST = dt.date(1990, 1, 1)
"""Before the web there were no pages; an earlier day is what the page is about, or an empty clock."""

LATEST = dt.date(2099, 12, 31)
"""No clock is read here: the same page gives the same day for ever."""

ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.]?([01]\d)[-/.]?([0-3]\d)(?!\d{3})")
EPOCH = re.compile(r"\d{10}(?:\d{3})?")
NUMERIC = re.compile(r"(?<![\d.,/-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?((?:19|20)\d\d)(?!\d)")
YEAR_FIRST = re.compile(
    r"(?<![\d.,/-])((?:19|20)\d\d)\s?([./-])\s?(\d{1,2})\2\s?(\d{1,2})(?![\d])|((?:19|20)\d\d)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]"
)
ADDRESS = re.compile(r"[/_.-]((?:19|20)\d\d)(?:([/_-])([01]?\d)\2([0-3]?\d)|([01]\d)([0-3]\d))(?=[/_.-]|$)")
MONTH_NAMED = re.compile(r"/((?:19|20)\d\d)/([a-z]{3})/([0-3]?\d)(?=/|$)")

DATED = re.compile(
    r"(?:^|[\s_-])(?:date|dates|time|timestamp|published|publish|pubdate|posted|dateline|created|meta|byline|info)(?:$|[\s_-])|date|publi|byline",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"comment|related|recommend|sidebar|widget|teaser|footer|archive|calendar|more-|most-|popular|event|newest|latest",
    re.IGNORECASE,
)
"""Classes and names of boxes that hold the day of a page, and of those that hold other pages' days."""

UPDATED = re.compile(
    r"updat|modif|revis|aktualis|mis(?:e)? à jour|actualiz|"
    r"atualiz|aggiorna|обновл|изменен|оновлен|güncell|bijgewerkt|更新",
    re.IGNORECASE,
)

LONGEST = 160
"""Characters of a line that a day of publication stands in."""


def published(
    root: Any,  # noqa: ANN401 - lxml has no types
    declared: Declared,
    locale: str,
    url: str,
    headline: str,
) -> tuple[dt.date, How] | None:
    """The day of publication, and how it is known; None where the page does not say.

    A page that is changed later keeps its day; only where nothing else is declared is the day of the change taken.

    Args:
        root: The page, still with its frame.
        declared: What it says of itself.
        locale: Its language, with its country where known ("en-GB"): how it orders day and month.
        url: Its address, or nothing.
        headline: Its headline, or nothing.
    """
    for value in _declared(root, declared):
        if day := parsed(value, locale):
            return day, How.DECLARED
    address = _in_address(url)
    if day := _printed(root, locale, address) or _above(root, locale, headline):
        return day, How.FOUND
    changed = (parsed(value, locale) for value in _changed(root, declared))
    guess = address or next((day for day in changed if day), None) or _guessed(root, url)
    return (guess, How.INFERRED) if guess else None


def _declared(root: Any, declared: Declared) -> Iterator[str]:  # noqa: ANN401
    """Every value that a page declares as its day of publication, the surest first."""
    yield linked.text(declared.article.get("datePublished"))
    yield from (value for name in PUBLISHED for value in declared.metas.get(name, ()))
    for element in properties(root, "datepublished"):
        yield element.get("datetime") or element.get("content") or element.get("title") or element.text_content()
    yield from _times(root)
    for element in root.xpath("//abbr[@title and contains(concat(' ', @class, ' '), ' published ')]")[:1]:
        yield element.get("title")
    yield linked.text(declared.page.get("datePublished"))
    yield linked.text(declared.article.get("dateCreated"))


def _changed(root: Any, declared: Declared) -> Iterator[str]:  # noqa: ANN401
    """Every value that a page declares as the day of its last change."""
    yield linked.text(declared.article.get("dateModified"))
    yield from (value for name in MODIFIED for value in declared.metas.get(name, ()))
    for element in properties(root, "datemodified"):
        yield element.get("datetime") or element.get("content") or element.text_content()
    yield linked.text(declared.page.get("dateModified"))


def _times(root: Any) -> Iterator[str]:  # noqa: ANN401
    """The days of time elements: one marked as that of publication, then the first at the head of the article."""
    found = [one for one in root.iter("time") if not _is_elsewhere(one) and not _is_update(one)]
    marked = [one for one in found if one.get("pubdate") is not None or PUBLISHING.search(one.get("class") or "")]
    inside = [one for one in found if any(above.tag in {"article", "main"} for above in one.iterancestors())]
    dated = [one for one in (*marked, *inside, *found) if one.get("datetime")]
    yield from (element.get("datetime") for element in dated[:SEVERAL])
    for element in (*marked, *inside, *found)[:SEVERAL]:
        yield element.text_content()


SEVERAL = 3
"""Time elements that are looked at: the first may be how long reading takes."""

PUBLISHING = re.compile(r"publi|entry-date|posted|dt-published", re.IGNORECASE)


def _is_elsewhere(element: Any) -> bool:  # noqa: ANN401
    """Whether an element stands in a box of other pages, in a post that is quoted, in the head of the site, or below.

    A box around the heading of the page is its own, whatever it is named.
    """
    return _is_in_head(element) or any(
        above.tag in {"aside", "blockquote", "footer", "nav"}
        or (ELSEWHERE.search(f"{above.get('class') or ''} {above.get('id') or ''}") and above.find(".//h1") is None)
        for above in (element, *element.iterancestors())
        if above.tag not in {"body", "html", "main", "article"}
    )


def _is_in_head(element: Any) -> bool:  # noqa: ANN401
    """Whether an element stands in the head of the site, where some print the day of the reader."""
    above = next((one for one in element.iterancestors("header", "article", "main")), None)
    return (
        above is not None
        and above.tag == "header"
        and above.find(".//h1") is None
        and not any(one.tag in {"article", "main"} for one in above.iterancestors())
    )


def _is_update(element: Any) -> bool:  # noqa: ANN401
    """Whether an element gives the day of a change."""
    before = element.getprevious()
    parent = element.getparent()
    lead = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    said = f"{element.get('class') or ''} {element.get('itemprop') or ''} {lead[-LEAD:]} {(element.text or '')[:LEAD]}"
    return UPDATED.search(said) is not None


LEAD = 30
"""Characters before a day that say which day it is."""


def _printed(root: Any, locale: str, address: dt.date | None) -> dt.date | None:  # noqa: ANN401
    """The day printed in a box made for it, near the headline; one that the address confirms wins over the first."""
    days: list[dt.date] = []
    for element in root.xpath("//*[@class or @id][not(self::body or self::html or self::script)]"):
        if len(days) >= MOST or not DATED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            continue
        text = line(element.text_content()) if len(element) < SMALL else ""
        if not 0 < len(text) <= LONGEST or _is_elsewhere(element) or _is_update(element):
            continue
        days += [day] if (day := first(text, locale)) else []
    return address if address in days else next(iter(days), None)


def _above(root: Any, locale: str, headline: str) -> dt.date | None:  # noqa: ANN401
    """The day that stands alone in a line between the headline and the text."""
    wanted, begun = bare(headline), not headline
    for element in root.iter("*"):
        if element.tag in {"script", "style", "title", "meta"}:
            continue
        text = line(element.text or "")
        if not begun:
            begun = bool(text) and bare(text) == wanted
        elif len(text) > TELLING or (2 * len(text) > TELLING and text[-1] in ".!?…"):
            return None
        elif DIGITS.search(text) and len(LETTERS.findall(text)) <= FEW:
            day = first(text, locale)
            if day and not _is_elsewhere(element) and not _is_update(element):
                return day
    return None


TELLING = 100
"""Characters that make a line the beginning of the text; half of it is enough for a sentence."""

DIGITS = re.compile(r"\d{4}")
LETTERS = re.compile(r"[^\W\d_]")
FEW = 40
"""Letters of a line that is nothing but a day: the weekday, the month, "Published on", a desk."""


def _guessed(root: Any, url: str) -> dt.date | None:  # noqa: ANN401
    """What htmldate finds in odd places, boxes of other pages left out."""
    from copy import deepcopy

    from htmldate import find_date

    copy = deepcopy(root)
    for element in list(copy.iter("aside", "blockquote", "footer", "nav", "div", "section", "ul")):
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.getparent() is not None and (element.tag in FRAME or ELSEWHERE.search(named)):
            element.drop_tree()
    found = find_date(
        copy,
        extensive_search=False,
        original_date=True,
        url=url or None,
        min_date=EARLIEST.isoformat(),
        max_date=LATEST.isoformat(),
    )
    return plausible(dt.date.fromisoformat(found)) if found else None


FRAME = frozenset(["aside", "blockquote", "footer", "nav"])

MOST, SMALL = 6, 12
"""Boxes with a day that are looked at; children of a box that holds little else."""


def parsed(value: str, locale: str) -> dt.date | None:
    """The day that a declared value means; None where it means none or two."""
    value = line(value)[:LONGEST]
    if EPOCH.fullmatch(value):
        return plausible(_epoch(int(value[:10])))
    match = ISO.match(value)
    if match:
        return plausible(dates.calendar(int(match[1]), int(match[2]), int(match[3])))
    return first(value, locale) or plausible(_mailed(value))


def _epoch(seconds: int) -> dt.date:
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC).date()


def _mailed(value: str) -> dt.date | None:
    """The day of a stamp as mails have it (RFC 5322)."""
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def plausible(day: dt.date | None) -> dt.date | None:
    """A day on which a page can have appeared."""
    return day if day is not None and EARLIEST <= day <= LATEST else None


def first(text: str, locale: str) -> dt.date | None:
    """The first day in a short text; the label of an update in front of it disqualifies it."""
    found = sorted(_days(text, locale), key=lambda one: one[0])
    for start, day in found:
        if day and not UPDATED.search(text[max(0, start - LEAD) : start]):
            return plausible(day)
    return None


def _days(text: str, locale: str) -> Iterator[tuple[int, dt.date | None]]:
    """Every day in a short text, with its place."""
    for match in YEAR_FIRST.finditer(text):
        year, month, day = (match[1], match[3], match[4]) if match[1] else (match[5], match[6], match[7])
        yield match.start(), dates.calendar(int(year), int(month), int(day))
    for match in NUMERIC.finditer(text):
        yield match.start(), _ordered(int(match[1]), int(match[3]), int(match[4]), match[2], locale)
    language = locale.split("-", maxsplit=1)[0]
    for pattern, months in (named(language), named("en")):
        for match in pattern.finditer(text):
            month = months[(match["m"] or match["n"]).casefold().rstrip(".")]
            yield match.start(), dates.calendar(int(match["y"] or match["z"]), month, int(match["d"] or match["e"]))


def _ordered(one: int, other: int, year: int, stroke: str, locale: str) -> dt.date | None:
    """A day whose month is a number, by the custom of its language and country; None where both orders are customs."""
    if one > dates.MONTHS or other > dates.MONTHS or one == other:
        return dates.unordered(year, one, other)
    if stroke == "." or day_first(locale):
        return dates.calendar(year, other, one)
    return dates.calendar(year, one, other) if day_first(locale) is False else None


@lru_cache(maxsize=64)
def day_first(locale: str) -> bool | None:
    """Whether a language of a country writes the day before the month (Unicode CLDR); None where it is not known.

    English alone does not tell: its countries differ.
    """
    from babel import Locale, UnknownLocaleError

    if not locale or locale.lower() == "en":
        return None
    try:
        pattern = str(Locale.parse(locale.replace("-", "_")).date_formats["short"].pattern)
    except (UnknownLocaleError, ValueError, KeyError):
        return None if "-" not in locale else day_first(locale.split("-", maxsplit=1)[0])
    day, month = pattern.find("d"), pattern.find("M")
    return day < month


@lru_cache(maxsize=64)
def named(language: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """What finds days with the names of months of a language (Unicode CLDR), and the number of each name."""
    from babel import Locale, UnknownLocaleError

    months = dict(dates.months()) if language == "en" else {}
    try:
        known: Mapping[str, Any] = Locale.parse(language or "en").months
    except (UnknownLocaleError, ValueError):
        known = {}
    for form in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in known.get(form, {}).get(width, {}).items():
                if not name[:1].isdigit():
                    months.setdefault(name.casefold().rstrip("."), int(number))
    names = "|".join(re.escape(name) for name in sorted(months, key=lambda name: (-len(name), name))) or "(?!)"
    gap = r"[\s\xa0]{1,2}"
    return re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.|-го)?(?:{gap}|[-/])(?:(?:de|of|di|d’|d'){gap})?(?P<m>{names})\b\.?,?"
        rf"(?:{gap}|[-/])(?:(?:de|del){gap})?(?P<y>(?:19|20)\d\d)(?!\d)"
        rf"|(?<!\w)(?P<n>{names})\b\.?{gap}(?P<e>\d{{1,2}})(?:st|nd|rd|th)?,?{gap}(?P<z>(?:19|20)\d\d)(?!\d)",
        re.IGNORECASE,
    ), months


def _in_address(url: str) -> dt.date | None:
    """The day in the path of an address."""
    match = ADDRESS.search(url)
    if match:
        month, day = (match[3], match[4]) if match[2] else (match[5], match[6])
        return plausible(dates.calendar(int(match[1]), int(month), int(day)))
    match = MONTH_NAMED.search(url.lower())
    number = dates.months().get(match[2]) if match else None
    return plausible(dates.calendar(int(match[1]), number, int(match[3]))) if match and number else None
