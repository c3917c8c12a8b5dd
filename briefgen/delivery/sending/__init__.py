"""The loop that sends an edition: claim, ask whether they left, build, hand over, settle.

The table of contents:

- `values`: what the loop needs from outside, and what became of a run
- `pacing`: how fast, and how long to wait before the next attempt
- `connections`: those to the relay, several at the same time
- `loop`: the run
- `reconciling`: messages of which nobody knows, looked for in an archive mailbox
"""

from briefgen.delivery.sending.loop import send
from briefgen.delivery.sending.values import Event, Outcome, Tools

__all__ = ["Event", "Outcome", "Tools", "send"]
