"""What can go wrong for a user. Everything else is a bug and shows a traceback.

BriefgenError            base: message, where, hint
├── UsageError           a command was called in a way that makes no sense (exit 2)
├── ConfigError          a setting file is wrong (exit 2); carries every finding
├── CorpusError          a document or folder cannot be read (exit 1)
│   └── ReadOnlyError    a store may be read, and not be written to (exit 1)
├── TemplateError        a template is missing or wrong (exit 1)
├── RenderError          a format cannot be made here (exit 1)
├── RunningError         those who should do the work cannot be reached (exit 1)
├── OutboxError          the outbox cannot be used, or what was asked of it is against its rules (exit 1)
├── SecretError          a password or key is missing, or others can read it (exit 2)
└── DeliveryError        mail could not be sent now (exit 75: try again)
"""

from __future__ import annotations

from typing import ClassVar


class BriefgenError(Exception):
    """Says what is wrong, where (file and line) and what to do."""

    exit_code: ClassVar[int] = 1
    """The exit status of a command that ends with this error."""

    def __init__(self, message: str, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        """"config/briefgen.yaml:12", a path, or None."""
        self.hint = hint
        """What the reader can do about it."""

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}\n  {self.hint}" if self.hint else text


class UsageError(BriefgenError):
    """A command was called with words that make no sense: an unknown topic, an output outside `--out`."""

    exit_code: ClassVar[int] = 2


class ConfigError(BriefgenError):
    """A setting file breaks its rules; `findings` are all of them."""

    exit_code: ClassVar[int] = 2

    def __init__(self, findings: tuple[BriefgenError, ...]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


class CorpusError(BriefgenError):
    """A document or a corpus folder cannot be read."""


class ReadOnlyError(CorpusError):
    """A store may be read, and not be written to: an archive on a disc, a user without that right."""


class TemplateError(BriefgenError):
    """A template is missing, or Jinja refuses it."""


class RenderError(BriefgenError):
    """A format cannot be made on this machine or from this brief."""


class RunningError(BriefgenError):
    """The processes or machines that should do the work cannot be reached."""


class OutboxError(BriefgenError):
    """The outbox cannot be used: it is damaged, its disk is full, or a step would break one of its rules."""


class SecretError(BriefgenError):
    """A password or key is missing, is none, or can be read by others; the error never shows it."""

    exit_code: ClassVar[int] = 2


class DeliveryError(BriefgenError):
    """Mail could not be sent now; nothing was lost, try again later (sysexits EX_TEMPFAIL)."""

    exit_code: ClassVar[int] = 75
