"""What comes back: reports of mail that could not be delivered, and complaints, so that nobody is written to in vain.

    mailboxes, folders ─▶ reports ─▶ following
    bytes of a mail    Report     what becomes of the recipient

The table of contents:

- `addresses`: the envelope sender of each message, which proves what a report is about (VERP)
- `codes`: what the status that a server gave says of the recipient
- `reports`: a mail → what it reports; knows no outbox
- `mailboxes`, `folders`: where mails come from, on this machine and on a server
- `following`: reports → who is written to no more
"""
