"""Tables as comma-separated values (RFC 4180), in which no spreadsheet finds a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

_STARTS = re.compile(r"[=@＝＠\t\r\n]|[+\-＋－](?![\d.,]+[ \u00a0\u202f]?%?$)")
"""How a cell begins that Excel, LibreOffice or Google Sheets would compute (OWASP, "CSV injection"; the wide forms are
taken for the narrow ones by some). A signed number is none: "-5", "+3%"."""


def table(names: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Comma-separated values with a header; lines end as RFC 4180 says."""
    text = io.StringIO()
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    for row in rows:
        writer.writerow({key: harmless(value) for key, value in row.items()})
    return text.getvalue()


def harmless(value: object) -> object:
    """A cell that no spreadsheet takes for a formula; signed numbers stay as they are."""
    return f"'{value}" if isinstance(value, str) and _STARTS.match(value) else value
