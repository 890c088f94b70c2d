"""How the people who look stand: what waits, how long a decision takes, how far two agree, what comes of appeals."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from django.db.models import Count, F, Q

from fairpanel.consent.guards import needs_no_consent, reads
from fairpanel.consent.values import Purpose
from fairpanel.members.models import Member, Role
from fairpanel.receipts import rules
from fairpanel.receipts.actions.finding import open_to_a_look
from fairpanel.receipts.actions.handing import for_nobody
from fairpanel.receipts.models import APPEALED, Appeal, Judgement, Receipt
from fairpanel.receipts.rules.agreement import same_day, same_shop, same_total
from fairpanel.receipts.values import Ending, Reason, State, Turn

# How far back pairs are compared and times are taken.
AGREEMENT_DAYS, TIMES_DAYS = 90, 7
# A first, a second and a third answer, and one who is related to the panelist.
FEW_PEOPLE = 4
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for people: how many, since when, and how many of them have to be decided within a day or are late."""

    looks: int
    appeals: int
    seconds: int
    thirds: int
    oldest_at: datetime | None
    soon: int
    late: int


@reads(Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)
def waiting(*, now: datetime) -> Waiting:
    """What waits, of those who agreed that people look."""
    open_ = open_to_a_look(now=now)
    asked = open_.waiting_for_a_look()
    told = asked.aggregate(
        looks=Count("pk", filter=Q(state=State.NEEDS_LOOK)),
        appeals=Count("pk", filter=APPEALED),
        soon=Count("pk", filter=Q(look_until__gt=now, look_until__lte=now + _DAY)),
        late=Count("pk", filter=Q(look_until__lte=now)),
    )
    again = dict(
        open_.to_be_decided_again().filter(look_until__gt=now).order_by().values_list("again").annotate(Count("pk"))
    )
    oldest = asked.order_by("received_at").first()
    return Waiting(
        looks=told["looks"], appeals=told["appeals"], soon=told["soon"], late=told["late"],
        seconds=again.get(Turn.SECOND, 0), thirds=again.get(Turn.THIRD, 0),
        oldest_at=None if oldest is None else oldest.received_at,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stuck:
    """What nobody who works here may decide, though it waits: appeals with first looks, and further looks."""

    waits: int
    measures: int


@reads(Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)
def stuck(*, now: datetime) -> Stuck:
    """What waits for somebody who is not there; where many work there is always one who may."""
    staff = list(Member.objects.filter(role__in=[Role.REVIEWER, Role.OPERATOR], is_active=True)[: FEW_PEOPLE + 1])
    if len(staff) > FEW_PEOPLE:
        return Stuck(0, 0)
    left = for_nobody(staff=staff, now=now)
    return Stuck(waits=left.filter(again="").count(), measures=left.exclude(again="").count())


@dataclass(frozen=True, slots=True)
class Pace:
    """How many decisions each person made today, by their number, and how long one takes; None where none was timed."""

    today: dict[UUID, int]
    median_seconds: float | None
    timed: int


@needs_no_consent("It counts what people who work here did, and names no panelist.")
def pace(*, now: datetime) -> Pace:
    """Decisions since midnight in UTC, and the median of the seconds that they took in the last days."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    made = Judgement.objects.filter(at__gte=midnight, reviewer__isnull=False)
    today = dict(made.order_by().values_list("reviewer").annotate(Count("pk")))
    timed = Judgement.objects.filter(at__gt=now - TIMES_DAYS * _DAY).values_list("seconds", flat=True)
    seconds = [took for took in timed if took is not None]
    return Pace(today, median(seconds) if seconds else None, len(seconds))


@dataclass(frozen=True, slots=True)
class Row:
    """How far the first and the second person agree on one thing: `verdict`, `reason`, `shop`, `date` or `total`."""

    what: str
    found: rules.Agreement


@needs_no_consent("It counts pairs of decisions, and shows none of them.")
def agreements(*, now: datetime) -> list[Row]:
    """How far the first and the second agree, over the pairs of the last days.

    Of a shop, a day and a total the share is of those whom both held to say the same, among receipts that both accept;
    kappa is of whether it has to be corrected: over the values themselves chance plays no part.
    """
    pairs = list(_pairs(now=now))
    both = [(one, other) for one, other in pairs if one.verdict.accepts and other.verdict.accepts]
    verdicts = [(one.verdict, other.verdict) for one, other in both]
    rows = [
        Row("verdict", rules.agreement([(one.verdict.accepts, other.verdict.accepts) for one, other in pairs])),
        Row("reason", rules.agreement([(one.reason, other.reason) for one, other in pairs])),
    ]
    for field, is_same in (("shop", same_shop), ("date", same_day), ("total", same_total)):
        codes = [(_corrects(one, field), _corrects(other, field)) for one, other in both]
        rows.append(Row(field, rules.agreement(codes, same=sum(is_same(*pair) for pair in verdicts))))
    return rows


def _pairs(*, now: datetime) -> Iterator[tuple[Judgement, Judgement]]:
    seconds = Judgement.objects.filter(turn=Turn.SECOND, at__gt=now - AGREEMENT_DAYS * _DAY)
    firsts = Judgement.objects.filter(turn=Turn.FIRST, receipt__in=seconds.values("receipt"))
    by_question = {(first.receipt_id, first.question): first for first in firsts.prefetch_related("corrections")}
    for second in seconds.prefetch_related("corrections"):
        yield by_question[second.receipt_id, second.question], second


def _corrects(judgement: Judgement, field: str) -> bool:
    return any(made.field == field and made.position is None for made in judgement.corrections.all())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of refusals for one reason. `days` is the median from an appeal to its answer, None without one."""

    reason: Reason
    refused: int
    appealed: int
    counted: int
    unanswered: int
    days: float | None

    @property
    def percent(self) -> float | None:
        """The share of answered appeals after which the receipt counts."""
        return 100 * self.counted / self.appealed if self.appealed else None


@needs_no_consent("It counts refusals and appeals by their reason, and names nobody.")
def outcomes() -> list[Outcome]:
    """By reason, the most refused first: how many were refused, appealed against, and counted after all.

    Receipts that their panelists have deleted are in no count. What nobody answered in time stands apart.
    """
    refused = Counter(dict(Receipt.objects.filter(state=State.REFUSED).values_list("reason").annotate(Count("pk"))))
    ended: dict[str, list[tuple[str, float]]] = {}
    for reason, ending, state, took in Appeal.objects.exclude(ended_at=None).values_list(
        "reason", "ending", "receipt__state", F("ended_at") - F("at")
    ):
        ended.setdefault(reason, []).append((ending, took / _DAY))
        refused[reason] += state != State.REFUSED
    return [_outcome(Reason(reason), count, ended.get(reason, [])) for reason, count in refused.most_common()]


def _outcome(reason: Reason, refused: int, ended: list[tuple[str, float]]) -> Outcome:
    answered = [(ending, days) for ending, days in ended if ending in {Ending.COUNTS, Ending.STAYS}]
    return Outcome(
        reason=reason, refused=refused, appealed=len(answered),
        counted=sum(ending == Ending.COUNTS for ending, _days in answered),
        unanswered=sum(ending == Ending.UNANSWERED for ending, _days in ended),
        days=median(days for _ending, days in answered) if answered else None,
    )  # fmt: skip
