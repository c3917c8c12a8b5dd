"""What others say of our files: no failure by veraPDF, Nu, axe and markdownlint, whatever the news.

Each judge is handed something wrong as well, so that one which looks at nothing cannot pass.
"""

from __future__ import annotations

from pathlib import Path

import conform_cases
import conform_judges as judges
import pydyf
import pytest
from browser import browser

pytestmark = pytest.mark.conform

WRONG_PAGE = """<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><main>
<p><div id="a" id="b">x</div></p><img src="data:,"><p style="color: #aaa">pale</p><table role="nothing"><td>1</table>
<div style="width: 2000px">wide</div></main></body></html>"""
WRONG_TEXT = "# One\n# Two\n\n* a\n- b\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("briefs")
    conform_cases.write(made)
    return made


@pytest.fixture
def wrong(folder: Path) -> Path:
    """Files that every judge objects to."""
    made = folder / "wrong"
    made.mkdir(exist_ok=True)
    (made / "wrong.html").write_text(WRONG_PAGE, encoding="utf-8")
    (made / "wrong.md").write_text(WRONG_TEXT, encoding="utf-8")
    empty = pydyf.PDF()
    box = pydyf.Array([0, 0, 100, 100])
    empty.add_page(pydyf.Dictionary({"Type": "/Page", "Parent": empty.pages.reference, "MediaBox": box}))
    with (made / "wrong.pdf").open("wb") as file:
        empty.write(file)
    return made


def files(folder: Path, ending: str) -> list[Path]:
    """What was made, of every case that makes such files."""
    found = sorted(path for path in folder.glob(f"*/*.{ending}") if path.parent.name != "wrong")
    assert len(found) >= 15
    return found


def ours(findings: list[judges.Finding]) -> str:
    """What there is to say of our own files, after a look that the wrong one was found out."""
    assert any(one.file.startswith("wrong/") for one in findings), "a wrong file was not found out"
    return judges.told(one for one in findings if not one.file.startswith("wrong/"))


def test_pdf_is_accessible_and_an_archive(folder: Path, wrong: Path) -> None:
    made = files(folder, "pdf")
    checks, findings = judges.verapdf(folder, [*made, wrong / "wrong.pdf"])
    for path in made:
        for standard in judges.STANDARDS.values():
            assert checks[path.relative_to(folder).as_posix(), standard] > 1000
    assert {one.rule.split()[0] for one in findings if one.file == "wrong/wrong.pdf"} == {*judges.STANDARDS.values()}
    assert not ours(findings), ours(findings)


def test_pages_are_valid(folder: Path, wrong: Path) -> None:
    findings = judges.nu(folder, [*files(folder, "html"), wrong / "wrong.html"])
    assert not ours(findings), ours(findings)


def test_pages_are_accessible_and_fit(folder: Path, wrong: Path, tmp_path: Path) -> None:
    with browser(tmp_path) as tab:
        findings = [
            finding
            for page in (*files(folder, "html"), wrong / "wrong.html")
            for finding in judges.axe(tab, folder, page, without=judges.OF_WHOLE_PAGES if is_mail(page) else ())
        ]
    assert {"overflow", "image-alt", "color-contrast"} <= {one.rule for one in findings}
    assert not ours(findings), ours(findings)


def is_mail(page: Path) -> bool:
    return page.name.endswith(conform_cases.MAIL)


def test_markdown_is_tidy(folder: Path, wrong: Path) -> None:
    files(folder, "md")
    findings = judges.markdownlint(folder)
    assert {one.file for one in findings} >= {(wrong / "wrong.md").relative_to(folder).as_posix()}
    assert not ours(findings), ours(findings)
