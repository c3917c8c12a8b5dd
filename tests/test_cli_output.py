"""Files appear whole or not at all, and never outside the output folder."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.cli import output
from briefgen.errors import RenderError, UsageError
from briefgen.model import File


def test_files_are_written_below_the_folder(tmp_path: Path) -> None:
    written = output.write(tmp_path / "new" / "out", [File("a.md", b"1"), File("charts/b.svg", b"2")])
    assert [path.relative_to(tmp_path).as_posix() for path in written] == ["new/out/a.md", "new/out/charts/b.svg"]
    assert [path.read_bytes() for path in written] == [b"1", b"2"]


@pytest.mark.parametrize(
    "name", ["../a", "a/../../b", "/etc/x", "C:\\x", "\\\\host\\x", "..\\a", "a\\..\\..\\b", "", ".", "a/..", "a\0b"]
)
def test_names_that_lead_elsewhere_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="outside"):
        output.write(tmp_path / "out", [File(name, b"")])
    assert not list(tmp_path.rglob("*.part"))


def test_a_link_cannot_carry_a_file_out(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "charts").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="link"):
        output.write(tmp_path / "out", [File("charts/a.svg", b"")])
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_link_in_the_place_of_the_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.md").symlink_to(tmp_path / "precious")
    output.write(tmp_path / "out", [File("a.md", b"new")])
    assert (tmp_path / "precious").read_bytes() == b"mine"
    assert (tmp_path / "out" / "a.md").read_bytes() == b"new"


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output.write(tmp_path, [File("a.md", b"old")])

    def full(path: Path, content: bytes) -> int:
        path.write_text(content[:1].decode(), encoding="utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(RenderError, match="No space left"):
        output.write(tmp_path, [File("a.md", b"new")])
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("a.md", "old")]


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    with pytest.raises(RenderError, match="cannot be written"):
        output.write(tmp_path, [File("a.md", b"")])
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


@given(st.text(max_size=30))
def test_no_name_leads_outside(name: str) -> None:
    folder = Path("/nowhere/out")
    try:
        target = output.inside(folder, name)
    except UsageError:
        return
    assert target.is_relative_to(folder)
    assert ".." not in target.parts
