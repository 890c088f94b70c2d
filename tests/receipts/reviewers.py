"""People who look, and programmes in which every decision is made twice, or none is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

from fairpanel.members.actions import enrol
from fairpanel.members.models import Member, Role
from fairpanel.programme import Programme
from fairpanel.reading import Reading
from fairpanel.receipts import ports
from tests.receipts.made_by_hand import a_field, a_reading

UNSURE = a_field(date(2026, 11, 21), 5, confidence=0.1)


def a_reviewer(name: str, now: datetime) -> Member:
    return enrol(email=f"{name}@example.org", role=Role.REVIEWER, language="en", now=now)


def an_unsure_reading(**changes: object) -> Reading:
    """One whose day the machine is not sure of."""
    return a_reading(date=UNSURE, **changes)


def with_rules(programme: Programme, **rules: object) -> Programme:
    """The same programme with other rules for receipts, in all its versions."""
    versions = tuple(
        version.model_copy(update={"receipts": version.receipts.model_copy(update=rules)})
        for version in programme.versions
        if version.receipts is not None
    )
    return programme.model_copy(update={"versions": versions})


@contextmanager
def under(**rules: object) -> Iterator[None]:
    """The room under other rules for receipts."""
    before = ports.filled()
    ports.fill(replace(before, programme=with_rules(before.programme, **rules)))
    yield
    ports.fill(before)
