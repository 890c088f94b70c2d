"""Asking, answering, taking back; and the one question that every room asks before it collects."""

from datetime import datetime

from fairpanel.consent import rules
from fairpanel.consent.models import Answer, Choice, Showing
from fairpanel.consent.ports import Collector
from fairpanel.consent.values import Purpose, Text, current_version, text_of
from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import NotAllowed
from fairpanel.members.models import Member


class NoConsent(NotAllowed):
    """You have not agreed to this, so we do not take it. You can agree on the page about your consent."""


class OldText(NotAllowed):
    """The text has changed since you opened this page. Read it once more, then choose."""


def last_choice(*, member: Member, purpose: Purpose) -> Choice | None:
    """The member's last word on that purpose, whatever it was."""
    return Choice.objects.filter(member=member, purpose=purpose).order_by("-at", "-id").first()


def is_live(*, member: Member, purpose: Purpose) -> bool:
    """Whether this member's consent stands, to the words in force (law 1)."""
    said = last_choice(member=member, purpose=purpose)
    return said is not None and rules.is_live(
        said.answer, answered_version=said.version, current_version=current_version(purpose)
    )


def require(*, member: Member, purpose: Purpose) -> None:
    """Raise `NoConsent` unless this member's consent stands. Called wherever something is written or read."""
    if not is_live(member=member, purpose=purpose):
        raise NoConsent


def may_ask(*, member: Member, purpose: Purpose, now: datetime) -> bool:
    """Whether we may ask this member of our own accord (law 3)."""
    said = last_choice(member=member, purpose=purpose)
    return said is None or rules.may_ask(said.answer, answered_at=said.at, now=now)


def show(*, member: Member, purpose: Purpose, sponsor: str, now: datetime) -> Text:
    """The text in force, in the member's language; that it was shown is written down."""
    text = text_of(purpose, current_version(purpose), member.language)
    Showing.objects.create(
        id=new_id(now), member=member, purpose=purpose, version=text.version, language=text.language,
        digest=text.digest(sponsor), at=now,
    )  # fmt: skip
    return text


def answer(
    *, member: Member, purpose: Purpose, version: int, granted: bool, now: datetime, collector: Collector | None = None
) -> Choice:
    """Write down what the member chose; a no also drops what an earlier yes left undone (law 2).

    Raises `OldText` where the words have changed meanwhile.
    """
    if version != current_version(purpose):
        raise OldText
    said = Answer.GRANTED if granted else Answer.REFUSED
    choice = Choice.objects.create(id=new_id(now), member=member, purpose=purpose, version=version, answer=said, at=now)
    if not granted and collector is not None:
        collector.stop(member=member, now=now)
    return choice


def withdraw(*, member: Member, purpose: Purpose, collector: Collector | None, now: datetime) -> Choice:
    """Take consent back: collecting stops at once, pending work is dropped, what was earned stays earned (law 2)."""
    choice = Choice.objects.create(
        id=new_id(now), member=member, purpose=purpose, version=current_version(purpose),
        answer=Answer.WITHDRAWN, at=now,
    )  # fmt: skip
    if collector is not None:
        collector.stop(member=member, now=now)
    return choice
