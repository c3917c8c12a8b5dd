"""What is said of documents before anybody knows the language of a brief: in English, and kept so by the store.

The rooms that read and compare documents take their words from here, so that `retelling` finds each again, with its
values, and puts it into the language of a brief.
"""

from __future__ import annotations

from briefgen.messages import N_, filled

UNTOLD_LANGUAGE = N_("its language could not be told, so its figures were not read")
UNREAD_LANGUAGE = N_("written in a language (%(language)s) whose figures are not read yet")
NOT_READ = N_("not read: %(problem)s")
REFUSED = N_("“%(words)s” in %(document)s")
TAKEN_BACK = N_("the document itself corrects it")
DIGITS = N_("a number of %(count)s digits is not read as a quantity")
MARKS = N_("its commas and points have no single reading in %(language)s text")
POWER = N_("a power of ten beyond any quantity in the news")
BEYOND = N_("a number beyond any quantity in the news")
LAST_YEAR = N_("“Last year” in an undated document (%(document)s)")
SETTLED = N_("taken for the last year of %(document)s, which gives the same numbers for it")
UNNAMED = N_("an unnamed document")
A_FILE, ANOTHER_FILE = N_("A file"), N_("another file")
SOMEBODY, BY_HAND = N_("an editor"), N_("corrected by hand")
COPY = N_("the same text as %(document)s; read once")
GUESSED = N_("its encoding had to be guessed (%(encoding)s); letters and signs may be wrong. Save it as UTF-8")
TURNED = N_(
    "a hidden character turns round what stands behind it (line %(line)s): its figures are read as they are "
    "stored, and a screen may show them otherwise"
)
SILENT = N_("is not empty, but no text was found in it")
PICTURE = N_("no text can be read on page %(pages)s, only pictures. %(problem)s")
PICTURES = N_("no text can be read on pages %(pages)s, only pictures. %(problem)s")
OCR = N_("Recognise its text: ocrmypdf in.pdf out.pdf, or “scan to text” in the scanner's program.")
EMPTY = N_("is empty")
NO_TEXT = N_("has no text")
BARE_PAGE = N_("has no text: it is empty, or scripts fill it in a browser")
DAMAGED = N_("is damaged, or cut off")
ENCRYPTED = N_("is encrypted")
PASSWORD = N_("is protected with a password")
LARGER = N_("is larger than %(size)s MB")
SCANNED = N_("holds pictures of text, and no text: it was scanned, or drawn as shapes")
NO_WORD = N_("is no Word file, or was cut short")
NO_OBJECT = N_("is no JSON object")
ONLY_A_LINK = N_("gives only a headline and a link; `briefgen ingest` with its address reads the page itself")
UNCLEAR_DAY = N_("its day “%(words)s” cannot be told for sure: write it as 2025-10-24")
CELLS = N_("has %(cells)s cells, the header %(header)s")
AT_LINE = N_("%(problem)s (line %(line)s)")
CALLED = N_("%(problem)s (“%(headline)s”)")
CAME_UNDATED = N_("undated; it is here because it came in on %(day)s")
MAY_BE_OLDER = N_("undated, so it may be from before %(day)s")
CAME_LATE = N_("published on %(day)s; it is here because it came in late, on %(came)s")
BEFORE = N_("published on %(day)s, before %(first)s")
AFTER = N_("published on %(day)s, after %(last)s")

WORDS = (UNNAMED, A_FILE, ANOTHER_FILE, SOMEBODY)
"""What stands for a name, where nobody knows it or readers outside are not to know it."""
NAMES = (LAST_YEAR, REFUSED)
"""What is named, where it is more than a document by its name; the one that could be read as another comes first."""
REASONS = (
    *(UNTOLD_LANGUAGE, UNREAD_LANGUAGE, NOT_READ, TAKEN_BACK, DIGITS, MARKS, POWER, BEYOND, SETTLED, COPY),
    *(GUESSED, TURNED, SILENT, PICTURE, PICTURES, OCR, CAME_UNDATED, MAY_BE_OLDER, CAME_LATE, BEFORE, AFTER),
    *(EMPTY, NO_TEXT, BARE_PAGE, DAMAGED, ENCRYPTED, PASSWORD, LARGER, SCANNED, NO_WORD, NO_OBJECT, ONLY_A_LINK),
    *(UNCLEAR_DAY, CELLS, AT_LINE, CALLED),
)
"""What is said of it; what may stand behind any other comes last."""


def said(remark: str, **values: object) -> str:
    """A remark in English, with its values."""
    return filled(remark, {name: str(value) for name, value in values.items()})


def at_line(problem: str, line: int | str | None) -> str:
    """A remark with the line of a file that it is about, where there is one."""
    return said(AT_LINE, problem=problem, line=line) if line else problem


def called(problem: str, headline: str) -> str:
    """A remark with the headline of what it is about, where it has one."""
    return said(CALLED, problem=problem, headline=headline) if headline else problem
