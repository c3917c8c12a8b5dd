"""Passwords and keys: found when they are needed, and in no setting, log, error or database."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from briefgen.errors import SecretError

CREDENTIALS = "CREDENTIALS_DIRECTORY"
"""Where systemd puts what `LoadCredential=` names."""
PREFIX = "BRIEFGEN_"
LARGEST = 16 * 1024
"""Bytes of a secret: more is another file by mistake."""
HINT = "Put it into a file that its owner alone can read, name that as `secret_file`, or set {variable}."


def variable(name: str) -> str:
    """The environment variable of a secret: "relay-password" is in BRIEFGEN_RELAY_PASSWORD."""
    return PREFIX + "".join(letter if letter.isalnum() else "_" for letter in name).upper()


def secret(name: str, file: Path | None = None, environment: Mapping[str, str] = os.environ) -> str:
    """A secret by its name: from the folder of systemd's credentials, the environment, or a file, in this order.

    Line ends around it are no part of it.

    Raises:
        SecretError: There is none, it is empty, or others can read its file. The error never shows it.
    """
    hint = HINT.format(variable=variable(name))
    folder = environment.get(CREDENTIALS)
    if folder and (given := Path(folder) / Path(name).name).is_file():
        found, where = _read(given), str(given)
    elif variable(name) in environment:
        found, where = environment[variable(name)], f"${variable(name)}"
    elif file is not None:
        _refuse_open(file)
        found, where = _read(file), str(file)
    else:
        raise SecretError(f"the secret “{name}” is nowhere", hint=hint)
    found = found.strip("\r\n")
    if not found.strip():
        raise SecretError(f"the secret “{name}” is empty", where, hint)
    if "\0" in found:
        raise SecretError(f"the secret “{name}” is no text", where, hint)
    return found


def _refuse_open(file: Path) -> None:
    """Raises `SecretError` for a file that everybody can read. systemd keeps its own folder closed."""
    try:
        mode = file.stat().st_mode
    except OSError as error:
        raise SecretError(f"the secret cannot be read: {error.strerror}", str(file)) from error
    if os.name == "posix" and mode & (stat.S_IROTH | stat.S_IWOTH):
        raise SecretError("everybody on this machine can read the secret", str(file), f"chmod 600 {file}")


def _read(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise SecretError("is too large for a secret", str(file), "Look whether it is another file.")
        return data.decode("utf-8")
    except OSError as error:
        raise SecretError(f"the secret cannot be read: {error.strerror}", str(file)) from error
    except UnicodeDecodeError:  # its bytes would stand in the error, so it is not passed on
        raise SecretError("the secret is no text", str(file)) from None
