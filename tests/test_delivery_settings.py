"""delivery.yaml and its lists: what is read, what is refused, and on which line."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path

import jsonschema
import pytest
import yaml
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from briefgen import config
from briefgen.config.delivery import loading as reading
from briefgen.config.delivery import sheets
from briefgen.config.delivery.keys import DELIVERY
from briefgen.delivery import addresses, people, subjects
from briefgen.delivery.settings import Delivery, Login, OnHoliday, Release
from briefgen.delivery.values import Combination, Policy, Security
from briefgen.errors import ConfigError, TemplateError

SETTINGS = """\
version: 1
corpus: [news]
topics:
  water: {title: Water, terms: [rain*]}
  ports: {title: Ports, terms: [port]}
"""
SMALL = """\
version: 1
from: briefs@example.org
relay: {host: mail.example.org}
lists:
  cabinet:
    title: Cabinet
    people:
      - {address: ann@example.org}
"""
WHOLE = """\
version: 1
from: briefs@example.org
from_name: Ministry briefs
reply_to: desk@example.org
bounces: bounces@example.org
subject: "{{ title }} ({{ edition }})"
relay: {host: mail.example.org, port: 2525, security: tls, user: briefs, secret: relay-password}
rate: {per_minute: 600, per_connection: 50, connections: 5, timeout: 900}
on_ambiguous: reconcile
archive: {host: imap.example.org, user: archive, secret: archive-password}
skip_if_nothing_new: true
calendar:
  day: tuesday
  time: "07:30"
  time_zone: Asia/Almaty
  release_by: 90 minutes
  max_late: 3 days
  country: KZ
  holidays: [2026-12-16]
  on_holiday: next working day
unsubscribe: {url: https://briefs.example.org/leave}
links: https://briefs.example.org/editions/
operators: [ops@example.org]
lists:
  cabinet:
    title: Cabinet
    topics: [ports]
    formats: [pdf, html]
    attach: [pdf]
    people:
      - {address: Ann@Example.ORG, name: Ann Lee}
      - {address: bo@example.org, topics: [ports, water], language: kk, formats: [md]}
  press:
    title: Press
    release: by hand
    people: press.csv
"""
PRESS = "address;name;topics;language\nann@example.org;Ann;water;\ncarl@example.org;;;ru\n"


def write(folder: Path, text: str, **files: str | bytes) -> Path:
    (folder / "news").mkdir(exist_ok=True)
    (folder / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "delivery.yaml").write_text(text, encoding="utf-8")
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.csv").write_bytes(data)
    return folder / "briefgen.yaml"


def load(folder: Path, text: str, **files: str | bytes) -> Delivery:
    found = reading.load(config.load(write(folder, text, **files)))
    assert found is not None
    return found


def findings(folder: Path, text: str, **files: str | bytes) -> list[tuple[str, str, str]]:
    """File and line, message and hint of each finding of `config check`."""
    found = config.check(write(folder, text, **files))
    return [(Path(one.where or "").name, one.message, one.hint or "") for one in found]


def one(folder: Path, text: str, **files: str | bytes) -> tuple[str, str, str]:
    found = findings(folder, text, **files)
    assert len(found) == 1, found
    return found[0]


def test_without_the_file_nothing_is_delivered(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL)
    (tmp_path / "delivery.yaml").unlink()
    assert reading.load(config.load(path)) is None
    assert config.check(path) == ()


def test_little_is_needed(tmp_path: Path) -> None:
    found = load(tmp_path, SMALL)
    assert findings(tmp_path, SMALL) == []
    assert found.relay == Login("mail.example.org", 587)
    assert (found.on_ambiguous, found.calendar, found.unsubscribing) == (Policy.HOLD, None, None)
    (ann,) = found.people
    assert ann.combination == Combination(("water", "ports"), "en-GB")
    assert (ann.attached, ann.linked) == ((), ())


def test_all_of_it_is_read(tmp_path: Path) -> None:
    assert findings(tmp_path, WHOLE, press=PRESS) == []
    found = load(tmp_path, WHOLE, press=PRESS)
    assert (found.relay.port, found.relay.security, found.rate.timeout) == (2525, Security.TLS, 900)
    assert found.archive is not None
    assert (found.archive.login.port, found.archive.folder) == (143, "INBOX")
    assert found.calendar is not None
    assert (found.calendar.weekday, found.calendar.time, found.calendar.time_zone) == (1, dt.time(7, 30), "Asia/Almaty")
    assert (found.calendar.release_by, found.calendar.max_late) == (dt.timedelta(minutes=90), dt.timedelta(days=3))
    assert found.calendar.on_holiday is OnHoliday.NEXT_DAY
    assert found.calendar.holidays == (dt.date(2026, 12, 16),)
    assert found.links == "https://briefs.example.org/editions"
    assert [one.release for one in found.lists] == [Release.BY_HAND] * 2


def test_who_is_on_two_lists_is_one_person_with_the_topics_of_both(tmp_path: Path) -> None:
    ann, bo, carl = load(tmp_path, WHOLE, press=PRESS).people
    assert (ann.address, ann.name, ann.lists) == ("Ann@example.org", "Ann Lee", ("cabinet", "press"))
    assert ann.combination == Combination(("water", "ports"), "en-GB")
    assert (ann.attached, ann.linked) == (("pdf",), ("html",))
    assert (bo.combination.language, bo.linked, bo.attached) == ("kk", ("md",), ())
    assert carl.combination == Combination(("water", "ports"), "ru")


def test_each_combination_is_made_once_with_the_formats_that_somebody_gets(tmp_path: Path) -> None:
    them = load(tmp_path, WHOLE, press=PRESS).people
    assert people.formats(them) == {
        Combination(("water", "ports"), "en-GB"): ("html", "pdf"),
        Combination(("water", "ports"), "kk"): ("md",),
        Combination(("water", "ports"), "ru"): (),
    }


WRONG = {
    "an unknown key": ("from:", "form:", 'unknown key "form"'),
    "an unknown topic": ("{address: ann@example.org}", "{address: ann@example.org, topics: [watre]}", "watre"),
    "an unknown format": ("{address: ann@example.org}", "{address: ann@example.org, formats: [pdfs]}", "pdfs"),
    "the mail as a format": ("{address: ann@example.org}", "{address: ann@example.org, formats: [eml]}", "eml"),
    "a language that is not spoken": ("{address: ann@example.org}", "{address: ann@example.org, language: xx}", "xx"),
    "no address": ("ann@example.org", "ann", '"ann" is no address'),
    "a name in the address": ("ann@example.org}", '"Ann <ann@example.org>"}', "more than an address"),
    "a header in the address": (
        "ann@example.org}",
        '"ann@example.org\\r\\nBcc: eve@example.org"}',
        "line break or control",
    ),
    "a header in the name": (
        "{address: ann@example.org}",
        '{address: ann@example.org, name: "A\\rBcc: e"}',
        "line break or control",
    ),
    "a line separator in a title": ("title: Cabinet", 'title: "Cab\\u2028inet"', "line break or control"),
    "an encoded word in the name": (
        "{address: ann@example.org}",
        '{address: ann@example.org, name: "=?utf-8?q?Ann=0ABcc?="}',
        "encoded word",
    ),
    "a password in the relay": ("mail.example.org", '"smtp://me:secret@mail.example.org"', "a host alone"),
    "a loop in the subject": (
        "version: 1",
        'version: 1\nsubject: "{% for a in title %}{% endfor %}"',
        "for has no place",
    ),
    "a value that no subject has": ("version: 1", 'version: 1\nsubject: "{{ titel }}"', 'no value "titel"'),
    "a call in the subject": ("version: 1", 'version: 1\nsubject: "{{ title.format(1) }}"', "no place in a subject"),
    "links that lead nowhere": ("{address: ann@example.org}", "{address: ann@example.org, formats: [pdf]}", "nowhere"),
    "an archive that is missing": ("version: 1", "version: 1\non_ambiguous: reconcile", "no archive"),
    "a password in the open": (
        "mail.example.org",
        "mail.example.org, security: none, user: a, secret: relay-password",
        "in the open",
    ),
    "a user without a secret": ("mail.example.org", "mail.example.org, user: a", "no secret"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_with_its_file_and_line(name: str, tmp_path: Path) -> None:
    old, new, words = WRONG[name]
    text = SMALL.replace(old, new, 1)
    found = findings(tmp_path, text)
    assert any(words in message and where.startswith("delivery.yaml:") for where, message, _ in found), found
    assert all("secret@" not in f"{message}{hint}" for _, message, hint in found)
    with pytest.raises(ConfigError):
        reading.load(config.load(tmp_path / "briefgen.yaml"))


def test_one_address_twice_in_a_list(tmp_path: Path) -> None:
    text = SMALL + "      - {address: ANN@Example.org}\n"
    assert "stands twice in this list; the first is on line 8" in one(tmp_path, text)[1]


def test_two_languages_for_one_person(tmp_path: Path) -> None:
    text = f"{SMALL}  press:\n    title: Press\n    language: kk\n    people: [{{address: ann@example.org}}]\n"
    where, message, hint = one(tmp_path, text)
    assert where.startswith("delivery.yaml:")
    assert "ann@example.org" in message
    assert hint


def test_lists_that_are_released_otherwise(tmp_path: Path) -> None:
    text = f"{SMALL}  press:\n    title: P\n    release: automatic\n    people: [{{address: bo@example.org}}]\n"
    assert one(tmp_path, text)[:2] == (
        "delivery.yaml:11",
        "the list press is released automatic, and cabinet by hand",
    )


LIST = SMALL.replace("people:\n      - {address: ann@example.org}", "people: them.csv")
SHEETS = {
    "what Excel writes in Europe": ("\ufeffsep=;\r\naddress;name\r\nann@example.org;Ann\r\n".encode(), 1),
    "tabs": (b"address\tname\nann@example.org\tAnn\n", 1),
    "UTF-16": ("address,name\nann@example.org,Ánn\n".encode("utf-16"), 1),
    "a quoted line break": (b'address,topics\nann@example.org,"water\nports"\nbo@example.org,\n', 2),
    "empty rows": (b"address,name\n\n,\nann@example.org,Ann\n", 1),
    "columns in another order": (b"name,language,address\nAnn,kk,ann@example.org\n", 1),
}


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_are_read_as_programs_write_them(name: str, tmp_path: Path) -> None:
    data, number = SHEETS[name]
    assert len(load(tmp_path, LIST, them=data).people) == number


WRONG_SHEETS = {
    "empty": (b"", "is empty", "them.csv:1"),
    "another encoding": ("address,name\nann@example.org,Ánn\n".encode("latin-1"), "not UTF-8", "them.csv:2"),
    "an unknown column": (b"address,nmae\n", 'unknown column "nmae"', "them.csv:1"),
    "no addresses": (b"name\nAnn\n", 'no column "address"', "them.csv:1"),
    "more cells": (b"address\nann@example.org,water,ports\n", "more cells than columns", "them.csv:2"),
    "a header": (b'address,name\nann@example.org,"Ann\nBcc: eve@example.org"\n', "line break or control", "them.csv:2"),
    "a wrong address": (b"address\nann@example.org\nbo\n", '"bo" is no address', "them.csv:3"),
    "twice": (b"address\nann@example.org\nANN@example.org\n", "stands twice", "them.csv:3"),
    "an open quote": (b'address,name\nann@example.org,"Ann\n', "not valid CSV", "them.csv:2"),
    "NUL": (b"address\nann@example.org\0\n", "line break or control", "them.csv:2"),
}


@pytest.mark.parametrize("name", WRONG_SHEETS)
def test_what_is_wrong_in_a_sheet_is_said_with_its_line(name: str, tmp_path: Path) -> None:
    data, words, where = WRONG_SHEETS[name]
    found = findings(tmp_path, LIST, them=data)
    assert any(words in message and place == where for place, message, _ in found), found


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    where, message, _ = one(tmp_path, LIST)
    assert where == "delivery.yaml:7"
    assert "them.csv" in message


def test_a_sheet_full_of_mistakes_is_told_in_part(tmp_path: Path) -> None:
    rows = "".join(f"{number}\n" for number in range(500))
    found = findings(tmp_path, LIST, them=f"address\n{rows}")
    assert len(found) == 51
    assert "450 more findings" in found[-1][1]


def test_formulas_in_a_sheet_are_letters(tmp_path: Path) -> None:
    (ann,) = load(tmp_path, LIST, them="address,name\nann@example.org,=1+1\n").people
    assert ann.name == "=1+1"


@given(st.binary(max_size=300))
def test_no_bytes_of_a_sheet_break_its_reader(data: bytes) -> None:
    found, wrong = sheets.rows(b"address\n" + data)
    assert all(len(one.cells) == len(sheets.COLUMNS) and one.line > 0 for one in found)
    assert all(problem.message for problem in wrong)


@given(st.text(max_size=80))
def test_an_address_without_complaint_is_one_word_of_ascii(text: str) -> None:
    if addresses.complaint(text) is None:
        found = addresses.normal(text)
        assert found.isascii()
        assert found.isprintable()
        assert found.count("@") == 1
        assert not set(found) & set(' \r\n,;:<>()[]\\"')
        assert addresses.normal(found) == found


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        ("Ann.Lee+briefs@Example.ORG", "Ann.Lee+briefs@example.org"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_addresses_as_relays_get_them(address: str, normal: str) -> None:
    assert addresses.complaint(address) is None
    assert addresses.normal(address) == normal


@pytest.mark.parametrize(
    "address",
    [
        *("", "@", "a@", "@b.c", "a b@c.de", "a@b", "a@b..c", "a@-b.c", "a@b.123", '"a b"@c.de', "a,b@c.de"),
        *("a@b.c\n", "a\r@b.cd", "ä@b.cd", "a@b.c\u2028d", "mailto:a@b.cd", f"{'a' * 65}@b.cd", f"a@{'b.' * 130}cd"),
        *(".a@b.cd", "a..b@c.de", "a@b.c>", "a@[127.0.0.1]"),
    ],
)
def test_addresses_that_are_refused(address: str) -> None:
    assert addresses.complaint(address) is not None


SAID = subjects.Said("Water", "Water, Ports", "2026-W47", "22 November 2026", "Ministry", "Internal", "", "")


def test_a_subject_says_what_it_is_told() -> None:
    template = "{{ handling | upper }}: {{ title }}{% if corrects %} (correction){% endif %}, {{ day }}"
    assert subjects.subject(template, SAID) == "INTERNAL: Water, 22 November 2026"


@given(st.text(max_size=300))
def test_whatever_a_headline_is_the_subject_is_one_line_without_control_characters(title: str) -> None:
    said = subjects.Said(title, title, "2026-W47", "", "", "", "", "")
    found = subjects.subject("{{ title }} {{ edition }}", said)
    assert {unicodedata.category(letter) for letter in found}.isdisjoint({"Cc", "Zl", "Zp", "Cs"})
    assert len(found) <= subjects.LONGEST
    assert "=?" not in found or "?=" not in found


def test_a_subject_without_words_is_refused() -> None:
    with pytest.raises(TemplateError, match="is empty"):
        subjects.subject("{{ corrects }}", SAID)


def test_the_schema_takes_what_is_read_and_refuses_what_is_not(tmp_path: Path) -> None:
    schema = config.schema("delivery")
    for text in (SMALL, WHOLE.replace("2026-12-16", '"2026-12-16"')):
        jsonschema.validate(yaml.safe_load(text), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(SMALL.replace("from:", "form:")), schema)
    assert tmp_path.exists()


@pytest.mark.parametrize(("time", "zone", "warns"), [("02:30", "Europe/Berlin", 1), ("02:30", "Asia/Almaty", 0)])
def test_a_time_that_clocks_leave_out_or_repeat_is_warned_of(time: str, zone: str, warns: int, tmp_path: Path) -> None:
    text = f'{SMALL}calendar:\n  time_zone: {zone}\n  time: "{time}"\n'
    found = findings(tmp_path, text)
    said = (
        "delivery.yaml:11",
        "where clocks change, 02:30 may be left out or come twice",
        "Take a time from 04:00 on.",
    )
    assert found == [said] * warns
    assert load(tmp_path, text).calendar is not None


def test_a_country_whose_holidays_are_not_known_is_refused(tmp_path: Path) -> None:
    file, message, hint = one(tmp_path, f'{SMALL}calendar: {{time: "08:00", country: DE-QQ}}\n')
    assert (file, message) == ("delivery.yaml:9", "the holidays of “DE-QQ” are not known")
    assert "ISO 3166" in hint


def test_a_file_of_comments_says_nothing_and_an_empty_one_is_a_mistake(tmp_path: Path) -> None:
    comments = "## Who gets what.\n\n  # version: 1\n"
    assert findings(tmp_path, comments) == []
    settings = config.load(tmp_path / "briefgen.yaml")
    assert reading.load(settings) is None
    assert reading.files(settings) == (tmp_path / "delivery.yaml",)  # a person's, and part of a backup
    for nothing in ("", "\n \n"):
        assert one(tmp_path, nothing)[1] == "the file is empty"
        with pytest.raises(ConfigError, match="the file is empty"):
            reading.load(config.load(tmp_path / "briefgen.yaml"))


SHIPPED = (ROOT / "config" / "delivery.yaml").read_text(encoding="utf-8")


def test_the_shipped_file_mails_nobody_and_is_right_once_its_comments_are_taken_away(tmp_path: Path) -> None:
    for name in ("briefgen.yaml", "brand.yaml", "delivery.yaml"):
        (tmp_path / name).write_bytes((ROOT / "config" / name).read_bytes())
    (tmp_path / "seeds").mkdir()
    assert reading.load(config.load(tmp_path / "briefgen.yaml")) is None
    lines = SHIPPED.splitlines()
    assert all(not line or line.startswith(("## ", "# ")) for line in lines)
    (tmp_path / "delivery.yaml").write_text("\n".join(line.removeprefix("# ") for line in lines) + "\n", "utf-8")
    assert config.check(tmp_path / "briefgen.yaml") == ()
    found = reading.load(config.load(tmp_path / "briefgen.yaml"))
    assert found is not None
    assert [one.address for one in found.people] == ["ann@example.org", "bo@example.org"]


def test_the_shipped_file_shows_every_key() -> None:
    """But for `outbox`, which is best left where it is."""
    written = yaml.safe_load("\n".join(line.removeprefix("# ") for line in SHIPPED.splitlines()))
    assert set(DELIVERY.keys) - set(written) == {"outbox"}
