"""`briefgen templates`: what editors change, and how it stands to what is shipped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import to_builtins

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import with_config, with_locale
from briefgen.cli.preview import preview
from briefgen.cli.text import counted, printable

if TYPE_CHECKING:
    from briefgen.cli.progress import Progress
    from briefgen.config import Config
    from briefgen.editing.findings import Finding
    from briefgen.editing.layers import Layers, Standing
    from briefgen.editing.merging import Difference

with_block = click.option("--block", "blocks", metavar="BLOCK", multiple=True, help="A block of it; repeatable.")


@click.group(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen templates list
  briefgen templates show brief.md.j2 --block masthead
  briefgen templates eject brief.md.j2 --block masthead
  briefgen templates diff brief.md.j2 --merge
""",
)
def templates() -> None:
    """List, show, override and compare templates: yours and those that are shipped.

    What is shipped is never edited. Your own files lie in templates/house/ and hold only what differs.
    """


@templates.command(
    "list",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen templates list
  briefgen templates list --json | jq 'select(.layer == "house")'
""",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_config
def list_templates(*, as_json: bool, config_path: Path | None) -> None:
    """List the templates: which one is in use, what it overrides, and whether the shipped one changed since."""
    from briefgen.editing.layers import standings

    _, layers = _layers(config_path)
    found = standings(layers)
    width = max(len(one.name) for one in found)
    for one in found:
        if as_json:
            click.echo(json.dumps(_row(one), ensure_ascii=False))
        else:
            layer = "house" if one.is_house else "shipped"
            click.echo(printable(f"{one.name:<{width}}  {layer:<7}  {'; '.join(_remarks(one))}").rstrip())


@templates.command(
    "show",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen templates show brief.md.j2
  briefgen templates show brief.md.j2 --block masthead
  briefgen templates show css/pdf.css
  briefgen templates show words/kk.yaml
  briefgen templates show words/en.yaml --block "Bottom line"
""",
)
@click.argument("name")
@with_block
@with_config
def show(*, name: str, blocks: tuple[str, ...], config_path: Path | None) -> None:
    """Show what a template holds, with your blocks in their places.

    A line in front of each block names the file that it comes from. Of words/kk.yaml: all words that are printed
    in that language, yours among them; a message in English is one of its blocks.
    """
    from briefgen.editing import wording
    from briefgen.editing.effective import effective

    _, layers = _layers(config_path)
    if wording.is_words(name):
        click.echo(printable(wording.shown(layers.house, name, blocks)), nl=False)
    else:
        click.echo(printable(effective(layers, name, blocks)), nl=False)


@templates.command(
    "eject",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen templates eject brief.md.j2 --block masthead
  briefgen templates eject css/pdf.css
  briefgen templates eject words/kk.yaml
  briefgen templates eject words/en.yaml --block "Bottom line"
""",
)
@click.argument("name")
@with_block
@with_config
def eject(*, name: str, blocks: tuple[str, ...], config_path: Path | None) -> None:
    """Begin an override: a copy of a block, or of a whole file, in templates/house/, to be changed there.

    The shipped original is kept in templates/house/.base/, so that `briefgen templates diff --merge` can bring your
    override up to date when a new version changes it. Nothing that is there is replaced.

    Of words/kk.yaml it writes a file with all words of that language, of which you keep those that you change.
    """
    from briefgen.editing import wording
    from briefgen.editing.ejecting import ejected

    settings, layers = _layers(config_path)
    if wording.is_words(name):
        path = _write(settings.house, name, wording.begun(layers.house, name, blocks))
        click.echo(printable(f"wrote {path}"), err=True)
        return
    for one in ejected(layers, name, blocks):
        path = _write(settings.house, one.name, one.text)
        click.echo(printable(f"wrote {path}"), err=True)


@templates.command(
    "diff",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen templates diff brief.md.j2
  briefgen templates diff brief.md.j2 --merge
""",
)
@click.argument("name")
@click.option("--merge", is_flag=True, help="Bring what changed in the shipped file into yours.")
@with_config
def diff(*, name: str, merge: bool, config_path: Path | None) -> None:
    """Compare your override with what is shipped, and what was shipped when you made it with what is shipped now.

    With --merge, both are put together in your file. Where both changed the same lines, both stand there between
    markers (<<<<<<< ======= >>>>>>>), and the exit code is 1 until nobody has to decide any more.
    """
    from briefgen.editing import wording
    from briefgen.editing.layers import BASE, read
    from briefgen.editing.merging import differences, merged
    from briefgen.errors import UsageError

    settings, layers = _layers(config_path)
    if wording.is_words(name) or not merge:
        words = wording.compared(layers.house, name) if wording.is_words(name) else None
        for line in words or _compared(differences(layers, name)):
            click.echo(printable(line))
        return
    found = merged(layers, name)
    own = settings.house / name
    if found.changed:
        if read(own) != found.mine:
            raise UsageError("was saved while it was merged; nothing was written", where=str(own), hint="Do it again.")
        _write(settings.house, name, found.text)  # before its original: a run that is ended between both is done again
    _write(settings.house, f"{BASE}/{name}", found.base)
    for block in found.gone:
        click.echo(printable(f"{own}: “{block}” is no longer shipped; what stands in it prints nowhere"), err=True)
    if found.conflicts:
        click.echo(
            printable(f"{own}: {counted(found.conflicts, 'place')} to decide, between <<<<<<< and >>>>>>>"), err=True
        )
        raise click.exceptions.Exit(1)
    what = f"changed {', '.join(found.changed)}" if found.changed else "nothing to bring in"
    click.echo(printable(f"{own}: {what}"), err=True)


@templates.command(
    "check",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen templates check
  briefgen templates check --json | jq -r .message
  briefgen templates check --golden
  briefgen templates check --golden --accept
  briefgen templates check --language kk
""",
)
@click.option("--golden", is_flag=True, help="Also compare the samples with what was accepted, and with your rules.")
@click.option("--accept", is_flag=True, help="With --golden: keep the samples as they are now in tests/golden/.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding.")
@with_locale
@with_config
def check(*, golden: bool, accept: bool, as_json: bool, locale: str, config_path: Path | None) -> None:
    """Find what is wrong with your templates, all of it in one run.

    Names, fields, filters, macros, blocks and files are looked up; where all of them are there, the sample briefs are
    printed, and no citation, caution, disagreement, line of provenance, notice of a correction or word of an editor may
    be lost. In another language than English they are printed in it too, with your words and brand, and what titles,
    names, definitions, forewords and comments of your settings lack in it is named.

    With --golden words, outline and number of pages of each sample are compared with those that somebody looked at and
    accepted, in tests/golden/ of your project; rules.yaml there has rules of your own, such as “at most 4 pages”.

    Exits with 1 when there is an error. A comment lets a line pass, with a reason: {# allow W201: kept for spring #}.
    """
    from briefgen.cli.progress import Progress
    from briefgen.config.problems import Level
    from briefgen.editing import checking, proving, wording
    from briefgen.errors import UsageError

    if accept and not golden:
        raise UsageError("there is nothing to accept", where="--accept", hint="Add --golden.")
    settings, layers = _layers(config_path, locale, with_words=False)
    with Progress() as progress:
        found = tuple(sorted((*checking.check(layers, settings.brand.locale), *wording.unsaid(settings))))
        if not any(one.id == "E120" for one in found):  # with words that cannot be read, nothing can be printed
            settings, _ = _layers(config_path, locale)
        found = proving.all_of(settings, found, progress)
        if golden and not any(one.level is Level.ERROR for one in found):
            found = (*found, *_golden(settings, progress, accept=accept))
    for one in found:
        click.echo(json.dumps(to_builtins(one), ensure_ascii=False) if as_json else printable(f"{one}\n"))
    errors = sum(one.level is Level.ERROR for one in found)
    told = f"{counted(errors, 'error')}, {counted(len(found) - errors, 'warning')}" if found else "nothing is wrong"
    click.echo(told, err=True)
    if errors:
        raise click.exceptions.Exit(1)


def _golden(settings: Config, progress: Progress, *, accept: bool) -> tuple[Finding, ...]:
    """What the samples have otherwise than was accepted; first they are kept, where somebody accepts them."""
    from briefgen.cli import output
    from briefgen.editing import golden

    folder, made = golden.folder(settings), golden.made(settings, progress)
    if accept:
        kept = output.write(folder, golden.accepted(made))
        progress.note(f"kept {counted(len(kept), 'sample')} in {folder}: look at the difference before you commit it")
    return tuple(sorted(golden.check(folder, made)))


@templates.command(
    "vars",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen templates vars brief.md.j2
  briefgen templates vars page.html.j2 | less
""",
)
@click.argument("name", metavar="TEMPLATE", default="brief.md.j2")
def variables(*, name: str) -> None:
    """Show what a template can print: its variables, their fields and what they mean."""
    from briefgen.editing.layers import meant
    from briefgen.editing.variables import plain
    from briefgen.errors import UsageError
    from briefgen.rendering.seen import SEEN

    if name not in SEEN:
        raise UsageError(f"there is no template “{name}” that is printed by itself", hint=meant(name, SEEN))
    click.echo(printable(plain(name)), nl=False)


templates.add_command(preview)


def _layers(config_path: Path | None, locale: str = "", *, with_words: bool = True) -> tuple[Config, Layers]:
    from briefgen import config, resources
    from briefgen.editing.layers import Layers

    settings = config.load(config_path, with_words=with_words, locale=locale)
    return settings, Layers(resources.templates(), settings.templates[0] if settings.templates else None)


def _remarks(one: Standing) -> Iterator[str]:
    """What a person should know of a template."""
    from briefgen.editing.wording import is_words, reworded

    if not one.is_house:
        return
    if is_words(one.name):
        yield counted(len(reworded(one.file)), "message")
        return
    if not one.is_shipped:
        yield "your own"
        return
    yield "the whole file" if one.whole else ", ".join(one.overridden) or "no block"
    if one.unknown:
        yield f"not shipped, so never printed: {', '.join(one.unknown)}"
    if one.changed is None:
        yield "no shipped original is kept"
    elif one.changed:
        yield "the shipped one changed since" if one.whole else f"changed since: {', '.join(one.changed)}"


def _row(one: Standing) -> dict[str, Any]:
    return {
        "name": one.name,
        "layer": "house" if one.is_house else "shipped",
        "file": str(one.file),
        "whole": one.whole,
        "overridden": list(one.overridden),
        "unknown": list(one.unknown),
        "changed": None if one.changed is None else list(one.changed),
        "shipped": one.is_shipped,
    }


def _compared(found: tuple[Difference, ...]) -> Iterator[str]:
    for one in found:
        yield f"## {one.what}: shipped → yours"
        yield from one.mine or ("the same",)
        if one.shipped is None:
            yield "The shipped original was not kept, so what changed in it since cannot be shown."
        elif one.shipped:
            yield f"## {one.what}: shipped when you made it → shipped now"
            yield from one.shipped
        yield ""


def _write(folder: Path, name: str, text: str) -> Path:
    """Writes a file below a folder, with the line ends that it has."""
    from briefgen.cli import output
    from briefgen.model import File

    there = folder / name
    ends = "\r\n" if there.is_file() and b"\r\n" in there.read_bytes() else "\n"
    (path,) = output.write(folder, [File(name, text.replace("\n", ends).encode())])
    return path
