"""PDF files: lines as PDFium finds them → running heads away → paragraphs, notes and tables → a document with pages."""
