"""What a mail says beside its brief, and that each reader's own link gets into both of its versions."""

from __future__ import annotations

import email
import html
import re
from email import policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import letters
import pytest
import samples
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen import pipeline, rendering, resources
from briefgen.config import load
from briefgen.config.problems import Level
from briefgen.delivery.mailing import forms, message
from briefgen.delivery.settings import Unsubscribing
from briefgen.delivery.unsubscribing import tokens
from briefgen.delivery.values import Letter
from briefgen.editing import proving
from briefgen.errors import TemplateError
from briefgen.language import language, languages
from briefgen.model import Brand, Brief, File, Mailing, MailLink
from briefgen.rendering import mail
from briefgen.running import ALONE, Hands

DEFAULT = (resources.templates(),)
PDF = "https://briefs.example.org/editions/2026-W47/energy.en.pdf?a=1&b=2"
MAILING = Mailing(
    "Energy & ports, 47th week",
    tokens.placeholder(letters.URL),
    "Ministry of Ports & Rail, 1 Harbour Road",
    (MailLink("pdf", PDF), MailLink("html", PDF.replace("pdf", "html"))),
)


def sent(brief: Brief, mailing: Mailing | None, *folders: Path) -> EmailMessage:
    (file,) = mail.render(brief, Brand(locale=brief.locale), (*folders, *DEFAULT), mailing)
    return parsed(file.content)


def parsed(content: bytes) -> EmailMessage:
    found = email.message_from_bytes(content, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def versions(message: EmailMessage) -> tuple[str, str]:
    """The plain text and the HTML, both as they are read."""
    plain, page = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert page is not None
    return plain.get_content().replace("\r\n", "\n"), html.unescape(page.get_content())


def tags(page: str) -> set[str]:
    """The elements that a browser sees."""
    found: set[str] = set()
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, _: found.add(tag)  # type: ignore[method-assign]
    reader.feed(page)
    reader.close()
    return found


@pytest.mark.parametrize("tag", languages())
def test_both_versions_say_who_publishes_where_else_it_stands_and_how_to_leave(tag: str) -> None:
    spoken = language(tag)
    found = sent(replace(samples.ordinary(), locale=tag), MAILING)
    reason = spoken.gettext("You get this brief because you are on a mailing list.")
    for text in versions(found):
        assert text.count(MAILING.unsubscribe) == 1
        assert text.count(reason) == 1
        assert text.count(MAILING.postal_address) == 1
        assert text.count(PDF) == 1
        assert spoken.gettext("Web page") in text
    assert found["Subject"] == MAILING.subject


def test_links_stand_before_the_brief_and_the_way_out_behind_it() -> None:
    for text in versions(sent(samples.ordinary(), MAILING)):
        places = [text.index(one) for one in (PDF, "Bottom line", "About this brief", MAILING.unsubscribe)]
        assert places == sorted(places)


def test_a_mail_to_no_list_says_nothing_beside_its_brief() -> None:
    found = sent(samples.ordinary(), None)
    assert found["Subject"] == "Transport and corridors – 2025-W43"
    for text in versions(found):
        assert "mailing list" not in text
        assert "Other formats" not in text


def test_a_mailing_may_leave_out_everything() -> None:
    found = sent(samples.ordinary(), Mailing())
    assert found["Subject"] == "Transport and corridors – 2025-W43"
    for text in versions(found):
        assert "mailing list" in text
        assert "Unsubscribe" not in text
        assert "Other formats" not in text
        assert text.rstrip().removesuffix("</html>").count("briefgen") >= 2, "who publishes it"


def test_the_foot_is_a_block_of_its_own(tmp_path: Path) -> None:
    for name in (mail.HTML, mail.TEXT):
        override = f'{{% extends "!default/{name}" %}}{{% block foot %}}Ask Nora. {{{{ super() }}}}{{% endblock %}}'
        (tmp_path / name).write_text(override, encoding="utf-8")
    for text in versions(sent(samples.quiet(), MAILING, tmp_path)):
        assert re.search(r"Ask Nora\.\s.*mailing list", text, re.DOTALL)


HOSTILE = (
    "Ports\r\nBcc: evil@example.org",
    "=?utf-8?q?Ports=0D=0ABcc=3A_evil=40example.org?=",
    "</td></table><script>alert(1)</script>",
    "{{ brief }} %(name)s",
    "Порты\u2028и \u202eрельсы",
)


@pytest.mark.parametrize("said", HOSTILE)
def test_what_settings_say_stays_text(said: str) -> None:
    found = sent(samples.quiet(), Mailing(said, MAILING.unsubscribe, said))
    assert "Bcc" not in found
    assert len(found.get_all("Subject", [])) == 1
    page = found.get_body(("html",))
    assert page is not None
    assert "script" not in tags(page.get_content())
    assert all(said.split("\r\n", maxsplit=1)[0].split("\u2028", maxsplit=1)[0] in text for text in versions(found))


def test_an_address_that_runs_something_is_refused() -> None:
    with pytest.raises(TemplateError, match="may not stand in a page"):
        sent(samples.quiet(), Mailing(links=(MailLink("pdf", "javascript:alert(1)"),)))


PATHS = st.text("abzAZ09-._~!$&'()*+,;=:@%/?", max_size=90).map(lambda text: f"https://b.example.org/{text}")


@settings(deadline=None, max_examples=60)
@given(PATHS)
def test_each_reader_gets_a_link_of_their_own_wherever_it_is_broken(url: str) -> None:
    """From the templates through quoted-printable lines to the bytes that the relay gets."""
    given = letters.delivery()
    desk = letters.desk(replace(given, unsubscribing=Unsubscribing(url)))
    (made,) = mail.render(samples.quiet(), Brand(), DEFAULT, replace(MAILING, unsubscribe=desk.placeholder))
    key = letters.ENERGY.key
    people = (letters.person(), letters.person("bo@example.org", "Bo"))
    written = forms(desk, (Letter(letters.ENERGY, (File(f"{key}.eml", made.content),)),), people)
    for person in people:
        content = message(desk, written, letters.entry(person), letters.NOW).content
        own = tokens.link(url, desk.unsubscribe_keys, person)
        for text in versions(parsed(content)):
            assert text.count(own) == 1
            assert "0" * tokens.LENGTH not in text


def test_each_brief_of_several_has_what_is_said_of_it() -> None:
    briefs = [replace(samples.quiet(), topic=name, title=name) for name in ("rail", "ports", "roads", "energy")]

    def mailing(brief: Brief) -> Mailing | None:
        return None if brief.topic == "ports" else Mailing(f"About {brief.title}")

    own = load()
    for hands in (ALONE, Hands("local:2")):
        found = pipeline.render_each(briefs, ("eml",), own, hands, pays=True, mailing=mailing)
        subjects = [parsed(files[0].content)["Subject"] for _, files in found]
        assert subjects == ["About rail", mail.subject(briefs[1]), "About roads", "About energy"]


def test_only_mail_knows_of_it() -> None:
    brief = samples.quiet()
    plain = rendering.render(brief, ("md", "html", "json"), Brand(), DEFAULT)
    assert rendering.render(brief, ("md", "html", "json"), Brand(), DEFAULT, MAILING) == plain


def test_templates_check_says_where_a_mail_lost_the_way_out(tmp_path: Path) -> None:
    """A frame of an older kind, copied whole."""
    for name in (mail.HTML, mail.TEXT):
        shipped = (DEFAULT[0] / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(
            re.sub(r"{% block foot %}.*?{% endblock %}", "", shipped, flags=re.DOTALL), "utf-8"
        )
    own = replace(load(), templates=(tmp_path,))
    found = [one for one in proving.proven("quiet", own) if one.id == "W208"]
    assert [Path(one.file).name for one in found] == [mail.HTML, mail.TEXT]
    assert {one.level for one in found} == {Level.WARNING}
    assert list(proving.proven("quiet", replace(own, templates=(tmp_path / "none",)))) == []


def test_templates_check_says_where_mail_gets_too_long(tmp_path: Path) -> None:
    said = f"<p>{'word ' * 900}</p>" * 20
    more = f'{{% extends "!default/email.html.j2" %}}{{% block foot %}}{said}{{{{ super() }}}}{{% endblock %}}'
    (tmp_path / mail.HTML).write_text(more, encoding="utf-8")
    (found,) = proving.proven("quiet", replace(load(), templates=(tmp_path,)))
    assert (found.id, Path(found.file).name, found.level) == ("W209", mail.HTML, Level.WARNING)
    assert re.search(r"the mail has \d+ KB of HTML, where that of briefgen has \d+", found.message)


def test_what_is_wrong_with_a_mail_keeps_an_edition_or_is_noted(tmp_path: Path) -> None:
    (tmp_path / mail.HTML).write_text('{% extends "!default/email.html.j2" %}{% block foot %}{% endblock %}', "utf-8")
    own = replace(load(), templates=(tmp_path,))
    files = rendering.render(samples.quiet(), ("eml", "json"), Brand(), (tmp_path, *DEFAULT), MAILING)
    (doubt,) = pipeline.mailed_badly(own, files, MAILING.unsubscribe)
    assert doubt.blocks
    assert doubt.where == str(tmp_path / mail.HTML)
    assert list(pipeline.mailed_badly(own, files)) == [], "nobody leaves by a link"
    whole = rendering.render(samples.quiet(), ("eml",), Brand(), DEFAULT, MAILING)
    assert list(pipeline.mailed_badly(own, whole, MAILING.unsubscribe)) == []
    brief = samples.ordinary()
    long = replace(brief.sections[0], statements=brief.sections[0].statements * 80)
    files = rendering.render(replace(brief, sections=(long, *brief.sections[1:])), ("eml",), Brand(), DEFAULT, MAILING)
    (note,) = pipeline.mailed_badly(own, files, MAILING.unsubscribe)
    assert not note.blocks
    assert re.search(r"the mail has \d{2,3} KB, and mail programs show 100 of one", note.message)
