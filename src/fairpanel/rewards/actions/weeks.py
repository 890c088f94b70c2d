"""Saying truthfully that one bought nothing in a week.

The answer can be given for a week that is over, for as many weeks back as `WEEKS_BACK`, once for each week, and not for
one in which we know of a purchase, by the day on which it was made, or in which a receipt came. A receipt of that week
which comes after the answer takes nothing back: what was earned stays earned, and the answer was given in good faith.
"""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from fairpanel.kit.money import Money
from fairpanel.kit.problems import Conflict
from fairpanel.members import guardians
from fairpanel.members.models import Member
from fairpanel.programme import NothingBought, Programme
from fairpanel.rewards import ports, rules
from fairpanel.rewards.actions.earning import earn
from fairpanel.rewards.calendar import last_terms_at
from fairpanel.rewards.models import Contribution
from fairpanel.rewards.values import Kind, Week, WeekOf

WEEKS_BACK = 2


class NotAskedForWeek(Conflict):
    """You can only tell us about the last two weeks that are over, and from the day on which you joined."""


class AlreadySaid(Conflict):
    """You have already told us that you bought nothing in that week. Thank you."""


class SomethingBought(Conflict):
    """We have a receipt of that week from you, so we do not ask whether you bought nothing."""


def offer_of(*, member: Member, programme: Programme, now: datetime) -> NothingBought | None:
    """The offer that pays for it where the member lives, if there is one."""
    day = last_terms_at(programme, region=member.region, moment=now).day
    offers = guardians.offers_to(member, version=programme.in_force(day), region=member.region)
    return next((offer for offer in offers if isinstance(offer, NothingBought)), None)


def weeks_asked(*, member: Member, programme: Programme, now: datetime) -> list[WeekOf]:
    """The weeks that the member may be asked about, the last one first."""
    this_monday = rules.monday_of(last_terms_at(programme, region=member.region, moment=now).day)
    mondays = [this_monday - timedelta(weeks=back) for back in range(1, WEEKS_BACK + 1)]
    joined = member.adult_on or this_monday
    return [WeekOf(monday, _state(member, monday)) for monday in mondays if monday + timedelta(days=6) >= joined]


@transaction.atomic
def say_nothing_bought(*, member: Member, monday: date, programme: Programme, now: datetime) -> Money:
    """The member bought nothing in the week that begins on that Monday; gives what that earns.

    Raises `NotAskedForWeek`, `AlreadySaid`, `SomethingBought` and what `earn` raises.
    """
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    asked = {week.monday: week.state for week in weeks_asked(member=member, programme=programme, now=now)}
    state = asked.get(monday)
    if state is None or offer_of(member=member, programme=programme, now=now) is None:
        raise NotAskedForWeek
    if state is Week.ANSWERED:
        raise AlreadySaid
    if state is Week.BOUGHT:
        raise SomethingBought
    return earn(
        member=member, subject=_subject(member, monday), kind=Kind.NOTHING_BOUGHT, done_at=now, programme=programme,
        now=now,
    )  # fmt: skip


def _state(member: Member, monday: date) -> Week:
    sunday = monday + timedelta(days=rules.DAYS_A_WEEK - 1)
    if Contribution.objects.filter(kind=Kind.NOTHING_BOUGHT, subject=_subject(member, monday)).exists():
        return Week.ANSWERED
    came = Contribution.objects.filter(member=member, kind=Kind.RECEIPT, day__gte=monday, day__lte=sunday)
    if came.exists() or ports.filled().has_bought(member, monday, sunday):
        return Week.BOUGHT
    return Week.OPEN


def _subject(member: Member, monday: date) -> UUID:
    return uuid5(member.purse, f"nothing-bought:{monday}")
