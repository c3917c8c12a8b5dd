"""Pages of editions in a real browser, whatever became of them, from a store on a PostgreSQL server."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import conform_judges as judges
import pytest
from browser import Browser, browser
from conftest import HARBOUR, LINE
from stocked import stock
from stores import Server

from briefgen.cli import main
from briefgen.corpus.store import open_store

pytestmark = pytest.mark.conform

WEEK = "2025-W11"
SETTINGS = """version: 1
corpus: [news]
topics:
  transport:
    title: Transport | <i>and</i> corridors
    terms: [railway, port, freight, cargo]
    measures:
      - {name: cargo handled, unit: t, terms: [cargo, freight]}
"""
REASON = "The total of <b>Port Alder</b> & “the line” was of 2023" + ", as the ministry said" * 12 + "."
PAGES = {
    "draft": "2025-W13/transport.html",
    "released": "2025-W14/index.html",
    "corrected": f"{WEEK}/index.html",
    "correction": f"{WEEK}.1/index.html",
    "brief of a correction": f"{WEEK}.1/transport.html",
    "withdrawn": "2025-W10/index.html",
    "compared with a withdrawn one": "2025-W12/index.html",
}
"""What became of an edition, and its page."""
FATES = {
    "draft": (),
    "released": (),
    "corrected": ("Corrected by:",),
    "correction": ("Corrects:",),
    "brief of a correction": (),
    "withdrawn": ("Withdrawn:",),
    "compared with a withdrawn one": ("Compares itself with:",),
}
"""What a page says stands beside the masthead of the edition."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Path:
    """A folder with the pages of editions of each kind, in English and in Turkish; the server ends afterwards."""
    folder = tmp_path_factory.mktemp("office")
    for locale in ("en-GB", "tr"):
        home = folder / locale
        (home / "news").mkdir(parents=True)
        (home / "news" / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
        (home / "news" / "line.txt").write_text(LINE, encoding="utf-8")
        (home / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
        (home / "brand.yaml").write_text(f"version: 1\nname: Ministry of Ports\nlocale: {locale}\n", encoding="utf-8")
        where = server.url()
        with open_store(where) as store:
            stock(store, home / "news")
        write(home, where)
    return folder


def write(home: Path, where: str) -> None:
    """All editions of a house."""

    def run(*words: str) -> None:
        with contextlib.chdir(home):
            assert main(["edition", *words, "--store", where, "--by", "Nora Lind"]) == 0, words

    def release(name: str) -> None:
        run("review", name)
        run("release", name)

    for name in ("2025-W10", WEEK, "2025-W12", "2025-W13", "2025-W14"):
        run("create", name, "--format", "html", "--compare-to", "2025-W10" if name == "2025-W12" else "")
        if name != "2025-W13":
            release(name)
    run("review", "2025-W13")
    run("withdraw", "2025-W10", "--reason", REASON)
    run("correct", WEEK, "--reason", REASON)
    release(f"{WEEK}.1")


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


def pages(office: Path) -> Mapping[tuple[str, str], Path]:
    return {(home.name, kind): home / "build" / path for home in office.iterdir() for kind, path in PAGES.items()}


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("locale", ["en-GB", "tr"])
def test_everybody_can_read_the_page_of_an_edition(kind: str, locale: str, office: Path, tab: Browser) -> None:
    page = pages(office)[locale, kind]
    findings = judges.axe(tab, office, page)
    assert not findings, judges.told(findings)
    labels = tab.run("[...document.querySelectorAll('.fate strong')].map(one => one.textContent)")
    assert len(labels) == len(FATES[kind])
    assert locale == "tr" or labels == list(FATES[kind])
    assert tab.run("[...document.querySelectorAll('.fate b, .fate i, .fate script')].length") == 0


def test_the_pages_of_editions_are_valid(office: Path) -> None:
    findings = judges.nu(office, list(pages(office).values()))
    assert not findings, judges.told(findings)


def test_every_link_between_editions_leads_to_a_page(office: Path, tab: Browser) -> None:
    for page in pages(office).values():
        tab.open(page, 1280)
        found = tab.run("[...document.querySelectorAll('a[href$=\".html\"]')].map(one => one.getAttribute('href'))")
        assert [one for one in found if not (page.parent / one).is_file()] == [], page


def test_what_cannot_be_read_is_found_out(office: Path, tab: Browser) -> None:
    page = pages(office)["en-GB", "withdrawn"]
    pale = page.with_name("pale.html")
    pale.write_text(page.read_text("utf-8").replace("</main>", '<p style="color: #bbb">pale</p></main>'), "utf-8")
    assert "color-contrast" in {one.rule for one in judges.axe(tab, office, pale)}
