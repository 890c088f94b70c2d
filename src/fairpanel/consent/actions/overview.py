"""What a member sees of their own consent: how each purpose stands, what was agreed to, and what may be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fairpanel.consent.actions.standing import last_choice, may_ask, standing
from fairpanel.consent.history import Event, history
from fairpanel.consent.models import Choice, Pause, Showing
from fairpanel.consent.rules import NEEDS
from fairpanel.consent.values import Answer, Purpose, Standing, Text, current_version, text_of
from fairpanel.members.models import Member


@dataclass(frozen=True, slots=True)
class Overview:
    """One purpose, as its member sees it. `pause` is the purpose's own, `events` the newest first."""

    purpose: Purpose
    text: Text
    standing: Standing
    choice: Choice | None
    pause: Pause | None
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """The very words that somebody agreed to."""

    choice: Choice
    text: Text
    parts: dict[str, str]


def text_for(*, member: Member, purpose: Purpose) -> Text:
    """The text in force, in the member's language. Showing it to be answered is `show`."""
    return text_of(purpose, current_version(purpose), member.language)


def overview(*, member: Member, purpose: Purpose, now: datetime) -> Overview:
    """How that purpose stands for its member now, and how it came to."""
    return Overview(
        purpose=purpose,
        text=text_for(member=member, purpose=purpose),
        standing=standing(member=member, purpose=purpose, now=now),
        choice=last_choice(member=member, purpose=purpose),
        pause=Pause.objects.filter(member=member, purpose=purpose).running(now).first(),
        events=tuple(reversed(history(member.pk, purpose, now=now))),
    )


def to_ask(*, member: Member, asked: Sequence[Purpose], now: datetime) -> list[Purpose]:
    """Those of the `asked` purposes that we may ask for now, of our own accord; what needs another only with that."""
    return [
        purpose
        for purpose in asked
        if may_ask(member=member, purpose=purpose, now=now)
        and (
            purpose not in NEEDS
            or standing(member=member, purpose=NEEDS[purpose], now=now) is Standing.LIVE
        )
    ]  # fmt: skip


def is_granted(*, member: Member, purpose: Purpose) -> bool:
    """Whether the last word was a yes, whether or not it stands now: that is what can be taken back."""
    choice = last_choice(member=member, purpose=purpose)
    return choice is not None and choice.answer == Answer.GRANTED


def words_agreed_to(*, member: Member, purpose: Purpose) -> Agreed | None:
    """The words shown before the member's last yes, as they were; None where there was none."""
    mine = {"member": member, "purpose": purpose}
    choice = Choice.objects.filter(**mine, answer=Answer.GRANTED).order_by("-number").first()
    if choice is None:
        return None
    shown = Showing.objects.filter(**mine, version=choice.version, at__lte=choice.at).order_by("-at").first()
    text = text_of(purpose, choice.version, shown.language if shown else member.language)
    return Agreed(choice, text, text.telling(shown.facts if shown else {}))
