"""The demo's panel: made-up people, with drawn receipts that really go through reading."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from fairpanel.consent.actions import answer
from fairpanel.consent.values import Purpose, current_version
from fairpanel.members.actions import enrol, join
from fairpanel.members.models import Member, Role
from fairpanel.reading import drawing
from fairpanel.receipts import actions as receipts
from fairpanel.website import assembly

STOP_SECONDS_MAX = 20


@dataclass(frozen=True, slots=True)
class Panelist:
    """A made-up panelist, and what they bought: the days ago of each receipt."""

    name: str
    region: str
    language: str
    bought_days_ago: tuple[int, ...]


PANELISTS = (
    Panelist("alice", "DE", "de", (1, 3, 8, 45)),
    Panelist("bob", "GB", "en", (0, 2, 5)),
    Panelist("chloe", "FR", "fr", (4, 6)),
    Panelist("diego", "ES", "es", (2,)),
)
STAFF = (("olivia", Role.OPERATOR), ("carl", Role.CLIENT))


def address(name: str) -> str:
    """The made-up mail address of one of the demo's people."""
    return f"{name}@demo.example"


def people(*, now: datetime) -> None:
    """Make the demo's people and send their receipts, unless they are there already."""
    if Member.objects.exists():
        return
    with transaction.atomic():
        for name, role in STAFF:
            enrol(email=address(name), role=role, language="en", now=now)
        members = [_panelist(panelist, now=now) for panelist in PANELISTS]
    for number, (member, panelist) in enumerate(zip(members, PANELISTS, strict=True)):
        for days in panelist.bought_days_ago:
            _send(member, seed=100 * number + days, bought=now - timedelta(days=days), now=now)


def _panelist(panelist: Panelist, *, now: datetime) -> Member:
    member = enrol(email=address(panelist.name), role=Role.PANELIST, language=panelist.language, now=now)
    join(
        member=member, programme=assembly.programme_run_here(), region=panelist.region, language=panelist.language,
        born=date(1990, 1, 1), today=now.date(),
    )  # fmt: skip
    answer(member=member, purpose=Purpose.RECEIPTS, version=current_version(Purpose.RECEIPTS), granted=True, now=now)
    return member


def _send(member: Member, *, seed: int, bought: datetime, now: datetime) -> None:
    drawn = drawing.draw(seed=seed, now=now, country=member.region, bought=bought)
    receipts.submit(member=member, data=drawn.jpeg, channel="page", now=now)


@contextmanager
def worker() -> Iterator[None]:
    """A worker beside this program, for as long as this program runs."""
    # Its own session: Ctrl-C reaches this program only, which then ends the worker in good order.
    process = subprocess.Popen(  # our own command
        [sys.executable, "-m", "fairpanel", "work"], stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
