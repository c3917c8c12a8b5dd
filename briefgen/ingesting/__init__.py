"""Taking documents in: files, pages and feeds → read, compared with what is there, and kept.

The table of contents:

- `run`: `ingest(store, intake, tools)`, the one door; a report on every document, as it is kept
- `files`: files → things to read, but for those that have not changed; `watching`: files as they appear
- `standing`: what of that was taken out of the store, and which files are there no more
- `pages`: addresses → things to read; feeds and what of them is still to be fetched
- `answers`: what became of the addresses that somebody named, kept for whoever sends briefs
- `sidebyside`: pages of several hosts, fetched at once; one at a time of each
- `carried`: the text that a feed carries, where its page cannot be had
- `kinds`: which media types are documents, and who reads them
- `reading`: one thing → its documents; done in other processes where that pays
- `values`: what goes in and comes out
"""

from briefgen.ingesting.run import ingest
from briefgen.ingesting.values import Intake, Report, Tools

__all__ = ["Intake", "Report", "Tools", "ingest"]
