"""When a notice goes: decisions over values, without clock or disk."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from fairpanel.notices.values import ALWAYS, DEFAULT_WAYS, TRIES_MAX, WAITS, Topic, Way


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day in which somebody is left alone, by their own clock. The same hour twice means never."""

    begins: time
    ends: time

    def holds_at(self, clock: time) -> bool:
        """Whether it is quiet when the clock shows this. The hour of its end is not quiet any more."""
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


QUIET = Quiet(time(21), time(8))
NEVER = Quiet(time(0), time(0))


def not_before(moment: datetime, *, zone: str, quiet: Quiet) -> datetime:
    """The first moment from `moment` on, an aware one, at which it is not quiet in that time zone.

    Where clocks are turned, hours are as the clock on the wall shows them: a night may be longer or shorter.
    """
    place = ZoneInfo(zone)
    there = moment.astimezone(place)
    if not quiet.holds_at(there.time()):
        return moment
    # The hour at which quiet ends comes twice on the day that clocks are put back.
    ends = [
        datetime.combine(there.date() + timedelta(days=days), quiet.ends, place).replace(fold=fold)
        for days in (0, 1)
        for fold in (0, 1)
    ]
    return min(end.astimezone(moment.tzinfo) for end in ends if end.timestamp() > moment.timestamp())


def next_day(moment: datetime, *, zone: str) -> datetime:
    """The beginning of the day after the one that it is in that time zone."""
    place = ZoneInfo(zone)
    tomorrow = moment.astimezone(place).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(0), place).astimezone(moment.tzinfo)


def way_for(topic: Topic, *, chosen: Way | None, has_device: bool) -> Way:
    """By which way a topic reaches somebody. What is always sent goes by mail, and so does a push without a device."""
    if topic in ALWAYS:
        return Way.MAIL
    way = chosen or DEFAULT_WAYS[topic]
    return Way.MAIL if way is Way.PUSH and not has_device else way


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after that many tries that failed; None where nothing is tried any more."""
    return None if tries >= TRIES_MAX else WAITS[tries - 1]


def masked(address: str) -> str:
    """A mail address of which a person sees just enough to find a mistake in it: `a***@example.org`."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}***{at}{host}" if at else "***"
