"""The outbox: what is sent to whom, in one file of its own, so that nothing is sent twice and nothing is lost.

The table of contents:

- `schema`: its tables, and what each version brought
- `file`: opening it, transactions, faults of the disk in words
- `locking`: one sender at a time
- `planning`: an edition, its letters and the people that it goes to, frozen before the first message
- `moving`: a message from state to state
- `looking`: what stands in it
- `rehearsing`: a copy to try on
- `audit`: who did what, only ever added to

A message is *claimed*, built, given to the relay up to its last line, noted as *dot*, ended with the final dot, and
*settled* with what the relay answered. Each arrow is committed to the disk before the next step, so that whatever kills
the sender, the file knows what can have happened.
"""

from briefgen.delivery.outbox.file import Outbox, open_outbox

__all__ = ["Outbox", "open_outbox"]
