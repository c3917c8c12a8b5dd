"""`briefgen correct`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen import fields
from briefgen.cli.app import SETTINGS
from briefgen.cli.notes import notes
from briefgen.cli.options import Command, day, with_config, with_corpus
from briefgen.cli.text import one_line
from briefgen.errors import RenderError, UsageError
from briefgen.model import File

if TYPE_CHECKING:
    from briefgen.config import Config
    from briefgen.corpus.store import Store
    from briefgen.correcting import Maker
    from briefgen.corrections import Outcome
    from briefgen.model import Correction, Fact, Reading
    from briefgen.orders import Order
    from briefgen.pipeline import Material

INDENT = "   "
"""Before the second line of a correction."""
MOVED = 5
"""Facts that are printed with what became of them."""
USER = "BRIEFGEN_USER"
"""The environment variable that says who corrects."""


def with_fields(command: Command) -> Command:
    """An option for each field of a figure."""
    for name, field in reversed(list(fields.FIELDS.items())):
        help_text = f"{field.what[:1].upper()}{field.what[1:]}."
        command = click.option(f"--{name}", name, metavar="TEXT", help=help_text)(command)
    return command


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen correct news/port.txt "4.5 million tons" --status plan --reason "Only planned, says the lede."
  briefgen correct news/port.txt --published 2025-10-19 --reason "Dated in the printed paper."
  briefgen correct --list
  briefgen correct --remove 2
""",
)
@click.argument("document", metavar="[DOCUMENT]", required=False)
@click.argument("surface", metavar="[FIGURE]", required=False)
@with_fields
@click.option("--no-figure", "void", is_flag=True, help="This is no figure at all.")
@click.option("--published", metavar="DATE", help="When the document appeared (without FIGURE), or none.")
@click.option("--at", "place", metavar="N", type=int, help="Which of several places where FIGURE stands.")
@click.option("--reason", metavar="TEXT", help="Why, in a sentence for the reader of the brief.")
@click.option("--by", metavar="NAME", envvar=USER, help=f"Who corrects. Default: the environment's {USER}.")
@click.option("--on", metavar="DATE", callback=day, help="The day of the correction. Default: today.")
@click.option("--list", "listing", is_flag=True, help="List the corrections, and whether each fits.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each correction.")
@click.option("--remove", "number", metavar="N", type=int, help="Take away the correction of this number.")
@with_corpus
@with_config
def correct(
    *,
    document: str | None,
    surface: str | None,
    corpus: tuple[Path, ...],
    config_path: Path | None,
    **options: Any,  # noqa: ANN401 - an option for each field, and those that say who and why
) -> None:
    """Correct what briefgen misread.

    DOCUMENT is a file, a name of the corpus or the start of an id, FIGURE a number as printed. Writes
    config/corrections.yaml: the correction holds for this text and place, survives every reading and is named in each
    brief. Prints what was written, and which facts it changes.
    """
    from briefgen import config

    settings = config.load(config_path)
    if settings.corrections_path is None:
        hint = "`briefgen init` lays out a folder with settings of your own."
        raise UsageError("the settings that come with briefgen cannot be corrected", hint=hint)
    number = options["number"]
    if options["listing"]:
        _refuse_more("--list", document, number)
        _list(settings, corpus, as_json=options["as_json"])
    elif number is not None:
        _refuse_more("--remove", document, None)
        _remove(settings, settings.corrections_path, number, as_json=options["as_json"])
    else:
        _add(settings, settings.corrections_path, corpus, document, surface, options)


def _refuse_more(option: str, document: str | None, number: int | None) -> None:
    if document is not None or number is not None:
        raise UsageError("stands alone", where=option, hint="Leave out the rest, or leave it out.")


def _add(  # noqa: PLR0913 - the parts of a command
    settings: Config,
    path: Path,
    paths: tuple[Path, ...],
    document: str | None,
    surface: str | None,
    options: Mapping[str, Any],
) -> None:
    """Write one more correction, and say what it changes."""
    from briefgen import correcting, readings
    from briefgen.cli import corpora
    from briefgen.cli.progress import Progress

    right = _right(options, surface)
    maker = _maker(options)
    with corpora.opened(settings, paths) as store, Progress() as progress:
        order = _order(document or "", paths, store)
        material = corpora.collect(settings, order, store, progress)
        found, mine = correcting.find_document(document or "", material.corpus)
        read: tuple[Reading, ...] | None = None
        if surface is None:
            made = correcting.of_date(found, right[fields.PUBLISHED], maker)
        else:
            read = readings.read_all(material.corpus.documents, settings.topics, progress)
            reading = next((one for one in read if one.document_id == found.id), None)
            reading = reading or readings.read_all([found], settings.topics)[0]
            figure = correcting.find_figure(found, reading, surface, options["place"])
            made = correcting.of_figure(found, figure, right, maker, settings.topics)
        correcting.refuse_second(made, settings.corrections)
        _write(path, correcting.keep(path, made))
        _echo(made, as_json=options["as_json"])
        progress.note(f"wrote {_shown(path)}: correction {len(settings.corrections) + 1}")
        for note in _remarks(settings, made, right, mine=mine):
            progress.note(one_line(f"note: {note}"))
        if mine:
            for line in _effect(settings, material, made, read):
                progress.note(one_line(line))


def _order(document: str, paths: tuple[Path, ...], store: Store | None) -> Order:
    """The documents that one is looked for among: of a store, those of its week."""
    from briefgen import correcting, weeks
    from briefgen.orders import Order

    if store is None:
        return Order(corpus=paths)
    day = correcting.day_in(store, document)
    return Order(week=weeks.name(day)) if day else Order()


def _right(options: Mapping[str, Any], surface: str | None) -> dict[str, str]:
    """What is right, by field."""
    right = {name: options[name] for name in fields.FIELDS if options[name] is not None}
    if options["void"]:
        if right:
            raise UsageError("what is no figure has no value", where="--no-figure", hint="Leave out one or the other.")
        right = {fields.FIGURE: fields.NONE}
    if surface is not None and options["published"] is not None:
        hint = "Leave out FIGURE to correct the document's date."
        raise UsageError("is of a whole document", where="--published", hint=hint)
    if surface is None and (right or options["published"] is None):
        hint = 'Such as: briefgen correct news/port.txt "4.5 million tons" --status plan'
        raise UsageError("say which figure of which document, or --published", where="briefgen correct", hint=hint)
    if surface is None:
        return {fields.PUBLISHED: options["published"]}
    if not right:
        hint = f"Options: {', '.join(f'--{name}' for name in fields.FIELDS)}, --no-figure."
        raise UsageError("say what is right of it", where=f"“{surface}”", hint=hint)
    return right


def _maker(options: Mapping[str, Any]) -> Maker:
    from briefgen import correcting

    by, reason = (options["by"] or "").strip(), (options["reason"] or "").strip()
    if not by:
        raise UsageError("say who corrects: the brief names them", where="--by", hint=f"Or set {USER} once.")
    if not reason:
        raise UsageError("say why, in a sentence for the reader of the brief", where="--reason")
    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    return correcting.Maker(one_line(by), options["on"] or today, one_line(reason))


def _remarks(settings: Config, made: Correction, right: Mapping[str, str], *, mine: bool) -> Iterator[str]:
    """What a person should know of what was written."""
    from briefgen import correcting

    if not mine:
        yield f"{made.name} is not in the corpus of the settings: the correction holds wherever this text is read"
    left = [name for name in right if name not in {one.field for one in made.amendments}]
    if left:
        yield f"read so already, and left out: {', '.join(f'{name} {right[name]}' for name in left)}"
    hint = correcting.measure_hint(right["measure"], settings.topics) if "measure" in right else None
    if hint:
        yield hint


def _effect(
    settings: Config, material: Material, made: Correction, readings: tuple[Reading, ...] | None
) -> Iterator[str]:
    """The facts that change, before and after."""
    from msgspec.structs import replace

    from briefgen import correcting, corrections, pipeline

    changed = replace(settings, corrections=(*settings.corrections, made))
    before = pipeline.weigh(settings, material, readings=readings)
    again = replace(material, corpus=corrections.dated(material.corpus, [made])[0])
    after = pipeline.weigh(changed, again, readings=readings)
    pairs = list(correcting.moved(before.evidence.facts, after.evidence.facts))
    for gone, new in pairs[:MOVED]:
        same = _told(gone) == _told(new)
        yield f"fact: {_told(gone)}, other details" if same else f"fact: {_told(gone)} → {_told(new)}"
    if len(pairs) > MOVED:
        yield f"and {len(pairs) - MOVED} more facts"
    if not pairs:
        yield "no fact changes"


def _told(facts: Sequence[Fact]) -> str:
    from briefgen.cli import wording

    return " and ".join(wording.told(fact) for fact in facts) or "none"


def _write(path: Path, text: str) -> None:
    from briefgen.cli import output

    there = path.resolve()  # a link keeps leading to the file
    try:
        output.write(there.parent, [File(there.name, text.encode())])
    except RenderError as error:
        raise RenderError(error.message, error.where, "Look at its permissions and the free space.") from error


def _echo(correction: Correction, *, as_json: bool) -> None:
    """A correction as the file has it, or as JSON."""
    from briefgen import interchange
    from briefgen.config import ledger

    if as_json:
        click.echo(interchange.line(interchange.correction_row(correction)), nl=False)
        return
    for line in ledger.entry(correction):
        click.echo(line)


def _remove(settings: Config, path: Path, number: int, *, as_json: bool) -> None:
    """Take a correction away, and say which."""
    from briefgen import correcting

    text, gone = correcting.take_away(path, settings, number)
    _write(path, text)
    _echo(gone, as_json=as_json)
    click.echo(f"removed from {_shown(path)}", err=True)


def _list(settings: Config, paths: tuple[Path, ...], *, as_json: bool) -> None:
    """Every correction with its number and whether it fits."""
    from briefgen import interchange, orders, pipeline
    from briefgen.cli import corpora
    from briefgen.cli.progress import Progress

    with corpora.opened(settings, paths) as store, Progress() as progress:
        order = orders.Order(corpus=paths)
        if store is None:
            material = pipeline.collect(settings, order, progress)
        else:
            ids = {one.document for one in settings.corrections}
            material = corpora.among(settings, order, ids, store, progress)
        for line in notes(material.corpus.omissions, MOVED):
            progress.note(line)
        outcomes = pipeline.weigh(settings, material, progress).outcomes
    became = {id(outcome.correction): outcome for outcome in outcomes}
    for number, correction in enumerate(settings.corrections, 1):
        outcome = became[id(correction)]
        if as_json:
            row = {"number": number, **interchange.correction_row(correction), "fit": str(outcome.fit)}
            click.echo(interchange.line(row), nl=False)
        else:
            for line in _lines(number, outcome):
                click.echo(line)
    if not settings.corrections:
        click.echo("no corrections", err=True)


def _lines(number: int, outcome: Outcome) -> Iterable[str]:
    """A correction for a person: what, then who and why."""
    from briefgen import corrections

    one = outcome.correction
    yield one_line(f"{number}  {outcome.fit}: {corrections.where(one)}, {corrections.told(one.amendments)}")
    yield INDENT + one_line(f"{one.by}, {one.date}: {one.reason}")


def _shown(path: Path) -> str:
    """A path as one would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
