"""Lines for research of somebody who leaves: coarse, without a person, and mixed with those of everybody before."""

from dataclasses import asdict
from typing import Any

from django.db import connection
from django.db.models import Count
from django.db.models.expressions import Combinable
from django.db.models.functions import Left, Trim, Upper
from psycopg import sql

from fairpanel.consent.guards import needs_no_consent
from fairpanel.kit.personal import Erased
from fairpanel.members.models import Member
from fairpanel.receipts.models import WORDS_LENGTH, GivenLine, Line
from fairpanel.receipts.rules.giving import Bought, Given, given_of
from fairpanel.receipts.values import State

# In the signed deletion receipt, so in English like all of it.
WHY_GIVEN = "given to research on leaving; coarse lines, each by itself, with nothing in them that leads to a person"
_STORE, _TABLE = "receipts.GivenLine", "receipts_givenline"
_COLUMNS = tuple(Given.__dataclass_fields__)


@needs_no_consent("Its panelist chose it on leaving while their yes to research stood, which `erasures.leave` asked.")
def give_lines(member_id: Any) -> list[Erased]:
    """Copy what may stay of this member's lines, in the transaction that then erases them. Gives how many, if any."""
    # As in erasing: whatever changes one member's receipts waits for its turn here.
    Member.objects.select_for_update(no_key=True).filter(pk=member_id).first()
    lines = [as_bought(line) for line in lines_to_take().filter(receipt__member=member_id)]
    by_text, by_shop = members_by(lines_that_count().filter(folded__in={line.text for line in lines}))
    given = given_of(lines, members_by_text=by_text, members_by_shop=by_shop)
    kept = GivenLine.objects.bulk_create([GivenLine(**asdict(each)) for each in given])
    if not kept:
        return []
    _stir()
    return [Erased("receipts", _STORE, 0, kept=len(kept), why=WHY_GIVEN)]


@needs_no_consent("It only says how lines are looked at; who counts or takes some asks.")
def lines_that_count() -> Any:
    """Every line that counts, as `folded` its words and as `at` its shop."""
    return Line.objects.filter(receipt__state=State.ACCEPTED.value).annotate(
        folded=_folded("text"), at=_folded("receipt__shop")
    )


def _folded(name: str) -> Combinable:
    return Left(Upper(Trim(name)), WORDS_LENGTH)


@needs_no_consent("It only says how lines are looked at; who counts or takes some asks.")
def lines_to_take() -> Any:
    """Those of them that have a day, with all that `as_bought` needs."""
    dated = lines_that_count().filter(receipt__bought_on__isnull=False)
    return dated.select_related("receipt").prefetch_related("receipt__predictions")


def members_by(counted: Any) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """How many different members have the same words, and the same words of the same shop, on these lines."""
    members = Count("receipt__member", distinct=True)
    by_text = counted.values("folded").annotate(members=members).values_list("folded", "members")
    by_shop = counted.values("at", "folded").annotate(members=members).values_list("at", "folded", "members")
    return dict(by_text), {(shop, text): count for shop, text, count in by_shop}


@needs_no_consent("It tells of a row that somebody else asked about.")
def as_bought(line: Line) -> Bought:
    """A line of a dated receipt, taken from `lines_that_count`, as rules speak of it."""
    receipt = line.receipt
    day, kind = receipt.bought_on, _kind_of_shop(receipt)
    if day is None:
        raise ValueError("A line without a day is in no month.")
    return Bought(
        receipt.programme, receipt.country, day, kind, line.at, line.folded, line.quantity, line.price_minor,  # type: ignore[attr-defined]  # annotated
        line.currency,
    )  # fmt: skip


def _kind_of_shop(receipt: Any) -> str:
    last = max(receipt.predictions.all(), key=lambda each: each.at, default=None)
    return "" if last is None else last.fields.get("shop_kind", {}).get("value", "")


def _stir() -> None:
    """Write every row anew, in one transaction and a random order: what came together lies together no more."""
    table, columns = sql.Identifier(_TABLE), sql.SQL(", ").join(map(sql.Identifier, _COLUMNS))
    with connection.cursor() as cursor:
        # One at a time, or those of two who leave at once would keep apart.
        cursor.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(table))
        cursor.execute(
            sql.SQL(
                "WITH gone AS (DELETE FROM {table} RETURNING {columns})"
                " INSERT INTO {table} (id, {columns}) SELECT gen_random_uuid(), {columns} FROM gone ORDER BY random()"
            ).format(table=table, columns=columns)
        )
