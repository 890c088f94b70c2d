"""Plans, people and lists made by hand."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from fairpanel.members.actions.recruiting import save_plan
from fairpanel.members.models import Member
from fairpanel.members.rules.draw import Waiting
from fairpanel.members.rules.plan import Mode, Plan, read_places, read_questions
from fairpanel.programme import preset

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
REGIONS = ("DE", "FR")
QUESTIONS = """
[age]
from = [18, 35, 50]

[household]
asks = { en = "How many people live in your home?", de = "Wie viele Menschen wohnen bei Ihnen?" }
[household.answers]
1 = { en = "I live alone", de = "Ich wohne allein" }
2 = { en = "Two of us", de = "Wir sind zu zweit" }
3 = { en = "Three or more", de = "Drei oder mehr" }
"""
PLACES = """region,age,household,places
DE,18-34,1,2
DE,18-34,2,1
DE,35-49,,3
FR,,3,1
FR,,-,1
"""


def a_plan(places: str = PLACES, questions: str = QUESTIONS, mode: Mode = Mode.OPEN) -> Plan:
    """A plan as an operator would write it."""
    asked = read_questions(questions)
    return Plan(mode=mode, questions=asked, cells=read_places(places, questions=asked, regions=REGIONS))


def put_in_force(
    places: str = PLACES, mode: Mode = Mode.OPEN, questions: str = QUESTIONS, by: Member | None = None
) -> Plan:
    """Save a plan; from now on it holds."""
    return save_plan(
        programme=preset("fair"), mode=mode, answer_days=14, questions=questions, places=places, by=by, now=NOW,
        today=NOW.date(),
    )  # fmt: skip


def somebody(number: int, region: str = "DE", answers: Mapping[str, str] | None = None) -> Waiting:
    """The one with that number, who asked so many minutes after noon."""
    return Waiting(UUID(int=number), region, answers or {}, NOW + timedelta(minutes=number))
