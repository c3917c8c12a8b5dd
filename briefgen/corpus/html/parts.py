"""Folders of a page's parts: what browsers put beside a page that they save."""

from __future__ import annotations

import re
from collections.abc import Collection

FOLDER = re.compile(
    r"(?:_files|[-_]dateien|_fichiers|_archivos|_ficheiros|_arquivos|_bestanden|_filer|-filer|_tiedostot|_soubory|_pliki|"
    r"_elemei|_fajlovi|_file|_fitxers|\.files|_файлы|-файлы)$",
    re.IGNORECASE,
)
"""What browsers and office programs add to the name of a page for the folder of its parts, in their languages."""


def is_parts(folder: str, beside: Collection[str]) -> bool:
    """Whether a folder holds only the parts of a page that was saved beside it: pictures, scripts, framed pages.

    Args:
        folder: Its name.
        beside: Names of all that lies beside it.
    """
    match = FOLDER.search(folder)
    stem = folder[: match.start()] if match else None
    return stem is not None and any(
        f"{stem}{suffix}" in beside for suffix in (".html", ".htm", ".xhtml", ".HTM", ".HTML")
    )
