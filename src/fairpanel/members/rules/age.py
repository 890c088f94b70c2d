"""Who is of age."""

from datetime import date


def age_on(day: date, *, born: date) -> int:
    """Whole years lived on `day`. Who is born on 29 February turns a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_adult(*, born: date, on: date, age_of_majority: int) -> bool:
    """Whether someone born then is of age; a day of birth in the future never is."""
    return born <= on and age_on(on, born=born) >= age_of_majority
