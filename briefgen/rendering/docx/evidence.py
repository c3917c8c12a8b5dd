"""The evidence of a brief as custom XML of its document, which Word keeps when it saves the document again."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Sequence

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml.ns import qn
from docx.parts.document import DocumentPart
from lxml import etree

from briefgen.rendering.docx.xml import Element, clean, element

NAMESPACE = "urn:briefgen:evidence"
"""Of the element that holds the bundle, as JSON; how `briefgen verify` finds it."""
_ITEM = uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE)
"""The name by which Word knows the part."""
_UNSAFE = re.compile("[\x7f-\x9f\ufffe\uffff]")
"""What JSON has as it is and XML must not or should not have; it stands inside strings alone."""


def add_evidence(
    main: DocumentPart, bundle: str, pictures: Sequence[tuple[str, bytes]], edges: Sequence[Element]
) -> None:
    """Puts the bundle beside the main part, with what the bundle does not know: pictures as dots, headers and footers.

    `pictures` are words and bytes, `edges` the parts at the edges of pages.
    """
    holder = etree.Element(f"{{{NAMESPACE}}}evidence", nsmap={None: NAMESPACE})
    holder.text = _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", bundle)
    for words, dots in pictures:
        beside = etree.SubElement(holder, f"{{{NAMESPACE}}}picture", alt=" ".join(clean(words).split()))
        beside.set("sha256", hashlib.sha256(dots).hexdigest())
    for words in dict.fromkeys(map(_said, edges)):
        etree.SubElement(holder, f"{{{NAMESPACE}}}edge").text = words
    content = etree.tostring(holder, encoding="UTF-8", xml_declaration=True)
    item = Part(PackURI("/customXml/item1.xml"), CONTENT_TYPE.XML, content, main.package)
    main.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)
    schemas = element("ds:schemaRefs", element("ds:schemaRef", **{"ds:uri": NAMESPACE}))
    properties = element("ds:datastoreItem", schemas, **{"ds:itemID": f"{{{str(_ITEM).upper()}}}"})
    where = PackURI("/customXml/itemProps1.xml")
    beside = XmlPart(where, CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES, properties, main.package)
    item.relate_to(beside, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)


def _said(part: Element) -> str:
    """What a part says, without the numbers that Word counts in it."""
    words: list[str] = []
    is_counted = False
    for one in part.iter(qn("w:t"), qn("w:fldChar")):
        if one.tag == qn("w:fldChar"):
            is_counted = one.get(qn("w:fldCharType")) != "end"
        elif not is_counted:
            words.append(one.text)
    return "".join(words)
