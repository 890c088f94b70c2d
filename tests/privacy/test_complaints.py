"""A complaint is acknowledged at once with its number, and a person answers it in time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from fairpanel.members.models import Look, Member
from fairpanel.notices.models import Notice
from fairpanel.notices.values import Kind
from fairpanel.privacy.complaints import actions, privacy
from fairpanel.privacy.erasures.actions import leave, take_step
from fairpanel.privacy.models import Complaint, Erasure
from fairpanel.privacy.models.complaints import About, Outcome

SignedIn = Callable[[Member], Client]
SAID = {"about": "money", "text": "My three euros of October are missing."}


def a_complaint(member: Member | None, now: datetime, *, address: str = "") -> Complaint:
    return actions.complain(
        member=member, address=address, about=About.MONEY, text=SAID["text"], language="en",
        now=now,
    )  # fmt: skip


def answered(complaint: Complaint, operator: Member, now: datetime) -> Complaint:
    return actions.answer(
        complaint_id=complaint.pk, operator=operator, outcome=Outcome.RIGHT, text="You are right: they came today.",
        now=now,
    )  # fmt: skip


def test_a_panelist_complains_and_sees_number_and_day(alice: Member, signed_in: SignedIn) -> None:
    page = signed_in(alice).post("/privacy/complain/", SAID, follow=True).content.decode()

    complaint = Complaint.objects.get()
    assert complaint.number in page
    assert "A person answers by" in page


def test_a_complaint_is_acknowledged_at_once_by_mail(alice: Member, now: datetime) -> None:
    complaint = a_complaint(alice, now)

    notice = Notice.objects.get()
    assert (notice.kind, notice.address) == ("complaint-received", "alice@example.org")
    assert complaint.number in str(notice.facts)
    assert complaint.acknowledged_at == now
    assert complaint.answer_until == now + timedelta(days=30)


def test_somebody_without_an_account_complains_and_reads_the_answer_behind_a_link(
    client: Client, olivia: Member, now: datetime
) -> None:
    sent = client.post("/privacy/complain/", SAID | {"address": "Eve@Example.org"})
    answered(Complaint.objects.get(), olivia, now)

    page = client.get(sent["Location"]).content.decode()

    assert "You are right: they came today." in page
    assert [notice.address for notice in Notice.objects.order_by("made_at")] == ["eve@example.org"] * 2


def test_without_an_account_an_address_is_asked_for(client: Client, db: None) -> None:
    answer = client.post("/privacy/complain/", SAID)

    assert answer.status_code == 422
    assert "Write your mail address, so that we can answer." in answer.content.decode()


def test_a_made_up_link_opens_nothing(client: Client, now: datetime, db: None) -> None:
    link = actions.link_of(a_complaint(None, now, address="eve@example.org"))

    assert client.get(f"/privacy/said/{link}/").status_code == 200
    assert client.get(f"/privacy/said/{link}x/").status_code == 404


def test_another_members_complaint_is_nowhere(alice: Member, bob: Member, now: datetime, signed_in: SignedIn) -> None:
    complaint = a_complaint(alice, now)

    assert signed_in(alice).get(f"/privacy/complaints/{complaint.pk}/").status_code == 200
    assert signed_in(bob).get(f"/privacy/complaints/{complaint.pk}/").status_code == 404


def test_a_members_complaint_opens_by_no_link(alice: Member, client: Client, now: datetime) -> None:
    link = actions.link_of(a_complaint(alice, now))

    assert client.get(f"/privacy/said/{link}/").status_code == 404


def test_one_address_complains_three_times_a_day(now: datetime, db: None) -> None:
    for _ in range(actions.A_DAY_FROM_ONE_MAX):
        a_complaint(None, now, address="eve@example.org")

    with pytest.raises(actions.TooManyComplaints):
        a_complaint(None, now, address="EVE@example.org")
    a_complaint(None, now, address="frank@example.org")
    a_complaint(None, now + timedelta(days=1), address="eve@example.org")
    assert Complaint.objects.count() == actions.A_DAY_FROM_ONE_MAX + 2


def test_strangers_together_have_a_limit_that_members_do_not_feel(
    alice: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AN_HOUR_FROM_STRANGERS_MAX", 1)
    a_complaint(None, now, address="eve@example.org")

    with pytest.raises(actions.TooManyComplaints):
        a_complaint(None, now, address="frank@example.org")
    assert a_complaint(alice, now).member == alice


def test_an_operator_answers_and_the_complainer_reads_it(
    alice: Member, olivia: Member, now: datetime, signed_in: SignedIn
) -> None:
    complaint = a_complaint(alice, now)

    signed_in(olivia).post(
        f"/console/complaints/{complaint.pk}/", {"outcome": "right", "text": "You are right: they came today."}
    )

    page = signed_in(alice).get(f"/privacy/complaints/{complaint.pk}/").content.decode()
    assert "You are right: they came today." in page
    assert Notice.objects.filter(kind="complaint-answered", member=alice).count() == 1


def test_the_mail_does_not_hold_the_answer(alice: Member, olivia: Member, now: datetime) -> None:
    complaint = answered(a_complaint(alice, now), olivia, now)

    told = " ".join(str(notice.facts) for notice in Notice.objects.all())
    assert complaint.answer not in told
    assert complaint.text not in told


def test_a_complaint_is_answered_once(alice: Member, olivia: Member, now: datetime) -> None:
    complaint = answered(a_complaint(alice, now), olivia, now)

    with pytest.raises(actions.AlreadyAnswered):
        answered(complaint, olivia, now)


@pytest.mark.parametrize("who", ["alice", "carl"])
def test_nobody_but_an_operator_answers(who: str, alice: Member, carl: Member, now: datetime) -> None:
    complaint = a_complaint(alice, now)

    with pytest.raises(actions.NotAnOperator):
        answered(complaint, {"alice": alice, "carl": carl}[who], now)


def test_an_answer_needs_an_outcome_and_words(
    alice: Member, olivia: Member, now: datetime, signed_in: SignedIn
) -> None:
    complaint = a_complaint(alice, now)

    answer = signed_in(olivia).post(f"/console/complaints/{complaint.pk}/", {"outcome": "", "text": " "})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose the outcome." in page
    assert "Write the answer." in page


def test_the_operator_sees_first_what_is_late(
    *, alice: Member, bob: Member, olivia: Member, now: datetime, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = a_complaint(alice, now)
    late = a_complaint(bob, now - timedelta(days=31))
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    page = signed_in(olivia).get("/console/complaints/").content.decode()

    assert page.index(late.number) < page.index(fresh.number)
    assert "1 answer is late." in page


def test_who_opens_a_complaint_leaves_a_note_that_its_writer_sees(
    alice: Member, olivia: Member, now: datetime, signed_in: SignedIn
) -> None:
    complaint = a_complaint(alice, now)

    signed_in(olivia).get(f"/console/complaints/{complaint.pk}/")

    assert [(look.what, look.why) for look in Look.objects.filter(member=alice)] == [("complaint", "complaint")]
    assert "What you wrote in a complaint" in signed_in(alice).get("/privacy/").content.decode()


def test_closed_complaints_go_after_a_year(alice: Member, bob: Member, olivia: Member, now: datetime) -> None:
    answered(a_complaint(alice, now), olivia, now + timedelta(days=20))
    still_open = a_complaint(bob, now)

    gone = privacy.expire(now=now + timedelta(days=385))

    assert [erased.count for erased in gone] == [1]
    assert list(Complaint.objects.all()) == [still_open]


@pytest.mark.parametrize("said", [{"text": "It hurts."}, {"about": "money"}, {"about": "weather", "text": "Rain."}])
def test_what_is_missing_is_said(alice: Member, said: dict[str, Any], signed_in: SignedIn) -> None:
    answer = signed_in(alice).post("/privacy/complain/", said)

    assert answer.status_code == 422
    assert not Complaint.objects.exists()


def test_a_complaint_that_comes_while_its_writer_leaves_is_kept_and_its_letter_goes(
    alice: Member, now: datetime
) -> None:
    leave(member=alice, now=now)

    # The page was open still: what it knows of the member is from before.
    theirs = a_complaint(alice, now)
    strangers = a_complaint(None, now, address=alice.email)
    erasure = Erasure.objects.get()
    while take_step(erasure_id=erasure.pk, now=now):
        pass

    assert not Member.objects.filter(pk=alice.pk).exists()
    assert {complaint.pk for complaint in Complaint.objects.open()} == {theirs.pk, strangers.pk}
    theirs.refresh_from_db()
    assert (theirs.member_id, theirs.address, theirs.left_at) == (None, "alice@example.org", now)
    assert {notice.address for notice in Notice.objects.filter(kind=Kind.COMPLAINT_RECEIVED)} == {"alice@example.org"}
    assert Notice.objects.filter(kind=Kind.COMPLAINT_RECEIVED).count() == 2
