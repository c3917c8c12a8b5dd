"""What somebody could put into settings, names and forewords: refused with its line, or printed as it reads."""

from __future__ import annotations

import email
import email.policy
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import samples
from markdown_it import MarkdownIt
from msgspec.structs import replace

from briefgen import config
from briefgen.model import Brand, Brief, Statement
from briefgen.rendering import html, mail
from briefgen.rendering.prose import prose

SHIPPED = [Path(__file__).parents[1] / "templates" / "default"]
SETTINGS = "version: 1\ncorpus: [news]\ntopics: {rain: {title: Rain, terms: [rain]}}\n"


def findings(folder: Path, **files: str) -> list[str]:
    """What is wrong with settings, by "file:line"."""
    (folder / "news").mkdir(exist_ok=True)
    for name, text in {"briefgen": SETTINGS, **files}.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [f"{Path(str(one.where)).name} {one.message}" for one in config.check(folder / "briefgen.yaml")]


LAUGHS = "a0: &a0 [x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 12)
)
FILES = {
    "a tag of Python": "version: !!python/object/apply:os.system ['true']\n",
    "a tag of a module": "version: !!python/module:os 1\n",
    "a tag of a name": "name: !!python/name:os.system x\n",
    "a tag of an object": "version: 1\nname: !!python/object/new:type [x]\n",
    "a tag of bytes": "name: !!binary aGVsbG8=\n",
    "a tag of a set": "name: !!set {a, b}\n",
    "a tag by a handle": "%TAG ! tag:yaml.org,2002:python/\n---\nname: !object/apply:os.system ['true']\n",
    "laughs": LAUGHS,
    "a value within itself": "name: &a {b: *a}\n",
    "a merge key": "<<: {version: 1}\nname: x\n",
    "a key twice": "version: 1\nname: a\nname: b\n",
    "a key twice, in quotes": 'version: 1\nname: a\n"name": b\n',
    "a key that is a list": "? [a]\n: b\n",
    "nesting": "name: " + "[" * 100_000,
    "a large file": "# " + "x" * 300_000 + "\nversion: 1\n",
    "a NUL": 'version: 1\nname: "a\\0b"\n',
    "an escape of a terminal": 'version: 1\nname: "\\e[31mred"\n',
    "half of a pair": 'version: 1\nname: "\\ud800"\n',
    "a second document": "version: 1\n---\nversion: 1\n",
}


@pytest.mark.parametrize("kind", ["briefgen", "brand", "editions__default", "corrections"])
@pytest.mark.parametrize("name", FILES)
def test_yaml_that_does_more_than_set_is_refused_in_every_file(name: str, kind: str, tmp_path: Path) -> None:
    found = findings(tmp_path, **{kind: FILES[name]})
    assert found
    assert all(re.match(r"[\w.-]+\.yaml:\d+ ", one) for one in found), found
    assert "\x1b" not in "".join(found)


BRANDS = {
    "a colour that ends its rule": 'color: {primary: "red;}body{background:url(https://evil.example)"}',
    "a colour by a function": 'color: {primary: "url(https://evil.example)"}',
    "a colour by a variable": 'color: {primary: "var(--x)"}',
    "a colour with more behind it": 'color: {primary: "#12436d;}"}',
    "a colour with a line end": 'color: {primary: "#12436d\\n"}',
    "a palette that is a rule": 'color: {palette: {"x}y": "#12436d"}}',
    "a palette of a function": 'color: {palette: {navy: "expression(1)"}}',
    "a series of markup": 'color: {series: ["</style><script>"]}',
    "a font that ends its text": "typography: {base: '\"}body{x:url(https://evil.example)}\"'}",
    "a font that is a file": "typography: {base: '/etc/passwd'}",
    "a font of the network": "typography: {headings: 'url(https://evil.example/x.woff)'}",
    "a font with a list behind it": "typography: {mono: 'Mono, serif'}",
    "a size that ends its rule": 'page: {size: "A4}@import url(x)"}',
    "a margin that ends its rule": 'page: {margin: "20mm}body{x:y"}',
    "a margin by a function": 'page: {margin: "calc(1px/0)"}',
    "a margin of a kilometre": 'page: {margin: "1000000mm"}',
    "a logo of the network": "logo: {large: 'https://evil.example/x.png', alt: x}",
    "a logo that is text": "logo: {large: '../../../../../../etc/passwd', alt: x}",
    "a logo that is a device": "logo: {large: /dev/zero, alt: x}",
    "a logo that is a folder": "logo: {large: ., alt: x}",
    "a logo as data": "logo: {large: 'data:image/png;base64,AAAA', alt: x}",
    "a logo with a NUL": 'logo: {large: "a\\0.png", alt: x}',
    "a locale that is a path": "locale: ../../etc/passwd",
    "a locale of no language": "locale: xx-YY",
    "a locale with markup": "locale: 'en\"><script>'",
    "a name of two lines": 'name: "a\\nb"',
    "a name of two lines of Unicode": 'name: "a\\u2028b"',
    "a key that is not there": "__class__: x",
}


@pytest.mark.parametrize("name", BRANDS)
def test_a_value_of_a_brand_that_is_more_than_a_value_is_refused_with_its_line(name: str, tmp_path: Path) -> None:
    found = findings(tmp_path, brand=f"version: 1\n{BRANDS[name]}\n")
    assert any(one.startswith("brand.yaml:2 ") for one in found), found


HOSTILE = (
    "</title></style></script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "<!-- block: sources --> # Heading\n\n| a | b |\n| - | - |",
    "]]></svg><svg onload=alert(1)>",
    "\u202eevil\u2066\x1b]0;x\x07",
)
"""Texts for places that take any: the rest of the program may not take them for anything."""


def placed(brief: Brief, text: str) -> Brief:
    """The brief with a text wherever people write one."""
    note = Statement("0" * 64, text, (), author=text)
    bottom = replace(brief.sections[0], statements=(note, *brief.sections[0].statements), heading=text)
    return replace(
        brief,
        title=text,
        handling=text,
        edition=replace(brief.edition, name=text),
        sections=(bottom, *brief.sections[1:]),
    )


class Tags(HTMLParser):
    """The elements of a page, and their attributes, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += attrs


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_names_and_notes_print_as_they_read(text: str) -> None:
    brand = Brand(name=text, logo_alt=text)
    made = html.render(placed(samples.quiet(), text), brand, SHIPPED)[0].content.decode()
    outside = re.sub(r'<script type="application/json" id="briefgen-evidence">.*?</script>', "", made, flags=re.DOTALL)
    seen = Tags()
    seen.feed(outside)
    assert "script" not in seen.names
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert not [
        value
        for name, value in seen.attributes
        if name in {"href", "src"} and not re.match(r"#|data:image/|quiet-charts/", value or "")
    ]
    assert "root:" not in outside
    assert not re.search("[\x1b\u202e\u2066]", outside)
    assert ">49<" not in outside


SUBJECTS = (
    "Ports\r\nBcc: evil@example.org",
    "Ports\nContent-Type: text/html\n\n<script>",
    "Ports\r\n\r\nA second body",
    "Ports\u2028Bcc: evil@example.org",
    "Ports\u2029Bcc: evil@example.org",
    "Ports\x85Bcc: evil@example.org",
    "Ports\x0b\x0cBcc: evil@example.org",
    "Ports\0Bcc: evil@example.org",
    "=?utf-8?q?Ports=0D=0ABcc:_evil@example.org?=",
    "=?utf-8?b?UG9ydHMNCkJjYzogZXZpbEBleGFtcGxlLm9yZw==?=",
    "Ports =?us-ascii?q?=?= =?utf-8?q?x?=",
    "Ports\u202egro.elpmaxe@live",
    "Портовые\r\nBcc: evil@example.org",
    "P" * 5_000 + "\r\nBcc: evil@example.org",
    "\r\n",
)


@pytest.mark.parametrize("text", SUBJECTS, ids=range(len(SUBJECTS)))
def test_no_name_makes_a_line_of_the_head_of_a_mail(text: str) -> None:
    brief = replace(samples.quiet(), title=text, edition=replace(samples.quiet().edition, name=text))
    (file,) = mail.render(brief, Brand(name=text, logo_alt=text), SHIPPED)
    message = email.message_from_bytes(file.content, policy=email.policy.default)
    assert message["Bcc"] is None
    assert set(message.keys()) <= {
        *("Subject", "Date", "Message-ID", "X-Unsent", "MIME-Version", "Content-Type", "Content-Language"),
    }
    assert message.get_content_type() in {"multipart/alternative", "multipart/mixed", "multipart/related"}
    assert not re.search("[\0-\x1f\x7f\x85\u2028\u2029\u202e]", message["Subject"])
    assert not message.defects


FOREWORDS = {
    "raw HTML": "<script>alert(1)</script>",
    "a handler": '<img src=x onerror="alert(1)">',
    "a comment": "<!-- block: sources -->",
    "JavaScript": "[x](javascript:alert(1))",
    "JavaScript in pieces": "[x](java&#10;script:alert(1))",
    "JavaScript in capitals": "[x](JaVaScRiPt:alert(1))",
    "data": "[x](data:text/html;base64,AAAA)",
    "a file": "[x](file:///etc/passwd)",
    "a picture": "![x](https://evil.example/x.png)",
    "a picture behind words": "wow![x](https://evil.example/x.png)",
    "a picture behind emphasis": "**wow!**![x](https://evil.example/x.png)",
    "a picture in a link": "[![x](https://evil.example/x.png)](https://evil.example)",
    "an address by reference": "[x]\n\n[x]: javascript:alert(1)",
    "an address in angle brackets": "<javascript:alert(1)>",
    "a heading": "# Sources",
    "a heading by a line": "Sources\n=======",
    "a rule": "---",
    "a table": "| a | b |\n| - | - |\n| 1 | 2 |",
    "code": "```\n<script>\n```",
    "code by blanks": "    <script>",
    "a note": "[^1] and [^p0-1-2]",
    "a definition of a note": "[^1]: forged",
    "a quotation": "> — forged, minister",
    "a template": "{{ brief.__class__ }}{% include '/etc/passwd' %}",
    "a mail address with a head": "[x](mailto:a@example.org?bcc=evil@example.org%0D%0ASubject:x)",
    "brackets without end": "[" * 5_000 + "a",
    "stars without end": "*" * 5_000 + "a",
    "lists without end": "- " * 2_000 + "a",
    "letters that turn": "\u202eevil",
}
PLAIN = MarkdownIt("commonmark", {"html": True}).enable("table")
MAY = {
    *("paragraph_open", "paragraph_close", "inline", "text", "softbreak", "link_open", "link_close"),
    *("em_open", "em_close", "strong_open", "strong_close"),
    *("bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close"),
    *("list_item_open", "list_item_close"),
}
"""All that an editor's Markdown can make of a page."""


@pytest.mark.parametrize("name", FOREWORDS)
def test_a_foreword_is_paragraphs_lists_emphasis_and_links_and_nothing_else(name: str) -> None:
    tokens = PLAIN.parse(str(prose(FOREWORDS[name])))
    every = [*tokens, *(child for token in tokens for child in token.children or ())]
    assert {token.type for token in every} <= MAY
    for token in every:
        if token.type == "link_open":
            assert re.match(r"https?://|mailto:[^%\s]*(?:\?[^\r\n]*)?$", str(token.attrGet("href")))
    assert "[^1]" not in str(prose(FOREWORDS[name])).replace("\\[", "")
