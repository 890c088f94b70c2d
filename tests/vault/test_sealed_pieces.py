"""What is sealed piece by piece comes out whole, and no piece of it can be changed, moved, left out or cut off."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.vault import sealed_pieces
from fairpanel.vault.sealed_pieces import PIECE_BYTES, SALT_BYTES, TAG_BYTES

KEY = b"\x07" * 32
HEAD = SALT_BYTES
SEALED = PIECE_BYTES + TAG_BYTES


def opened(sealed: bytes, *, name: str = "a", key: bytes = KEY) -> bytes:
    return b"".join(sealed_pieces.opened(BytesIO(sealed), key=key, name=name))


def sealed(pieces: list[bytes]) -> bytes:
    return b"".join(sealed_pieces.seal(pieces, key=KEY, name="a"))


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
