"""Adults only, in a region of the programme; a date of birth is looked at and forgotten (law 4)."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.members.actions import AddressTaken, NotOfAge, UnknownRegion, enrol, join
from fairpanel.members.models import Member, Role
from fairpanel.members.rules import age_on, is_adult
from fairpanel.programme import Programme

BIRTHDAYS = st.dates(date(1900, 1, 1), date(2026, 1, 1))


@pytest.fixture
def newcomer(db: None, now: datetime) -> Member:
    return enrol(email="dora@example.org", role=Role.PANELIST, language="en", now=now)


def test_an_adult_joins_and_the_date_of_birth_is_nowhere(newcomer: Member, programme: Programme, now: datetime) -> None:
    born = date(1987, 6, 5)

    join(member=newcomer, programme=programme, region="DE", language="de", born=born, today=now.date())

    kept = Member.objects.filter(pk=newcomer.pk).values().get()
    assert newcomer.has_joined
    assert not any("1987" in str(value) for value in kept.values())


def test_a_minor_is_turned_away_and_told_that_nothing_was_kept(
    newcomer: Member, programme: Programme, now: datetime
) -> None:
    born = date(2008, 11, 23)

    with pytest.raises(NotOfAge, match=r"18 and over.*not kept"):
        join(member=newcomer, programme=programme, region="DE", language="de", born=born, today=now.date())

    newcomer.refresh_from_db()
    assert not newcomer.has_joined


def test_the_day_of_the_birthday_is_of_age(newcomer: Member, programme: Programme, now: datetime) -> None:
    born = date(2008, 11, 22)

    join(member=newcomer, programme=programme, region="DE", language="de", born=born, today=now.date())

    assert newcomer.has_joined


def test_a_region_where_the_panel_does_not_run_is_named_with_those_where_it_does(
    newcomer: Member, programme: Programme, now: datetime
) -> None:
    with pytest.raises(UnknownRegion, match=r"does not run in AT yet.*DE"):
        join(member=newcomer, programme=programme, region="AT", language="de", born=date(1990, 1, 1), today=now.date())


@pytest.mark.usefixtures("newcomer")
def test_one_mail_address_is_one_account_however_it_is_written(now: datetime) -> None:
    with pytest.raises(AddressTaken):
        enrol(email="Dora@Example.org", role=Role.PANELIST, language="en", now=now)


@given(born=BIRTHDAYS, on=BIRTHDAYS, age=st.integers(13, 21))
def test_nobody_is_an_adult_before_living_that_many_years(born: date, on: date, age: int) -> None:
    adult = is_adult(born=born, on=on, age_of_majority=age)

    assert adult == (born <= on and age_on(on, born=born) >= age)
    if adult:
        assert (on - born).days >= age * 365
