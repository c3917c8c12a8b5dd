"""What templates and news text must not be able to do (design: "Safety"); each refusal is a line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
import samples
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markupsafe import Markup
from msgspec.structs import replace

from briefgen import config, pipeline
from briefgen.errors import TemplateError
from briefgen.language import language
from briefgen.model import Brand
from briefgen.oneline import one_line
from briefgen.rendering import html, sandbox, several, templates
from briefgen.rendering.body import body
from briefgen.rendering.filters import filters
from briefgen.rendering.markdown import page
from briefgen.rendering.notes import places
from briefgen.rendering.templates import render_template
from briefgen.rendering.text import escape_html, escape_markdown
from briefgen.running import Limits

SHIPPED = Path(__file__).parents[1] / "templates" / "default"

REFUSED = {
    "a method of a value": "{{ brief.title.upper() }}",
    "a method of the model": "{{ brief.edition.as_of.replace(year=1) }}",
    "a method through a filter": "{{ [brief.title]|map('upper')|list }}",
    "attr": "{{ brief|attr('title') }}",
    "format as a filter": "{{ '%s'|format(brief) }}",
    "format as a method": "{{ '{0.__class__}'.format(brief) }}",
    "format_map": "{{ '{x}'.format_map({'x': 1}) }}",
    "stored format": "{% set f = '{0}'.format %}{{ f(brief) }}",
    "format by item": "{{ '{0}'['format'](brief) }}",
    "wide format": "{{ '{:0300000000d}'.format(1) }}",
    "percent formatting": "{{ '%0300000000d' % 1 }}",
    "multiplied text": "{{ 'a' * 300000000 }}",
    "multiplied list": "{{ [1] * 300000000 }}",
    "power": "{{ 9 ** 9 ** 9 }}",
    "large number": "{{ 99999999999999 * 99999999999999 }}",
    "center": "{{ 'a'|center(300000000) }}",
    "indent": "{{ 'a'|indent(300000000) }}",
    "doubling text": "{% set a = 'aaaaaaaaaaaaaaaa' %}" + "{% set a = a ~ a ~ a ~ a %}" * 12 + "{{ a|length }}",
    "adding text": "{% set a = 'aaaaaaaaaaaaaaaa' %}" + "{% set a = a + a %}" * 24 + "{{ a|length }}",
    "endless output": "{% for i in range(99999) %}{% for j in range(99999) %}aaaaaaaaaa{% endfor %}{% endfor %}",
    "huge range": "{{ range(999999999)|list|length }}",
    "class": "{{ brief.__class__ }}",
    "class by item": "{{ brief['__class__'] }}",
    "subclasses": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "globals of a macro": "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
    "lipsum": "{{ lipsum(5) }}",
    "cycler": "{{ cycler(1, 2).next() }}",
    "joiner": "{{ joiner()() }}",
    "namespace": "{% set n = namespace(a=1) %}",
    "dict": "{{ dict(a=1) }}",
    "xmlattr": "{{ {'a': 1}|xmlattr }}",
    "safe": "{{ brief.title|safe }}",
    "tojson": "{{ brief.title|tojson }}",
    "urlize": "{{ brief.title|urlize }}",
    "pprint": "{{ brief|pprint }}",
    "replace": "{{ 'aaa'|replace('', 'bbb') }}",
    "another folder": "{% include '../../pyproject.toml' %}",
    "an absolute path": "{% include '/etc/passwd' %}",
    "a file elsewhere": "{% include '!default/../../pyproject.toml' %}",
    "unknown variable": "{{ breif.title }}",
    "unknown field": "{{ brief.titel }}",
    "unknown filter": "{{ brief.title|shout }}",
    "import of Python": "{% import os %}",
    "environment": "{{ self._TemplateReference__context.environment }}",
    "loop method": "{% for x in [1] %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "division by zero": "{{ 1 / 0 }}",
    "cite of a number": "{{ 3|cite }}",
}
ENGLISH = language("en-GB")


def house(folder: Path, text: str) -> list[Path]:
    (folder / "brief.md.j2").write_text(text, encoding="utf-8")
    return [folder, SHIPPED]


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError):
        page(samples.quiet(), Brand(), house(tmp_path, REFUSED[name]))


@pytest.mark.parametrize(
    ("template", "line"),
    [("a\n\n{{ brief.titel }}", 3), ("a\n{% if %}", 2), ("\n{{ 3|cite }}", 2), ("\n\n\n{{ x }}", 4)],
)
def test_errors_name_file_and_line(template: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        page(samples.quiet(), Brand(), house(tmp_path, template))
    assert caught.value.where == f"{tmp_path / 'brief.md.j2'}:{line}"


ENDLESS = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"


@pytest.mark.parametrize(
    ("template", "line"),
    [
        (f"a\n{ENDLESS}", 2),
        (f"\n\n{{% macro m() %}}{ENDLESS}{{% endmacro %}}\n{{{{ m() }}}}", 3),
    ],
)  # fmt: skip
def test_a_template_that_never_ends_is_ended(
    template: str, line: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templates, "PATIENCE", 0.3)
    with pytest.raises(TemplateError, match="does a loop never end") as caught:
        page(samples.quiet(), Brand(), house(tmp_path, template))
    assert caught.value.where == f"{tmp_path / 'brief.md.j2'}:{line}"


def test_templates_of_the_house_print_in_a_process_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefgen.yaml").write_text(
        "version: 1\ncorpus: [news]\ntopics: {ports: {title: Ports, terms: [port]}}\n"
    )
    folder = tmp_path / "templates" / "house"
    folder.mkdir(parents=True)
    settings = config.load(None)
    (bare,) = pipeline.render(samples.quiet(), ("md",), replace(settings, templates=()))
    assert pipeline.render(samples.quiet(), ("md",), settings) == (bare,)
    monkeypatch.setattr(several, "LIMITS", Limits(megabytes=300))
    lists = ", ".join(["range(99999) | list"] * 300)
    (folder / "brief.md.j2").write_text(f"{{% set much = [{lists}] %}}{{{{ much | length }}}}")
    with pytest.raises(TemplateError, match=r"brief\.md\.j2:1: takes more memory"):
        pipeline.render(samples.quiet(), ("md",), settings)


def test_a_wrong_field_gets_a_suggestion(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="titel") as caught:
        page(samples.quiet(), Brand(), house(tmp_path, "{{ brief.titel }}"))
    assert caught.value.hint == "Did you mean 'title'?"


def test_a_missing_template_names_the_folders(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"brief\.md\.j2") as caught:
        page(samples.quiet(), Brand(), [tmp_path / "house", tmp_path / "default"])
    assert str(tmp_path / "house") in str(caught.value)
    assert str(tmp_path / "default") in str(caught.value)


def test_a_template_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "brief.md.j2").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TemplateError, match="UTF-8"):
        page(samples.quiet(), Brand(), [tmp_path, SHIPPED])


def test_one_block_is_overridden_and_the_rest_stays(tmp_path: Path) -> None:
    override = '{% extends "!default/brief.md.j2" %}{% block masthead %}{{ super() }}\n\nEmbargoed\n{% endblock %}'
    text = page(samples.ordinary(), Brand(), house(tmp_path, override))
    assert text.startswith("<!-- block: masthead -->\n\n# Transport and corridors")
    assert "Embargoed" in text
    assert "## Sources" in text


def test_a_block_inside_the_loop_is_overridden(tmp_path: Path) -> None:
    override = (
        '{% extends "!default/brief.md.j2" %}{% import "partials/parts.md.j2" as parts %}'
        "{% block key_figures %}{{ parts.heading(section) }}{% for fact in section.facts %}"
        "- {{ fact | label }}: {{ fact | change }}{{ fact | cite }}\n{% endfor %}{% endblock %}"
    )
    assert "- Cargo handled, Port Alder: 4.2 million tons[^1]" in page(
        samples.ordinary(), Brand(), house(tmp_path, override)
    )


def test_moved_sources_keep_numbers_from_the_top(tmp_path: Path) -> None:
    block = "{% block masthead %}{{ super() }}{{ brief.facts[-1] | cite }}{% endblock %}"
    override = '{% extends "!default/brief.md.j2" %}' + block
    text = page(samples.ordinary(), Brand(), house(tmp_path, override))
    assert "[^1]: “Some 340,000 containers" in text


@pytest.mark.parametrize(
    "template",
    [
        "{{ brief.title }}",
        "{% autoescape false %}{{ brief.title }}{% endautoescape %}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(brief.title) }}",
        "{% macro m() %}**{% endmacro %}{{ m() ~ brief.title }}",
        "{% macro m() %}**{% endmacro %}{{ m() + brief.title }}",
        "{{ [brief.title] | join_and }}",
        "{{ brief.title | lower }}",
    ],
)
def test_source_text_is_escaped_on_every_way(template: str, tmp_path: Path) -> None:
    text = page(samples.awkward(), Brand(), house(tmp_path, template))
    assert r"\[click\]\(javascript" in text
    assert "<script" not in text


def test_hostile_text_prints_as_it_reads() -> None:
    made = body(
        page(samples.awkward(), Brand(), [SHIPPED]),
        lambda _path, alt: f"<i>{len(alt)}</i>",
        ENGLISH,
        screen=True,
    )
    for address in re.findall(r'(?:href|src)="([^"]*)"', made.html):
        if re.fullmatch(r"awkward-charts/\d\d\.csv", address):
            continue
        assert address.startswith("#")
        assert f'id="{unquote(address[1:])}"' in made.html
    assert not re.search(r"<(?:script|img|b>|h[4-6]|pre|hr|code>and)", made.html)
    for words in ("{{ 7 * 7 }}", "a note[^1] and [^p0-1-2] and [3]", "| not | a | row | 7 tons |", "# Not a heading"):
        assert words in made.html


def test_hostile_text_in_the_page() -> None:
    text = html.render(samples.awkward(), Brand(), [SHIPPED])[0].content.decode()
    assert text.count("<script") == text.count("</script>") == 1
    assert 'evil.example/x.png"' not in text


def test_a_style_sheet_cannot_end_the_style_element(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "html.css").write_text("</style><script>", encoding="utf-8")
    with pytest.raises(TemplateError, match="style sheet"):
        html.render(samples.quiet(), Brand(), [tmp_path, SHIPPED])


def test_constants_are_not_computed_for_another_brief(tmp_path: Path) -> None:
    """Templates are compiled once; what a filter makes of a constant depends on the brief's language."""
    (tmp_path / "date.j2").write_text('{{ "1" | number }} {{ "a*b" }}', encoding="utf-8")

    def made(number: str, escape: Callable[[str], Markup]) -> str:
        filters = {"number": lambda _: number}
        return render_template(
            "date.j2", [tmp_path], values={}, filters=filters, tests={}, escape=escape, language=ENGLISH
        )

    assert made("one", escape_html) == "one a*b"
    assert made("бір", escape_markdown) == "бір a\\*b"


def test_filters_that_are_offered_are_few() -> None:
    assert not {"attr", "format", "map", "safe", "xmlattr", "center", "indent"} & set(sandbox.BUILTIN_FILTERS)


PLAIN = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.sampled_from(list("ab1.)]( [!^<>&#*_`~|\\-+=:/@\n\t{}\"'é\u00a0")), max_size=40))
def test_escaped_text_is_one_paragraph_of_text(words: str) -> None:
    line = one_line(words)
    tokens = PLAIN.parse(str(escape_markdown(words)))
    if not line:
        assert tokens == []
        return
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text"}
    assert "".join(child.content for child in children) == line


@given(st.text(max_size=50))
def test_any_text_can_be_encoded(words: str) -> None:
    assert str(escape_markdown(words + "\ud800\x00")).encode()


def test_the_editors_guide_names_every_block_and_filter() -> None:
    guide = (SHIPPED.parent / "README.md").read_text(encoding="utf-8")
    blocks = set(re.findall(r"{% block (\w+)", (SHIPPED / "brief.md.j2").read_text(encoding="utf-8")))
    assert {name for name in blocks if f"| `{name}` |" not in guide} == set()
    offered = filters(samples.quiet(), places(samples.quiet()), ())
    assert {name for name in offered if f"`{name}`" not in guide} == set()
