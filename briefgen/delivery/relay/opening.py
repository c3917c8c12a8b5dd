"""The way to the relay as the settings have it, with the password that they name."""

from __future__ import annotations

from briefgen.delivery import secrets
from briefgen.delivery.relay.reaching import Access
from briefgen.delivery.relay.values import Limits
from briefgen.delivery.settings import Delivery


def access(delivery: Delivery) -> Access:
    """How the relay is reached.

    Raises:
        SecretError: Its password is not to be found, or others can read it.
    """
    login = delivery.relay
    password = secrets.secret(login.secret, login.secret_file) if login.user else ""
    return Access(login, password, Limits(dot=delivery.rate.timeout))
