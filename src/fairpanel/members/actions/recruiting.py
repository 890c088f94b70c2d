"""Whom the panel looks for at the moment, and what is taken of it."""

from collections import defaultdict
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


def taken(plan: Plan) -> dict[Cell, int]:
    """How many places of each cell are taken: by who has joined, and by who was admitted and may still answer."""
    counts: dict[Cell, int] = defaultdict(int)
    joined = Member.objects.panelists().filter(adult_on__isnull=False, is_active=True)
    held = Applicant.objects.filter(state=Applicant.State.ADMITTED)
    for rows in (
        joined.values_list("region", "applicant__answers").annotate(Count("pk")).order_by(),
        held.values_list("region", "answers").annotate(Count("pk")).order_by(),
    ):
        for region, answers, count in rows:
            cell = plan.cell_of(region, answers or {})
            if cell is not None:
                counts[cell] += count
    return dict(counts)


def room_in(plan: Plan, cell: Cell) -> int:
    """How many places of that cell are free."""
    return max(cell.places - taken(plan).get(cell, 0), 0)
