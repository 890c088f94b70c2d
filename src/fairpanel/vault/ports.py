"""What this room needs from outside."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Protocol

from fairpanel.vault.values import Master, Stored


class Files(Protocol):
    """Keeps files of bytes under names of 32 hexadecimal digits. It has no key. All raise `StoreFault`."""

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Keep the pieces as one file: when this returns all of it is there for good; when it fails, nothing."""

    def read(self, name: str) -> IO[bytes]:
        """The file, to be closed by the caller. Raises `NotInVault`."""

    def drop(self, name: str) -> None:
        """Keep it no longer, nor what was left half written of it. Dropping what is not there is no fault."""

    def stored(self) -> Iterator[Stored]:
        """All files, also those left half written, in the order of their names."""

    def require(self) -> None:
        """Raises `StoreFault` where files cannot be kept here."""


class Masters(Protocol):
    """Where the master keys stand."""

    def all(self) -> tuple[Master, ...]:
        """All of them as they stand now, the newest last; there is always one."""

    def add(self, master: Master) -> None:
        """Write down a new one, for good. Raises `KeysInVariable` where we cannot."""

    def keep_only(self, master: Master) -> None:
        """Forget all others, for good. Raises `KeysInVariable` where we cannot."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Filled once at start by the website.

    `is_older` says whether this panel is older than its keys: then what its one master key has sealed must open.
    """

    masters: Masters
    is_older: Callable[[], bool]


_filled: list[Ports] = []


def fill(ports: Ports) -> None:
    """Take these from now on."""
    _filled[:] = [ports]


def filled() -> Ports:
    """What was filled in."""
    return _filled[0]
