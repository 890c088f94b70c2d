"""A household: one opens it, others come by a code, each decides for themselves and knows the others by first name."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fairpanel.consent import actions as consent
from fairpanel.consent.values import Purpose, current_version
from fairpanel.members import cases, devices, households
from fairpanel.members.models import CaseKind, Household, HouseholdCode, Member

SignedIn = Callable[[Member], Client]


@pytest.fixture
def together(alice: Member, bob: Member, now: datetime) -> Household:
    """Alice opened a household and Bob came into it."""
    household = households.open_household(member=alice, label="Ali", now=now)
    households.come_in(member=bob, code=households.ask_in(member=alice, now=now), label="Bobby", now=now)
    return household


def names(member: Member) -> list[str]:
    return [mate.label for mate in households.housemates_of(member)]


def test_who_comes_by_a_code_is_in_and_they_know_each_others_first_names(
    together: Household, alice: Member, bob: Member
) -> None:
    assert names(alice) == names(bob) == ["Ali", "Bobby"]
    assert households.live_together(alice, bob)


def test_a_code_works_once_and_for_seven_days(alice: Member, bob: Member, carl: Member, now: datetime) -> None:
    households.open_household(member=alice, label="Ali", now=now)
    code, late = households.ask_in(member=alice, now=now), households.ask_in(member=alice, now=now)
    households.come_in(member=bob, code=code.lower().replace("-", " "), label="Bobby", now=now)

    with pytest.raises(households.NoSuchCode):
        households.come_in(member=carl, code=code, label="Carl", now=now)
    with pytest.raises(households.NoSuchCode):
        households.come_in(member=carl, code=late, label="Carl", now=now + timedelta(days=7))


def test_a_code_is_kept_nowhere(alice: Member, now: datetime) -> None:
    households.open_household(member=alice, label="Ali", now=now)

    code = households.ask_in(member=alice, now=now)

    kept = HouseholdCode.objects.values().get()
    assert not any(code.replace("-", "") in str(value) or code in str(value) for value in kept.values())


@pytest.mark.parametrize("code", ["", "nonsense", "3CAT-9HEN-7FXY", "A" * 40])
def test_a_made_up_code_leads_nowhere(bob: Member, now: datetime, code: str) -> None:
    with pytest.raises(households.NoSuchCode):
        households.come_in(member=bob, code=code, label="Bobby", now=now)


def test_nobody_is_in_two(together: Household, bob: Member, now: datetime) -> None:
    with pytest.raises(households.InOneAlready):
        households.open_household(member=bob, label="Bob", now=now)


@pytest.mark.parametrize("label", ["", "   "])
def test_a_housemate_has_a_name(alice: Member, label: str, now: datetime) -> None:
    with pytest.raises(households.NoFirstName):
        households.open_household(member=alice, label=label, now=now)

    assert not Household.objects.exists()


def test_who_opened_it_may_leave_and_the_others_stay_but_their_codes_are_worth_nothing(
    together: Household, alice: Member, bob: Member, carl: Member, now: datetime
) -> None:
    code = households.ask_in(member=alice, now=now)

    households.leave(member=alice)

    assert names(bob) == ["Bobby"]
    with pytest.raises(households.NoSuchCode):
        households.come_in(member=carl, code=code, label="Carl", now=now)


def test_the_last_to_leave_takes_the_household_along(together: Household, alice: Member, bob: Member) -> None:
    households.leave(member=alice)
    households.leave(member=bob)

    assert not Household.objects.exists()
    assert not HouseholdCode.objects.exists()


def test_a_household_takes_no_more_than_it_can(alice: Member, now: datetime) -> None:
    households.open_household(member=alice, label="Ali", now=now)
    for _ in range(households.OPEN_CODES_MAX):
        households.ask_in(member=alice, now=now)

    with pytest.raises(households.TooManyCodes):
        households.ask_in(member=alice, now=now)

    assert households.ask_in(member=alice, now=now + timedelta(days=8))


def test_one_housemates_yes_is_nobody_elses(together: Household, alice: Member, bob: Member, now: datetime) -> None:
    version = current_version(Purpose.RECEIPTS)

    consent.answer(member=alice, purpose=Purpose.RECEIPTS, version=version, granted=True, now=now)

    assert consent.is_live(member=alice, purpose=Purpose.RECEIPTS, now=now)
    assert not consent.is_live(member=bob, purpose=Purpose.RECEIPTS, now=now)


def test_strangers_in_one_browser_are_a_question_for_a_person(alice: Member, bob: Member, now: datetime) -> None:
    devices.meet(member=alice, token="one browser", now=now)
    devices.meet(member=bob, token="one browser", now=now + timedelta(days=3))

    case = cases.waiting().get()

    assert case.kind == CaseKind.SAME_DEVICE
    assert case.evidence == {"accounts": 2, "since": "2026-11-25"}
    assert {one.member for one in case.concerned.all()} == {alice, bob}


def test_a_household_may_share_a_browser(together: Household, alice: Member, bob: Member, now: datetime) -> None:
    devices.meet(member=alice, token="one browser", now=now)
    devices.meet(member=bob, token="one browser", now=now)

    assert not cases.waiting().exists()


def test_a_browser_that_was_given_away_half_a_year_ago_is_no_sign(alice: Member, bob: Member, now: datetime) -> None:
    devices.meet(member=alice, token="one browser", now=now)
    later = now + timedelta(days=181)

    devices.meet(member=bob, token="one browser", now=later)

    assert not cases.waiting().exists()
    assert devices.forget_old(now=later) == 1


def test_staff_and_clients_are_not_noted(olivia: Member, carl: Member, now: datetime) -> None:
    for member in (olivia, carl):
        devices.meet(member=member, token="one browser", now=now)

    assert not cases.waiting().exists()


def test_two_accounts_in_one_browser_are_seen_by_its_cookie_and_both_are_told(
    alice: Member, bob: Member, signed_in: SignedIn
) -> None:
    browser = signed_in(alice)
    browser.get("/you/")
    browser.post("/account/logout/")
    browser.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")

    browser.get("/you/")

    page = browser.get("/you/").content.decode()
    assert cases.has_open_case(alice)
    assert "A person looks at a question about your account." in page
    assert "signed in with one browser" in browser.get("/you/questions/").content.decode()


def test_two_browsers_of_two_people_are_no_sign(alice: Member, bob: Member, signed_in: SignedIn) -> None:
    signed_in(alice).get("/you/")
    signed_in(bob).get("/you/")

    assert not cases.waiting().exists()


def test_guessing_codes_of_households_ends_after_ten(alice: Member, bob: Member, signed_in: SignedIn) -> None:
    now = timezone.now()
    households.open_household(member=alice, label="Ali", now=now)
    right, browser = households.ask_in(member=alice, now=now), signed_in(bob)
    assert browser.get(f"/you/household/with/{right}/").status_code == 200

    guesses = [browser.get("/you/household/with/3CAT-9HEN-7FXY/").status_code for _ in range(10)]

    assert guesses == [404] * 10
    assert browser.get(f"/you/household/with/{right}/").status_code == 403
