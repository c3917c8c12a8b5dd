"""Everything that an edition is made from, byte by byte."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from briefgen import __version__, overriding
from briefgen.config import Config
from briefgen.editions.values import Part, Piece
from briefgen.model import Document, Earlier, File, Override
from briefgen.pipeline import Material

Contents = Mapping[tuple[Part, str], bytes]
"""Bytes by part and path."""
FOLDERS = ("house", "default")
"""What the template folders are called, the house's first."""
_ON = " on "
"""Between the name of an earlier edition and its topic."""

_encoder = msgspec.json.Encoder(order="deterministic")


def pieces(contents: Contents) -> tuple[Piece, ...]:
    """The pieces by their hashes, sorted."""
    found = (Piece(part, path, hashlib.sha256(data).hexdigest()) for (part, path), data in contents.items())
    return tuple(sorted(found))


def contents(
    config: Config, material: Material, templates: Sequence[tuple[str, Path]]
) -> dict[tuple[Part, str], bytes]:
    """All that briefs are made from.

    Args:
        config: The settings.
        material: Documents and earlier editions, before names are taken out for readers outside.
        templates: Folders of templates with what they are called.

    Raises:
        OSError: A template or the logo cannot be read.
    """
    brand = replace(config.brand, logo=None)
    found = {
        (Part.SETTINGS, "briefgen.yaml"): _encoder.encode(
            [config.topics, config.editions, config.pages, config.evidence, config.time_zone]
        ),
        (Part.BRAND, "brand.yaml"): _encoder.encode(brand),
        (Part.CORRECTIONS, "corrections.yaml"): b"\n".join(sorted(map(_encoder.encode, config.corrections))),
        (Part.PROGRAM, "briefgen"): __version__.encode(),
        (Part.LEFT_OUT, "documents"): _encoder.encode([material.corpus.omissions, material.edition]),
    }
    wanted = dict.fromkeys((Override.EVERY, material.edition.name.partition(".")[0], material.edition.name))
    for one in config.overrides:
        if one.edition in wanted:
            found[Part.OVERRIDE, f"{one.edition}.yaml"] = overriding.content(one)
    if config.brand.logo:
        found[Part.BRAND, "logo"] = Path(config.brand.logo).read_bytes()
    found |= {(Part.DOCUMENT, name): _encoder.encode(one) for name, one in _named(material.corpus.documents)}
    found |= {(Part.EARLIER, _title(one)): _encoder.encode(one) for one in material.previous}
    found |= {(Part.TEMPLATE, name): data for title, folder in templates for name, data in _below(title, folder)}
    return found


def files(made: Iterable[File]) -> dict[tuple[Part, str], bytes]:
    """What came out."""
    return {(Part.FILE, file.name): file.content for file in made}


def _named(documents: Iterable[Document]) -> Iterator[tuple[str, Document]]:
    """Each document under its name; those that share one are numbered."""
    seen: Counter[str] = Counter()
    for one in sorted(documents, key=lambda document: (document.name, document.id)):
        seen[one.name] += 1
        yield (one.name if seen[one.name] == 1 else f"{one.name} ({seen[one.name]})"), one


def compared(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """Names of the editions that one made of these pieces compares itself with."""
    return tuple(dict.fromkeys(one.path.partition(_ON)[0] for one in pieces if one.part is Part.EARLIER))


def _title(earlier: Earlier) -> str:
    return f"{earlier.edition.name}{_ON}{earlier.topic}"


def _below(title: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Files below a folder but for those that begin with a dot, as `.base/`: no brief is made from them."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name[:1] != "." and name != "__pycache__")
        for name in sorted(names):
            if name[:1] != ".":
                path = Path(here) / name
                yield f"{title}/{path.relative_to(folder).as_posix()}", path.read_bytes()
