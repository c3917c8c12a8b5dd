"""Whom to believe that a host is itself."""

from __future__ import annotations

import ssl

from briefgen.errors import CorpusError


def trusted(own: str) -> ssl.SSLContext:
    """What connections check certificates against.

    The machine's own list of authorities, which `SSL_CERT_FILE` and `SSL_CERT_DIR` replace, with those of the settings
    besides; Mozilla's where the machine has none.

    Args:
        own: A file with certificates (PEM); "" for none.

    Raises:
        CorpusError: The file cannot be read.
    """
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"] and not _machine():
        import certifi

        context.load_verify_locations(certifi.where())
    if own:
        try:
            context.load_verify_locations(own)
        except OSError as error:  # ssl.SSLError is one
            raise CorpusError(
                f"holds no certificates that can be read ({error.strerror or error})", own, "Give a file in PEM form."
            ) from error
    return context


def _machine() -> bool:
    """Whether the machine names a list of authorities, which is then read when a host is checked."""
    paths = ssl.get_default_verify_paths()
    return bool(paths.cafile or paths.capath)
