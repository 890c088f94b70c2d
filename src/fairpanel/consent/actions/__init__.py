"""Asking, answering, taking back, pausing; and the one question that every room asks before it collects."""

from fairpanel.consent.actions.answering import OldText, answer, show, withdraw
from fairpanel.consent.actions.pausing import PauseIsOver, pause, resume, running_pauses
from fairpanel.consent.actions.standing import (
    Ended,
    NoConsent,
    Paused,
    TextChanged,
    is_live,
    last_choice,
    live_members,
    may_ask,
    require,
    standing,
)

__all__ = [
    "Ended",
    "NoConsent",
    "OldText",
    "PauseIsOver",
    "Paused",
    "TextChanged",
    "answer",
    "is_live",
    "last_choice",
    "live_members",
    "may_ask",
    "pause",
    "require",
    "resume",
    "running_pauses",
    "show",
    "standing",
    "withdraw",
]
