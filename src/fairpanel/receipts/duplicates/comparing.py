"""How each trait of two receipts agrees: the same, nearly so as print is misread, or not. The order does not matter."""

from collections.abc import Callable
from datetime import date, time

from rapidfuzz.distance import LCSseq, Levenshtein

from fairpanel.receipts.duplicates.values import Trait, Traits
from fairpanel.receipts.sellers import is_same_shop

# A level that speaks of another purchase; what agrees in all else may still be an altered copy.
OTHER = "other"
SAME, ALIKE, MISREAD, NEAR = "same", "alike", "misread", "near"
# Prices that agree: in four lines or more, in two or three, in the only one; in part.
MANY, ALL, ONLY, SOME = "many", "all", "only", "some"

_CONFUSED = frozenset(frozenset(pair) for pair in "08 06 17 14 38 35 56 68 89 27 49 69 03 09".split())
_HALF_A_DAY_HOURS = 12
_MANY_FROM_LINES = 4
_SHARE_OF_ALL, _SHARE_OF_SOME = 0.75, 0.4
_TEXTS_SAME, _TEXTS_ALIKE = 0.55, 0.25
_TEXTS_MIN = 4
_NUMBER_LENGTH_MIN, _NUMBER_END = 6, 3
_PICTURE_BITS_MAX = 12


def levels(one: Traits, another: Traits) -> dict[Trait, str]:
    """The level of each trait that both have."""
    found = {trait: compare(one, another) for trait, compare in _COMPARED.items()}
    return {trait: level for trait, level in found.items() if level is not None}


def _shop(one: Traits, another: Traits) -> str | None:
    if one.brand is not None and one.brand == another.brand:
        return SAME
    if not one.shop or not another.shop:
        return None
    if one.shop == another.shop:
        return SAME
    return ALIKE if is_same_shop(one.shop, another.shop) else OTHER


def _branch(one: Traits, another: Traits) -> str | None:
    if not one.branch or not another.branch:
        return None
    shared = len(one.branch & another.branch)
    return SAME if shared == len(one.branch | another.branch) else ALIKE if shared else OTHER


def _day(one: Traits, another: Traits) -> str | None:
    if one.day is None or another.day is None:
        return None
    if one.day == another.day:
        return SAME
    swapped = (one.day.year, one.day.month, one.day.day) == (another.day.year, another.day.day, another.day.month)
    return MISREAD if swapped or _is_misread(_digits(one.day), _digits(another.day)) else OTHER


def _minute(one: Traits, another: Traits) -> str | None:
    if one.minute is None or another.minute is None:
        return None
    if one.minute == another.minute:
        return SAME
    half = one.minute.minute == another.minute.minute and (
        abs(one.minute.hour - another.minute.hour) == _HALF_A_DAY_HOURS
    )
    return MISREAD if half or _is_misread(_digits(one.minute), _digits(another.minute)) else OTHER


def _total(one: Traits, another: Traits) -> str | None:
    if one.total is None or another.total is None:
        return None
    if one.total == another.total:
        return SAME
    if one.total.currency != another.total.currency:
        return OTHER
    return MISREAD if _is_misread(str(one.total.minor), str(another.total.minor)) else OTHER


def _number(one: Traits, another: Traits) -> str | None:
    if one.number is None or another.number is None:
        return None
    if one.number == another.number:
        return SAME
    shorter, longer = sorted((one.number, another.number), key=len)
    # A till counts up at the end, and there one digit makes another receipt.
    is_near = shorter[-_NUMBER_END:] == longer[-_NUMBER_END:] and Levenshtein.distance(shorter, longer) == 1
    is_part = longer.startswith(shorter) or longer.endswith(shorter)
    return MISREAD if len(shorter) >= _NUMBER_LENGTH_MIN and (is_near or is_part) else OTHER


def _prices(one: Traits, another: Traits) -> str | None:
    if not one.prices or not another.prices:
        return None
    shared = LCSseq.similarity(one.prices, another.prices)
    share = 2 * shared / (len(one.prices) + len(another.prices))
    if share < _SHARE_OF_SOME:
        return OTHER
    if share < _SHARE_OF_ALL:
        return SOME
    return MANY if shared >= _MANY_FROM_LINES else ALL if shared > 1 else ONLY


def _texts(one: Traits, another: Traits) -> str | None:
    if min(len(one.texts), len(another.texts)) < _TEXTS_MIN:
        return None
    share = len(one.texts & another.texts) / len(one.texts | another.texts)
    return SAME if share >= _TEXTS_SAME else ALIKE if share >= _TEXTS_ALIKE else OTHER


def _picture(one: Traits, another: Traits) -> str | None:
    if one.picture is None or another.picture is None:
        return None
    # Far apart says nothing: a picture taken anew from another side is.
    return NEAR if (one.picture ^ another.picture).bit_count() <= _PICTURE_BITS_MAX else None


_COMPARED: dict[Trait, Callable[[Traits, Traits], str | None]] = {
    Trait.SHOP: _shop,
    Trait.BRANCH: _branch,
    Trait.DAY: _day,
    Trait.MINUTE: _minute,
    Trait.TOTAL: _total,
    Trait.NUMBER: _number,
    Trait.PRICES: _prices,
    Trait.TEXTS: _texts,
    Trait.PICTURE: _picture,
}


def _digits(moment: date | time) -> str:
    return moment.strftime("%Y%m%d" if isinstance(moment, date) else "%H%M")


def _is_misread(one: str, another: str) -> bool:
    """Whether one digit differs, and print makes these two look alike."""
    if len(one) != len(another):
        return False
    differing = [frozenset(pair) for pair in zip(one, another, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and differing[0] in _CONFUSED
