"""What somebody would try who pastes a template, a page frame or a logo: refused, with its file.

The cases named in the design are in test_rendering_safety.py; these are further ones.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import samples

from briefgen.errors import TemplateError
from briefgen.model import Brand
from briefgen.rendering import docx, html, mail
from briefgen.rendering.harmless import wrong_with_svg
from briefgen.rendering.inert import inert_css
from briefgen.rendering.markdown import page

SHIPPED = Path(__file__).parents[1] / "templates" / "default"


def head(markup: str) -> str:
    """A frame with more in its head."""
    return '{% extends "!default/page.html.j2" %}\n{% block head %}' + markup + "{% endblock %}"


TEMPLATES = {
    "extends the network": "{% extends 'https://evil.example/x.j2' %}",
    "extends a device": "{% extends '/dev/stdin' %}",
    "backslash path": "{% include '..\\\\..\\\\pyproject.toml' %}",
    "null byte": "{% include 'brief.md.j2\\x00.txt' %}",
    "unicode dots": "{% include '\u2024\u2024/secret' %}",
    "name by value": "{% include brief.title %}",
    "list of names": "{% include ['/etc/passwd', '../x'] ignore missing %}{{ nothing }}",
    "include itself": "{% include 'brief.md.j2' %}",
    "import itself": "{% import 'brief.md.j2' as m %}{{ m.x() }}",
    "extends itself": "{% extends 'brief.md.j2' %}",
    "macro without end": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "block within itself": "{% block masthead %}{{ self.masthead() }}{% endblock %}",
    "recursive loop": "{% for x in [[1]] recursive %}{{ loop([x]) }}{% endfor %}",
    "deep nesting": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "deep lists": "{{ " + "[" * 900 + "]" * 900 + " }}",
    "deep blocks": "{% if 1 %}" * 500 + "{% endif %}" * 500,
    "long expression": "{{ " + "+".join(["1"] * 20000) + " }}",
    "map attribute": "{{ [brief]|map(attribute='__class__')|list }}",
    "sort attribute": "{{ [brief, brief]|sort(attribute='__class__') }}",
    "sort method": "{{ ['a', 'b']|sort(attribute='upper') }}",
    "groupby class": "{% for g in [brief]|groupby('__class__') %}{{ g.grouper }}{% endfor %}",
    "groupby dotted": "{% for g in [brief]|groupby('title.__class__.__mro__') %}{{ g.grouper }}{% endfor %}",
    "selectattr dunder": "{{ [brief]|selectattr('__class__')|list|length }}",
    "selectattr test": "{{ [brief]|selectattr('title', 'sameas', brief)|list }}",
    "unique attribute": "{{ [brief]|unique(attribute='__init__')|list }}",
    "max attribute": "{{ [brief]|max(attribute='__class__') }}",
    "dictsort": "{{ {'a': brief}.__class__ }}",
    "reject by filter name": "{{ [brief]|select('attr')|list }}",
    "unicode escape class": "{{ brief['\\u005f\\u005fclass\\u005f\\u005f'] }}",
    "hex escape class": "{{ brief['\\x5f\\x5fclass__'] }}",
    "joined name": "{{ brief['__cl' ~ 'ass__'] }}",
    "loop internals": "{% for x in [1] %}{{ loop._iterable }}{% endfor %}",
    "loop class": "{% for x in [1] %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "loop undefined": "{% for x in [1] %}{{ loop._undefined }}{% endfor %}",
    "loop changed": "{% for x in [1] %}{{ loop.changed(1) }}{% endfor %}",
    "self reference": "{{ self.__init__ }}",
    "self context": "{{ self._TemplateReference__context }}",
    "caller internals": "{% macro m() %}{{ caller.__globals__ }}{% endmacro %}{% call m() %}{% endcall %}",
    "macro func": "{% macro m() %}{% endmacro %}{{ m._func }}",
    "macro env": "{% macro m() %}{% endmacro %}{{ m._environment }}",
    "macro func globals": "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "super internals": "{% extends '!default/brief.md.j2' %}{% block masthead %}{{ super._context }}{% endblock %}",
    "super env": "{% extends '!default/brief.md.j2' %}{% block masthead %}{{ super.__class__ }}{% endblock %}",
    "super.super": "{% extends '!default/brief.md.j2' %}{% block masthead %}{{ super.super()() }}{% endblock %}",
    "range method": "{{ range(3).index(2) }}",
    "range attr": "{{ range(3).__class__ }}",
    "range globals": "{{ range.__globals__ }}",
    "gettext globals": "{{ gettext.__globals__ }}",
    "gettext self": "{{ gettext.__self__.environment }}",
    "gettext wide": "{{ gettext('%(x)300000000s', x='a') }}{{ nothing }}",
    "gettext bad": "{{ gettext(brief) }}",
    "trans dunder": "{% trans x=brief.__class__ %}{{ x }}{% endtrans %}",
    "undefined attr": "{{ nothing.__class__ }}",
    "undefined private": "{{ nothing|default(1) }}{{ (nothing)._undefined_hint }}",
    "set a field": "{% set brief.title = 'x' %}",
    "append": "{% set l = [] %}{{ l.append(1) }}",
    "dict update": "{% set d = {} %}{{ d.update({'a': 1}) }}",
    "do": "{% do brief %}",
    "debug": "{% debug %}",
    "break": "{% for x in [1] %}{% break %}{% endfor %}",
    "listed": "{{ range(99999)|list" + " ~ range(99999)|list" * 9 + " }}",
    "wordwrap": "{{ 'a'|wordwrap(1) }}",
    "truncate": "{{ 'a'|truncate(1) }}",
    "batch": "{{ [1]|batch(300000000, 0)|list }}",
    "slice": "{{ [1]|slice(300000000)|list }}",
    "string": "{{ brief|string }}",
    "filesizeformat": "{{ 1|filesizeformat }}",
    "random": "{{ [1,2]|random }}",
    "join": "{{ [brief]|join(attribute='__class__') }}",
    "striptags": "{{ 'x'|striptags }}",
    "forceescape": "{{ 'x'|forceescape }}",
    "filter block": "{% filter attr('x') %}{% endfilter %}",
    "number huge": "{{ ('9' * 10)|number }}",
    "number deep": "{{ '1e999999999'|number }}",
    "number e": "{{ 1e308|number }}{{ 1e999999|number }}",
    "percent huge": "{{ '1e99999999'|percent }}",
    "currency huge": "{{ '1e99999999'|currency('USD') }}",
    "currency name": "{{ 1|currency(brief) }}",
    "date format": "{{ brief.edition.as_of|date('y'*3) }}",
    "date of brief": "{{ brief|date }}",
    "plural of text": "{{ 'a'|plural('x','y') }}",
    "shift": "{{ 1 // 0 }}",
    "compare": "{{ brief < 1 }}",
    "in": "{{ 'a' in brief }}",
    "slicing": "{{ brief.title[::0] }}",
    "print brief": "{{ brief }}",
    "print function": "{{ gettext }}",
    "print macro": "{% macro m() %}{% endmacro %}{{ m }}",
    "print range": "{{ range }}",
    "print super": "{% extends '!default/brief.md.j2' %}{% block masthead %}{{ super }}{% endblock %}",
    "print self": "{{ self }}",
    "print loop": "{% for x in [1] %}{{ loop }}{% endfor %}",
    "quote html": "{{ '<script>'|e }}",
    "float inf": "{{ 1e308 * 10 }}",
    "test custom": "{{ [brief]|select('corroborated')|list }}",
    "original": "{{ brief|original('javascript:alert(1)') }}",
    "mark": "{{ 'x --> <script>'|mark }}",
    "one_line": "{{ brief|one_line }}",
}
FRAMES = {
    "script": head("<script>alert(1)</script>"),
    "SCRIPT case": head("<ScRiPt src=//evil.example>"),
    "script in pieces": head("{{ '' }}<scr{# x #}ipt src='https://evil.example'></script>"),
    "script spaced": head("<script\n/>"),
    "svg script": head("<svg><script>1</script></svg>"),
    "iframe": head("<iframe src='/etc/passwd'></iframe>"),
    "object": head("<object data='file:///etc/passwd'></object>"),
    "embed": head("<embed src='file:///etc/passwd'>"),
    "link attachment": head("<link rel=attachment href='file:///etc/passwd'>"),
    "link stylesheet": head("<link rel=stylesheet href='https://evil.example/x.css'>"),
    "meta refresh": head("<meta http-equiv=refresh content='0;url=https://evil.example'>"),
    "base": head("<base href='https://evil.example/'>"),
    "form": head("<form action='https://evil.example'><input name=a></form>"),
    "button formaction": head("<button formaction='https://evil.example'>x</button>"),
    "onclick": head("<p onclick='alert(1)'>x</p>"),
    "javascript link": head("<a href='javascript:alert(1)'>x</a>"),
    "javascript entity": head("<a href='java&#10;script:alert(1)'>x</a>"),
    "data link": head("<a href='data:text/html,<script>1</script>'>x</a>"),
    "file link": head("<a href='file:///etc/passwd'>x</a>"),
    "remote picture": head("<img src='https://evil.example/pixel.png'>"),
    "schemeless picture": head("<img src='//evil.example/pixel.png'>"),
    "file picture": head("<img src='file:///etc/passwd'>"),
    "absolute picture": head("<img src='/etc/passwd'>"),
    "climbing picture": head("<img src='../../secret.png'>"),
    "srcset": head("<img srcset='https://evil.example/x.png 2x'>"),
    "poster": head("<video poster='https://evil.example/x.png'></video>"),
    "style import": head("<style>@import url(https://evil.example/x.css);</style>"),
    "style import string": head("<style>@import 'https://evil.example/x.css';</style>"),
    "style url": head("<style>body{background:url(https://evil.example/x.png)}</style>"),
    "style escaped url": head("<style>body{background:\\75rl(https://evil.example/x.png)}</style>"),
    "style attribute": head("<p style=\"background:url('https://evil.example')\">x</p>"),
    "style imageset": head("<style>body{background:image-set('https://evil.example/x.png' 1x)}</style>"),
    "style fontface": head("<style>@font-face{font-family:x;src:url(https://evil.example/x.woff2)}</style>"),
    "style var url": head("<style>:root{--x:url(https://evil.example)}</style>"),
    "expression": head("<style>p{width:expression(alert(1))}</style>"),
    "svg use": head("<svg><use href='https://evil.example/x.svg#a'/></svg>"),
    "svg image": head("<svg><image href='https://evil.example/x.svg'/></svg>"),
    "svg animate": head("<svg><a><animate attributeName=href values='javascript:alert(1)'/></a></svg>"),
    "conditional comment": head("<!--[if mso]><img src='https://evil.example/p.png'><![endif]-->"),
    "comment close": head("<!--> <img src='https://evil.example/p.png'> -->"),
    "bang comment": head("<!--x--!><img src='https://evil.example/p.png'>"),
    "textarea": head("<textarea><img src=x></textarea>"),
    "slash attr": head("<img/src='https://evil.example/p.png'/>"),
    "noscript": head("<noscript><img src='https://evil.example/p.png'></noscript>"),
    "title trick": head("<title><img src='https://evil.example/p.png'></title>"),
    "ping": head("<a href='#x' ping='https://evil.example'>x</a>"),
    "background": head("<table background='https://evil.example/p.png'></table>"),
    "plaintext": head("<xmp><img src='https://evil.example/p.png'></xmp>"),
    "cdata": head("<svg><![CDATA[><img src='https://evil.example/p.png'>]]></svg>"),
    "pi": head("<?php ><img src='https://evil.example/p.png'>"),
    "style rawtext": head("<style></style><img src='https://evil.example/p.png'>"),
    "style comment": head("<style>/*</style><img src='https://evil.example/p.png'>*/</style>"),
    "dns prefetch": head("<link rel=dns-prefetch href='//evil.example'>"),
}
SHEETS = (
    "@import 'x.css';",
    "p{background:\\75rl(https://evil.example)}",
    "p{behavior:url(x.htc)}",
    "p{width:expression(1)}",
)
PICTURES_IN_TEXT = {
    "of the network": "![x](https://evil.example/x.png)",
    "of the network, in a line": "Read ![x](https://evil.example/x.png) this",
    "of the network, by reference": "![x][y]\n\n[y]: https://evil.example/x.png",
    "of the network, in a link": "[![x](https://evil.example/x.png)](https://evil.example)",
    "of the network, in a list": "- ![x](<https://evil.example/x.png>)",
    "of the network, in a quotation": "> ![x](https://evil.example/x.png)",
    "of the network, in a table": "| a |\n| - |\n| ![x](https://evil.example/x.png) |",
    "of the network, in emphasis": "**![x](https://evil.example/x.png)**",
    "of another brief": "![x](energy-charts/1-x.svg)",
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
PICTURES = {
    "script": "<script>1</script>",
    "handler": '<g onload="alert(1)"/>',
    "file": '<image xlink:href="file:///etc/passwd"/>',
    "page inside": "<foreignObject/>",
    "network style": "<style>@import url(https://evil.example);</style>",
    "network fill": '<g fill="url(https://evil.example/#a)"/>',
    "uses itself": '<g id="a"><use href="#a"/></g>',
    "doubles": "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 9)),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_refused_with_its_file(name: str, tmp_path: Path) -> None:
    (tmp_path / "brief.md.j2").write_text(TEMPLATES[name], encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        page(samples.quiet(), Brand(), [tmp_path, SHIPPED])
    assert str(tmp_path / "brief.md.j2") in str(caught.value.where)


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_that_runs_or_fetches_is_refused_with_its_file(name: str, tmp_path: Path) -> None:
    (tmp_path / "page.html.j2").write_text(FRAMES[name], encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        html.render(samples.quiet(), Brand(), [tmp_path, SHIPPED])
    assert str(tmp_path / "page.html.j2") in str(caught.value.where)


@pytest.mark.parametrize("name", PICTURES_IN_TEXT)
def test_a_picture_in_a_brief_that_is_no_chart_of_it_is_refused_with_its_line(name: str, tmp_path: Path) -> None:
    """Whoever opened the page would be seen by whoever serves the picture."""
    head = '{% extends "!default/brief.md.j2" %}\n{% block masthead %}{{ super() }}\n\n'
    (tmp_path / "brief.md.j2").write_text(head + PICTURES_IN_TEXT[name] + "\n{% endblock %}", encoding="utf-8")
    with pytest.raises(TemplateError, match="the picture") as caught:
        page(samples.quiet(), Brand(), [tmp_path, SHIPPED])
    where = str(caught.value.where)
    assert where.startswith(str(tmp_path / "brief.md.j2"))
    assert where.endswith((":4", ":6"))


@pytest.mark.parametrize("markup", ["> " * 5_000 + "a", "- " * 1_000 + "a", "*a " * 2_000, "[" * 2_000])
def test_text_that_nests_without_end_is_printed_in_every_format(markup: str, tmp_path: Path) -> None:
    override = '{% extends "!default/brief.md.j2" %}{% block masthead %}{{ super() }}\n\n' + markup + "{% endblock %}"
    (tmp_path / "brief.md.j2").write_text(override, encoding="utf-8")
    for form in (html, docx, mail):
        assert form.render(samples.quiet(), Brand(), [tmp_path, SHIPPED])


@pytest.mark.parametrize("element", ["div", "span", "b", "table", "svg", "g"])
def test_elements_in_elements_are_refused_with_their_file(element: str, tmp_path: Path) -> None:
    """What prints a page or a mail calls itself for each, and so would end the program."""
    opened = f"<{element}>" * 20_000
    (tmp_path / "email.html.j2").write_text(
        '{% extends "!default/email.html.j2" %}{% block colophon %}' + opened + "{% endblock %}", encoding="utf-8"
    )
    with pytest.raises(TemplateError, match="nested deeper") as caught:
        mail.render(samples.quiet(), Brand(), [tmp_path, SHIPPED])
    assert str(tmp_path / "email.html.j2") in str(caught.value.where)


def test_as_many_paragraphs_as_anybody_wants_may_follow_each_other(tmp_path: Path) -> None:
    """An end is not needed of each element."""
    (tmp_path / "page.html.j2").write_text(head("<p>a<br>" * 400 + "<li>b" * 400), encoding="utf-8")
    assert html.render(samples.quiet(), Brand(), [tmp_path, SHIPPED])


@pytest.mark.parametrize("css", SHEETS)
def test_a_style_sheet_that_fetches_is_refused_with_its_line(css: str) -> None:
    with pytest.raises(TemplateError) as caught:
        inert_css(f"p {{ color: red }}\n{css}", Path("house.css"))
    assert caught.value.where == "house.css:2"


@pytest.mark.parametrize("name", PICTURES)
def test_an_svg_that_does_something_is_refused(name: str) -> None:
    assert wrong_with_svg(SVG.format(PICTURES[name]).encode())


def test_entities_and_other_files_are_refused() -> None:
    assert "entities" in (wrong_with_svg(b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>') or "")
    assert "no SVG" in (wrong_with_svg(b"<html/>") or "")


def test_plain_pictures_and_frames_pass(tmp_path: Path) -> None:
    assert wrong_with_svg(SVG.format('<g id="a"/><use href="#a"/><a href="https://a.example"/>').encode()) is None
    (tmp_path / "page.html.j2").write_text(head("<style>h1 { color: red }</style>"), encoding="utf-8")
    assert html.render(samples.quiet(), Brand(), [tmp_path, SHIPPED])
