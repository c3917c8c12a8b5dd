"""The briefs that must conform: the shipped samples, each topic of the seeds, and what options make of them.

All are written by `briefgen make`, as a user would.
"""

from __future__ import annotations

import base64
import email
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

from conftest import ROOT
from PIL import Image

from briefgen import samples
from briefgen.cli import main
from briefgen.language import languages

FORMATS = ("md", "html", "pdf", "eml")
"""Those with a judge of their own."""
MAIL = ".mail.html"
"""How the file ends that holds the HTML of a mail; it is laid beside the mail."""
SETTINGS = ROOT / "config" / "briefgen.yaml"
SEEDS = {"seeds": ROOT / "seeds", "shared": ROOT.parent / "shared" / "seeds"}
"""Folders of news; the second is not everywhere."""
LETTER = """version: 1
name: Ministry of Ports
page: {size: Letter, margins: 22mm}
logo: {large: logo.png, alt: A lighthouse}
"""
"""The paper of North America, and a logo of pixels that lets the paper through."""
OUTWARD = "evidence: citations\n"
"""The setting of briefs for readers outside."""


class Case(NamedTuple):
    """A run of `briefgen make`."""

    kind: str
    """The folder for what is made."""
    settings: Path
    """The settings."""
    words: tuple[str, ...] = ()
    """Further words of the command line."""
    formats: tuple[str, ...] = FORMATS
    """What is made; a test expects each of them, so a case cannot quietly come to nothing."""


def write(folder: Path) -> None:
    """Writes all briefs, each kind below a folder of its own, with the page that leads to several topics."""
    for case in (
        *_samples(),
        *_topics(),
        *_letter(folder / "letter"),
        *_outward(folder / "outward"),
        *_languages(folder),
        *_short(),
    ):
        formats = [word for name in case.formats for word in ("--format", name)]
        done = main(["make", "--config", str(case.settings), *case.words, *formats, "--out", str(folder / case.kind)])
        assert done == 0, case.kind
        made = {path.suffix.removeprefix(".") for path in (folder / case.kind).iterdir()}
        assert made >= set(case.formats), case.kind
        for path in (folder / case.kind).glob("*.eml"):
            path.with_suffix(MAIL).write_text(_page(path), encoding="utf-8")
    assert (folder / "seeds" / "index.html").exists()


def _samples() -> Iterator[Case]:
    for name in samples.NAMES:
        yield Case(name, samples.folder(name) / "briefgen.yaml")


def _topics() -> Iterator[Case]:
    for kind, news in SEEDS.items():
        if news.is_dir():
            yield Case(kind, SETTINGS, ("--corpus", str(news)))
            yield Case(f"{kind}-together", SETTINGS, ("--corpus", str(news), "--together"))


def _letter(home: Path) -> Iterator[Case]:
    home.mkdir()
    (home / "brand.yaml").write_text(LETTER, encoding="utf-8")
    Image.new("RGBA", (300, 100), (11, 59, 92, 128)).save(home / "logo.png")
    for name, news, settings in (("transport", "seeds", SETTINGS), ("awkward", "awkward", _sample("awkward"))):
        words = (*_news(news), "--topic", name)
        yield Case(f"{name}-letter", _copy(settings, home / f"{name}.yaml"), words, ("html", "pdf"))


def _outward(home: Path) -> Iterator[Case]:
    home.mkdir()
    (home / "brand.yaml").write_text("version: 1\n", encoding="utf-8")
    yield Case("conflicts-outward", _copy(_sample("conflicts"), home / "one.yaml", OUTWARD), _news("conflicts"))
    settings = _copy(SETTINGS, home / "all.yaml", OUTWARD)
    yield Case("together-outward", settings, (*_news("seeds"), "--together"), ("html", "pdf"))


def _languages(folder: Path) -> Iterator[Case]:
    """The frame in each language that it is translated to; documents and quotations are English."""
    for tag in languages()[1:]:
        home = folder / "languages" / tag
        home.mkdir(parents=True)
        (home / "brand.yaml").write_text(f"version: 1\nlocale: {tag}\n", encoding="utf-8")
        for name, formats in (("conflicts", (*FORMATS, "docx")), ("busy", ("html", "pdf"))):
            yield Case(f"{name}-{tag}", _copy(_sample(name), home / f"{name}.yaml"), _news(name), formats)


def _short() -> Iterator[Case]:
    """Only the PDF is shortened."""
    yield Case("seeds-short", SETTINGS, (*_news("seeds"), "--pages", "2"), ("pdf",))
    yield Case("together-short", SETTINGS, (*_news("seeds"), "--together", "--pages", "12"), ("pdf",))
    for name in ("busy", "awkward"):
        yield Case(f"{name}-short", _sample(name), ("--pages", "2"), ("pdf",))


def _sample(name: str) -> Path:
    return samples.folder(name) / "briefgen.yaml"


def _news(name: str) -> tuple[str, str]:
    return "--corpus", str(SEEDS[name] if name in SEEDS else samples.folder(name) / "news")


def _copy(settings: Path, target: Path, more: str = "") -> Path:
    """The settings with further lines, in a folder that may hold another brand."""
    target.write_text(settings.read_text(encoding="utf-8") + more, encoding="utf-8")
    return target


def _page(path: Path) -> str:
    """The HTML of a mail, with its pictures inside, as a mail program shows it."""
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("html",))
    assert isinstance(body, EmailMessage)
    page = str(body.get_content())
    for part in message.walk():
        if part.get_content_maintype() == "image":
            data = base64.b64encode(part.get_payload(decode=True)).decode()  # type: ignore[arg-type]
            page = page.replace(f"cid:{part['Content-ID'][1:-1]}", f"data:{part.get_content_type()};base64,{data}")
    assert "cid:" not in page
    return page
