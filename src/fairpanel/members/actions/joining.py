"""Joining, and what else a member does about their account."""

from datetime import date, datetime

from fairpanel.kit.problems import Conflict, Invalid
from fairpanel.members.models import Member, Role
from fairpanel.members.rules import age_on, is_adult
from fairpanel.programme import Programme


class NotOfAge(Invalid):
    """This panel is for people of {age} and over, so you cannot join now. We have not kept your date of birth."""


class UnknownRegion(Invalid):
    """This panel does not run in {region} yet. Choose one of: {regions}."""


class AddressTaken(Conflict):
    """Somebody with this mail address is already here."""


def enrol(*, email: str, role: Role, language: str, now: datetime) -> Member:
    """An account for somebody whom the operator lets in by name. Raises `AddressTaken`."""
    if Member.objects.filter(email=email.lower()).exists():
        raise AddressTaken
    member = Member(email=email.lower(), role=role, language=language, joined_at=now)
    member.set_unusable_password()
    member.save()
    return member


def join(*, member: Member, programme: Programme, region: str, language: str, born: date, today: date) -> Member:
    """Let a newcomer past the door. The date of birth is looked at and forgotten.

    Raises `UnknownRegion` or `NotOfAge`.
    """
    at_the_door(programme=programme, region=region, born=born, today=today)
    enter(member=member, region=region, language=language, adult_on=today)
    return member


def at_the_door(*, programme: Programme, region: str, born: date, today: date) -> int:
    """The age in whole years of somebody who may come in. Raises `UnknownRegion` or `NotOfAge`."""
    version = programme.in_force(today)
    place = version.regions.get(region)
    if place is None:
        raise UnknownRegion(region=region, regions=", ".join(version.regions))
    age = place.majority(today)
    if not is_adult(born=born, on=today, age_of_majority=age):
        raise NotOfAge(age=age)
    return age_on(today, born=born)


def enter(*, member: Member, region: str, language: str, adult_on: date) -> None:
    """From now on this member takes part.

    `adult_on` is the day on which they showed that they are of age or, not being so, came in with a guardian.
    """
    member.region, member.language, member.adult_on = region, language, adult_on
    member.save(update_fields=["region", "adult_on", "language"])


def speak(*, member: Member, language: str) -> None:
    """From now on we speak to the member in that language, one of `settings.LANGUAGES`."""
    member.language = language
    member.save(update_fields=["language"])
