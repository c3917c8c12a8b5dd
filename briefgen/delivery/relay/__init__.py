"""The way to the relay: one message after the other, each step of the exchange seen for itself.

The table of contents:

- `values`: the steps, and what went wrong at which of them
- `judging`: a step and an answer → what that means for the message, the connection and the run
- `reaching`: a connection, kept safe by TLS and with its login
- `opening`: as the settings have it
- `session`: a message over a connection that is kept, and which of several is answered first
"""

from briefgen.delivery.relay.opening import access
from briefgen.delivery.relay.reaching import Access, reach
from briefgen.delivery.relay.session import Session, answered
from briefgen.delivery.relay.values import Limits, Meaning, Step, Trouble

__all__ = ["Access", "Limits", "Meaning", "Session", "Step", "Trouble", "access", "answered", "reach"]
