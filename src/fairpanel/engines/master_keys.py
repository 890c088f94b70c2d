"""Where the vault's master keys stand: one or several of 64 hexadecimal digits, the newest last."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from fairpanel.vault.problems import KeysInVariable, KeysUnreadable
from fairpanel.vault.values import KEY_BYTES, Master


class NotKeys(ValueError):
    """These are no keys."""


def parsed(words: str) -> tuple[Master, ...]:
    """The master keys that these words are. Raises `NotKeys`."""
    try:
        keys = [bytes.fromhex(word) for word in words.split()]
    except ValueError:
        raise NotKeys from None
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise NotKeys
    return tuple(Master(key) for key in keys)


class InVariable:
    """Master keys in a variable: they are as they were at start."""

    def __init__(self, words: str) -> None:
        """Raises `NotKeys`."""
        self._masters = parsed(words)

    def all(self) -> tuple[Master, ...]:
        return self._masters

    def add(self, master: Master) -> None:  # noqa: ARG002 - the port's signature
        raise KeysInVariable

    def keep_only(self, master: Master) -> None:  # noqa: ARG002 - the port's signature
        raise KeysInVariable


class InFile:
    """Master keys in a file, one a line. It is read each time, so that a running program knows of a new one at once."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def all(self) -> tuple[Master, ...]:
        try:
            return parsed(self._file.read_text())
        except OSError as error:
            raise KeysUnreadable(file=self._file, why=error.strerror) from None
        except (NotKeys, UnicodeDecodeError):
            raise KeysUnreadable(file=self._file, why="64 hexadecimal digits a line are one") from None

    def add(self, master: Master) -> None:
        self._write([*self.all(), master])

    def keep_only(self, master: Master) -> None:
        self._write([master])

    def _write(self, masters: Sequence[Master]) -> None:
        draft = self._file.with_name(f"{self._file.name}.{secrets.token_hex(4)}")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.writelines(f"{master.key.hex()}\n" for master in masters)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._file)
            folder = os.open(self._file.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as error:
            raise KeysUnreadable(file=self._file, why=error.strerror) from None
        finally:
            draft.unlink(missing_ok=True)
