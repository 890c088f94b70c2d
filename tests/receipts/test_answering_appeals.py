"""An appeal: a note without names, a new picture read like every other, another person, and always an end."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from fairpanel.consent import actions as consent
from fairpanel.consent.values import Purpose
from fairpanel.kit.money import Money
from fairpanel.kit.problems import Problem
from fairpanel.ledger import actions as ledger
from fairpanel.members.models import Member
from fairpanel.notices.models import Notice
from fairpanel.receipts import actions, figures, overdue
from fairpanel.receipts.models import Appeal, Receipt
from fairpanel.receipts.noting import cleaned
from fairpanel.receipts.values import Reason, Seen
from tests.receipts.made_by_hand import FakeVault, a_picture, a_reading
from tests.receipts.reviewers import an_unsure_reading, under

Settled = Callable[..., Receipt]
DAY = timedelta(days=1)
NOTE = "My name is Anna Smith, +49 30 901820, anna@example.org: the shop is another. Card 4111111111111111."


@pytest.fixture
def refused(panelist: Member, settled: Settled) -> Receipt:
    return settled(panelist, a_reading(shop="Example Market"))


def appealed(receipt: Receipt, now: datetime, **said: Any) -> Receipt:
    return actions.appeal(member=receipt.member, receipt_id=receipt.id, now=now, **said)


def test_a_note_is_kept_without_what_says_who_wrote_it(refused: Receipt, now: datetime) -> None:
    appealed(refused, now, note=NOTE)

    note = Appeal.objects.get().note
    assert not any(told in note for told in ("Anna", "Smith", "901820", "anna@", "4111"))
    assert "the shop is another" in note


@pytest.mark.parametrize(
    ("wrote", "kept"),
    [
        ("It cost 12.50 on 21.11.2026, not 21.50.", "It cost 12.50 on 21.11.2026, not 21.50."),
        ("Under it stands 123456789.", "Under it stands [number]."),
        ("Ich heiße Jörg Müller.", "Ich heiße [name]."),
        ("Please look.\nBest regards,\nMaria Lopez", "Please look.\nBest regards,\n[name]"),
        ("Frau Weber an der Kasse", "Frau [name] an der Kasse"),
        ("I'm Anna Smith and I am sure.", "I'm [name] and I am sure."),
        ("I live at 12 Mill Lane, Leeds LS1 4AB.", "I live at [address], Leeds [address]."),
        ("Sie ging an die Lange Straße 7a.", "Sie ging an die [address]."),
        ("J'habite 8, rue des Lilas", "J'habite [address]"),
        ("The shop at 3 for 2, on Mill Lane, is Corner Shop.", "The shop at 3 for 2, on Mill Lane, is Corner Shop."),
    ],
)
def test_numbers_and_names_go_and_prices_and_days_stay(wrote: str, kept: str) -> None:
    assert cleaned(wrote, region="DE") == kept


def test_a_note_that_is_too_long_says_so_and_nothing_is_kept(refused: Receipt, now: datetime) -> None:
    with pytest.raises(actions.NoteTooLong, match="500"):
        appealed(refused, now, note="x" * 501)

    assert not Appeal.objects.exists()


def test_a_new_picture_waits_until_it_is_read_and_takes_the_place_of_the_first(
    *, refused: Receipt, olivia: Member, vault: FakeVault, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        appealed(refused, now, picture=a_picture())
        assert not actions.queue_of(reviewer=olivia, now=now).exists()
        to_read = actions.begin_rereading(receipt_id=refused.id, now=now)
        seen = Seen(a_reading(shop="Corner Shop"), (), b"the new picture, blacked out")
        actions.settle_rereading(receipt_id=refused.id, seen=seen, now=now)

    assert to_read is not None
    after = actions.queue_of(reviewer=olivia, now=now).get()
    assert (after.state, after.shop, after.predictions.count()) == ("refused", "Corner Shop", 2)
    assert actions.picture_of(viewer=olivia, receipt_id=refused.id, now=now) == b"the new picture, blacked out"
    assert actions.first_picture_of(viewer=olivia, receipt_id=refused.id, now=now) == b"a blacked-out picture"
    assert sorted(vault.kept.values()) == [b"a blacked-out picture", b"the new picture, blacked out"]

    with django_capture_on_commit_callbacks(execute=True):
        actions.judge(receipt=after, reviewer=olivia, accept=True, reason=None, now=now)

    assert list(vault.kept.values()) == [b"the new picture, blacked out"]


def test_who_answers_is_told_where_the_new_picture_is_of_a_purchase_that_counted_already(
    *, panelist: Member, refused: Receipt, settled: Settled, olivia: Member, now: datetime, signed_in: Any
) -> None:
    settled(panelist, a_reading(shop="Corner Shop"))
    appealed(refused, now, picture=a_picture())

    actions.settle_rereading(receipt_id=refused.id, seen=Seen(a_reading(shop="Corner Shop"), (), b"black"), now=now)

    after = actions.queue_of(reviewer=olivia, now=now).get()
    assert after.doubts == ["sent-before"]
    assert "sent before" in signed_in(olivia).get(f"/console/look/{refused.id}/").content.decode()
    stays = actions.judge(receipt=after, reviewer=olivia, accept=False, reason=None, now=now)
    assert (stays.state, stays.doubts) == ("refused", [])


def test_a_new_picture_that_cannot_be_read_leaves_the_first(
    refused: Receipt, olivia: Member, vault: FakeVault, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        appealed(refused, now, picture=a_picture())
        actions.settle_rereading(receipt_id=refused.id, seen=None, now=now)

    assert list(vault.kept.values()) == [b"a blacked-out picture"]
    assert actions.queue_of(reviewer=olivia, now=now).get() == refused


def test_what_is_no_picture_says_so_and_the_appeal_is_not_made(refused: Receipt, now: datetime) -> None:
    with pytest.raises(Problem):
        appealed(refused, now, picture=b"no picture")

    assert not Appeal.objects.exists()


def test_of_a_deleted_appeal_both_pictures_go(
    refused: Receipt, vault: FakeVault, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        appealed(refused, now, picture=a_picture())
        actions.delete(member=refused.member, receipt_id=refused.id, now=now)

    assert vault.kept == {}


def test_who_refused_does_not_answer_and_the_answer_says_why(
    *, panelist: Member, rosa: Member, olivia: Member, settled: Settled, now: datetime
) -> None:
    receipt = settled(panelist, an_unsure_reading())
    actions.judge(receipt=receipt, reviewer=rosa, accept=False, reason=Reason.ALTERED, now=now)
    appealed(receipt, now)

    assert not actions.queue_of(reviewer=rosa, now=now).exists()
    with pytest.raises(actions.AlreadyJudged):
        actions.judge(receipt=receipt, reviewer=rosa, accept=False, reason=None, now=now)
    after = actions.judge(
        receipt=receipt, reviewer=olivia, accept=False, reason=None, why=Reason.CARD_SLIP,
        note="It has no lines, Mrs Miller.", now=now + DAY,
    )  # fmt: skip

    appeal = Appeal.objects.get()
    assert (after.reason, appeal.reason, appeal.why, appeal.ending) == (
        "card-slip", "altered", "card-slip", "stays-refused",
    )  # fmt: skip
    assert (appeal.answer, appeal.answered_by) == ("It has no lines, Mrs [name].", olivia)
    assert any("It has no lines" in str(notice.facts) for notice in Notice.objects.filter(kind="result"))


def test_the_days_are_those_of_the_programme_when_it_came(panelist: Member, settled: Settled, now: datetime) -> None:
    with under(appeal_days=20, answer_days=5, look_days=2):
        refused = settled(panelist, a_reading(shop="Example Market"))
        unsure = settled(panelist, an_unsure_reading())
        waiting = appealed(refused, now + DAY)

    assert refused.appeal_until == now + 20 * DAY
    assert (unsure.look_until, waiting.look_until, waiting.answer_until) == (
        now + 2 * DAY,
        now + 6 * DAY,
        now + 6 * DAY,
    )


def test_an_appeal_that_nobody_answers_counts_and_pays(panelist: Member, refused: Receipt, now: datetime) -> None:
    last_day = appealed(refused, now).look_until
    assert last_day is not None

    assert actions.end_unanswered(now=last_day - DAY) == 0
    assert actions.end_unanswered(now=last_day) == 1
    assert actions.end_unanswered(now=last_day + DAY) == 0

    refused.refresh_from_db()
    assert (refused.state, refused.decided_by, Appeal.objects.get().ending) == ("accepted", None, "unanswered")
    # November is over by then, so it is posted at once.
    assert ledger.balance(panelist.account) == Money(10, "EUR")


def test_where_the_programme_says_so_it_stays_refused_and_that_is_told(refused: Receipt, now: datetime) -> None:
    with under(appeal_unanswered="stays-refused"):
        last_day = appealed(refused, now).look_until
        assert last_day is not None
        actions.end_unanswered(now=last_day)

    refused.refresh_from_db()
    assert (refused.state, refused.is_appealed) == ("refused", False)
    assert any(notice.key.endswith("stays-unanswered") for notice in Notice.objects.all())


def test_while_its_panelist_has_paused_the_time_does_not_end(refused: Receipt, now: datetime) -> None:
    last_day = appealed(refused, now).look_until
    assert last_day is not None
    consent.pause(member=refused.member, purpose=Purpose.HUMAN_REVIEW, until=None, now=now)

    assert actions.end_unanswered(now=last_day) == 0
    consent.resume(member=refused.member, purpose=Purpose.HUMAN_REVIEW, now=last_day)
    assert actions.end_unanswered(now=last_day) == 0
    assert actions.end_unanswered(now=last_day + actions.DAYS_AFTER_A_PAUSE * DAY) == 1


def test_operators_hear_once_of_an_appeal_whose_time_is_nearly_over(
    refused: Receipt, olivia: Member, now: datetime
) -> None:
    last_day = appealed(refused, now).look_until
    assert last_day is not None

    told = [overdue.warn(now=at) for at in (now, last_day - DAY, last_day)]

    assert told == [0, 1, 0]
    assert Notice.objects.filter(kind="appeals-due", member_id=olivia.pk).count() == 1


def test_outcomes_are_counted_by_the_reason_of_the_refusal(
    panelist: Member, olivia: Member, settled: Settled, now: datetime
) -> None:
    for number, shop in enumerate(("Example Market", "Example Market", "Corner Shop")):
        bought = date(2020, 1, 1 + number)
        changes = {} if shop != "Corner Shop" else {"date": a_reading().date and _on(bought)}
        receipt = settled(panelist, a_reading(shop=shop, **changes))
        appealed(receipt, now)
        actions.judge(receipt=receipt, reviewer=olivia, accept=number == 0, reason=None, now=now + (1 + number) * DAY)

    found = {outcome.reason: outcome for outcome in figures.outcomes()}

    seller = found[Reason.EXCLUDED_SELLER]
    assert (seller.refused, seller.appealed, seller.counted, seller.percent, seller.days) == (2, 2, 1, 50.0, 1.5)
    assert found[Reason.TOO_OLD].percent == 0.0


def _on(day: date) -> Any:
    from tests.receipts.made_by_hand import a_field

    return a_field(day, 5)


def test_the_page_takes_a_note_and_loses_nothing_where_the_picture_is_none(
    panelist: Member, refused: Receipt, signed_in: Callable[[Member], Client], now: datetime
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils import timezone

    Receipt.objects.update(appeal_until=timezone.now() + DAY)
    browser, address = signed_in(panelist), f"/receipts/{refused.id}/appeal/"
    asked = browser.get(address).content.decode()
    wrong = browser.post(address, {"note": "The shop is another.", "picture": SimpleUploadedFile("a.jpg", b"nothing")})
    right = browser.post(address, {"note": "The shop is another."})

    assert "If nobody does, it counts." in asked
    assert (wrong.status_code, "The shop is another." in wrong.content.decode()) == (422, True)
    assert right["Location"] == f"/receipts/{refused.id}/"
    assert "The shop is another." in browser.get(f"/receipts/{refused.id}/").content.decode()
