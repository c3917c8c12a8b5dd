"""Web pages: bytes → a document with its main text, its tables, and what the page says of itself.

The table of contents:

- `page`: the reader; `saved`: that of MHTML archives; `parts`: folders of pictures and scripts beside a saved page
- `decode`: bytes → source; `tree`: source → tree, bounded and without what no browser shows
- `main`: tree → the parts of the main text; `flow`: how a tree is cut into parts; `tables`: tables of data
- `content`: parts → canonical text; also the way in for HTML that is no page (feeds, mails, Word files)
- `about`: what a page says of itself, from `meta` (head and attributes), `linked` (JSON-LD), `titles` and `dates`
"""
