"""Settings: what is read, what is refused, and how it is said."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen import config, rendering, resources
from briefgen.config import Finding, Level
from briefgen.config.keys import _UNIT_TEXT, FORMATS, RENAMED, Renamed
from briefgen.config.meaning import contrast
from briefgen.config.problems import nearest
from briefgen.config.shapes import complain
from briefgen.errors import BriefgenError, ConfigError

ROOT = Path(__file__).parents[1]

SMALL = """\
version: 1
corpus: [news]
topics:
  weather:
    title: Weather and water
    terms: [rain*, snow]
    measures:
      - name: Rainfall
        unit: mm
        terms: [rain, rainfall]
"""


def write(folder: Path, text: str, brand: str | None = None) -> Path:
    (folder / "news").mkdir(exist_ok=True)
    path = folder / "briefgen.yaml"
    path.write_text(text, encoding="utf-8")
    if brand is not None:
        (folder / "brand.yaml").write_text(brand, encoding="utf-8")
    return path


def findings(folder: Path, text: str, brand: str | None = None) -> list[tuple[int, str, str]]:
    """Line, message and hint of each finding."""
    found = config.check(write(folder, text, brand))
    return [(int((one.where or "").rpartition(":")[2] or 0), one.message, one.hint or "") for one in found]


def one(folder: Path, text: str, brand: str | None = None) -> tuple[int, str, str]:
    found = findings(folder, text, brand)
    assert len(found) == 1, found
    return found[0]


# What is read


def test_a_small_file_becomes_settings(tmp_path: Path) -> None:
    read = config.load(write(tmp_path, SMALL))
    assert read.path == tmp_path / "briefgen.yaml"
    assert read.corpus == (tmp_path / "news",)
    assert read.output == tmp_path / "build"
    assert read.templates == ()
    assert read.editions == ()
    assert read.warnings == ()
    (topic,) = read.topics
    assert (topic.id, topic.title, topic.terms) == ("weather", "Weather and water", ("rain*", "snow"))
    (measure,) = topic.measures
    assert (measure.name, measure.unit, measure.terms, measure.aliases) == ("Rainfall", "mm", ("rain", "rainfall"), ())


def test_documents_may_come_from_the_web_and_be_kept_elsewhere(tmp_path: Path) -> None:
    usual = config.load(write(tmp_path, SMALL))
    assert (usual.addresses, usual.allow_hosts, usual.time_zone) == ((), (), "UTC")
    assert usual.store == str(tmp_path / "state" / "corpus.db")
    more = SMALL.replace("[news]", '[news, "https://news.example/feed.xml"]') + (
        "store: postgresql://me@db.example/corpus\ntime_zone: Asia/Almaty\n"
        'allow_hosts: [intranet.example, "10.0.0.7:8080", "[fd00::1]:80"]\n'
    )
    read = config.load(write(tmp_path, more))
    assert (read.corpus, read.addresses) == ((tmp_path / "news",), ("https://news.example/feed.xml",))
    assert (read.store, read.time_zone) == ("postgresql://me@db.example/corpus", "Asia/Almaty")
    assert read.allow_hosts == ("intranet.example", "10.0.0.7:8080", "[fd00::1]:80")


def test_paths_start_above_the_config_folder(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "news").mkdir()
    path = write(tmp_path / "config", SMALL.replace("corpus", "output: out/now\ncorpus"))
    (tmp_path / "templates" / "house").mkdir(parents=True)
    read = config.load(path)
    assert read.corpus == (tmp_path / "news",)
    assert read.output == tmp_path / "out" / "now"
    assert read.templates == (tmp_path / "templates" / "house",)


def test_an_edition_takes_all_topics_and_pdf_unless_told(tmp_path: Path) -> None:
    text = SMALL + "editions:\n  daily: {}\n  weekly:\n    topics: [weather]\n    formats: [html, md]\n"
    daily, weekly = config.load(write(tmp_path, text)).editions
    assert (daily.name, daily.topics, daily.formats) == ("daily", ("weather",), ("pdf",))
    assert (weekly.name, weekly.topics, weekly.formats) == ("weekly", ("weather",), ("html", "md"))


def test_brand_resolves_the_palette(tmp_path: Path) -> None:
    brand = """\
version: 1
name: Office of Rivers
handling: For official use
color:
  palette: {night: "#00204A", snow: "#FFFFFF"}
  foreground: night
  background: snow
  primary: "#123456"
  accent: night
  series: [night, "#aa0000"]
typography: {base: Old Serif, headings: New Sans, mono: Some Mono}
page: {size: Letter, margins: 0.8in}
locale: fr-CA
"""
    brand_read = config.load(write(tmp_path, SMALL, brand)).brand
    palette = brand_read.palette
    assert (palette.foreground, palette.background, palette.primary) == ("#00204a", "#ffffff", "#123456")
    assert palette.series == ("#00204a", "#aa0000")
    assert (brand_read.name, brand_read.handling, brand_read.locale) == (
        "Office of Rivers",
        "For official use",
        "fr-CA",
    )
    assert (brand_read.base, brand_read.headings, brand_read.mono) == ("Old Serif", "New Sans", "Some Mono")
    assert (brand_read.page, brand_read.margin) == ("Letter", "0.8in")


def test_a_logo_is_found_beside_the_brand(tmp_path: Path) -> None:
    (tmp_path / "crest.svg").write_text("<svg/>")
    brand = config.load(write(tmp_path, SMALL, "version: 1\nlogo: {large: crest.svg, alt: A crest}\n")).brand
    assert brand.logo == str(tmp_path / "crest.svg")
    assert brand.logo_alt == "A crest"


def test_a_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert config.load(path).digest == config.load(write(tmp_path, SMALL)).digest


# Where it is found


def test_the_nearest_file_upward_counts(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    outer = tmp_path / "config" / "briefgen.yaml"
    outer.touch()
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert config.find(deep) == outer
    inner = tmp_path / "a" / "briefgen.yaml"
    inner.touch()
    assert config.find(deep) == inner


def test_without_a_file_the_packaged_one_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert config.find(tmp_path) == resources.config() / "briefgen.yaml"
    read = config.load()
    assert read.output == tmp_path / "build", "briefs belong to the user, not into the installed package"
    assert read.corpus == (resources.seeds(),)


def test_findings_name_the_file_as_one_would_type_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "version: 1\ncorpus: [news]\ntopics: 3\n")
    monkeypatch.chdir(tmp_path)
    assert config.check(path)[0].where == "briefgen.yaml:3"
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    assert config.check()[0].where == f"{path.as_posix()}:3"


@pytest.mark.parametrize(("name", "words"), [("missing.yaml", "no such file"), (".", "a folder")])
def test_what_is_no_file_is_said(tmp_path: Path, name: str, words: str) -> None:
    (found,) = config.check(tmp_path / name)
    assert words in found.message
    with pytest.raises(ConfigError, match=words):
        config.load(tmp_path / name)


def test_names_that_the_system_refuses_are_findings(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    long = "x" * 5000
    text = SMALL.replace("[news]", f"[{long}, loop]\noutput: {long}\ntemplates: loop\nbrand: loop")
    found = config.check(write(tmp_path, text))
    assert [one.level for one in found] == [
        Level(level) for level in ("warning", "warning", "error", "warning", "error")
    ]
    assert config.check(tmp_path / long)
    assert config.check(tmp_path / "loop")


# All at once


def test_all_findings_come_in_one_go_with_line_and_nearest_name(tmp_path: Path) -> None:
    text = """\
version: 1
corpus: [news]
outputt: build
topics:
  Weather!:
    title: 12
    term: [rain]
    terms: [rain, no, "*x"]
  wind:
    terms: []
    measures:
      - {name: Speed, unit: "$", terms: [speed], aliass: []}
editions:
  weekly: {topics: [wnid], formats: [pdf, htm]}
"""
    brand = "version: 1\ncolor: {foreground: '#ccc', primary: '#dddddd'}\npage: {size: a4}\n"
    found = config.check(write(tmp_path, text, brand))
    said = "\n".join(str(finding) for finding in found)
    lines = [(finding.where or "").rpartition("/")[2] for finding in found]
    assert lines == sorted(lines, key=lambda place: (place.startswith("brand"), int(place.rpartition(":")[2])))
    for place, words in [
        ("briefgen.yaml:3", '"outputt"'),
        ("briefgen.yaml:5", '"Weather!" is not an id'),
        ("briefgen.yaml:6", "YAML takes 12 for a whole number"),
        ("briefgen.yaml:7", 'unknown key "term"'),
        ("briefgen.yaml:8", "YAML takes no for yes or no"),
        ("briefgen.yaml:8", '"*x" is not a term'),
        ("briefgen.yaml:10", 'the key "title" is missing'),
        ("briefgen.yaml:10", "must have at least 1 entry"),
        ("briefgen.yaml:12", '"$" is not a unit'),
        ("briefgen.yaml:12", 'unknown key "aliass"'),
        ("briefgen.yaml:14", 'no topic "wnid"'),
        ("briefgen.yaml:14", '"htm" does not come with briefgen'),
        ("brand.yaml:2", '"#ccc" is not a colour'),
        ("brand.yaml:3", '"a4" is not known'),
    ]:
        assert any((one.where or "").endswith(place) and words in one.message for one in found), (place, words, said)
    for hint in ["output", "terms", "wind", "html", "A4", "aliases"]:
        assert f'Did you mean "{hint}"?' in said
    with pytest.raises(ConfigError) as error:
        config.load(tmp_path / "briefgen.yaml")
    assert [str(one) for one in error.value.findings] == [str(one) for one in found]


def test_a_finding_is_an_error_of_briefgen(tmp_path: Path) -> None:
    (found,) = config.check(write(tmp_path, SMALL.replace("version: 1", "version: 1\nvresion: 1")))
    assert isinstance(found, Finding)
    assert isinstance(found, BriefgenError)
    assert (found.level, found.exit_code) == (Level.ERROR, 2)


# Words that are taken for something else


@pytest.mark.parametrize("word", ["no", "on", "Yes", "null", "12", "0777", "12:30", "1.5", ".nan", "2024-01-01"])
def test_words_that_yaml_takes_for_something_else_are_told_to_be_quoted(tmp_path: Path, word: str) -> None:
    line, message, hint = one(tmp_path, SMALL.replace("snow", word))
    assert line == 6
    assert f"YAML takes {word} for" in message
    assert hint == f'Put it in quotes: "{word}".'
    assert findings(tmp_path, SMALL.replace("snow", f'"{word}"')) == []


def test_a_colour_without_quotes_is_a_comment(tmp_path: Path) -> None:
    line, message, hint = one(tmp_path, SMALL, "version: 1\ncolor:\n  primary: #12436d\n")
    assert (line, message) == (3, "color.primary has no value")
    assert "#" in hint


@pytest.mark.parametrize("written", ["010", "0x1", "1_0", "1:30", "1.0", "one", "true", "-1", "0"])
def test_a_version_is_a_plain_number(tmp_path: Path, written: str) -> None:
    line, message, _ = one(tmp_path, SMALL.replace("version: 1", f"version: {written}"))
    assert line == 1
    assert "version" in message


@pytest.mark.parametrize("written", ["2", "99", "9" * 5000])
def test_a_newer_file_is_refused_with_one_clear_finding(tmp_path: Path, written: str) -> None:
    line, message, hint = one(tmp_path, f"version: {written}\nplanets: [mars]\n")
    assert line == 1
    assert "reads version 1" in message
    assert "newer briefgen" in hint


def test_the_version_is_required_in_both_files(tmp_path: Path) -> None:
    found = findings(tmp_path, SMALL.replace("version: 1\n", ""), "name: Us\n")
    assert [message for _, message, _ in found] == ['the key "version" is missing'] * 2


# What fits what


@pytest.mark.parametrize(
    ("change", "words", "level"),
    [
        (("corpus: [news]", "corpus: [news, olds]"), 'there is no "olds"', Level.WARNING),
        (("corpus: [news]", "corpus: [.]"), "read as documents", Level.ERROR),
        (("corpus: [news]", "corpus: [news]\noutput: news/out"), "read as documents", Level.ERROR),
        (("corpus: [news]", "corpus: [news]\noutput: ."), "inside the output folder", Level.ERROR),
        (("corpus: [news]", "corpus: news"), "must be a list", Level.ERROR),
        (("corpus: [news]", "corpus: [~/news]"), "~ is not followed", Level.ERROR),
        (("corpus: [news]", 'corpus: [news, "ftp://a.example/x"]'), "ftp:// addresses are not fetched", Level.ERROR),
        (("corpus: [news]", 'corpus: [news, "file:///etc/passwd"]'), "file:// addresses are not fetched", Level.ERROR),
        (("corpus: [news]", 'corpus: [news, "https://"]'), "names no place", Level.ERROR),
        (("corpus: [news]", "corpus: [news]\nstore: mysql://a/b"), "mysql:// is no store", Level.ERROR),
        (("corpus: [news]", "corpus: [news]\nstore: postgresql://me:secret@a/b"), "password", Level.ERROR),
        (("corpus: [news]", "corpus: [news]\ntime_zone: Mars/Base"), 'no time zone "Mars/Base"', Level.ERROR),
        (("corpus: [news]", "corpus: [news]\ntime_zone: ../../etc/passwd"), "no time zone", Level.ERROR),
        (("corpus: [news]", 'corpus: [news]\nallow_hosts: ["http://a"]'), "is not a host", Level.ERROR),
        (("corpus: [news]", "corpus: [news]\ncertificates: own.pem"), 'no file "own.pem"', Level.ERROR),
        (("corpus: [news]", "corpus: [news]\nbrand: other.yaml"), 'no file "other.yaml"', Level.ERROR),
        (("corpus: [news]", "corpus: [news]\ntemplates: ours"), 'no folder "ours"', Level.WARNING),
        (("snow]", "snow, Snow]"), 'the term "Snow" stands twice; the first is on line 6', Level.WARNING),
        (("weather:", "con:"), "cannot name a file", Level.ERROR),
        (("weather:", "../up:"), "is not an id", Level.ERROR),
        (("snow]", "sn*ow]"), "is not a term", Level.ERROR),
        (("snow]", "a*b*]"), "is not a term", Level.ERROR),
        (("snow]", '" snow"]'), "starts or ends with a blank", Level.ERROR),
        (("snow]", '"sn\\now"]'), "line break", Level.ERROR),
        (("unit: mm", "unit: tons"), "no unit of briefgen", Level.ERROR),
        (("unit: mm", "unit: million t"), "is not a unit", Level.ERROR),
        (("unit: mm", "unit: tkm"), "no unit of briefgen", Level.ERROR),
        (("unit: mm", "unit: days"), "no unit of briefgen", Level.ERROR),
        (("unit: mm", "unit: mm\n        name: Rain"), '"name" stands twice', Level.ERROR),
    ],
)
def test_values_must_fit_each_other(tmp_path: Path, change: tuple[str, str], words: str, level: Level) -> None:
    found = config.check(write(tmp_path, SMALL.replace(*change)))
    assert [one.level for one in found if words in one.message] == [level], [str(one) for one in found]
    assert all(one.hint for one in found)


@pytest.mark.parametrize(
    "unit", ["t", "'%'", "pp", "USD", "km", "Tbit/s", "day", "count:agreements", "t·km", "USD/MWh", "m³", "sq mi"]
)
def test_units_of_many_kinds_are_welcome(tmp_path: Path, unit: str) -> None:
    assert findings(tmp_path, SMALL.replace("unit: mm", f"unit: {unit}")) == []


def test_every_unit_that_is_read_can_be_configured() -> None:
    for path in (ROOT / "briefgen" / "reading" / "tables").glob("*/*.toml"):
        for unit in tomllib.loads(path.read_text(encoding="utf-8")).get("unit", ()):
            assert complain(_UNIT_TEXT, unit["name"]) is None, unit


def test_a_measure_is_the_same_in_two_topics(tmp_path: Path) -> None:
    other = "  water:\n    title: Water\n    terms: [river]\n    measures:\n"
    same = "      - {name: Rainfall, unit: mm, terms: [rain, rainfall]}\n"
    assert findings(tmp_path, SMALL + other + same) == []
    line, message, _ = one(tmp_path, SMALL + other + same.replace("mm", "cm"))
    assert line == 15
    assert "described differently on line 8" in message


def test_a_measure_stands_once_in_a_topic(tmp_path: Path) -> None:
    text = SMALL + "      - {name: Rainfall, unit: mm, terms: [drizzle]}\n"
    assert "stands twice in this topic" in one(tmp_path, text)[1]


@pytest.mark.parametrize(
    ("brand", "line", "words"),
    [
        ("color: {foreground: '#777777'}", 2, "has a contrast of 4.47"),
        ("color: {primary: pale, palette: {pale: '#ffff00'}}", 2, "primary (#ffff00)"),
        ("color: {background: '#101010'}", 2, "foreground (#1a1a1a)"),
        ("color: {foreground: navvy, palette: {navy: '#000080'}}", 2, 'no colour "navvy"'),
        ("color: {series: ['#12g']}", 2, "is not a colour"),
        ("color: {palette: {navy: red}}", 2, "is not a colour"),
        ("logo: {large: crest.svg}", 2, '"alt" is missing in logo'),
        ("logo: {large: crest.svg, alt: Crest}", 2, 'no image "crest.svg"'),
        ("logo: {large: brand.yaml, alt: Crest}", 2, "not an image"),
        ("locale: xx-YY", 2, "not known"),
        ("locale: english", 2, "not a language tag"),
        ("page: {margins: 2 cm}", 2, "not a length"),
        ("page: {margins: 90mm}", 2, "leaves no good page"),
        ("typography: {base: 'Serif; x'}", 2, "not a font family"),
    ],
)
def test_a_brand_must_be_readable(tmp_path: Path, brand: str, line: int, words: str) -> None:
    assert any(
        at == line and words in message for at, message, _ in findings(tmp_path, SMALL, f"version: 1\n{brand}\n")
    )


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#ffffff", "#ffffff") == 1


# Renamed keys


OLD_LABEL = Renamed(("topics", "*", "measures", "*"), "label", "name", gone=1)
OLD_FOLDER = Renamed((), "folder", "output", gone=1)


def renamed(folder: Path, text: str, *table: Renamed) -> list[tuple[Level, str]]:
    found = config.check(write(folder, text), RENAMED | {"briefgen": table})
    return [(one.level, one.message) for one in found]


def test_an_old_key_warns_for_one_major_version(tmp_path: Path) -> None:
    text = SMALL.replace("name: Rainfall", "label: Rainfall").replace("corpus", "folder: out\ncorpus")
    assert renamed(tmp_path, text, OLD_LABEL, OLD_FOLDER) == [
        (Level.WARNING, '"folder" is now called "output"'),
        (Level.WARNING, '"label" is now called "name"'),
    ]


def test_an_old_key_is_unknown_afterwards(tmp_path: Path) -> None:
    gone = Renamed((), "folder", "output", gone=0)
    (found,) = renamed(tmp_path, SMALL.replace("corpus", "folder: out\ncorpus"), gone)
    assert found == (Level.ERROR, 'unknown key "folder"')


def test_an_old_key_beside_its_new_one_is_an_error(tmp_path: Path) -> None:
    text = SMALL.replace("corpus", "folder: out\noutput: out\ncorpus")
    assert (Level.ERROR, '"folder" is the old name of "output", and both are here') in renamed(
        tmp_path, text, OLD_FOLDER
    )


def test_the_table_of_renames_names_real_keys() -> None:
    assert set(RENAMED) == {"briefgen", "brand", "corrections", "delivery", "edition", "words"}
    for kind, table in RENAMED.items():
        names = json.dumps(config.schema(kind))
        assert all(f'"{one.new}"' in names and f'"{one.old}": {{' not in names for one in table)


# The digest


def test_the_digest_is_of_the_meaning(tmp_path: Path) -> None:
    first = config.load(write(tmp_path, SMALL)).digest
    rewritten = yaml.safe_dump(yaml.safe_load(SMALL), sort_keys=True, default_flow_style=True)
    (tmp_path / "far" / "config").mkdir(parents=True)
    moved = write(tmp_path / "far" / "config", "# a note\n" + rewritten.replace("news", "'olds'"))
    assert config.load(moved).digest == first


@pytest.mark.parametrize("change", [("Weather and", "Weather or"), ("snow", "hail"), ("unit: mm", "unit: cm")])
def test_the_digest_changes_with_the_meaning(tmp_path: Path, change: tuple[str, str]) -> None:
    first = config.load(write(tmp_path, SMALL)).digest
    assert config.load(write(tmp_path, SMALL.replace(*change))).digest != first


def test_the_digest_follows_the_brand_and_the_bytes_of_its_logo(tmp_path: Path) -> None:
    logo = tmp_path / "crest.svg"
    logo.write_text("<svg/>")
    bare = config.load(write(tmp_path, SMALL, "version: 1\n")).digest
    with_logo = config.load(write(tmp_path, SMALL, "version: 1\nlogo: {large: crest.svg, alt: A crest}\n")).digest
    logo.write_text("<svg><g/></svg>")
    redrawn = config.load(tmp_path / "briefgen.yaml").digest
    assert len({bare, with_logo, redrawn}) == 3


# The schema


def test_schemas_are_valid_and_accept_what_is_shipped() -> None:
    for kind in ("briefgen", "brand"):
        schema = config.schema(kind)
        jsonschema.Draft202012Validator.check_schema(schema)
        shipped = yaml.safe_load((ROOT / "config" / f"{kind}.yaml").read_text(encoding="utf-8"))
        jsonschema.validate(shipped, schema)


VALUES = st.recursive(
    st.sampled_from(["rain", "Rain!", "", "*", "a4", "pdf", 1, 0, True, None, 1.5, "#ffffff", "#fff", "t", "$"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["title", "terms", "name", "unit", "aliases", "rain", "measures", "large", "base", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.dictionaries(st.sampled_from([*config.schema()["properties"], "extra"]), VALUES, max_size=4))
def test_what_the_schema_refuses_the_check_refuses(tmp_path: Path, values: dict[str, Any]) -> None:
    whole = {**yaml.safe_load(SMALL), **values}
    if jsonschema.Draft202012Validator(config.schema()).is_valid(whole):
        return
    text = yaml.safe_dump(whole, allow_unicode=True)
    assert any(found.level is Level.ERROR for found in config.check(write(tmp_path, text)))


# What is shipped, and what is written about it


def test_the_shipped_settings_are_clean() -> None:
    assert config.check(ROOT / "config" / "briefgen.yaml") == ()
    read = config.load(ROOT / "config" / "briefgen.yaml")
    assert [topic.id for topic in read.topics] == ["transport", "energy", "digital", "diplomacy"]
    assert all(topic.measures for topic in read.topics)
    assert read.corpus == (ROOT / "seeds",)
    assert read.output == ROOT / "build"


def keys_of(schema: dict[str, Any]) -> set[str]:
    keys = set(schema.get("properties", ()))
    for inner in (*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")):
        keys |= keys_of(inner) if isinstance(inner, dict) else set()
    return keys


def test_every_key_is_documented_and_every_example_is_right(tmp_path: Path) -> None:
    docs = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    for kind in ("briefgen", "brand", "corrections", "edition"):
        for key in keys_of(config.schema(kind)):
            assert f"`{key}`" in docs, key
    examples = [part.split("\n```", 1)[0] for part in docs.split("```yaml\n")[1:]]
    briefgen, brand, corrections, edition = examples
    (tmp_path / "config").mkdir()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "templates" / "house").mkdir(parents=True)
    (tmp_path / "config" / "crest.svg").write_text("<svg/>")
    (tmp_path / "config" / "corrections.yaml").write_text(corrections, encoding="utf-8")
    (tmp_path / "config" / "editions").mkdir()
    (tmp_path / "config" / "editions" / "2026-W47.yaml").write_text(edition, encoding="utf-8")
    assert findings(tmp_path / "config", briefgen, brand) == []
    assert config.load(tmp_path / "config" / "briefgen.yaml").overrides[0].order == ("bottom_line", "developments")
    assert len(config.load(tmp_path / "config" / "briefgen.yaml").corrections) == corrections.count("- document")


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [
        ("topic", ["topics", "title"], "topics"),
        ("TITLE", ["title"], "title"),
        ("zzz", ["title"], None),
        ("a", [], None),
    ],
)
def test_the_nearest_name(word: str, known: list[str], near: str | None) -> None:
    assert nearest(word, known) == near


def test_settings_know_every_format_that_comes_with_briefgen() -> None:
    assert set(FORMATS) == set(rendering.BUILTIN)
