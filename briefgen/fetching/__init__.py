"""Fetching: addresses on the web → bytes, safely and politely. Nothing that comes from there is ever run.

The table of contents:

- `web`: `Web.fetch(address)`, the one door: redirects, robots.txt, waiting, trying again
- `addresses`: an address as written → scheme, host, port, or why it is not fetched
- `networks`: which network addresses are public
- `connecting`: names are resolved once, checked, and the address that was checked is the one that is connected to
- `exchange`: one request and its answer, bounded in size and time; `bodies`: what is packed, unpacked within a limit
- `robots`: what a site asks of programs; `politeness`: how long to wait for a host
- `proxies`, `certificates`: what the environment says of both
- `feeds`: bytes → entries with links; which feed a page names
- `values`: what goes in and comes out
"""

from briefgen.fetching.values import Clock, Fetched, Limits, Manner, Validators
from briefgen.fetching.web import Web

__all__ = ["Clock", "Fetched", "Limits", "Manner", "Validators", "Web"]
