"""A citation names the page of a PDF and the paragraph of a web page, wherever a reader follows it; text has lines."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT

from briefgen.cli.app import app
from briefgen.model import Block, BlockKind, Document, Place, Span

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILLING = "Harbours matter for the region, and many people said so during the year. " * 30
SAID = "The port of Riga handled 13.1 million tons of freight in 2025, the ministry of transport said on Monday."


@pytest.mark.parametrize(
    ("media", "pages", "place"),
    [
        ("application/pdf", (Span(0, 5), Span(5, 10)), Place(1, 2)),
        ("text/html", (), Place(2)),
        (WORD, (), Place(2)),
        ("message/rfc822", (), Place(2)),
        ("text/plain", (), None),
        ("text/markdown", (), None),
    ],
)
def test_each_kind_of_document_has_its_own_places(media: str, pages: tuple[Span, ...], place: Place | None) -> None:
    blocks = (Block(Span(0, 4), BlockKind.PARAGRAPH), Block(Span(5, 10), BlockKind.PARAGRAPH))
    document = Document("0" * 64, "a", "One.\nTwo..", blocks, media=media, pages=pages)
    assert document.found_at(Span(5, 8)) == place


def test_what_stands_above_the_text_has_no_paragraph() -> None:
    blocks = (Block(Span(0, 4), BlockKind.HEADLINE), Block(Span(5, 10), BlockKind.PARAGRAPH))
    assert Document("0" * 64, "a", "One.\nTwo..", blocks, media="text/html").found_at(Span(0, 3)) is None


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import weasyprint

    folder = tmp_path_factory.mktemp("corpus")
    style = "p { font-size: 14pt } .next { break-before: page }"
    print_ = f"<html lang=en><style>{style}</style><h1>Ports grow</h1><p>{FILLING}</p><p class=next>{SAID}</p>"
    (folder / "a.pdf").write_bytes(weasyprint.HTML(string=print_).write_pdf())
    page = f"<html lang=en><body><article><h1>Riga falls</h1><p>{FILLING}</p><p>{SAID.replace('13.1', '12.4')}</p>"
    (folder / "b.html").write_text(f"{page}</article></body></html>", encoding="utf-8")
    return folder


def ran(*arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments, "--config", str(ROOT / "config" / "briefgen.yaml")])
    assert result.exit_code == 0, result.output
    return result.output


def test_places_in_briefs_and_explanations(corpus: Path, tmp_path: Path) -> None:
    given = ("--corpus", str(corpus))
    formats = [word for name in ("json", "md", "html", "pdf", "csl") for word in ("--format", name)]
    ran("make", "--topic", "transport", *given, "--out", str(tmp_path), *formats)
    brief = json.loads((tmp_path / "transport.json").read_text(encoding="utf-8"))
    notes = {note["quote"]: note for note in brief["notes"]}
    print_, page = notes[SAID], notes[SAID.replace("13.1", "12.4")]
    assert (print_["page"], print_["paragraph"]) == (2, 1)
    assert (page.get("page"), page["paragraph"]) == (None, 2)
    written = (tmp_path / "transport.md").read_text(encoding="utf-8")
    lines = {line.partition(":")[0]: line for line in written.splitlines() if line.startswith("[^")}
    assert "* · p.\xa02" in lines[f"[^{print_['number']}]"]
    assert "* · paragraph\xa02" in lines[f"[^{page['number']}]"]
    assert " · p.\xa02" in (tmp_path / "transport.html").read_text(encoding="utf-8")
    items = json.loads((tmp_path / "transport.csl.json").read_text(encoding="utf-8"))
    assert [item.get("number-of-pages") for item in items if item["title"] == "Ports grow"] == ["2"]
    told = ran("explain", str(tmp_path / "transport.json"), str(print_["number"]), *given)
    assert "a.pdf, page 2, paragraph 1" in told
    for name in ("transport.json", "transport.html", "transport.pdf"):
        assert "every citation" in ran("verify", str(tmp_path / name), *given)
