"""The answers of relays without the addresses in them, as logs have them."""

from __future__ import annotations

import re

from briefgen.delivery import logs

_ADDRESS = re.compile(r"""[^\s<>(\["@][^\s<>@]*@[^\s<>]*[^\s<>.,;:)\]"']""")
"""Rather more than an address than less: local parts may have quotation marks and brackets in them."""


def masked(key: bytes, text: str) -> str:
    """A text with the hashes of `logs` in place of addresses.

    Args:
        key: That of the outbox (`logs.salt`).
        text: Such as what a relay answered.
    """
    return _ADDRESS.sub(lambda match: logs.hashed(key, match[0].casefold()), text)
