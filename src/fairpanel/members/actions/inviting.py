"""Letting people in past the waiting list: by mail, on paper, by an open link, by a panelist's word."""

import hmac
import secrets
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from babel.dates import format_date
from django.db.models import F, Q, QuerySet

from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Conflict, Invalid, NotAllowed, NotFound
from fairpanel.members import guardians, ports
from fairpanel.members.models import Housemate, Invitation, Member, WrongCode
from fairpanel.members.rules import Yes, may_be_offered
from fairpanel.members.rules.codes import new_code, read, written
from fairpanel.members.rules.parts import Person
from fairpanel.notices.actions import tell
from fairpanel.notices.sealing import seal
from fairpanel.notices.values import Kind
from fairpanel.programme import Programme, Referral

WRONG_CODES_AN_HOUR_MAX = 10
REFERRAL_DAYS = 30


class NotACode(Invalid):
    """This is not a code of ours: a character is wrong, or two changed places. Look at the letter once more."""


class NoSuchInvitation(NotFound):
    """We know no invitation with this code. Look at the letter once more, or ask for a place without one."""


class InvitationOver(NotAllowed):
    """This invitation has been used, taken back, or has run out. You can ask for a place without one."""


class TooManyCodes(NotAllowed):
    """Too many codes were tried from here. Wait an hour, then try again."""


class EnoughReferrals(Conflict):
    """You can invite {year_max} people in a calendar year, and you have. From January on you can invite more."""


class NoReferrals(NotAllowed):
    """This programme does not pay for inviting people where you live, so there are no invitations to give."""


def invite(
    *, kind: Invitation.Kind, by: Member | None, now: datetime, expires_at: datetime, label: str = "", email: str = "",
    language: str = "", region: str = "", answers: Mapping[str, str] | None = None, uses_max: int = 1,
) -> tuple[Invitation, str]:  # fmt: skip
    """A new invitation and its code as it is printed. The code is told here and never again.

    One by mail is sent in the same transaction.
    """
    code = new_code(secrets.randbelow)
    invitation = Invitation.objects.create(
        id=new_id(now), kind=kind, digest=_digest(code), label=label, email=email.lower(), language=language,
        region=region, answers=dict(answers or {}), made_at=now, made_by=by, expires_at=expires_at, uses_max=uses_max,
    )  # fmt: skip
    if kind == Invitation.Kind.MAIL:
        _send(invitation, code, now=now)
    return invitation, written(code)


def _send(invitation: Invitation, code: str, *, now: datetime) -> None:
    regions = ports.filled().programme.in_force(now.date()).regions
    place = regions.get(invitation.region) or next(iter(regions.values()))
    language = invitation.language or "en"
    until = day_in_words(invitation.expires_at.date(), language)
    tell(
        kind=Kind.INVITATION, member_id=None, address=invitation.email, language=language,
        zone=place.time_zone, key=f"invitation:{invitation.id}", now=now,
        facts={"sealed_code": seal(written(code)), "until": until},
    )  # fmt: skip


def day_in_words(when: date, language: str) -> str:
    """A day as a letter says it: `Sunday, 22 November 2026`."""
    return format_date(when, "full", locale="en_GB" if language == "en" else language)


def refer(*, member: Member, programme: Programme, now: datetime) -> str:
    """The code of one more invitation by this panelist, told here and never again.

    Raises `NoReferrals` where the programme offers none to this member, `EnoughReferrals` beyond the year's cap.
    """
    offer = referral_offer(member=member, programme=programme, now=now)
    if offer is None:
        raise NoReferrals
    # Two taps at once are two invitations, not one too many.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if referrals(member=member, now=now).count() >= offer.year_max:
        raise EnoughReferrals(year_max=offer.year_max)
    expires_at = now + timedelta(days=REFERRAL_DAYS)
    return invite(kind=Invitation.Kind.REFERRAL, by=member, now=now, expires_at=expires_at)[1]


def referral_offer(*, member: Member, programme: Programme, now: datetime) -> Referral | None:
    """What the programme offers this member for inviting somebody, if anything."""
    offers = programme.in_force(now.date()).offers.values()
    mine = (offer for offer in offers if isinstance(may_be_offered(offer, person_of(member)), Yes))
    return next((offer for offer in mine if isinstance(offer, Referral)), None)


def person_of(member: Member) -> Person:
    """What an offer may look at of this member."""
    came_later = Housemate.objects.filter(member=member, is_first=False).exists()
    has_guardian = guardians.is_minor(member)
    return Person(
        region=member.region, language=member.language, is_adult=member.adult_on is not None and not has_guardian,
        is_joiner=not came_later, has_guardian=has_guardian,
    )  # fmt: skip


def referrals(*, member: Member, now: datetime) -> QuerySet[Invitation]:
    """The invitations of this calendar year that count: used, or still good."""
    mine = Invitation.objects.filter(made_by=member, kind=Invitation.Kind.REFERRAL, made_at__year=now.year)
    return mine.filter(Q(uses__gt=0) | Q(revoked_at=None, expires_at__gt=now)).order_by("made_at")


def referred_by(member: Member) -> QuerySet[Member]:
    """Who joined by an invitation of this panelist, whenever that was."""
    return Member.objects.panelists().filter(
        adult_on__isnull=False,
        applicant__invitation__made_by=member,
        applicant__invitation__kind=Invitation.Kind.REFERRAL,
    )


def look_up(*, typed: str, sources: Collection[str], now: datetime) -> Invitation:
    """The invitation behind a code that is still good; nothing is used up by looking.

    `sources` name where the code came from: an address of the network, an account. Outside any transaction, so that a
    wrong code is counted whatever follows. Raises `NotACode`, `NoSuchInvitation`, `InvitationOver`, `TooManyCodes`.
    """
    code = read(typed)
    if code is None:
        raise NotACode
    require_patience(sources=sources, now=now)
    invitation = Invitation.objects.filter(digest=_digest(code)).first()
    if invitation is None:
        note_wrong(sources=sources, now=now)
        raise NoSuchInvitation
    if not is_good(invitation, now=now):
        raise InvitationOver
    return invitation


def require_patience(*, sources: Collection[str], now: datetime) -> None:
    """Raise `TooManyCodes` where too many wrong codes came from one of these places within the hour."""
    tried = WrongCode.objects.filter(at__gt=now - timedelta(hours=1))
    if any(tried.filter(who=_digest(source)).count() >= WRONG_CODES_AN_HOUR_MAX for source in sources):
        raise TooManyCodes


def note_wrong(*, sources: Collection[str], now: datetime) -> None:
    """Count a wrong code for each of these places."""
    WrongCode.objects.bulk_create([WrongCode(who=_digest(source), at=now) for source in sources])


def is_good(invitation: Invitation, *, now: datetime) -> bool:
    """Whether it lets somebody in now."""
    return invitation.revoked_at is None and invitation.expires_at > now and invitation.uses < invitation.uses_max


def brought(invitation_id: UUID | str | None) -> Invitation | None:
    """The invitation that somebody came with, good or not."""
    return Invitation.objects.filter(pk=invitation_id).first() if invitation_id is not None else None


def held(invitation_id: UUID | str | None, *, now: datetime) -> Invitation | None:
    """The invitation that somebody brought, if it is still good. Nobody else uses it until the transaction ends."""
    if invitation_id is None:
        return None
    found = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
    return found if found is not None and is_good(found, now=now) else None


def use(invitation: Invitation) -> None:
    """Count one more who came by it; the address that it was sent to is not needed any more."""
    invitation.uses += 1
    invitation.email = ""
    invitation.save(update_fields=["uses", "email"])


def revoke(*, invitations: QuerySet[Invitation], now: datetime) -> int:
    """Take those back that are not used up, and forget their addresses. Gives how many."""
    return invitations.filter(revoked_at=None, uses__lt=F("uses_max")).update(revoked_at=now, email="")


def forget_what_is_over(*, now: datetime) -> int:
    """Forget the addresses of invitations that ran out, and wrong codes older than an hour. Gives how many went."""
    WrongCode.objects.filter(at__lte=now - timedelta(hours=1)).delete()
    return Invitation.objects.filter(expires_at__lte=now).exclude(email="").update(email="")


def _digest(text: str) -> str:
    return hmac.digest(ports.filled().digest_key, text.encode(), "sha256").hex()
