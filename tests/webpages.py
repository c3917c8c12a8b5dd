"""Invented web pages of many designs, each with what a person would say is its text, title and day.

`pages/stories.toml` has the stories, a language each; `DESIGNS` are the frames that sites of different makes put around
them. Nothing here is copied from a site: names of classes are those that the systems are known by.
"""

import datetime as dt
import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

STORIES = tomllib.loads((Path(__file__).parent / "pages" / "stories.toml").read_text(encoding="utf-8"))


class Page(NamedTuple):
    name: str
    data: bytes
    text: str
    title: str
    day: dt.date | None


class Story(NamedTuple):
    language: str
    title: str
    site: str
    author: str
    day: dt.date
    printed: str
    lead: str
    paragraphs: Sequence[str]
    heading: str
    items: Sequence[str]
    menu: Sequence[str]
    teasers: Sequence[str]
    cookies: str

    @property
    def parts(self) -> list[str]:
        return [self.lead, *self.paragraphs[:2], self.heading, *self.items, *self.paragraphs[2:]]

    @property
    def iso(self) -> str:
        return f"{self.day.isoformat()}T06:30:00+01:00"

    @property
    def modified(self) -> str:
        return f"{(self.day + dt.timedelta(days=3)).isoformat()}T11:00:00+01:00"


def p(lines: Sequence[str], opening: str = "<p>", closing: str = "</p>") -> str:
    return "\n".join(f"{opening}{escape(line, quote=False)}{closing}" for line in lines)


def links(lines: Sequence[str], css: str = "") -> str:
    return (
        f"<ul class='{css}'>"
        + "".join(f"<li><a href='/{n}'>{escape(one)}</a></li>" for n, one in enumerate(lines))
        + "</ul>"
    )


def body(s: Story, heading: str = "h2") -> str:
    """The story as most systems write it."""
    return (
        p([s.lead, *s.paragraphs[:2]])
        + f"<{heading}>{s.heading}</{heading}><ul>{p(s.items, '<li>', '</li>')}</ul>"
        + p(s.paragraphs[2:])
    )


def frame(s: Story, inner: str, head: str = "", title: str | None = None, attrs: str = "") -> str:
    """Menu, cookie banner, teasers and footer around a page."""
    title = f"{s.title} - {s.site}" if title is None else title
    return (
        f"<!DOCTYPE html><html lang='{s.language}'><head><meta charset='utf-8'><title>{escape(title)}</title>{head}</head><body {attrs}>"
        f"<div id='cookie-banner' class='cookie-consent'><p>{s.cookies}</p><button>OK</button></div>"
        f"<header class='site-header'><a href='/' class='logo'>{s.site}</a><nav>{links(s.menu)}</nav></header>{inner}"
        f"<aside class='sidebar'><h3>{s.menu[-1]}</h3>{links(s.teasers)}</aside>"
        f"<footer><p>© 2026 {s.site}. {s.menu[0]} {s.menu[1]}</p>{links(s.menu)}</footer></body></html>"
    )


def ld(s: Story, kind: str = "NewsArticle", **more: object) -> str:
    item = {
        "@context": "https://schema.org", "@type": kind, "headline": s.title, "datePublished": s.iso,
        "dateModified": s.modified, "author": {"@type": "Person", "name": s.author},
        "publisher": {"@type": "Organization", "name": s.site, "logo": {"@type": "ImageObject", "url": "/l.png"}}, **more,
    }  # fmt: skip
    return f"<script type='application/ld+json'>{json.dumps(item)}</script>"


def og(s: Story, title: str | None = None, *, dated: bool = True) -> str:
    day = f"<meta property='article:published_time' content='{s.iso}'><meta property='article:modified_time' content='{s.modified}'>"
    return (
        f"<meta property='og:title' content='{escape(title or s.title)}'><meta property='og:site_name' content='{s.site}'>"
        f"<meta property='og:type' content='article'>{day if dated else ''}"
    )


def wordpress(s: Story) -> str:
    share = (
        "<div class='sharedaddy sd-sharing-enabled'><h3>Share this:</h3><ul><li><a href='#'>Twitter</a></li></ul></div>"
    )
    comments = f"<div id='comments' class='comments-area'><h2>2 comments</h2><ol class='comment-list'><li class='comment'><p>{s.teasers[0]}!! First.</p></li></ol></div>"
    return frame(
        s,
        f"<div id='content' class='site-content'><main><article class='post type-post hentry'><header class='entry-header'>"
        f"<h1 class='entry-title'>{s.title}</h1><div class='entry-meta'><span class='posted-on'><time class='entry-date published' "
        f"datetime='{s.iso}'>{s.printed}</time><time class='updated' datetime='{s.modified}'>x</time></span> <span class='byline'>"
        f"<a rel='author'>{s.author}</a></span></div></header><div class='entry-content'>{body(s)}{share}</div></article>"
        f"<nav class='post-navigation'>{links(s.teasers[:2])}</nav>{comments}</main></div>",
    )


def drupal(s: Story) -> str:
    return frame(
        s,
        f"<div class='region region-content'><article role='article' class='node node--type-article'><h1 class='page-title'>"
        f"<span property='schema:name'>{s.title}</span></h1><div class='node__meta'><span class='field field--name-created'>{s.printed}</span></div>"
        f"<div class='node__content'><div class='field field--name-body field__item'>{body(s)}</div>"
        f"<div class='field field--name-field-tags'>{links(s.menu[:3])}</div></div></article></div>",
        f"<meta name='dcterms.date' content='{s.day}'>",
        f"{s.title} | {s.site}",
    )


def arc(s: Story) -> str:
    ad = "<div class='ad-container'><span>ADVERTISEMENT</span></div>"
    more = f"<div class='b-related'><h4>{s.menu[-1]}</h4>{links(s.teasers)}</div>"
    return frame(
        s,
        f"<main><h1 class='b-headline'>{s.title}</h1><div class='b-byline'>By {s.author}</div><article class='b-article-body article-body-wrapper'>"
        f"{p([s.lead, *s.paragraphs[:1]], '<p class=c-paragraph>')}{ad}{p(s.paragraphs[1:2], '<p class=c-paragraph>')}<h2 class='c-heading'>{s.heading}</h2>"
        f"<ul class='c-list'>{p(s.items, '<li>', '</li>')}</ul>{more}{p(s.paragraphs[2:], '<p class=c-paragraph>')}</article></main>",
        ld(s) + og(s, f"{s.title} - what it means"),
    )


def ghost(s: Story) -> str:
    return frame(
        s,
        f"<main class='gh-main'><article class='gh-article post'><header class='gh-article-header'><h1 class='gh-article-title'>{s.title}</h1>"
        f"<div class='gh-article-meta'><time datetime='{s.day}'>{s.printed}</time><span class='gh-article-length'>3 min read</span></div></header>"
        f"<section class='gh-content gh-canvas'>{body(s)}</section></article><section class='gh-subscribe'><h3>Subscribe</h3><p>{s.cookies}</p></section></main>",
        og(s, dated=False),
        s.title,
    )


def amp(s: Story) -> str:
    return (
        f"<!doctype html><html amp lang='{s.language}'><head><meta charset='utf-8'><title>{s.title}</title>{ld(s)}<style amp-boilerplate>"
        f"body{{animation:x}}</style></head><body><amp-sidebar id='s'>{links(s.menu)}</amp-sidebar><header class='amp-header'>{s.site}</header>"
        f"<article class='amp-article'><header><h1 class='amp-title'>{s.title}</h1></header><amp-img src='a.jpg'></amp-img><div class='amp-content'>"
        f"{body(s)}</div></article><amp-consent id='c'><div>{s.cookies}</div></amp-consent><footer>{links(s.teasers)}</footer></body></html>"
    )


def government(s: Story) -> str:
    contact = "<section class='contact'><h2>Contact</h2><p>Press office<br>press@example.org<br>Telephone 0555 1234</p></section>"
    return frame(
        s,
        f"<div class='breadcrumbs'>{links(s.menu[:3])}</div><main id='content' role='main'><div class='title-block'><span class='title-context'>Press release</span>"
        f"<h1 class='gem-c-title__text'>{s.title}</h1></div><div class='metadata'><dl><dt>Published</dt><dd>{s.printed}</dd></dl></div>"
        f"<div class='govspeak'>{body(s)}</div>{contact}</main>",
        f"<meta name='DC.date.issued' content='{s.day}'><meta name='DC.title' content='{s.title}'>",
        f"{s.title} - {s.site}",
    )


def hashed(s: Story) -> str:
    """A site built by a framework: no telling classes, divs for everything."""
    rows = "".join(
        f"<div class='css-1x{n}'><p class='css-axufdj'>{escape(one, quote=False)}</p></div>"
        for n, one in enumerate(s.parts)
    )
    return frame(
        s,
        f"<div id='__next'><div class='css-0'><main class='css-9k'><div class='css-t1'><h1 class='css-h1'>{s.title}</h1></div>"
        f"<div class='css-m2'><span class='css-d3'>{s.printed}</span></div><section class='css-body'>{rows}</section>"
        f"<div class='css-rel'>{links(s.teasers)}</div></main></div></div>",
        ld(s) + og(s),
    )


def divs(s: Story) -> str:
    """Paragraphs are boxes."""
    rows = "".join(f"<div class='txt'>{escape(one, quote=False)}</div>" for one in s.parts)
    return frame(
        s,
        f"<div class='news-detail'><h1>{s.title}</h1><div class='date'>{s.printed}</div><div class='news-text'>{rows}</div></div>",
        title=s.title,
    )


def breaks(s: Story) -> str:
    """Paragraphs are parted by breaks."""
    text = "<br><br>\n".join(escape(one, quote=False) for one in s.parts)
    return frame(
        s,
        f"<div class='item-page'><h2 class='contentheading'><a href='/a'>{s.title}</a></h2><span class='createdate'>{s.printed}</span><div class='article'>{text}</div></div>",
    )


def nineties(s: Story) -> str:
    """A page of the nineties, laid out with a table and fonts; its tags are not closed."""
    text = "\n".join(f"<p><font face=Arial size=2>{escape(one, quote=False)}</font>" for one in s.parts)
    return (
        f"<html><head><title>{s.title}</title></head><body bgcolor=white><table width=100% border=0><tr><td width=150 valign=top bgcolor=silver>"
        + "<br>".join(f"<a href={n}.htm>{one}</a>" for n, one in enumerate(s.menu))
        + f"<td valign=top><center><b><font size=5>{s.title}</font></b></center><i>{s.printed}</i>{text}<hr><font size=1>(c) {s.site}</font></table></body></html>"
    )


def liveblog(s: Story) -> str:
    entries = "".join(
        f"<div class='live-entry' id='e{n}'><time datetime='{s.day}T{18 - n:02}:00:00Z'>{18 - n}:00</time><p>{escape(one, quote=False)}</p></div>"
        for n, one in enumerate([s.lead, *s.paragraphs])
    )
    item = ld(s, "LiveBlogPosting", coverageStartTime=s.iso)
    return frame(
        s, f"<main><article><h1>{s.title}</h1><div class='liveblog-body'>{entries}</div></article></main>", item + og(s)
    )


def paywall(s: Story) -> str:
    return frame(
        s,
        f"<main><article class='article'><h1 class='headline'>{s.title}</h1><div class='article__body'>{body(s)}</div><div class='paywall-overlay'>"
        f"<h2>Subscribe to continue</h2><p>{s.cookies}</p><a href='/sub'>Subscribe</a></div></article></main>",
        ld(s, isAccessibleForFree=False) + og(s),
    )


def bitrix(s: Story) -> str:
    return frame(
        s,
        f"<div class='workarea'><div class='news-detail'><span class='news-date-time'>{s.printed}</span><h3>{s.title}</h3>{'<br />'.join(s.parts)}"
        f"<div style='clear:both'></div></div><p><a href='/news/'>{s.menu[0]}</a></p></div>",
        title=s.title,
    )


def typo3(s: Story) -> str:
    return frame(
        s,
        f"<div id='main'><div class='news news-single'><div class='article' itemscope itemtype='http://schema.org/Article'><div class='header'>"
        f"<h1 itemprop='headline'>{s.title}</h1></div><div class='footer'><p><span class='news-list-date'><time itemprop='datePublished' datetime='{s.day}'>"
        f"{s.printed}</time></span></p></div><div class='news-text-wrap' itemprop='articleBody'>{body(s, 'h3')}</div></div></div></div>",
        title=f"{s.site}: {s.title}",
    )


def medium(s: Story) -> str:
    return frame(
        s,
        f"<article><div><section><div><h1 class='pw-post-title'>{s.title}</h1><div class='speechify'><a rel='author' href='/@a'>{s.author}</a><p>·</p>"
        f"<span>3 min read</span><p>·</p><span>{s.printed}</span></div>{p([s.lead, *s.paragraphs[:2]], '<p class=pw-post-body-paragraph>')}<h2>{s.heading}</h2>"
        f"<ul>{p(s.items, '<li>', '</li>')}</ul>{p(s.paragraphs[2:], '<p class=pw-post-body-paragraph>')}</div></section></div></article>",
        og(s) + f"<meta name='author' content='{s.author}'>",
        f"{s.title} | by {s.author} | {s.site}",
    )


def wiki(s: Story) -> str:
    return frame(
        s,
        f"<div id='content' class='mw-body'><h1 id='firstHeading'>{s.title}</h1><div id='bodyContent'><div id='siteSub'>From {s.site}</div><div id='mw-content-text'>"
        f"<div class='mw-parser-output'>{body(s)}</div></div><div id='catlinks'>{links(s.menu[:2])}</div></div></div>",
        f"<script type='application/ld+json'>{json.dumps({'@type': 'Article', 'headline': s.title, 'datePublished': s.iso})}</script>",
    )


def address(s: Story) -> str:
    """The day stands only in the address."""
    return frame(
        s,
        f"<div class='main'><article><h1>{s.title}</h1>{body(s)}</article></div>",
        f"<link rel='canonical' href='https://news.example.org/{s.day:%Y/%m/%d}/a-story'>",
    )


def printed(s: Story) -> str:
    """The day stands only in the text, in the language of the page."""
    return frame(
        s,
        f"<div class='container'><div class='post'><h1 class='post-title'>{s.title}</h1><div class='post-info'><span class='post-date'>{s.printed}</span> | "
        f"<span class='post-views'>1,204</span></div><div class='post-body'>{body(s)}</div></div></div>",
    )


def logo(s: Story) -> str:
    """The heading of the first level is the name of the site."""
    return frame(
        s,
        f"<div class='masthead'><h1><a href='/'>{s.site}</a></h1></div><main><article><h2 class='article-headline'>{s.title}</h2><p class='article-date'>{s.printed}</p>"
        f"<div class='article-content'>{body(s, 'h3')}</div></article></main>",
        og(s, f"{s.title} | {s.site}"),
    )


def undated(s: Story) -> str:
    """No day anywhere but in the text of the story and beside other pages."""
    others = "".join(
        f"<li><a href='/x'>{one}</a> <time datetime='2026-02-0{n + 1}'>x</time></li>" for n, one in enumerate(s.teasers)
    )
    return frame(s, f"<main><h1>{s.title}</h1>{body(s)}</main><div class='related-posts'><ul>{others}</ul></div>")


def gallery(s: Story) -> str:
    pictures = "".join(
        f"<figure><img src='{n}.jpg' alt='x'><figcaption>Photo {n}: Agency/Name</figcaption></figure>{p([one])}"
        for n, one in enumerate([s.lead, *s.paragraphs])
    )
    return frame(
        s,
        f"<main><article><h1>{s.title}</h1><div class='gallery-content'>{pictures}</div></article></main>",
        ld(s) + og(s),
    )


def hidden(s: Story) -> str:
    """Shown by scripts only; a second copy for readers aloud is hidden too."""
    return frame(
        s,
        f"<div id='app' style='display: none'><article><h1>{s.title}</h1><p class='date'>{s.printed}</p>{body(s)}</article></div>",
        og(s),
    )


def graph(s: Story) -> str:
    """JSON-LD as a graph, with the site, its owner and the articles beside this one."""
    items = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": s.site, "url": "https://news.example.org/"},
            {"@type": "NewsArticle", "headline": s.teasers[0], "datePublished": "2026-02-20T10:00:00Z"},
            {"@type": "WebPage", "name": f"{s.title} - {s.site}", "datePublished": s.iso, "dateModified": s.modified},
            {
                "@type": ["Article", "BlogPosting"],
                "headline": s.title,
                "datePublished": s.iso,
                "author": {"name": s.author},
            },
        ],
    }
    return frame(
        s,
        f"<main><article class='single'><h1>{s.title}</h1><div class='content'>{body(s)}</div></article></main>",
        f"<script type='application/ld+json'>{json.dumps(items)}</script>",
    )


def broken(s: Story) -> str:
    """Nothing is closed, a div too many is, JSON-LD has a comma too many, and the head ends late."""
    bad = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{s.title}","datePublished":"{s.iso}",}}</script>'
    lines = "".join(f"<p>{escape(one, quote=False)}" for one in s.parts)
    return f"<html lang={s.language}><title>{s.title} | {s.site}</title></div>{bad}<body><div class=nav><a href=/>{s.menu[0]}</a></div></div><div class=story><h1>{s.title}</h1>{lines}</div></div></div>"


def cards(s: Story) -> str:
    """Teasers are articles too, and come first."""
    others = "".join(
        f"<article class='card'><h3><a href='/{n}'>{one}</a></h3><p>{one}: {s.cookies}</p></article>"
        for n, one in enumerate(s.teasers)
    )
    rows = "".join(f"<div class='r'><p>{escape(one, quote=False)}</p></div>" for one in s.parts)
    return frame(
        s,
        f"<div class='top'>{others}</div><div class='l-main'><h1>{s.title}</h1><div class='l-text'>{rows}</div></div>",
        og(s),
    )


def entries(s: Story) -> str:
    """A live page whose entries are articles."""
    rows = "".join(
        f"<article class='entry'><header><time datetime='{s.day}T{18 - n:02}:00:00Z'>x</time></header><div>{p([one])}</div></article>"
        for n, one in enumerate([s.lead, *s.paragraphs])
    )
    return frame(s, f"<main><h1>{s.title}</h1><div class='feed'>{rows}</div></main>", og(s))


def comments(s: Story) -> str:
    """What readers say is longer than the story."""
    talk = "".join(f"<li class='comment'><b>{one}</b><p>{one}. {s.cookies} {one}!</p></li>" for one in s.teasers * 6)
    return frame(
        s,
        f"<main><article><h1>{s.title}</h1><div class='body'>{p([s.lead, *s.paragraphs])}</div></article><section id='comments'><h2>18</h2><ol>{talk}</ol></section></main>",
        ld(s) + og(s),
    )


def boxes(s: Story) -> str:
    """Boxes of other things stand between the paragraphs."""
    signup = f"<div class='newsletter-signup'><h4>{s.menu[0]}</h4><p>{s.cookies}</p></div>"
    more = f"<div class='related-inline'><p><strong>{s.menu[-1]}:</strong> <a href='/r'>{s.teasers[0]}</a></p></div>"
    picture = f"<figure class='image'><img src='a.jpg' alt='x'><figcaption>{s.site}/Photo</figcaption></figure>"
    author = f"<div class='author-bio'><p><a href='/a' rel='author'>{s.author}</a> {s.cookies}</p></div>"
    lines = [p([one]) for one in (s.lead, *s.paragraphs)]
    return frame(
        s,
        f"<main><article class='story'><h1>{s.title}</h1><div class='share-tools'><a href='#'>Share</a></div>{picture}<div class='story-text'>{lines[0]}{signup}{lines[1]}{more}"
        f"{lines[2]}{lines[3]}{lines[4]}</div>{author}<div class='tags'>{links(s.menu[:3])}</div></article></main>",
        ld(s) + og(s),
    )


def webforms(s: Story) -> str:
    """The whole page is a form."""
    rows = "".join(f"<div>{escape(one, quote=False)}</div>" for one in s.parts)
    return (
        f"<html lang={s.language}><head><meta charset='utf-8'><title>{s.title}</title></head><body><form id='aspnetForm' action='x'><input type=hidden value=x>"
        f"<div class='hdr'>{links(s.menu)}</div><div class='cnt'><div class='ttl'>{s.title}</div><span class='dt'>{s.printed}</span>{rows}</div></form></body></html>"
    )


DESIGNS: Sequence[tuple[Callable[[Story], str], str]] = (
    (wordpress, "en"), (wordpress, "de"), (wordpress, "tr"), (drupal, "en"), (drupal, "fr"), (drupal, "ar"), (arc, "en"), (arc, "es"),
    (ghost, "en"), (ghost, "pt"), (amp, "en"), (amp, "ja"), (government, "en"), (government, "de"), (government, "pl"), (hashed, "en"),
    (hashed, "ko"), (hashed, "fa"), (divs, "en"), (divs, "uk"), (divs, "zh"), (breaks, "en"), (breaks, "it"), (breaks, "ru"), (nineties, "en"),
    (nineties, "zh"), (nineties, "ru"), (liveblog, "en"), (liveblog, "es"), (paywall, "en"), (paywall, "fr"), (bitrix, "ru"), (bitrix, "uk"),
    (typo3, "de"), (typo3, "en"), (medium, "en"), (medium, "pt"), (wiki, "en"), (wiki, "ja"), (address, "en"), (address, "it"), (printed, "en"),
    (printed, "de"), (printed, "fr"), (printed, "es"), (printed, "ru"), (printed, "ja"), (printed, "zh"), (printed, "pl"), (printed, "tr"),
    (logo, "en"), (logo, "ar"), (undated, "en"), (undated, "de"), (gallery, "en"), (gallery, "it"), (hidden, "en"), (hidden, "fa"), (graph, "en"),
    (graph, "ko"), (broken, "en"), (broken, "es"), (cards, "en"), (cards, "pl"), (entries, "en"), (entries, "it"), (comments, "en"), (comments, "ar"),
    (boxes, "en"), (boxes, "fr"), (boxes, "zh"), (webforms, "en"), (webforms, "ru"),
)  # fmt: skip

BARE = frozenset({liveblog, gallery, entries, comments, boxes})
"""Designs of stories without a heading and a list."""

ENCODINGS = {
    ("nineties", "zh"): "gbk",
    ("nineties", "ru"): "cp1251",
    ("bitrix", "ru"): "cp1251",
    ("amp", "ja"): "shift_jis",
}


def pages() -> Iterator[Page]:
    """Every design with its story; those of some older sites in their encodings."""
    stories = {language: Story(language, **story) for language, story in STORIES.items()}
    for design, language in DESIGNS:
        story = stories[language]
        source = design(story)
        encoding = ENCODINGS.get((design.__name__, language), "utf-8")
        if encoding != "utf-8":
            source = source.replace("<meta charset='utf-8'>", "")
            source = source.replace("<head>", f"<head><meta charset='{encoding}'>")
        parts = [story.lead, *story.paragraphs] if design in BARE else story.parts
        day = None if design is undated else story.day
        yield Page(f"{design.__name__}-{language}", source.encode(encoding), "\n".join(parts), story.title, day)


WORD = re.compile(r"\w+")


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words; of a shorter text, itself."""
    words = WORD.findall(text)
    return Counter(tuple(words[start : start + 4]) for start in range(max(1, len(words) - 3)))


def overlap(found: str, wanted: str) -> float:
    """F1 of the runs of four words of two texts."""
    ours, theirs = shingles(found), shingles(wanted)
    common = sum((ours & theirs).values())
    return 2 * common / (sum(ours.values()) + sum(theirs.values())) if common else 0.0
