"""The door to the panel holds as many as the budget does, and joining is paid where the programme says so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from fairpanel.kit.money import Money
from fairpanel.members import ports as members_ports
from fairpanel.members.actions import admitting, asking, enrol
from fairpanel.members.models import Applicant, Member, Role
from fairpanel.programme import Programme, preset
from fairpanel.rewards import accounts, actions
from fairpanel.rewards.models import Contribution, Earning, PayMonth

# What one panelist may earn in a month under the default programme: see `test_rules.py`.
MONTH = Money(1900, "EUR")


@pytest.fixture(autouse=True)
def _the_real_budget(programme: Programme) -> Iterator[None]:
    before = members_ports.filled()

    def welcome(member_id: UUID, region: str, now: datetime) -> bool:
        member = Member.objects.get(pk=member_id)
        return actions.welcome(member=member, programme=programme, region=region, now=now)

    members_ports.fill(
        replace(
            before,
            welcome=welcome,
            hold_places=lambda members, now: actions.hold_places(members=members, programme=programme, now=now),
            let_go=lambda members, now: actions.let_go_of_places(members=members, now=now),
        )
    )
    yield
    members_ports.fill(before)


def newcomer(name: str, now: datetime) -> Member:
    return enrol(email=f"{name}@example.org", role=Role.PANELIST, language="en", now=now)


def ask(member: Member, programme: Programme, now: datetime) -> Applicant:
    return asking.ask(
        member=member, programme=programme, region="DE", language="en", born=date(1990, 1, 1), answers={},
        invitation_id=None, now=now, today=now.date(),
    )  # fmt: skip


def free() -> Money | None:
    return accounts.free("fair", "EUR")


def test_without_a_budget_and_for_another_currency_everybody_waits(
    db: None, programme: Programme, now: datetime
) -> None:
    member = newcomer("alice", now)
    without = actions.welcome(member=member, programme=programme, region="DE", now=now)
    actions.fund(programme="fair", amount=MONTH, reference="one", now=now)

    elsewhere = actions.welcome(member=member, programme=programme, region="GB", now=now)

    assert (without, elsewhere) == (False, False)
    assert PayMonth.objects.count() == 0


def test_the_last_room_is_taken_by_the_first_of_two_and_the_other_waits(
    db: None, programme: Programme, now: datetime
) -> None:
    actions.fund(programme="fair", amount=MONTH + Money(1899, "EUR"), reference="one and nearly two", now=now)

    states = [ask(newcomer(name, now), programme, now).state for name in ("alice", "bob")]

    assert states == ["joined", "waiting"]
    assert [month.reserved for month in PayMonth.objects.all()] == [1900]
    assert free() == Money(1899, "EUR")


def test_two_who_saw_the_same_money_do_not_both_get_it(
    db: None, programme: Programme, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.fund(programme="fair", amount=MONTH, reference="one", now=now)
    monkeypatch.setattr(accounts, "free", lambda *_: MONTH)

    states = [ask(newcomer(name, now), programme, now).state for name in ("alice", "bob")]

    assert states == ["joined", "waiting"]
    assert PayMonth.objects.count() == 1


def test_who_contributes_after_joining_finds_the_month_reserved_once(
    db: None, programme: Programme, now: datetime
) -> None:
    actions.fund(programme="fair", amount=MONTH + MONTH, reference="two", now=now)
    alice = newcomer("alice", now)
    ask(alice, programme, now)

    actions.open_month(member=alice, programme=programme, now=now)

    assert PayMonth.objects.get().reserved == MONTH.minor
    assert free() == MONTH


def test_a_place_that_is_held_is_not_lost_while_the_budget_holds_nobody(
    db: None, programme: Programme, now: datetime
) -> None:
    alice = newcomer("alice", now)
    ask(alice, programme, now)
    Applicant.objects.update(state=Applicant.State.ADMITTED, answer_by=now + timedelta(days=7))

    with pytest.raises(asking.NoMoneyYet):
        asking.take_place(member=alice, now=now)
    actions.fund(programme="fair", amount=MONTH, reference="one", now=now)

    assert asking.take_place(member=alice, now=now).state == "joined"
    assert free() == Money(0, "EUR")


def test_joining_is_paid_once_where_an_offer_pays_it(db: None, now: datetime) -> None:
    screenwise = preset("screenwise-2012")
    offers = {
        name: offer.model_copy(update={"meter": None}) if name == "browser-start" else offer
        for name, offer in screenwise.versions[-1].offers.items()
    }
    paying = screenwise.model_copy(
        update={"versions": (screenwise.versions[-1].model_copy(update={"offers": offers}),)}
    )
    actions.fund(programme=paying.name, amount=Money(100_000, "USD"), reference="one", now=now)
    alice = newcomer("alice", now)

    actions.welcome(member=alice, programme=paying, region="US", now=now)

    assert [(done.kind, done.region) for done in Contribution.objects.all()] == [("joined", "US")]
    assert [paid.amount for paid in Earning.objects.all()] == [Money(500, "USD")]
    month = PayMonth.objects.get()
    assert month.earned <= month.reserved


def let_in(names: list[str], olivia: Member, programme: Programme, now: datetime) -> list[Member]:
    """Who waits and is then let in by hand, as far as the money goes."""
    members = [newcomer(name, now) for name in names]
    Applicant.objects.bulk_create(
        Applicant(member=one, region="DE", answers={}, adult_on=now.date(), asked_at=now, state="waiting")
        for one in members
    )
    admitting.admit(members=[one.pk for one in members], by=olivia, now=now)
    return members


def states_of(members: list[Member]) -> list[str]:
    return [Applicant.objects.get(pk=one.pk).state for one in members]


def test_who_is_let_in_has_their_pay_put_aside_and_nobody_takes_it_before_they_come(
    olivia: Member, programme: Programme, now: datetime
) -> None:
    actions.fund(programme="fair", amount=MONTH + Money(1899, "EUR"), reference="one and nearly two", now=now)

    alice, bob = let_in(["alice", "bob"], olivia, programme, now)
    by_the_open_door = ask(newcomer("dora", now), programme, now)

    assert sorted(states_of([alice, bob])) == ["admitted", "waiting"]
    assert by_the_open_door.state == "waiting"
    assert free() == Money(1899, "EUR")
    admitted = next(one for one in (alice, bob) if states_of([one]) == ["admitted"])
    assert asking.take_place(member=admitted, now=now).state == "joined"
    assert PayMonth.objects.get().reserved == MONTH.minor
    assert free() == Money(1899, "EUR")
    assert accounts.balance("promised:fair:EUR", "EUR") == MONTH


def test_whom_the_budget_holds_nothing_for_is_not_let_in(olivia: Member, programme: Programme, now: datetime) -> None:
    with pytest.raises(admitting.NoMoneyForThem):
        let_in(["alice"], olivia, programme, now)

    assert not Applicant.objects.filter(state="admitted").exists()


def test_a_place_that_nobody_takes_gives_its_money_back(olivia: Member, programme: Programme, now: datetime) -> None:
    actions.fund(programme="fair", amount=MONTH * 3, reference="three", now=now)
    let_in(["alice", "bob"], olivia, programme, now)
    held = free()

    admitting.pass_on(now=now + timedelta(days=400))

    assert held == MONTH
    assert free() == MONTH * 3


def test_who_is_gone_before_they_came_leaves_no_money_behind(
    olivia: Member, programme: Programme, now: datetime
) -> None:
    actions.fund(programme="fair", amount=MONTH * 2, reference="two", now=now)
    alice, bob = let_in(["alice", "bob"], olivia, programme, now)

    asking.give_up(member=alice, now=now)
    bob.delete()

    assert [actions.let_go_of_nobodys_places(now=now) for _ in range(2)] == [1, 0]
    assert free() == MONTH * 2


def test_a_place_stays_held_where_the_terms_ask_for_more_than_there_is(
    olivia: Member, programme: Programme, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.fund(programme="fair", amount=MONTH, reference="one", now=now)
    [alice] = let_in(["alice"], olivia, programme, now)

    with monkeypatch.context() as dearer:
        dearer.setattr("fairpanel.rewards.rules.reserve", lambda *_, **__: MONTH + MONTH)
        refused = actions.welcome(member=alice, programme=programme, region="DE", now=now)

    assert not refused
    assert accounts.balance("promised:fair:EUR", "EUR") == MONTH
    assert actions.welcome(member=alice, programme=programme, region="DE", now=now)
