"""A panelist mends what we misread: it holds, it is marked as theirs, and by itself it changes no pay."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from fairpanel.consent.actions import withdraw
from fairpanel.consent.values import Purpose
from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.receipts import actions, correcting, upkeep
from fairpanel.receipts.models import Correction, Line, Prediction, Receipt
from fairpanel.receipts.paper import paper_of
from fairpanel.receipts.values import LineSaid, Said, State
from fairpanel.rewards.actions import earned_for
from tests.receipts.made_by_hand import a_field, a_reading

SignedIn = Callable[[Member], Client]
Settled = Callable[..., Receipt]
BREAD = LineSaid("Bread", None, Money(250, "EUR"))
MILK = LineSaid("Milk", Decimal(2), Money(200, "EUR"))
AS_READ = Said("Corner Shop", date(2026, 11, 21), Money(450, "EUR"), {0: BREAD, 1: MILK})


@pytest.fixture
def receipt(panelist: Member, settled: Settled) -> Receipt:
    """One of Alice's that counted; she allows that a person looks."""
    return settled(panelist, a_reading())


def corrected(receipt: Receipt, now: datetime, **changes: object) -> Receipt:
    said = replace(AS_READ, **changes)  # type: ignore[arg-type]
    return correcting.correct(member=receipt.member, receipt_id=receipt.pk, said=said, now=now)


def test_a_misread_line_is_mended_and_the_reading_stays(receipt: Receipt, now: datetime) -> None:
    read = Prediction.objects.get().fields

    after = corrected(receipt, now, lines={0: LineSaid("Rye bread", Decimal(1), Money(260, "EUR")), 1: MILK})

    line = Line.objects.get(position=0)
    assert (line.text, line.quantity, line.price_minor) == ("Rye bread", Decimal(1), 260)
    assert {(row.position, row.field, row.was, row.said) for row in Correction.objects.all()} == {
        (0, "text", "Bread", "Rye bread"), (0, "quantity", "", "1"), (0, "price", "250", "260"),
    }  # fmt: skip
    assert Prediction.objects.get().fields == read
    assert after.state == State.ACCEPTED


def test_what_is_as_it_was_is_no_correction(receipt: Receipt, now: datetime) -> None:
    after = corrected(receipt, now)

    assert not Correction.objects.exists()
    assert after.state == State.ACCEPTED


@pytest.mark.parametrize(
    ("changes", "doubts"),
    [
        ({"total": Money(45_000, "EUR")}, ["total"]),
        ({"day": date(2026, 11, 20)}, ["date"]),
        ({"shop": "Book Seller"}, ["merchant"]),
    ],
)
def test_what_decides_whether_it_counts_goes_to_a_person_and_what_was_earned_stays(
    receipt: Receipt, now: datetime, changes: dict[str, object], doubts: list[str]
) -> None:
    earned = earned_for(receipt.pk)

    after = corrected(receipt, now, **changes)

    assert (after.state, after.doubts) == (State.NEEDS_LOOK, doubts)
    assert earned_for(receipt.pk) == earned


def test_a_name_that_is_spelt_better_needs_nobody(receipt: Receipt, now: datetime) -> None:
    after = corrected(receipt, now, shop="Corner Shop!")

    assert (after.state, after.shop) == (State.ACCEPTED, "Corner Shop!")


def test_a_person_accepts_the_correction_and_it_pays_once(receipt: Receipt, olivia: Member, now: datetime) -> None:
    earned = earned_for(receipt.pk)
    waiting = corrected(receipt, now, total=Money(4500, "EUR"))

    after = actions.judge(receipt=waiting, reviewer=olivia, accept=True, reason=None, now=now)

    assert (after.state, after.total) == (State.ACCEPTED, Money(4500, "EUR"))
    assert earned_for(receipt.pk) == earned


def test_where_nobody_may_look_what_decides_stays_and_that_is_said(
    panelist: Member, settled: Settled, now: datetime
) -> None:
    receipt = settled(panelist, a_reading())
    withdraw(member=panelist, purpose=Purpose.HUMAN_REVIEW, collector=None, now=now)

    with pytest.raises(correcting.NobodyMayLook):
        corrected(receipt, now, total=Money(4500, "EUR"))
    assert corrected(receipt, now, lines={0: replace(BREAD, text="Rye"), 1: MILK}).total == Money(450, "EUR")


def test_a_refusal_stays_one(panelist: Member, settled: Settled, now: datetime) -> None:
    receipt = settled(panelist, a_reading(date=a_field(date(2020, 1, 1), 5)))

    after = corrected(receipt, now)

    assert (after.state, after.bought_on) == (State.REFUSED, date(2026, 11, 21))
    assert earned_for(receipt.pk) is None or not earned_for(receipt.pk)


def test_what_is_sensitive_in_a_correction_is_taken_out(receipt: Receipt, now: datetime) -> None:
    corrected(receipt, now, lines={0: replace(BREAD, text="Bread for carol@example.org"), 1: MILK})

    assert "carol@example.org" not in Line.objects.get(position=0).text
    assert not Correction.objects.filter(said__contains="carol@example.org").exists()


def test_another_members_receipt_is_nowhere(receipt: Receipt, bob: Member, now: datetime) -> None:
    with pytest.raises(actions.NoSuchReceipt):
        correcting.correct(member=bob, receipt_id=receipt.pk, said=AS_READ, now=now)


def test_the_page_shows_what_is_corrected_as_corrected(receipt: Receipt, now: datetime) -> None:
    after = corrected(receipt, now, shop="Corner Shop!", lines={0: replace(BREAD, text="Rye"), 1: MILK})

    paper = paper_of(after)

    assert paper is not None
    assert {field.key: field.value for field in paper.fields if field.is_corrected} == {"merchant": "Corner Shop!"}
    assert [line.is_corrected for line in paper.lines] == [True, False]


def test_corrections_go_with_the_words(receipt: Receipt, now: datetime) -> None:
    corrected(receipt, now, shop="Corner Shop!")

    upkeep.let_go(now=now + timedelta(days=400))

    assert not Correction.objects.exists()


def test_a_panelist_corrects_on_the_page(
    panelist: Member, receipt: Receipt, now: datetime, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    browser, address = signed_in(panelist), f"/receipts/{receipt.pk}/correct/"
    written = {
        "shop": "Corner Shop", "day": "2026-11-21", "total": "4.50", "text-0": "Rye bread", "quantity-0": "",
        "price-0": "2.50", "text-1": "Milk", "quantity-1": "2", "price-1": "2,00",
    }  # fmt: skip
    assert 'value="Bread"' in browser.get(address).content.decode()

    page = browser.post(address, written, follow=True).content.decode()

    assert "Corrected. We hold what you say" in page
    assert "Rye bread" in page
    assert Correction.objects.count() == 1


def test_what_is_wrong_in_a_correction_is_said(panelist: Member, receipt: Receipt, signed_in: SignedIn) -> None:
    said = signed_in(panelist).post(f"/receipts/{receipt.pk}/correct/", {"shop": "", "day": "yesterday"})

    page = said.content.decode()
    assert said.status_code == 422
    assert "Write the name of the shop." in page
    assert "Write the day like 2026-11-21." in page
