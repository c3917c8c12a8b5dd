"""From a released edition and a list of people to mail that each of them gets once.

The table of contents:

- `values`: what is sent to whom, and where a message is on its way
- `settings`: what `config/delivery.yaml` says
- `secrets`, `keys`: passwords, and what proves that a link or an address was made here
- `unsubscribing/`: how people leave a list
- `bouncing/`: what comes back
"""
