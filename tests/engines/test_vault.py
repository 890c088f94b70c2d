"""One contract for every vault: what goes in comes out whole, and nobody reads it on the way."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairpanel.engines.disk_vault import DiskVault
from fairpanel.receipts.ports import DamagedInVault, NotInVault, Vault
from tests.receipts.made_by_hand import FakeVault

KEY = b"\x07" * 32


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def disk(folder: Path) -> DiskVault:
    return DiskVault(folder, KEY)


@pytest.fixture(params=["disk", "fake"])
def vault(request: pytest.FixtureRequest, disk: DiskVault) -> Vault:
    return disk if request.param == "disk" else FakeVault()


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(data=st.binary(max_size=4096))
def test_what_is_sealed_opens_as_it_was(vault: Vault, data: bytes) -> None:
    name = vault.seal(data)

    assert vault.open(name) == data


def test_the_same_thing_twice_has_two_names(vault: Vault) -> None:
    assert vault.seal(b"receipt") != vault.seal(b"receipt")


def test_what_was_dropped_is_gone_and_dropping_it_again_is_no_fault(vault: Vault) -> None:
    name = vault.seal(b"receipt")

    vault.drop(name)
    vault.drop(name)

    with pytest.raises(NotInVault):
        vault.open(name)


def test_a_name_that_never_was_opens_nothing(vault: Vault) -> None:
    with pytest.raises(NotInVault):
        vault.open("0" * 32)


def test_a_name_that_leads_elsewhere_opens_nothing(disk: DiskVault) -> None:
    with pytest.raises(NotInVault):
        disk.open("../../etc/passwd")


def test_on_the_disk_nothing_can_be_read_and_only_by_its_own_user(disk: DiskVault, folder: Path) -> None:
    disk.seal(b"4111 1111 1111 1111")

    [file] = files_in(folder)
    assert b"4111" not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0


def test_a_damaged_file_says_so_instead_of_opening(disk: DiskVault, folder: Path) -> None:
    name = disk.seal(b"receipt")
    [file] = files_in(folder)
    whole = file.read_bytes()

    for damage in (b"", whole[:10], whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1]), b"\x02" + whole[1:]):
        file.write_bytes(damage)
        with pytest.raises(DamagedInVault):
            disk.open(name)


def test_a_file_moved_to_another_name_does_not_open(disk: DiskVault, folder: Path) -> None:
    alices, bobs = disk.seal(b"Alice's"), disk.seal(b"Bob's")
    paths = {file.name: file for file in files_in(folder)}

    paths[alices].replace(paths[bobs])

    with pytest.raises(DamagedInVault):
        disk.open(bobs)


def test_another_key_opens_nothing(disk: DiskVault, folder: Path) -> None:
    name = disk.seal(b"receipt")

    with pytest.raises(DamagedInVault):
        DiskVault(folder, b"\x08" * 32).open(name)


def test_a_write_that_fails_leaves_nothing(disk: DiskVault, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(OSError, match="No space"):
        disk.seal(b"receipt")

    assert files_in(folder) == []


def test_what_is_older_can_be_listed_also_a_half_written_draft_and_dropped(disk: DiskVault, folder: Path) -> None:
    name = disk.seal(b"receipt")
    draft = folder / "ab" / f"ab{'0' * 30}.draft"
    draft.parent.mkdir(exist_ok=True)
    draft.write_bytes(b"half")
    now = datetime.now(UTC)

    assert set(disk.names_before(now + timedelta(minutes=1))) == {name, draft.name}
    assert list(disk.names_before(now - timedelta(minutes=1))) == []
    disk.drop(draft.name)
    assert not draft.exists()
