"""Folders and files that want to break their reader: each ends as a document or as one clear sentence."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from briefgen.corpus import load, walking
from briefgen.corpus.files import contents
from briefgen.corpus.opening import Bytes, read_bytes
from briefgen.errors import CorpusError
from briefgen.model import Corpus

STORY = "Ports grow again\n\nFreight through the ports grew by 5% in the year, the harbour board said.\n"
NOBODY = 65_534
"""A user without rights, as whom root cannot read everything."""


def put(folder: Path, name: str, data: str | bytes = STORY) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def left_out(corpus: Corpus) -> dict[str, str]:
    return {omission.what: omission.reason for omission in corpus.omissions}


def test_links_that_fan_out_are_walked_once(tmp_path: Path) -> None:
    """Thirty folders with two links each to the next: a thousand million paths."""
    for number in range(30):
        folder = tmp_path / f"{number:02}"
        folder.mkdir()
        for side in "ab":
            (folder / side).symlink_to(tmp_path / f"{number + 1:02}", target_is_directory=True)
    put(tmp_path, "30/a.txt")
    corpus = load([tmp_path])
    assert len(corpus.documents) == 1
    assert corpus.omissions == ()


def test_a_link_to_itself_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    assert "cannot be opened" in left_out(load([tmp_path]))["loop.txt"]


def test_thousands_of_levels(tmp_path: Path) -> None:
    """Deeper than Python's stack, made from inside because the whole path is longer than one call takes."""
    put(tmp_path, "top.txt")
    home = os.open(tmp_path, os.O_RDONLY)
    try:
        level = home
        for _ in range(1_050):
            os.mkdir("d", dir_fd=level)
            inner = os.open("d", os.O_RDONLY, dir_fd=level)
            if level != home:
                os.close(level)
            level = inner
        os.close(level)
        assert [document.name for document in load([tmp_path]).documents] == ["top.txt"]
    finally:
        os.close(home)
        subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)


def test_sockets_and_pipes_are_not_opened(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.txt"))
        began = time.monotonic()
        assert set(left_out(load([tmp_path]))) == {"pipe.txt", "s.txt"}
        assert time.monotonic() - began < 5


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_device_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    put(tmp_path, "a.txt")
    assert "not a file" in left_out(load([tmp_path]))["zero.txt"]


AS_NOBODY = f"""
import os
from pathlib import Path
from briefgen.corpus import load
load([Path("a.txt")])
if os.getuid() == 0:
    os.setgid({NOBODY}), os.setuid({NOBODY})
for one in load([Path(".")]).omissions:
    print(one.what, one.reason, sep=": ")
"""


def test_what_may_not_be_read_is_said(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "closed/b.txt")
    put(tmp_path, "secret.txt").chmod(0)
    (tmp_path / "closed").chmod(0)
    tmp_path.chmod(0o755)
    command = [sys.executable, "-c", AS_NOBODY]
    root = {"PYTHONPATH": str(Path(__file__).parents[1])}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, cwd=tmp_path, env={**os.environ, **root}
        )
    finally:
        (tmp_path / "closed").chmod(0o755)
    assert done.stdout.splitlines() == [
        "closed: cannot be opened: Permission denied",
        "secret.txt: cannot be opened: Permission denied",
    ]


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("two\nlines.txt", r"two\nlines.txt"),
        ("red\x1b[31m.txt", r"red\x1b[31m.txt"),
        ("exe\u202etxt.fdp.txt", r"exe\u202etxt.fdp.txt"),
        ("grün.txt", "grün.txt"),
    ],
)
def test_names_are_one_line_and_read_as_they_are(tmp_path: Path, name: str, printed: str) -> None:
    put(tmp_path, name)
    assert [document.name for document in load([tmp_path]).documents] == [printed]


def test_names_that_print_alike_are_told_apart(tmp_path: Path) -> None:
    put(tmp_path, "a\nb.txt")
    put(tmp_path, r"a\nb.txt", STORY + "Another one.")
    names = [document.name for document in load([tmp_path]).documents]
    assert len(set(names)) == 2


def test_a_file_that_vanishes_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "b.txt")
    walked = walking.unique

    def unique(files: list[walking.Found]) -> list[walking.Found]:
        (tmp_path / "b.txt").unlink()
        return walked(files)

    monkeypatch.setattr("briefgen.corpus.folder.unique", unique)
    assert "No such file" in left_out(load([tmp_path]))["b.txt"]


def is_refused(path: Path) -> bool:
    try:
        contents(path, 1 << 30)
    except CorpusError as error:
        return error.message == "changed while it was read"
    return False


def test_a_file_that_grows_while_it_is_read(tmp_path: Path) -> None:
    """A writer appends all the time; what is read is whole or refused."""
    path = put(tmp_path, "a.txt", "x" * 4_000_000)
    stop = threading.Event()

    def write() -> None:
        with path.open("ab", buffering=0) as stream:
            while not stop.is_set():
                stream.write(b"y")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert any(map(is_refused, [path] * 200))
    finally:
        stop.set()
        writer.join()


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(50 << 30)
    began = time.process_time()
    with pytest.raises(CorpusError, match="larger than 10 MB"):
        load([path])
    assert time.process_time() - began < 1


def test_thousands_of_files_in_a_folder(tmp_path: Path) -> None:
    for number in range(2_000):
        (tmp_path / f"{number:05}.txt").touch()
    began = time.process_time()
    assert len(walking.unique(list(walking.walk(tmp_path)))) == 2_000
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04" + b"\0" * 100, "a ZIP archive"),
        (b"\x1f\x8b\x08\0" + b"\0" * 1_000, "a gzip archive"),
        (b"%PDF-1.7\nobj", "a PDF"),
        (b"{\\rtf1 Freight grew}", "an RTF file"),
        ("Zürich grew by 5%.\n".encode() + b"Caf\xe9 as well.\n", r"a\.txt:2 mixes encodings"),
        (STORY.encode() + b"\0" + STORY.encode(), "NUL at byte"),
        (STORY.encode("utf-16-le") + b"\0", "NUL at byte"),
        (b"\0" * 4_096, "NUL at byte 0"),
    ],
)
def test_what_only_poses_as_text(data: bytes, message: str) -> None:
    with pytest.raises(CorpusError) as error:
        read_bytes(Bytes(data, "a.txt", "txt"))
    assert message.replace("\\", "").replace(" mixes", ": mixes") in f"{error.value.where}: {error.value.message}"


RUSSIAN = "Товарооборот вырос на 20 процентов, сообщил министр.\n"
CHINESE = "据交通部统计,2025年港口货物吞吐量增长了百分之五,达到三百万吨。\n" * 3


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [STORY, RUSSIAN, CHINESE], ids=["english", "russian", "chinese"])
def test_utf16_without_a_mark(text: str, encoding: str) -> None:
    (document,) = read_bytes(Bytes(text.encode(encoding), "a.txt", "txt")).documents
    assert (document.text, document.encoding) == (text, encoding)


def test_a_line_of_a_megabyte() -> None:
    line = "Freight grew by 5% to 3 million tons " * 27_000
    began = time.process_time()
    for suffix in ("txt", "md"):
        (document,) = read_bytes(Bytes(line.encode(), "a", suffix)).documents
        assert document.text == line
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Ports grow\n---\n",
        "* * *\n\n---\n",
        "<!-- nothing here -->\n",
        "…\n",
    ],
)
def test_a_text_that_says_nothing_is_an_error(text: str) -> None:
    with pytest.raises(CorpusError, match="no text was found"):
        read_bytes(Bytes(text.encode(), "a.md", "md"))


def test_turned_characters_stay_in_the_text_and_are_told(tmp_path: Path) -> None:
    """The text is what the file says; what prints it leaves them out, and a screen that shows the file does not."""
    text = "Ports grow again\n\nFreight grew by \u202e51\u202c% to 3 million tons, the board said.\n"
    put(tmp_path, "a.txt", text)
    corpus = load([tmp_path])
    assert corpus.documents[0].text == text
    assert "(line 3)" in left_out(corpus)["a.txt"]
