"""The vault's files in a folder. Only its own user may read them, and each is there as a whole or not at all."""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from fairpanel.vault.problems import NotInVault, StoreFault
from fairpanel.vault.values import Stored

_DRAFT = ".draft"


class DiskFiles:
    """Keeps files under `folder`, spread over 256 folders."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        path = self._path(name)
        draft = path.with_name(name + _DRAFT)
        try:
            # One by one: `mkdir` gives the parents that it makes the mode of everybody.
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            draft.rename(path)
            # The name itself is on the disk before anybody relies on it.
            _sync_folder(path.parent)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise self._fault(error) from error
        except BaseException:
            draft.unlink(missing_ok=True)
            raise

    def read(self, name: str) -> IO[bytes]:
        try:
            return self._path(name).open("rb")
        except FileNotFoundError:
            raise NotInVault from None
        except OSError as error:
            raise self._fault(error) from error

    def drop(self, name: str) -> None:
        path = self._path(name)
        path.unlink(missing_ok=True)
        path.with_name(name + _DRAFT).unlink(missing_ok=True)

    def stored(self) -> Iterator[Stored]:
        for folder in sorted(self._folder.glob("??")):
            found: dict[str, Stored] = {}
            for path in sorted(folder.iterdir()):
                name = path.name.removesuffix(_DRAFT)
                try:
                    written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                except FileNotFoundError:
                    continue
                found.setdefault(name, Stored(name, written_at, half=path.name != name))
            yield from found.values()

    def require(self) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise self._fault(error) from error
        if not os.access(self._folder, os.R_OK | os.W_OK | os.X_OK):
            raise StoreFault(f"We may not write to {self._folder}. Let our user own it, or set FAIRPANEL_HOME.")

    def _path(self, name: str) -> Path:
        if set(name) - set("0123456789abcdef"):
            # No name of ours: it must not lead anywhere.
            raise NotInVault
        return self._folder / name[:2] / name

    def _fault(self, error: OSError) -> StoreFault:
        return StoreFault(f"Files cannot be kept in {self._folder}: {error.strerror}.")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
