"""A small file of each kind that briefgen reads, all with the same sentences."""

from __future__ import annotations

import io
import json
from email.message import EmailMessage
from email.policy import SMTP

import weasyprint

HEADLINE = "Port Alder moves more freight"
SENTENCES = (
    "The port of Port Alder handled 4.2 million tons of cargo in 2024, up 18 percent from a year earlier.",
    "It expects 4.9 million tons of cargo in 2025, said Ines Varga, director of the port authority.",
    "“We are building quays for the next generation, not for the next quarter,” Varga said.",
)
TEXT = "\n\n".join((HEADLINE, *SENTENCES)) + "\n"
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>{HEADLINE}</title></head><body><article><h1>{HEADLINE}</h1>
{"".join(f"<p>{one}</p>" for one in SENTENCES)}
<table><tr><th>Year</th><th>Cargo, million tons</th></tr><tr><td>2023</td><td>3.6</td></tr></table>
</article></body></html>"""
RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour News</title>
<item><title>{HEADLINE}</title><link>https://example.org/1</link><description>{" ".join(SENTENCES)}</description></item>
<item><title>Ferries</title><link>https://example.org/2</link><description>{SENTENCES[0]}</description></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour News</title><id>f</id>
<entry><title>{HEADLINE}</title><id>1</id><updated>2025-03-14T08:00:00Z</updated>
<content>{" ".join(SENTENCES)}</content></entry></feed>"""
RDF = f"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://example.org"><title>Harbour News</title></channel><item rdf:about="https://example.org/1">
<title>{HEADLINE}</title><link>https://example.org/1</link><description>{" ".join(SENTENCES)}</description></item>
</rdf:RDF>"""
OBJECT = {"headline": HEADLINE, "text": "\n\n".join(SENTENCES), "published": "2025-03-14"}


def letter() -> bytes:
    """A mail."""
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "press@example.org", HEADLINE, "Fri, 14 Mar 2025 08:00:00 +0000"
    mail.set_content("\n\n".join(SENTENCES))
    return mail.as_bytes(policy=SMTP)


def saved_page() -> bytes:
    """A page as browsers save it in one file."""
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
    part = "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: https://example.org/1\r\n\r\n"
    return f"{head}{part}{PAGE}\r\n--b--\r\n".encode()


def word() -> bytes:
    """A file of Word."""
    from docx import Document

    made, saved = Document(), io.BytesIO()
    for style in list(made.styles):  # those of its template take most of the time that reading it takes
        if not style.name.startswith(("Normal", "Heading 1", "Default")):
            style.delete()
    made.add_heading(HEADLINE, 1)
    for sentence in SENTENCES:
        made.add_paragraph(sentence)
    table = made.add_table(2, 2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ("Year", "Tons", "2023", "3.6"), strict=True):
        cell.text = text
    made.save(saved)
    return saved.getvalue()


def files() -> dict[str, bytes]:
    """By suffix."""
    markdown = f"# {HEADLINE}\n\n" + "\n\n".join(SENTENCES) + "\n\n| Year | Tons |\n| --: | --: |\n| 2023 | 3.6 |\n"
    row = [HEADLINE, " ".join(SENTENCES).replace('"', "")]
    rows = json.dumps([OBJECT, {**OBJECT, "text": SENTENCES[0]}])
    lines = json.dumps(OBJECT) + "\n" + json.dumps({**OBJECT, "text": SENTENCES[0]}) + "\n"
    table = f'headline,text\n"{row[0]}","{row[1]}"\n"Ferries","{SENTENCES[0]}"\n'
    page = PAGE.encode()
    return {
        "txt": TEXT.encode(), "md": markdown.encode(), "html": page, "htm": page, "xhtml": page,
        "mht": saved_page(), "mhtml": saved_page(), "csv": table.encode(),
        "tsv": f"headline\ttext\n{row[0]}\t{row[1]}\nFerries\t{SENTENCES[0]}\n".encode(),
        "json": rows.encode(), "jsonl": lines.encode(), "ndjson": lines.encode(),
        "rss": RSS.encode(), "atom": ATOM.encode(), "rdf": RDF.encode(), "xml": RSS.encode(),
        "eml": letter(), "mbox": b"From press Fri Mar 14 08:00:00 2025\n" + letter().replace(b"\r\n", b"\n"),
        "docx": word(), "pdf": weasyprint.HTML(string=PAGE).write_pdf(),
    }  # fmt: skip
