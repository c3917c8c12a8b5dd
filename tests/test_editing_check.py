"""`briefgen templates check`: what is wrong with a template is found without printing it, and nothing else is."""

import json
from pathlib import Path

import pytest
import yaml
from conftest import Run

from briefgen import resources
from briefgen.config import load
from briefgen.config.problems import Level
from briefgen.editing import variables, vocabulary
from briefgen.editing.checking import check
from briefgen.editing.layers import Layers
from briefgen.rendering.filters import filters
from briefgen.rendering.markdown import chart_files
from briefgen.rendering.notes import places
from briefgen.rendering.seen import SEEN

BEGIN = '{% extends "!default/brief.md.j2" %}{% import "partials/parts.md.j2" as parts %}\n'

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "templates.yaml").read_text("utf-8"))


@pytest.fixture
def layers(tmp_path: Path) -> Layers:
    (tmp_path / "house" / "partials").mkdir(parents=True)
    (tmp_path / "house" / "partials" / "foot.j2").write_text("{{ section.heading }} {{ brief.title }}")
    return Layers(resources.templates(), tmp_path / "house")


def written(layers: Layers, name: str, text: str) -> list[tuple[str, int, str, str]]:
    assert layers.house is not None
    (layers.house / name).write_text(text)
    return [(one.id, one.line, one.message, one.hint) for one in check(layers, "en-GB") if one.level is Level.ERROR]


@pytest.mark.parametrize("case", CASES["wrong"], ids=lambda case: case["text"])
def test_what_is_wrong_is_named_with_its_line_and_what_was_meant(layers: Layers, case: dict[str, str]) -> None:
    name, text = case.get("file", "brief.md.j2"), case["text"]
    found = written(layers, name, text if "file" in case else f"{BEGIN}{text}")
    assert {one[0] for one in found} == {case["rule"]}, found
    assert {one[1] for one in found} <= {1, 2, 3}
    assert any(case.get("hint", "") in one[3] for one in found), found


@pytest.mark.parametrize("text", CASES["right"])
def test_what_is_right_passes(layers: Layers, text: str) -> None:
    assert written(layers, "brief.md.j2", BEGIN + text) == []


def test_what_is_shipped_passes(tmp_path: Path) -> None:
    assert check(Layers(resources.templates(), None), "kk") == ()
    assert check(Layers(resources.templates(), tmp_path), "kk") == ()


def test_a_file_that_nothing_uses_is_named(layers: Layers) -> None:
    assert layers.house is not None
    (layers.house / "breif.md.j2").write_text("x")
    (layers.house / "README.md").write_text("x")
    found = {Path(one.file).name: (one.id, one.hint) for one in check(layers, "en-GB")}
    assert found == {
        "breif.md.j2": ("W201", "Did you mean 'brief.md.j2'?"),
        "foot.j2": ("W201", "Did you mean 'partials/parts.md.j2'?"),
    }


def test_a_comment_with_a_reason_lets_a_line_pass(layers: Layers) -> None:
    wrong = "{% block gaps %}{{ section.hedding }}{% endblock %}"
    assert written(layers, "brief.md.j2", f"{BEGIN}{{# allow E104: next week's field #}}\n{wrong}") == []
    assert written(layers, "brief.md.j2", f"{BEGIN}{wrong}{{# allow E102, E104: next week #}}") == []
    assert written(layers, "brief.md.j2", f"{BEGIN}{{# allow E103: another one #}}\n{wrong}") != []
    ((rule, _, _, hint),) = written(layers, "brief.md.j2", f"{BEGIN}{{# allow E104 #}}\n{wrong}")
    assert (rule, hint) == ("E104", "Say why in the comment that lets it pass: {# allow E104: reason #}")


def test_templates_that_extend_each_other_end(layers: Layers) -> None:
    assert layers.house is not None
    (layers.house / "a.j2").write_text('{% extends "brief.md.j2" %}')
    found = written(layers, "brief.md.j2", '{% extends "a.j2" %}')
    assert {one[0] for one in found} == {"E110"}
    (layers.house / "a.j2").write_text('{% include "a.j2" %}{% import "a.j2" as x %}')
    assert written(layers, "brief.md.j2", '{% include "a.j2" %}') == []


def test_the_vocabulary_is_what_the_renderer_has() -> None:
    from briefgen import orders, pipeline, samples

    settings = samples.dressed(samples.settings("busy"), load(None))
    (brief,) = pipeline.make(settings, orders.Order(), lambda _: None)
    assert set(vocabulary.OURS) == set(filters(brief, places(brief), chart_files(brief)))


def test_the_variable_reference_is_what_the_types_say() -> None:
    page = (Path(__file__).parent.parent / "templates" / "VARIABLES.md").read_text("utf-8")
    assert page == variables.reference(), "make docs"
    for thing in (*map(variables.seen, SEEN), *variables.things(list(SEEN.values()))):
        assert [one.name for one in thing.fields if not one.meaning] == [], thing.name
        assert thing.meaning
        assert all(one.type and "briefgen" not in one.type and "[" not in one.type for one in thing.fields), thing


def test_every_field_of_the_reference_passes_the_check(layers: Layers) -> None:
    loops = {"Section": "section", "Brief": "brief", "Brand": "brand", "Part": "part"}
    for thing in variables.things([SEEN["brief.md.j2"]]):
        if thing.name in loops:
            printed = "".join(f"{{{{ {loops[thing.name]}.{one.name} }}}}" for one in thing.fields)
            assert written(layers, "brief.md.j2", f"{BEGIN}{{% block gaps %}}{printed}{{% endblock %}}") == []


def test_the_command_for_variables(briefgen: Run) -> None:
    shown = briefgen("templates", "vars").stdout
    assert "  brief     Brief            The brief.\n" in shown
    assert "\nStatus: " in shown
    wrong = briefgen("templates", "vars", "page.html")
    assert (wrong.returncode, "Did you mean page.html.j2?" in wrong.stderr) == (2, True)


def test_the_command(tmp_path: Path, briefgen: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = {"version": 1, "corpus": ["news"], "topics": {"ports": {"title": "Ports", "terms": ["port"]}}}
    (tmp_path / "briefgen.yaml").write_text(yaml.safe_dump(settings))
    fine = briefgen("templates", "check")
    assert (fine.returncode, fine.stdout, fine.stderr) == (0, "", "nothing is wrong\n")
    house = tmp_path / "templates" / "house"
    house.mkdir(parents=True)
    (house / "brief.md.j2").write_text(f"{BEGIN}{{% block gaps %}}\n  {{{{ section.headin }}}}\n{{% endblock %}}\n")
    found = briefgen("templates", "check")
    assert found.returncode == 1
    assert (
        "brief.md.j2:3  E104  Section has no field 'headin'\n    {{ section.headin }}\n    Did you mean 'heading'?"
        in (found.stdout)
    )
    assert found.stderr == "1 error, 1 warning\n"
    rows = [json.loads(line) for line in briefgen("templates", "check", "--json").stdout.splitlines()]
    assert [(row["id"], row["level"], row["line"]) for row in rows] == [("W204", "warning", 0), ("E104", "error", 3)]
