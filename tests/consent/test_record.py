"""The consent record that a member takes along: ISO/IEC TS 27560, one record a purpose, every event in it."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from fairpanel.consent import actions
from fairpanel.consent.models import Showing
from fairpanel.consent.values import Purpose, current_version
from fairpanel.members.models import Member

RECEIPTS = Purpose.RECEIPTS
FACTS = {"sponsor": "Example Market", "pictures_days": "90", "lines_months": "12"}
DAY = timedelta(days=1)


@pytest.fixture
def told(alice: Member, now: datetime) -> Member:
    """Alice, who read, agreed, paused for a day, and took it back."""
    actions.show(member=alice, purpose=RECEIPTS, facts=FACTS, now=now)
    version = current_version(RECEIPTS)
    actions.answer(member=alice, purpose=RECEIPTS, version=version, granted=True, now=now + DAY)
    actions.pause(member=alice, purpose=None, until=now + 3 * DAY, now=now + 2 * DAY)
    actions.withdraw(member=alice, purpose=RECEIPTS, collector=None, now=now + 4 * DAY)
    return alice


def test_the_record_names_the_standard_and_what_it_leaves_out(told: Member, now: datetime) -> None:
    record = actions.record(member=told, now=now + 5 * DAY)

    assert record["standard"] == "ISO/IEC TS 27560:2023"
    assert "storage_locations" in record["left_out"]


def test_every_event_stands_in_its_order(told: Member, now: datetime) -> None:
    (record,) = actions.record(member=told, now=now + 5 * DAY)["records"]

    assert [(event["event_state"], event["event_time"]) for event in record["events"]] == [
        ("dpv:ConsentRequested", now.isoformat()),
        ("dpv:ConsentGiven", (now + DAY).isoformat()),
        ("fairpanel:paused", (now + 2 * DAY).isoformat()),
        ("fairpanel:resumed", (now + 3 * DAY).isoformat()),
        ("dpv:ConsentWithdrawn", (now + 4 * DAY).isoformat()),
    ]


def test_a_yes_that_ended_by_itself_has_its_end(alice: Member, now: datetime) -> None:
    purpose = Purpose.AD_VERIFICATION
    version = current_version(purpose)
    actions.answer(member=alice, purpose=purpose, version=version, granted=True, now=now)

    (record,) = actions.record(member=alice, now=now + 400 * DAY)["records"]

    assert [event["event_state"] for event in record["events"]] == ["dpv:ConsentGiven", "dpv:ConsentExpired"]
    assert record["events"][1]["event_time"] == "2027-11-22T12:00:00+00:00"


def test_what_was_shown_and_by_whom_is_in_it(told: Member, now: datetime) -> None:
    (record,) = actions.record(member=told, now=now + 5 * DAY)["records"]

    processing = record["pii_processing"]
    assert record["pii_principal_id"] == str(told.pk)
    assert processing["privacy_notice_digest"] == f"sha256:{Showing.objects.get().digest}"
    assert processing["language"] == "en"
    assert processing["purposes"][0]["pii_information"] == [
        {"pii_type": name, "pii_optional": True} for name in ("purchase", "picture", "correspondence")
    ]
    assert "90 days" in processing["purposes"][0]["retention_period"]
    assert record["party_identification"][0]["party_name"] == "Example Market"


def test_nobody_else_is_in_it(told: Member, bob: Member, now: datetime) -> None:
    assert actions.record(member=bob, now=now)["records"] == []


def test_it_is_downloaded_as_a_file_that_any_program_reads(told: Member, signed_in: Callable[[Member], Client]) -> None:
    answer = signed_in(told).get("/consent/record.json")

    assert answer["Content-Disposition"] == 'attachment; filename="consent-record.json"'
    assert json.loads(answer.content)["records"][0]["pii_principal_id"] == str(told.pk)
