"""Templates of the house and of the shipped layer: blocks in their text, overrides, and their way through versions."""

import json
from pathlib import Path

import pytest
import yaml
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from briefgen import resources
from briefgen.cli import main
from briefgen.editing.ejecting import ejected
from briefgen.editing.layers import BASE, Layers, names, standings
from briefgen.editing.merging import differences, merged
from briefgen.editing.slices import slices
from briefgen.errors import TemplateError, UsageError

SHIPPED = """{% import "parts.j2" as parts %}
{% set gap = 3 %}
# Title
{% block head %}
one
two
three
four
{% endblock %}
{%- block body scoped -%}
  {{ parts.x(gap) }}
  {% block inner %}in{% endblock inner %}
{%- endblock -%}
"""


@pytest.fixture
def layers(tmp_path: Path) -> Layers:
    """A shipped template, a style sheet, and an empty folder of the house."""
    default, house = tmp_path / "default", tmp_path / "house"
    (default / "css").mkdir(parents=True)
    house.mkdir()
    (default / "brief.j2").write_text(SHIPPED)
    (default / "css" / "a.css").write_text("p { color: red }\n")
    return Layers(default, house)


def write(layers: Layers, name: str, *blocks: str) -> Path:
    """Ejects as the command does."""
    assert layers.house is not None
    for one in ejected(layers, name, blocks):
        path = layers.house / one.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(one.text)
    return layers.house / name


def ship(layers: Layers, before: str, after: str) -> None:
    """A new version."""
    path = layers.default / "brief.j2"
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))


# Blocks in a text


def test_blocks_are_cut_as_they_stand() -> None:
    found = slices(SHIPPED, "x")
    assert list(found.blocks) == ["head", "body", "inner"]
    assert found.blocks["head"].content(SHIPPED) == "\none\ntwo\nthree\nfour\n"
    body = found.blocks["body"]
    assert SHIPPED[body.start : body.end].startswith("{%- block body scoped -%}\n  {{ parts")
    assert SHIPPED[body.start : body.end].endswith("{%- endblock -%}")
    assert (body.tag, body.line, found.blocks["inner"].content(SHIPPED)) == ("{%- block body scoped -%}", 10, "in")
    assert [one.names for one in found.shared] == [("parts",), ("gap",)]


@pytest.mark.parametrize(
    "text",
    [
        "{# {% block no %} #}x",
        "{% raw %}{% block no %}{% endraw %}x",
        '{{ "{% block no %}" }}x',
        "{%- raw -%} {% block no %}{%- endraw -%}x",
    ],
)
def test_what_only_looks_like_a_block_is_none(text: str) -> None:
    assert list(slices(text + "{% block yes %}{% endblock %}", "x").blocks) == ["yes"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\n{% block x %}", "x.j2:2: the block 'x' has no endblock"),
        ("a\n\n{% endblock %}", "x.j2:3: an endblock without a block"),
        ("{% block x %}\n{{ 'a }}", "x.j2:2"),
        ("{% raw %}a", "x.j2:1"),
    ],
)
def test_what_cannot_be_cut_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(TemplateError, match=said.replace(".", r"\.")):
        slices(text, "x.j2")


@given(
    st.lists(
        st.sampled_from(
            [
                "{% block %s %}",
                "{%- block %s scoped -%}",
                "{% endblock %}",
                "{%+ endblock -%}",
                " text\n",
                "{{ a }}",
                "{# b #}",
            ]
        ),
        max_size=12,
    )
)
def test_each_block_begins_and_ends_with_its_tags(pieces: list[str]) -> None:
    text = "".join(piece.replace("%s", f"b{number}") for number, piece in enumerate(pieces))
    try:
        found = slices(text, "x").blocks
    except TemplateError:
        depths = [sum(p.count("endblock") * -2 + p.count("block") for p in pieces[: n + 1]) for n in range(len(pieces))]
        assert min(depths) < 0 or depths[-1] != 0
        return
    assert len(found) == sum("block %s" in piece for piece in pieces)
    for block in found.values():
        assert text[block.start : block.inner] == block.tag
        assert "endblock" in text[block.close : block.end]
        assert text[block.close : block.end].endswith("%}")


def test_every_shipped_template_can_be_cut() -> None:
    folder = resources.templates()
    found = {name: slices((folder / name).read_text("utf-8"), name) for name in names(folder) if name.endswith(".j2")}
    assert list(found["brief.md.j2"].blocks) == [
        *(
            "masthead",
            "foreword",
            "bottom_line",
            "key_figures",
            "charts",
            "developments",
            "disagreements",
            "targets",
            "quotations",
        ),
        *("changes", "gaps", "definitions", "sources", "colophon"),
    ]


# Overrides


def test_the_smallest_override_of_a_block(layers: Layers) -> None:
    path = write(layers, "brief.j2", "head")
    assert (
        path.read_text()
        == '{% extends "!default/brief.j2" %}\n\n{% block head %}\none\ntwo\nthree\nfour\n{% endblock %}\n'
    )
    assert (path.parent / BASE / "brief.j2").read_text() == SHIPPED
    write(layers, "brief.j2", "body")
    assert path.read_text().count('{% import "parts.j2" as parts %}\n{% set gap = 3 %}\n') == 1
    assert list(slices(path.read_text(), "x").blocks) == ["head", "body", "inner"]
    own = next(one for one in standings(layers) if one.name == "brief.j2")
    assert (own.overridden, own.whole, own.unknown, own.changed) == (("head", "body", "inner"), False, (), ())


def test_nothing_of_an_editor_is_replaced(layers: Layers) -> None:
    path = write(layers, "brief.j2", "head")
    path.write_text(path.read_text().replace("two", "zwei"))
    before = path.read_text()
    for blocks, said in ((("head",), "has the block"), ((), "is overridden already"), (("hed",), "Did you mean head")):
        with pytest.raises(UsageError) as caught:
            ejected(layers, "brief.j2", blocks)
        assert said in f"{caught.value}"
    assert path.read_text() == before
    write(layers, "css/a.css")
    with pytest.raises(UsageError, match="is overridden already"):
        ejected(layers, "css/a.css")


def test_a_whole_file_has_its_blocks_already(layers: Layers) -> None:
    write(layers, "brief.j2")
    with pytest.raises(UsageError, match="stands for the whole"):
        ejected(layers, "brief.j2", ["head"])


def test_an_override_by_hand_gets_its_original_later(layers: Layers) -> None:
    assert layers.house is not None
    path = layers.house / "brief.j2"
    path.write_text('{% extends "!default/brief.j2" %}{% block hed %}x{% endblock %}{% block head %}y{% endblock %}')
    (own,) = [one for one in standings(layers) if one.is_house]
    assert (own.unknown, own.changed) == (("hed",), None)
    with pytest.raises(UsageError, match="was not kept"):
        merged(layers, "brief.j2")
    before = path.read_text()
    write(layers, "brief.j2")
    assert (path.read_text(), layers.base("brief.j2") is not None) == (before, True)


# From one version to the next


def test_only_a_change_below_an_override_counts(layers: Layers) -> None:
    write(layers, "brief.j2", "head")
    ship(layers, "# Title", "# A title")
    ship(layers, "parts.x", "parts.y")
    assert [one.changed for one in standings(layers) if one.is_house] == [()]
    ship(layers, "four", "4")
    assert [one.changed for one in standings(layers) if one.is_house] == [("head",)]
    (found,) = differences(layers, "brief.j2")
    assert found.shipped is not None
    assert {"-four", "+4"} <= set(found.shipped)


def test_both_changes_come_together(layers: Layers) -> None:
    path = write(layers, "brief.j2", "head")
    path.write_text(path.read_text().replace("one", "eins"))
    ship(layers, "four", "4")
    found = merged(layers, "brief.j2")
    assert "\neins\ntwo\nthree\n4\n" in found.text
    assert (found.changed, found.conflicts, found.gone) == (("head",), 0, ())
    assert found.base == (layers.default / "brief.j2").read_text()


def test_where_both_changed_the_same_lines_both_stand_between_markers(layers: Layers) -> None:
    path = write(layers, "brief.j2", "head")
    path.write_text(path.read_text().replace("two", "zwei"))
    ship(layers, "two", "deux")
    found = merged(layers, "brief.j2")
    assert "<<<<<<< house\nzwei\n=======\ndeux\n>>>>>>> shipped\n" in found.text
    assert found.conflicts == 1


def test_a_block_that_is_no_longer_shipped_is_named_and_kept(layers: Layers) -> None:
    path = write(layers, "brief.j2", "head")
    path.write_text(path.read_text().replace("two", "zwei"))
    ship(layers, "block head", "block top")
    found = merged(layers, "brief.j2")
    assert (found.gone, "zwei" in found.text) == (("head",), True)


LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n", ""]), max_size=6).map("".join)


@given(then=LINES, mine=LINES, now=LINES)
def test_a_merge_loses_no_line_that_an_editor_wrote(
    then: str, mine: str, now: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("merge")
    paths = {"default": now, "house": mine, f"house/{BASE}": then}
    for folder, text in paths.items():
        (home / folder).mkdir(parents=True, exist_ok=True)
        (home / folder / "a.css").write_text(text)
    found = merged(Layers(home / "default", home / "house"), "a.css")
    if then == now:
        assert (found.text, found.changed) == (mine, ())
    if mine == then:
        assert found.text == now
    if mine == now:
        assert (found.text, found.conflicts) == (mine, 0)
    if found.conflicts:
        assert found.text.count("<<<<<<< house\n") == found.text.count(">>>>>>> shipped\n") == found.conflicts
        assert sorted(set(mine.splitlines()) - set(then.splitlines())) == sorted(
            line for line in set(mine.splitlines()) - set(then.splitlines()) if line in found.text.splitlines()
        )


# The commands


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings = {"version": 1, "corpus": ["news"], "topics": {"ports": {"title": "Ports", "terms": ["port"]}}}
    (tmp_path / "briefgen.yaml").write_text(yaml.safe_dump(settings))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_as_an_editor_types_them(project: Path, briefgen: Run) -> None:
    first = briefgen("templates", "list", "--json")
    assert {json.loads(line)["layer"] for line in first.stdout.splitlines()} == {"shipped"}
    made = briefgen("templates", "eject", "brief.md.j2", "--block", "masthead")
    assert made.returncode == 0
    path = project / "templates" / "house" / "brief.md.j2"
    windows = path.read_text().replace("Edition", "Ausgabe").replace("\n", "\r\n")
    path.write_bytes(windows.encode())
    listed = briefgen("templates", "list").stdout
    assert "brief.md.j2           house    masthead\n" in listed
    base = path.parent / BASE / "brief.md.j2"
    base.write_text(base.read_text().replace("No documents were read.", "None."))
    assert "changed since: masthead" in briefgen("templates", "list").stdout
    compared = briefgen("templates", "diff", "brief.md.j2").stdout
    assert "+**{{ brand.name }}** · {% trans name=brief.edition.name %}Ausgabe" in compared
    assert "+{% trans %}No documents were read.{% endtrans +%}" in compared
    assert briefgen("templates", "diff", "brief.md.j2", "--merge").returncode == 0
    text = path.read_bytes().decode()
    assert ("Ausgabe" in text, "No documents were read." in text, text.count("\r\n") == text.count("\n")) == (True,) * 3
    shown = briefgen("templates", "show", "brief.md.j2", "--block", "masthead", "--block", "gaps").stdout
    assert "templates/house/brief.md.j2:" in shown
    assert "default/brief.md.j2:" in shown
    wrong = briefgen("templates", "show", "brief.md")
    assert (wrong.returncode, "Did you mean brief.md.j2?" in wrong.stderr) == (2, True)


def test_a_brief_with_an_ejected_block_is_the_shipped_one(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "news").mkdir()
    (project / "news" / "a.txt").write_text("The port handled 4 million tons of cargo in 2024.\n")
    assert main(["make", "--format", "md", "--out", "before"]) == 0
    for name in names(resources.templates()):
        assert main(["templates", "eject", name]) == 0
    assert main(["make", "--format", "md", "--out", "after"]) == 0
    for block in slices((project / "templates/house/brief.md.j2").read_text(), "x").blocks:
        (project / "templates" / "house" / "brief.md.j2").unlink()
        assert main(["templates", "eject", "brief.md.j2", "--block", block]) == 0
        assert main(["make", "--format", "md", "--out", block]) == 0
        assert (project / block / "ports.md").read_bytes() == (project / "before" / "ports.md").read_bytes()
    assert (project / "after" / "ports.md").read_bytes() == (project / "before" / "ports.md").read_bytes()
    capsys.readouterr()
