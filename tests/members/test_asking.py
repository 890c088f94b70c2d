"""Asking for a place: in while one is free, else waiting, with the truth about it; and of a minor nothing at all."""

from datetime import date, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from fairpanel.members.actions import NotOfAge, asking, enrol
from fairpanel.members.actions.asking import AskedAlready, PlaceGone
from fairpanel.members.actions.recruiting import plan_in_force, tally
from fairpanel.members.models import Applicant, Member, Role
from fairpanel.members.rules.plan import Mode
from fairpanel.programme import Programme
from tests.members.plans import put_in_force

ALONE = {"household": "1"}
YOUNG, OLD = date(2000, 1, 1), date(1950, 1, 1)


def ask(
    programme: Programme, now: datetime, *, name: str = "dora", born: date = YOUNG, region: str = "DE",
    answers: dict[str, str] | None = None, minutes: int = 0,
) -> Applicant:  # fmt: skip
    member = enrol(email=f"{name}@example.org", role=Role.PANELIST, language="en", now=now)
    return asking.ask(
        member=member, programme=programme, region=region, language="en", born=born, answers=answers or {},
        invitation_id=None, now=now + timedelta(minutes=minutes), today=now.date(),
    )  # fmt: skip


def test_without_a_plan_everybody_of_age_joins_at_once(db: None, programme: Programme, now: datetime) -> None:
    applicant = ask(programme, now)

    assert applicant.state == "joined"
    assert applicant.member.has_joined


def test_in_an_open_panel_one_joins_while_the_cell_has_room_and_then_waits(
    db: None, programme: Programme, now: datetime
) -> None:
    put_in_force()

    states = [ask(programme, now, name=name, answers=ALONE).state for name in ("ann", "ben", "cem")]

    assert states == ["joined", "joined", "waiting"]


def test_by_invitation_only_everybody_else_waits_even_where_there_is_room(
    db: None, programme: Programme, now: datetime
) -> None:
    put_in_force(mode=Mode.INVITATION)

    applicant = ask(programme, now, answers=ALONE)

    assert applicant.state == "waiting"
    assert not Member.objects.get().has_joined


def test_who_fits_no_row_of_a_limited_region_waits(db: None, programme: Programme, now: datetime) -> None:
    put_in_force()

    assert ask(programme, now, born=OLD).state == "waiting"


def test_of_the_date_of_birth_only_the_age_group_is_kept(db: None, programme: Programme, now: datetime) -> None:
    put_in_force()
    ask(programme, now, born=date(1987, 6, 5), answers=ALONE | {"shoes": "42"})

    kept = Applicant.objects.values().get()
    assert kept["answers"] == {"age": "35-49", "household": "1"}
    assert "1987" not in f"{kept}{Member.objects.values().get()}{list(ProcrastinateJob.objects.values())}"


def test_of_a_minor_no_answer_is_kept(db: None, programme: Programme, now: datetime) -> None:
    put_in_force()

    with pytest.raises(NotOfAge):
        ask(programme, now, born=date(2010, 6, 5), answers=ALONE)

    assert not Applicant.objects.exists()


def test_nobody_asks_twice(db: None, programme: Programme, now: datetime) -> None:
    put_in_force(mode=Mode.INVITATION)
    member = ask(programme, now).member

    with pytest.raises(AskedAlready):
        asking.ask(
            member=member, programme=programme, region="FR", language="en", born=YOUNG, answers={},
            invitation_id=None, now=now, today=now.date(),
        )  # fmt: skip


def test_the_position_counts_who_waits_in_the_same_region_and_nobody_else(
    db: None, programme: Programme, now: datetime
) -> None:
    put_in_force(mode=Mode.INVITATION)
    first = ask(programme, now, name="ann", minutes=1)
    second = ask(programme, now, name="ben", minutes=2)
    ask(programme, now, name="cem", region="FR", minutes=0)
    third = ask(programme, now, name="dora", minutes=3)

    assert [asking.position(one) for one in (first, second, third)] == [(1, 3), (2, 3), (3, 3)]

    asking.give_up(member=first.member, now=first.asked_at)
    assert asking.position(third) == (2, 2)


def test_what_is_looked_for_are_the_cells_of_the_region_with_a_free_place(
    db: None, programme: Programme, now: datetime
) -> None:
    put_in_force()
    ask(programme, now, answers={"household": "2"})

    names = [cell.name for cell in asking.looked_for(plan_in_force(), "DE")]

    assert names == ["DE age=18-34 household=1", "DE age=35-49"]


def test_who_leaves_the_waiting_list_is_forgotten_with_all_that_hangs_on_them(
    db: None, programme: Programme, now: datetime
) -> None:
    put_in_force(mode=Mode.INVITATION)
    member = ask(programme, now).member

    assert asking.give_up(member=member, now=now)
    assert not Member.objects.exists()
    assert not Applicant.objects.exists()


def test_who_has_joined_does_not_leave_by_way_of_the_waiting_list(
    db: None, programme: Programme, now: datetime
) -> None:
    member = ask(programme, now).member

    assert not asking.give_up(member=member, now=now)
    assert Member.objects.exists()


def test_a_place_is_taken_before_its_deadline_and_not_after(db: None, programme: Programme, now: datetime) -> None:
    put_in_force(mode=Mode.INVITATION)
    applicant = ask(programme, now)
    Applicant.objects.update(state="admitted", answer_by=now + timedelta(days=14))

    with pytest.raises(PlaceGone):
        asking.take_place(member=applicant.member, now=now + timedelta(days=14, seconds=1))
    assert not Member.objects.get().has_joined

    asking.take_place(member=applicant.member, now=now + timedelta(days=14))
    assert Member.objects.get().has_joined


def test_who_joined_without_being_asked_anything_counts_where_any_answer_does(
    alice: Member, programme: Programme, now: datetime
) -> None:
    plan = put_in_force("region,places\nDE,3", questions="")

    assert tally(plan)[plan.cells[0]].joined == 1
    assert ask(programme, now).state == "joined"
    assert tally(plan)[plan.cells[0]].taken == 2
