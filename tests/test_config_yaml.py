"""Hostile and unlucky YAML: each is a finding with its line, never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen import config
from briefgen.config.nodes import Items, Scalar, ScalarKind, Table, parse

if TYPE_CHECKING:
    from pathlib import Path


def wrong(data: bytes) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in parse(data)[1]]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty"),
        ("# only a comment\n", 1, "empty"),
        ("---\n", 1, "empty"),
        ("~\n", 1, "empty"),
        ("version: 1\n\ttopics: 3\n", 2, "tab"),
        ("version: 1\n---\nversion: 1\n", 2, "second document"),
        ("version: 1\nversion: 1\n", 2, "stands twice; the first is on line 1"),
        ("version: [1\n", 2, "not valid YAML"),
        ("corpus: a: b\n", 1, "not valid YAML"),
        ("a: @b\n", 1, "not valid YAML"),
        ("a: [#ffffff]\n", 2, "not valid YAML"),
        ("corpus: [*oil]\n", 1, "no anchor &oil"),
        ("a: &a [*a]\n", 1, "contains itself"),
        ("<<: {a: 1}\nversion: 1\n", 1, "merge keys"),
        ("version: !!python/object/apply:os.system ['true']\n", 1, "!!python/object/apply:os.system"),
        ("version: !!int 1\n", 1, "tag !!int"),
        ("corpus: !local x\n", 1, "tag !local"),
        ("[a]: 1\n", 1, "a key must be a word"),
        ("no: 1\n", 1, "YAML takes the key no for yes or no"),
        ("a: " + "[" * 50_000, 1, "deep"),
        ("a: " + "{b: " * 50_000, 1, "deep"),
        ("- " * 5000 + "a\n", 1, "deep"),
        ("a: [" + "x, " * 30_000 + "]\n", 1, "values"),
        ("a: &a x\nb: [" + "*a, " * 30 + "]\n", 2, "aliases"),
        ("a: 1\nb: '\x07'\n", 2, "U+0007"),
        ('a: "\\U00110000"\n', 1, "not readable"),
        ('a: "\\ud800"\n', 1, "surrogate"),
        ("x" * 300_000, 1, "larger than"),
        ("a: 1\n%YAML 9.9\n", 2, "not valid YAML"),
    ],
)
def test_it_is_a_problem_with_its_line(text: str, line: int, words: str) -> None:
    found = wrong(text.encode())
    assert any(at == line and words in message for at, message in found), found


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("corpus: a: b\n", "holds a colon"),
        ("a: @b\n", "starts with this character"),
        ("a: [#ffffff]\n", "put colours in quotes"),
        ("a: [*oil]\n", '"*oil"'),
        ("a: {\n", "brackets that are not closed"),
    ],
)
def test_the_hint_says_what_to_do(text: str, hint: str) -> None:
    assert hint in (parse(text.encode())[1][-1].hint or "")


def test_a_bomb_of_aliases_is_stopped() -> None:
    layers = ["a0: &a0 [" + "x, " * 100 + "]"]
    layers += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 10)]
    assert any("values" in message for _, message in wrong("\n".join(layers).encode()))


@pytest.mark.parametrize(
    ("data", "line"), [(b"version: 1\nname: \xe9t\xe9\n", 2), ("version: 1\n".encode("utf-16"), 1)]
)
def test_other_encodings_are_a_problem(data: bytes, line: int) -> None:
    assert wrong(data) == [(line, "the file is not UTF-8")]


def test_problems_of_keys_do_not_hide_the_rest() -> None:
    root, found = parse(b"a: 1\na: 2\nno: 3\nb: [x, y]\n")
    assert [problem.line for problem in found] == [2, 3]
    assert isinstance(root, Table)
    assert root.get("b") == Items((Scalar("x", ScalarKind.TEXT, 4), Scalar("y", ScalarKind.TEXT, 4)), 4)


def test_every_value_knows_its_line() -> None:
    root, found = parse("# note\na:\n  - b: x\n    c: 'ü'\n  - >-\n    folded\n    text\n".encode())
    assert found == ()
    assert isinstance(root, Table)
    items = root.get("a")
    assert isinstance(items, Items)
    assert [item.line for item in items.items] == [3, 5]
    assert items.items[1] == Scalar("folded text", ScalarKind.TEXT, 5)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_findings_and_no_traceback(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "briefgen.yaml"
    path.write_bytes(data)
    found = config.check(path)
    assert found, "no such file holds a topic"
    assert all(str(one).encode() for one in found)


@settings(deadline=None, max_examples=200)
@given(text=st.text(alphabet="ab:-[]{}*&!<>|'\"#,?%@\n \t~.019", max_size=60))
def test_any_yaml_like_text_gives_a_tree_or_problems(text: str) -> None:
    root, found = parse(text.encode())
    assert root is not None or found
    assert all(0 < problem.line <= text.count("\n") + 1 for problem in found)
