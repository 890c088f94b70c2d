"""To which researchers somebody said yes: those that the text named to them, and nobody who was named later."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from fairpanel.consent.actions.standing import is_live, live_members
from fairpanel.consent.models import Choice, Showing
from fairpanel.consent.rules import NAMED
from fairpanel.consent.values import Purpose
from fairpanel.members.models import Member


def agreed_to(researcher: str, *, at: datetime) -> list[UUID]:
    """The ids of those whose yes to research stands at that moment, and was given when this researcher was named."""
    yes = Choice.objects.filter(purpose=Purpose.RESEARCH, member__in=live_members(Purpose.RESEARCH, at=at))
    last = yes.order_by("member", "-number").distinct("member").annotate(facts=_facts())
    return [member for member, facts in last.values_list("member", "facts") if researcher in _named(facts)]


def added_since(*, member: Member, named: Collection[str], now: datetime) -> list[str]:
    """Who of the researchers named now was not when the member said the yes that stands; nobody without such a yes."""
    if not is_live(member=member, purpose=Purpose.RESEARCH, now=now):
        return []
    choices = Choice.objects.filter(member=member, purpose=Purpose.RESEARCH).order_by("-number")
    facts = choices.annotate(facts=_facts()).values_list("facts", flat=True).first()
    return [name for name in named if name not in _named(facts)]


def _facts() -> Subquery:
    """The facts in the text that its member had before their eyes when they chose."""
    shown = Showing.objects.filter(
        member=OuterRef("member"), purpose=OuterRef("purpose"), version=OuterRef("version"), at__lte=OuterRef("at")
    )
    return Subquery(shown.order_by("-at").values("facts")[:1])


def _named(facts: dict[str, str] | None) -> list[str]:
    return (facts or {}).get(NAMED, "").splitlines()
