"""The HTML of a mail in a real browser: narrow and wide, light and dark, with its pictures and without them."""

from __future__ import annotations

import base64
import email
from email import policy
from pathlib import Path

import pytest
import samples
from browser import Browser
from test_rendering_browser import CONTRASTS

from briefgen.model import Brand
from briefgen.rendering import mail
from briefgen.samples import MAILING

pytestmark = pytest.mark.conform

DEFAULT = (Path(__file__).parents[1] / "templates" / "default",)
SAMPLES = {brief.topic: brief for brief in (samples.ordinary(), samples.awkward(), samples.scripts())}
WIDTHS = (320, 360, 700, 1280)
UNREAD = """[...document.querySelectorAll('img')].filter(picture => picture.naturalWidth ||
    !picture.alt || picture.getBoundingClientRect().width < 40).length"""
READ = """[...document.querySelectorAll('img')].filter(picture => !picture.naturalWidth ||
    Math.abs(picture.naturalWidth / picture.naturalHeight - picture.width / picture.height) > 0.05).length"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, bool], Path]:
    """Pages by sample and by whether pictures are shown."""
    folder = tmp_path_factory.mktemp("mails")
    found = {}
    for name, brief in SAMPLES.items():
        message = email.message_from_bytes(
            mail.render(brief, Brand(), DEFAULT, MAILING)[0].content, policy=policy.default
        )
        page = str(message.get_body(("html",)).get_content())  # type: ignore[attr-defined,union-attr]
        found[name, False] = folder / f"{name}-off.html"
        found[name, False].write_text(page.replace("cid:", "data:image/png;base64,"), encoding="utf-8")
        for part in message.walk():
            if part.get_content_maintype() == "image":
                data = base64.b64encode(part.get_content()).decode()  # type: ignore[attr-defined]
                page = page.replace(f"cid:{part['Content-ID'][1:-1]}", f"data:image/png;base64,{data}")
        found[name, True] = folder / f"{name}.html"
        found[name, True].write_text(page, encoding="utf-8")
    return found


@pytest.mark.parametrize("pictures", [True, False])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_cut_off_or_fetched(
    name: str,
    width: int,
    pictures: bool,  # noqa: FBT001 - a parameter
    tab: Browser,
    pages: dict[tuple[str, bool], Path],
) -> None:
    page = pages[name, pictures]
    tab.open(page, width)
    assert tab.run("document.documentElement.scrollWidth") <= width
    assert tab.run(READ if pictures else UNREAD) == 0
    asked = [str(event["request"]["url"]) for event in tab.heard("Network.requestWillBeSent")]
    assert [url for url in asked if not url.startswith("data:")] == [page.as_uri()]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", SAMPLES)
def test_text_stands_out(
    name: str,
    dark: bool,  # noqa: FBT001 - a parameter
    tab: Browser,
    pages: dict[tuple[str, bool], Path],
) -> None:
    tab.open(pages[name, True], 700, dark=dark)
    assert tab.run(CONTRASTS.replace("main ", ".sheet ")) == []
