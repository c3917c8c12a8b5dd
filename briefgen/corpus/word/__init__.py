"""The reader of Word files (.docx).

- `read`: the reader itself: a package → HTML, by the library mammoth → the same blocks and tables as of a page
- `package`: whether the bytes are such a package, and one that can be opened without harm; its parts
- `plain`: its parts as they are shown: hidden text, fields, formulas, breaks
- `properties`: what a package declares of its document: title, author, organisation, days
"""
