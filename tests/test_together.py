"""Several topics: one brief of all, the page that links them, and the editions around it."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path

import pytest
import samples
from conftest import Run
from docx import Document
from docx.oxml.ns import qn
from msgspec.structs import replace

from briefgen.cli.archive import editions
from briefgen.model import Brand, Brief
from briefgen.rendering import docx, formats, html, index, mail_page, markdown, named
from briefgen.rendering.editions import Earlier
from briefgen.rendering.lines import lines
from briefgen.writing import together

ROOT = Path(__file__).parents[1]
DEFAULT = (ROOT / "templates" / "default",)


def both() -> Brief:
    return together((samples.ordinary(), replace(samples.scripts(), title="Two banks of one river")))


def test_one_brief_has_a_part_for_each_topic() -> None:
    text = markdown.page(both(), Brand(), DEFAULT)
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
        samples.ordinary().title,
        "Two banks of one river",
        "Sources",
        "About this brief",
    ]
    assert re.findall(r"^### Bottom line.*$", text, re.MULTILINE) == ["### Bottom line"] * 2
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]
    assert all(later <= before + 1 for before, later in pairwise(levels))


def test_what_topics_share_stands_once() -> None:
    brief = samples.ordinary()
    twice = together((brief, replace(brief, title="Again")))
    assert twice.documents == tuple(sorted(brief.documents, key=lambda document: (document.name, document.id)))
    assert twice.facts == brief.facts
    assert twice.relations == brief.relations
    assert [part.title for part in twice.parts] == [brief.title, "Again"]


def test_anchors_of_the_page_are_its_own_and_links_lead_to_them() -> None:
    brief = samples.ordinary()
    again = tuple(section for section in brief.sections if section.name != "charts")
    text = html.render(together((brief, replace(brief, title="Again", sections=again))), Brand(), DEFAULT)[
        0
    ].content.decode()
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)
    named = re.findall(r'<section class="block [^"]*" aria-labelledby="([^"]+)"', text)
    assert len(named) == len(set(named))
    assert {one for names in named for one in names.split()} <= set(ids)


def test_cards_and_charts_of_a_part_are_cards_and_charts() -> None:
    text = html.render(both(), Brand(), DEFAULT)[0].content.decode()
    assert text.count('<article class="card') == len(samples.ordinary().relations)
    assert text.count('<figure class="chart">') == len(samples.ordinary().charts)


def page_of(*briefs: Brief, earlier: tuple[Earlier, ...] = ()) -> str:
    entries = [index.entry(brief, [f"{brief.topic}.pdf", f"{brief.topic}.md", "other.md"]) for brief in briefs]
    return index.index(briefs[0].edition, entries, earlier, Brand(), DEFAULT).content.decode()


def test_the_index_links_every_format_with_the_first_sentence() -> None:
    text = page_of(samples.ordinary(), samples.quiet())
    assert re.findall(r'<a href="([^"]+)"', text) == ["transport.pdf", "transport.md", "quiet.pdf", "quiet.md"]
    assert "Port Alder handled 4.2 million tons of cargo in 2024" in text
    assert "Edition 2025-W43" in text
    assert "Other editions" not in text


def test_hostile_text_stays_text_on_the_index() -> None:
    assert "<script>" not in page_of(samples.awkward(), samples.quiet())


def test_editions_inside_and_beside_are_found(tmp_path: Path) -> None:
    here = tmp_path / "2025-W43"
    old = replace(samples.quiet(), edition=replace(samples.quiet().edition, name="2025-W42"))
    for place in ("2025-W42", "2025-W43/kept", "notes"):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / "2025-W42" / "index.html").write_text(page_of(old))
    (here / "kept" / "index.html").write_text(page_of(replace(old, edition=replace(old.edition, name="2025-W40"))))
    (here / "index.html").write_text(page_of(samples.ordinary()))
    (tmp_path / "notes" / "index.html").write_text("<title>Not ours</title>")
    found = editions(here, "2025-W43")
    assert [(one.name, one.address) for one in found] == [
        ("2025-W42", "../2025-W42/index.html"),
        ("2025-W40", "kept/index.html"),
    ]
    assert '<a href="../2025-W42/index.html">2025-W42</a>' in page_of(samples.ordinary(), earlier=found)


@pytest.mark.parametrize("junk", [b"", b"\xff\xfe\x00", b'<meta name="briefgen-edition" content="<b>">'])
def test_pages_that_are_not_ours_are_passed_over(junk: bytes, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "a").mkdir(parents=True)
    (out / "a" / "index.html").write_bytes(junk)
    (out / "b" / "index.html").mkdir(parents=True)
    assert editions(out, "2025-W43") == ()


def test_all_stands_for_every_format() -> None:
    assert named(["all"]) == formats()
    assert named(["pdf", "all", "md"])[0] == "pdf"
    assert sorted(named(["pdf", "all", "md"])) == sorted(formats())


def test_the_command_writes_the_index_and_leaves_it(briefgen: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = ("make", "--topic", "transport", "--topic", "digital", "--format", "json", "--json")
    for word in ("wrote", "unchanged"):
        told = briefgen(*asked, "--corpus", ROOT / "seeds", "--out", out)
        assert told.returncode == 0
        assert f"{word} out/index.html" in told.stderr
        assert len(told.stdout.splitlines()) == 2
    assert 'href="digital.json"' in (out / "index.html").read_text()
    (tmp_path / "2025-W01").mkdir()
    (tmp_path / "2025-W01" / "index.html").write_text(page_of(samples.quiet()))
    told = briefgen(*asked, "--corpus", ROOT / "seeds", "--out", out)
    assert "wrote out/index.html" in told.stderr
    assert 'href="../2025-W01/index.html"' in (out / "index.html").read_text()


def test_the_command_writes_one_brief_of_all(briefgen: Run, tmp_path: Path) -> None:
    told = briefgen("make", "--together", "--format", "md", "--corpus", ROOT / "seeds", "--out", tmp_path / "out")
    assert told.returncode == 0
    assert [path.name for path in (tmp_path / "out").glob("*.*")] == ["together.md"]


def test_cards_and_charts_of_a_part_are_cards_and_charts_in_word() -> None:
    (file,) = docx.render(both(), Brand(), DEFAULT)
    document = Document(io.BytesIO(file.content))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    cards = [one for one in document.paragraphs if one.style.name in {"Card Heading", "Grave Card Heading"}]
    assert len(cards) == sum(len(section.relations) for section in both().sections)
    assert {one._p.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) for one in cards} == {"2"}
    pictures = [place for place, style in enumerate(styles) if style == "Picture"]
    assert len(pictures) == len(both().charts)
    assert {styles[place + 1] for place in pictures} == {"Caption"}


def test_cards_of_a_part_are_cards_in_a_mail() -> None:
    made = markdown.written(both(), Brand(), DEFAULT)
    page = mail_page.page(mail_page.Setting(both(), Brand(), DEFAULT, made, "Both")).html
    assert len(re.findall(r'<td class="card\b', page)) == sum(len(section.relations) for section in both().sections)
    assert mail_page.size(page) <= mail_page.LIMIT


def test_what_a_card_of_a_part_says_without_a_marker_rests_on_its_sentences() -> None:
    one, two = (lines(markdown.page(brief, Brand(), DEFAULT)) for brief in (samples.ordinary(), both()))
    alone = [(line.text, line.cites) for line in one if line.block == "disagreements" and not line.notes and line.cites]
    assert alone
    assert {text for text, _ in alone} <= {line.text for line in two if line.cites}
