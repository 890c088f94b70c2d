"""Short texts sealed in the rows that they belong to, with AES-256-GCM (NIST SP 800-38D)."""

import hashlib
import hmac
import secrets
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
# The first byte says how the rest is sealed.
FORMAT = b"\x01"


class ColumnSeal:
    """Seals with keys derived from the panel's own: what lies in these columns outlives whom it is about."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        """`key` gives 32 bytes, always the same; it is not asked before something is to be sealed."""
        self._key = key

    def seal(self, data: bytes, *, about: str) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return FORMAT + nonce + self._cipher().encrypt(nonce, data, FORMAT + about.encode())

    def open(self, sealed: bytes, *, about: str) -> bytes:
        """Raises `cryptography.exceptions.InvalidTag` for what was sealed for another row, or by another key."""
        begin = len(FORMAT)
        nonce, rest = sealed[begin : begin + NONCE_BYTES], sealed[begin + NONCE_BYTES :]
        return self._cipher().decrypt(nonce, rest, FORMAT + about.encode())

    def fingerprint(self, data: bytes) -> str:
        return hmac.new(self._derived(b"fairpanel marks of sealed columns"), data, hashlib.sha256).hexdigest()

    def _cipher(self) -> AESGCM:
        return AESGCM(self._derived(b"fairpanel sealed columns"))

    def _derived(self, use: bytes) -> bytes:
        return hmac.digest(self._key(), use, "sha256")
