"""Quiet hours by the clock of the place, also on the days on which clocks are turned; and how long we wait."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fairpanel.notices.rules import NEVER, QUIET, Quiet, masked, next_day, not_before, wait_after, way_for
from fairpanel.notices.values import ALWAYS, DEFAULT_WAYS, TRIES_MAX, Topic, Way

ZONES = ["Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]
MINUTES = st.times().map(lambda clock: clock.replace(second=0, microsecond=0, fold=0))
QUIETS = st.builds(Quiet, MINUTES, MINUTES)
MOMENTS = st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@given(MOMENTS, st.sampled_from(ZONES), QUIETS)
@example(datetime(2026, 10, 25, 1, 10, tzinfo=UTC), "Europe/Berlin", Quiet(time(22), time(2, 30)))
@example(datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "Europe/Berlin", Quiet(time(22), time(2, 30)))
def test_what_is_put_off_comes_later_within_a_day_and_when_it_is_not_quiet(
    moment: datetime, zone: str, quiet: Quiet
) -> None:
    goes = not_before(moment, zone=zone, quiet=quiet)

    there = goes.astimezone(ZoneInfo(zone))
    assert moment <= goes <= moment + timedelta(hours=25)
    assert not quiet.holds_at(there.time())
    assert goes == moment or quiet.holds_at(moment.astimezone(ZoneInfo(zone)).time())


@pytest.mark.parametrize(
    ("moment", "goes"),
    [
        # Clocks are put forward in the night: the morning comes an hour sooner.
        ("2026-03-28T22:00+00:00", "2026-03-29T06:00+00:00"),
        ("2026-03-27T22:00+00:00", "2026-03-28T07:00+00:00"),
        # And put back: an hour later.
        ("2026-10-24T22:00+00:00", "2026-10-25T07:00+00:00"),
        ("2026-11-22T12:00+00:00", "2026-11-22T12:00+00:00"),
        ("2026-11-22T20:00+00:00", "2026-11-23T07:00+00:00"),
        ("2026-11-23T06:59+00:00", "2026-11-23T07:00+00:00"),
    ],
)
def test_from_nine_in_the_evening_until_eight_nobody_in_berlin_is_disturbed(moment: str, goes: str) -> None:
    put_off = not_before(datetime.fromisoformat(moment), zone="Europe/Berlin", quiet=QUIET)

    assert put_off == datetime.fromisoformat(goes)


def test_the_same_hour_twice_is_never_quiet() -> None:
    assert not any(NEVER.holds_at(time(hour)) for hour in range(24))


@given(MOMENTS, st.sampled_from(ZONES))
def test_the_next_day_begins_when_the_date_there_changes(moment: datetime, zone: str) -> None:
    begins, place = next_day(moment, zone=zone), ZoneInfo(zone)

    assert begins.astimezone(place).date() == moment.astimezone(place).date() + timedelta(days=1)
    assert moment < begins <= moment + timedelta(hours=25)


def test_we_wait_longer_each_time_and_give_up_after_two_days() -> None:
    waits = [wait_after(tries) for tries in range(1, TRIES_MAX)]

    assert waits == sorted(wait for wait in waits if wait is not None)
    assert timedelta(days=1) < sum((wait for wait in waits if wait), timedelta()) < timedelta(days=3)
    assert wait_after(TRIES_MAX) is None


@pytest.mark.parametrize("topic", Topic)
@pytest.mark.parametrize("chosen", [*Way, None])
def test_what_is_always_sent_goes_by_mail_whatever_somebody_chose(topic: Topic, chosen: Way | None) -> None:
    way = way_for(topic, chosen=chosen, has_device=True)

    expected = Way.MAIL if topic in ALWAYS else chosen or DEFAULT_WAYS[topic]
    assert way is expected


def test_who_wants_it_on_a_device_and_has_none_gets_a_mail() -> None:
    assert way_for(Topic.RESULTS, chosen=Way.PUSH, has_device=False) is Way.MAIL


@pytest.mark.parametrize(
    ("address", "shown"), [("alice@example.org", "a***@example.org"), ("", "***"), ("nonsense", "***")]
)
def test_an_address_is_shown_masked(address: str, shown: str) -> None:
    assert masked(address) == shown
