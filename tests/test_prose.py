"""An editor's Markdown: what it may do, and that nothing else comes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.rendering.lines import lines
from briefgen.rendering.prose import plain, prose
from briefgen.rendering.tokens import markdown_parser

ALLOWED = {
    *("text", "inline", "softbreak", "paragraph_open", "paragraph_close", "em_open", "em_close"),
    *("strong_open", "strong_close", "link_open", "link_close", "bullet_list_open", "bullet_list_close"),
    *("ordered_list_open", "ordered_list_close", "list_item_open", "list_item_close"),
}
CASES = {
    "one\ntwo": ("one two", "one two"),
    "one\n\ntwo": ("one\n\ntwo", "one two"),
    "*a* **b _c_**": ("*a* **b _c_**", "a b c"),
    "- a\n  - b\n- c": ("- a\n\n  - b\n\n- c", "a b c"),
    "3. a\n4. b": ("3. a\n\n4. b", "a b"),
    "- - a": ("- - a", "a"),
    "[a](https://example.org/?a=1&b=2)": ("[a](<https://example.org/?a=1&amp;b=2>)", "a"),
    "[a](mailto:a@example.org)": ("[a](<mailto:a@example.org>)", "a"),
    "[a](javascript:x)": ("\\[a\\]\\(javascript:x)", "[a](javascript:x)"),
    "[a](file:///etc/passwd)": ("\\[a\\]\\(file:///etc/passwd)", "[a](file:///etc/passwd)"),
    "[a](/local)": ("a", "a"),
    "![a](https://example.org/a.png)": ("\\![a](<https://example.org/a.png>)", "!a"),
    "# a": ("\\# a", "# a"),
    "> a": ("&gt; a", "> a"),
    "    code": ("code", "code"),
    "`a`": ("\\`a\\`", "`a`"),
    "<b>a</b>": ("&lt;b&gt;a&lt;/b&gt;", "<b>a</b>"),
    "<!-- block: gaps -->": ("&lt;!-- block: gaps --&gt;", "<!-- block: gaps -->"),
    "a[^1]": ("a\\[\\^1\\]", "a[^1]"),
    "[^1]: a": ("\\[\\^1\\]: a", "[^1]: a"),
    "{{ 7 * 7 }}": ("\\{\\{ 7 \\* 7 \\}\\}", "{{ 7 * 7 }}"),
    "a\n===": ("a \\===", "a ==="),
    "": ("", ""),
}


@pytest.mark.parametrize("markdown", CASES)
def test_cases(markdown: str) -> None:
    assert (str(prose(markdown)), plain(markdown)) == CASES[markdown]


@given(st.text(st.sampled_from("ab 1.*_[]()<>!`#-+>\\&;:/|~^\n\t"), max_size=60) | st.text(max_size=30))
def test_nothing_but_paragraphs_lists_emphasis_and_links_comes_of_it(markdown: str) -> None:
    tokens = markdown_parser().parse(prose(markdown))
    assert {one.type for token in tokens for one in (token, *(token.children or ()))} <= ALLOWED
    printed = " ".join(line.text for line in lines(prose(markdown)))
    assert "".join(printed.split()) == "".join(plain(markdown).split())
