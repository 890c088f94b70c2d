"""Whether a shop's name is one of those that are not taken, though it was misread here and there."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from fairpanel.kit.page import Box, Word
from fairpanel.programme import Seller

# Letters that a recogniser takes for one another on thermal paper; the first of each group stands for all of it.
_ALIKE = {ord(letter): group[0] for group in "O0QD I1L|! S5$ B8 CG6 Z27 NM EF UV".split() for letter in group}
_PAIRS = (("RN", "M"), ("VV", "W"), ("CL", "D"))
# So many letters may differ beyond that, from these lengths on. A short name must be read as it is.
_EDITS_BY_LENGTH = ((16, 2), (8, 1), (0, 0))
_SHORT_NAME = 8
# From this similarity on two names of the same length may be one; from so many letters on a beginning says enough.
_SAME_SHOP_FROM = 0.8
_BEGINNING_LENGTH_MIN = 4


@dataclass(frozen=True, slots=True)
class Match:
    """A seller's name found in a row, and where. `sure` unless it is a short name among other words."""

    seller: str
    box: Box
    sure: bool


def find_seller(rows: Iterable[Sequence[Word]], sellers: Iterable[Seller]) -> Match | None:
    """The first of `sellers` whose name, or another name of theirs, stands in one of `rows`; a sure one before others.

    Compares whole words by edit distance (Levenshtein 1966), after folding the letters that look alike in print.
    """
    names = [(seller.name, skeleton(name)) for seller in sellers for name in (seller.name, *seller.aliases)]
    found = [match for row in rows for seller, name in names if name and (match := _in_row(row, seller, name))]
    return next((match for match in found if match.sure), found[0] if found else None)


def skeleton(name: str) -> str:
    """The letters and digits of a name, those that look alike made one: `EXAMPLE-MARKET` for `Examp1e Market`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    for pair, letter in _PAIRS:
        plain = plain.replace(pair, letter)
    return re.sub(r"[^A-Z0-9]", "", plain.translate(_ALIKE))


def is_same_shop(one: str, other: str) -> bool:
    """Whether two readings of a shop's name may well be of the same shop: half of one name may be missing."""
    a, b = sorted((skeleton(one), skeleton(other)), key=len)
    if not a:
        return True
    return Levenshtein.normalized_similarity(a, b) >= _SAME_SHOP_FROM or _begins(b, a)


def _begins(longer: str, shorter: str) -> bool:
    if len(shorter) < _BEGINNING_LENGTH_MIN:
        return False
    return Levenshtein.distance(longer[: len(shorter)], shorter) <= _edits(len(shorter))


def _in_row(row: Sequence[Word], seller: str, name: str) -> Match | None:
    parts = list(_parts(row))
    whole = sum(len(part) for part, _ in parts)
    for start in range(len(parts)):
        joined, boxes = "", []
        for part, box in parts[start:]:
            joined += part
            boxes.append(box)
            if Levenshtein.distance(joined, name, score_cutoff=_edits(len(name))) <= _edits(len(name)):
                # "Amazon Grill" may be a restaurant; a longer name does not come about by chance.
                sure = len(name) >= _SHORT_NAME or whole == len(joined)
                return Match(seller, Box.around(boxes), sure)
            if len(joined) > len(name) + _EDITS_BY_LENGTH[0][1]:
                break
    return None


def _parts(row: Sequence[Word]) -> Iterator[tuple[str, Box]]:
    """The words of a row, those that the recogniser did not part parted at every sign."""
    for word in row:
        for part in re.split(r"[^\w|!$]+", word.text):
            if folded := skeleton(part):
                yield folded, word.box


def _edits(length: int) -> int:
    return next(edits for least, edits in _EDITS_BY_LENGTH if length >= least)
