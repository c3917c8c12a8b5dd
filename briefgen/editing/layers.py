"""The two layers of templates: what is shipped, what the house has, and which of both is in use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from briefgen.editing.slices import Slices, normal, slices
from briefgen.errors import TemplateError, UsageError
from briefgen.rendering.templates import SHIPPED

BASE = ".base"
"""The folder in the house's one with the shipped originals that overrides were made from."""
TEMPLATE = ".j2"
"""What the name of a template ends with; others are style sheets and pictures, which have no blocks."""


class Layers(Struct, frozen=True):
    """Where templates are looked for."""

    default: Path
    """The shipped ones."""
    house: Path | None
    """The house's own; None where there is no such folder."""

    def shipped(self, name: str) -> Path:
        """The shipped file of that name.

        Raises:
            UsageError: There is none; the nearest name is in the hint.
        """
        path = self.default / name
        if name not in names(self.default):
            raise UsageError(f"there is no shipped template “{name}”", hint=meant(name, names(self.default)))
        return path

    def own(self, name: str) -> Path | None:
        """The house's file of that name; None where it has none."""
        path = self.house / name if self.house is not None else None
        return path if path is not None and path.is_file() else None

    def base(self, name: str) -> Path | None:
        """The shipped original that the house's file was made from; None where it was not kept."""
        path = self.house / BASE / name if self.house is not None else None
        return path if path is not None and path.is_file() else None


class Standing(Struct, frozen=True):
    """How a template stands."""

    name: str
    """Its path below the folder of its layer."""
    file: Path
    """The file that is in use."""
    is_house: bool
    """That is the house's."""
    overridden: tuple[str, ...] = ()
    """Blocks of the shipped file that the house's replaces, in their order."""
    whole: bool = False
    """The house's file extends none and stands for the whole shipped one."""
    unknown: tuple[str, ...] = ()
    """Blocks of the house's file that the shipped one does not have: Jinja drops them without a word."""
    changed: tuple[str, ...] | None = ()
    """What is shipped otherwise than when the override was made: blocks, or the name of the file as a whole. None where
    the original was not kept, so that nobody can tell."""
    is_shipped: bool = True
    """There is a shipped file of this name."""


def standings(layers: Layers) -> tuple[Standing, ...]:
    """All templates, by their names.

    Raises:
        TemplateError: One cannot be read.
    """
    return tuple(standing(layers, name) for name in sorted({*names(layers.default), *names(layers.house)}))


def names(folder: Path | None) -> tuple[str, ...]:
    """The files of a layer, by their paths below it; what begins with a dot and READMEs are none."""
    return tuple(sorted(_names(folder))) if folder is not None else ()


def _names(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        below = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in below.parts)
        if path.is_file() and not hidden and path.stem.upper() != "README":
            yield below.as_posix()


def read(path: Path) -> str:
    """The text of a template, with plain line ends.

    Raises:
        TemplateError: It cannot be read, or is no UTF-8 text.
    """
    try:
        return normal(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise TemplateError("the template is not UTF-8 text", where=str(path), hint="Save it as UTF-8.") from error
    except OSError as error:
        raise TemplateError(f"cannot be read: {error.strerror}", where=str(path)) from error


def parts(path: Path) -> Slices:
    """The blocks of a file; none of one that is no template."""
    return slices(read(path), str(path)) if path.name.endswith(TEMPLATE) else Slices(None, {}, ())


def extends_shipped(own: Slices, name: str) -> bool:
    """Whether a house's file extends the shipped one of its name."""
    return own.extends == f"{SHIPPED}{name}"


def standing(layers: Layers, name: str) -> Standing:
    """How one template stands.

    Raises:
        TemplateError: It cannot be read.
    """
    file = layers.own(name)
    if file is None:
        return Standing(name, layers.default / name, is_house=False)
    if name not in names(layers.default):
        return Standing(name, file, is_house=True, is_shipped=False, whole=True)
    own, now = parts(file), parts(layers.default / name)
    is_part = extends_shipped(own, name)
    return Standing(
        name,
        file,
        is_house=True,
        overridden=tuple(block for block in now.blocks if block in own.blocks) if is_part else (),
        whole=not is_part,
        unknown=tuple(block for block in own.blocks if block not in now.blocks) if is_part else (),
        changed=_changed(layers, name, own, is_part=is_part),
    )


def _changed(layers: Layers, name: str, own: Slices, *, is_part: bool) -> tuple[str, ...] | None:
    base = layers.base(name)
    if base is None:
        return None
    then, now = read(base), read(layers.default / name)
    if not is_part:
        return () if then == now else (name,)
    before, after = slices(then, str(base)).blocks, slices(now, name).blocks
    texts = [
        {block: found[block].content(text) for block in own.blocks if block in found}
        for text, found in ((then, before), (now, after))
    ]
    return tuple(block for block in own.blocks if texts[0].get(block) != texts[1].get(block))


def meant(name: str, known: Iterable[str]) -> str:
    """What to do about a name that is not known: the nearest one, or all of them."""
    import difflib

    every = list(known)
    near = difflib.get_close_matches(name, every, n=1)
    if near:
        return f"Did you mean {near[0]}?"
    return f"There are: {', '.join(every)}." if every else "It has none."
