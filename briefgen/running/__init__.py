"""Work on many items in other processes or on other machines; the results are those of one after another.

The table of contents:

- `outcome`: `Failure`, what an item comes to that has no result
- `limits`: `Limits`, what one item may cost; `attempt`, a function tried on one item within them
- `loop`: `run`, the items in chunks through any `concurrent.futures.Executor`, results in their order
- `local`: `Local`, processes of this machine; the death of one loses what it was doing, and nothing else
- `places`: `open_workers`, from a name to workers: `local`, `local:4`, `dask://scheduler:8786`; `Hands`, what a command
  was told of them
- `cluster`: the workers of a Dask cluster
"""

from briefgen.running.limits import NONE, Limits
from briefgen.running.loop import run
from briefgen.running.outcome import Cause, Failure
from briefgen.running.places import ALONE, HERE, Hands, Workers, cores, open_workers

__all__ = ["ALONE", "HERE", "NONE", "Cause", "Failure", "Hands", "Limits", "Workers", "cores", "open_workers", "run"]
