"""What mail of the busiest week is to mail programs, to readers and to a filter of spam; and the page where they leave.

One brief on all topics in the language with the most bytes a letter, one on a single topic, and of a quiet week in
the others.
"""

from __future__ import annotations

import email
import html
import json
import re
import subprocess
import threading
from collections.abc import Iterator, Mapping
from email import policy
from email.message import EmailMessage
from pathlib import Path

import conform_judges as judges
import pytest
from browser import browser
from conftest import ROOT
from letters import KEY, NOW, PDF, URL, desk, entry, person
from msgspec.structs import replace
from programs import missing, program

from briefgen import config, orders, pipeline, samples
from briefgen.delivery.mailing import forms, message
from briefgen.delivery.outbox import open_outbox
from briefgen.delivery.unsubscribing import asking, leaving, pages, serving, tokens
from briefgen.delivery.unsubscribing.quiet import Quiet
from briefgen.delivery.values import Combination, Letter
from briefgen.language import language, languages
from briefgen.model import Brand, File
from briefgen.rendering import mail_checks, mail_page

pytestmark = pytest.mark.conform
HERE = Path(__file__).parent
LONGEST = "kk"
"""The language whose joint brief takes the most bytes."""
DISPENSABLE = {
    "@media": "dark screens; without it the mail is light",
    "<style> element": "holds nothing but that",
    "color-scheme meta tag": "says that there are rules for dark screens",
    "display:none": "the preview line; where it is shown, the first sentence stands there twice",
    "max-height property": "as above",
    "overflow": "as above",
    "overflow-wrap": "long words; `word-break` says the same where it is known, and Outlook breaks them by itself",
    "word-break": "as above",
    "white-space": "keeps the marks of citations together",
    "role attribute": "for screen readers that know it",
    "aria-label attribute": "as above",
    "<body> element": "its colour stands on a table inside as well",
    "Local anchors": "the numbers of citations; the list of sources has them too",
}
"""What the mail uses though some programs lack it, and how it reads there."""
UNWANTED = b"Subject: x\r\n\r\nXJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\r\n"
"""What every filter takes for spam (GTUBE), to see that it looks."""


@pytest.fixture(scope="module")
def mails() -> Mapping[str, bytes]:
    """Mails as an edition freezes them, by language."""
    own = config.load()
    news = (ROOT / "seeds", samples.folder("busy") / "news")
    material = pipeline.collect(own, orders.Order(corpus=news))
    readings = pipeline.read_all(material.corpus.documents, own.topics)
    mailing = replace(samples.MAILING, unsubscribe=tokens.placeholder(URL))

    made = {}
    for tag, topics in ((LONGEST, len(own.topics)), ("en", 1)):
        spoken = config.load(locale=tag)
        spoken = replace(spoken, brand=replace(spoken.brand, locale=tag))
        weighed = pipeline.weigh(spoken, replace(material, topics=spoken.topics[:topics]), readings=readings)
        brief = pipeline.together(pipeline.briefs(spoken, weighed))
        made[tag] = pipeline.render(brief, ("eml",), spoken, mailing=mailing)
    quiet = samples.settings("quiet")
    for tag in sorted({*languages()} - {*made}):
        spoken = replace(quiet, brand=replace(quiet.brand, locale=tag))
        (brief,) = pipeline.make(spoken, orders.Order())
        made[tag] = pipeline.render(brief, ("eml",), spoken, mailing=mailing)
    return {tag: files[0].content for tag, files in made.items()}


def parsed(data: bytes) -> EmailMessage:
    found = email.message_from_bytes(data, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def page_of(data: bytes) -> str:
    part = parsed(data).get_body(("html",))
    assert part is not None
    return str(part.get_content())


def message_of(tag: str, draft: bytes) -> bytes:
    """What the relay gets for somebody."""
    wanted = Combination(("energy", "transport"), tag)
    ann = person(combination=wanted, attached=("pdf",))
    letter = Letter(wanted, (File(f"{wanted.key}.eml", draft), File(f"{wanted.key}.pdf", PDF)))
    return message(desk(), forms(desk(), (letter,), (ann,)), entry(ann), NOW).content


def test_no_mail_is_cut_and_each_topic_keeps_what_matters_most(mails: Mapping[str, bytes]) -> None:
    lengths = {tag: mail_checks.length(data) for tag, data in mails.items()}
    assert max(lengths.values()) <= mail_page.LIMIT
    assert min(lengths["en"], lengths[LONGEST]) > 60_000
    spoken = language(LONGEST)
    page = page_of(mails[LONGEST])
    titles = [topic.title for topic in config.load(locale=LONGEST).topics]
    shares = re.split("|".join(f"<h2[^>]*>{re.escape(html.escape(title))}</h2>" for title in titles), page)
    assert len(shares) == len(titles) + 1
    for share in shares[1:]:
        assert spoken.gettext("Bottom line") in share
        assert share.count('<tr><th scope="row"') >= 2, "key figures"
    assert spoken.gettext("Sources") in shares[0], "what is left out"


def test_mail_programs_know_what_the_mail_cannot_do_without(mails: Mapping[str, bytes], tmp_path: Path) -> None:
    if not (HERE / "node_modules" / "caniemail").is_dir():
        missing("caniemail", "make conform")
    page = tmp_path / "mail.html"
    page.write_text(page_of(mails["en"]), encoding="utf-8")
    command = [judges.node(), HERE / "caniemail.mjs", page]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    lacking = {title for titles in json.loads(done.stdout).values() for title in titles}
    assert lacking, "caniemail looked at nothing"
    assert sorted(lacking - DISPENSABLE.keys()) == []


def test_a_filter_of_spam_lets_whole_messages_through_in_every_language(
    mails: Mapping[str, bytes], tmp_path: Path
) -> None:
    """Rules that need no network (`-L`): at most 1.0 of the 5.0 points that make spam."""
    every = [*(message_of(tag, data) for tag, data in mails.items()), UNWANTED]
    box = tmp_path / "box"
    # Readers of a box quote lines that begin with "From "; quoted-printable text of ours has none.
    box.write_bytes(b"".join(b"From a@example.org Mon Nov 23 07:30:00 2026\n" + one + b"\n" for one in every))
    command = [program("spamassassin", "spamassassin"), "-L", "-t", "--mbox", box]
    done = subprocess.run(command, capture_output=True, check=True, timeout=240)
    found = re.findall(rb"^X-Spam-Status: \w+, score=(-?[\d.]+)", done.stdout, re.MULTILINE)
    *ours, unwanted = sorted(map(float, found))  # they come out in another order
    assert len(ours) == len(mails)
    assert unwanted > 100
    assert ours[-1] <= 1.0, done.stdout[-3000:].decode("utf-8", "replace")


def test_a_message_reads_without_its_pictures_and_on_dark_screens(mails: Mapping[str, bytes], tmp_path: Path) -> None:
    """As a mail program shows it that fetches and shows nothing; the alternative text has each chart's values."""
    with browser(tmp_path / "profile") as tab:
        text = page_of(message_of("en", mails["en"]))
        file = tmp_path / "en.mail.html"
        file.write_text(text.replace("cid:", "data:image/png;base64,"), encoding="utf-8")
        found = judges.axe(tab, tmp_path, file, without=judges.OF_WHOLE_PAGES)
        said = tab.run("[...document.images].map(one => [one.naturalWidth, one.alt])")
    assert len(said) == text.count("<img") > 1
    assert all(width == 0 and re.search(r"\d", alt) for width, alt in said)
    assert not found, judges.told(found)


def test_pages_are_as_html_has_them(mails: Mapping[str, bytes], tmp_path: Path) -> None:
    """By html-validate and Nu, every page where people leave in every language; one that is wrong is found out."""
    if not (HERE / "node_modules" / "html-validate").is_dir():
        missing("html-validate", "make conform")
    files = {f"{tag}.mail.html": page_of(data) for tag, data in mails.items()}
    looks = pages.Looks(Brand(name="Ministry <of> Works"), language, "press@example.org")
    leave = {
        f"{tag}-{kind.name}.html": pages.page(looks, tag, kind, ("A & B",))
        for tag in languages()
        for kind in pages.Kind
    }
    wrong = {"wrong.html": "<!DOCTYPE html><html><head><title></title><body><p><div id=1 id=2><img src=''></p>"}
    for name, text in (files | leave | wrong).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    every = sorted(tmp_path.glob("*.html"))
    done = subprocess.run(
        [judges.node(), HERE / "htmlvalidate.mjs", *every], capture_output=True, text=True, check=True
    )
    told = {Path(file).name: said for file, said in json.loads(done.stdout).items()}
    assert told.pop("wrong.html")
    assert len(told) == len(files) + len(leave)
    assert [*filter(None, told.values())] == []
    found = judges.nu(tmp_path, [tmp_path / name for name in (*leave, *wrong)])
    assert {one.file for one in found} == {"wrong.html"}, judges.told(found)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The outbox, and the link of Ann to the page as it is served."""
    ann = person(combination=Combination(("energy",), "ru"))
    outbox = tmp_path / "outbox.db"
    with open_outbox(outbox) as opened:
        leaving.remember(opened, [ann], [KEY])
    looks = pages.Looks(Brand(name="Ministry of Ports"), language, "press@example.org")
    answering = asking.Desk(outbox, (KEY,), looks, {"cabinet": "Пресса и кабинет"}, languages(), lambda: NOW, Quiet())
    with serving.server(answering, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield outbox, f"{server.address}/u/{tokens.token([KEY], ann)}"
        server.shutdown()
        thread.join()


def test_somebody_leaves_with_a_finger_and_reads_what_happened(place: tuple[Path, str], tmp_path: Path) -> None:
    outbox, link = place
    axe = (judges.MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    ask = "axe.run(document).then(found => [found.passes.length, found.violations.map(one => one.id)])"

    def left() -> list[str]:
        with open_outbox(outbox) as opened:
            return [one.list for one in leaving.departures(opened)]

    with browser(tmp_path / "profile") as tab:

        def judged(*, dark: bool) -> None:
            tab.show(360, dark=dark)
            passed, violations = tab.run(f"{axe};{ask}")
            assert (passed > 10, violations) == (True, [])
            assert tab.run("document.documentElement.scrollWidth") == 360

        tab.open(link, 360)
        assert tab.run("getComputedStyle(document.querySelector('button')).minHeight") == "44px", "the sheet is refused"
        assert tab.run("document.querySelector('button').getBoundingClientRect().height") >= 44
        judged(dark=False)
        judged(dark=True)
        assert left() == [], "it was opened, and nothing more"
        tab.events.clear()
        tab.point("button")
        tab.loaded()
        assert left() == ["cabinet"]
        assert tab.run("document.querySelector('h1').textContent") == "Вы отписались"
        assert tab.run("document.querySelector('li').textContent") == "Пресса и кабинет"
        judged(dark=False)
        tab.open(link[:-1] + ("A" if link[-1] != "A" else "B"), 360)
        assert tab.run("document.querySelector('h1').textContent.length") > 0
        assert tab.run("document.querySelectorAll('button').length") == 0
        judged(dark=True)
        assert not [one for one in tab.heard("Log.entryAdded") if "Content Security" in str(one)]
