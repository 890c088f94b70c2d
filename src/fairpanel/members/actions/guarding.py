"""Asking the adult who answers for somebody who is not of age, and what that adult says: yes, no, and not any more."""

import hashlib
import hmac
import secrets
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core import signing

from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Conflict, Invalid, NotFound
from fairpanel.members import guardian_texts, ports
from fairpanel.members.actions.joining import at_the_door
from fairpanel.members.models import Guardianship, Member
from fairpanel.members.models.guardians import CODE_GOOD_FOR, MAILS_MAX, WAITING_DAYS
from fairpanel.members.rules import age_on, guarded_until
from fairpanel.notices import actions as notices
from fairpanel.notices.sealing import SEALED, seal
from fairpanel.notices.values import Kind
from fairpanel.programme import Programme

_SALT = "fairpanel the guardian looks"
_CODE_BYTES = 24
Answer = Guardianship.Answer


class OwnAddress(Invalid):
    """This is your own address. Write that of the adult who answers for you."""


class AskedEnough(Conflict):
    """We have written three mails about this, and write no more. If they came too late, begin anew in a month."""


class AskedAndAnswered(Conflict):
    """Your guardian has answered already. Load the page again to see what they said."""


class NothingToAnswer(NotFound):
    """This link is over: it was used already, a newer mail has come, or a week has passed."""


class NoAgreement(NotFound):
    """There is no agreement behind this link any more."""


class NotDeclared(Invalid):
    """Tick both: that you are of age, and that you are the legal guardian. Else you cannot agree."""


class OldWords(Conflict):
    """The words have changed since you opened this page. Read them once more, then choose."""


def guardian_needed(*, programme: Programme, region: str, born: date, today: date) -> date | None:
    """Until when somebody who comes to the door needs a guardian; None for who does not, or may not come in at all."""
    version = programme.in_force(today)
    place = version.regions.get(region)
    if not version.guardians or place is None or age_on(today, born=born) < place.digital_consent(today):
        return None
    return guarded_until(born=born, today=today, age_of_majority=place.majority(today))


def begin(*, member: Member, region: str, language: str, until: date, now: datetime) -> Guardianship:
    """Write down that this newcomer needs a guardian until then, and nothing of why."""
    found, _ = Guardianship.objects.get_or_create(
        member=member, defaults={"id": new_id(now), "region": region, "until": until, "begun_at": now}
    )
    member.language = language
    member.save(update_fields=["language"])
    return found


def ask_guardian(*, member: Member, address: str, now: datetime) -> str:
    """Write to the guardian; gives the code that only their mail has. An earlier code opens nothing any more.

    Raises `OwnAddress`, `AskedAndAnswered` and `AskedEnough`.
    """
    asked = Guardianship.objects.select_for_update().get(member=member)
    if address.lower() == member.email:
        raise OwnAddress
    if asked.answer != Answer.NONE or asked.is_over(now):
        raise AskedAndAnswered
    if asked.mails >= MAILS_MAX:
        raise AskedEnough
    code = secrets.token_urlsafe(_CODE_BYTES)
    asked.address, asked.digest, asked.mails, asked.mailed_at = address.lower(), _digest(code), asked.mails + 1, now
    asked.save(update_fields=["address", "digest", "mails", "mailed_at"])
    notices.forget(about=_key(asked), unsent_only=True)
    _write(asked, kind=Kind.GUARDIAN_ASKED, sealed={"code": code, "child": member.email}, now=now)
    return code


def asked_by(code: str, *, now: datetime) -> Guardianship:
    """What a code in a mail asks about. Raises `NothingToAnswer`."""
    found = Guardianship.objects.select_related("member").filter(digest=_digest(code), answer=Answer.NONE).first()
    if found is None or found.mailed_at is None or now >= found.mailed_at + CODE_GOOD_FOR or found.is_over(now):
        raise NothingToAnswer
    return found


def agree(*, code: str, language: str, version: int, is_adult: bool, is_guardian: bool, now: datetime) -> Guardianship:
    """The guardian says yes to those words: now the minor may join.

    Raises `NothingToAnswer`, `NotDeclared` and `OldWords`.
    """
    asked = _held(asked_by(code, now=now))
    if not (is_adult and is_guardian):
        raise NotDeclared
    if version != guardian_texts.current_version():
        raise OldWords
    text = guardian_texts.text_of(version, language, sponsor=sponsor(now))
    asked.version, asked.language, asked.words = version, text.language, text.digest
    _answered(asked, Answer.AGREED, now=now)
    _tell(asked, what="agreed", now=now)
    return asked


def refuse(*, code: str, now: datetime) -> Guardianship:
    """The guardian says no, and their address goes. Raises `NothingToAnswer`."""
    asked = _held(asked_by(code, now=now))
    notices.forget(about=_key(asked))
    asked.address = ""
    _answered(asked, Answer.REFUSED, now=now)
    return asked


def token_of(agreed: Guardianship) -> str:
    """What the link in every mail after the first has."""
    return signing.dumps(str(agreed.pk), salt=_SALT)


def send_link_again(*, address: str, now: datetime) -> None:
    """Mail the link once more to whoever agreed with this address, for each of their children; once a day at most.

    Whether there is anybody is told to nobody: who asks may be anyone.
    """
    agreements = Guardianship.objects.select_related("member").filter(address=address.lower(), answer=Answer.AGREED)
    for agreed in agreements:
        _write(
            agreed, kind=Kind.GUARDIAN_TOLD, sealed={"token": token_of(agreed)}, now=now, what="agreed",
            once=f"again:{now:%Y-%m-%d}",
        )  # fmt: skip


def agreed_by(token: str) -> Guardianship:
    """The agreement behind a link in a mail to the guardian. Raises `NoAgreement`."""
    try:
        id_ = UUID(signing.loads(token, salt=_SALT))
    except signing.BadSignature:
        raise NoAgreement from None
    found = Guardianship.objects.select_related("member").filter(pk=id_, answer=Answer.AGREED).first()
    if found is None:
        raise NoAgreement
    return found


def take_back(*, token: str, now: datetime) -> Guardianship:
    """The guardian agrees no more: collecting stops at once, what was earned stays earned. Raises `NoAgreement`."""
    agreed = _held(agreed_by(token))
    if agreed.answer != Answer.AGREED:
        raise NoAgreement
    ports.filled().stop(agreed.member_id, now)
    _tell(agreed, what="withdrawn", now=now)
    agreed.address = ""
    _answered(agreed, Answer.WITHDRAWN, now=now)
    return agreed


def at_the_door_again(*, member: Member, programme: Programme, born: date, now: datetime, today: date) -> bool:
    """A year is over, or the day of being of age has come: whether this member is an adult now.

    If so nothing is left of the guardian; if not, another round begins. Raises `NotOfAge` where even that is too early.
    """
    ended = Guardianship.objects.select_for_update().get(member=member)
    if not ended.is_over(now):
        raise AskedAndAnswered
    until = guardian_needed(programme=programme, region=ended.region, born=born, today=today)
    if until is None:
        at_the_door(programme=programme, region=ended.region, born=born, today=today)
    forget(ended)
    if until is None:
        return True
    begin(member=member, region=ended.region, language=member.language, until=until, now=now)
    return False


def forget(guarded: Guardianship) -> None:
    """Forget it with every letter about it."""
    notices.forget(about=_key(guarded))
    guarded.delete()


def forget_what_is_over(*, now: datetime) -> int:
    """Forget newcomers whose guardian has not agreed in a month, and the addresses of agreements that are over."""
    for ended in Guardianship.objects.filter(until__lte=now.date(), answer=Answer.AGREED).exclude(address=""):
        _tell(ended, what="over", now=now)
        ended.address = ""
        ended.save(update_fields=["address"])
    waiting = Guardianship.objects.filter(
        member__adult_on=None, member__applicant=None, begun_at__lt=now - timedelta(days=WAITING_DAYS)
    )
    members = list(waiting.values_list("member", flat=True))
    for one in waiting:
        forget(one)
    return Member.objects.filter(pk__in=members).delete()[0]


def sponsor(now: datetime) -> str:
    """Who asks."""
    return ports.filled().programme.in_force(now.date()).sponsor.name


def _held(found: Guardianship) -> Guardianship:
    """The row as nobody else changes it now. Who came second finds it answered."""
    Member.objects.select_for_update(no_key=True).get(pk=found.member_id)
    held = Guardianship.objects.select_for_update(of=("self",)).select_related("member").get(pk=found.pk)
    if held.answer != found.answer:
        raise NothingToAnswer
    return held


def _answered(asked: Guardianship, answer: Answer, *, now: datetime) -> None:
    asked.answer, asked.answered_at, asked.digest = answer, now, ""
    asked.save()


def _tell(agreed: Guardianship, *, what: str, now: datetime) -> None:
    _write(agreed, kind=Kind.GUARDIAN_TOLD, sealed={"token": token_of(agreed)}, now=now, what=what)


def _write(
    about: Guardianship,
    *,
    kind: Kind,
    sealed: dict[str, str],
    now: datetime,
    what: str = "asked",
    once: str = "",
) -> None:
    notices.tell(
        kind=kind, member_id=None, address=about.address, language=about.member.language,
        zone=ports.zone_of(about.region, now=now),
        facts={f"{SEALED}{name}": seal(fact) for name, fact in sealed.items()} | {"what": what},
        key=f"{_key(about)}{once or f'{what}:{about.mails}'}", now=now,
    )  # fmt: skip


def _key(about: Guardianship) -> str:
    return f"guardian:{about.pk}:"


def _digest(code: str) -> str:
    return hmac.new(ports.filled().digest_key, f"guardian {code}".encode(), hashlib.sha256).hexdigest()
