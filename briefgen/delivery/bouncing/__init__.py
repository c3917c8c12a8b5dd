"""What comes back: reports of mail that could not be delivered, and complaints, so that nobody is written to in vain.

The table of contents:

- `addresses`: the envelope sender of each message, which proves what a report is about (VERP)
"""
