"""Hang up the guards: read them in `0002_guards.sql`."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_books")]

    operations = [
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"),
            """
            ALTER TABLE ledger_leg DROP CONSTRAINT ledger_leg_currency_of_account;
            DROP FUNCTION ledger_refuse, ledger_refuse_by_hand, ledger_add, ledger_legs_arrive,
                ledger_entry_closes, ledger_entry_balances CASCADE;
            """,
        ),
    ]
