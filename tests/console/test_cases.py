"""Cases on the operator's desk: evidence without people, a judgement with a sentence, and those concerned are told."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client

from fairpanel.members import cases, looks
from fairpanel.members.models import Case, CaseKind, Member
from fairpanel.notices.models import Notice

SignedIn = Callable[[Member], Client]


@pytest.fixture
def case(alice: Member, bob: Member, now: datetime) -> Case:
    opened = cases.open_case(
        kind=CaseKind.SAME_DEVICE, members=[alice, bob], evidence={"accounts": 2, "since": "2026-11-20"}, now=now
    )
    assert opened is not None
    return opened


def test_what_waits_is_listed_with_its_sign(olivia: Member, case: Case, signed_in: SignedIn) -> None:
    page = signed_in(olivia).get("/console/cases/").content.decode()

    assert f"/console/cases/{case.id}/" in page
    assert "signed in on one device" in page


def test_a_case_shows_its_evidence_and_no_mail_address(
    *, alice: Member, bob: Member, olivia: Member, case: Case, signed_in: SignedIn
) -> None:
    page = signed_in(olivia).get(f"/console/cases/{case.id}/").content.decode()

    assert "2026-11-20" in page
    assert alice.email not in page
    assert bob.email not in page


def test_looking_at_a_case_is_written_down_for_everybody_it_is_about(
    *, alice: Member, bob: Member, olivia: Member, case: Case, signed_in: SignedIn
) -> None:
    signed_in(olivia).get(f"/console/cases/{case.id}/")

    for member in (alice, bob):
        assert [(look.what, look.why) for look in looks.of_member(member)] == [("case", "case")]


def test_a_judgement_closes_it_and_both_are_told_and_see_it(
    *, alice: Member, bob: Member, olivia: Member, case: Case, signed_in: SignedIn
) -> None:
    told = {"judgement": "household", "note": "They share a tablet."}

    signed_in(olivia).post(f"/console/cases/{case.id}/", told)

    case.refresh_from_db()
    page = signed_in(alice).get("/you/questions/").content.decode()
    assert (case.judgement, case.judged_by) == ("household", olivia)
    assert "You are several people of one household." in page
    assert Notice.objects.filter(kind="case-closed").count() == 2
    assert not cases.has_open_case(bob)


@pytest.mark.parametrize("told", [{}, {"judgement": "household"}, {"note": "x"}, {"judgement": "ban", "note": "x"}])
def test_without_a_finding_and_a_sentence_it_stays_open(
    told: dict[str, str], olivia: Member, case: Case, signed_in: SignedIn
) -> None:
    answer = signed_in(olivia).post(f"/console/cases/{case.id}/", told)

    case.refresh_from_db()
    assert answer.status_code == 422
    assert case.is_open


def test_a_case_that_is_not_there_is_told(olivia: Member, signed_in: SignedIn) -> None:
    assert signed_in(olivia).get(f"/console/cases/{uuid4()}/").status_code == 404
