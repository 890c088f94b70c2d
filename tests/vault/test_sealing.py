"""What is sealed for a panelist opens as it was, and for nobody else; what is damaged or gone says so."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairpanel.engines.disk_files import DiskFiles
from fairpanel.receipts.ports import Vault
from fairpanel.vault import keys, sealed_pieces
from fairpanel.vault.problems import DamagedInVault, NoKey, NotInVault, VaultUnavailable
from fairpanel.vault.sealed import Sealed
from fairpanel.vault.values import PANEL
from tests.receipts.made_by_hand import FakeVault
from tests.vault.conftest import FIRST, SECOND, FakeMasters, files_in

pytestmark = pytest.mark.django_db
ALICE, BOB = uuid4(), uuid4()


@pytest.fixture(params=["disk", "fake"])
def vault(request: pytest.FixtureRequest, disk: Sealed) -> Vault:
    return disk if request.param == "disk" else FakeVault()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(data=st.binary(max_size=4096))
def test_what_is_sealed_opens_as_it_was(vault: Vault, data: bytes) -> None:
    name = vault.seal(data, owner=ALICE)

    assert vault.open(name) == data


def test_the_same_thing_twice_has_two_names(vault: Vault) -> None:
    assert vault.seal(b"receipt", owner=ALICE) != vault.seal(b"receipt", owner=ALICE)


def test_what_was_dropped_is_gone_and_dropping_it_again_is_no_fault(vault: Vault) -> None:
    name = vault.seal(b"receipt", owner=ALICE)

    vault.drop(name)
    vault.drop(name)

    with pytest.raises(NotInVault):
        vault.open(name)
    assert list(vault.stored()) == []


def test_a_name_that_never_was_opens_nothing(vault: Vault) -> None:
    with pytest.raises(NotInVault):
        vault.open("0" * 32)


def test_a_name_that_leads_elsewhere_opens_nothing(disk: Sealed) -> None:
    with pytest.raises(NotInVault):
        disk.open("../../etc/passwd")


def test_on_the_disk_nothing_can_be_read_and_only_by_its_own_user(disk: Sealed, folder: Path) -> None:
    disk.seal(b"4111 1111 1111 1111", owner=ALICE)

    [file] = files_in(folder)
    assert b"4111" not in file.read_bytes()
    assert ALICE.bytes not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0


def test_a_damaged_file_says_so_instead_of_opening(disk: Sealed, folder: Path) -> None:
    name = disk.seal(b"receipt", owner=ALICE)
    [file] = files_in(folder)
    whole = file.read_bytes()

    for damage in (b"", whole[:10], whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1]), b"\x09" + whole[1:]):
        file.write_bytes(damage)
        with pytest.raises(DamagedInVault):
            disk.open(name)


def test_a_file_moved_to_another_name_does_not_open(disk: Sealed, folder: Path) -> None:
    first, second = disk.seal(b"one", owner=ALICE), disk.seal(b"other", owner=ALICE)
    paths = {file.name: file for file in files_in(folder)}

    paths[first].replace(paths[second])

    with pytest.raises(DamagedInVault):
        disk.open(second)


def test_each_panelist_has_a_key_of_their_own_and_keeps_it(disk: Sealed) -> None:
    disk.seal(b"a", owner=ALICE)
    alices = keys.of(ALICE)
    disk.seal(b"b", owner=BOB)
    disk.seal(b"c", owner=ALICE)

    assert keys.of(ALICE) == alices
    assert keys.of(BOB)[1] not in {alices[1], keys.panel()}


def test_whose_key_is_destroyed_has_no_files_any_more_wherever_copies_of_them_lie(disk: Sealed) -> None:
    alices, bobs = disk.seal(b"Alice's", owner=ALICE), disk.seal(b"Bob's", owner=BOB)
    copy = disk.seal_pieces([b"a copy"], owner=ALICE)

    assert keys.destroy(ALICE) == 1

    for opening in (disk.open, disk.open_pieces):
        with pytest.raises(NotInVault):
            opening(alices if opening == disk.open else copy)
    assert disk.open(bobs) == b"Bob's"
    assert keys.destroy(ALICE) == 0


def test_the_key_of_the_panel_is_nobodys_to_destroy() -> None:
    with pytest.raises(AssertionError):
        keys.destroy(PANEL)


def test_what_comes_in_pieces_is_only_sealed_for_who_is_there(disk: Sealed) -> None:
    with pytest.raises(NoKey):
        disk.seal_pieces([b"a copy"], owner=ALICE)


def test_pieces_come_out_whole_and_nobody_reads_them_on_the_disk(disk: Sealed, folder: Path) -> None:
    keys.made_for(ALICE)
    name = disk.seal_pieces(iter([b"receipt "] * 20_000), owner=ALICE)

    assert b"".join(disk.open_pieces(name)) == b"receipt " * 20_000
    assert all(b"receipt" not in path.read_bytes() for path in files_in(folder))


def test_pieces_that_fail_on_the_way_leave_nothing(disk: Sealed, folder: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"receipt" * 100_000
        raise ValueError("no more")

    keys.made_for(ALICE)
    with pytest.raises(ValueError, match="no more"):
        disk.seal_pieces(pieces(), owner=ALICE)

    assert files_in(folder) == []


def test_pieces_that_were_dropped_or_damaged_are_said(disk: Sealed, folder: Path) -> None:
    keys.made_for(ALICE)
    dropped, damaged = (disk.seal_pieces([b"a"], owner=ALICE) for _ in range(2))
    disk.drop(dropped)
    file = next(folder.glob(f"*/{damaged}"))
    whole = file.read_bytes()

    with pytest.raises(NotInVault):
        disk.open_pieces(dropped)
    for damage in (b"", whole[:9], whole[:-1], b"\x09" + whole[1:], whole[:-1] + bytes([whole[-1] ^ 1])):
        file.write_bytes(damage)
        with pytest.raises(DamagedInVault):
            b"".join(disk.open_pieces(damaged))


def test_what_the_one_master_key_of_an_older_panel_has_sealed_still_opens(
    disk: Sealed, folder: Path, alice: object, masters: FakeMasters
) -> None:
    name, nonce = "ab" * 16, b"n" * 12
    piece = "cd" * 16
    files = DiskFiles(folder)
    files.put(name, [b"\x01" + nonce + AESGCM(FIRST.key).encrypt(nonce, b"receipt", b"\x01" + name.encode())])
    files.put(piece, [b"\x02", *sealed_pieces.seal([b"a copy"], key=FIRST.key, name=piece)])

    assert disk.open(name) == b"receipt"
    assert b"".join(disk.open_pieces(piece)) == b"a copy"


def test_a_panel_that_begins_has_a_key_that_is_no_master_key(masters: FakeMasters) -> None:
    assert keys.panel() != FIRST.key


def test_without_its_master_key_nothing_opens_and_a_panelist_reads_no_name_of_ours(
    disk: Sealed, masters: FakeMasters
) -> None:
    name = disk.seal(b"receipt", owner=ALICE)
    masters.masters = (SECOND,)

    with pytest.raises(VaultUnavailable) as told:
        disk.open(name)

    assert "FAIRPANEL" not in str(told.value)


def test_a_write_that_fails_leaves_nothing_and_says_so_without_a_path(
    disk: Sealed, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(VaultUnavailable) as told:
        disk.seal(b"receipt", owner=ALICE)

    assert files_in(folder) == []
    assert str(folder) not in str(told.value)


def test_all_files_are_listed_by_name_also_a_half_written_one_that_can_be_dropped(disk: Sealed, folder: Path) -> None:
    names = sorted(disk.seal(b"receipt", owner=ALICE) for _ in range(5))
    half = folder / "ab" / f"ab{'0' * 30}.draft"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"half")

    listed = list(disk.stored())

    assert [stored.name for stored in listed] == sorted([*names, "ab" + "0" * 30])
    assert [stored.name for stored in listed if stored.half] == ["ab" + "0" * 30]
    assert all(abs((datetime.now(UTC) - stored.written_at).total_seconds()) < 60 for stored in listed)
    disk.drop("ab" + "0" * 30)
    assert not half.exists()
