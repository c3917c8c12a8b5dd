from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path

import pytest

from briefgen.corpus import load
from briefgen.corpus.readers import reader, suffixes
from briefgen.errors import CorpusError
from briefgen.model import Corpus, Document

STORY = "Ports grow again\n\nFreight through the ports grew by 5% in the year, the harbour board said.\n"


def put(folder: Path, name: str, data: str | bytes = STORY) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def named(corpus: Corpus) -> list[str]:
    return [document.name for document in corpus.documents]


def left_out(corpus: Corpus) -> dict[str, str]:
    return {omission.what: omission.reason for omission in corpus.omissions}


def test_folder_is_read_recursively_and_sorted(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", STORY + "Two.")
    put(tmp_path, "a/z.md", "# Three\n\nThree ports opened.\n")
    put(tmp_path, "A.TXT", STORY)
    assert named(load([tmp_path])) == ["A.TXT", "a/z.md", "b.txt"]


def test_text_stays_as_it_is_and_gives_the_id(tmp_path: Path) -> None:
    text = "\ufeffOne\xa0port.\r\n\r\nTwo ports.\r\n"
    (document,) = load([put(tmp_path, "a.txt", text)]).documents
    assert document.text == text
    assert document.id == hashlib.sha256(text.encode()).hexdigest()


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    for name in (".a.txt", ".git/b.txt", "c.txt"):
        put(tmp_path, name)
    corpus = load([tmp_path])
    assert named(corpus) == ["c.txt"]
    assert corpus.omissions == ()


def test_links_that_lead_back_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "a/b.txt")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere.txt")
    corpus = load([tmp_path])
    assert named(corpus) == ["a/b.txt"]
    assert "dangling.txt" in left_out(corpus)


def test_pipe_in_a_folder_does_not_hang(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert "pipe.txt" in left_out(load([tmp_path]))


def test_unreadable_kinds_are_left_out_and_said(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "scan.tiff", b"II*\0")
    put(tmp_path, "LICENSE", "free")
    assert set(left_out(load([tmp_path]))) == {"scan.tiff", "LICENSE"}


def test_given_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, "scan.tiff", b"II*\0")
    with pytest.raises(CorpusError, match=r"\.tiff files cannot be read") as error:
        load([path])
    assert ".txt" in str(error.value.hint)


def test_missing_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="does not exist") as error:
        load([tmp_path / "nothing"])
    assert error.value.where == str(tmp_path / "nothing")


def test_no_paths_are_refused() -> None:
    with pytest.raises(CorpusError, match="no corpus"):
        load([])


def test_folder_without_documents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no documents") as error:
        load([tmp_path])
    assert ".md" in str(error.value.hint)


def test_folder_of_damaged_files_says_why(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", b"\0\0\0")
    with pytest.raises(CorpusError, match=r"no documents[\s\S]*a\.txt: is not text"):
        load([tmp_path])


def test_damaged_file_raises_alone_and_is_left_out_in_a_folder(tmp_path: Path) -> None:
    path = put(tmp_path, "bad.txt", "Zürich grew by 5%.".encode() + b" Caf\xe9")
    put(tmp_path, "good.txt")
    with pytest.raises(CorpusError, match="byte 23") as error:
        load([path])
    assert "bad.txt" in str(error.value.where)
    assert "byte 23" in left_out(load([tmp_path]))["bad.txt"]


def test_same_text_twice_is_one_document(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "b/copy.txt")
    corpus = load([tmp_path])
    assert named(corpus) == ["a.txt"]
    assert "a.txt" in left_out(corpus)["b/copy.txt"]


def test_same_file_reached_twice_is_no_copy(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt")
    corpus = load([path, tmp_path, tmp_path])
    assert named(corpus) == ["a.txt"]
    assert corpus.omissions == ()


def test_names_are_unique_and_independent_of_order(tmp_path: Path) -> None:
    folders = [tmp_path / "north" / "news", tmp_path / "south" / "news", tmp_path / "west"]
    for number, folder in enumerate(folders):
        put(folder, "a.txt", STORY + f"Number {number}.")
    expected = load(folders)
    assert named(expected) == ["north/news/a.txt", "south/news/a.txt", "west/a.txt"]
    for seed in range(3):
        assert load(folders[seed:] + folders[:seed]) == expected


def test_guessed_encoding_is_said(tmp_path: Path) -> None:
    text = "Товарооборот вырос на двадцать процентов, сообщил министр. Порты увеличили поставки зерна и нефти."
    put(tmp_path, "a.txt", text.encode("cp1251"))
    corpus = load([tmp_path])
    assert corpus.documents[0].text == text
    assert "cp1251" in left_out(corpus)["a.txt"]


def test_an_encoding_that_is_declared_is_no_guess(tmp_path: Path) -> None:
    text = "Товарооборот вырос на двадцать процентов, сообщил министр. Порты увеличили поставки зерна и нефти."
    head = "Content-Type: text/plain; charset={}\nContent-Transfer-Encoding: 8bit\nSubject: x\n\n"
    item = f"<item><title>x</title><description>{text}</description></item>"
    feed = "<?xml version='1.0' encoding='windows-1251'?><rss version='2.0'><channel><title>x</title>{}</channel></rss>"
    old = {
        "page.html": f"<html><head><meta charset=windows-1251></head><body><p>{text}</p></body></html>",
        "bare.html": f"<html><head></head><body><p>{text} Иначе.</p></body></html>",
        "told.eml": head.format("windows-1251") + f"{text} Снова.",
        "wrong.eml": head.format("utf-8") + f"{text} Опять.",
        "feed.xml": feed.format(item.replace("x</title>", "x</title><guid>1</guid>")),
    }
    for name, source in old.items():
        put(tmp_path, name, source.encode("cp1251"))
    corpus = load([tmp_path])
    assert {one.encoding.replace("windows-", "cp") for one in corpus.documents} == {"cp1251"}
    assert {name for name, reason in left_out(corpus).items() if "guessed" in reason} == {"bare.html", "wrong.eml"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_byte_order_marks_are_obeyed(tmp_path: Path, encoding: str) -> None:
    (document,) = load([put(tmp_path, "a.txt", STORY.encode(encoding))]).documents
    assert document.text.lstrip("\ufeff") == STORY
    assert document.headline == "Ports grow again"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \r\n\xc2\xa0\n", "empty"),
        (b"abc\0def", "NUL at byte 3"),
        (b"\x01\x02\x03 abc", "control characters"),
        (b"\xff\xfe\x00\xd8\x00\xd8", "marked as utf-16"),
        (b"Caf\xe9 rose 5%", "not UTF-8 .byte 3."),
        (b"x" * 10_000_001, "larger than 10 MB"),
        (bytes(range(128, 256)), "not UTF-8"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        load([put(tmp_path, "a.txt", data)])


def test_file_name_that_is_not_utf8_is_printable(tmp_path: Path) -> None:
    put(tmp_path, os.fsdecode(b"caf\xe9.txt"))
    (name,) = named(load([tmp_path]))
    assert name.encode() == rb"caf\xe9.txt"


def test_built_in_readers_are_known_without_installation() -> None:
    assert {"md", "txt"} <= set(suffixes())
    assert reader("rtf") is None
    function = reader("TXT")
    assert function is not None
    assert isinstance(function(b"One port.", "a.txt"), Document)


FRONT = """---
headline: 'Ports: a digest'
byline: Ann Lee
publisher: Example Post
published: 2025-03-04
language: en-GB
url: https://example.org/ports
invented: false
weather: fine
digest_of:
  publisher: Harbour Gazette
  author: Bob Ray
  headline: Ports grow
  published: 2025-03-01
---

# Ports grow again

Freight grew by 5%.
"""


def test_front_matter_is_believed(tmp_path: Path) -> None:
    (document,) = load([put(tmp_path, "a.md", FRONT)]).documents
    assert (document.headline, document.byline, document.publisher) == ("Ports: a digest", "Ann Lee", "Example Post")
    assert (document.published, document.language) == (dt.date(2025, 3, 4), "en")
    assert document.url == "https://example.org/ports"
    digest = document.digest_of
    assert digest is not None
    assert (digest.publisher, digest.author, digest.headline) == ("Harbour Gazette", "Bob Ray", "Ports grow")
    assert digest.published == dt.date(2025, 3, 1)


@pytest.mark.parametrize(
    ("yaml", "line", "message"),
    [
        ("headline: a: b", 2, "mapping values"),
        ("a: &x 1\nb: *x", 3, "aliases"),
        ("a: [[[[[[1]]]]]]", 2, "nested too deep"),
        ("headline: a\nheadline: b", 3, "twice"),
        ("published: soon", 2, "no date"),
        ("published: 2025-02-30", 2, "no date"),
        ("published: 03/04/2025", 2, "no date"),
        ("language: English please", 2, "no language"),
        ("digest_of: a paper", 2, "needs keys"),
        ("digest_of:\n  published: never", 3, "no date"),
        ("? [a, b]\n: c", 2, "must be a word"),
    ],
)
def test_broken_front_matter_names_its_line(tmp_path: Path, yaml: str, line: int, message: str) -> None:
    path = put(tmp_path, "a.md", f"---\n{yaml}\n---\n\nFreight grew by 5%.\n")
    with pytest.raises(CorpusError, match=message) as error:
        load([path])
    assert error.value.where == f"a.md:{line}"


@pytest.mark.parametrize("yaml", ["headline: [a", "headline: a\x07b", "\t- a", "a: b: c"])
def test_hostile_front_matter_is_one_clear_error(tmp_path: Path, yaml: str) -> None:
    path = put(tmp_path, "a.md", f"---\n{yaml}\n---\n\nFreight grew by 5%.\n")
    with pytest.raises(CorpusError) as error:
        load([path])
    assert str(error.value).startswith("a.md")


def test_broken_front_matter_in_a_folder_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "---\npublished: soon\n---\nText.\n")
    put(tmp_path, "b.txt")
    assert "line 2" in left_out(load([tmp_path]))["a.md"]


def test_null_in_front_matter_goes_before_the_text(tmp_path: Path) -> None:
    text = "---\npublished: null\ndigest_of: ~\n---\n\nBy Ann Lee\n\n3 May 2025\n\nFreight grew by 5%.\n"
    (document,) = load([put(tmp_path, "a.md", text)]).documents
    assert (document.published, document.byline, document.digest_of) == (None, "Ann Lee", None)


def test_what_a_digest_names_is_the_publisher_of_the_original(tmp_path: Path) -> None:
    text = "---\ndigest_of:\n  publisher: Example Wire\n---\n\nLEEDS (Example Wire) - Freight grew by 5%.\n"
    (document,) = load([put(tmp_path, "a.md", text)]).documents
    assert document.publisher is None
    assert document.digest_of is not None
    assert document.digest_of.publisher == "Example Wire"


def test_codes_of_languages_are_no_booleans(tmp_path: Path) -> None:
    (document,) = load([put(tmp_path, "a.md", "---\nlanguage: no\n---\n\nHavnen vokste.\n")]).documents
    assert document.language == "no"
