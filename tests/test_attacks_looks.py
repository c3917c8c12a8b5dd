"""What a style sheet or a logo that somebody pasted may not do: fetch, run, never end, or take a brief with it."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
import samples
from msgspec.structs import replace
from PIL import Image

from briefgen import config, pipeline
from briefgen.errors import RenderError, TemplateError
from briefgen.model import Brand
from briefgen.rendering import pdf, several
from briefgen.rendering.harmless import LARGEST, wrong_with_dots, wrong_with_svg
from briefgen.rendering.inert import DEEPEST, inert_css
from briefgen.rendering.logo import logo
from briefgen.running import Limits

SHIPPED = Path(__file__).parents[1] / "templates" / "default"
SHEET = (SHIPPED / "css" / "pdf.css").read_text(encoding="utf-8")
SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


def house(folder: Path, css: str) -> list[Path]:
    """Templates of a house with rules behind the shipped ones."""
    (folder / "css").mkdir(parents=True)
    (folder / "css" / "pdf.css").write_text(SHEET + css, encoding="utf-8")
    return [folder, SHIPPED]


REFUSED = {
    "brackets that never close": "a{b:" + "(" * 5_000,
    "brackets that close": "a{b:" + "(" * 5_000 + ")" * 5_000 + "}",
    "blocks in blocks": "@media print{" * 3_000,
    "rules in rules": "a{" * 2_000,
    "lists in lists": "a{b:" + "[" * 5_000,
    "an address of a name space": "@namespace x url(http://evil.example);",
    "a page that is counted elsewhere": "p::after{content:target-counter(url(https://evil.example), page)}",
    "a font of this machine": "@font-face{font-family:x;src:url(file:///etc/passwd)}",
    "a profile of colours": "@color-profile --x{src:url(https://evil.example/x.icc)}",
    "a page as data": "p{background:url(data:text/html,x)}",
    "a style sheet as data": "@import url(data:text/css,p{});",
    "a cursor": "p{cursor:url(https://evil.example/x.cur),auto}",
    "a bullet": "ul{list-style:url(https://evil.example/x.png)}",
    "a mask": "p{mask:url(https://evil.example/x.svg#a)}",
    "a filter": "p{filter:url(https://evil.example/x.svg#a)}",
    "a border": "p{border-image:url(https://evil.example/x.png) 1}",
    "an address in capitals": "p{background:URL(HTTPS://evil.example/x.png)}",
    "an address behind a comment": "p{background:/**/url(/*x*/https://evil.example/x.png)}",
    "a function that holds an address": "p{background:image-set(url(https://evil.example/x.png) 1x)}",
    "a variable": "p{--x:url(https://evil.example/x.png);background:var(--x)}",
    "a fallback of a variable": "p{background:var(--x, url(https://evil.example/x.png))}",
    "a query": "@supports (background: url(https://evil.example/x.png)){p{color:red}}",
    "a binding": "p{-moz-binding:url(x.xml#a)}",
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_style_sheet_that_fetches_or_nests_without_end_is_refused_with_its_line(name: str) -> None:
    with pytest.raises(TemplateError) as caught:
        inert_css(f"p {{ color: red }}\n\n{REFUSED[name]}", Path("house.css"))
    assert caught.value.where == "house.css:3"


def test_a_style_sheet_may_nest_as_deep_as_anybody_needs() -> None:
    css = "p{width:" + "calc(1px + " * (DEEPEST - 2) + "1px" + ")" * (DEEPEST - 2) + "}"
    assert inert_css(css, Path("house.css")) == css


BREAKS = {
    "a length that is no number": "*{margin:calc(1px/0)}",
    "text as cells of tables": "*{display:table-cell}",
    "everything fixed": "*{position:fixed}",
    "everything on the edge": "*{position:running(x)}@page{@top-left{content:element(x)}}",
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_style_sheet_that_breaks_weasyprint_is_named(name: str, tmp_path: Path) -> None:
    """WeasyPrint raises whatever Python raises; for an editor it is a sentence with the file."""
    with pytest.raises(RenderError, match="cannot lay the page out") as caught:
        pdf.render(samples.quiet(), Brand(), house(tmp_path / "house", BREAKS[name]))
    assert str(caught.value.where) == str(tmp_path / "house" / "css" / "pdf.css")
    assert caught.value.hint


def test_a_style_sheet_that_is_ours_and_breaks_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "page_rule", lambda _: BREAKS["a length that is no number"])
    with pytest.raises(ValueError, match="NaN"):
        pdf.render(samples.quiet(), Brand(), [SHIPPED])


HARMLESS = {
    "variables in a circle": ":root{--a:var(--b);--b:var(--a)}p{color:var(--a)}",
    "counters of a thousand million": "*{counter-increment:a 999999999}p::before{content:counter(a,lower-roman)}",
    "a picture that is none": "p{background:url(data:image/png;base64,AAAA)}",
    "a font that is none": "@font-face{font-family:x;src:url(data:font/ttf;base64,AAAA)}p{font-family:x}",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_a_style_sheet_that_only_looks_bad_is_printed(name: str, tmp_path: Path) -> None:
    (file,) = pdf.render(samples.quiet(), Brand(), house(tmp_path / "house", HARMLESS[name]))
    assert file.content.startswith(b"%PDF-")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> config.Config:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefgen.yaml").write_text(
        "version: 1\ncorpus: [news]\ntopics: {ports: {title: Ports, terms: [port]}}\n", encoding="utf-8"
    )
    return config.load(None)


HEAVY = {"columns": "*{columns:30}", "text in C": 'p::before{content:"' + "a " * 200_000 + '"}'}


@pytest.mark.parametrize("name", HEAVY)
def test_a_style_sheet_that_never_ends_is_ended_and_named(
    name: str, settings: config.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`make` prints with templates of the house in a process of its own, which may take only so much."""
    house(Path("templates/house"), HEAVY[name])
    monkeypatch.setattr(several, "LIMITS", Limits(seconds=1.5, elapsed=60, megabytes=2048))
    with pytest.raises(RenderError, match="took ") as caught:
        pipeline.render(samples.quiet(), ("pdf",), replace(settings, templates=(Path("templates/house").absolute(),)))
    assert str(caught.value.where).endswith("house/css/pdf.css")
    assert caught.value.hint == several.HEAVY


def test_a_brief_of_a_house_has_a_clock_time_and_memory() -> None:
    assert several.LIMITS.seconds
    assert several.LIMITS.elapsed
    assert several.LIMITS.elapsed > several.LIMITS.seconds
    assert several.LIMITS.megabytes


def png(wide: int, high: int) -> bytes:
    """A picture whose head says so many dots; its body is that of one dot."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 4)) + chunk(b"IEND", b"")


def jpeg(size: tuple[int, int] = (40, 20)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "navy").save(made, "JPEG")
    return made.getvalue()


def gif() -> bytes:
    made = io.BytesIO()
    Image.new("P", (4, 4)).save(made, "GIF")
    return made.getvalue()


DOTS = {
    "nothing": (b"", "no PNG or JPEG"),
    "a head alone": (b"\x89PNG\r\n\x1a\n", "no PNG or JPEG"),
    "cut in its head": (png(4, 4)[:20], "no PNG or JPEG"),
    "a hundred million dots": (png(10_000, 10_000), "more than 25 million"),
    "more dots than Pillow opens": (png(60_000, 60_000), "no PNG or JPEG"),
    "a strip of a line": (png(2_000_000_000, 1), "no PNG or JPEG"),
    "another format": (gif(), "no PNG or JPEG"),
    "a page": (b"<html><script>1</script>", "no PNG or JPEG"),
    "an SVG with another suffix": (SVG.format("").encode(), "no PNG or JPEG"),
    "a picture of five megabytes": (jpeg() + bytes(LARGEST), "larger than 4 MB"),
    "PostScript, which is a program": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "no PNG or JPEG"),
}


@pytest.mark.parametrize("name", DOTS)
def test_a_picture_of_dots_that_cannot_be_shown_is_refused(name: str) -> None:
    content, said = DOTS[name]
    assert said in (wrong_with_dots(content) or "")


VECTORS = {
    "elements in elements": "<g>" * 5_000 + "</g>" * 5_000,
    "a chain of uses": "".join(f'<g id="g{n}"><use href="#g{n - 1}"/></g>' for n in range(1, 3_000)),
    "wide uses of wide uses": '<g id="a">' + "<g/>" * 900 + "</g>" + '<use href="#a"/>' * 30,
    "a link that is JavaScript in use": '<use href="javascript:alert(1)"/>',
    "a font of the network": "<style>@font-face{font-family:x;src:url(https://evil.example/x.woff)}</style>",
    "a picture in a style": '<g style="fill:url(https://evil.example/x.svg#a)"/>',
    "an address with blanks": '<image href=" \n file:///etc/passwd"/>',
    "a page as data": '<image href="data:text/html,x"/>',
    "an SVG in an SVG": '<image href="data:image/svg+xml,x"/>',
    "a set of an address": '<a><set attributeName="href" to="javascript:alert(1)"/></a>',
    "a handler with a prefix": '<g xmlns:x="urn:x" x:onload="alert(1)"/>',
}


@pytest.mark.parametrize("name", VECTORS)
def test_an_svg_that_fetches_or_grows_is_refused(name: str) -> None:
    assert wrong_with_svg(SVG.format(VECTORS[name]).encode())


@pytest.mark.parametrize("content", [b"\xff\xfe<\0s\0v\0g\0", b"<svg", b"", b"\0", SVG.encode("utf-16")])
def test_what_is_no_text_is_no_svg(content: bytes) -> None:
    assert wrong_with_svg(content)


def test_whole_pictures_pass() -> None:
    assert wrong_with_dots(jpeg()) is None
    assert wrong_with_dots(png(4_000, 4_000)) is None
    assert wrong_with_svg(SVG.format('<g id="a"><path d="M0 0h9"/></g><use href="#a"/>').encode()) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", SVG.format("<script>1</script>").encode()),
        ("a.svg", png(4, 4)),
        ("a.jpg", b"root:x:0:0"),
        ("a.png", jpeg() + b"<script>alert(1)</script>" + bytes(LARGEST)),
    ],
)
def test_a_logo_is_what_its_bytes_are(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RenderError, match="the logo cannot be shown") as caught:
        logo(Brand(logo=str(tmp_path / name), logo_alt="x"))
    assert caught.value.where == str(tmp_path / name)


def test_a_link_to_a_secret_is_no_logo(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("root:x:0:0", encoding="utf-8")
    (tmp_path / "crest.png").symlink_to(tmp_path / "secret")
    with pytest.raises(RenderError) as caught:
        logo(Brand(logo=str(tmp_path / "crest.png")))
    assert "root:x" not in str(caught.value)
