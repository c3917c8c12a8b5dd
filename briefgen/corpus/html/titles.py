"""The headline of a page: what stands over its text, checked against what its head declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from briefgen.corpus.html import linked
from briefgen.corpus.html.meta import Declared, properties
from briefgen.corpus.html.words import bare, line, said
from briefgen.model import How

STROKES = re.compile(
    r"\s+(?:[|•·»«›‹]|:{2}|/{2}|[-–—―])\s+|\s*[|｜]\s*|\s+::\s+|\s*[»«]\s*"
    r"|(?<=[^\x00-\x7f])_+(?=\w)|(?<=[\u3040-\u9fff！？”’」』》）])-{1,2}(?=[\u3040-\u9fff]{1,10}[网網报報社台线線]$)"
)
"""What sites put between a headline and their name; Chinese ones an underscore, or a hyphen before "…网" ("net"),
"…报" ("newspaper"), "…社" ("agency"), "…台" ("station"), "…线" ("line")."""

SURE_STROKES = frozenset(["|", "｜", "»", "«", "::", "·", "•"])
"""Those that headlines themselves do not have; nor those without blanks around them."""

SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+){2,}")
"""The name of a page in its address, which some systems declare as its title."""

PREFIX = re.compile(r"^([^:：]{2,40})[:：]\s+")

TITLES = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "sailthru.title",
    "parsely-title",
    "headline",
    "title",
)

NEAR = 0.5
"""Share of the words of the shorter one that a heading and a declared title must have in common to be the same."""

LEAST, LONGEST = 2, 300
"""Characters of a headline."""

FEW = 4
"""Words of a name of a site whose name is not known otherwise; a longer end of a title is part of it."""

OUTSIDE = frozenset({"nav", "footer", "aside"})


def headline(root: Any, declared: Declared, site: Sequence[str]) -> tuple[str, How] | None:  # noqa: ANN401
    """The headline, and how it is known; None where the page has none.

    The heading that a reader sees wins where it says what the head declares in other words; search engines are often
    given another title, and lists of links have headings too.

    Args:
        root: The page, still with its frame.
        declared: What it says of itself.
        site: Names of the site, to cut them off.
    """
    heads: dict[str, Any] = {}
    for one in _headings(root):
        if fits(name := said(one)):
            heads.setdefault(name, one)
    titles = [cut for one in _declared(declared) if fits(cut := _without_tails(without_site(one, site)))]
    whole = without_site(declared.title, site)
    seen = _alike(list(heads), [*titles, declared.title])
    own = {bare(one) for one in (*titles, whole)}
    first = next((name for one in _first_level(root) if (name := said(one)) in heads and bare(name) in own), None)
    if first is not None and not _is_site(first, site):
        seen = first
    if seen:
        cut = without_site(_apart(heads[seen], [*titles, whole]) or seen, site)
        said_too = bare(cut) in own or bare(declared.title).startswith(bare(cut))
        return cut, How.DECLARED if said_too else How.FOUND
    if titles:
        return _best(titles), How.DECLARED
    marked = [said(one) for one in properties(root, "headline")]
    lone = [said(one) for one in _first_level(root)]
    for one in (*marked, *(lone if len(lone) == 1 or not fits(whole) else ())):
        if fits(one) and not _is_site(one, site):
            return without_site(one, site), How.FOUND
    if whole == declared.title:
        ended = tail(whole)
        whole = _without_tails(ended[0]) if ended else whole
    return (whole, How.DECLARED) if fits(whole) and not _is_site(whole, site) else None


def _apart(heading: Any, titles: Iterable[str]) -> str | None:  # noqa: ANN401
    """The part of a heading that is a declared title, where a rubric, a label or a subtitle has a box of its own in it.

    None where there is no such part: a title that merely begins like the heading was shortened.
    """
    pieces = [piece for piece in heading.itertext() if line(piece)][:PIECES]
    runs = [(start, end) for start in range(len(pieces)) for end in range(len(pieces), start, -1)]
    parts = {_letters(part): part for run in runs if (part := line("".join(pieces[slice(*run)])))}
    found = next((parts[wanted] for title in titles if (wanted := _letters(title)) in parts), None)
    return found if found and _letters(found) != _letters(said(heading)) else None


def _letters(text: str) -> str:
    """The letters and digits of a text, without blanks."""
    return bare(text).replace(" ", "")


PIECES = 8
"""Texts in a heading, each in an element of its own, that are told apart."""


def _without_tails(title: str) -> str:
    """A declared title without the names behind strokes that headlines do not have."""
    while (ended := tail(title, sure=True)) and fits(ended[0]):
        title = ended[0]
    return title


def fits(text: str) -> bool:
    """Whether a text can be a headline."""
    return LEAST <= len(text) <= LONGEST and any(map(str.isalpha, text)) and not SLUG.fullmatch(text)


def _first_level(root: Any) -> list[Any]:  # noqa: ANN401
    """The headings of the first level outside the frame, those of the article first; the name of the site is none."""
    found = [
        one
        for one in root.iter("h1")
        if not any(above.tag in OUTSIDE for above in one.iterancestors()) and not _leads_home(one)
    ]
    inside = [one for one in found if any(above.tag in {"article", "main"} for above in one.iterancestors())]
    return inside or found


def _leads_home(heading: Any) -> bool:  # noqa: ANN401
    """Whether a heading is the name of the site: a link to its first page."""
    link = heading.find(".//a") if heading.find(".//a") is not None else heading.getparent()
    return link is not None and link.tag == "a" and HOME.fullmatch(link.get("href") or "") is not None


HOME = re.compile(r"(?:https?:)?(?://[^/]+)?/?(?:index\.\w+)?")


def _headings(root: Any) -> list[Any]:  # noqa: ANN401
    """What can be the headline, the likeliest first."""
    return [*_first_level(root), *properties(root, "headline"), *list(root.iter("h2"))[:MOST]]


MOST = 12
"""Headings of the second level that are compared: some sites use the first for their name."""


def _declared(declared: Declared) -> list[str]:
    """The titles that the head declares, the surest first."""
    metas = [value for name in TITLES for value in declared.metas.get(name, ())[:1]]
    item = linked.headline(declared.article)
    return [*metas[:1], *([item] if item else []), *metas[1:]]


def _best(titles: Sequence[str]) -> str:
    """The first title, or the one that it was shortened from."""
    first = titles[0]
    if not first.endswith(("…", "...")):
        return first
    stem = bare(first.rstrip("….").rsplit(" ", 1)[0])
    return next((one for one in titles if bare(one).startswith(stem) and not one.endswith(("…", "..."))), first)


def _alike(heads: Sequence[str], titles: Iterable[str]) -> str | None:
    """The heading that is most like a declared title; None where none is."""
    best, share = None, NEAR
    for title in titles:
        for head in heads:
            found = likeness(head, title)
            if found > share or (found == share and best is None):
                best, share = head, found
        if best is not None:
            return best
    return None


def likeness(one: str, other: str) -> float:
    """How much of the words of two titles is the same, from 0 to 1; letters instead, where words have no blanks."""
    first, second = _units(one), _units(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    begins = sorted((bare(one), bare(other)), key=len)
    if len(begins[0].split()) > 1 and begins[1].startswith(begins[0]):
        return SURE
    common = len(first & second)
    # A single word that both have ("Economy") is a rubric.
    return (
        common / max(len(first), len(second))
        if min(len(first), len(second)) < SHORT
        else common / min(len(first), len(second)) * SURE
    )


SHORT, SURE = 3, 0.99


def _units(text: str) -> frozenset[str]:
    """The words of a text, or its letters where it has no blanks: Chinese, Japanese, Thai."""
    words = bare(text).split()
    joined = "".join(words)
    return frozenset(joined if joined and len(joined) > LONG_WORD * len(words) and not joined.isascii() else words)


LONG_WORD = 9
"""Letters of an average word beyond which a script is taken for one without blanks."""


def without_site(title: str, site: Sequence[str]) -> str:
    """A title without the name of the site before or behind it."""
    cuts = [(match.start(), match.end()) for match in STROKES.finditer(title)]
    while cuts:
        start, end = cuts.pop()
        if not _is_site(title[end:], site):
            break
        title = title[:start]
    stroke, colon = STROKES.search(title), PREFIX.match(title)
    if stroke and _is_site(title[: stroke.start()], site):
        title = title[stroke.end() :]
    elif colon and bare(colon[1]) in {bare(name) for name in site}:
        title = title[colon.end() :]
    return title.strip(" |-–—·•»«:") if fits(title) else title


def _is_site(text: str, site: Sequence[str]) -> bool:
    """Whether a text is one of the names of the site, or an address."""
    words = bare(text)
    joined = words.replace(" ", "")
    if re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}", line(text).lower()):
        return True
    return any(
        joined == name
        or (
            len(joined) >= SHORT
            and len(name) >= SHORT
            and (joined in name or name in joined)
            and len(words.split()) <= FEW
        )
        for known in site
        if (name := bare(known).replace(" ", ""))
    )


def tail(title: str, *, sure: bool = False) -> tuple[str, str] | None:
    """A title and the short name behind its last stroke; None where there is no such name.

    Args:
        title: As it was declared.
        sure: Whether only strokes count that headlines themselves do not have.
    """
    cuts = list(STROKES.finditer(title))
    if not cuts:
        return None
    front, name = title[: cuts[-1].start()].strip(), line(title[cuts[-1].end() :])
    stroke = cuts[-1].group()
    certain = stroke.strip() in SURE_STROKES or not any(map(str.isspace, stroke))
    longer = len(front.split()) > len(name.split()) and not sure
    short = len(name.split()) <= FEW and (certain or longer) and any(map(str.isalpha, name))
    return (front, name) if short else None
