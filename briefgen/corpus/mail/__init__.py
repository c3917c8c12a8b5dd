"""Newsletters and mails kept as files.

The table of contents:

- `message`: the readers of `.eml` and `.mbox`: a mail → itself and what is attached
- `head`: the fields above a mail → what they say of it
- `parts`: which of its parts are its text, and which are attached
- `body`: its text, without what it quotes and what its sender puts below
"""
