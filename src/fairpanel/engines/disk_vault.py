"""The vault in a folder: each file sealed with AES-256-GCM (NIST SP 800-38D) under a random name."""

import os
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fairpanel.engines import sealed_pieces
from fairpanel.receipts.ports import DamagedInVault, NotInVault

NAME_BYTES = 16
# A random nonce of 96 bits is good for 2**32 files under one key.
NONCE_BYTES = 12
# The first byte of each file says how the rest is sealed.
FORMAT = b"\x01"
_DRAFT = ".draft"


class DiskVault:
    """Keeps sealed files under `folder`, spread over 256 folders. Only its own user may read them.

    A file's name is sealed with it: what is moved to another name does not open.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        """Of `key` there are 32 bytes."""
        self._folder = folder
        self._key = key
        self._cipher = AESGCM(key)

    def seal(self, data: bytes) -> str:
        name = secrets.token_hex(NAME_BYTES)
        nonce = secrets.token_bytes(NONCE_BYTES)
        self._write(name, [FORMAT + nonce + self._cipher.encrypt(nonce, data, FORMAT + name.encode())])
        return name

    def seal_pieces(self, pieces: Iterable[bytes]) -> str:
        """Keep what comes in pieces, never the whole in memory, and give its name."""
        name = secrets.token_hex(NAME_BYTES)
        self._write(name, sealed_pieces.seal(pieces, key=self._key, name=name))
        return name

    def _write(self, name: str, sealed: Iterable[bytes]) -> None:
        path = self._path(name)
        # One by one: `mkdir` gives the parents that it makes the mode of everybody.
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        draft = path.with_name(name + _DRAFT)
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for piece in sealed:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            draft.rename(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        # The name itself is on the disk before anybody relies on it.
        _sync_folder(path.parent)

    def open(self, name: str) -> bytes:
        try:
            sealed = self._path(name).read_bytes()
        except FileNotFoundError:
            raise NotInVault from None
        begin, nonce_end = len(FORMAT), len(FORMAT) + NONCE_BYTES
        if sealed[:begin] != FORMAT:
            raise DamagedInVault
        try:
            return self._cipher.decrypt(sealed[begin:nonce_end], sealed[nonce_end:], FORMAT + name.encode())
        except (InvalidTag, ValueError):
            raise DamagedInVault from None

    def open_pieces(self, name: str) -> Iterator[bytes]:
        """What was kept in pieces under `name`. Raises `NotInVault` at once, `DamagedInVault` also on the way."""
        if not self._path(name).exists():
            raise NotInVault
        return self._pieces(name)

    def _pieces(self, name: str) -> Iterator[bytes]:
        with self._path(name).open("rb") as file:
            try:
                yield from sealed_pieces.opened(file, key=self._key, name=name)
            except sealed_pieces.Damaged:
                raise DamagedInVault from None

    def drop(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def names_before(self, moment: datetime) -> Iterator[str]:
        for path in self._folder.glob("??/*"):
            try:
                written = path.stat().st_mtime
            except FileNotFoundError:
                continue
            if written < moment.timestamp():
                yield path.name

    def _path(self, name: str) -> Path:
        if set(name.removesuffix(_DRAFT)) - set("0123456789abcdef"):
            # No name of ours: it must not lead anywhere.
            raise NotInVault
        return self._folder / name[:2] / name


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
