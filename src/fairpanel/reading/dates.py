"""Finds the day and the time of the purchase among everything on the page that looks like one."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Hamming

from fairpanel.reading import vocabulary
from fairpanel.reading.certainty import certainty, surety
from fairpanel.reading.print_rows import Row
from fairpanel.reading.values import Field, Hints

_YEARS: Final = range(1995, 2060)
_LAST_CENTURY: Final = 1900
_MARGIN_MAX: Final = 4.0
_CENTURY: Final = 2000
_MONTHS_IN_A_YEAR: Final = 12
_MONTH_FIRST_REGIONS: Final = frozenset({"US", "PR", "GU", "VI", "PH", "FM", "MH", "PW"})
_YEAR_FIRST_REGIONS: Final = frozenset({"JP", "CN", "TW", "KR", "HU", "LT", "MN"})
# What is left of a date where nothing says which of its numbers is the month, and where only the address does.
_NOTHING_SAYS, _PLACE_SAYS = 0.8, 0.98
_LETTER_FOR_DIGIT: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "|": "1"})

_MARK: Final = r"\s?[./\-\\']\s?"
_DAY_FIRST: Final = re.compile(
    rf"(?<!\d)(?<!\d[.,])(\d{{1,2}})({_MARK})(\d{{1,2}})({_MARK})"
    # The time may stand right behind: in 30.04.2009:58 the year is 20, in 30.04.202009:58 it is 2020.
    rf"'?((?:20|19)\d{{2}}(?!:\d\d)|\d{{2}}(?=\d\d:\d\d)|\d{{2}}(?![\d/:]))"
)
_YEAR_FIRST: Final = re.compile(
    rf"(?<!\d)(20\d{{2}})({_MARK}|年)(\d{{1,2}})({_MARK}|月)(\d{{2}}(?=\d\d:\d\d)|\d{{1,2}}(?!\d))"
)
_COMPACT: Final = re.compile(r"(?<!\d)(20[0-5]\d)([01]\d)([0-3]\d)(?!\d)")
# Eight digits are a day where the time stands behind them.
_COMPACT_DAY_FIRST: Final = re.compile(r"(?<!\d)([0-3]\d)([01]\d)(20[0-5]\d)(?=\s\d{1,2}:\d\d)")
_MISREAD_MONTH: Final = re.compile(r"(?<!\d)(\d{1,2})([/.-])([A-Z\d]{3})\2(20\d{2}|\d{2}(?![\d:]))")
_MONTH: Final = "|".join(sorted(vocabulary.months(), key=len, reverse=True))
_NAMED_DAY_FIRST: Final = re.compile(
    rf"(?<![\d#])(\d{{1,2}})(?:ST|ND|RD|TH|ER|\.|º|°)?[\s./'-]{{0,2}}(?:DE\s?)?({_MONTH})[A-Z]{{0,6}}[\s./,'-]{{0,3}}"
    # In `1 Jul.30'11` the 1 is the till's.
    r"(?:DEL?\s?)?(20\d{2}|\d{2}(?![\d:]|'\d\d))"
)
_NAMED_MONTH_FIRST: Final = re.compile(
    rf"(?:(?<![A-Z])|(?<=MON)|(?<=TUE)|(?<=WED)|(?<=THU)|(?<=FRI)|(?<=SAT)|(?<=SUN))({_MONTH})[A-Z]{{0,6}}[\s./'-]{{0,2}}(?!20[0-4]\d(?!\d))"
    rf"(\d{{2}}|\d(?!\d))(?:ST|ND|RD|TH)?[\s./,'-]{{0,3}}(20\d{{2}}|\d{{2}}(?![\d:]|[.,]\d\d(?!\d)))"
)
# `Marteau 18,95` and `Martini 18.95` are things with a price, not days in March.
_PRICED: Final = re.compile(r"\s\d{1,2}[.,]\d{2}$")
_TIME: Final = re.compile(
    r"(?<![\d.,:/])([01]?\d|2[0-3])\s?([:.H])\s?([0-5]\d)(?:\s?[:.]\s?([0-5]\d))?(?![\d/])(?:\s?([AP])\.?\s?M\b|([AP])\b)?"
)
_TIME_AFTER_YEAR: Final = re.compile(
    r"(?:(?<=20\d\d)|(?<=[./-]\d\d))([01]\d|2[0-3])(:)([0-5]\d)(?::([0-5]\d))?(?!\d)(?:\s?([AP])\.?M\b|([AP])\b)?"
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A date as printed: the days it may mean, that with the day first before that with the month first.

    `year_first` is the day where it may be printed so too, `numbers` its first two where they are day and month.
    """

    days: tuple[dt.date, ...]
    row: Row
    start: int
    end: int
    sure: bool
    year_first: dt.date | None = None
    numbers: tuple[int, int] | None = None

    def meant(self, *, month_first: bool, year_first: bool) -> dt.date:
        if year_first and self.year_first is not None:
            return self.year_first
        return self.days[-1] if month_first else self.days[0]


def find_date(rows: Sequence[Row], hints: Hints, *, printed_in: str | None = None) -> Field[dt.date] | None:
    """The day of the purchase.

    How 03/04 is meant is said by another date on the page that can be meant in one way only, else by the region that
    the hints give, else by the country that the receipt was `printed_in` (ISO 3166); without any, the day stands first.
    """
    found = [date for row in rows for date in _dates_in(row)]
    if not found:
        return None
    region = (hints.region or printed_in or "").upper()[:2]
    shown = _shows_month_first(rows)
    month_first = region in _MONTH_FIRST_REGIONS if shown is None else shown
    days = [date.meant(month_first=month_first, year_first=region in _YEAR_FIRST_REGIONS) for date in found]
    seen = Counter(days)
    scored = [
        (_likelihood(date, rows, seen[day]), -place, day)
        for place, (date, day) in enumerate(zip(found, days, strict=True))
    ]
    likelihood, place, day = max(scored)
    best = found[-place]
    others = [score for score, _, other in scored if other != day]
    signals = {
        "likelihood": likelihood,
        "margin": min(_MARGIN_MAX, likelihood - max(others, default=likelihood - _MARGIN_MAX)),
        "repeated": float(seen[day] > 1),
        "read": surety(best.row.confidence_between(best.start, best.end)),
    }
    # Which number is the month is not in the labels that were learned from; this is what we would bet.
    choice = 1.0 if len(best.days) == 1 or hints.region or shown is not None else _NOTHING_SAYS
    if choice < 1 and printed_in:
        choice = _PLACE_SAYS
    confidence = certainty("date", signals) * choice
    return Field(day, best.row.text[best.start : best.end], best.row.box_between(best.start, best.end), confidence)


def has_date(row: Row) -> bool:
    """Whether a date stands in the row."""
    return next(_dates_in(row), None) is not None


def find_time(rows: Sequence[Row], date: Field[dt.date] | None) -> Field[dt.time] | None:
    """The time of the purchase: the one in the date's row, or else the nearest to it."""
    best: tuple[float, Field[dt.time]] | None = None
    for row in rows:
        text = row.folded
        for match in [*_TIME_AFTER_YEAR.finditer(text), *_TIME.finditer(text)]:
            value = _time(match)
            if value is None:
                continue
            near = 0.0
            if date is not None:
                near = -abs(row.box.top - date.box.top) / max(row.height, 1)
            score = (
                min(near, 0) * 0.1
                + (match[2] == ":") * 2
                + (match[4] is not None) * 0.3
                + ((match[5] or match[6]) is not None) * 0.5
            )
            if match[2] != ":" and ((match[5] or match[6]) is None or near < -1):
                continue
            if re.search(r"\d\s?-\s?$", text[: match.start()]) or re.match(
                r"\s?(?:UHR|H)?\s?(?:-|A|BIS|TO|TOT|AS|ALLE)\s?\d", text[match.end() :]
            ):
                score -= 3  # opening hours
            start, end = match.span()
            field = Field(value, row.text[start:end], row.box_between(start, end), row.confidence_between(start, end))
            if best is None or score > best[0]:
                best = (score, field)
    return best[1] if best and best[0] > 0 else None


def _shows_month_first(rows: Sequence[Row]) -> bool | None:
    """Whether some date on the page can only be read month first, or only day first; None where none decides."""
    for row in rows:
        for date in _dates_in(row):
            if date.numbers is not None:
                first, second = date.numbers
                if first > _MONTHS_IN_A_YEAR >= second > 0:
                    return False
                if second > _MONTHS_IN_A_YEAR >= first > 0:
                    return True
    return None


def _likelihood(date: _Found, rows: Sequence[Row], times_seen: int) -> float:
    text = date.row.folded
    before = text[: date.start]
    score = min(times_seen, 3) * 0.5
    if vocabulary.find("labels.date", before):
        score += 2
    elif date.row.index and vocabulary.find("labels.date", _row_above(rows, date.row)):
        score += 1
    if _TIME.search(text, date.end) or _TIME.search(before) or _TIME_AFTER_YEAR.search(text):
        score += 1.5
    if vocabulary.find("labels.not_date", text) or vocabulary.find("labels.not_date", _row_above(rows, date.row)):
        score -= 4
    return score + date.sure * 0.3


def _row_above(rows: Sequence[Row], row: Row) -> str:
    return rows[row.index - 1].folded if 0 < row.index <= len(rows) else ""


def _dates_in(row: Row) -> Iterator[_Found]:
    text = re.sub(
        r"(?<=[\d/.:-])[OIL|](?=[\d/.:-])", lambda match: match.group().translate(_LETTER_FOR_DIGIT), row.folded
    )
    text = re.sub(r"0(?=[CK]T)", "O", text)
    text = _MISREAD_MONTH.sub(_with_month_set_right, text)
    taken: list[tuple[int, int]] = []
    for pattern, orders in (
        (_YEAR_FIRST, ((1, 3, 5),)),
        (_NAMED_DAY_FIRST, ((3, 2, 1),)),
        (_NAMED_MONTH_FIRST, ((3, 1, 2),)),
        (_DAY_FIRST, ((5, 3, 1), (5, 1, 3))),
        (_COMPACT, ((1, 2, 3),)),
        (_COMPACT_DAY_FIRST, ((3, 2, 1),)),
    ):
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            if pattern is _NAMED_MONTH_FIRST and _PRICED.search(match.group()):
                continue
            days = [day for order in orders if (day := _day(*(match[group] for group in order)))]
            if pattern is not _DAY_FIRST:
                if days:
                    taken.append(match.span())
                    yield _Found(tuple(days), row, *match.span(), sure=len(match.group()) > 8)  # noqa: PLR2004
                continue
            is_long = len(match[5]) == 4  # noqa: PLR2004 - a whole year
            marks = {match[2].strip(), match[4].strip()}
            # Two marks that differ stand in a date only where a whole year makes it one.
            if len(marks) > 1 and not (is_long and marks <= set("/.-")):
                continue
            year_first = _day(match[1], match[3], match[5]) if len(match[1]) == 2 and not is_long else None  # noqa: PLR2004
            numbers = (int(match[1]), int(match[3])) if days else None
            days = days or ([year_first] if year_first else [])
            if days:
                taken.append(match.span())
                is_sure = len(match.group()) > 8  # noqa: PLR2004
                yield _Found(tuple(dict.fromkeys(days)), row, *match.span(), is_sure, year_first, numbers)


def _with_month_set_right(match: re.Match[str]) -> str:
    """`14/DUN/2017` with the one month that is a letter from what was read."""
    read = match[3]
    near = [name for name in vocabulary.months() if len(name) == len(read) and Hamming.distance(name, read) <= 1]
    numbers = {vocabulary.months()[name] for name in near}
    if read.isdigit() or len(numbers) != 1:
        return match.group()
    return f"{match[1]}{match[2]}{near[0]}{match[2]}{match[4]}"


def _day(year: str, month: str, day: str) -> dt.date | None:
    number = int(year)
    if len(year) == 2:  # noqa: PLR2004 - without its century
        number += _CENTURY if number + _CENTURY in _YEARS else _LAST_CENTURY
    if number not in _YEARS:
        return None
    try:
        return dt.date(number, vocabulary.months().get(month) or int(month), int(day))
    except ValueError:
        return None


def _time(match: re.Match[str]) -> dt.time | None:
    hour = int(match[1])
    half = match[5] or match[6]
    if half == "P" and hour < 12:  # noqa: PLR2004 - noon
        hour += 12
    elif half == "A" and hour == 12:  # noqa: PLR2004 - midnight
        hour = 0
    return dt.time(hour, int(match[3]), int(match[4] or 0))
