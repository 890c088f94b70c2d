"""The one question that every room asks before it collects or reads: does this member's consent stand?"""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from fairpanel.consent import rules
from fairpanel.consent.models import Choice, Pause
from fairpanel.consent.values import Answer, Purpose, Standing, versions_of, wording_of
from fairpanel.kit.problems import NotAllowed
from fairpanel.members.guardians import forbidding
from fairpanel.members.models import Member


class NoConsent(NotAllowed):
    """You have not agreed to this, so we do not take it. You can agree on the page about your consent."""


class Paused(NoConsent):
    """You have paused this, so we take nothing. On the page about your consent you can go on whenever you like."""


class Ended(NoConsent):
    """Your yes to this has ended by its own date, so we take nothing. You find the question under “You”."""


class TextChanged(NoConsent):
    """The text that you agreed to has changed. Until you have read the new one and chosen, we take nothing."""


class Unguarded(NoConsent):
    """An adult who answers for you has to agree to this too, and nobody does now, so we take nothing."""


_PROBLEMS = {
    Standing.PAUSED: Paused, Standing.EXPIRED: Ended, Standing.REWORDED: TextChanged, Standing.UNGUARDED: Unguarded,
}  # fmt: skip


def last_choice(*, member: Member, purpose: Purpose) -> Choice | None:
    """The member's last word on that purpose, whatever it was."""
    return Choice.objects.filter(member=member, purpose=purpose).order_by("-number").first()


def standing(*, member: Member, purpose: Purpose, now: datetime) -> Standing:
    """What the member's last word on that purpose comes to now."""
    choice = last_choice(member=member, purpose=purpose)
    stands = rules.standing(
        choice.said if choice else None,
        counting=_counting(purpose),
        is_paused=Pause.objects.filter(member=member).about(purpose).running(now).exists(),
        now=now,
    )
    if stands is Standing.LIVE and forbidding(purpose, at=now).filter(member=member).exists():
        return Standing.UNGUARDED
    return stands


def is_live(*, member: Member, purpose: Purpose, now: datetime) -> bool:
    """Whether this member's consent stands now, to the words in force (law 1)."""
    return standing(member=member, purpose=purpose, now=now) is Standing.LIVE


def require(*, member: Member, purpose: Purpose, now: datetime) -> None:
    """Raise `NoConsent` unless this member's consent stands. Called wherever something is written or read.

    What is raised says why: `Paused`, `Ended`, `TextChanged` and `Unguarded` are kinds of `NoConsent`.
    """
    stands = standing(member=member, purpose=purpose, now=now)
    if stands is not Standing.LIVE:
        raise _PROBLEMS.get(stands, NoConsent)


def live_members(purpose: Purpose, *, at: datetime) -> QuerySet[Any, Any]:
    """The ids of all members whose consent stands at that moment: `filter(member__in=live_members(...))`."""
    later = Choice.objects.filter(member=OuterRef("member"), purpose=purpose, number__gt=OuterRef("number"))
    paused = Pause.objects.filter(member=OuterRef("member")).about(purpose).running(at)
    granted = Choice.objects.filter(purpose=purpose, answer=Answer.GRANTED, version__in=_counting(purpose))
    unended = granted.filter(Q(until=None) | Q(until__gt=at))
    unguarded = forbidding(purpose, at=at).filter(member=OuterRef("member"))
    return unended.exclude(Exists(later)).exclude(Exists(paused)).exclude(Exists(unguarded)).values("member")


def may_ask(*, member: Member, purpose: Purpose, now: datetime) -> bool:
    """Whether we may ask this member of our own accord (law 3). While everything is paused we ask for nothing."""
    if Pause.objects.filter(member=member).about(purpose).running(now).exists():
        return False
    said = last_choice(member=member, purpose=purpose)
    stands = standing(member=member, purpose=purpose, now=now)
    return rules.may_ask(stands, said_at=said.at if said else None, now=now)


def _counting(purpose: Purpose) -> frozenset[int]:
    return rules.counting_versions([wording_of(purpose, version) for version in versions_of(purpose)])
