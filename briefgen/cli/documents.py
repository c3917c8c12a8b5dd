"""`briefgen documents`: what is in files and in the store, looked at, taken out and handed on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli import printing
from briefgen.cli.app import SETTINGS
from briefgen.cli.options import existing, with_config, with_query, with_store
from briefgen.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefgen.config import Config
    from briefgen.corpus.store import Store
    from briefgen.corpus.store.values import Query, Row
    from briefgen.hits import Hit
    from briefgen.model import Document

HELP = ("-h", "--help")
FIRST = 100
"""Documents that a terminal shows unless somebody asks for more."""
NEEDS = "`briefgen ingest PATH` begins one; --store names another."


class Documents(click.Group):
    """A group that lists where no member of it is named: `briefgen documents news/`."""

    def arguments(self, words: list[str]) -> list[str]:
        """The words with the command that they mean."""
        if words and words[0] in {*self.commands, *HELP}:
            return words
        return ["list", *words]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """See click."""
        return super().parse_args(ctx, self.arguments(args))


@click.group(
    cls=Documents,
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen documents
  briefgen documents news/ --json
  briefgen documents search '"rail freight" -airport'
""",
)
def documents() -> None:
    """List, show, search, remove and export documents, and what is known of them.

    Without a command: `list`.
    """


@documents.command(
    "list",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen documents list
  briefgen documents list news/ --json
  briefgen documents list --topic transport --week 2026-W43
""",
)
@click.argument("paths", metavar="[PATH...]", nargs=-1, type=existing)
@with_query
@click.option("--json", "form", flag_value="json", help="One JSON object a line.")
@click.option("--csv", "form", flag_value="csv", help="Comma-separated values with a header, for a spreadsheet.")
@with_store
@with_config
def list_documents(
    *,
    paths: tuple[Path, ...],
    form: str | None,
    store: str | None,
    config_path: Path | None,
    **wanted: Any,  # noqa: ANN401
) -> None:
    """List documents, and what is known of them.

    Those of the store, the newest first; of PATH, where one is named; of the corpus of the settings, where there is no
    store. What is not known stays empty; it is never guessed.
    """
    from briefgen import config
    from briefgen.cli import corpora

    settings = corpora.with_store(config.load(config_path), store)
    asked = any(wanted.values())
    with corpora.opened(settings, paths, named=store is not None) as kept:
        if kept is None:
            if asked:
                given = ", ".join(f"--{name}" for name, value in wanted.items() if value)
                raise UsageError("is for documents of a store", where=given, hint=NEEDS)
            _print_read(settings, paths, form)
        else:
            _print_kept(kept, query(settings, kept, **wanted), form)


def _print_read(settings: Config, paths: Sequence[Path], form: str | None) -> None:
    """The documents of files, read now."""
    from briefgen import corrections, interchange
    from briefgen.cli import gather, listing

    collected, _ = corrections.dated(gather.collect(paths or settings.corpus), settings.corrections)
    if form:
        _print_rows((interchange.document_row(document) for document in collected.documents), form)
        return
    width = printing.terminal()
    if width:
        printing.shown(listing.documents_shown(collected.documents, width))
    else:
        printing.lines(listing.documents_piped(collected.documents))


def _print_kept(store: Store, wanted: Query, form: str | None) -> None:
    from msgspec.structs import replace

    from briefgen import exporting, interchange

    if form:
        found = exporting.rows(store, store.list(wanted))
        _print_rows(({**interchange.document_row(one), **kept(row)} for row, one in found), form)
        return
    from briefgen.cli import stored_listing

    width = printing.terminal()
    if width:
        shown = list(store.list(replace(wanted, limit=wanted.limit or FIRST)))
        printing.shown(stored_listing.shown(shown, store.total(wanted), width))
    else:
        printing.lines(stored_listing.piped(list(store.list(wanted))))


def kept(row: Row) -> dict[str, Any]:
    """What a store says of a document beside what the document says itself."""
    return {"characters": row.size, "stored": f"{row.stored:%Y-%m-%dT%H:%M:%SZ}", "replaced": row.replaced}


def query(  # noqa: PLR0913 - one argument for each option
    settings: Config,
    store: Store,
    *,
    topic: str | None = None,
    since: Any = None,  # noqa: ANN401 - a day
    until: Any = None,  # noqa: ANN401 - a day
    week: str | None = None,
    language: str | None = None,
    replaced: bool = False,
    limit: int | None = None,
) -> Query:
    """What the options ask for. Where a topic is asked for, the documents are labelled with today's topics first.

    Raises:
        UsageError: A topic that the settings do not have, a week that is none, or a week beside days.
    """
    import difflib

    from briefgen import weeks
    from briefgen.corpus.store.values import Query

    if topic and topic not in (known := [one.id for one in settings.topics]):
        near = difflib.get_close_matches(topic, known, n=3)
        meant = f"Did you mean {' or '.join(near)}? " if near else ""
        raise UsageError(f"there is no topic “{topic}”", hint=f"{meant}Topics: {', '.join(known)}.")
    if topic:
        from briefgen import labelling
        from briefgen.cli.progress import Progress

        with Progress() as progress:
            labelling.refresh(store, settings.topics, progress)
    if week:
        if since or until:
            raise UsageError("stands beside --week", where="--since, --until", hint="Name the week or the days.")
        since, until = weeks.days(week)
    undated = not (since or until)
    return Query(since, until, undated, topic, None, language, None, replaced, limit)


def _print_rows(rows: Iterable[dict[str, Any]], form: str) -> None:
    from briefgen import interchange

    if form == "json":
        for row in rows:
            click.echo(interchange.line(row), nl=False)
        return
    flat = [{key: value for key, value in row.items() if not isinstance(value, dict | list)} for row in rows]
    names = dict.fromkeys(name for row in flat for name in row)
    printing.table(list(names) or ["id"], flat)


def opened(settings: Config, store: str | None) -> Store:
    """The store of a command that needs one.

    Raises:
        CorpusError: There is none.
    """
    from briefgen.cli import corpora
    from briefgen.corpus.store import open_store

    return open_store(corpora.with_store(settings, store).store, create=False)


@documents.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen documents show harbour.txt
  briefgen documents show 3f9ac02b1d44 --original > harbour.pdf
""",
)
@click.argument("name", metavar="NAME|ID|URL")
@click.option("--original", is_flag=True, help="Write the bytes that it was read from to standard output.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with the text.")
@with_store
@with_config
def show(*, name: str, original: bool, as_json: bool, store: str | None, config_path: Path | None) -> None:
    """Show a document: what is known of it and how, its text, its figures, and what resembles it.

    NAME may be the beginning of a name or id where no other one begins so. An earlier version is named by its id.
    """
    from briefgen import config
    from briefgen.corpus.store.naming import named

    settings = config.load(config_path)
    with opened(settings, store) as kept_in:
        row, *others = named(kept_in, name)
        if not row.replaced and any(not other.replaced for other in others):
            ids = ", ".join(one.id[:12] for one in (row, *others) if not one.replaced)
            raise UsageError(f"“{name}” names several documents", where=kept_in.where, hint=f"Name an id: {ids}")
        if original:
            _write_original(kept_in, row)
            return
        from briefgen.cli import showing

        told = showing.told(kept_in, row, settings)
        if as_json:
            from briefgen import interchange

            click.echo(interchange.line({**showing.row(told), **kept(row)}), nl=False)
        else:
            from briefgen.cli import wrapped

            wrapped.show(showing.lines(told))


def _write_original(store: Store, row: Row) -> None:
    found = store.snapshot(row.id)
    if found is None:
        raise UsageError("was removed meanwhile", where=row.name)
    data, media = found
    if sys.stdout.isatty() and not media.startswith("text/"):
        raise UsageError(f"is {media}, which a terminal cannot show", where=row.name, hint="Add: > FILE")
    sys.stdout.buffer.write(data)


class Search(click.Command):
    """A command whose words may begin with "-", as words that must not be there do."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """See click; words with one "-" and no option's letter are put behind all options."""
        short = {name for parameter in self.params for name in parameter.opts} | {*ctx.help_option_names}
        words = [one for one in args if one.startswith("-") and not one.startswith("--") and one not in short]
        rest = [one for one in args if one not in words]
        cut = rest.index("--") if "--" in rest else len(rest)
        return super().parse_args(ctx, [*rest[:cut], "--", *words, *rest[cut + 1 :]] if words else args)


@documents.command(
    "search",
    cls=Search,
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen documents search port
  briefgen documents search '"rail freight" OR harb*' -airport --since 2026-01-01
""",
)
@click.argument("words", metavar="WORD...", nargs=-1, required=True)
@with_query
@click.option(
    "--json", "form", flag_value="json", help="One JSON object a line, with the sentence and the words in it."
)
@with_store
@with_config
def search(
    *,
    words: tuple[str, ...],
    form: str | None,
    store: str | None,
    config_path: Path | None,
    **wanted: Any,  # noqa: ANN401
) -> None:
    """Search the store: each document that has the words, with the sentence that has most of them.

    Every word must be there; two with OR between them, one of them; none with - before it. Words in quotation marks
    must follow each other, and harb* is a beginning. Capitals and accents do not count.
    """
    from msgspec.structs import replace

    from briefgen import config, interchange

    settings = config.load(config_path)
    with opened(settings, store) as kept_in:
        asked = replace(query(settings, kept_in, **wanted), words=" ".join(words))
        if form == "json":
            for row, document, found in _hits(kept_in, asked):
                line = {**interchange.document_row(document), **kept(row), **_passage(document, found)}
                click.echo(interchange.line(line), nl=False)
            return
        if not kept_in.total(asked):
            click.echo("no document has these words", err=True)
            return
        from briefgen.cli import stored_listing

        width = printing.terminal()
        if width:
            first = replace(asked, limit=asked.limit or FIRST)
            printing.shown(stored_listing.hits(_hits(kept_in, first), kept_in.total(asked), width))
        else:
            printing.lines(stored_listing.hits_piped(_hits(kept_in, asked)))


def _passage(document: Document, found: Hit | None) -> dict[str, Any]:
    if found is None:
        return {"passage": None, "marks": []}
    span = found.span
    sentence = {"start": span.start, "end": span.end, "quote": document.text[span.start : span.end]}
    return {"passage": sentence, "marks": [[mark.start, mark.end] for mark in found.marks]}


def _hits(store: Store, asked: Query) -> Iterator[tuple[Row, Document, Hit | None]]:
    from briefgen import exporting, hits
    from briefgen.corpus.store.words import parse

    wanted = parse(asked.words or "")
    for row, document in exporting.rows(store, store.list(asked)):
        yield row, document, hits.hit(document, wanted)


@documents.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen documents remove harbour.txt
  briefgen documents remove 3f9ac02b1d44 --yes
""",
)
@click.argument("names", metavar="NAME|ID|URL...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--force", is_flag=True, help="Also what an edition cites.")
@with_store
@with_config
def remove(*, names: tuple[str, ...], yes: bool, force: bool, store: str | None, config_path: Path | None) -> None:
    """Remove documents for good, with the bytes that they were read from and all that was found in them.

    A name stands for all its versions, an id for one. What an edition cites is refused unless --force is given: the
    edition is kept, and its citations lead nowhere then. A removed file comes back only when it changes.
    """
    from briefgen import config
    from briefgen.cli import removing

    with opened(config.load(config_path), store) as kept_in:
        removing.remove(kept_in, names, ask=not yes, force=force)


@documents.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen documents export out/originals
  briefgen documents export corpus.jsonl --format jsonl --topic transport
""",
)
@click.argument("target", metavar="FOLDER|FILE", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(("originals", "jsonl")),
    default="originals",
    help="originals: the files as they came, in a folder, with a manifest (default). jsonl: one file with all texts,"
    " which `briefgen ingest` takes in again.",
)
@with_query
@with_store
@with_config
def export(*, target: Path, form: str, store: str | None, config_path: Path | None, **wanted: Any) -> None:  # noqa: ANN401
    """Write documents of the store to files."""
    from briefgen import config, exporting
    from briefgen.cli import output
    from briefgen.cli.progress import Progress
    from briefgen.cli.text import counted

    settings = config.load(config_path)
    with opened(settings, store) as kept_in, Progress() as progress:
        asked = query(settings, kept_in, **wanted)
        progress("writing documents")
        if form == "jsonl":
            output.write_lines(target, exporting.lines(kept_in, kept_in.list(asked)))
        else:
            output.refuse_unwritable(target)
            for file in exporting.originals(kept_in, kept_in.list(asked)):
                output.write(target, [file])
        progress.note(f"wrote {counted(kept_in.total(asked), 'document')} to {target}")
