"""The secret link of somebody who has left."""

import secrets

_SECRET_BYTES = 24


def new_secret() -> str:
    """The end of a link that nobody guesses."""
    return secrets.token_urlsafe(_SECRET_BYTES)
