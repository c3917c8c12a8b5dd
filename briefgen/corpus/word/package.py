"""The package that a Word file is (ISO/IEC 29500-2): a ZIP archive of XML parts, opened without trust."""

from __future__ import annotations

import io
import zipfile
import zlib

from briefgen import remarks
from briefgen.errors import CorpusError

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""How files of Word 97 to 2003 begin, and encrypted ones of any version ([MS-CFB])."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream that holds an encrypted package ([MS-OFFCRYPTO])."""
MAIN = "word/document.xml"
"""Where the text mostly is; its place may be another one, which the package says."""
MOST_TEXT = 100_000_000
"""Bytes of all XML parts, unpacked. The text of a thousand pages has some 20 million."""
MOST_PARTS = 20_000
"""Entries of the archive; a document with a thousand pictures has 1,100."""
RESAVE = "Open it in Word or LibreOffice, and save it again as .docx."


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive, once it is known to be harmless.

    Raises:
        CorpusError: It is no Word file, damaged, encrypted, unpacks to more than any text needs, or brings a DTD.
    """
    if data.startswith(COMPOUND):
        if ENCRYPTED in data:
            raise CorpusError(remarks.PASSWORD, name, "Save a copy without it.")
        raise CorpusError("is of Word 97 to 2003, not .docx", name, RESAVE)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise CorpusError(remarks.NO_WORD, name, RESAVE) from error
    texts = [entry for entry in entries if is_text(entry.filename)]
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in texts) > MOST_TEXT:
        raise CorpusError("unpacks to more than any text needs", name, "Look at where it comes from.")
    for entry in texts:
        if b"<!DOCTYPE" in part(archive, entry.filename, name, HEAD).replace(b"\0", b""):
            raise CorpusError("brings a document type definition, which no Word file has", name, RESAVE)
    if not any(entry.filename.lower().startswith("word/") for entry in entries):
        raise CorpusError("is an archive, but no Word file", name, "Look at what it is.")
    return archive


HEAD = 4_096
"""Bytes of a part in which a document type would be declared; without the zeros of UTF-16."""


def is_text(part_name: str) -> bool:
    """Whether a part is XML."""
    return part_name.lower().endswith((".xml", ".rels"))


def part(archive: zipfile.ZipFile, part_name: str, name: str, most: int = MOST_TEXT) -> bytes:
    """The first bytes of a part, mostly all; none where there is no such part.

    Raises:
        CorpusError: They are damaged, or encrypted.
    """
    try:
        with archive.open(part_name) as stream:
            return stream.read(most)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError) as error:
        raise CorpusError(f"is damaged: {part_name} cannot be unpacked", name, RESAVE) from error
