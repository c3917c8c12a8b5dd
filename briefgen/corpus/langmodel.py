"""py3langid's model with little of it in memory: with the library 50 MB, where its own way takes 111, and 122 at first.

The library keeps the table of transitions of its automaton (42 MB) and the weights of all its languages (27 MB) as long
as it is used. Of the transitions a text visits few: they stay in a file that is mapped into memory. Of the weights only
those of the languages that are told apart are kept.
"""

from __future__ import annotations

import lzma
import mmap
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Literal

PIECE = 1 << 20
"""Bytes that are copied at a time."""
TYPES: Mapping[int, Literal["H", "I"]] = {2: "H", 4: "I"}
"""Bytes of a number of the automaton → its code (`struct`)."""


def load(path: Path, languages: Sequence[str]) -> Any:  # noqa: ANN401 - py3langid has no types
    """A `LanguageIdentifier` of these languages from the model file of py3langid 0.3: arrays of NumPy (npz) in LZMA.

    Args:
        path: The model file.
        languages: ISO 639-1 codes that the model knows.

    Raises:
        KeyError: The file has another layout.
        ValueError: The same, or it is no such archive.
    """
    try:
        return _load(path, languages)
    except (lzma.LZMAError, zipfile.BadZipFile) as error:
        raise ValueError(f"the model is no archive that is known: {error}") from error


def _load(path: Path, languages: Sequence[str]) -> Any:  # noqa: ANN401 - as above
    from py3langid.langid import LanguageIdentifier

    with tempfile.TemporaryFile() as unpacked:
        with lzma.open(path) as packed:
            shutil.copyfileobj(packed, unpacked, PIECE)
        with zipfile.ZipFile(unpacked) as members:
            names = _array(members, "classes").tolist()
            places = [place for place, name in enumerate(names) if name in languages]
            weights = _columns(members, "ptc", places)
            moves = _mapped(members, "nextmove")
            prior, rows, output = (_array(members, name) for name in ("pc", "nextmove_row", "out_feat"))
    kept = [names[place] for place in places]
    return LanguageIdentifier(
        weights, prior[places], kept, moves, output.tolist(), norm_probs=True, tk_row=rows.tolist()
    )


def _array(members: zipfile.ZipFile, name: str) -> Any:  # noqa: ANN401 - an array of numbers or words
    """An array of the file, in memory."""
    import numpy as np

    with members.open(f"{name}.npy") as member:
        return np.lib.format.read_array(member, allow_pickle=False)


def _columns(members: zipfile.ZipFile, name: str, places: Sequence[int]) -> Any:  # noqa: ANN401 - as above
    """Some columns of an array of numbers in rows."""
    import numpy as np

    with members.open(f"{name}.npy") as member:
        (height, width), dtype = _head(member)
        found = np.empty((height, len(places)), dtype)
        step = max(1, PIECE // (width * dtype.itemsize))
        for first in range(0, height, step):
            data = member.read(min(step, height - first) * width * dtype.itemsize)
            found[first : first + step] = np.frombuffer(data, dtype).reshape(-1, width)[:, places]
    return found


def _mapped(members: zipfile.ZipFile, name: str) -> memoryview:
    """An array of whole numbers without sign, left in a file without a name, of which what is looked at is read."""
    with members.open(f"{name}.npy") as member, tempfile.TemporaryFile() as file:
        _, dtype = _head(member)
        if dtype.kind != "u" or dtype.itemsize not in TYPES or not dtype.isnative:
            raise ValueError(f"{name} has numbers of another kind: {dtype}")
        shutil.copyfileobj(member, file, PIECE)
        file.flush()
        return _view(file.fileno()).cast(TYPES[dtype.itemsize])


def _head(member: IO[bytes]) -> tuple[tuple[int, ...], Any]:
    """Shape and type of the numbers that follow."""
    import numpy as np

    if np.lib.format.read_magic(member) != (1, 0):
        raise ValueError("an array is of another version")
    shape, by_columns, dtype = np.lib.format.read_array_header_1_0(member)
    if by_columns:
        raise ValueError("an array lies in columns")
    return shape, dtype


def _view(file: int) -> memoryview:
    """The bytes of an open file; the mapping outlives it.

    The system maps whatever else of the file it has in memory around what is looked at, so it is told to have nothing.
    """
    if hasattr(os, "posix_fadvise"):
        os.fsync(file)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    mapped = mmap.mmap(file, 0, access=mmap.ACCESS_READ)
    if hasattr(mmap, "MADV_RANDOM"):
        mapped.madvise(mmap.MADV_RANDOM)
    return memoryview(mapped)
