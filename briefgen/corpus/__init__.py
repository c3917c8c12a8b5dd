"""The corpus: bytes → documents.

The table of contents:

- `folder`: `load(paths)`, files and folders → a `Corpus`, and what was left out; `walking`: which files there are;
  `files`: their bytes
- `opening`: `read_bytes(given)`, bytes → documents; `readers`: which function reads which kind of file
- `html/`: web pages, and HTML in feeds, mails and Word files
- `decode`: bytes → text; `doubts`: whether its letters may be wrong; `writable`: what no disk takes, replaced;
  `frontmatter`: the YAML head of a Markdown file
- `feeds`, `mail`, `rows`: files that hold several documents, by way of `items` (text and fields → a `Document`);
  `exported`: rows that we wrote ourselves
- `paragraphs`: text → stretches; `furniture`: what each of them is; `bylines`, `datelines`, `dates` and `imprint` (days
  of publication): its parts
- `describe`: stretches → a `Document` with headline, byline, dateline, publisher, date; `language`; `declaring`: what
  a place made for it says goes before that

The words that these look for are data: `words.toml`.
"""

from briefgen.corpus.folder import load

__all__ = ["load"]
