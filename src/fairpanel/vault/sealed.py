"""Files sealed with AES-256-GCM (NIST SP 800-38D) by their panelist's key, over whatever store keeps them.

A file begins with how it is sealed and the number of its key. Its name is sealed with it: what is moved to another
name does not open, and no changed byte goes unnoticed, since the tag of GCM is a keyed digest of all of it.
"""

import secrets
from collections.abc import Iterable, Iterator
from typing import IO
from uuid import UUID

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fairpanel.vault import keys, sealed_pieces
from fairpanel.vault.ports import Files
from fairpanel.vault.problems import DamagedInVault, NoKey, NotInVault, StoreFault, VaultUnavailable
from fairpanel.vault.values import Stored

log = structlog.get_logger(__name__)

NAME_BYTES = 16
NUMBER_BYTES = 16
# A random nonce of 96 bits is good for 2**32 files under one key.
NONCE_BYTES = 12
# The first byte of each file says how the rest is sealed. Before panelists had keys of their own, the one master key
# sealed all; the panel's own key is what it was.
WHOLE_BY_PANEL, PIECES_BY_PANEL, WHOLE, PIECES = b"\x01", b"\x02", b"\x03", b"\x04"


class Sealed:
    """Seals for panelists what a store keeps."""

    def __init__(self, files: Files) -> None:
        self.files = files

    def seal(self, data: bytes, *, owner: UUID) -> str:
        """Keep `data`, all of it or nothing, and give its name. Within a transaction. Raises `VaultUnavailable`."""
        number, key = keys.made_for(owner)
        name, nonce = _a_name(), secrets.token_bytes(NONCE_BYTES)
        head = WHOLE + number.bytes
        self._put(name, [head + nonce + AESGCM(key).encrypt(nonce, data, head + name.encode())])
        return name

    def seal_pieces(self, pieces: Iterable[bytes], *, owner: UUID) -> str:
        """Keep what comes in pieces, never the whole in memory. Raises `NoKey` where the owner has none (any more)."""
        number, key = keys.of(owner)
        name = _a_name()
        self._put(name, _after(PIECES + number.bytes, sealed_pieces.seal(pieces, key=key, name=name)))
        return name

    def open(self, name: str) -> bytes:
        """What was kept under `name`. Raises `NotInVault`, `DamagedInVault` and `VaultUnavailable`."""
        with self._file(name) as file:
            kind = file.read(1)
            if kind == WHOLE:
                number = file.read(NUMBER_BYTES)
                cipher, head = AESGCM(_key(number)), kind + number
            elif kind == WHOLE_BY_PANEL:
                cipher, head = AESGCM(keys.panel()), kind
            else:
                raise DamagedInVault
            nonce, sealed = file.read(NONCE_BYTES), file.read()
        try:
            return cipher.decrypt(nonce, sealed, head + name.encode())
        except (InvalidTag, ValueError):
            raise DamagedInVault from None

    def open_pieces(self, name: str) -> Iterator[bytes]:
        """What was kept in pieces under `name`. Raises `NotInVault` at once, `DamagedInVault` also on the way."""
        with self._file(name) as file:
            key = _key_of_pieces(file)
        return self._pieces(name, key)

    def _pieces(self, name: str, key: bytes) -> Iterator[bytes]:
        """Opens the file only when somebody begins to read: who never does leaves none open."""
        with self._file(name) as file:
            # Past the head, which was looked at before.
            _key_of_pieces(file)
            try:
                yield from sealed_pieces.opened(file, key=key, name=name)
            except sealed_pieces.Damaged:
                raise DamagedInVault from None

    def drop(self, name: str) -> None:
        """Keep `name` no longer. Dropping what is not there is no fault. Raises `VaultUnavailable`."""
        try:
            self.files.drop(name)
        except StoreFault as fault:
            raise _unavailable(fault) from fault

    def stored(self) -> Iterator[Stored]:
        """All files, also those left half written, in the order of their names. Raises `VaultUnavailable`."""
        try:
            yield from self.files.stored()
        except StoreFault as fault:
            raise _unavailable(fault) from fault

    def require(self) -> None:
        """Raises `StoreFault`, for the operator, where files cannot be kept."""
        self.files.require()

    def _put(self, name: str, pieces: Iterable[bytes]) -> None:
        try:
            self.files.put(name, pieces)
        except StoreFault as fault:
            raise _unavailable(fault) from fault

    def _file(self, name: str) -> IO[bytes]:
        try:
            return self.files.read(name)
        except StoreFault as fault:
            raise _unavailable(fault) from fault


def _a_name() -> str:
    return secrets.token_hex(NAME_BYTES)


def _key(number: bytes) -> bytes:
    if len(number) != NUMBER_BYTES:
        raise DamagedInVault
    try:
        return keys.numbered(UUID(bytes=number))
    except NoKey:
        # Its panelist has left: a copy of the file may be there, and nobody opens it.
        raise NotInVault from None


def _key_of_pieces(file: IO[bytes]) -> bytes:
    kind = file.read(1)
    if kind == PIECES_BY_PANEL:
        return keys.panel()
    if kind != PIECES:
        raise DamagedInVault
    return _key(file.read(NUMBER_BYTES))


def _after(head: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from pieces


def _unavailable(fault: StoreFault) -> VaultUnavailable:
    log.error("the vault's store failed", fault=str(fault))
    return VaultUnavailable()
