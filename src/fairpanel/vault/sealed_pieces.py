"""Sealing what is too large for memory: piece by piece, so that none can be changed, moved, left out or cut off.

The STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizar, 2015) over AES-256-GCM with a key of its own for each
file: the number of a piece, and whether it is the last, are in its nonce.
"""

import secrets
from collections.abc import Iterable, Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SALT_BYTES, TAG_BYTES, COUNTER_BYTES = 32, 16, 11
PIECE_BYTES = 64 * 1024


class Damaged(Exception):
    """What was sealed is not what is there."""


def seal(pieces: Iterable[bytes], *, key: bytes, name: str) -> Iterator[bytes]:
    """What to write under `name`, from pieces of any size."""
    salt = secrets.token_bytes(SALT_BYTES)
    cipher = _cipher(key, salt, name)
    yield salt
    number, waiting = 0, bytearray()
    for piece in pieces:
        waiting += piece
        # One piece is always held back: only the end shows which is the last.
        while len(waiting) > PIECE_BYTES:
            yield cipher.encrypt(_nonce(number, is_last=False), bytes(waiting[:PIECE_BYTES]), None)
            del waiting[:PIECE_BYTES]
            number += 1
    yield cipher.encrypt(_nonce(number, is_last=True), bytes(waiting), None)


def opened(file: IO[bytes], *, key: bytes, name: str) -> Iterator[bytes]:
    """What was sealed under `name`, piece by piece. Raises `Damaged` at the first piece that is not as it was."""
    cipher = _cipher(key, file.read(SALT_BYTES), name)
    number, sealed = 0, file.read(PIECE_BYTES + TAG_BYTES)
    while True:
        following = file.read(PIECE_BYTES + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number, is_last=not following), sealed, None)
        except (InvalidTag, ValueError):
            raise Damaged from None
        if not following:
            return
        number, sealed = number + 1, following


def _cipher(key: bytes, salt: bytes, name: str) -> AESGCM:
    """A cipher for one file: what is moved to another name does not open."""
    info = b"fairpanel sealed pieces " + name.encode()
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(key))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(COUNTER_BYTES, "big") + (b"\x01" if is_last else b"\x00")
