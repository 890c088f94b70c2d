"""Signs of many accounts become a case that a person judges; no machine shuts anybody out."""

from datetime import datetime, timedelta

import pytest

from fairpanel.members import cases
from fairpanel.members.models import Case, CaseKind, Judgement, Member
from fairpanel.members.privacy import keeper
from fairpanel.notices.models import Notice

EVIDENCE = {"devices": 1}


def opened(*members: Member, now: datetime, kind: CaseKind = CaseKind.SAME_DEVICE) -> Case | None:
    return cases.open_case(kind=kind, members=members, evidence=EVIDENCE, now=now)


def test_a_case_concerns_its_members_and_nobody_else_and_stops_nobody(
    alice: Member, bob: Member, olivia: Member, now: datetime
) -> None:
    opened(alice, bob, now=now)

    alice.refresh_from_db()
    assert [cases.has_open_case(member) for member in (alice, bob, olivia)] == [True, True, False]
    assert alice.is_active
    assert alice.has_joined


def test_the_same_sign_again_is_the_same_case(alice: Member, bob: Member, now: datetime) -> None:
    first = opened(alice, bob, now=now)

    again = cases.open_case(
        kind=CaseKind.SAME_DEVICE, members=[bob, alice], evidence={"devices": 2}, now=now + timedelta(days=1)
    )

    assert first == again
    assert Case.objects.get().evidence == {"devices": 2}


def test_another_kind_of_sign_is_a_case_of_its_own(alice: Member, bob: Member, now: datetime) -> None:
    opened(alice, bob, now=now)

    opened(alice, bob, now=now, kind=CaseKind.SAME_PAYOUT)

    assert cases.waiting().count() == 2


def test_who_comes_to_an_open_case_is_taken_into_it(alice: Member, bob: Member, rosa: Member, now: datetime) -> None:
    case = opened(alice, bob, now=now)

    assert opened(bob, rosa, now=now) == case
    assert case is not None
    assert case.concerned.count() == 3


def test_what_a_person_has_judged_is_not_asked_again_of_the_same_people(
    *, alice: Member, bob: Member, rosa: Member, olivia: Member, now: datetime
) -> None:
    case = opened(alice, bob, now=now)
    assert case is not None
    cases.judge(case_id=case.id, by=olivia, judgement=Judgement.HOUSEHOLD, note="They share a tablet.", now=now)

    assert opened(alice, bob, now=now) is None
    assert not cases.has_open_case(alice)
    assert opened(alice, rosa, now=now) is not None


def test_a_judgement_needs_a_sentence_and_stands(alice: Member, bob: Member, olivia: Member, now: datetime) -> None:
    case = opened(alice, bob, now=now)
    assert case is not None

    with pytest.raises(cases.NoNote):
        cases.judge(case_id=case.id, by=olivia, judgement=Judgement.NOTHING, note="  ", now=now)
    cases.judge(case_id=case.id, by=olivia, judgement=Judgement.NOTHING, note="Two people.", now=now)
    with pytest.raises(cases.AlreadyJudged):
        cases.judge(case_id=case.id, by=olivia, judgement=Judgement.ONE_PERSON, note="One.", now=now)

    case.refresh_from_db()
    assert (case.judgement, case.note, case.judged_by) == ("nothing", "Two people.", olivia)


def test_everybody_whom_it_is_about_is_told_once_when_it_opens_and_when_it_closes(
    alice: Member, bob: Member, olivia: Member, now: datetime
) -> None:
    case = opened(alice, bob, now=now)
    opened(alice, bob, now=now)
    assert case is not None
    cases.judge(case_id=case.id, by=olivia, judgement=Judgement.NOTHING, note="Two people.", now=now)

    told = Notice.objects.order_by("made_at", "kind").values_list("kind", "member")

    assert sorted(told) == sorted((kind, who.pk) for kind in ("case-closed", "case-opened") for who in (alice, bob))


def test_when_one_of_two_leaves_there_is_no_question_any_more(alice: Member, bob: Member, now: datetime) -> None:
    opened(alice, bob, now=now)

    keeper.erase(alice.pk, now=now)

    assert not cases.has_open_case(bob)


def test_a_case_about_one_account_is_a_mistake_of_the_caller(alice: Member, now: datetime) -> None:
    with pytest.raises(ValueError, match="two accounts"):
        opened(alice, alice, now=now)
