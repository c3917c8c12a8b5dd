"""What a mail of the busiest sample is to mail programs and to a filter of spam."""

from __future__ import annotations

import email
import json
import re
import subprocess
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from letters import BOTH, NOW, desk, entry, letter, person
from msgspec.structs import replace
from programs import missing, program

from briefgen import resources, samples
from briefgen.delivery.mailing import forms, message
from briefgen.delivery.values import Letter
from briefgen.model import Brand, File
from briefgen.rendering import mail

pytestmark = pytest.mark.conform
HERE = Path(__file__).parent
WARNED = 90_000
"""Bytes of HTML: Gmail cuts a message off behind 102 KB."""
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


@pytest.fixture(scope="module")
def busiest() -> File:
    (made,) = mail.render(samples.load("busy"), Brand(), (resources.templates(),))
    return made


def html_of(data: bytes) -> str:
    found = email.message_from_bytes(data, policy=policy.default)
    assert isinstance(found, EmailMessage)
    part = found.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def test_the_busiest_mail_is_cut_by_nobody(busiest: File) -> None:
    assert 20_000 < len(html_of(busiest.content).encode()) < WARNED


def test_mail_programs_know_what_the_mail_cannot_do_without(busiest: File, tmp_path: Path) -> None:
    if not (HERE / "node_modules" / "caniemail").is_dir():
        missing("caniemail", "make conform")
    page = tmp_path / "mail.html"
    page.write_text(html_of(busiest.content), encoding="utf-8")
    command = [program("node", "nodejs"), HERE / "caniemail.mjs", page]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    lacking = {title for titles in json.loads(done.stdout).values() for title in titles}
    assert lacking, "caniemail looked at nothing"
    assert sorted(lacking - DISPENSABLE.keys()) == []


def test_a_filter_of_spam_lets_a_whole_message_through(busiest: File) -> None:
    """Rules that need no network (`-L`): at most 1.0 of the 5.0 points that make spam."""
    usual = letter(BOTH)
    picked = Letter(usual.combination, tuple(_instead(file, busiest) for file in usual.files))
    ann = person(combination=BOTH, attached=("pdf",))
    here = replace(desk(), delivery=replace(desk().delivery, unsubscribing=None))
    made = forms(here, (picked,), (ann,))
    sent = message(here, made, entry(ann), NOW)
    command = [program("spamassassin", "spamassassin"), "-L", "-t"]
    done = subprocess.run(command, input=sent.content, capture_output=True, check=True, timeout=120)
    score = re.search(rb"^X-Spam-Status: \w+, score=(-?[\d.]+)", done.stdout, re.MULTILINE)
    assert score is not None, done.stdout[:2000]
    assert float(score[1]) <= 1.0, done.stdout[-3000:].decode("utf-8", "replace")


def _instead(file: File, other: File) -> File:
    return File(file.name, other.content) if file.name.endswith(".eml") else file
