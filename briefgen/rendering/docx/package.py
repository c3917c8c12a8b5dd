"""The parts of a document → one file, the same bytes every time: nothing in it tells the time or the machine."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.coreprops import CoreProperties
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.opc.parts.coreprops import CorePropertiesPart
from docx.oxml.coreprops import CT_CoreProperties
from docx.package import Package
from docx.parts.document import DocumentPart
from docx.parts.story import StoryPart

from briefgen.model import Brand, Brief
from briefgen.rendering.docx.xml import Element, root, w

_KINDS: Mapping[str, tuple[str, str]] = {
    "header1": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "footer1": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
    "footer2": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
    "styles": (CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES),
    "numbering": (CONTENT_TYPE.WML_NUMBERING, RELATIONSHIP_TYPE.NUMBERING),
    "settings": (CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS),
    "fontTable": (CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE),
    "theme1": (CONTENT_TYPE.OFC_THEME, RELATIONSHIP_TYPE.THEME),
}
"""Content type and relationship of the parts beside the main one."""
_FOLDERS = {"theme1": "theme/"}
"""Where parts lie that do not lie beside the main one."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can tell."""


def main_part(package: Package) -> DocumentPart:
    """The part that holds the text, in a package without any other."""
    part = DocumentPart(
        PackURI("/word/document.xml"), CONTENT_TYPE.WML_DOCUMENT_MAIN, root("document", w("body")), package
    )
    package.relate_to(part, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    return part


def notes_part(main: DocumentPart, content: Element) -> StoryPart:
    """The part that holds the notes, put beside the main one; it may have links of its own."""
    part = StoryPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, content, main.package)
    main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return part


def add(main: DocumentPart, name: str, content: Element) -> str:
    """Puts a part beside the main one; the id of its relationship."""
    content_type, relationship = _KINDS[name]
    name = f"/word/{_FOLDERS.get(name, '')}{name}.xml"
    return str(main.relate_to(XmlPart(PackURI(name), content_type, content, main.package), relationship))


def describe(package: Package, brief: Brief, brand: Brand) -> None:
    """Title, author and days, which file managers, archives and screen readers show; the days are the edition's."""
    element = CT_CoreProperties.new()
    properties = CoreProperties(element)
    properties.title = brief.title[:255]
    properties.author = properties.last_modified_by = brand.name[:255]
    properties.subject = brief.edition.name[:255]
    properties.language = brief.locale
    properties.revision = 1
    if brief.edition.as_of is not None:
        properties.created = properties.modified = dt.datetime.combine(brief.edition.as_of, dt.time())
    part = CorePropertiesPart(PackURI("/docProps/core.xml"), CONTENT_TYPE.OPC_CORE_PROPERTIES, element, package)
    package.relate_to(part, RELATIONSHIP_TYPE.CORE_PROPERTIES)


def packed(package: Package) -> bytes:
    """The file. python-docx stamps its entries with the clock, so they are written again, in order of their names."""
    written = io.BytesIO()
    package.save(written)
    target = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(target, "w") as result:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            result.writestr(entry, source.read(name))
    return target.getvalue()
