"""Words of the house stand in the place of those of the frame: in every format, as text, with all their values."""

from __future__ import annotations

import io
import json
import re
import zipfile
from email import message_from_bytes
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import samples
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen import config, finished, interchange, rendering, resources, values
from briefgen import samples as shipped_samples
from briefgen.config import words
from briefgen.editing import wording
from briefgen.editing.checking import check
from briefgen.editing.layers import Layers
from briefgen.errors import ConfigError
from briefgen.language import COUNTS, counts, language, languages, phrases
from briefgen.model import Brand, Message, Relation, RelationType, Rewording
from briefgen.previewing import briefs
from briefgen.standing import Run as Wanted
from briefgen.standing import made_from
from briefgen.verify.lines import uncounted
from briefgen.verify.shelf import Shelf
from briefgen.verify.wording import wording as wording_check

SETTINGS = "version: 1\ncorpus: [news]\ntopics:\n  ports:\n    title: Ports\n    terms: [port]\n"
HEAD = "version: 1\nwords:\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The house's folder, beside settings and one document."""
    (tmp_path / "briefgen.yaml").write_text(SETTINGS)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "port.txt").write_text("The port handled 4.5 million tons in 2024.\n")
    (tmp_path / "templates" / "house" / "words").mkdir(parents=True)
    return tmp_path / "templates" / "house"


def write(house: Path, text: str, name: str = "en") -> Path:
    path = house / "words" / f"{name}.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def findings(house: Path) -> list[tuple[int, str]]:
    found = config.check(house.parent.parent / "briefgen.yaml")
    return [(int((one.where or "").rpartition(":")[2]), f"{one.message} {one.hint}") for one in found]


# The overlay


@given(tag=st.sampled_from(languages()), data=st.data())
def test_what_the_house_says_is_said_and_all_else_as_before(tag: str, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(phrases()), max_size=8, unique=True))
    own = tuple(
        Rewording(one.forms[0], "", tuple((name, f"{name}!") for name in COUNTS))
        if len(one.forms) > 1
        else Rewording(one.forms[0], f"{one.forms[0]}!", context=one.context)
        for one in chosen
    )
    spoken, shipped = language(tag, own).catalogue, language(tag).catalogue
    for one in phrases():
        mine = one in chosen
        if len(one.forms) > 1:
            for name, count in counts(tag).items():
                assert spoken.ngettext(*one.both, count) == (f"{name}!" if mine else shipped.ngettext(*one.both, count))
        elif one.context:
            usual = shipped.pgettext(one.context, one.forms[0])
            assert spoken.pgettext(one.context, one.forms[0]) == (f"{one.forms[0]}!" if mine else usual)
        else:
            assert spoken.gettext(one.forms[0]) == (f"{one.forms[0]}!" if mine else shipped.gettext(one.forms[0]))


def test_a_language_that_briefgen_does_not_speak_can_be_written_by_the_house() -> None:
    own = (
        Rewording("Sources", "Sources et documents"),
        Rewording("%(num)s document", forms=(("one", "un"), ("other", "%(num)s documents"))),
    )
    french = language("fr", own)
    assert french.gettext("Sources") == "Sources et documents"
    assert [french.ngettext("%(num)s document", "%(num)s documents", number) for number in (0, 1, 2)] == [
        "un",
        "un",
        "2 documents",
    ]


def test_the_words_of_a_locale_come_before_those_of_its_language() -> None:
    known = {"en": (Rewording("Sources", "a"), Rewording("Charts", "b")), "en-GB": (Rewording("Sources", "c"),)}
    assert words.chosen(known.items(), "en-gb") == (Rewording("Charts", "b"), Rewording("Sources", "c"))
    assert words.chosen(known.items(), "en-US") == (Rewording("Charts", "b"), Rewording("Sources", "a"))
    assert words.chosen(known.items(), "kk") == ()


# The file

WRONG = [
    ("  Bottom line: 5 key points\n", 3, "the number 5"),
    ("  Bottom line: \n", 3, "has no value"),
    ("  Bottom line: ''\n", 3, "the text is empty"),
    ("  Bottom line: [a]\n", 3, "must be a text"),
    ('  Bottom line: "a\\nb"\n', 3, "line break"),
    ('  Bottom line: "a\\u202Eb"\n', 3, "reorders"),
    (f"  Bottom line: {'a' * 501}\n", 3, "more than 500 letters"),
    ("  Bottom line: a\n  Bottom line: b\n", 4, "stands twice"),
    ("  Bottom line: !!python/object:os.system a\n", 3, "tag"),
    ("  Bottom line: {one: {two: a}}\n", 3, "must be a text"),
    ('  "Note %(number)s": Note\n', 3, "do not print %(number)s"),
    ('  "Note %(number)s": "Note %(numbr)s"\n', 3, "Did you mean %(number)s"),
    ('  "Note %(number)s": "%(number)s %(number)s"\n', 3, "no value of this message"),
    ('  "%(num)s publisher":\n    one: a document\n    other: documents\n', 5, "do not print %(num)s"),
]


@pytest.mark.parametrize(("text", "line", "said"), WRONG)
def test_words_that_would_lose_a_value_or_claim_one_are_refused(house: Path, text: str, line: int, said: str) -> None:
    write(house, text)
    assert any(number == line and said in told for number, told in findings(house)), findings(house)
    with pytest.raises(ConfigError):
        config.load(house.parent.parent / "briefgen.yaml")


@given(st.binary(max_size=200))
def test_no_bytes_end_the_reading_of_words_with_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp() / "bytes"
    (folder / "words").mkdir(parents=True, exist_ok=True)
    (folder / "words" / "en.yaml").write_bytes(data)
    trees, found = config.said_by(folder)
    assert trees or found


def test_a_file_that_is_all_comments_says_nothing(house: Path) -> None:
    write(house, "  # Bottom line: a\n")
    assert findings(house) == []
    assert config.load(house.parent.parent / "briefgen.yaml").brand.words == ()


# What they are part of


def test_words_change_all_that_is_kept_of_a_run(house: Path) -> None:
    path = house.parent.parent / "briefgen.yaml"

    def seen() -> tuple[object, ...]:
        settings = config.load(path)
        run = Wanted(settings, path.parent / "build", ("md",), ())
        return settings.digest, made_from(run), briefs.words(settings), settings.brand

    before = seen()
    write(house, "  Bottom line: Key messages\n")
    assert all(one != other for one, other in zip(before, seen(), strict=True))
    write(house, "  Bottom line: Key messages\n", "kk")
    settings = config.load(path)
    assert settings.words_in("kk-KZ") == settings.brand.words


# What is printed

AWKWARD = '<b>&"*_[x](y){{ z }} %(thing)s'
OWN = (
    Rewording("Bottom line", f"Lead {AWKWARD}"),
    Rewording("Charts", f"Drawn {AWKWARD}"),
    Rewording("plan", f"foreseen {AWKWARD}"),
    Rewording("Note %(number)s", f"Mark %(number)s {AWKWARD}"),
    Rewording("%(num)s publisher", forms=(("one", f"a paper {AWKWARD}"), ("other", f"%(num)s papers {AWKWARD}"))),
)


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    brief = replace(samples.ordinary(), words=OWN)
    names = ("md", "html", "eml", "docx", "json")
    files = rendering.render(brief, names, Brand(words=OWN), (resources.templates(),))
    return {file.name: file.content for file in files}


def test_words_of_the_house_are_text_on_every_page(printed: dict[str, bytes]) -> None:
    page = next(content.decode() for name, content in printed.items() if name.endswith(".html"))
    escaped = AWKWARD.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert f"Lead {escaped}</h2>" in page
    assert f'aria-label="Mark 1 {escaped}"' in page
    assert "<b>" not in page
    mail = message_from_bytes(next(content for name, content in printed.items() if name.endswith(".eml")))
    (html,) = (part for part in mail.walk() if part.get_content_type() == "text/html")
    assert b"<b>" not in (html.get_payload(decode=True) or b"")
    text = next(content.decode() for name, content in printed.items() if name.endswith(".md"))
    assert "## Lead &lt;b&gt;" in text
    file = next(content for name, content in printed.items() if name.endswith(".docx"))
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        document = ET.fromstring(package.read("word/document.xml"))  # noqa: S314 - ours
    assert f"Lead {AWKWARD}" in ["".join(one.itertext()) for one in document.iter() if one.tag.endswith("}p")]
    drawings = [content for name, content in printed.items() if name.endswith(".svg")]
    assert drawings
    for drawing in drawings:
        ET.fromstring(drawing)  # noqa: S314 - ours
        assert b"<b>" not in drawing


def test_a_brief_carries_the_words_that_it_is_printed_in(printed: dict[str, bytes]) -> None:
    row = json.loads(next(content for name, content in printed.items() if name.endswith(".json")))
    assert finished.read(row).words == OWN
    assert "words" not in interchange.brief_row(samples.ordinary())


def test_a_count_in_words_of_the_house_is_no_number_without_a_passage() -> None:
    """Nor can a brief that was tampered with call a number a count that its citations do not bear."""
    row = interchange.brief_row(replace(samples.ordinary(), words=OWN))
    brief = finished.read(row)
    one, two = brief.extracts[0], next(one for one in brief.extracts if one.document != brief.extracts[0].document)
    said = f"papers {AWKWARD}"
    assert uncounted(f"x 2 {said} y", brief, [one, two]) == "x  y"
    assert uncounted(f"x 3 {said} y", brief, [one, two]) == f"x 3 {said} y"
    assert uncounted(f"x 2 {said} y", brief, [one, one]) == f"x 2 {said} y"


def test_a_brief_whose_words_say_a_number_is_not_borne_out() -> None:
    forged = (Rewording("Bottom line", "Exports rose 9%"), Rewording("Note %(number)s", "Note"))
    brief = finished.read(interchange.brief_row(replace(samples.ordinary(), words=forged)))
    found = [one.where for one in wording_check(brief, Shelf.without_corpus(brief))]
    assert found == ["words[0]", "words[1]"]
    right = finished.read(interchange.brief_row(replace(samples.ordinary(), words=OWN[:4])))
    assert not [one for one in wording_check(right, Shelf.without_corpus(right)) if "z" not in one.message]


def test_explanations_are_said_in_words_of_the_house_in_english_too() -> None:
    told = Message("Sources agree")
    relation = Relation(RelationType.CORROBORATED, (), (), "Sources agree", told=told)
    assert values.explanation(relation, language("en")) == "Sources agree"
    assert values.explanation(relation, language("en", (Rewording("Sources agree", "All agree"),))) == "All agree"


def test_every_message_of_a_page_can_be_said_otherwise() -> None:
    """Upper case for all words: what is left as it was stands in the brief, or is computed from dates and names."""
    own = tuple(
        Rewording(one.forms[0], forms=(("one", _louder(one.forms[0])), ("other", _louder(one.forms[1]))))
        if len(one.forms) > 1
        else Rewording(one.forms[0], _louder(one.forms[0]), context=one.context)
        for one in phrases()
    )
    brief = samples.quiet()
    usual, changed = (
        rendering.render(replace(brief, words=said), ("md",), Brand(words=said), (resources.templates(),))[0].content
        for said in ((), own)
    )
    assert usual != changed
    assert usual.decode().casefold() == changed.decode().casefold()


def _louder(words: str) -> str:
    return re.sub(r"%\(\w+\)s|\w+", lambda found: found[0] if found[0][0] == "%" else found[0].upper(), words)


def test_samples_speak_the_words_of_the_house(house: Path) -> None:
    write(house, "  Bottom line: Key messages\n")
    own = config.load(house.parent.parent / "briefgen.yaml")
    dressed = shipped_samples.dressed(shipped_samples.settings("quiet"), own)
    assert dressed.brand.words == (Rewording("Bottom line", "Key messages"),)
    assert shipped_samples.dressed(shipped_samples.settings("right-to-left"), own).brand.words == ()


# What editors see

CHECKED = [
    ("en", "  Botom line: a\n", 3, "E121", "Did you mean 'Bottom line'?"),
    ("en", '  "%(num)s publishers": "%(num)s papers"\n', 3, "E121", "Write it as for one: '%(num)s publisher'."),
    ("en", "  Bottom line:\n    one: a\n    other: b\n", 4, "E122", "It does not count: write one text."),
    ("ru", '  "%(num)s publisher":\n    one: "%(num)s a"\n    many: "%(num)s b"\n', 3, "E122", "one: …, few: …"),
    ("ru", '  "%(num)s publisher": "%(num)s a"\n', 3, "E122", "one: …, few: …, many: …"),
    ("kk", '  "%(num)s publisher":\n    one: "%(num)s a"\n    many: "%(num)s b"\n', 3, "E122", "one: …, other: …"),
    ("ru", '  "%(year)s": "%(year)s"\n', 3, "E122", "year, ordinal one: …"),
    ("en", "  Bottom line: 7\n", 3, "E120", "Put it in quotes"),
    ("english", "  Bottom line: a\n", 0, "E120", "Name the file kk.yaml, or en-GB.yaml."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "line", "rule", "hint"), CHECKED)
def test_check_names_words_that_are_never_printed(  # noqa: PLR0913 - a case
    house: Path, name: str, text: str, line: int, rule: str, hint: str
) -> None:
    path = write(house, text, name)
    found = check(Layers(resources.templates(), house), "en-GB")
    assert any((one.line, one.id) == (line, rule) and hint in one.hint for one in found), found
    assert {Path(one.file).name for one in found} == {path.name}


def test_a_form_for_all_counts_is_enough_where_the_language_has_one(house: Path) -> None:
    write(house, '  "%(num)s publisher": "%(num)s құжат"\n', "kk")
    assert check(Layers(resources.templates(), house), "kk") == ()


def test_words_of_house_templates_are_translated_in_the_same_file(house: Path) -> None:
    (house / "brief.md.j2").write_text(
        '{% extends "!default/brief.md.j2" %}\n{% block masthead %}\n{% trans %}For whom: ministers{% endtrans %}\n'
        "{% trans %}Sources{% endtrans %}\n{% endblock %}\n"
    )
    (found,) = (one for one in check(Layers(resources.templates(), house), "kk-KZ") if one.id != "W204")
    assert (found.id, found.line, found.hint.split(",")[0]) == ("W206", 3, "Add it to words/kk.yaml in this folder")
    assert [one.id for one in check(Layers(resources.templates(), house), "en-GB")] == ["W204"]
    write(house, "  'For whom: ministers': 'Кімге: министрлерге'\n", "kk")
    assert [one.id for one in check(Layers(resources.templates(), house), "kk-KZ")] == ["W204"]


@pytest.mark.conform
def test_an_editor_begins_changes_and_lists_words_of_the_house(briefgen: Run, house: Path) -> None:
    made = briefgen("templates", "eject", "words/en.yaml", "--block", "Bottom line")
    assert made.returncode == 0, made.stderr
    path = house / "words" / "en.yaml"
    path.write_text(path.read_text().replace("Bottom line: Bottom line", "Bottom line: Key messages"))
    assert re.search(r"words/en.yaml +house +1 message", briefgen("templates", "list").stdout)
    shown = briefgen("templates", "show", "words/en.yaml", "--block", "Bottom line", "--block", "Charts").stdout
    assert shown.endswith("  # the house's own\n  Bottom line: Key messages\n  Charts: Charts\n")
    said = briefgen("templates", "diff", "words/en.yaml").stdout
    assert said == "- Bottom line: Bottom line\n+ Bottom line: Key messages\n"
    assert "eject words/kk.yaml" in briefgen("templates", "diff", "words/kk.yaml").stderr
    assert briefgen("templates", "check").returncode == 0
    assert "is there already" in briefgen("templates", "eject", "words/en.yaml").stderr
    assert "Did you mean" in briefgen("templates", "show", "words/en.yaml", "--block", "Botom line").stderr
    assert "no language" in briefgen("templates", "show", "words/xx.yaml").stderr
    assert briefgen("make", "--format", "md").returncode == 0
    assert "## Key messages" in (house.parent.parent / "build" / "ports.md").read_text()


@pytest.mark.parametrize("tag", [*languages(), "ar"])
def test_what_is_shown_can_be_used_as_a_file_and_changes_nothing(tag: str, house: Path) -> None:
    name = f"words/{tag}.yaml"
    begun, shown = wording.begun(house, name), wording.shown(house, name)
    (house / name).write_text(shown, encoding="utf-8")
    assert check(Layers(resources.templates(), house), "en-GB") == ()
    spoken, shipped = language(tag, config.load(house.parent.parent / "briefgen.yaml").words_in(tag)), language(tag)
    for one in phrases():
        for count in range(25) if len(one.forms) > 1 else ():
            assert spoken.catalogue.ngettext(*one.both, count) == shipped.catalogue.ngettext(*one.both, count)
    (house / name).write_text(re.sub(r"^  # ", "  ", begun, flags=re.MULTILINE), encoding="utf-8")
    assert check(Layers(resources.templates(), house), "en-GB") == ()
