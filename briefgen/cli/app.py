"""The `briefgen` group: which commands there are, and loading one only when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import ClassVar

import click

from briefgen import __version__
from briefgen.errors import UsageError

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""Of every command."""

PIPE_CLOSED = 141
"""Exit code, 128 + SIGPIPE: the reader of our output went away, as with `| head`."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called.

    The help of the group needs one line for each command; it comes from `commands_of`, so that even `briefgen --help`
    imports none of them. A test keeps these lines equal to the commands' own.
    """

    commands_of: ClassVar[dict[str, tuple[str, str]]] = {
        "make": ("briefgen.cli.make:make", "Write briefs: every figure cited to its sentence."),
        "ingest": ("briefgen.cli.ingest:ingest", "Take documents into the store: files, folders, pages and feeds."),
        "figures": ("briefgen.cli.look:figures", "List the figures that documents report."),
        "documents": (
            "briefgen.cli.documents:documents",
            "List, show, search, remove and export documents, and what is known of them.",
        ),
        "topics": ("briefgen.cli.topics:topics", "List the topics, or try what a new one would find."),
        "corpus": (
            "briefgen.cli.corpus:corpus",
            "Check and repair the store of documents, or count what is in it.",
        ),
        "facts": ("briefgen.cli.evidence:facts", "List the facts that documents give together."),
        "conflicts": ("briefgen.cli.evidence:conflicts", "List where documents disagree."),
        "explain": ("briefgen.cli.explain:explain", "Say where a number comes from."),
        "edition": (
            "briefgen.cli.edition:edition",
            "Review, release, withdraw and correct editions; what was released stays as it was.",
        ),
        "status": (
            "briefgen.cli.status:status",
            "Say what goes out next, what keeps it, and what became of the last edition.",
        ),
        "send": (
            "briefgen.cli.send:send",
            "Send a released edition to everybody who did not get it yet.",
        ),
        "schedule": (
            "briefgen.cli.schedule:schedule",
            "Say when editions go out, and have systemd or cron send them.",
        ),
        "outbox": (
            "briefgen.cli.outbox:outbox",
            "Say what was sent to whom; try again, resolve doubts, export, forget people.",
        ),
        "unsubscribe": (
            "briefgen.cli.unsubscribe:unsubscribe",
            "Say who gets no more mail; run the page where people unsubscribe.",
        ),
        "bounces": (
            "briefgen.cli.bounces:bounces",
            "Read mail that came back, and send nothing more to who cannot be reached.",
        ),
        "correct": ("briefgen.cli.correct:correct", "Correct what briefgen misread."),
        "verify": ("briefgen.cli.verify:verify", "Check a finished brief: PDF, HTML, DOCX or JSON, offline."),
        "backup": ("briefgen.cli.backup:backup", "Save everything that cannot be made again in one file."),
        "restore": (
            "briefgen.cli.backup:restore",
            "Bring back what `briefgen backup` saved, on this machine or another one.",
        ),
        "upgrade": (
            "briefgen.cli.upgrade:upgrade",
            "Try a new version of briefgen on settings, store, templates and the latest edition.",
        ),
        "templates": (
            "briefgen.cli.templates:templates",
            "List, show, override and compare templates: yours and those that are shipped.",
        ),
        "preview": ("briefgen.cli.preview:preview", "Show briefs in the browser while you edit their templates."),
        "samples": ("briefgen.cli.samples:samples", "Write sample briefs in your own style, to see what it bears."),
        "init": ("briefgen.cli.init:init", "Lay out a folder for briefs of your own."),
        "config": ("briefgen.cli.config:config", "Check the settings, or describe them to an editor."),
        "schema": ("briefgen.cli.schema:schema", "Print the JSON Schema of an output."),
        "doctor": ("briefgen.cli.doctor:doctor", "Say what this machine has, what it lacks and where things are."),
    }
    """Name → (module:attribute, one line of help), in the order of the help page."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of the help page."""
        return list(self.commands_of)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command itself; None when there is no such name."""
        if cmd_name not in self.commands_of:
            return None
        module, _, attribute = self.commands_of[cmd_name][0].partition(":")
        found: click.Command = getattr(import_module(module), attribute)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with; a name that is not known brings the nearest ones."""
        if args and not args[0].startswith("-") and args[0] not in self.commands_of:
            import difflib

            near = difflib.get_close_matches(args[0], self.commands_of, n=2)
            meant = f"Did you mean {' or '.join(near)}?" if near else f"Commands: {', '.join(self.commands_of)}."
            raise UsageError(f"there is no command “{args[0]}”", hint=meant)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command. A closed pipe ends it quietly, before click makes a failed brief (1) of it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise click.exceptions.Exit(PIPE_CLOSED) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """The list of commands, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.commands_of.items()])


@click.group(
    cls=LazyGroup,
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen make --topic transport --format pdf
  briefgen figures article.txt --json
  briefgen verify build/transport.json
""",
)
@click.version_option(__version__, message="briefgen %(version)s")
def app() -> None:
    """Policy briefs from news, with every figure cited to the sentence it came from."""
