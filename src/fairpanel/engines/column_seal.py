"""Short texts sealed in the rows that they belong to, with AES-256-GCM (NIST SP 800-38D)."""

import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
# The first byte says how the rest is sealed.
FORMAT = b"\x01"


class ColumnSeal:
    """Seals with keys derived from the vault's, so that losing neither or both loses nothing more or less."""

    def __init__(self, key: bytes) -> None:
        """Of `key` there are 32 bytes."""
        self._cipher = AESGCM(hmac.digest(key, b"fairpanel sealed columns", "sha256"))
        self._marks = hmac.digest(key, b"fairpanel marks of sealed columns", "sha256")

    def seal(self, data: bytes, *, about: str) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return FORMAT + nonce + self._cipher.encrypt(nonce, data, FORMAT + about.encode())

    def open(self, sealed: bytes, *, about: str) -> bytes:
        """Raises `cryptography.exceptions.InvalidTag` for what was sealed for another row, or by another key."""
        begin = len(FORMAT)
        nonce, rest = sealed[begin : begin + NONCE_BYTES], sealed[begin + NONCE_BYTES :]
        return self._cipher.decrypt(nonce, rest, FORMAT + about.encode())

    def fingerprint(self, data: bytes) -> str:
        return hmac.new(self._marks, data, hashlib.sha256).hexdigest()
