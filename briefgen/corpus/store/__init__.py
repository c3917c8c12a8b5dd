"""The store: every document that came in, kept for good, and what other rooms found in it.

The table of contents:

- `values`: what goes in and comes out (`Arrival`, `Outcome`, `Query`, `Row` …)
- `keeping`: `Store`, the one interface, whatever keeps the rows
- `places`: `open_store(where)`: a file, or the address of a database that an office shares
- `engine`: what `Store` asks of a database; `sqlite`: one file, no server; `postgres`: a server (extra `team`)
- `tokens`, `escaping`: words as both search for them; text that a server would refuse
- `sightings`: where documents were seen; `removing`: what takes them out
- `schema`: the tables, and the steps from each version of them to the next
- `acts`: the logs of editions, and the bytes that released ones were made from
- `words`: what somebody searches for, as each database's full-text search wants it

A document is an immutable snapshot: its bytes are kept, compressed, under their SHA-256; its text under its own, with
the version of the reader that made it. What readings found is opaque here: bytes under (document, key).
"""

from briefgen.corpus.store.keeping import Store
from briefgen.corpus.store.places import open_store

__all__ = ["Store", "open_store"]
