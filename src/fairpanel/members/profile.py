"""The profile: a few questions that a panelist may answer, change and clear. For quotas and weights only."""

from datetime import datetime

from django.db.models import QuerySet

from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Conflict, Invalid, NotAllowed, NotFound
from fairpanel.members import guardians, questions
from fairpanel.members.models import Member, ProfileAnswer


class NoSuchQuestion(NotFound):
    """We do not ask that."""


class NoSuchAnswer(Invalid):
    """Choose one of the answers, or that you would rather not say."""


class OldQuestion(Conflict):
    """We ask this in another way now. Read it once more, then choose."""


class NotAskedOfMinors(NotAllowed):
    """We ask nobody about themselves who is not of age."""


def answer(*, member: Member, question: str, version: int, said: str, now: datetime) -> None:
    """Write down an answer; what was said before stays with its date. The same again writes nothing.

    Raises `NotAskedOfMinors`, `NoSuchQuestion`, `OldQuestion` and `NoSuchAnswer`.
    """
    if guardians.is_minor(member):
        raise NotAskedOfMinors
    if question not in questions.ASKED:
        raise NoSuchQuestion
    if version != questions.current_version(question):
        raise OldQuestion
    if not questions.question_of(question, version, "en").takes(said):
        raise NoSuchAnswer
    last = last_answers(member).get(question)
    if last is None or (last.version, last.answer) != (version, said):
        ProfileAnswer.objects.create(
            id=new_id(now), member=member, question=question, version=version, answer=said, at=now
        )


def clear(*, member: Member, question: str | None = None) -> int:
    """Forget what the member said to one question, or to all, also earlier. Gives how many rows went."""
    mine = _of(member) if question is None else _of(member).filter(question=question)
    gone, _ = mine.delete()
    return gone


def last_answers(member: Member) -> dict[str, ProfileAnswer]:
    """What the member says now, by question: only what was answered, or would rather not be said."""
    return {row.question: row for row in _of(member).order_by("at", "id")}


def _of(member: Member) -> QuerySet[ProfileAnswer]:
    return ProfileAnswer.objects.filter(member=member)
