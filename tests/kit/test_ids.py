"""Ids sort by time and are of RFC 9562's version 7."""

from datetime import UTC, datetime, timedelta

from fairpanel.kit.ids import new_id

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_later_id_sorts_after_an_earlier_one() -> None:
    earlier, later = new_id(NOON), new_id(NOON + timedelta(milliseconds=1))

    assert earlier < later
    assert (earlier.version, earlier.variant) == (7, "specified in RFC 4122")


def test_two_ids_of_one_moment_differ() -> None:
    assert len({new_id(NOON) for _ in range(1000)}) == 1000
