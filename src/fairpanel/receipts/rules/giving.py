"""Which lines somebody who leaves can leave to research, and how coarsely, so that they lead to nobody."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

# So many members of the panel have the same words on their receipts (k-anonymity, Sweeney 2002), or a line goes.
SHARED_BY_MIN = 10
# More of one thing than this is rare enough to be remembered.
QUANTITY_MAX = 9
_DIGITS_KEPT = 2


@dataclass(frozen=True, slots=True)
class Bought:
    """A line as its member's receipt has it; `shop` and `text` folded as they are counted in the panel."""

    programme: str
    region: str
    bought_on: date
    shop_kind: str
    shop: str
    text: str
    quantity: Decimal | None
    price_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Given:
    """What is left of a line. `month` is the first day of the month; `shop` and `shop_kind` are empty where unknown."""

    programme: str
    region: str
    month: date
    shop_kind: str
    shop: str
    text: str
    quantity: int | None
    price_minor: int
    currency: str


def given_of(
    lines: Iterable[Bought], *, members_by_text: Mapping[str, int], members_by_shop: Mapping[tuple[str, str], int]
) -> Iterator[Given]:
    """What may stay of these lines: only words that `SHARED_BY_MIN` different members have on their receipts.

    `members_by_text` counts the members by a line's words, `members_by_shop` by shop and words: a shop is named where
    so many members bought just that there.
    """
    for line in lines:
        if not line.text or members_by_text.get(line.text, 0) < SHARED_BY_MIN:
            continue
        is_shop_shared = members_by_shop.get((line.shop, line.text), 0) >= SHARED_BY_MIN
        yield Given(
            line.programme, line.region, line.bought_on.replace(day=1), line.shop_kind,
            line.shop if is_shop_shared else "", line.text, _few(line.quantity), rounded(line.price_minor),
            line.currency,
        )  # fmt: skip


def months_due(
    *, given_until: date | None, oldest: date | None, today: date, window_days: int
) -> tuple[date, date] | None:
    """The first days of the first and the last month that can go to research now; None where there is none.

    A month goes when no receipt of it can come any more, `window_days` after its end, and never twice: `given_until`
    is the last one that went, `oldest` the day of the oldest purchase.
    """
    first = _month_after(given_until) if given_until else oldest and oldest.replace(day=1)
    last = (today - timedelta(days=window_days)).replace(day=1)
    # The month of that day itself is not over by then, or receipts of its last days may still come.
    last = (last - timedelta(days=1)).replace(day=1)
    return (first, last) if first and first <= last else None


def _month_after(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def rounded(minor: int) -> int:
    """The amount to two digits: 1.29 becomes 1.30, and 12.49 becomes 12.00."""
    step = int("1" + "0" * max(0, len(str(abs(minor))) - _DIGITS_KEPT))
    size = (abs(minor) + step // 2) // step * step
    return size if minor >= 0 else -size


def _few(quantity: Decimal | None) -> int | None:
    """A small whole number; a weight or a large number is left out."""
    if quantity is None or quantity != quantity.to_integral_value() or not 0 < quantity <= QUANTITY_MAX:
        return None
    return int(quantity)
