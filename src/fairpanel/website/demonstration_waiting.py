"""The demo's plan, and its waiting list of made-up people: there was no place for them, and now is one for some."""

from datetime import date, datetime, timedelta

from fairpanel.members.actions import asking, enrol
from fairpanel.members.actions.recruiting import save_plan
from fairpanel.members.models import Role
from fairpanel.members.rules.plan import ANSWER_DAYS, Mode
from fairpanel.programme import Programme

QUESTIONS = """
[age]
from = [18, 35, 50, 65]

[household.asks]
en = "How many people live in your home, with you?"
fr = "Combien de personnes vivent chez vous, vous compris ?"
de = "Wie viele Menschen wohnen bei Ihnen, Sie eingeschlossen?"
es = "¿Cuántas personas viven en su casa, contándole a usted?"

[household.answers]
"1" = { en = "I live alone", fr = "Je vis seul", de = "Ich wohne allein", es = "Vivo solo" }
"2" = { en = "Two people", fr = "Deux personnes", de = "Zwei Menschen", es = "Dos personas" }
"3+" = { en = "Three or more", fr = "Trois ou plus", de = "Drei oder mehr", es = "Tres o más" }
"""
PLACES = "\n".join(
    ["region,age,household,places"]
    + [f"{region},{age},,30" for region in ("GB", "DE", "FR", "ES") for age in ("18-34", "35-49", "50-64", "65+")]
)
FULL = [f"US,{age},{home},0" for age in ("18-34", "35-49") for home in ("1", "2", "3+")]
FREE = [row.removesuffix("0") + str(2 + number % 2) for number, row in enumerate(FULL)]
# Year of birth, household, and how many hours ago they asked.
WAITING = tuple(
    (1978 + number * 7 % 28, ("1", "2", "3+", "-")[number // 3 % 4], 90 - 3 * number) for number in range(24)
)


def plan(programme: Programme, *, now: datetime) -> None:
    """Places for everybody where the demo's people live; none yet in the United States."""
    _save(programme, FULL, now=now)


def waiting_list(programme: Programme, *, now: datetime) -> None:
    """Two dozen who asked for a place in the United States before there were any. Now there are some."""
    if not _has_all(programme, now=now):
        return
    for number, (year, household, hours) in enumerate(WAITING, start=1):
        then = now - timedelta(hours=hours)
        member = enrol(email=f"waiting-{number}@demo.example", role=Role.PANELIST, language="en", now=then)
        asking.ask(
            member=member, programme=programme, region="US", language="en", born=date(year, 5, 17),
            answers={} if household == "-" else {"household": household}, invitation_id=None, now=then,
            today=then.date(),
        )  # fmt: skip
    _save(programme, FREE, now=now)


def _save(programme: Programme, more: list[str], *, now: datetime) -> None:
    if _has_all(programme, now=now):
        save_plan(
            programme=programme, mode=Mode.OPEN, answer_days=ANSWER_DAYS, questions=QUESTIONS,
            places="\n".join([PLACES, *more]), by=None, now=now, today=now.date(),
        )  # fmt: skip


def _has_all(programme: Programme, *, now: datetime) -> bool:
    """Whether this is a programme for the regions of the plan; of another its operator writes the plan."""
    return programme.in_force(now.date()).regions.keys() >= {"US", "GB", "DE", "FR", "ES"}
