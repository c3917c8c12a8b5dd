"""From a released edition and a list of people to mail that each of them gets once.

The table of contents:

- `values`: what is sent to whom, and where a message is on its way
- `settings`: what `config/delivery.yaml` says
- `calendar`: when an edition goes out, holidays and clocks that change included
- `choosing`: which edition is sent at a moment, or why none is
- `recipients`: who gets it, and who does not, with the reason
- `outbox`: what became of each message, in a file of its own
- `mailing/`: a draft and a person → the bytes of one message
- `relay/`: a message over SMTP, each step seen for itself
- `sending/`: the loop over an edition; `archive` is the mailbox that it asks in doubt
- `imap`: a folder on a server, read
- `masking`: the answers of relays as logs have them
- `secrets`, `keys`: passwords, and what proves that a link or an address was made here
- `unsubscribing/`: how people leave a list
- `bouncing/`: what comes back, and who is written to no more
- `diagnosing/`: why nothing went out, and who was told
- `scheduling/`: files with which the system's own scheduler runs all that
"""
