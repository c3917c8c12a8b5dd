import contextlib
import json
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen import finished, interchange, resources
from briefgen.corpus.declaring import FIELDS
from briefgen.errors import UsageError
from briefgen.model import Brand, Brief

BRIEFS = {"ordinary": samples.ordinary()}


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads(interchange.schema(name))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("brief", BRIEFS.values(), ids=BRIEFS)
def test_briefs_keep_their_schema(brief: Brief) -> None:
    row = json.loads(interchange.dump(interchange.brief_row(brief)))
    problems = [f"{error.json_path}: {error.message}" for error in validator("brief").iter_errors(row)]
    assert not problems


@pytest.mark.parametrize("brief", BRIEFS.values(), ids=BRIEFS)
def test_figures_keep_their_schema(brief: Brief) -> None:
    documents = {document.id: document for document in brief.documents}
    figures = validator("figures")
    for fact in brief.facts:
        for figure in fact.figures:
            row = interchange.figure_row(figure, documents[figure.passage.document_id])
            assert not list(figures.iter_errors(json.loads(interchange.line(row))))


@pytest.mark.parametrize("brief", BRIEFS.values(), ids=BRIEFS)
def test_a_brief_reads_back(brief: Brief) -> None:
    back = finished.read(json.loads(interchange.dump(interchange.brief_row(brief))))
    assert back.topic == brief.topic
    assert [fact.id for fact in back.facts] == [fact.id for fact in brief.facts]
    assert [statement.text for statement in back.statements] == [
        statement.text for section in brief.sections for statement in section.statements
    ]
    assert [point.fact for point in back.points] == [
        point.fact.id for chart in brief.charts for point in (*chart.points, *chart.reference_lines)
    ]


def test_the_schema_knows_every_field_that_is_told_to_be_known() -> None:
    known = json.loads(interchange.schema("brief"))["$defs"]["document"]["properties"]["known"]
    assert tuple(known["propertyNames"]["enum"]) == FIELDS


def test_every_key_of_the_schema_is_required() -> None:
    """An optional key would be one that a reader cannot rely on. Only corrections and houses have something to add."""

    def objects(node: object) -> list[dict[str, Any]]:
        if isinstance(node, dict):
            inner = [found for value in node.values() for found in objects(value)]
            return [node, *inner] if "properties" in node and isinstance(node["properties"], dict) else inner
        return [found for value in node for found in objects(value)] if isinstance(node, list) else []

    seldom = {"notice", "words"}
    for name in interchange.SCHEMAS:
        for node in objects(json.loads(interchange.schema(name))):
            assert sorted({*node["properties"]} - seldom) == sorted({*node["required"]} - seldom)
            assert node["additionalProperties"] is False


def test_text_is_not_escaped_and_ends_in_a_newline() -> None:
    assert interchange.dump({"text": "₼ 5 — “so”"}) == '{\n "text": "₼ 5 — “so”"\n}\n'
    assert interchange.line({"text": "a\nb"}) == '{"text": "a\\nb"}\n'


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**15), max_value=10**15))
def test_decimals_are_exact_and_plain(value: Decimal) -> None:
    text = interchange.decimal(value)
    assert text is not None
    assert Decimal(text) == value
    assert "e" not in text.lower()
    assert text == "0" or not (("." in text) and text.endswith(("0", ".")))


@pytest.mark.parametrize(
    ("value", "text"),
    [("4.50E+6", "4500000"), ("1.500", "1.5"), ("-0", "0"), ("-0.0", "0"), ("100", "100"), ("1E-7", "0.0000001")],
)
def test_decimals(value: str, text: str) -> None:
    assert interchange.decimal(Decimal(value)) == text


def test_names_of_relations_and_charts_do_not_depend_on_their_place() -> None:
    brief = samples.ordinary()
    turned = replace(brief, relations=brief.relations[::-1])
    ids = [relation["id"] for relation in interchange.brief_row(brief)["relations"]]
    assert [relation["id"] for relation in interchange.brief_row(turned)["relations"]] == ids[::-1]
    assert len(set(ids)) == len(ids)


def test_the_json_renderer_names_its_file_after_the_topic() -> None:
    from briefgen.rendering import json as renderer

    brief = samples.ordinary()
    (file,) = renderer.render(brief, Brand(), (resources.templates(),))
    assert file.name == f"{brief.topic}.json"
    assert json.loads(file.content)["topic"] == brief.topic


@pytest.mark.parametrize(
    ("key", "value", "where"),
    [
        ("format", "briefgen.brief/9", "format"),
        ("format", None, "format"),
        ("facts", {}, "facts"),
        ("facts", ["x"], "facts[0]"),
        ("provenance", [], "provenance"),
        ("documents", [{"id": 5}], "documents[0].id"),
    ],
)
def test_what_breaks_the_interface_is_named(key: str, value: object, where: str) -> None:
    row = interchange.brief_row(samples.ordinary()) | {key: value}
    with pytest.raises(UsageError) as caught:
        finished.read(row)
    assert caught.value.where == where


@pytest.mark.parametrize("value", ["NaN", "Infinity", "many", "1.2.3"])
def test_a_value_that_is_no_number_is_refused(value: str) -> None:
    row = interchange.brief_row(samples.ordinary())
    row["facts"][0]["value"] = value
    with pytest.raises(UsageError, match="is no decimal"):
        finished.read(row)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(key=st.sampled_from(sorted(interchange.brief_row(BRIEFS["ordinary"]))), value=json_values)
def test_anything_else_in_a_key_is_read_or_refused(key: str, value: object) -> None:
    row = interchange.brief_row(BRIEFS["ordinary"]) | {key: value}
    with contextlib.suppress(UsageError):
        finished.read(row)
