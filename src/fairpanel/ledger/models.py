"""The tables of the books. What they may never hold is refused by the database: see `migrations/*.sql`."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import connection, models
from django.db.models import Q

from fairpanel.ledger.values import (
    ACCOUNT_NAME_LENGTH_MAX,
    ACCOUNT_NAME_PATTERN,
    KEY_LENGTH_MAX,
    KEY_PATTERN,
    MEMO_LENGTH_MAX,
    MEMO_PATTERN,
    State,
)

STATE_LENGTH_MAX = max(map(len, State))


class Account(models.Model):
    """A named pot of one currency. Its row never changes."""

    name = models.CharField(max_length=ACCOUNT_NAME_LENGTH_MAX)
    currency = models.CharField(max_length=3)
    may_overdraw = models.BooleanField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], name="ledger_account_name_once"),
            # The target of the legs' foreign key: a leg in another currency than its account's has nothing to point at.
            models.UniqueConstraint(fields=["id", "currency"], name="ledger_account_currency"),
            models.CheckConstraint(condition=Q(name__regex=ACCOUNT_NAME_PATTERN), name="ledger_account_name_legal"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="ledger_account_currency_legal"),
        ]

    def __str__(self) -> str:
        return self.name


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries, and the one way to write them."""

    def write(self, entries: Sequence[Entry], legs: Sequence[tuple[uuid.UUID, int, int, str]]) -> set[uuid.UUID]:
        """Write the entries whose key is new, with their legs, in one statement. Returns the ids of those written.

        A leg is the id of its entry, that of its account, its minor units and their currency. By hand, since it is what
        every cent waits for: Django would need a statement for the entries, one to see which of them were new, and one
        for the legs.
        """
        columns = ["id", "key", "digest", "memo", "opened_as", "state", "at", "closed_at", "corrects_id"]
        rows = [[getattr(entry, column) for entry in entries] for column in columns]
        leg_rows = [[leg[column] for leg in legs] for column in range(4)]
        with connection.cursor() as cursor:
            cursor.execute(
                """
                WITH fresh AS (
                    INSERT INTO ledger_entry (id, key, digest, memo, opened_as, state, at, closed_at, corrects_id)
                    SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
                                         %s::timestamptz[], %s::timestamptz[], %s::uuid[])
                    ON CONFLICT (key) DO NOTHING
                    RETURNING id
                )
                INSERT INTO ledger_leg (entry_id, account_id, amount, currency)
                SELECT leg.entry_id, leg.account_id, leg.amount, leg.currency
                FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::text[])
                    WITH ORDINALITY AS leg (entry_id, account_id, amount, currency, position)
                JOIN fresh ON fresh.id = leg.entry_id
                ORDER BY leg.position
                RETURNING entry_id
                """,
                [*rows, *leg_rows],
            )
            return {entry_id for (entry_id,) in cursor.fetchall()}


class Entry(models.Model):
    """Postings that happened together, or not at all, under a key that is used once."""

    id = models.UUIDField(primary_key=True)
    key = models.CharField(max_length=KEY_LENGTH_MAX)
    digest = models.CharField(max_length=64)
    memo = models.CharField(max_length=MEMO_LENGTH_MAX)
    opened_as = models.CharField(max_length=STATE_LENGTH_MAX)
    state = models.CharField(max_length=STATE_LENGTH_MAX, choices=[(s.value, s.value) for s in State])
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["key"], name="ledger_entry_key_once"),
            models.CheckConstraint(condition=Q(key__regex=KEY_PATTERN), name="ledger_entry_key_legal"),
            models.CheckConstraint(condition=Q(memo__regex=MEMO_PATTERN), name="ledger_entry_memo_legal"),
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="ledger_entry_digest_legal"),
            models.CheckConstraint(
                condition=Q(state="posted", opened_as__in=["pending", "posted"], closed_at__isnull=False)
                | Q(state="pending", opened_as="pending", closed_at__isnull=True)
                | Q(state="void", opened_as="pending", closed_at__isnull=False),
                name="ledger_entry_state_legal",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Leg(models.Model):
    """What one account gained by an entry, or lost where `amount` is below zero, in minor units."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="legs")
    # Held by the guards' key over account and currency together, hence no constraint and no index of its own.
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="legs", db_constraint=False, db_index=False
    )
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        indexes = [models.Index(fields=["account", "id"], name="ledger_leg_of_account")]
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="ledger_leg_amount_legal")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount} {self.currency}"


class Link(models.Model):
    """One link of the audit chain (`chain.py`): that `entry` was opened or closed as `state`."""

    number = models.BigIntegerField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="links", db_index=False)
    state = models.CharField(max_length=STATE_LENGTH_MAX, choices=[(s.value, s.value) for s in State])
    digest = models.CharField(max_length=64)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "state"], name="ledger_link_fact_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="ledger_link_number_legal"),
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="ledger_link_digest_legal"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="ledger_link_state_legal"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.entry_id} {self.state}"


class Total(models.Model):
    """What an account comes to, in minor units: the sum over its slots. Written by the guards alone.

    `posted` is the sum of its posted legs, `held` the sum that its pending entries would take from it.
    """

    pk = models.CompositePrimaryKey("account_id", "slot")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="totals", db_index=False)
    slot = models.SmallIntegerField()
    posted = models.BigIntegerField()
    held = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.account_id}/{self.slot}: {self.posted}, {self.held} held"
