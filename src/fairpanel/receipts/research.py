"""Lines for research: coarse ones of those who said yes to just this researcher, each month once, as a file.

Why it is done so stands in `docs/decisions/privacy-lines-for-research.md`.
"""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from io import StringIO
from random import SystemRandom
from typing import IO, Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, Min

from fairpanel.consent import actions as consent
from fairpanel.consent.guards import needs_no_consent, reads
from fairpanel.consent.values import Purpose
from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Conflict
from fairpanel.members.models import Member
from fairpanel.programme import Researcher
from fairpanel.receipts.giving import as_bought, lines_that_count, lines_to_take, members_by
from fairpanel.receipts.models import GivenLine, Receipt, ResearchFile, ResearchShare
from fairpanel.receipts.rules.giving import SHARED_BY_MIN, Given, given_of, months_due
from fairpanel.receipts.values import State

# Nobody is more of a file than this, however much they bought.
LINES_OF_ONE_MAX = 500
COLUMNS = tuple(field.name for field in fields(Given))
_LINES_AT_ONCE = 2_000


class NothingToGive(Conflict):
    """There is nothing to give. A month goes once, when no receipt of it can come, and ten people must share a line."""


@dataclass(frozen=True, slots=True)
class Released:
    """A file in which so many lines of one member were. `studies` is in words by language."""

    at: datetime
    researcher: str
    country: str
    studies: Mapping[str, str]
    lines: int


class ResearchCollector:
    """This room as `consent` knows it: where lines are given to research."""

    def stop(self, *, member: Member, now: datetime) -> None:
        """Nothing lies about that could be dropped: a file is made and handed over in one go."""


@reads(Purpose.RESEARCH)
@transaction.atomic
def make_file(
    *, researcher: Researcher, window_days: int, givers: int, made_by: Member, to: IO[bytes], now: datetime
) -> ResearchFile:
    """Write the lines that this researcher has not got yet, as CSV in a random order, and write down that they went.

    `givers` is how many of those who left gave lines: theirs go along when ten more have since the last time, so that
    no two files differ by one person. Raises `NothingToGive`.
    """
    # One at a time, or two would give the same month.
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE receipts_researchfile IN SHARE ROW EXCLUSIVE MODE")
    months = due(researcher.name, window_days=window_days, today=now.date())
    if months is None:
        raise NothingToGive
    first, last = months
    of_these = {
        "receipt__member__in": consent.live_members(Purpose.RESEARCH, at=now),
        "receipt__member_id__in": consent.agreed_to(researcher.name, at=now),
        "receipt__bought_on__gte": first, "receipt__bought_on__lt": _after(last),
    }  # fmt: skip
    shares: Counter[UUID] = Counter()
    rows = list(_coarse(of_these, shares))
    with_given = givers - _givers_before() >= SHARED_BY_MIN
    if with_given:
        rows += GivenLine.objects.values_list(*COLUMNS)
    if not rows:
        raise NothingToGive
    SystemRandom().shuffle(rows)
    data = _as_csv(rows)
    file = ResearchFile.objects.create(
        id=new_id(now), researcher=researcher.name, studies=dict(researcher.studies), country=researcher.country,
        first=first, last=last, lines=len(rows), givers=givers if with_given else 0,
        sha256=hashlib.sha256(data).hexdigest(), made_at=now, made_by=made_by,
    )  # fmt: skip
    ResearchShare.objects.bulk_create(
        ResearchShare(file=file, member_id=member, lines=count) for member, count in shares.items()
    )
    to.write(data)
    return file


@needs_no_consent("It looks for the oldest day of all, and for nobody's.")
def due(researcher: str, *, window_days: int, today: date) -> tuple[date, date] | None:
    """The first and the last month that can go to that researcher now; None where none can."""
    given = ResearchFile.objects.filter(researcher=researcher).aggregate(last=Max("last"))["last"]
    counting = Receipt.objects.filter(state=State.ACCEPTED.value)
    oldest = counting.aggregate(oldest=Min("bought_on"))["oldest"]
    return months_due(given_until=given, oldest=oldest, today=today, window_days=window_days)


@needs_no_consent("It tells a member what went of theirs.")
def releases_of(member_id: Any) -> list[Released]:
    """The files in which lines of that member were, the newest first."""
    mine = ResearchShare.objects.filter(member=member_id).select_related("file").order_by("-file__made_at", "-id")
    return [
        Released(one.file.made_at, one.file.researcher, one.file.country, one.file.studies, one.lines) for one in mine
    ]


def _coarse(of_these: Mapping[str, Any], shares: Counter[UUID]) -> Iterator[tuple[Any, ...]]:
    """What is left of these lines, and in `shares` how many of them are whose."""
    by_text, by_shop = members_by(lines_that_count().filter(**of_these))
    lines = lines_to_take().filter(**of_these).order_by("?")
    for line in lines.iterator(_LINES_AT_ONCE):
        member = line.receipt.member_id
        if shares[member] >= LINES_OF_ONE_MAX:
            continue
        for given in given_of([as_bought(line)], members_by_text=by_text, members_by_shop=by_shop):
            shares[member] += 1
            yield tuple(getattr(given, name) for name in COLUMNS)


def _givers_before() -> int:
    return ResearchFile.objects.aggregate(most=Max("givers"))["most"] or 0


def _as_csv(rows: list[tuple[Any, ...]]) -> bytes:
    text = StringIO()
    written = csv.writer(text, lineterminator="\n")
    written.writerow(COLUMNS)
    written.writerows(rows)
    return text.getvalue().encode()


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
