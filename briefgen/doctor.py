"""What this machine has and lacks, and where things are."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from msgspec import Struct

from briefgen import __version__, config, resources
from briefgen.config import Config
from briefgen.config.delivery import loading
from briefgen.corpus.store import open_store
from briefgen.delivery.diagnosing import equipment
from briefgen.delivery.scheduling import finding
from briefgen.errors import BriefgenError, ConfigError, RenderError
from briefgen.model import Brand
from briefgen.rendering import fonts, kept

OLDEST = (3, 11)
"""The oldest Python that briefgen runs on; as in pyproject.toml."""
PANGO = (
    "PDF needs Pango. Debian, Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 · "
    "macOS: brew install pango · Windows: see the Containerfile. Markdown, HTML and JSON work without."
)
"""What to install where WeasyPrint finds no Pango."""
PACKAGES = (
    "babel",
    "certifi",
    "charset-normalizer",
    "click",
    "css-inline",
    "feedparser",
    "fontpkg",
    "fontpkg-source-sans-3",
    "fontpkg-source-serif-4",
    "fonttools",
    "holidays",
    "htmldate",
    "httpcore",
    "idna",
    "jinja2",
    "lxml",
    "lxml_html_clean",
    "mammoth",
    "markdown-it-py",
    "matplotlib",
    "mdit-py-plugins",
    "merge3",
    "msgspec",
    "protego",
    "py3langid",
    "pyahocorasick",
    "pypdf",
    "pypdfium2",
    "python-docx",
    "pyyaml",
    "rensa",
    "snowballstemmer",
    "rich",
    "tinycss2",
    "trafilatura",
)
"""Packages without which some command fails, as in pyproject.toml; WeasyPrint is looked at more closely."""

MEGABYTE = 1_000_000
"""Bytes."""


class Check(Struct, frozen=True):
    """One thing that was looked at."""

    name: str
    """What: "Pango"."""
    found: str
    """Version, path, or what is missing."""
    ok: bool = True
    """False when something that briefgen needs is not there."""
    hint: str = ""
    """What to do about it."""


def examine() -> tuple[Check, ...]:
    """Everything that `briefgen doctor` says: versions, libraries, settings, places."""
    return (*_versions(), _pango(), *_places())


def _versions() -> Iterator[Check]:
    yield Check("briefgen", __version__)
    new_enough = sys.version_info[:2] >= OLDEST
    yield Check(
        "Python", f"{platform.python_version()} ({sys.executable})", new_enough, "Install Python 3.11 or newer."
    )
    for package in PACKAGES:
        yield _package(package)


def _package(name: str) -> Check:
    try:
        return Check(name, metadata.version(name))
    except metadata.PackageNotFoundError:
        return Check(name, "missing", ok=False, hint=f"pip install {name}")


def _pango() -> Check:
    """WeasyPrint with the system libraries that it loads while it is imported."""
    try:
        import weasyprint
        from weasyprint.text.ffi import pango
    except ImportError:
        return Check("WeasyPrint", "missing", ok=False, hint="pip install weasyprint")
    except OSError as error:
        return Check("WeasyPrint", f"finds no Pango ({str(error).splitlines()[0][:80]})", ok=False, hint=PANGO)
    number = pango.pango_version()
    return Check(
        "WeasyPrint", f"{weasyprint.__version__}, Pango {number // 10000}.{number // 100 % 100}.{number % 100}"
    )


def _places() -> Iterator[Check]:
    """Where settings, documents, templates, state and output are."""
    try:
        settings = config.load(None)
    except ConfigError as error:
        first = error.findings[0]
        yield Check("settings", str(first.where), ok=False, hint=f"{first.message}; see `briefgen config check`.")
        return
    yield Check("settings", str(settings.path))
    if settings.corrections_path:
        yield Check("corrections", f"{settings.corrections_path} ({len(settings.corrections)})")
    for path in settings.corpus:
        yield _folder("corpus", path, needed=True, hint="Put documents there, or change “corpus” in the settings.")
    yield _folder("templates", resources.templates(), needed=True, hint="The installation is broken: install again.")
    house = settings.templates[0] if settings.templates else None
    yield _folder("house templates", house, hint="") if house else Check("house templates", "none")
    yield _folder("output", settings.output)
    yield _store(settings.store)
    yield from _delivery(settings)
    yield _fonts(settings.brand)
    yield _caches()


def _store(where: str) -> Check:
    """Where documents are kept, and how many."""
    if "://" not in where and not Path(where).is_file():
        return Check("store", f"{where} (not there yet; `briefgen ingest` begins it)")
    try:
        with open_store(where, create=False) as store:
            return Check("store", f"{store.where} ({store.count():,} documents)")
    except BriefgenError as error:
        return Check("store", f"{where}: {error.message}", ok=False, hint=error.hint or "")


def _delivery(settings: Config) -> Iterator[Check]:
    """What mail needs: its settings, the outbox, secrets and certificates."""
    try:
        found = loading.load(settings)
    except ConfigError as error:
        first = error.findings[0]
        yield Check("delivery", str(first.where), ok=False, hint=f"{first.message}; see `briefgen config check`.")
        return
    if found is None:
        yield Check("delivery", "none: delivery.yaml says nothing, and nobody gets mail")
        return
    yield Check("delivery", f"{found.path} (people: {len(found.people):,}, lists: {len(found.lists):,})")
    for one in equipment.pieces(found, finding.credentials(settings.path.resolve())):
        yield Check(one.name, one.found, one.ok, one.hint)


def _fonts(brand: Brand) -> Check:
    """The families of the brand, and whether the first brief has still to prepare them."""
    names = ", ".join(dict.fromkeys(face.family for face in fonts.faces(brand)))
    try:
        ready = fonts.ready(brand)
    except RenderError as error:
        return Check("fonts", error.message, ok=False, hint=error.hint or "")
    return Check("fonts", names if ready else f"{names} (the first brief prepares them, once, in a few seconds)")


def _caches() -> Check:
    """What is kept between two runs: prepared fonts."""
    try:
        folder = kept.cache_folder()
    except RenderError as error:
        return Check("caches", error.message, ok=False, hint=error.hint or "")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Check("caches", f"{folder} ({size / MEGABYTE:.1f} MB; deleting it does no harm)")


def _folder(name: str, path: Path, *, needed: bool = False, hint: str = "") -> Check:
    there = path.exists()
    return Check(name, str(path) if there else f"{path} (not there yet)", there or not needed, hint)
