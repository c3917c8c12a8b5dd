"""Reading: ONE document → sentences, figures, quotations, events, with topics.

The table of contents, in the order of the work (`read.py` puts it together):

- `sentences`: blocks → sentences
- `topics`: which topics a sentence belongs to
- `mentions`: the quantities of a sentence: number, unit, modifier, kind (with `numerals`, `units`, ...)
- `periods`, `timing`: expressions of time, and which of them each quantity is of (with `scenes`)
- `status`: actual, plan, target ...
- `quotations`, `attribution`: who says it (with `speakers`)
- `measures`: what is measured, and of what (with `phrases`)
- `events`: dated things without a number

Words and rules of a language are data: `tables/<language>/*.toml`; docs/languages.md says how a further one is written.
"""
