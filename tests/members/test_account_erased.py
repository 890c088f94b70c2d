"""What the account's tables hold of a member is told, taken along and erased, and nothing of anybody else's."""

from datetime import datetime

import pytest
from django.apps import apps

from fairpanel.members import cases, devices, households, looks, profile
from fairpanel.members.actions import addresses
from fairpanel.members.models import CaseKind, Member, Seen, Why
from fairpanel.members.privacy import keeper

OF_ACCOUNTS = ("AddressChange", "Device", "Housemate", "ProfileAnswer", "Look", "Concerned")


@pytest.fixture
def everything(alice: Member, bob: Member, olivia: Member, now: datetime) -> None:
    """Rows of Alice's and of Bob's in every one of these tables."""
    for member in (alice, bob):
        addresses.ask_to_change_address(member=member, address=f"new-{member.email}", now=now)
        devices.meet(member=member, token=str(member.pk), now=now)
        households.open_household(member=member, label="Me", now=now)
        households.ask_in(member=member, now=now)
        profile.answer(member=member, question="work", version=1, said="retired", now=now)
        looks.note(staff=olivia, member=member, what=Seen.ACCOUNT, why=Why.TABLES, now=now)
    cases.open_case(kind=CaseKind.SAME_DEVICE, members=[alice, bob], evidence={}, now=now)


def rows_of(member: Member) -> dict[str, int]:
    models = {name: apps.get_model("members", name) for name in OF_ACCOUNTS}
    return {name: model.objects.filter(member=member.pk).count() for name, model in models.items()}


@pytest.mark.usefixtures("everything")
def test_all_of_it_goes_and_nothing_of_the_others(alice: Member, bob: Member, now: datetime) -> None:
    before = rows_of(alice)

    keeper.erase(alice.pk, now=now)

    assert before == dict.fromkeys(OF_ACCOUNTS, 1)
    assert rows_of(alice) == dict.fromkeys(OF_ACCOUNTS, 0)
    # The question was about the two of them.
    assert rows_of(bob) == dict.fromkeys(OF_ACCOUNTS, 1) | {"Concerned": 0}


@pytest.mark.usefixtures("everything")
def test_a_household_ends_with_its_last_and_its_codes_too(alice: Member, now: datetime) -> None:
    gone = {erased.store: erased.count for erased in keeper.erase(alice.pk, now=now)}

    assert gone["members.Household"] == 1
    assert gone["members.HouseholdCode"] == 1


@pytest.mark.usefixtures("everything")
def test_all_of_it_is_told_and_taken_along(alice: Member, now: datetime) -> None:
    told = {held.what for held in keeper.held(alice.pk, now=now)}
    taken = {table.name: list(table.rows) for table in keeper.tables(alice.pk)}

    assert {
        "Changes of your mail address", "Browsers that you signed in by", "Your place in a household",
        "Your answers about yourself", "Who of the staff looked", "Questions about your account",
    } <= told  # fmt: skip
    assert taken["members.ProfileAnswer"][0]["answer"] == "retired"
    assert taken["members.Housemate"][0]["label"] == "Me"
    assert len(taken["members.Device"]) == len(taken["members.AddressChange"]) == 1
