"""Facts that may stand in a mail and nowhere else: a code that lets somebody in, say.

A fact whose name begins with `sealed_` is written down as `seal` makes it. Only the letter opens it, under the name
without that beginning.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping

from cryptography.fernet import Fernet
from django.conf import settings

SEALED = "sealed_"


def seal(text: str) -> str:
    """The text as it may be written down."""
    return _box().encrypt(text.encode()).decode()


def opened(facts: Mapping[str, str | int]) -> dict[str, str | int]:
    """The facts as a letter needs them."""
    box = _box()
    return {
        name.removeprefix(SEALED): box.decrypt(str(fact)).decode() if name.startswith(SEALED) else fact
        for name, fact in facts.items()
    }


def without_sealed(facts: Mapping[str, str | int]) -> dict[str, str | int]:
    """The facts that may stand on a page, or stay when the letter has gone."""
    return {name: fact for name, fact in facts.items() if not name.startswith(SEALED)}


def _box() -> Fernet:
    key = hmac.digest(settings.SECRET_KEY.encode(), b"fairpanel notices", hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(key))
