"""Several pictures of one long receipt as one file in the vault: sealed together, and gone together."""

from collections.abc import Sequence

_LENGTH_BYTES = 4


def pack(pictures: Sequence[bytes]) -> bytes:
    """One picture as it is; of several, each after its length in four bytes, the highest first."""
    if len(pictures) == 1:
        return pictures[0]
    return b"".join(len(picture).to_bytes(_LENGTH_BYTES) + picture for picture in pictures)


def unpack(packed: bytes, *, count: int) -> tuple[bytes, ...]:
    """The `count` pictures that `pack` was given. Raises ValueError where they are not in there."""
    if count == 1:
        return (packed,)
    pictures, at = [], 0
    for _ in range(count):
        end = at + _LENGTH_BYTES + int.from_bytes(packed[at : at + _LENGTH_BYTES])
        if end > len(packed):
            break
        pictures.append(packed[at + _LENGTH_BYTES : end])
        at = end
    if len(pictures) != count or at != len(packed):
        raise ValueError(f"These bytes are not {count} pictures.")
    return tuple(pictures)
