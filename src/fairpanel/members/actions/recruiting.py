"""Whom the panel looks for at the moment, and what is taken of it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db import connection
from django.db.models import Count

from fairpanel.members.models import Applicant, Member, Recruitment
from fairpanel.members.rules.plan import Cell, Mode, Plan, read_places, read_questions
from fairpanel.programme import Programme

_PLACES_LOCK = 0x0FA1_4A4E


def last_saved() -> Recruitment | None:
    """The plan as an operator wrote it, if anybody did."""
    return Recruitment.objects.order_by("-pk").first()


def plan_in_force() -> Plan:
    """Whom the panel looks for now: anybody, without any limit, until an operator says otherwise."""
    saved = last_saved()
    return Plan() if saved is None else _plan(saved.mode, saved.answer_days, saved.questions, saved.places)


@lru_cache(maxsize=8)
def _plan(mode: str, answer_days: int, asked: str, places: str) -> Plan:
    questions = read_questions(asked)
    return Plan(Mode(mode), answer_days, questions, read_places(places, questions=questions, regions=None))


def save_plan(
    *, programme: Programme, mode: Mode, answer_days: int, questions: str, places: str, by: Member | None,
    now: datetime, today: date,
) -> Plan:  # fmt: skip
    """From now on the panel looks for these. Raises `BrokenQuestions` or `BrokenPlaces`."""
    asked = read_questions(questions)
    read_places(places, questions=asked, regions=programme.in_force(today).regions)
    Recruitment.objects.create(
        saved_at=now, saved_by=by, mode=mode, answer_days=answer_days, questions=questions, places=places
    )
    return _plan(mode, answer_days, questions, places)


def hold_the_places() -> None:
    """Until this transaction ends nobody else takes or gives a place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PLACES_LOCK])


@dataclass(slots=True)
class Tally:
    """What has become of the places of one cell."""

    joined: int = 0
    held: int = 0
    waiting: int = 0

    @property
    def taken(self) -> int:
        """By who has joined, and by who was admitted and may still answer."""
        return self.joined + self.held


def tally(plan: Plan) -> dict[Cell | None, Tally]:
    """The tally of every cell; under None that of people who belong to none."""
    counts: dict[Cell | None, Tally] = defaultdict(Tally)
    people = Member.objects.panelists().filter(adult_on__isnull=False, is_active=True)
    joined = people.values_list("region", "applicant__answers").annotate(Count("pk")).order_by()
    for region, answers, count in joined:
        counts[plan.cell_of(region, answers or {})].joined += count
    asked = Applicant.objects.filter(state__in=[Applicant.State.ADMITTED, Applicant.State.WAITING])
    for state, region, answers, count in (
        asked.values_list("state", "region", "answers").annotate(Count("pk")).order_by()
    ):
        cell = counts[plan.cell_of(region, answers)]
        if state == Applicant.State.ADMITTED:
            cell.held += count
        else:
            cell.waiting += count
    return counts


def taken(plan: Plan) -> dict[Cell, int]:
    """How many places of each cell are taken."""
    return {cell: one.taken for cell, one in tally(plan).items() if cell is not None}
