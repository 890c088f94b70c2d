"""Invitations: single use, expiring, revocable; codes are nowhere kept, and guessing ends soon."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection

from fairpanel.members.actions import asking, enrol, inviting
from fairpanel.members.actions.inviting import (
    EnoughReferrals,
    InvitationOver,
    NoSuchInvitation,
    NotACode,
    TooManyCodes,
)
from fairpanel.members.models import Applicant, Invitation, Member, Role, WrongCode
from fairpanel.members.privacy import keeper
from fairpanel.members.rules.codes import new_code
from fairpanel.members.rules.plan import Mode
from fairpanel.notices.models import Notice
from fairpanel.notices.sending import send
from fairpanel.programme import Programme
from tests.members.plans import put_in_force

Kind = Invitation.Kind
HERE = ("address 192.0.2.1",)


def invite(now: datetime, kind: Invitation.Kind = Kind.PRINT, **other: object) -> tuple[Invitation, str]:
    known: dict[str, object] = {"kind": kind, "by": None, "now": now, "expires_at": now + timedelta(days=60)}
    return inviting.invite(**known | other)  # type: ignore[arg-type]


def newcomer(name: str, now: datetime) -> Member:
    return enrol(email=f"{name}@example.org", role=Role.PANELIST, language="en", now=now)


def come(member: Member, invitation_id: UUID | None, programme: Programme, now: datetime) -> Applicant:
    return asking.ask(
        member=member, programme=programme, region="DE", language="en", born=date(2000, 1, 1),
        answers={"household": "1"}, invitation_id=invitation_id, now=now, today=now.date(),
    )  # fmt: skip


def everything_kept() -> str:
    """All rows of all tables, as text."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        rows = []
        for name in names:
            cursor.execute(f'SELECT t::text FROM "{name}" t')  # noqa: S608 - names from the database itself
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows)


def test_a_code_is_in_the_mail_and_in_no_table(db: None, now: datetime) -> None:
    _invitation, code = invite(now, Kind.MAIL, email="Dora@example.org", language="en", region="DE")

    send(notice_id=Notice.objects.get().pk, now=now)

    [sent] = mail.outbox
    assert sent.to == ["dora@example.org"]
    assert code in sent.body
    assert f"/join/with/{code}/" in sent.body
    kept = everything_kept()
    assert code not in kept
    assert code.replace("-", "") not in kept


def test_who_was_invited_joins_whatever_the_places_say(db: None, programme: Programme, now: datetime) -> None:
    put_in_force("region,places\nDE,0", questions="", mode=Mode.INVITATION)
    invitation, code = invite(now)

    found = inviting.look_up(typed=code.lower(), sources=HERE, now=now)
    applicant = come(newcomer("dora", now), found.pk, programme, now)

    assert found == invitation
    assert applicant.state == "joined"


def test_an_invitation_is_for_one(db: None, programme: Programme, now: datetime) -> None:
    put_in_force(mode=Mode.INVITATION)
    invitation, code = invite(now)
    come(newcomer("dora", now), invitation.pk, programme, now)

    second = come(newcomer("emil", now), invitation.pk, programme, now)

    assert second.state == "waiting"
    with pytest.raises(InvitationOver):
        inviting.look_up(typed=code, sources=HERE, now=now)


def test_an_open_link_lets_in_as_many_as_its_cap_says_and_only_where_there_is_room(
    db: None, programme: Programme, now: datetime
) -> None:
    put_in_force("region,age,household,places\nDE,18-34,1,2", mode=Mode.INVITATION)
    capped, _code = invite(now, Kind.OPEN, uses_max=1)
    wide, _code = invite(now, Kind.OPEN, uses_max=50)

    states = [
        come(newcomer(name, now), link.pk, programme, now).state
        for name, link in [("ann", capped), ("ben", capped), ("cem", wide), ("dora", wide)]
    ]

    assert states == ["joined", "waiting", "joined", "waiting"]
    assert set(Invitation.objects.values_list("uses", flat=True)) == {1}


@pytest.mark.parametrize("how", ["revoked", "over"])
def test_an_invitation_that_is_revoked_or_over_lets_nobody_in_and_keeps_no_address(
    how: str, db: None, now: datetime
) -> None:
    invitation, code = invite(now, Kind.MAIL, email="dora@example.org")
    later = now + timedelta(days=61 if how == "over" else 1)

    if how == "revoked":
        inviting.revoke(invitations=Invitation.objects.filter(pk=invitation.pk), now=now)
    else:
        inviting.forget_what_is_over(now=later)

    with pytest.raises(InvitationOver):
        inviting.look_up(typed=code, sources=HERE, now=later)
    assert Invitation.objects.get().email == ""


def test_a_slip_is_told_without_being_counted_as_a_guess(db: None, now: datetime) -> None:
    _invitation, code = invite(now)

    with pytest.raises(NotACode):
        inviting.look_up(typed=code[:-1], sources=HERE, now=now)
    assert not WrongCode.objects.exists()


def test_guessing_ends_after_ten_codes_an_hour_from_one_address_or_one_account(db: None, now: datetime) -> None:
    invitation, code = invite(now)
    guesses = iter(range(10**9))
    guess = new_code(lambda below: (next(guesses) // 11) % below)
    for _try in range(10):
        with pytest.raises(NoSuchInvitation):
            inviting.look_up(typed=guess, sources=("address 192.0.2.1", "account 7"), now=now)

    for source in ("address 192.0.2.1", "account 7"):
        with pytest.raises(TooManyCodes):
            inviting.look_up(typed=code, sources=(source,), now=now + timedelta(minutes=59))

    assert inviting.look_up(typed=code, sources=("address 192.0.2.2",), now=now) == invitation
    assert inviting.look_up(typed=code, sources=HERE, now=now + timedelta(hours=1)) == invitation
    assert "192.0.2.1" not in everything_kept()


def test_somebody_who_waits_comes_in_by_an_invitation(db: None, programme: Programme, now: datetime) -> None:
    put_in_force(mode=Mode.INVITATION)
    member = newcomer("dora", now)
    come(member, None, programme, now)
    invitation, _code = invite(now)

    asking.come_by(member=member, invitation_id=invitation.pk, now=now)

    member.refresh_from_db()
    assert member.has_joined
    # A second tap uses nothing up; a second person finds it used.
    asking.come_by(member=member, invitation_id=invitation.pk, now=now)
    another = newcomer("bob", now)
    come(another, None, programme, now)
    with pytest.raises(InvitationOver):
        asking.come_by(member=another, invitation_id=invitation.pk, now=now)


def test_a_panelist_invites_as_many_as_the_programme_pays_for_in_a_year(
    alice: Member, programme: Programme, now: datetime
) -> None:
    codes = [inviting.refer(member=alice, programme=programme, now=now) for _one in range(5)]

    with pytest.raises(EnoughReferrals):
        inviting.refer(member=alice, programme=programme, now=now)

    assert len(set(codes)) == 5
    assert inviting.refer(member=alice, programme=programme, now=now + timedelta(days=41))


def test_referrals_that_ran_out_unused_can_be_given_again(alice: Member, programme: Programme, now: datetime) -> None:
    early = now - timedelta(days=100)
    for _one in range(5):
        inviting.refer(member=alice, programme=programme, now=early)

    assert inviting.refer(member=alice, programme=programme, now=now)


def test_who_came_by_a_panelists_word_is_known_for_the_reward_and_gone_with_the_panelist(
    alice: Member, programme: Programme, now: datetime
) -> None:
    code = inviting.refer(member=alice, programme=programme, now=now)
    found = inviting.look_up(typed=code, sources=HERE, now=now)
    dora = newcomer("dora", now)
    come(dora, found.pk, programme, now)

    assert list(inviting.referred_by(alice)) == [dora]

    keeper.erase(alice.pk, now=now)
    assert not Invitation.objects.exists()
    assert Member.objects.get() == dora


def test_somebody_on_the_waiting_list_is_erased_with_their_answers_and_their_invitation(
    db: None, programme: Programme, now: datetime
) -> None:
    put_in_force()
    dora = newcomer("dora", now)
    invitation, _code = invite(now, answers={"household": "3"})
    come(dora, invitation.pk, programme, now)

    told = keeper.held(dora.pk, now=now)
    erased = {one.store: one.count for one in keeper.erase(dora.pk, now=now)}

    assert "Your answers on joining" in [held.what for held in told]
    assert erased["members.Applicant"] == erased["members.Invitation"] == erased["members.Member"] == 1
    assert str(dora.pk) not in everything_kept()
    assert keeper.erase(dora.pk, now=now) == []
