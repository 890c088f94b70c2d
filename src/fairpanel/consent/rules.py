"""When consent stands and when a refused purpose may be asked for again."""

from datetime import datetime, timedelta

# Law 3, after the yearly limit of the Digital Markets Act, article 5(2).
QUIET_AFTER_REFUSAL = timedelta(days=365)

GRANTED, REFUSED, WITHDRAWN = "granted", "refused", "withdrawn"


def is_live(answer: str, *, answered_version: int, current_version: int) -> bool:
    """Whether the last answer allows collecting: granted, and to the words in force."""
    return answer == GRANTED and answered_version == current_version


def may_ask(answer: str, *, answered_at: datetime, now: datetime) -> bool:
    """Whether we may ask of our own accord. Who refused or withdrew is left in peace for twelve months."""
    return answer not in {REFUSED, WITHDRAWN} or now - answered_at >= QUIET_AFTER_REFUSAL
