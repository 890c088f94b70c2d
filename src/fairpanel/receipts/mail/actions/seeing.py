"""What was seen of a panelist's mails: for them, and for as long as it is of use."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fairpanel.consent.guards import needs_no_consent
from fairpanel.members.models import Member
from fairpanel.receipts.mail import ports
from fairpanel.receipts.mail.sentences import sentence_of
from fairpanel.receipts.mail.values import Outcome, Why
from fairpanel.receipts.models import Mail

# What a service asks for is answered within days, or asked for again.
SHOWN_DAYS = 7
_LAST = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """A mail as its panelist sees it: when it came, what became of it in a sentence, and what a service asks for."""

    came_at: datetime
    outcome: Outcome
    sentence: str
    asked: Mapping[str, str] = field(default_factory=dict, repr=False)


@needs_no_consent("Its own panelist sees it.")
def seen_by(member: Member, *, now: datetime) -> list[Seen]:
    """The last mails of a member, the newest first, in the language of the moment."""
    return [_seen(mail, now=now) for mail in Mail.objects.filter(member=member).order_by("-came_at", "-id")[:_LAST]]


@needs_no_consent("Its own panelist sees it.")
def _seen(mail: Mail, *, now: datetime) -> Seen:
    outcome, why = Outcome(mail.outcome), Why(mail.why) if mail.why else None
    asked: Mapping[str, str] = {}
    if mail.shown is not None and mail.shown_until is not None and now < mail.shown_until:
        asked = json.loads(ports.filled().seal.open(bytes(mail.shown), about=f"mail {mail.id.hex}"))
    return Seen(mail.came_at, outcome, sentence_of(outcome, why, receipts=mail.receipts), asked)
