"""How a function says that it touches what is collected for a purpose, and why it may.

Every function outside `models.py` and `privacy.py` that names a table of such data carries one of these marks; a test
reads them all, and looks that what says `collects` or `reads` really asks `consent.actions` whether consent stands.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from fairpanel.consent.values import Purpose

F = TypeVar("F", bound=Callable[..., Any])


def collects(*purposes: Purpose) -> Callable[[F], F]:
    """Writes what is collected for these purposes, and asks before it does."""
    return _marked("collects", purposes)


def reads(*purposes: Purpose) -> Callable[[F], F]:
    """Reads what was collected for these purposes, and asks before it does."""
    return _marked("reads", purposes)


def needs_no_consent(why: str) -> Callable[[F], F]:
    """Touches it without asking, because of this: its member's own act, a deletion, a count of nobody."""
    return _marked("needs no consent", why)


def _marked(how: str, told: object) -> Callable[[F], F]:
    def mark(marked: F) -> F:
        marked.consent_mark = (how, told)  # type: ignore[attr-defined]  # for whoever looks at the function itself
        return marked

    return mark
