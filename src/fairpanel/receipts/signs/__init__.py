"""Signs that a receipt may have been changed: each with its place on the picture. A sign asks a person, no more.

Pure functions over pixels, bytes and what was read. docs/explanation/signs.md says what each finds and what it misses.
"""

from collections.abc import Sequence

from fairpanel.reading import Picture, Reading
from fairpanel.receipts.signs.file import signs_in_file
from fairpanel.receipts.signs.pixels import signs_in_pixels
from fairpanel.receipts.signs.sums import signs_in_sums
from fairpanel.receipts.values import Sign

__all__ = ["signs_of"]

# A PDF is drawn by its shop: no camera made its pixels.
_DRAWN_BY_THE_SHOP = "pdf"


def signs_of(originals: Sequence[bytes], picture: Picture, reading: Reading) -> tuple[Sign, ...]:
    """The signs on one receipt, from its files as they were sent, the upright picture and what was read on it."""
    found = list(signs_in_sums(reading))
    if picture.source != _DRAWN_BY_THE_SHOP:
        found += signs_in_pixels(picture.pixels, reading)
        for data in originals:
            found += signs_in_file(data, reading)
    return tuple(dict.fromkeys(found))
