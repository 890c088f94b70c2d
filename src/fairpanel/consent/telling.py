"""Telling those whose yes does not count any more, because it ended or the text changed: once for each time."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from fairpanel.consent import rules
from fairpanel.consent.models import Choice, Pause
from fairpanel.consent.values import Answer, Purpose, Standing, current_version, text_of, versions_of, wording_of
from fairpanel.notices import actions as notices
from fairpanel.notices.values import Kind
from fairpanel.programme import Programme


def tell_whose_yes_ended(*, programme: Programme, collected: Iterable[Purpose], now: datetime) -> int:
    """Tell everybody whose yes to something that is collected here has ended or is to older words. Gives how many.

    Done again it tells nobody twice. Who has paused is told when the pause is over.
    """
    regions = programme.in_force(now.date()).regions
    ended = [choice for purpose in collected for choice in _ended(purpose, now=now)]
    told = [choice for choice in ended if choice.member.region in regions]
    for choice in told:
        zone = regions[choice.member.region].time_zone
        _tell(choice, why=Standing.EXPIRED if _is_over(choice, now) else Standing.REWORDED, zone=zone, now=now)
    return len(told)


def _ended(purpose: Purpose, *, now: datetime) -> QuerySet[Choice]:
    counting = rules.counting_versions([wording_of(purpose, version) for version in versions_of(purpose)])
    later = Choice.objects.filter(member=OuterRef("member"), purpose=purpose, number__gt=OuterRef("number"))
    paused = Pause.objects.filter(member=OuterRef("member")).about(purpose).running(now)
    yes = Choice.objects.filter(purpose=purpose, answer=Answer.GRANTED).select_related("member")
    return yes.filter(Q(until__lte=now) | ~Q(version__in=counting)).exclude(Exists(later)).exclude(Exists(paused))


def _is_over(choice: Choice, now: datetime) -> bool:
    return choice.until is not None and choice.until <= now


@transaction.atomic
def _tell(choice: Choice, *, why: Standing, zone: str, now: datetime) -> None:
    member, purpose = choice.member, Purpose(choice.purpose)
    version = current_version(purpose)
    title = text_of(purpose, version, member.language).title
    notices.tell(
        kind=Kind.CONSENT_ENDED, member_id=member.pk, address=member.email, language=member.language, zone=zone,
        facts={"purpose": purpose.value, "why": why.value, "title": title},
        key=f"{Kind.CONSENT_ENDED}:{choice.pk}:{version}", now=now,
    )  # fmt: skip
