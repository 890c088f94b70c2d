"""From the waiting list into the panel: by lot, by turn or by hand, told by mail; after a deadline the next in line."""

import time
from collections import Counter
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from fairpanel.members.actions import admitting
from fairpanel.members.actions.admitting import NoPlan, NoSeed
from fairpanel.members.models import Applicant, Draw, Member
from fairpanel.members.rules.plan import Mode
from fairpanel.notices.models import Notice
from fairpanel.notices.sending import send
from tests.members.plans import QUESTIONS, put_in_force

AGES, HOMES = ("18-34", "35-49", "50+"), ("1", "2", "3")


def waiting(count: int, now: datetime, *, region: str = "DE", age: str = "18-34", home: str = "1") -> list[UUID]:
    """So many people who wait, one a minute."""
    start = Member.objects.count()
    members = Member.objects.bulk_create(
        Member(email=f"person-{start + number}@example.org", joined_at=now) for number in range(count)
    )
    Applicant.objects.bulk_create(
        Applicant(
            member=member, region=region, answers={"age": age, "household": home}, adult_on=now.date(),
            state="waiting", asked_at=now + timedelta(minutes=number),
        )
        for number, member in enumerate(members)
    )  # fmt: skip
    return [member.pk for member in members]


def states(members: list[UUID]) -> list[str]:
    found = dict(Applicant.objects.filter(pk__in=members).values_list("pk", "state"))
    return [found[member] for member in members]


@pytest.fixture
def two_places(db: None) -> None:
    put_in_force("region,age,household,places\nDE,18-34,1,2\nDE,35-49,,3", mode=Mode.INVITATION)


def lot(now: datetime, seed: str = "2026-11-22", places_max: int | None = None) -> Draw:
    return admitting.draw(seed=seed, region="", places_max=places_max, by=None, now=now)


def test_by_turn_the_first_come_are_let_in_and_the_others_wait_on(two_places: None, now: datetime) -> None:
    members = waiting(4, now)

    done = admitting.draw(seed=None, region="", places_max=None, by=None, now=now)

    assert states(members) == ["admitted", "admitted", "waiting", "waiting"]
    assert (done.manner, done.waiting, done.admitted) == ("by-turn", 4, 2)


def test_a_draw_is_logged_with_what_it_takes_to_do_it_again(two_places: None, olivia: Member, now: datetime) -> None:
    members = waiting(9, now)
    again = admitting.preview(seed="tombola")

    done = admitting.draw(seed="tombola", region="", places_max=None, by=olivia, now=now)

    chosen = [member for member, state in zip(members, states(members), strict=True) if state == "admitted"]
    assert {person for one in again for person in one.chosen} == set(chosen)
    assert (done.seed, done.drawn_by, len(done.list_digest)) == ("tombola", olivia, 64)
    assert done.cells[0] == {"cell": "DE age=18-34 household=1", "room": 2, "waiting": 9, "admitted": 2}
    assert not any(str(member) in str(Draw.objects.values().get()) for member in members)


def test_looking_first_changes_nothing(two_places: None, now: datetime) -> None:
    members = waiting(3, now)

    admitting.preview(seed="tombola")

    assert states(members) == ["waiting"] * 3
    assert not Draw.objects.exists()


def test_a_draw_in_one_region_leaves_the_others_alone(db: None, now: datetime) -> None:
    put_in_force("region,places\nDE,5\nFR,5", questions="")
    here, there = waiting(2, now), waiting(2, now, region="FR")

    admitting.draw(seed=None, region="FR", places_max=None, by=None, now=now)

    assert (states(here), states(there)) == (["waiting"] * 2, ["admitted"] * 2)


def test_who_is_let_in_by_hand_counts_even_beyond_the_places(two_places: None, olivia: Member, now: datetime) -> None:
    members = waiting(4, now)

    admitting.admit(members=members[1:], by=olivia, now=now)

    assert states(members) == ["waiting", "admitted", "admitted", "admitted"]
    assert lot(now).admitted == 0


def test_a_draw_needs_places_and_a_lot_needs_a_seed(db: None, now: datetime) -> None:
    with pytest.raises(NoPlan):
        lot(now)
    with pytest.raises(NoSeed):
        lot(now, seed=" ")


def test_the_admitted_are_told_by_mail_until_when_once(two_places: None, now: datetime) -> None:
    waiting(1, now)
    done = lot(now)
    [job] = ProcrastinateJob.objects.filter(task_name="members.tell_admitted")

    told = [admitting.tell_admitted(draw_id=UUID(job.args["draw_id"]), now=now) for _try in range(2)]
    send(notice_id=Notice.objects.get().pk, now=now)

    assert (job.args["draw_id"], told) == (str(done.id), [1, 0])
    [sent] = mail.outbox
    assert sent.to == ["person-0@example.org"]
    assert "We hold it until Sunday, 6 December 2026." in sent.body


def test_a_place_nobody_took_goes_to_the_next_in_line_by_the_same_lots(two_places: None, now: datetime) -> None:
    members = waiting(5, now)
    in_order = [one.chosen for one in admitting.preview(seed="tombola") if one.chosen]
    lot(now, seed="tombola")
    put_in_force("region,age,household,places\nDE,18-34,1,5\nDE,35-49,,3")
    after_all = next(one.chosen for one in admitting.preview(seed="tombola") if one.chosen)
    put_in_force("region,age,household,places\nDE,18-34,1,2\nDE,35-49,,3")

    early = admitting.pass_on(now=now + timedelta(days=14))
    passed = admitting.pass_on(now=now + timedelta(days=15))

    by_state: dict[str, set[UUID]] = {}
    for member, state in zip(members, states(members), strict=True):
        by_state.setdefault(state, set()).add(member)
    assert (early, passed) == (0, 2)
    assert by_state["lapsed"] == set(in_order[0])
    assert by_state["admitted"] == set(after_all[:2])
    assert Draw.objects.filter(manner="next-in-line", seed="tombola", admitted=2).count() == 1


def test_who_is_passed_by_is_told_and_nobody_is_let_in_where_the_place_is_gone(two_places: None, now: datetime) -> None:
    members = waiting(3, now)
    lot(now)
    put_in_force("region,age,household,places\nDE,18-34,1,0\nDE,35-49,,3")

    admitting.pass_on(now=now + timedelta(days=15))

    assert Counter(states(members)) == {"lapsed": 2, "waiting": 1}
    assert set(Notice.objects.values_list("kind", flat=True)) == {"place-passed-on"}


def test_accounts_that_never_joined_are_forgotten_in_time(two_places: None, alice: Member, now: datetime) -> None:
    members = waiting(3, now)
    lot(now)
    admitting.pass_on(now=now + timedelta(days=15))

    admitting.forget_who_left_it(now=now + timedelta(days=15 + 30))

    left = set(Member.objects.values_list("pk", flat=True))
    assert alice.pk in left
    assert len(left & set(members)) == 1

    admitting.forget_who_left_it(now=now + timedelta(days=366))
    assert list(Member.objects.filter(applicant__state="waiting")) == []


def test_ten_thousand_who_wait_are_let_in_by_quota_in_seconds_within_one_per_cell(db: None, now: datetime) -> None:
    cells = list(product(("DE", "FR"), AGES, HOMES))
    rows = [f"{region},{age},{home},{150 + 10 * number}" for number, (region, age, home) in enumerate(cells)]
    plan = put_in_force("\n".join(["region,age,household,places", *rows]), questions=QUESTIONS)
    for region, age, home in cells:
        waiting(556, now, region=region, age=age, home=home)
    places = sum(cell.places for cell in plan.cells)

    begun = time.monotonic()
    done = lot(now, places_max=2_000)
    seconds = time.monotonic() - begun

    assert (done.waiting, done.admitted) == (10_008, 2_000)
    let_in = Counter(
        (region, answers["age"], answers["household"])
        for region, answers in Applicant.objects.filter(state="admitted").values_list("region", "answers")
    )
    for cell in plan.cells:
        answers = dict(cell.answers)
        exact = cell.places * 2_000 / places
        assert abs(let_in[cell.region, answers["age"], answers["household"]] - exact) < 1
    assert seconds < 20
