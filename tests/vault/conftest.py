"""What tests of the vault stand on: master keys that a test can change, and stores of both kinds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from fairpanel.engines.disk_files import DiskFiles
from fairpanel.vault import ports
from fairpanel.vault.sealed import Sealed
from fairpanel.vault.values import Master

FIRST, SECOND = Master(b"\x01" * 32), Master(b"\x02" * 32)


@dataclass
class FakeMasters:
    """Master keys in memory."""

    masters: tuple[Master, ...] = (FIRST,)

    def all(self) -> tuple[Master, ...]:
        return self.masters

    def add(self, master: Master) -> None:
        self.masters += (master,)

    def keep_only(self, master: Master) -> None:
        self.masters = (master,)


@pytest.fixture
def masters() -> Iterator[FakeMasters]:
    """The master keys for the length of a test."""
    before, fake = ports.filled(), FakeMasters()
    ports.fill(replace(before, masters=fake))
    yield fake
    ports.fill(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where files are kept on the disk."""
    return tmp_path / "vault"


@pytest.fixture
def disk(folder: Path) -> Sealed:
    """A vault on the disk."""
    return Sealed(DiskFiles(folder))


def files_in(folder: Path) -> list[Path]:
    """The files under a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]
