"""Editions: what leaves the house, from the first draft to the correction of what was released.

The table of contents:

- `values`: what an edition is (`Plan`, `Piece`, `Act`, `State`)
- `states`: which act may follow which; `standing` says where an edition is, and what changed since
- `parts`: everything that an edition is made from, byte by byte
- `making`: an edition's documents, briefs and files
- `letters`: the briefs of an edition that go out by mail, and what of `delivery.yaml` stands in them
- `news`: whether a released edition has anything to say
- `blocks`: what keeps an edition from being released
- `pages`: the page that leads to a released edition, and says what became of it
- `shelf`: acts and frozen bytes in the store, and out of it

The log of an edition is only ever added to: each act carries the hash of the one before it.
"""
