"""briefgen.yaml, brand.yaml, corrections.yaml, words → frozen settings, with every finding of all files at once."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from briefgen.config import corrections, meaning, overrides, shapes, words
from briefgen.config.files import findings_of, read, shown
from briefgen.config.keys import CORRECT, RENAMED, VERSION, Renamed
from briefgen.config.kinds import RULES
from briefgen.config.meaning import Places, at, entries, is_file, is_folder, items, resolved, scalars, text
from briefgen.config.problems import Finding, Level, Problem
from briefgen.config.shapes import json_schema
from briefgen.errors import ConfigError
from briefgen.model import Brand, Correction, Measure, Override, Palette, Rewording, Topic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefgen.config.delivery.loading import Around
    from briefgen.config.nodes import Node
    from briefgen.config.shapes import Complaint

NAMES = ("briefgen.yaml", "config/briefgen.yaml")
"""Where a project keeps its settings; the first that is there counts."""


class EditionPlan(Struct, frozen=True):
    """A planned run of briefs."""

    name: str
    """Its key: "weekly"."""
    topics: tuple[str, ...]
    """Ids of the topics, in the order of the file."""
    formats: tuple[str, ...]
    """"pdf", "html" ..."""


class Config(Struct, frozen=True):
    """Everything that a person has set."""

    path: Path
    """The file that was read."""
    corpus: tuple[Path, ...]
    """Files and folders with documents; they need not exist."""
    topics: tuple[Topic, ...]
    """In the order of the file."""
    output: Path
    """The folder for briefs."""
    brand: Brand
    """How briefs look. `logo` is the path of a file that exists."""
    house: Path
    """The house folder of templates, whether or not it is there."""
    templates: tuple[Path, ...]
    """That folder, when it exists."""
    editions: tuple[EditionPlan, ...]
    """In the order of the file."""
    digest: str
    """SHA-256 over the meaning of the settings: the same wherever the files lie and however they are written."""
    warnings: tuple[Finding, ...] = ()
    """What a person should look at."""
    corrections: tuple[Correction, ...] = ()
    """What people corrected, in the order of their file."""
    corrections_path: Path | None = None
    """Where they are kept, whether or not the file is there; None for the settings that come with briefgen."""
    brand_path: Path | None = None
    """The file with the brand, where there is one."""
    pages: int | None = None
    """The most pages of a PDF; None for as many as it takes."""
    evidence: str = "full"
    """What briefs carry to prove themselves: "full", or "citations" for readers outside the house."""
    addresses: tuple[str, ...] = ()
    """Feeds and pages on the web with documents, as the corpus lists them."""
    store: str = ""
    """Where documents are kept: a whole path, or the address of a database."""
    time_zone: str = "UTC"
    """Where weeks begin at midnight (IANA)."""
    allow_hosts: tuple[str, ...] = ()
    """Hosts of one's own network that may be fetched from, with a port or without."""
    certificates: str = ""
    """A file with certificates (PEM) of one's own authority; "" for none."""
    overrides: tuple[Override, ...] = ()
    """What editors ask of editions, sorted by name. Each edition hashes its own; `digest` has none of them."""
    override_paths: tuple[Path, ...] = ()
    """The files that they stand in."""
    words: tuple[tuple[str, tuple[Rewording, ...]], ...] = ()
    """The house's words for the frame's, by the language or locale that their files are named after."""
    places: Places | None = None
    """The folders that the paths of setting files start at; None for the settings that come with briefgen."""

    def words_in(self, locale: str) -> tuple[Rewording, ...]:
        """The house's words in a locale."""
        return words.chosen(self.words, locale)


class _Checked(Struct, frozen=True):
    """All files as read."""

    path: Path
    places: Places
    briefgen: Node | None
    brand: Node | None
    brand_path: Path
    corrections: Node | None
    corrections_path: Path | None
    overrides: tuple[tuple[Path, Node], ...]
    house: Path
    words: tuple[tuple[Path, Node], ...]
    locale: str
    """What briefs speak."""
    findings: tuple[Finding, ...]


def load(path: Path | None = None, *, with_words: bool = True, locale: str = "") -> Config:
    """The settings of a file.

    Args:
        path: The file; None for the nearest one.
        with_words: Whether the house's words for those of the frame are read.
        locale: What briefs speak: titles, names, headings and an editor's words are those of this locale, and what is
            not there in it is a warning. Empty for that of the brand.

    Raises `ConfigError` with every finding, warnings too, when one of them is an error.
    """
    checked = _check(path, RENAMED, locale, with_words=with_words)
    if checked.briefgen is None or any(finding.level is Level.ERROR for finding in checked.findings):
        raise ConfigError(checked.findings)
    root, places = checked.briefgen, checked.places
    brand = _brand(checked.brand, checked.brand_path.parent, checked.locale)
    topics = tuple(_topic(key.text, value, brand.locale) for key, value in entries(at(root, "topics")))
    editions = tuple(_edition(key.text, value, topics) for key, value in entries(at(root, "editions")))
    corrected = corrections.read_corrections(checked.corrections) if checked.corrections else ()
    pages = int(text(at(root, "length", "pages"))) if at(root, "length", "pages") else None
    evidence = text(at(root, "evidence"), "full")
    listed = [entry.text for entry in scalars(at(root, "corpus"))]
    kept = text(at(root, "store"), "state/corpus.db")
    said = (*words.measures(root), *((path.stem, words.read(node)) for path, node in checked.words))
    brand = replace(brand, words=words.chosen(said, brand.locale))
    return Config(
        path=checked.path,
        corpus=tuple(resolved(places.project, entry) for entry in listed if not meaning.is_address(entry)),
        addresses=tuple(entry for entry in listed if meaning.is_address(entry)),
        topics=topics,
        output=resolved(places.work, text(at(root, "output"), "build")),
        brand=brand,
        house=checked.house,
        templates=(checked.house,) if is_folder(checked.house) else (),
        editions=editions,
        digest=_digest(topics, editions, brand, corrected, pages, evidence),
        warnings=checked.findings,
        corrections=corrected,
        corrections_path=checked.corrections_path,
        brand_path=checked.brand_path if checked.brand else None,
        pages=pages,
        evidence=evidence,
        store=kept if meaning.is_address(kept) else str(resolved(places.work, kept)),
        time_zone=text(at(root, "time_zone"), "UTC"),
        allow_hosts=_texts(at(root, "allow_hosts")),
        certificates=str(resolved(places.project, text(at(root, "certificates")))) if at(root, "certificates") else "",
        overrides=tuple(
            overrides.read_override(node, path.stem, shown(path), brand.locale) for path, node in checked.overrides
        ),
        override_paths=tuple(path for path, _ in checked.overrides),
        words=said,
        places=places if checked.corrections_path else None,
    )


def check(
    path: Path | None = None,
    renamed: Mapping[str, Sequence[Renamed]] = RENAMED,
    locale: str = "",
    *,
    with_delivery: bool = True,
) -> tuple[Finding, ...]:
    """Everything that is wrong with the settings: briefgen.yaml first, then brand, corrections and delivery.

    What briefs say in several locales is looked up in `locale`, as `load` does. Without delivery, what is wrong with
    the briefs themselves: a warning about the hour of a timer keeps none from being released.
    """
    from briefgen.config.delivery import loading

    checked = _check(path, renamed, locale)
    return (*checked.findings, *(loading.check(_around(checked), renamed) if with_delivery else ()))


def schema(kind: str = "briefgen") -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one of `keys.KINDS`: "briefgen" is that of briefgen.yaml."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{kind}.yaml of briefgen",
        **json_schema(RULES[kind]),
    }


def complain(field: str, value: str) -> Complaint | None:
    """What is wrong with a text as the right value of a corrected field, and what to do about it."""
    return shapes.complain(CORRECT[field], value)


def _around(checked: _Checked) -> Around:
    """What delivery.yaml refers to, as far as it could be read."""
    from briefgen.config.delivery.loading import Around

    root = checked.briefgen
    return Around(
        checked.places,
        tuple(key.text for key, _ in entries(at(root, "topics"))),
        checked.locale,
        meaning.said(at(checked.brand, "name"), checked.locale, Brand().name),
        text(at(root, "time_zone"), "UTC"),
    )


def find(start: Path) -> Path:
    """The nearest briefgen.yaml from `start` upward, else the one that comes with briefgen."""
    from briefgen import resources

    return _find_upward(start) or resources.config() / "briefgen.yaml"


def _find_upward(start: Path) -> Path | None:
    here = start.resolve()
    places = (folder / name for folder in (here, *here.parents) for name in NAMES)
    return next((place for place in places if is_file(place)), None)


def _check(
    path: Path | None, renamed: Mapping[str, Sequence[Renamed]], wanted: str, *, with_words: bool = True
) -> _Checked:
    cwd = Path.cwd()
    found = path or find(cwd)
    folder = resolved(cwd, str(found)).parent
    project = folder.parent if folder.name == "config" else folder
    packaged = path is None and _find_upward(cwd) is None
    places = Places(project, folder, cwd if packaged else project)
    root, wrong = read(found, "briefgen", renamed)
    if root:
        wrong = (*wrong, *meaning.briefgen_problems(root, places))
    named = at(root, "brand")
    brand_path = resolved(folder, text(named, "brand.yaml"))
    brand: Node | None = None
    brand_wrong: tuple[Problem, ...] = ()
    if is_file(brand_path):
        brand, brand_wrong = read(brand_path, "brand", renamed)
        if brand:
            brand_wrong = (*brand_wrong, *meaning.brand_problems(brand, brand_path.parent, wanted))
    elif named:
        hint = f"Looked for {brand_path.as_posix()}."
        wrong = (*wrong, Problem(named.line, f'there is no file "{text(named)}"', hint))
    locale = wanted or text(at(brand, "locale"), Brand().locale)
    wrong = (*wrong, *meaning.locale_problems(root, locale))
    kept = folder / corrections.NAME
    corrected, kept_wrong = _corrections(kept, renamed)
    known = [key.text for key, _ in entries(at(root, "topics"))]
    house = resolved(places.work, text(at(root, "templates"), "templates/house"))
    said, said_wrong = said_by(house, renamed) if with_words else ((), ())
    asked, asked_wrong = _overrides(folder, renamed, cwd, known, locale)
    findings = (
        *findings_of(wrong, found, cwd),
        *findings_of(brand_wrong, brand_path, cwd),
        *findings_of(kept_wrong, kept, cwd),
        *asked_wrong,
        *said_wrong,
    )
    ledger = None if packaged else kept
    return _Checked(found, places, root, brand, brand_path, corrected, ledger, asked, house, said, locale, findings)


def _overrides(
    folder: Path, renamed: Mapping[str, Sequence[Renamed]], cwd: Path, topics: Sequence[str], locale: str
) -> tuple[tuple[tuple[Path, Node], ...], tuple[Finding, ...]]:
    """The trees of what editors ask of editions, and what is wrong with them."""
    trees: list[tuple[Path, Node]] = []
    found: list[Finding] = []
    for path in overrides.override_files(folder):
        root, wrong = read(path, "edition", renamed)
        found += findings_of((*wrong, *overrides.override_problems(root, path.stem, topics, locale)), path, cwd)
        if root is not None:
            trees.append((path, root))
    return tuple(trees), tuple(found)


def said_by(
    house: Path, renamed: Mapping[str, Sequence[Renamed]] = RENAMED
) -> tuple[tuple[tuple[Path, Node], ...], tuple[Finding, ...]]:
    """The trees of the house's words for those of the frame, and what is wrong with them."""
    trees: list[tuple[Path, Node]] = []
    found: list[Finding] = []
    for path in words.files(house):
        root, wrong = read(path, "words", renamed)
        found += findings_of((*wrong, *words.problems(path.stem, root)), path, Path.cwd())
        if root is not None:
            trees.append((path, root))
    return tuple(trees), tuple(found)


def _corrections(path: Path, renamed: Mapping[str, Sequence[Renamed]]) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of the corrections; none where nobody corrected anything."""
    if not is_file(path):
        return None, ()
    root, wrong = read(path, "corrections", renamed)
    return root, (*wrong, *corrections.corrections_problems(root)) if root else wrong


def _topic(topic_id: str, node: Node, locale: str) -> Topic:
    return Topic(
        id=topic_id,
        title=meaning.said(at(node, "title"), locale),
        terms=_texts(at(node, "terms")),
        measures=tuple(_measure(measure, locale) for measure in items(at(node, "measures"))),
    )


def _measure(node: Node, locale: str) -> Measure:
    return Measure(
        name=text(meaning.usual(at(node, "name"))),
        unit=text(at(node, "unit")) or None,
        terms=_texts(at(node, "terms")),
        aliases=_texts(at(node, "aliases")),
        definition=meaning.said(at(node, "definition"), locale),
    )


def _edition(name: str, node: Node, topics: Sequence[Topic]) -> EditionPlan:
    return EditionPlan(
        name=name,
        topics=_texts(at(node, "topics")) or tuple(topic.id for topic in topics),
        formats=_texts(at(node, "formats")) or ("pdf",),
    )


def _brand(root: Node | None, folder: Path, locale: str) -> Brand:
    usual = Brand(locale=locale)
    if root is None:
        return usual
    logo = text(at(root, "logo", "large"))
    return Brand(
        name=meaning.said(at(root, "name"), locale, usual.name),
        palette=meaning.palette_of(root) or Palette(),
        base=text(at(root, "typography", "base"), usual.base),
        headings=text(at(root, "typography", "headings"), usual.headings),
        mono=text(at(root, "typography", "mono"), usual.mono),
        page=text(at(root, "page", "size"), usual.page),
        margin=text(at(root, "page", "margins"), usual.margin),
        locale=locale,
        handling=meaning.said(at(root, "handling"), locale, usual.handling),
        logo=str(resolved(folder, logo)) if logo else None,
        logo_alt=meaning.said(at(root, "logo", "alt"), locale),
    )


def _texts(node: Node | None) -> tuple[str, ...]:
    """The texts of a list, each once."""
    return tuple(dict.fromkeys(scalar.text for scalar in scalars(node)))


def _digest(  # noqa: PLR0913 - one argument for each setting that counts
    topics: Sequence[Topic],
    editions: Sequence[EditionPlan],
    brand: Brand,
    corrected: Sequence[Correction],
    pages: int | None,
    evidence: str,
) -> str:
    """Over canonical JSON. The logo counts by its bytes, corrections in any order; where files lie does not count."""
    look = to_builtins(brand)
    if not brand.words:  # so that the hash of settings without any is the one it always was
        del look["words"]
    if brand.logo:
        look["logo"] = hashlib.sha256(Path(brand.logo).read_bytes()).hexdigest()
    described = to_builtins(topics)
    for measure in (one for topic in described for one in topic["measures"]):
        if not measure["definition"]:  # likewise
            del measure["definition"]
    value = {
        "version": VERSION,
        "topics": described,
        "editions": to_builtins(editions),
        "brand": look,
    }
    if evidence != "full":
        value["evidence"] = evidence
    if corrected:  # so that the hash of settings without any is the one it always was
        value["corrections"] = sorted(json.dumps(to_builtins(one), sort_keys=True) for one in corrected)
    if pages is not None:  # likewise
        value["length"] = {"pages": pages}
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
