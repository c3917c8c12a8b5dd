"""What `briefgen send` does.

The table of contents:

- `rooms`: what somebody asks for, and where a run works: settings, store, outbox, clock
- `picking`: which edition is sent now
- `readying`: an edition with its recipients frozen, and what waits of others closed
- `mailed`: what the store knows of editions that went out, where the outbox is lost
- `feeds`: which feeds an edition lacks, and telling the operators
- `running`: the run, from its lock to its exit code
- `saying`: what is printed, for a program and for a person
- `rehearsals`: a dry run, and tests to an address
"""

from briefgen.cli.sending.rehearsals import rehearse, try_out
from briefgen.cli.sending.rooms import Asked
from briefgen.cli.sending.running import send

__all__ = ["Asked", "rehearse", "send", "try_out"]
