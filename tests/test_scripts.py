"""Letters that the core fonts lack: what is said of them, and fonts that an extra or a plugin brings."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import samples
from msgspec.structs import replace
from pypdf import PdfReader

from briefgen.model import Brand, Brief
from briefgen.rendering import extra_fonts, fonts, pdf, scripts

DEFAULT = (Path(__file__).parents[1] / "templates" / "default",)


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    """Packages are looked for anew."""
    extra_fonts.extras.cache_clear()
    yield
    extra_fonts.extras.cache_clear()


@pytest.fixture
def core(monkeypatch: pytest.MonkeyPatch) -> None:
    """No fonts but those of the core, whatever is installed."""
    monkeypatch.setattr(extra_fonts, "EXTRA", ())


def named(title: str) -> Brief:
    return replace(samples.quiet(), title=title)


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ("中", "prints \ufffd for a letter that no installed font has (Han: 中); they come with: pip install"),
        ("中文新聞報導", "6 letters that no installed font has (Han: 中 報 導 文 新 …)"),
        ("ไทคक🚢", "(Devanagari, Thai, signs: क ค ท ไ 🚢)"),
    ],
)
@pytest.mark.usefixtures("core")
def test_what_cannot_be_printed_is_named_with_its_remedy(letters: str, words: str) -> None:
    told = scripts.unprintable(named(letters), Brand(), DEFAULT)
    assert words in told
    assert "briefgen[scripts]" in told


@pytest.mark.parametrize("title", ["Ordinary", "Қазақ Şə ქართული", "عربي עברית", "₼₸₾↩"])
@pytest.mark.usefixtures("core")
def test_nothing_is_said_of_letters_that_are_there(title: str) -> None:
    assert scripts.unprintable(named(title), Brand(), DEFAULT) == ""


@pytest.mark.usefixtures("core")
def test_a_letter_that_is_not_printed_is_no_matter() -> None:
    unread = replace(samples.unread, text="中")
    assert scripts.unprintable(replace(samples.quiet(), documents=(unread,)), Brand(), DEFAULT) == ""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package with a font of one letter, 中."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for place in ((0, 800), (800, 800), (800, 0)):
        pen.lineTo(place)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "middle"])
    builder.setupCharacterMap({ord("中"): "middle"})
    builder.setupGlyf({".notdef": pen.glyph(), "middle": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (900, 0), "middle": (900, 0)})
    builder.setupHorizontalHeader(ascent=900, descent=-100)
    builder.setupNameTable({"familyName": "House", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=900, sTypoDescender=-100)
    builder.setupPost()
    package = tmp_path / "house_fonts_of_a_test"
    package.mkdir()
    (package / "__init__.py").touch()
    builder.save(package / "House.ttf")
    info = tmp_path / "house-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: house\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[{extra_fonts.GROUP}]\nhouse = {package.name}\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(extra_fonts, "EXTRA", ("a_package_that_is_not_there", "nor.this_one"))


@pytest.mark.usefixtures("house")
def test_fonts_of_a_package_print_what_the_core_lacks() -> None:
    assert [path.name for path in extra_fonts.extras()] == ["House.ttf"]
    assert fonts.missing_letters(Brand(), "中文") == ("文",)
    assert scripts.unprintable(named("中"), Brand(), DEFAULT) == ""
    page = PdfReader(io.BytesIO(pdf.render(named("中"), Brand(), DEFAULT)[0].content)).pages[0].extract_text()
    assert "中" in page
    assert "\ufffd" not in page
    assert "pip install" not in scripts.unprintable(named("文"), Brand(), DEFAULT)


def test_other_fonts_change_no_byte_of_a_brief_without_their_letters(request: pytest.FixtureRequest) -> None:
    before = pdf.render(samples.ordinary(), Brand(), DEFAULT)
    request.getfixturevalue("house")
    extra_fonts.extras.cache_clear()
    assert pdf.render(samples.ordinary(), Brand(), DEFAULT) == before
