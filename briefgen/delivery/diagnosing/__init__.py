"""Why nothing went out, in a line for each reason with what to do; and whom that was told already.

The table of contents:

- `values`: what is known of an edition and the outbox, and what a reason is
- `sights`: what the outbox knows of it
- `reasons`: the reasons
- `alerts`: each is told to the operators once
- `equipment`: what sending needs on this machine
- `letters`: the mail that tells them; `telling`: over the relay, or not
"""

from briefgen.delivery.diagnosing.reasons import exit_code, reasons
from briefgen.delivery.diagnosing.values import Blocked, Cause, Feed, Known, Outlook, Reason, Seen, Sight, Stage

__all__ = ["Blocked", "Cause", "Feed", "Known", "Outlook", "Reason", "Seen", "Sight", "Stage", "exit_code", "reasons"]
