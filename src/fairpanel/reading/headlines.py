"""Whether the shop's name goes on in the row below, as on a sign of two or three rows.

That was learned from labelled receipts (`reading/learned/`): how large the rows are and how far apart, whether the
lower one says a trade, a place or a slogan. Which row is the first was learned too, and given up: the first row that
can be a name is right as often.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from fairpanel.reading import learned, vocabulary
from fairpanel.reading.certainty import Signals
from fairpanel.reading.directory.naming import namings_in
from fairpanel.reading.heads import LETTERS_MIN
from fairpanel.reading.names import names_company
from fairpanel.reading.places import speaks_of_place
from fairpanel.reading.print_rows import Row

_WORDS_OF_A_SENTENCE: Final = 5
_LARGER_MAX: Final = 1.5
_GAP_MAX: Final = 3.0
_ALIKE: Final = 1.35
_WORDS_MAX: Final = 6


def signs_of_going_on(upper: Row, lower: Row, head: Sequence[Row], rows: Sequence[Row]) -> Signals:
    """What speaks for the name in `upper` to go on in `lower`, the row below it."""
    below = rows[lower.index + 1] if lower.index + 1 < len(rows) else None
    ratio = lower.height / upper.height
    return {
        "can be": float(lower in head),
        "alike": float(1 / _ALIKE < ratio < _ALIKE),
        "large": _larger(upper, rows),
        "lower large": _larger(lower, rows),
        "gap": min(_GAP_MAX, max(0.0, (lower.box.top - upper.box.bottom) / upper.height)),
        "one word": float(len(upper.words) == 1),
        "lower words": min(len(lower.words), _WORDS_MAX) / _WORDS_MAX,
        "trade": float(is_trade(lower)),
        "trade in": float(_has_trade(lower)),
        "upper trade": float(_has_trade(upper)),
        "upper brand": _brand_in(upper),
        "lower brand": _brand_in(lower),
        "company": float(names_company(lower)),
        "same case": float(upper.text.isupper() == lower.text.isupper()),
        "place": float(speaks_of_place(lower)),
        "said": float(vocabulary.find("not_merchant", lower.folded) is not None),
        "digits": float(any(map(str.isdigit, lower.text))),
        "called out": float(lower.text.rstrip().endswith(("!", "?", "...", "."))),
        "comma": float("," in lower.text),
        "labelled": float(":" in lower.text),
        "again": float(_stands_again(upper, rows)),
        "above place": float(below is not None and speaks_of_place(below)),
        "sentence": float(len(lower.words) >= _WORDS_OF_A_SENTENCE),
    }


def goes_on(upper: Row, lower: Row, head: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether the name in `upper` goes on in `lower`, as far as was learned."""
    weights = learned.weights()["name_goes_on"]
    signs = signs_of_going_on(upper, lower, head, rows)
    return weights[""] + sum(weights[name] * value for name, value in signs.items()) > 0


def _larger(row: Row, rows: Sequence[Row]) -> float:
    heights = sorted(other.height for other in rows)
    return max(-_LARGER_MAX, min(_LARGER_MAX, math.log(row.height / heights[len(heights) // 2])))


@lru_cache(maxsize=64)
def _brand_in(row: Row) -> float:
    return max((naming.worth(brand) for naming in namings_in(row) for brand in naming.brands), default=0.0)


def _stands_again(row: Row, rows: Sequence[Row]) -> bool:
    own = _letters(row)
    return len(own) > LETTERS_MIN and any(own in _letters(other) for other in rows if other is not row)


def _letters(row: Row) -> str:
    return re.sub(r"[^A-Z]", "", row.folded)


def _has_trade(row: Row) -> bool:
    return any(vocabulary.is_listed("trades", word) for word in re.findall(r"[A-Z]{3,}", row.folded))


def is_trade(row: Row) -> bool:
    """Whether the row only says what is traded in: `Restaurant & Bar`."""
    words = re.findall(r"[A-Z]+", row.folded)
    is_named = any(map(str.isdigit, row.text)) or not words
    return not is_named and all(vocabulary.is_listed("trades", word) for word in words)
