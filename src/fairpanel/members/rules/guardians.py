"""Until when somebody who is not of age needs a guardian, told no finer than is needed."""

from calendar import isleap
from datetime import date

from fairpanel.members.rules.age import is_adult


def guarded_until(*, born: date, today: date, age_of_majority: int) -> date | None:
    """The day on which an agreement of today ends; None for who is of age.

    It is a year from today, which says nothing of the birthday. Only where somebody comes of age within that year it is
    the first of a month, the one on their birthday or after it.
    """
    if is_adult(born=born, on=today, age_of_majority=age_of_majority):
        return None
    return min(_first_of_a_month(_years_after(born, age_of_majority)), _years_after(today, 1))


def _years_after(day: date, years: int) -> date:
    # Who is born on 29 February turns a year older on 1 March.
    if (day.month, day.day) == (2, 29) and not isleap(day.year + years):
        return date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)


def _first_of_a_month(day: date) -> date:
    """The first of a month on that day or after it."""
    if day.day == 1:
        return day
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
