"""Checks for readers and kinds of charts that other packages bring; the built-in ones pass the same.

The table of contents:

- `fault`: `Fault`, one promise that is not kept
- `readers`: `reader_faults(read, files)`: documents are whole, citations survive, hostile bytes break nothing
- `charts`: `chart_faults(kind, *materials)`: values are cited, and title, alternative text and drawing say the same
- `material`: `material(news, topic)`: what a kind of charts chooses from
- `hostile`: what a good file becomes in the wild: cut, doubled, turned into another encoding, a bomb

Each check returns all faults that it finds, so that a test is one line: `assert not reader_faults(read, files)`. It
needs no test framework, and nothing that briefgen itself does not need. docs/extending.md builds a reader and a kind of
charts with it.
"""

from briefgen.testing.charts import chart_faults
from briefgen.testing.fault import Fault
from briefgen.testing.hostile import variations
from briefgen.testing.material import material
from briefgen.testing.readers import reader_faults

__all__ = ["Fault", "chart_faults", "material", "reader_faults", "variations"]
