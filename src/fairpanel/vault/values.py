"""What this room speaks of."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

KEY_BYTES = 32
# Whose key seals what is nobody's own: columns that outlive their panelist, and marks of things.
PANEL = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Master:
    """A key that wraps keys. Its name may stand anywhere: it tells nothing of the key."""

    key: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """Sixteen hexadecimal digits."""
        return hmac.digest(self.key, b"fairpanel name of a master key", "sha256").hex()[:16]


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as the store lists it. `half` is one whose writing was begun and has not ended."""

    name: str
    written_at: datetime
    half: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """The files of a store beside the rows that name them."""

    files: int
    rows: int
    without_row: tuple[str, ...]
    without_file: tuple[str, ...]
