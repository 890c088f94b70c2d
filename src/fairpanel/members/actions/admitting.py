"""Letting in who waits: by hand, by turn or by lot; and the next in line where nobody answered in time."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Conflict, Invalid
from fairpanel.members import ports, tasks
from fairpanel.members.actions.asking import WAITING_DAYS
from fairpanel.members.actions.inviting import day_in_words
from fairpanel.members.actions.recruiting import hold_the_places, plan_in_force, taken
from fairpanel.members.models import Applicant, Draw, Member
from fairpanel.members.rules import draw as lots
from fairpanel.members.rules.draw import Outcome, Waiting
from fairpanel.members.rules.plan import Plan
from fairpanel.notices.actions import tell
from fairpanel.notices.values import Kind

State, Manner = Applicant.State, Draw.Manner
ROWS_A_TIME = 1_000
LETTERS_A_TIME = 200
# Kept this long after a place passed on without a word, and then forgotten.
LAPSED_DAYS = 30


class NoPlan(Invalid):
    """There is no table of places yet, so nobody can be drawn. Write one, or admit people by hand."""


class NoMoneyForThem(Conflict):
    """The budget does not hold what they may earn, so nobody was let in. Put money in, then let them in."""


class NoSeed(Invalid):
    """A draw by lot needs a seed: any word or number, told to everybody before the draw."""


def waiting_list(region: str = "") -> list[Waiting]:
    """Everybody who waits, in one region or in all."""
    rows = Applicant.objects.filter(state=State.WAITING, **({"region": region} if region else {}))
    return [Waiting(*row) for row in rows.values_list("member_id", "region", "answers", "asked_at").iterator()]


def preview(*, seed: str | None, region: str = "", places_max: int | None = None) -> tuple[Outcome, ...]:
    """Whom a draw would let in now. Nothing is changed."""
    plan = plan_in_force()
    return lots.draw(waiting_list(region), plan=_only(plan, region), taken=taken(plan), seed=seed, limit=places_max)


def draw(*, seed: str | None, region: str, places_max: int | None, by: Member | None, now: datetime) -> Draw:
    """Fill the free places: by lot where there is a seed, else by turn. Raises `NoPlan` and `NoSeed`."""
    if seed is not None and not seed.strip():
        raise NoSeed
    hold_the_places()
    plan = plan_in_force()
    if not plan.cells:
        raise NoPlan
    waiting = waiting_list(region)
    outcomes = lots.draw(waiting, plan=_only(plan, region), taken=taken(plan), seed=seed, limit=places_max)
    manner = Manner.BY_TURN if seed is None else Manner.AT_RANDOM
    return _let_in(outcomes, waiting, manner=manner, seed=seed, places_max=places_max, by=by, plan=plan, now=now)


def admit(*, members: Collection[UUID], by: Member, now: datetime) -> Draw:
    """Let in those whom an operator picked, whatever the places say, as far as the budget holds what they may earn.

    Raises `NoMoneyForThem` where it holds it for none of them.
    """
    hold_the_places()
    plan = plan_in_force()
    waiting = waiting_list()
    picked = [one for one in waiting if one.id in members]
    held = ports.filled().hold_places([(one.id, one.region) for one in picked], now)
    if picked and not held:
        raise NoMoneyForThem
    picked = [one for one in picked if one.id in held]
    by_cell: dict[str, list[UUID]] = defaultdict(list)
    for one in picked:
        cell = plan.cell_of(one.region, one.answers)
        by_cell[cell.name if cell else one.region].append(one.id)
    log = [{"cell": name, "admitted": len(chosen)} for name, chosen in sorted(by_cell.items())]
    return _write(
        [one.id for one in picked], log, waiting, manner=Manner.BY_HAND, seed=None, places_max=None, by=by, plan=plan,
        now=now,
    )  # fmt: skip


def pass_on(*, now: datetime) -> int:
    """Give places that nobody took in time to the next in line of the same cell. Gives how many passed on.

    Who comes next is decided as the draw was: by the lots of the same seed, or by turn. Places that the plan does not
    have any more are not given again.
    """
    hold_the_places()
    plan = plan_in_force()
    late = Applicant.objects.select_for_update(of=("self",)).filter(state=State.ADMITTED, answer_by__lt=now)
    late = late.select_related("draw", "member").order_by("pk")
    freed: dict[str | None, Counter[str]] = defaultdict(Counter)
    members = []
    for applicant in late:
        cell = plan.cell_of(applicant.region, applicant.answers)
        seed = applicant.draw.seed or None if applicant.draw else None
        if cell is not None:
            freed[seed][cell.name] += 1
        members.append(applicant.pk)
        _tell(applicant, Kind.PLACE_PASSED_ON, key=f"passed-on:{applicant.pk}:{now.isoformat()}", now=now)
    Applicant.objects.filter(pk__in=members).update(state=State.LAPSED)
    ports.filled().let_go(members, now)
    for seed, counts in freed.items():
        waiting = waiting_list()
        free = lots.draw(waiting, plan=plan, taken=taken(plan), seed=seed)
        next_ones = tuple(
            Outcome(one.cell, one.room, one.waiting, one.chosen[: counts[one.cell.name]])
            for one in free
            if counts[one.cell.name]
        )
        _let_in(next_ones, waiting, manner=Manner.NEXT_IN_LINE, seed=seed, places_max=None, by=None, plan=plan, now=now)
    return len(members)


def tell_admitted(*, draw_id: UUID, now: datetime) -> int:
    """Write to everybody whom that draw let in and who was not told yet, a few in each transaction."""
    told = 0
    while True:
        with transaction.atomic():
            untold = Applicant.objects.select_for_update(of=("self",), skip_locked=True).select_related("member")
            some = list(untold.filter(draw=draw_id, state=State.ADMITTED, told_at=None)[:LETTERS_A_TIME])
            for applicant in some:
                _tell(applicant, Kind.ADMITTED, key=f"admitted:{draw_id}:{applicant.pk}", now=now)
            Applicant.objects.filter(pk__in=[one.pk for one in some]).update(told_at=now)
        if not some:
            return told
        told += len(some)


def forget_who_left_it(*, now: datetime) -> int:
    """Forget accounts that never joined: a month after a place passed on, a year after they asked."""
    gone = Applicant.objects.filter(state=State.LAPSED, answer_by__lt=now - timedelta(days=LAPSED_DAYS)) | (
        Applicant.objects.filter(state=State.WAITING, asked_at__lt=now - timedelta(days=WAITING_DAYS))
    )
    return Member.objects.filter(pk__in=gone.values("pk")).delete()[0]


def _only(plan: Plan, region: str) -> Plan:
    cells = tuple(cell for cell in plan.cells if not region or cell.region == region)
    return Plan(plan.mode, plan.answer_days, plan.questions, cells)


def _let_in(
    outcomes: Iterable[Outcome], waiting: Collection[Waiting], *, manner: Draw.Manner, seed: str | None,
    places_max: int | None, by: Member | None, plan: Plan, now: datetime,
) -> Draw:  # fmt: skip
    outcomes = list(outcomes)
    # Nobody is promised a place whose pay nobody has put in. Who is left out for it waits on, first in line.
    held = ports.filled().hold_places([(id_, one.cell.region) for one in outcomes for id_ in one.chosen], now)
    log = []
    for one in outcomes:
        admitted = sum(id_ in held for id_ in one.chosen)
        told = {"cell": one.cell.name, "room": one.room, "waiting": one.waiting, "admitted": admitted}
        log.append(told | ({"not_covered": len(one.chosen) - admitted} if admitted < len(one.chosen) else {}))
    chosen = [id_ for one in outcomes for id_ in one.chosen if id_ in held]
    return _write(chosen, log, waiting, manner=manner, seed=seed, places_max=places_max, by=by, plan=plan, now=now)


def _write(
    chosen: list[UUID], log: list[dict[str, object]], waiting: Collection[Waiting], *, manner: Draw.Manner,
    seed: str | None, places_max: int | None, by: Member | None, plan: Plan, now: datetime,
) -> Draw:  # fmt: skip
    drawn = Draw.objects.create(
        id=new_id(now), drawn_at=now, drawn_by=by, manner=manner, seed=seed or "", places_max=places_max,
        waiting=len(waiting), admitted=len(chosen), cells=log, list_digest=lots.digest_of(waiting),
    )  # fmt: skip
    rest = iter(chosen)
    while some := list(islice(rest, ROWS_A_TIME)):
        Applicant.objects.filter(pk__in=some, state=State.WAITING).update(
            state=State.ADMITTED, draw=drawn, admitted_at=now, answer_by=now + timedelta(days=plan.answer_days)
        )
    if chosen:
        tasks.tell_admitted_later(draw_id=drawn.id)
    return drawn


def _tell(applicant: Applicant, kind: Kind, *, key: str, now: datetime) -> None:
    member = applicant.member
    until = day_in_words(localtime(applicant.answer_by).date(), member.language) if applicant.answer_by else ""
    tell(
        kind=kind, member_id=member.pk, address=member.email, language=member.language,
        zone=zone_of(applicant.region, now=now), facts={"until": until}, key=key, now=now,
    )  # fmt: skip


def zone_of(region: str, *, now: datetime) -> str:
    """The time zone of that region, or UTC where the programme has left it."""
    regions = ports.filled().programme.in_force(now.date()).regions
    return regions[region].time_zone if region in regions else "UTC"
