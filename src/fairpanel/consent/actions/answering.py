"""Showing a text, writing down what was chosen, and taking it back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from fairpanel.consent import rules
from fairpanel.consent.actions.standing import last_choice
from fairpanel.consent.models import Choice, Showing
from fairpanel.consent.ports import Collector
from fairpanel.consent.values import Answer, Purpose, Text, current_version, text_of, wording_of
from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import NotAllowed
from fairpanel.members.models import Member


class OldText(NotAllowed):
    """The text has changed since you opened this page. Read it once more, then choose."""


def show(*, member: Member, purpose: Purpose, facts: Mapping[str, str], now: datetime) -> Text:
    """The text in force, in the member's language, with these facts; that it was shown is written down."""
    text = text_of(purpose, current_version(purpose), member.language)
    Showing.objects.create(
        id=new_id(now), member=member, purpose=purpose, version=text.version, language=text.language,
        facts=dict(facts), digest=text.digest(facts), at=now,
    )  # fmt: skip
    return text


def was_shown(*, member: Member, purpose: Purpose, version: int) -> bool:
    """Whether the member has had that version before their eyes."""
    return Showing.objects.filter(member=member, purpose=purpose, version=version).exists()


@transaction.atomic
def answer(
    *, member: Member, purpose: Purpose, version: int, granted: bool, now: datetime, collector: Collector | None = None
) -> Choice:
    """Write down what the member chose; a no also drops what an earlier yes left undone (law 2).

    Raises `OldText` where the words have changed meanwhile.
    """
    if version != current_version(purpose):
        raise OldText
    choice = _say(member, purpose, Answer.GRANTED if granted else Answer.REFUSED, now=now)
    if not granted and collector is not None:
        collector.stop(member=member, now=now)
    return choice


@transaction.atomic
def withdraw(*, member: Member, purpose: Purpose, collector: Collector | None, now: datetime) -> Choice:
    """Take consent back: collecting stops at once, pending work is dropped, what was earned stays earned (law 2)."""
    choice = _say(member, purpose, Answer.WITHDRAWN, now=now)
    if collector is not None:
        collector.stop(member=member, now=now)
    return choice


@transaction.atomic
def withdraw_all(*, member: Member, collectors: Mapping[Purpose, Collector], now: datetime) -> None:
    """Take back every yes of a minor whose guardian agrees no more."""
    for purpose in Purpose:
        last = last_choice(member=member, purpose=purpose)
        if last is not None and last.answer == Answer.GRANTED:
            withdraw(member=member, purpose=purpose, collector=collectors.get(purpose), now=now)


def _say(member: Member, purpose: Purpose, said: Answer, *, now: datetime) -> Choice:
    # Whoever collects for this member waits here, or we for them: nothing comes in behind a no.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    earlier = last_choice(member=member, purpose=purpose)
    # Taken back is what was said to the words of that time.
    version = earlier.version if earlier and said is Answer.WITHDRAWN else current_version(purpose)
    until = rules.valid_until(now, wording_of(purpose, version)) if said is Answer.GRANTED else None
    return Choice.objects.create(
        id=new_id(now), member=member, purpose=purpose, number=earlier.number + 1 if earlier else 1, version=version,
        answer=said, at=now, until=until,
    )  # fmt: skip
