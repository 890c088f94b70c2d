"""The proof of an entry by one look at its legs: read it in `0004_proof_in_one_look.sql`."""

import re
from pathlib import Path

from django.db import migrations

_BEFORE = re.search(
    r"CREATE FUNCTION ledger_entry_balances.*?\$\$;",
    Path(__file__).with_name("0002_guards.sql").read_text(encoding="utf-8"),
    re.DOTALL,
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_chain")]

    operations = [
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"),
            _BEFORE[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION") if _BEFORE else "",
        ),
    ]
