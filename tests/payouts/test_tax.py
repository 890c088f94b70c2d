"""Tax: sums by year and zone, a form before the threshold, nothing beyond it without one, the year's end (law 16)."""

from datetime import UTC, date, datetime

import pytest

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.values import Posting
from fairpanel.members.actions import enrol, join
from fairpanel.members.models import Member, Role
from fairpanel.payouts import actions, rules
from fairpanel.payouts.models import Payout, TaxForm
from fairpanel.payouts.values import Hold, Way
from fairpanel.programme import Programme
from tests.payouts.conftest import send
from tests.payouts.in_memory import InMemory
from tests.receipts.everything import everything_in_the_database

FORM = {"name": "Anna Lee", "street": "1 Main St", "city": "Springfield, IL 62701", "number": "536-90-4399"}


@pytest.fixture
def anna(db: None, programme: Programme, provider: InMemory, now: datetime) -> Member:
    """In New York, with 3,000 dollars."""
    member = enrol(email="anna@example.org", role=Role.PANELIST, language="en", now=now)
    join(member=member, programme=programme, region="US", language="en", born=date(1990, 1, 1), today=now.date())
    ledger.open_account(name="sponsor:fair:USD", currency="USD", may_overdraw=True, now=now)
    ledger.open_account(name=member.account, currency="USD", may_overdraw=False, now=now)
    posting = Posting("sponsor:fair:USD", member.account, Money(300_000, "USD"))
    ledger.post(posting, key="earned:anna", memo="reward", now=now)
    actions.set_address(member=member, way=Way.GIFT_CARD, told={"mail": "a@b.example"}, programme=programme, now=now)
    return member


def ask(member: Member, minor: int, programme: Programme, now: datetime) -> Payout:
    return actions.ask(member=member, way=Way.GIFT_CARD, amount=Money(minor, "USD"), programme=programme, now=now)


def paid(member: Member, minor: int, programme: Programme, now: datetime, olivia: Member) -> Payout:
    payout = ask(member, minor, programme, now)
    if Hold.APPROVAL in payout.holds:
        actions.approve(payout_id=payout.id, operator=olivia, now=now)
    return send(payout)


def test_a_form_is_asked_for_near_the_threshold_and_needed_at_it(
    anna: Member, olivia: Member, programme: Programme, now: datetime
) -> None:
    standings = [actions.standing(member=anna, programme=programme, now=now)]
    paid(anna, 150_000, programme, now, olivia)
    standings.append(actions.standing(member=anna, programme=programme, now=now))

    beyond = ask(anna, 50_000, programme, now)

    assert [(each.is_due, each.threshold) for each in standings] == [
        (False, Money(200_000, "USD")), (True, Money(200_000, "USD"))
    ]  # fmt: skip
    assert beyond.holds == [Hold.APPROVAL, Hold.TAX]
    actions.approve(payout_id=beyond.id, operator=olivia, now=now)
    actions.record_form(member=anna, told=FORM, programme=programme, now=now)
    assert actions.release_what_may_go(now=now) == 1
    assert send(beyond).state == "accepted"


@pytest.mark.parametrize("number", ["536-90-439", "536-90-43990", "hello", ""])
def test_a_tax_number_that_cannot_be_right_is_refused(
    anna: Member, number: str, programme: Programme, now: datetime
) -> None:
    with pytest.raises(actions.BadForm):
        actions.record_form(member=anna, told=FORM | {"number": number}, programme=programme, now=now)


def test_a_tax_number_lies_sealed_and_only_its_last_digits_are_told(
    anna: Member, programme: Programme, now: datetime
) -> None:
    actions.record_form(member=anna, told=FORM, programme=programme, now=now)

    everything = everything_in_the_database()

    assert "536904399" not in everything
    assert "536-90-4399" not in everything
    assert "Springfield" not in everything
    assert actions.standing(member=anna, programme=programme, now=now).last_digits == "4399"


def test_the_years_end_tells_who_reached_the_sum_with_the_columns_of_the_form(
    anna: Member, olivia: Member, programme: Programme, now: datetime
) -> None:
    actions.record_form(member=anna, told=FORM, programme=programme, now=now)
    paid(anna, 200_000, programme, now, olivia)

    head, *rows = actions.export(year=2026, region="US", operator=olivia)

    assert head[5] == "box_3_other_income"
    assert rows == [
        [
            anna.purse.hex, "Anna Lee", "536904399", "1 Main St", "Springfield, IL 62701", "2000.00", "USD", "2026",
            "US",
        ]
    ]  # fmt: skip
    # In 2025 the sum was 600, and nobody was paid.
    assert list(actions.export(year=2025, region="US", operator=olivia)) == [head]
    assert list(actions.export(year=2026, region="DE", operator=olivia)) == [head]


def test_what_somebody_wrote_on_the_form_is_no_formula_in_the_table(
    anna: Member, olivia: Member, programme: Programme, now: datetime
) -> None:
    actions.record_form(member=anna, told=FORM | {"name": "=HYPERLINK(1)"}, programme=programme, now=now)
    paid(anna, 200_000, programme, now, olivia)

    _head, row = actions.export(year=2026, region="US", operator=olivia)

    assert row[1] == "'=HYPERLINK(1)"


def test_a_year_begins_at_midnight_where_the_panelist_lives(
    anna: Member, olivia: Member, programme: Programme, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In New York it is still the old year.
    evening = datetime(2027, 1, 1, 3, 0, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: evening)

    assert paid(anna, 1000, programme, evening, olivia).tax_year == 2026


def test_what_came_back_does_not_count(
    anna: Member, olivia: Member, programme: Programme, provider: InMemory, now: datetime
) -> None:
    from fairpanel.payouts.values import State
    from tests.payouts.conftest import look

    payout = paid(anna, 190_000, programme, now, olivia)
    provider.says(payout.external_id, State.RETURNED)
    look(payout)

    assert actions.standing(member=anna, programme=programme, now=now).so_far == Money(0, "USD")


def test_where_nothing_is_reported_nothing_is_asked_for(alice: Member, programme: Programme, now: datetime) -> None:
    standing = actions.standing(member=alice, programme=programme, now=now)

    assert (standing.threshold, standing.is_due, standing.has_form) == (None, False, False)
    assert not rules.form_is_needed(so_far=Money(10**9, "EUR"), amount=Money(1, "EUR"), threshold=None)


def test_a_form_that_is_gone_with_its_member_is_kept_only_where_the_law_asks_for_it(
    anna: Member, olivia: Member, programme: Programme, now: datetime
) -> None:
    from fairpanel.payouts.privacy import keeper

    actions.record_form(member=anna, told=FORM, programme=programme, now=now)
    payout = paid(anna, 1000, programme, now, olivia)
    erased = {each.store: (each.count, each.kept) for each in keeper.erase(anna.pk, now=now)}
    payout.refresh_from_db()

    assert erased == {"payouts.Address": (1, 0), "payouts.Payout": (0, 1), "payouts.TaxForm": (0, 1)}
    assert (payout.member, payout.hint, payout.minor) == (None, "", 1000)
    assert TaxForm.objects.get().member is None
    assert keeper.erase(anna.pk, now=now) == []


def test_a_sum_in_another_currency_waits_for_the_form_and_has_its_own_row(
    anna: Member, olivia: Member, programme: Programme, now: datetime
) -> None:
    """Anna has 20 euro of when she lived in Germany; nobody here knows a rate."""
    account = f"{anna.account}:EUR"
    ledger.open_account(name="sponsor:fair:EUR", currency="EUR", may_overdraw=True, now=now)
    ledger.open_account(name=account, currency="EUR", may_overdraw=False, now=now)
    posting = Posting("sponsor:fair:EUR", account, Money(2_000, "EUR"))
    ledger.post(posting, key="earned:anna:EUR", memo="reward", now=now)

    payout = actions.ask(
        member=anna, way=Way.GIFT_CARD, amount=Money(2_000, "EUR"), programme=programme, now=now
    )  # fmt: skip
    holds = payout.holds
    actions.record_form(member=anna, told=FORM, programme=programme, now=now)
    actions.release_what_may_go(now=now)
    send(payout)
    rows = list(actions.export(year=now.year, region="US", operator=olivia))

    assert holds == [Hold.TAX]
    assert payout.state == "accepted"
    assert [(row[1], row[5], row[6]) for row in rows[1:]] == [("Anna Lee", "20.00", "EUR")]
