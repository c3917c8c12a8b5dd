"""Where the files stand that come with briefgen: templates, configuration, digests.

The wheel carries them inside the package (`briefgen/_data/`, see "force-include" in pyproject.toml); in a clone and
in an editable install they stand beside it. This is the only module that knows.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
"""The folder of the package itself."""


def root() -> Path:
    """The folder that holds `templates/`, `config/` and `seeds/`."""
    packed = PACKAGE / "_data"
    return packed if packed.is_dir() else PACKAGE.parent


def templates() -> Path:
    """The shipped templates. Never edited: an editor overrides them in `templates/house`."""
    return root() / "templates" / "default"


def config() -> Path:
    """The folder of the shipped `briefgen.yaml` and `brand.yaml`."""
    return root() / "config"


def seeds() -> Path:
    """The shipped corpus: digests of published articles, and one invented press release."""
    return root() / "seeds"
