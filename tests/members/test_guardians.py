"""Minors take part only while an adult who answers for them agrees, and only where the module is on (laws 1, 4, 14)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.consent import actions as consent
from fairpanel.consent.rules import asked_in
from fairpanel.consent.values import Purpose, Standing, current_version
from fairpanel.members import guardians, ports, profile
from fairpanel.members.actions import guarding
from fairpanel.members.actions.asking import ask_with_guardian, give_up
from fairpanel.members.actions.inviting import person_of
from fairpanel.members.models import Guardianship, Member
from fairpanel.members.rules import No, Yes, guarded_until, is_adult, may_be_offered
from fairpanel.notices.models import Notice
from fairpanel.programme import OF_MINORS, Programme
from tests.members.guarded import BORN, MUM, a_minor, joined, switch_on, with_guardians

RECEIPTS = Purpose.RECEIPTS
YEAR = timedelta(days=365)
Answer = Guardianship.Answer


@pytest.fixture
def on(db: None, programme: Programme) -> Iterator[Programme]:
    before = ports.filled()
    yield switch_on(programme)
    ports.fill(before)


@pytest.fixture
def mia(on: Programme, now: datetime) -> Member:
    return a_minor(now)


def say_yes(member: Member, now: datetime) -> None:
    consent.answer(member=member, purpose=RECEIPTS, version=current_version(RECEIPTS), granted=True, now=now)


@pytest.mark.parametrize(
    ("region", "born", "until"),
    [
        ("DE", date(2010, 11, 22), date(2027, 11, 22)),  # sixteen today, the age of consent there
        ("DE", date(2010, 11, 23), None),  # a day too young
        ("FR", date(2011, 11, 22), date(2027, 11, 22)),  # fifteen is enough in France
        ("US", date(2013, 11, 22), date(2027, 11, 22)),  # and thirteen in the US
        ("DE", date(2009, 3, 17), date(2027, 4, 1)),  # of age in March: the first of a month after it
        ("DE", date(2009, 3, 1), date(2027, 3, 1)),
        ("DE", date(2008, 11, 22), None),  # an adult today
    ],
)
def test_a_guardian_is_needed_from_the_age_of_consent_of_the_region_to_that_of_majority(
    region: str, born: date, until: date | None, programme: Programme, now: datetime
) -> None:
    on = with_guardians(programme)

    needed = guarding.guardian_needed(programme=on, region=region, born=born, today=now.date())

    assert needed == until


def test_with_the_module_off_nobody_needs_one(programme: Programme, now: datetime) -> None:
    assert guarding.guardian_needed(programme=programme, region="DE", born=BORN, today=now.date()) is None


@given(born=st.dates(date(2004, 1, 1), date(2026, 1, 1)), today=st.dates(date(2026, 1, 1), date(2040, 1, 1)))
def test_the_kept_day_says_no_more_of_a_birthday_than_its_month(born: date, today: date) -> None:
    until = guarded_until(born=born, today=today, age_of_majority=18)

    if until is None:
        assert is_adult(born=born, on=today, age_of_majority=18)
    else:
        assert today < until <= today + timedelta(days=366)
        is_a_year = (until - today).days >= 365
        assert is_a_year or until.day == 1
        assert is_a_year or is_adult(born=born, on=until, age_of_majority=18)


def test_nothing_of_the_date_of_birth_is_kept(mia: Member) -> None:
    kept = Guardianship.objects.values().get()

    assert not any("2010" in str(value) or "02-17" in str(value) for value in kept.values())


def test_until_the_guardian_agrees_nobody_joins_and_consent_does_not_stand(mia: Member, now: datetime) -> None:
    say_yes(mia, now)

    with pytest.raises(guardians.NoGuardianYet):
        ask_with_guardian(member=mia, invitation_id=None, now=now, today=now.date())
    with pytest.raises(consent.Unguarded):
        consent.require(member=mia, purpose=RECEIPTS, now=now)


def test_when_both_agree_it_begins(mia: Member, now: datetime) -> None:
    joined(mia, now)
    say_yes(mia, now)

    assert mia.has_joined
    assert consent.is_live(member=mia, purpose=RECEIPTS, now=now)
    kept = Guardianship.objects.get()
    assert (kept.version, kept.language, len(kept.words)) == (1, "en", 64)


def test_a_code_is_used_once_and_kept_only_as_a_digest(mia: Member, now: datetime) -> None:
    code = guarding.ask_guardian(member=mia, address=MUM, now=now)
    told = str(Guardianship.objects.values().get()) + str(list(Notice.objects.values()))
    guarding.agree(code=code, language="en", version=1, is_adult=True, is_guardian=True, now=now)

    assert code not in told
    with pytest.raises(guarding.NothingToAnswer):
        guarding.refuse(code=code, now=now)


@pytest.mark.parametrize("code", ["", "x", "made-up", "é" * 300])
def test_a_guessed_code_opens_nothing(code: str, mia: Member, now: datetime) -> None:
    guarding.ask_guardian(member=mia, address=MUM, now=now)

    with pytest.raises(guarding.NothingToAnswer):
        guarding.asked_by(code, now=now)


def test_a_code_ends_after_a_week_and_with_the_next_one(mia: Member, now: datetime) -> None:
    first = guarding.ask_guardian(member=mia, address=MUM, now=now)
    second = guarding.ask_guardian(member=mia, address=MUM, now=now)

    with pytest.raises(guarding.NothingToAnswer):
        guarding.asked_by(first, now=now)
    assert guarding.asked_by(second, now=now + timedelta(days=6)).member == mia
    with pytest.raises(guarding.NothingToAnswer):
        guarding.asked_by(second, now=now + timedelta(days=7))


def test_three_mails_are_written_and_no_fourth(mia: Member, now: datetime) -> None:
    for _ in range(3):
        guarding.ask_guardian(member=mia, address=MUM, now=now)

    with pytest.raises(guarding.AskedEnough):
        guarding.ask_guardian(member=mia, address=MUM, now=now)
    assert Notice.objects.filter(kind="guardian-asked").count() == 1


def test_ones_own_address_is_nobody_elses(mia: Member, now: datetime) -> None:
    with pytest.raises(guarding.OwnAddress):
        guarding.ask_guardian(member=mia, address="Mia@Example.org", now=now)


def test_who_does_not_declare_both_does_not_agree(mia: Member, now: datetime) -> None:
    code = guarding.ask_guardian(member=mia, address=MUM, now=now)

    for said in ({"is_adult": False, "is_guardian": True}, {"is_adult": True, "is_guardian": False}):
        with pytest.raises(guarding.NotDeclared):
            guarding.agree(code=code, language="en", version=1, now=now, **said)


def test_a_guardian_who_says_no_is_forgotten_and_not_asked_again(mia: Member, now: datetime) -> None:
    code = guarding.ask_guardian(member=mia, address=MUM, now=now)

    guarding.refuse(code=code, now=now)

    assert Guardianship.objects.get().address == ""
    assert not Notice.objects.filter(address=MUM).exists()
    with pytest.raises(guarding.AskedAndAnswered):
        guarding.ask_guardian(member=mia, address="dad@example.org", now=now)


def test_what_a_guardian_takes_back_stops_at_once(mia: Member, now: datetime) -> None:
    token = joined(mia, now)
    say_yes(mia, now)

    guarding.take_back(token=token, now=now)

    assert consent.standing(member=mia, purpose=RECEIPTS, now=now) is Standing.WITHDRAWN
    assert guardians.is_stopped(mia, at=now)
    assert Guardianship.objects.get().address == ""
    with pytest.raises(guarding.NoAgreement):
        guarding.take_back(token=token, now=now)
    say_yes(mia, now)
    assert consent.standing(member=mia, purpose=RECEIPTS, now=now) is Standing.UNGUARDED


def test_the_agreement_ends_by_its_day_and_an_adult_goes_on_alone(mia: Member, now: datetime) -> None:
    joined(mia, now)
    say_yes(mia, now)
    later = now + YEAR

    ended = consent.standing(member=mia, purpose=RECEIPTS, now=later)
    is_of_age = guarding.at_the_door_again(
        member=mia, programme=ports.filled().programme, born=date(2009, 1, 1), now=later, today=later.date()
    )

    assert ended is Standing.UNGUARDED
    assert is_of_age
    assert not Guardianship.objects.exists()
    assert consent.is_live(member=mia, purpose=RECEIPTS, now=later)


def test_who_is_still_not_of_age_after_a_year_asks_anew(mia: Member, now: datetime) -> None:
    joined(mia, now)
    later = now + YEAR

    is_of_age = guarding.at_the_door_again(
        member=mia, programme=ports.filled().programme, born=BORN, now=later, today=later.date()
    )

    asked = Guardianship.objects.get()
    assert not is_of_age
    assert (asked.answer, asked.address, asked.until) == (Answer.NONE, "", date(2028, 3, 1))


def test_before_its_day_nobody_talks_their_way_out_of_it(mia: Member, now: datetime) -> None:
    with pytest.raises(guarding.AskedAndAnswered):
        guarding.at_the_door_again(
            member=mia, programme=ports.filled().programme, born=date(1990, 1, 1), now=now, today=now.date()
        )


def test_with_the_module_switched_off_again_no_agreement_counts(
    mia: Member, programme: Programme, now: datetime
) -> None:
    joined(mia, now)
    say_yes(mia, now)

    ports.fill(replace(ports.filled(), programme=programme))

    assert not consent.is_live(member=mia, purpose=RECEIPTS, now=now)


def test_the_guardian_is_told_of_the_end_once_and_forgotten(mia: Member, now: datetime) -> None:
    joined(mia, now)

    for _ in range(2):
        guarding.forget_what_is_over(now=now + YEAR)

    assert Guardianship.objects.get().address == ""
    assert Notice.objects.filter(kind="guardian-told", facts__what="over").count() == 1


def test_who_waits_a_month_for_a_guardian_is_forgotten_with_the_address(mia: Member, now: datetime) -> None:
    guarding.ask_guardian(member=mia, address=MUM, now=now)

    guarding.forget_what_is_over(now=now + timedelta(days=31))

    assert not Member.objects.exists()
    assert not Notice.objects.filter(address=MUM).exists()


def test_who_gives_up_takes_the_guardians_address_along(mia: Member, now: datetime) -> None:
    guarding.ask_guardian(member=mia, address=MUM, now=now)

    give_up(member=mia, now=now)

    assert not Member.objects.exists()
    assert not Notice.objects.filter(address=MUM).exists()


def test_a_minor_is_asked_nothing_about_themselves(mia: Member, now: datetime) -> None:
    joined(mia, now)

    with pytest.raises(profile.NotAskedOfMinors):
        profile.answer(member=mia, question="work", version=1, said="retired", now=now)
    assert mia.applicant.answers == {}


def test_a_minor_is_offered_only_what_says_so(mia: Member, on: Programme, alice: Member, now: datetime) -> None:
    joined(mia, now)
    offers = on.in_force(now.date()).offers_in("DE")

    hers = {offer.kind for offer in offers if isinstance(may_be_offered(offer, person_of(mia)), Yes)}
    closed = [offer for offer in offers if isinstance(may_be_offered(offer, person_of(mia)), No)]

    assert hers == {"each-receipt"}
    assert closed
    assert all(isinstance(may_be_offered(offer, person_of(alice)), Yes) for offer in offers)


def test_a_minor_is_never_asked_for_what_would_profile_them(on: Programme, now: datetime) -> None:
    asked = asked_in(on.in_force(now.date()), region="DE", collected=list(Purpose), is_minor=True)

    assert set(asked) == {Purpose.RECEIPTS, Purpose.HUMAN_REVIEW}


@pytest.mark.parametrize("answer", Answer)
@pytest.mark.parametrize("circumstance", ["on", "off", "over"])
def test_nothing_is_written_or_read_outside_a_live_agreement(
    answer: str, circumstance: str, mia: Member, programme: Programme, now: datetime
) -> None:
    joined(mia, now)
    for purpose in Purpose:
        version = current_version(purpose)
        consent.answer(member=mia, purpose=purpose, version=version, granted=True, now=now)
    said_at = None if answer == Answer.NONE else now
    address = MUM if answer in {Answer.NONE, Answer.AGREED} else ""
    Guardianship.objects.update(answer=answer, answered_at=said_at, address=address)
    if circumstance == "off":
        ports.fill(replace(ports.filled(), programme=programme))
    at = now + YEAR if circumstance == "over" else now

    live = {purpose for purpose in Purpose if consent.is_live(member=mia, purpose=purpose, now=at)}
    listed = {purpose for purpose in Purpose if consent.live_members(purpose, at=at).filter(member=mia).exists()}

    agrees = answer == Answer.AGREED and circumstance == "on"
    assert live == listed == ({purpose for purpose in Purpose if purpose in OF_MINORS} if agrees else set())
