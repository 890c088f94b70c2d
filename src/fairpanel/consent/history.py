"""What came to pass about one purpose: shown, chosen, ended by itself, paused; told by its page and by its record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from django.db.models import Q

from fairpanel.consent.models import Choice, Pause, Showing
from fairpanel.consent.values import Purpose


class Kind(StrEnum):
    """What can come to pass."""

    SHOWN = "shown"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    PAUSED = "paused"
    RESUMED = "resumed"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that came to pass. `until` is when a yes or a pause ends; `of_everything` where all was paused."""

    at: datetime
    kind: Kind
    version: int | None = None
    language: str = ""
    until: datetime | None = None
    of_everything: bool = False


def history(member_id: Any, purpose: Purpose, *, now: datetime) -> list[Event]:
    """All of it up to now, the oldest first."""
    events = [*_shown(member_id, purpose), *_chosen(member_id, purpose, now), *_paused(member_id, purpose, now)]
    return sorted(events, key=lambda event: event.at)


def _shown(member_id: Any, purpose: Purpose) -> Iterator[Event]:
    for showing in Showing.objects.filter(member=member_id, purpose=purpose).order_by("at"):
        yield Event(showing.at, Kind.SHOWN, showing.version, showing.language)


def _chosen(member_id: Any, purpose: Purpose, now: datetime) -> Iterator[Event]:
    choices = list(Choice.objects.filter(member=member_id, purpose=purpose).order_by("number"))
    for choice, after in zip_longest(choices, choices[1:]):
        yield Event(choice.at, Kind(choice.answer), choice.version, until=choice.until)
        ends = choice.until
        if ends is not None and ends <= now and (after is None or after.at > ends):
            yield Event(ends, Kind.EXPIRED, choice.version)


def _paused(member_id: Any, purpose: Purpose, now: datetime) -> Iterator[Event]:
    for pause in Pause.objects.filter(Q(purpose=purpose) | Q(purpose=""), member=member_id):
        whole = pause.purpose == ""
        yield Event(pause.since, Kind.PAUSED, until=pause.until, of_everything=whole)
        over = pause.ended_at or pause.until
        if over is not None and over <= now:
            yield Event(over, Kind.RESUMED, of_everything=whole)
