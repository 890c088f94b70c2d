"""What each night's sweep found stands on the operator's page, also where it held back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from fairpanel.members.models import Member
from fairpanel.vault import sweeps
from fairpanel.vault.models import Sweep
from fairpanel.vault.problems import TooManyWithoutRow
from fairpanel.vault.values import Compared


def too_many() -> Compared:
    raise TooManyWithoutRow(count=30, all=40)


def test_what_was_found_is_kept_for_a_month(db: None, now: datetime) -> None:
    found = Compared(5, 6, ("a",), ("b", "c"))

    for days in (0, 1, 31):
        sweeps.noted("vault", lambda: found, now=now + timedelta(days=days))

    assert [(one.files, one.rows, one.dropped, one.missing) for one in Sweep.objects.all()] == [(5, 6, 1, 2)] * 2


def test_a_sweep_that_held_back_is_written_down_and_still_told(db: None, now: datetime) -> None:
    with pytest.raises(TooManyWithoutRow):
        sweeps.noted("vault", too_many, now=now)

    assert [(one.files, one.held_back, one.dropped) for one in Sweep.objects.all()] == [(40, 30, 0)]


def test_the_operator_reads_what_is_missing_and_what_was_held_back(
    olivia: Member, now: datetime, signed_in: Callable[[Member], Client]
) -> None:
    desk = signed_in(olivia)
    before = desk.get("/console/erasures/").text
    sweeps.noted("copies", lambda: Compared(5, 6, (), ("b", "c")), now=now)
    with pytest.raises(TooManyWithoutRow):
        sweeps.noted("vault", too_many, now=now)

    after = desk.get("/console/erasures/").text

    assert "Not swept yet." in before
    assert "2 rows name files that are not there." in after
    assert "30 held back" in after
