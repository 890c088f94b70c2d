"""What follows from contributions: a half-year that was stayed, and a person who was brought and stayed active."""

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from fairpanel.members import guardians
from fairpanel.members.models import Applicant, Invitation, Member
from fairpanel.programme import NotInForce, Programme, Referral, Tenure
from fairpanel.rewards import rules
from fairpanel.rewards.actions.counting import count
from fairpanel.rewards.actions.reserving import referrals_paid
from fairpanel.rewards.calendar import NotRunHere, day_in, terms_at
from fairpanel.rewards.models import Contribution
from fairpanel.rewards.values import ACTIVE, Detail, Kind

TENURE_LOOKED_BACK_DAYS = 7


def after_an_active_day(contribution: Contribution, *, programme: Programme, now: datetime, is_late: bool) -> None:
    """Look whether this contribution completes something: a friend's referral or, where it came late, a tenure."""
    member = contribution.member
    if is_late:
        reward_tenure(member, programme=programme, now=now)
    referrer = _referrer_of(member)
    if referrer is not None:
        _reward_referral(member, referrer, programme=programme, now=now)


def look_for_tenure(*, programme: Programme, now: datetime) -> int:
    """Reward whoever ended a period of membership in the last days. Gives how many members were looked at.

    To be called every day; a day that was missed is made up for within the week.
    """
    months = {
        offer.months for version in programme.versions for offer in version.offers.values() if isinstance(offer, Tenure)
    }
    looked_at = 0
    for member in Member.objects.panelists().exclude(adult_on=None).iterator() if months else ():
        ends = [
            end
            for each in months
            for _, end in rules.tenure_periods(member.adult_on, months=each, until=now.date())  # type: ignore[arg-type]
        ]
        if any(now.date() - end <= timedelta(days=TENURE_LOOKED_BACK_DAYS) for end in ends):
            looked_at += 1
            reward_tenure(member, programme=programme, now=now)
    return looked_at


def reward_tenure(member: Member, *, programme: Programme, now: datetime) -> None:
    """Reward each period of membership that is over, had its active weeks and was not rewarded yet.

    A period is rewarded under the terms of its last day.
    """
    if member.adult_on is None:
        return
    region = programme.versions[-1].regions.get(member.region)
    if region is None:
        return
    days = _active_days(member)
    for months in {o.months for v in programme.versions for o in v.offers.values() if isinstance(o, Tenure)}:
        for first, end in rules.tenure_periods(member.adult_on, months=months, until=day_in(region, now)):
            last_moment = datetime.combine(end - timedelta(days=1), time(12), ZoneInfo(region.time_zone))
            try:
                terms = terms_at(programme, region=member.region, moment=last_moment)
            except (NotInForce, NotRunHere):
                # A period that ended before the programme came to where the member lives now.
                continue
            weeks = rules.active_weeks(day for day in days if first <= day < end)
            for offer in guardians.offers_to(member, version=terms.version, region=member.region):
                if isinstance(offer, Tenure) and offer.months == months and len(weeks) >= offer.active_weeks_min:
                    count(
                        member=member, subject=_subject(member, f"tenure:{offer.name}:{first}"), kind=Kind.TENURE,
                        done_at=last_moment, programme=programme, now=now, detail=Detail(offer=offer.name),
                    )  # fmt: skip


def _reward_referral(member: Member, referrer: Member, *, programme: Programme, now: datetime) -> None:
    """Reward who brought the member, once the member was active for as many weeks as the offer asks.

    Under the terms of the moment at which that was reached, and within what that calendar year still pays.
    """
    done = list(_active(member).order_by("done_at").values_list("day", "done_at"))
    reached: list[datetime] = []
    seen = set()
    for day, done_at in done:
        if (monday := rules.monday_of(day)) not in seen:
            seen.add(monday)
            reached.append(done_at)
    offers = {o.name: o for v in programme.versions for o in v.offers.values() if isinstance(o, Referral)}
    for name in offers:
        for weeks, at in enumerate(reached, 1):
            try:
                terms = terms_at(programme, region=referrer.region, moment=at)
            except NotRunHere:
                # What a friend earns never hangs on where who brought them lives.
                continue
            offer = terms.version.offers.get(name)
            if isinstance(offer, Referral) and referrer.region in offer.regions and weeks >= offer.active_weeks_min:
                if referrals_paid(referrer, name, year=terms.day.year) < offer.year_max:
                    count(
                        member=referrer, subject=_subject(member, f"referral:{name}"), kind=Kind.REFERRAL, done_at=at,
                        programme=programme, now=now, detail=Detail(offer=name),
                    )  # fmt: skip
                break


def _referrer_of(member: Member) -> Member | None:
    came = Applicant.objects.filter(member=member, invitation__kind=Invitation.Kind.REFERRAL)
    applicant = came.select_related("invitation__made_by").first()
    return applicant.invitation.made_by if applicant is not None and applicant.invitation is not None else None


def _active_days(member: Member) -> list[date]:
    return list(_active(member).values_list("day", flat=True))


def _active(member: Member) -> QuerySet[Contribution]:
    return Contribution.objects.filter(member=member, kind__in=ACTIVE)


def _subject(member: Member, what: str) -> UUID:
    """An id that is the same each time, so that it counts once."""
    return uuid5(member.purse, what)
