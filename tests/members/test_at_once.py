"""Real commits, several people at once: no place is given twice, and no invitation lets two in."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.db import connections, transaction

from fairpanel.members.actions import admitting, asking, enrol, inviting
from fairpanel.members.actions.asking import AskedAlready, PlaceGone
from fairpanel.members.models import Applicant, Invitation, Member, Role
from fairpanel.members.rules.plan import Mode
from fairpanel.programme import Programme
from tests.members.plans import put_in_force

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(*deeds: Callable[[], object]) -> list[Exception]:
    """Do all of them, each in a thread and a transaction of its own; what went wrong in any of them."""
    wrong: list[Exception] = []
    start = threading.Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> None:
        start.wait()
        try:
            with transaction.atomic():
                deed()
        except Exception as problem:  # noqa: BLE001 - told to the test
            wrong.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def asking_of(
    number: int, programme: Programme, now: datetime, invitation: Invitation | None = None
) -> Callable[[], object]:
    member = enrol(email=f"person-{number}@example.org", role=Role.PANELIST, language="en", now=now)
    return lambda: asking.ask(
        member=member, programme=programme, region="DE", language="en", born=date(2000, 1, 1), answers={},
        invitation_id=invitation.pk if invitation else None, now=now, today=now.date(),
    )  # fmt: skip


def states() -> Counter[str]:
    return Counter(Applicant.objects.values_list("state", flat=True))


def test_six_who_ask_at_once_for_two_places_are_two_in_and_four_waiting(programme: Programme, now: datetime) -> None:
    put_in_force("region,places\nDE,2", questions="")

    wrong = all_at_once(*[asking_of(number, programme, now) for number in range(6)])

    assert wrong == []
    assert states() == {"joined": 2, "waiting": 4}


def test_one_invitation_brought_by_four_at_once_lets_one_in(programme: Programme, now: datetime) -> None:
    put_in_force("region,places\nDE,0", questions="", mode=Mode.INVITATION)
    until = now + timedelta(days=9)
    invitation, _code = inviting.invite(kind=Invitation.Kind.PRINT, by=None, now=now, expires_at=until)

    wrong = all_at_once(*[asking_of(number, programme, now, invitation) for number in range(4)])

    assert wrong == []
    assert states() == {"joined": 1, "waiting": 3}


def test_a_place_is_either_taken_or_passed_on(programme: Programme, now: datetime) -> None:
    put_in_force("region,places\nDE,1", questions="", mode=Mode.INVITATION)
    all_at_once(asking_of(1, programme, now))
    all_at_once(asking_of(2, programme, now))
    admitting.draw(seed=None, region="", places_max=None, by=None, now=now)
    first = Member.objects.get(applicant__state="admitted")
    deadline = now + timedelta(days=14)

    wrong = all_at_once(
        lambda: asking.take_place(member=first, now=deadline),
        lambda: admitting.pass_on(now=deadline + timedelta(seconds=1)),
    )

    assert [type(problem) for problem in wrong] in ([], [PlaceGone])
    taken = {"joined": 1, "waiting": 1}
    passed_on = {"lapsed": 1, "admitted": 1}
    assert states() == (passed_on if wrong else taken)


def test_two_taps_at_once_ask_for_one_place_and_take_it_once(programme: Programme, now: datetime) -> None:
    put_in_force("region,places\nDE,1", questions="", mode=Mode.INVITATION)
    ask = asking_of(1, programme, now)

    asked_twice = all_at_once(ask, ask)
    admitting.draw(seed=None, region="", places_max=None, by=None, now=now)
    member = Member.objects.get()
    take = partial(asking.take_place, member=member, now=now)
    taken_twice = all_at_once(take, take)

    assert [type(problem) for problem in asked_twice] == [AskedAlready]
    assert taken_twice == []
    assert states() == {"joined": 1}
