"""The brief as a mail: what other programs find in it, what it never holds, and that both versions say the same."""

from __future__ import annotations

import email
import re
from email import policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest
import samples
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen.language import language
from briefgen.model import Brand, Brief, Edition, Section
from briefgen.rendering import mail
from briefgen.rendering.letter import letter
from briefgen.rendering.plain import WIDTH, plain

DEFAULT = (Path(__file__).parents[1] / "templates" / "default",)
SAMPLES = (samples.ordinary(), samples.awkward(), samples.scripts(), samples.quiet())
VOID = {"meta", "img", "br", "hr"}


def sent(brief: Brief, *, brand: Brand | None = None, folders: tuple[Path, ...] = DEFAULT) -> EmailMessage:
    (file,) = mail.render(brief, brand or Brand(), folders)
    assert file.name == f"{brief.topic}.eml"
    message = email.message_from_bytes(file.content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk() if part.defects] == []
    return message


def version(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


class _Page(HTMLParser):
    """What a page is made of; complains about tags that do not close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "title"}:
            self.words += data
        if self.open and self.open[-1] in {"td", "th", "span", "p", "li"}:
            self.words += " "

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag == name]


def test_text_beside_html_with_its_charts_inside() -> None:
    message = sent(samples.ordinary())
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png", "image/png"]
    assert message["Subject"] == "Transport and corridors – 2025-W43"
    assert message["Date"].datetime.isoformat() == "2025-10-21T00:00:00+00:00"
    assert message["Content-Language"] == "en-GB"
    assert {"From", "To", "Cc", "Bcc", "Sender"} & set(message.keys()) == set()


def test_an_undated_brief_has_no_date() -> None:
    assert sent(replace(samples.quiet(), edition=Edition("undated", None)))["Date"] is None


def test_lines_are_short_enough_for_every_relay() -> None:
    (file,) = mail.render(samples.awkward(), Brand(), DEFAULT)
    assert file.content.isascii()
    assert max(map(len, file.content.split(b"\r\n"))) <= 998
    assert b"\n" not in file.content.replace(b"\r\n", b"")


@pytest.mark.parametrize("brief", SAMPLES)
def test_pictures_come_with_the_mail_and_have_words(brief: Brief) -> None:
    message = sent(brief)
    page = _Page(version(message, "html"))
    held = {str(part["Content-ID"])[1:-1] for part in message.walk() if part["Content-ID"]}
    assert [image["src"] for image in page.all("img")] == [
        f"cid:chart-{n}@brief.invalid" for n in range(1, len(held) + 1)
    ]
    assert {str(image["src"]).removeprefix("cid:") for image in page.all("img")} == held
    assert len(held) == len(brief.charts)
    assert all(image["alt"] for image in page.all("img"))


@pytest.mark.parametrize("brief", SAMPLES)
def test_nothing_runs_and_nothing_is_fetched(brief: Brief) -> None:
    text = version(sent(brief), "html")
    page = _Page(text)
    assert not {"script", "link", "iframe", "form", "object", "base"} & {tag for tag, _ in page.tags}
    assert not re.search(r"url\(|@import|\bon\w+=", text.partition("<body")[0])
    for link in page.all("a"):
        assert str(link["href"]).startswith(("#note-", "https://www.gazette.example/"))


@pytest.mark.parametrize("brief", SAMPLES)
def test_looks_stand_in_the_elements(brief: Brief) -> None:
    page = _Page(version(sent(brief), "html"))
    assert all("style" in attrs for tag in ("h1", "h2", "h3", "p", "li", "th", "img") for attrs in page.all(tag))
    assert not [attrs for _, attrs in page.tags if "var(" in str(attrs.get("style"))]
    layout = [table for table in page.all("table") if "figures" not in str(table.get("class"))]
    assert all(table["role"] == "presentation" for table in layout)
    assert all(head["scope"] in {"row", "col"} for head in page.all("th"))


@pytest.mark.parametrize("brief", SAMPLES)
def test_the_mail_is_not_clipped(brief: Brief) -> None:
    assert len(version(sent(brief), "html").encode()) <= mail.LIMIT


@pytest.mark.parametrize("brief", SAMPLES)
def test_both_versions_say_the_same(brief: Brief) -> None:
    message = sent(brief)
    page = _Page(version(message, "html"))
    words = set(re.findall(r"\w+", page.words + " ".join(str(image["alt"]) for image in page.all("img"))))
    text = set(re.findall(r"\w+", re.sub(r"<https?:\S+>", "", version(message, "plain"))))
    assert text - words <= {"Chart"}
    assert words - text <= {"Measure", "Value", "Shown", "When", "What"}, "names of columns"


@pytest.mark.parametrize("brief", SAMPLES)
def test_plain_text_is_72_columns_wide_but_for_addresses(brief: Brief) -> None:
    text = version(sent(brief), "plain")
    long = [line for line in text.splitlines() if len(line) > WIDTH]
    assert all("https://" in line for line in long)
    assert "\n\n\n\n" not in text


def test_citations_and_notes_have_the_same_numbers_in_both() -> None:
    message = sent(samples.ordinary())
    text, page = version(message, "plain"), _Page(version(message, "html"))
    notes = re.findall(r"^\[(\d+)\] ", text, re.MULTILINE)
    assert notes == re.findall(r"note-(\d+)", " ".join(str(part.get("id")) for part in page.all("p")))
    assert set(re.findall(r"\[(\d+)\]", text)) == set(notes)
    assert {f"#note-{number}" for number in notes} == {
        link["href"] for link in page.all("a") if str(link["href"]).startswith("#")
    }
    assert "[11] “Truck queues fell from 19 days to 6 days.” (original" in text.replace("\r\n", "\n")


def test_a_long_brief_leaves_out_by_priority_and_says_how_much() -> None:
    """What is newest stays; charts, quotations and sources went before, each of what is shown has its picture."""
    brief = samples.ordinary()
    news = next(section for section in brief.sections if section.name == "developments")
    said = tuple(replace(news.statements[0], id=f"said-{number}") for number in range(700))
    long = Section("developments", "Developments", statements=said)
    message = sent(replace(brief, sections=tuple(long if one.name == long.name else one for one in brief.sections)))
    page, text = version(message, "html"), version(message, "plain")
    assert mail.LIMIT - 2_000 < len(page.encode()) <= mail.LIMIT
    words = " ".join(_Page(page).words.split())
    told = re.search(
        r"Left out here, as mail programs cut long messages: (\d+) statements, 1 chart and Sources\.", words
    )
    assert told is not None, words[:600]
    quoted = sum(len(one.statements) for one in brief.sections if one.name == "quotations")
    assert words.count("Truck queues fell from 19 days to 6 days.") == 700 + quoted - int(told[1])
    assert words.index(told[0]) < words.index("Bottom line")
    assert "Where sources disagree" in page
    assert "Gaps and cautions" in page
    assert text.count("Truck queues fell from 19 days to 6 days.[") == 700
    assert not re.search(r'href="#note-', page), "the notes are not there"
    pictures = [part for part in message.walk() if part.get_content_maintype() == "image"]
    assert [f"cid:{part['Content-ID'][1:-1]}" for part in pictures] == [one["src"] for one in _Page(page).all("img")]


def test_what_holds_too_much_to_be_cut_is_still_a_mail() -> None:
    brief = samples.ordinary()
    said = Section("bottom_line", "Bottom line", statements=brief.sections[0].statements * 200)
    page = version(sent(replace(brief, sections=(said, *brief.sections[1:]))), "html")
    assert "Left out here" in page
    assert "Gaps and cautions" in page


TITLES = (
    "Ports\r\nBcc: evil@example.org",
    "Ports\u2028Bcc: evil@example.org",
    "Ports \ud800 and \udfff rail",
    "\u202eStrop\u202c",
    "=?utf-8?q?Ports=0D=0ABcc=3A_evil=40example.org?=",
    "Қазақ теміржолы — ₼ 5 млн",
    "ports " * 60,
    "p" * 900,
)


@pytest.mark.parametrize("title", TITLES)
def test_a_title_stays_one_subject(title: str) -> None:
    unfolds(title)


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(), max_size=200))
def test_any_title_stays_one_subject(title: str) -> None:
    unfolds(title)


def unfolds(title: str) -> None:
    brief = replace(samples.quiet(), title=title)
    message = email.message_from_bytes(mail.message(brief, "text\n", "<p>", ()), policy=policy.default)
    expected = ["Content-Language", "Content-Type", "Date", "MIME-Version", "Message-ID", "Subject", "X-Unsent"]
    assert sorted(message.keys()) == expected
    assert re.sub(r"\s+", " ", str(message["Subject"])) == re.sub(r"\s+", " ", mail.subject(brief))


def test_boundaries_and_ids_come_from_what_the_mail_holds() -> None:
    one, other = (mail.message(samples.quiet(), text, "<p>", ()) for text in ("a\n", "b\n"))
    assert one == mail.message(samples.quiet(), "a\n", "<p>", ())
    first, second = (email.message_from_bytes(raw, policy=policy.default) for raw in (one, other))
    assert first.get_boundary() != second.get_boundary()
    assert first["Message-ID"] != second["Message-ID"]


def test_an_override_of_the_content_holds_in_mail(tmp_path: Path) -> None:
    override = '{% extends "!default/brief.md.j2" %}{% block masthead %}{{ super() }}\n\nEmbargoed\n{% endblock %}'
    (tmp_path / "brief.md.j2").write_text(override, encoding="utf-8")
    message = sent(samples.quiet(), folders=(tmp_path, *DEFAULT))
    assert "Embargoed" in version(message, "html")
    assert "Embargoed" in version(message, "plain")


@pytest.mark.parametrize(("name", "kind"), [("email.html.j2", "html"), ("email.txt.j2", "plain")])
def test_a_block_of_one_frame_is_overridden(name: str, kind: str, tmp_path: Path) -> None:
    override = f'{{% extends "!default/{name}" %}}{{% block colophon %}}Sent by {{{{ brand.name }}}}{{% endblock %}}'
    (tmp_path / name).write_text(override, encoding="utf-8")
    text = version(sent(samples.quiet(), brand=Brand(name="R & D"), folders=(tmp_path, *DEFAULT)), kind)
    assert ("Sent by R &amp; D" if kind == "html" else "Sent by R & D") in text
    assert "About this brief" not in text


def test_frames_name_the_blocks_of_the_content() -> None:
    content = set(re.findall(r"{% block (\w+)", (DEFAULT[0] / "brief.md.j2").read_text(encoding="utf-8")))
    for name in ("email.html.j2", "email.txt.j2"):
        assert content <= set(re.findall(r"{% block (\w+)", (DEFAULT[0] / name).read_text(encoding="utf-8")))


TABLE = """<!-- block: key_figures -->

## Figures

| Measure | Value | Period | Sources |
|:--|--:|:--|:--|
| Cargo | 4 tons | 2024 | [^1] |
| Rail | 5 tons |  |  |

| When | What | Said by |
|:--|:--|:--|
| 2030 | More | The port |

<!-- block: sources -->

## Sources

[^1]: “It grew.” *— Alder, 1 May* ([original](<https://example.org/a?b=1&amp;c=2#:~:text=It%20grew.>))
"""


def test_files_beside_the_brief_are_not_named() -> None:
    message = sent(samples.ordinary())
    for kind in ("plain", "html"):
        assert "CSV" not in version(message, kind)
        assert ".csv" not in version(message, kind)
    (part,) = plain("See [below](#below), [there](https://example.org/).")
    assert part.content == "See below, there <https://example.org/>."


def test_tables_are_lists_in_plain_text() -> None:
    figures, sources = plain(TABLE)
    assert figures.heading == "Figures"
    assert figures.content.split("\n", 3)[3] == (
        "- Cargo: 4 tons\n  Period: 2024; [1]\n- Rail: 5 tons\n\n- 2030: More\n  Said by: The port"
    )
    assert sources.content.endswith("[1] “It grew.” (original\n    <https://example.org/a?b=1&c=2#:~:text=It%20grew.>)")


LISTS = """Two things:

1. One
2. Two
   - inner

     more of it
3) Other

9. Nine
10. Ten
"""


def test_lists_keep_their_numbers_in_plain_text() -> None:
    (part,) = plain(LISTS)
    assert part.content == "Two things:\n\n1. One\n2. Two\n   - inner\n     more of it\n\n3. Other\n\n9. Nine\n10. Ten"


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12), st.integers(1, 40))
def test_no_line_of_a_list_is_too_wide_for_a_mail(depths: list[int], words: int) -> None:
    text = "\n".join(f"{'   ' * min(depth, at)}1. {'word ' * words}" for at, depth in enumerate(depths))
    assert all(len(line) <= WIDTH for part in plain(text) for line in part.content.splitlines())


def test_tables_have_two_columns_in_html() -> None:
    figures, sources = letter(TABLE, lambda name, _alt: name, language("en-GB"))
    assert '<th scope="row">Cargo<br><span class="rest">Period: 2024 · ' in figures.content
    assert '<td class="num">4 tons</td>' in figures.content
    assert '<td>More<br><span class="rest">Said by: The port</span></td>' in figures.content
    assert "Alder" not in sources.content
    assert 'href="https://example.org/a?b=1&amp;c=2#:~:text=It%20grew."' in sources.content
