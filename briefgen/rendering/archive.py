"""PDF/UA-1 and PDF/A-3a in one file.

WeasyPrint writes one variant at a time: here it writes PDF/A-3a (tags, output intent, associated files), and the
identification as PDF/UA-1 is added to its metadata. Readers take only the first `rdf:RDF` of a packet, so it goes
there; as PDF/A knows just the properties of XMP 2005, a description of the added one goes with it (ISO 19005-3,
6.6.2.3).
"""

from __future__ import annotations

from typing import Any, Protocol

from briefgen.errors import RenderError

VARIANT = "pdf/a-3a"
"""The variant that WeasyPrint is asked for."""

_END = b"</rdf:RDF>"
_ACCESSIBLE = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>The part of ISO 14289 to which the file conforms</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
"""Identification after ISO 14289-1, 5, with the schema of its one property."""


class _Stream(Protocol):
    stream: list[bytes]


class _Pdf(Protocol):
    """What is used of `pydyf.PDF`."""

    catalog: dict[str, Any]
    objects: list[_Stream]


def both(_document: object, pdf: _Pdf) -> None:
    """The finisher of WeasyPrint's `write_pdf` that says of a PDF/A file that it is PDF/UA-1 too.

    Raises:
        RenderError: this WeasyPrint writes metadata in another way than those that briefgen knows.
    """
    packet = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    (text,) = packet.stream
    if text.count(_END) != 1:
        raise RenderError("the metadata of the PDF is not one RDF block", hint="Another WeasyPrint may write it so.")
    packet.stream = [text.replace(_END, _ACCESSIBLE + _END)]
    # WeasyPrint 70 lists each attachment twice among the associated files.
    pdf.catalog.get("AF", [])[:] = dict.fromkeys(pdf.catalog.get("AF", []))
