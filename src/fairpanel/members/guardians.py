"""The one question about minors: does an adult who answers for this panelist agree at this moment?"""

from datetime import datetime

from fairpanel.kit.problems import NotAllowed
from fairpanel.members import ports
from fairpanel.members.models import Guardianship, Member
from fairpanel.members.models.guardians import Guardianships
from fairpanel.programme import OF_MINORS, Offer, Version


class NoGuardianYet(NotAllowed):
    """An adult who answers for you has to agree first. Until then we take nothing."""


def forbidding(purpose: str, *, at: datetime) -> Guardianships:
    """The minors of whom nothing may be taken or read for that purpose at that moment.

    Those whose guardian does not agree (yet, or any more), or all of them where the programme is for adults only or
    the purpose is none that a minor may be asked for.
    """
    every = Guardianship.objects.all()
    if purpose not in OF_MINORS or not is_on(at):
        return every
    return every.exclude(pk__in=Guardianship.objects.live(at).values("pk"))


def is_on(at: datetime) -> bool:
    """Whether the programme of that day lets minors in with a guardian."""
    return ports.filled().programme.in_force(at.date()).guardians


def of(member: Member) -> Guardianship | None:
    """What is there of this member's guardian; None for who is of age."""
    return Guardianship.objects.filter(member=member).first()


def is_minor(member: Member) -> bool:
    """Whether this member takes part, or asked to, as somebody who is not of age."""
    return Guardianship.objects.filter(member=member).exists()


def offers_to(member: Member, *, version: Version, region: str) -> tuple[Offer, ...]:
    """The offers of that region that may be made to this member: to a minor only what is for minors."""
    return version.offers_to(region, is_minor=is_minor(member))


def is_stopped(member: Member, *, at: datetime) -> bool:
    """Whether nothing may be taken of this member, since no guardian agrees."""
    found = of(member)
    return found is not None and not (found.is_live(at) and is_on(at))


def require(member: Member, *, at: datetime) -> None:
    """Raise `NoGuardianYet` where somebody is not of age and no guardian agrees."""
    if is_stopped(member, at=at):
        raise NoGuardianYet
