"""What is sealed piece by piece comes out whole, and no piece of it can be changed, moved, left out or cut off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.engines import sealed_pieces
from fairpanel.engines.disk_vault import DiskVault
from fairpanel.engines.sealed_pieces import PIECE_BYTES, SALT_BYTES, TAG_BYTES
from fairpanel.receipts.ports import DamagedInVault, NotInVault

KEY = b"\x07" * 32
HEAD = 1 + SALT_BYTES
SEALED = PIECE_BYTES + TAG_BYTES


def opened(sealed: bytes, *, name: str = "a", key: bytes = KEY) -> bytes:
    from io import BytesIO

    return b"".join(sealed_pieces.opened(BytesIO(sealed), key=key, name=name))


def sealed(pieces: list[bytes]) -> bytes:
    return b"".join(sealed_pieces.seal(pieces, key=KEY, name="a"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "copies"


@given(lengths=st.lists(st.sampled_from([0, 1, 7, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1]), max_size=5))
def test_pieces_of_any_size_come_out_whole(lengths: list[int]) -> None:
    pieces = [bytes([number % 256]) * length for number, length in enumerate(lengths)]

    assert opened(sealed(pieces)) == b"".join(pieces)


@given(data=st.data())
def test_a_changed_byte_opens_nothing(data: st.DataObject) -> None:
    whole = bytearray(sealed([b"receipt" * 20_000]))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= 1

    with pytest.raises(sealed_pieces.Damaged):
        opened(bytes(whole))


@pytest.mark.parametrize("length", [0, 1, HEAD, HEAD + 1, HEAD + SEALED, HEAD + 2 * SEALED])
def test_what_is_cut_off_is_damaged(length: int) -> None:
    whole = sealed([b"r" * (3 * PIECE_BYTES)])

    with pytest.raises(sealed_pieces.Damaged):
        opened(whole[:length])


def test_pieces_that_changed_places_are_damaged() -> None:
    whole = sealed([b"r" * (3 * PIECE_BYTES)])
    first, second = whole[HEAD : HEAD + SEALED], whole[HEAD + SEALED : HEAD + 2 * SEALED]

    with pytest.raises(sealed_pieces.Damaged):
        opened(whole[:HEAD] + second + first + whole[HEAD + 2 * SEALED :])


@pytest.mark.parametrize(("name", "key"), [("b", KEY), ("a", b"\x08" * 32)])
def test_another_name_or_key_opens_nothing(name: str, key: bytes) -> None:
    with pytest.raises(sealed_pieces.Damaged):
        opened(sealed([b"receipt"]), name=name, key=key)


def test_the_vault_keeps_pieces_and_nobody_reads_them_on_the_disk(folder: Path) -> None:
    vault = DiskVault(folder, KEY)

    name = vault.seal_pieces(iter([b"receipt "] * 20_000))

    assert b"".join(vault.open_pieces(name)) == b"receipt " * 20_000
    assert all(b"receipt" not in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_pieces_that_fail_on_the_way_leave_nothing(folder: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"receipt" * 100_000
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        DiskVault(folder, KEY).seal_pieces(pieces())

    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_what_was_dropped_or_damaged_is_said(folder: Path) -> None:
    vault = DiskVault(folder, KEY)
    dropped, damaged = vault.seal_pieces([b"a"]), vault.seal_pieces([b"a"])
    vault.drop(dropped)
    next(folder.glob(f"*/{damaged}")).write_bytes(b"\x02nothing")

    with pytest.raises(NotInVault):
        vault.open_pieces(dropped)
    with pytest.raises(DamagedInVault):
        b"".join(vault.open_pieces(damaged))
