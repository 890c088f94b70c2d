"""The demo's panel: made-up people, with drawn receipts that really go through reading."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from fairpanel.consent.actions import answer, show
from fairpanel.consent.rules import facts_of
from fairpanel.consent.values import Purpose
from fairpanel.kit.ids import new_id
from fairpanel.kit.money import Money
from fairpanel.members.actions import asking, enrol
from fairpanel.members.models import Member, Role
from fairpanel.reading import drawing
from fairpanel.receipts import actions as receipts
from fairpanel.receipts.values import Channel
from fairpanel.rewards import actions as rewards
from fairpanel.rewards.values import NOTHING_MORE, Detail, Kind
from fairpanel.website import assembly, demonstration_waiting
from fairpanel.website.kept_running import kept_running

# What everybody did in the month before: EUR 12.40 of it.
RECEIPTS_BEFORE, SURVEYS_BEFORE = 4, 4
# What the made-up sponsor put in, in each currency.
BUDGET = "5000"


@dataclass(frozen=True, slots=True)
class Bought:
    """A made-up purchase: how long ago, which drawing of it, where, and how badly the receipt has suffered."""

    days_ago: int
    seed: int
    at_sponsor: bool = False
    wear: drawing.Wear = drawing.Wear.PHOTO


@dataclass(frozen=True, slots=True)
class Panelist:
    """A made-up panelist, and what they bought."""

    name: str
    region: str
    language: str
    bought: tuple[Bought, ...]
    # Whether a person may look where the machine is not sure; None where it has not been answered yet.
    allows_a_look: bool | None = True
    # Whether lines may go to the programme's researchers; None where it has not been answered yet.
    gives_to_research: bool | None = None


PANELISTS = (
    Panelist(
        "alice", "GB", "en",
        (
            Bought(9, seed=3), Bought(6, seed=5), Bought(5, seed=8, at_sponsor=True), Bought(2, seed=2),
            Bought(2, seed=23, wear=drawing.Wear.HARD), Bought(1, seed=1),
        ),
        gives_to_research=True,
    ),
    Panelist("bob", "DE", "de", (Bought(45, seed=45), Bought(8, seed=8), Bought(3, seed=3)), gives_to_research=False),
    Panelist("chloe", "FR", "fr", (Bought(4, seed=204), Bought(6, seed=206)), allows_a_look=False),
    Panelist("diego", "ES", "es", (Bought(2, seed=302),), allows_a_look=None),
)  # fmt: skip
STAFF = (("olivia", Role.OPERATOR), ("rosa", Role.REVIEWER), ("carl", Role.CLIENT))


def address(name: str) -> str:
    """The made-up mail address of one of the demo's people."""
    return f"{name}@demo.example"


def people(*, now: datetime) -> None:
    """Make the demo's people and send their receipts, unless they are there already."""
    if Member.objects.exists():
        return
    programme = assembly.programme_run_here()
    with transaction.atomic():
        for name, role in STAFF:
            enrol(email=address(name), role=role, language="en", now=now)
        for currency in rewards.currencies_of(programme):
            rewards.fund(
                programme=programme.name, amount=Money.of(BUDGET, currency),
                reference=f"made up for the demo in {currency}", now=now,
            )  # fmt: skip
        demonstration_waiting.plan(programme, now=now)
        members = [_panelist(panelist, now=now) for panelist in PANELISTS]
        demonstration_waiting.waiting_list(programme, now=now)
        for member in members:
            _earned_before(member, now=now)
        rewards.close_month(programme=programme, now=now)
    for member, panelist in zip(members, PANELISTS, strict=True):
        for bought in panelist.bought:
            _send(member, bought, now=now)


def _panelist(panelist: Panelist, *, now: datetime) -> Member:
    member = enrol(email=address(panelist.name), role=Role.PANELIST, language=panelist.language, now=now)
    asking.ask(
        member=member, programme=assembly.programme_run_here(), region=panelist.region, language=panelist.language,
        born=date(1990, 1, 1), answers={"household": "2"}, invitation_id=None, now=now, today=now.date(),
    )  # fmt: skip
    _agree(member, Purpose.RECEIPTS, granted=True, now=now)
    if panelist.allows_a_look is not None:
        _agree(member, Purpose.HUMAN_REVIEW, granted=panelist.allows_a_look, now=now)
    asks_for_research = assembly.programme_run_here().in_force(now.date()).research is not None
    if panelist.gives_to_research is not None and asks_for_research:
        _agree(member, Purpose.RESEARCH, granted=panelist.gives_to_research, now=now)
    return member


def _earned_before(member: Member, *, now: datetime) -> None:
    """What the month before came to, so that there is something to be paid."""
    programme = assembly.programme_run_here()
    currency = programme.in_force(now.date()).regions[member.region].currency
    then = now.replace(day=1) - timedelta(days=10)
    done = [(Kind.RECEIPT, NOTHING_MORE)] * RECEIPTS_BEFORE
    done += [(Kind.SURVEY, Detail(amount=Money.of("3.00", currency)))] * SURVEYS_BEFORE
    for number, (kind, detail) in enumerate(done):
        at = then + timedelta(hours=number)
        rewards.earn(
            member=member, subject=new_id(at), kind=kind, done_at=at, programme=programme, now=at, detail=detail
        )  # fmt: skip


def _agree(member: Member, purpose: Purpose, *, granted: bool, now: datetime) -> None:
    facts = facts_of(assembly.programme_run_here().in_force(now.date()), member.language)
    text = show(member=member, purpose=purpose, facts=facts, now=now)
    answer(member=member, purpose=purpose, version=text.version, granted=granted, now=now)


def _send(member: Member, bought: Bought, *, now: datetime) -> None:
    sponsor = assembly.programme_run_here().in_force(now.date()).sponsor.name
    drawn = drawing.draw(
        seed=bought.seed, now=now, country=member.region, bought=_by_day(bought, now=now),
        shop=drawing.Shop(name=sponsor) if bought.at_sponsor else None, wear=bought.wear,
    )  # fmt: skip
    receipts.submit(member=member, data=drawn.jpeg, channel=Channel.PAGE, now=now)


def _by_day(bought: Bought, *, now: datetime) -> datetime:
    """When the shop was open, and no two at the same minute: nobody is in two shops at once."""
    day = now - timedelta(days=bought.days_ago)
    return day.replace(hour=9 + bought.seed % 10, minute=bought.seed * 7 % 60, second=0, microsecond=0)


@contextmanager
def worker() -> Iterator[None]:
    """A worker beside this program, for as long as this program runs."""
    with beside("work"):
        yield


@contextmanager
def beside(command: str) -> Iterator[None]:
    """Another program of ours beside this one, for as long as this one runs; it is started again when it ends."""
    with kept_running([sys.executable, "-m", "fairpanel", command]):
        yield
