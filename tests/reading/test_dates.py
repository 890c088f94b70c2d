"""The day and time of the purchase are found, whatever the country's way of writing them."""

from collections.abc import Callable
from datetime import date, time

import pytest

from fairpanel.kit.page import Page
from fairpanel.reading import Hints, extract

PageOf = Callable[[str], Page]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("17/04/2018", date(2018, 4, 17)),
        ("2018-04-17", date(2018, 4, 17)),
        ("17.04.18", date(2018, 4, 17)),
        ("04/17/2018", date(2018, 4, 17)),
        ("17 AVR 2018", date(2018, 4, 17)),
        ("17. April 2018", date(2018, 4, 17)),
        ("17 de abril de 2018", date(2018, 4, 17)),
        ("April 17, 2018", date(2018, 4, 17)),
        ("Apr17'18 06:35PM", date(2018, 4, 17)),
        ("17 aprile 2018", date(2018, 4, 17)),
        ("17 aug. 2018", date(2018, 8, 17)),
        ("17 Dez 2018", date(2018, 12, 17)),
        ("17 août 2018", date(2018, 8, 17)),
        ("30.04.2009:58", date(2020, 4, 30)),
        ("30.04.202009:58", date(2020, 4, 30)),
        ("Dat.31.08.2015 Zeit19:22:02", date(2015, 8, 31)),
        ("2026-11-1310:56:34", date(2026, 11, 13)),
        ("ThuAug09,2012", date(2012, 8, 9)),
        ("21NOV\N{ACUTE ACCENT}15", date(2015, 11, 21)),
        ("3 0ct 2018", date(2018, 10, 3)),
    ],
)
def test_a_printed_day_is_read(page_of: PageOf, printed: str, day: date) -> None:
    reading = extract(page_of(printed), Hints())

    assert reading.date
    assert reading.date.value == day


@pytest.mark.parametrize(
    ("region", "day"), [("US", date(2018, 3, 4)), ("GB", date(2018, 4, 3)), ("US-CA", date(2018, 3, 4))]
)
def test_the_region_decides_which_number_is_the_month(page_of: PageOf, region: str, day: date) -> None:
    reading = extract(page_of("03/04/2018"), Hints(region=region))

    assert reading.date
    assert reading.date.value == day


def test_an_american_address_speaks_for_the_month_first(page_of: PageOf) -> None:
    reading = extract(page_of("Somerville, MA 02145\n03/04/2018"), Hints())

    assert reading.date
    assert reading.date.value == date(2018, 3, 4)


@pytest.mark.parametrize("thing", ["Marteau 18,95", "Martini 18.95", "Mai 12,20", "Decaf 2 11.50"])
def test_a_thing_with_a_price_is_no_day(page_of: PageOf, thing: str) -> None:
    assert extract(page_of(f"{thing}\nTotal 18.95"), Hints(region="FR")).date is None


def test_the_day_of_purchase_is_not_the_day_a_voucher_ends(page_of: PageOf) -> None:
    reading = extract(page_of("Voucher valid until 31/12/2018\nDate 17/04/2018 10:50"), Hints())

    assert reading.date
    assert reading.date.value == date(2018, 4, 17)


@pytest.mark.parametrize(
    ("printed", "when"),
    [
        ("17/04/2018 18:34", time(18, 34)),
        ("17/04/2018 6:34:59 PM", time(18, 34, 59)),
        ("17/04/2018 12:05 AM", time(0, 5)),
        ("17.04.202018:34", time(18, 34)),
    ],
)
def test_a_printed_time_is_read(page_of: PageOf, printed: str, when: time) -> None:
    reading = extract(page_of(printed), Hints())

    assert reading.time
    assert reading.time.value == when


def test_opening_hours_are_no_time_of_purchase(page_of: PageOf) -> None:
    reading = extract(page_of("17.04.2018 18:34\nMo - Sa: 7:30 - 21:00 Uhr"), Hints())

    assert reading.time
    assert reading.time.value == time(18, 34)
