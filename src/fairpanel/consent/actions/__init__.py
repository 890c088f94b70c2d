"""Asking, answering, taking back, pausing; and the one question that every room asks before it collects."""

from fairpanel.consent.actions.answering import OldText, answer, show, was_shown, withdraw, withdraw_all
from fairpanel.consent.actions.overview import (
    Agreed,
    Overview,
    is_granted,
    overview,
    text_for,
    to_ask,
    words_agreed_to,
)
from fairpanel.consent.actions.pausing import PauseIsOver, pause, resume, running_pauses
from fairpanel.consent.actions.recording import record
from fairpanel.consent.actions.researchers import added_since, agreed_to
from fairpanel.consent.actions.standing import (
    Ended,
    NoConsent,
    Paused,
    TextChanged,
    Unguarded,
    is_live,
    last_choice,
    live_members,
    may_ask,
    require,
    standing,
)

__all__ = [
    "Agreed",
    "Ended",
    "NoConsent",
    "OldText",
    "Overview",
    "PauseIsOver",
    "Paused",
    "TextChanged",
    "Unguarded",
    "added_since",
    "agreed_to",
    "answer",
    "is_granted",
    "is_live",
    "last_choice",
    "live_members",
    "may_ask",
    "overview",
    "pause",
    "record",
    "require",
    "resume",
    "running_pauses",
    "show",
    "standing",
    "text_for",
    "to_ask",
    "was_shown",
    "withdraw",
    "withdraw_all",
    "words_agreed_to",
]
