"""The words of a brief's frame: every one is in each catalogue, and a page has no others."""

from __future__ import annotations

import io
import re
import tomllib
from functools import cache
from gettext import NullTranslations
from pathlib import Path

import pytest
import samples
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from conftest import Run
from jinja2 import nodes

from briefgen import samples as shipped_samples
from briefgen import values
from briefgen.editing.vocabulary import environment
from briefgen.language import DOMAIN, LOCALES, Language, language, languages
from briefgen.model import Brand, Brief, Period
from briefgen.rendering import markdown, words
from briefgen.rendering.templates import FolderLoader, render_template
from briefgen.rendering.text import escape_markdown

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "templates" / "default"
TRANSLATED = languages()[1:]
SLOT = re.compile(r"%\(\w+\)s")
KEYWORDS = {"N_": None, "NN_": (1, 2), "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "_": None}


@cache
def extracted() -> dict[tuple[str | None, str], tuple[str, ...]]:
    """Every message of code and templates: context and first form → its forms."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    methods = [(one["pattern"], one["method"]) for one in mappings]
    options = {one["pattern"]: {k: v for k, v in one.items() if k not in {"pattern", "method"}} for one in mappings}
    found: dict[tuple[str | None, str], tuple[str, ...]] = {}
    for folder in ("briefgen", "templates"):
        for _, _, message, _, context in extract_from_dir(
            ROOT / folder, _below(methods, folder), _below(options, folder), KEYWORDS
        ):
            forms = message if isinstance(message, tuple) else (message,)
            found[context, forms[0]] = forms
    return found


def _below(patterns: object, folder: str) -> object:
    """Patterns of the settings, which begin at the project, as they are below one of its folders."""
    if isinstance(patterns, dict):
        return {key.removeprefix(f"{folder}/"): value for key, value in patterns.items()}
    return [(key.removeprefix(f"{folder}/"), value) for key, value in patterns]  # type: ignore[attr-defined]


def catalogue(name: str) -> Catalog:
    file = LOCALES / name / "LC_MESSAGES" / f"{DOMAIN}.po"
    return read_po(io.BytesIO(file.read_bytes()), locale=name, domain=DOMAIN, abort_invalid=True)


def forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (str(message.string),)


def test_the_frames_languages_are_known() -> None:
    assert languages() == ("en", "az", "kk", "ru", "tr")


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_catalogue_has_every_message_and_no_other(name: str) -> None:
    known = {
        (message.context, message.id[0] if isinstance(message.id, tuple) else message.id): message
        for message in catalogue(name)
        if message.id
    }
    assert set(known) == set(extracted())
    for key, message in known.items():
        assert all(forms(message)), f"{key} is not translated"
        assert len(forms(message)) == (catalogue(name).num_plurals if isinstance(message.id, tuple) else 1), key


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_translation_prints_the_same_values_and_no_markup(name: str) -> None:
    for message in catalogue(name):
        english = extracted().get((message.context, message.id[0] if isinstance(message.id, tuple) else message.id), ())
        for form in forms(message) if message.id else ():
            assert sorted(SLOT.findall(form)) == sorted(SLOT.findall(english[0])), message.id
            assert not re.search(r"[`*_<>\[\]|~^\\{}]", re.sub(r"%\(\w+\)s", "", form)), message.id


def test_templates_have_no_words_outside_of_trans() -> None:
    """Markup, names of blocks, rules for Outlook and the command that checks a brief are no words of the frame."""
    reader = environment(FolderLoader([SHIPPED]))
    no_words = re.compile(
        r"<style>.*?</style>|<!--.*?-->|<[^>]*>?|^[^<>]*>|`[^`]*`|`?briefgen verify |\.json`?", re.DOTALL
    )
    for path in sorted(SHIPPED.rglob("*.j2")):
        tree = reader.parse(path.read_text("utf-8"))
        text = "\x00".join(node.data for node in tree.find_all(nodes.TemplateData))
        left = re.findall(r"[^\W\d_]{2,}", no_words.sub("", text))
        assert left == [], path.name


class _Masked(NullTranslations):
    """Prints a sign in place of each letter of a message."""

    def gettext(self, message: str) -> str:
        return re.sub(r"%\(\w+\)s|[^\W\d_]", lambda found: found[0] if len(found[0]) > 1 else "¤", message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, _context: str, message: str) -> str:
        return self.gettext(message)


@pytest.mark.parametrize("brief", [samples.ordinary(), samples.quiet()], ids=lambda brief: brief.topic)
def test_a_page_prints_no_word_that_is_in_no_catalogue(brief: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    masked = Language(language("en-GB").locale, _Masked())
    for module in ("filters", "markdown", "marks"):
        monkeypatch.setattr(f"briefgen.rendering.{module}.language_of", lambda _by: masked)
    page = markdown.page(brief, Brand(), (SHIPPED,))
    own = set(re.findall(r"[^\W\d_]+", repr(brief) + "briefgen json verify original svg csv charts block"))
    months = set(re.findall(r"[^\W\d_]+", " ".join((*masked.locale.months["format"]["wide"].values(),))))
    short = set(masked.locale.months["format"]["abbreviated"].values())
    printed = re.findall(r"[^\W\d_]+", re.sub(r"<!--.*?-->|\(.*?\)>?", "", page))
    assert {word for word in printed if word not in own | months | short and word.lower() not in own} <= {"https"}


CASES = [
    ("ru", "by 2030", "к 2030 году"),
    ("kk", "by 2030", "2030 жылға қарай"),
    ("az", "by 2030", "2030-cu ilədək"),
    ("az", "by 2027", "2027-ci ilədək"),
    ("az", "by 2026", "2026-cı ilədək"),
    ("az", "by 2024", "2024-cü ilədək"),
    ("tr", "by 2030", "2030 yılına kadar"),
]


@pytest.mark.parametrize(("tag", "english", "expected"), CASES)
def test_deadlines_by_a_year(tag: str, english: str, expected: str) -> None:
    day = words.dt.date(int(english[-4:]), 12, 31)
    assert values.deadline(day, language("en-GB")) == english
    assert values.deadline(day, language(tag)) == expected


@pytest.mark.parametrize(
    ("tag", "month"), [("ru", "июнь 2026 г."), ("kk", "2026 ж. маусым"), ("az", "iyun 2026"), ("tr", "Haziran 2026")]
)
def test_a_month_stands_in_the_nominative(tag: str, month: str) -> None:
    june = Period(words.dt.date(2026, 6, 1), words.dt.date(2026, 6, 30))
    assert values.period(june, language(tag).locale).replace("\u202f", " ") == month


@pytest.mark.parametrize(
    ("count", "expected"), [(1, "1 документа"), (2, "2 документов"), (21, "21 документа"), (1011, "1 011 документов")]
)
def test_russian_counts(count: int, expected: str) -> None:
    one, many = "Drawn from %(num)s document.", "Drawn from %(num)s documents."
    said = language("ru").ngettext(one, many, count)
    assert said.replace("\xa0", " ") == f"Подготовлено на основе {expected}."


def test_a_language_without_a_catalogue_speaks_english() -> None:
    assert language("fr-FR").gettext("Sources") == "Sources"


def test_a_catalogue_never_fills_in_by_percent() -> None:
    """Widths and types of `%` would be a way to print without bound."""
    spoken = language("en")
    assert spoken.gettext("%(a)999999999s %(b)s 5%% %d", a=1, b=2) == "%(a)999999999s 2 5% %d"


HOSTILE = [
    ("{{ _(text) }}", r"\*\*a\*\* &lt;b&gt; %(x)s"),
    ("{{ gettext('%(x)s', x=text) }}", r"\*\*a\*\* &lt;b&gt; %(x)s"),
    ("{% trans x=text %}{{ x }}!{% endtrans %}", r"\*\*a\*\* &lt;b&gt; %(x)s!"),
    (
        "{% autoescape false %}{% trans x=text %}{{ x }}{% endtrans %}{% endautoescape %}",
        r"\*\*a\*\* &lt;b&gt; %(x)s",
    ),
    ("{% set say = _ %}{{ say(text) }}", r"\*\*a\*\* &lt;b&gt; %(x)s"),
    ("{{ pgettext('a', text) }}", r"\*\*a\*\* &lt;b&gt; %(x)s"),
    ("{{ ngettext(text, text, 2) }}", r"\*\*a\*\* &lt;b&gt; %(x)s"),
    ("{% trans %}\ue000{% endtrans %}", ""),
]


@pytest.mark.parametrize(("template", "expected"), HOSTILE)
def test_translated_text_of_documents_is_escaped(template: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "a.j2").write_text(template, "utf-8")
    text = "**a** <b> %(x)s"
    made = render_template(
        "a.j2",
        [tmp_path],
        values={"text": text, "x": ""},
        filters={},
        tests={},
        escape=escape_markdown,
        language=language("en"),
    )
    assert made == expected


def test_the_shipped_fonts_have_every_letter_of_the_catalogues() -> None:
    """A letter from a fallback font stands out in each word."""
    from fontTools.ttLib import TTFont

    from briefgen.rendering.fonts import faces, static

    letters = {
        letter
        for name in TRANSLATED
        for one in catalogue(name)
        if one.id
        for letter in "".join(forms(one))
        if letter != "\n"
    }
    letters |= {letter.swapcase() for letter in letters if len(letter.swapcase()) == 1} | set(
        "İıŞşĞğƏəҒғҚқҢңӨөҰұҮүҺһІі"
    )
    for face in faces(Brand()):
        with TTFont(static(face)) as font:
            assert {letter for letter in letters if ord(letter) not in font.getBestCmap()} == set(), face


@pytest.mark.parametrize("tag", languages())
def test_a_brief_in_each_language_holds(tag: str, tmp_path: Path, briefgen: Run) -> None:
    folder = shipped_samples.folder("conflicts")
    settings = tmp_path / "briefgen.yaml"
    settings.write_text((folder / "briefgen.yaml").read_text("utf-8"), "utf-8")
    (tmp_path / "brand.yaml").write_text(f"version: 1\nlocale: {tag}\n", "utf-8")
    made = briefgen("make", "--config", str(settings), "--corpus", str(folder / "news"), "--format", "html")
    assert made.returncode == 0, made.stderr
    page = next(tmp_path.rglob("conflicts.html"))
    assert f'<html lang="{tag}"' in page.read_text("utf-8")
    found = briefgen("verify", str(page), "--corpus", str(folder / "news"))
    assert found.returncode == 0, found.stdout + found.stderr
