"""Law 11: two panelists with the same counts and different baskets get the same cents."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairpanel.members.models import Member
from fairpanel.receipts.models import Receipt
from fairpanel.rewards.actions import pending
from tests.receipts.made_by_hand import a_field, a_reading

PROJECT = Path(__file__).parents[2]
BASKETS = st.lists(
    st.tuples(st.sampled_from(["Corner Shop", "Luxury House", "Penny Larder"]), st.integers(1, 99_999)),
    min_size=3, max_size=3, unique=True,
)  # fmt: skip


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(alices=BASKETS, bobs=BASKETS)
def test_the_same_counts_pay_the_same_whatever_is_in_the_baskets(
    panelist: Member, bob_agrees: Member, settled: Callable[..., Receipt],
    alices: list[tuple[str, int]], bobs: list[tuple[str, int]],
) -> None:  # fmt: skip
    # At minutes that differ: the same shop, total and minute in two accounts would be a question.
    for minute, (member, baskets) in enumerate(((panelist, alices), (bob_agrees, bobs))):
        Receipt.objects.filter(member=member).delete()
        for hour, (shop, cents) in enumerate(baskets):
            amount = Decimal(cents).scaleb(-2)
            reading = a_reading(shop=shop, total=a_field(amount, 4), time=a_field(time(hour, minute), 5))
            receipt = settled(member, replace(reading, lines=()))
            assert receipt.state == "accepted"

    assert pending(panelist, currency="EUR") == pending(bob_agrees, currency="EUR")


def test_the_pay_cannot_even_be_made_to_see_a_shop(tmp_path: Path) -> None:
    contracts = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()",
         "--contract", "blind-rewards", "--cache-dir", str(tmp_path)],
        cwd=PROJECT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    if contracts.returncode and "No module named 'importlinter'" in contracts.stderr:
        pytest.skip("import-linter is part of the checks, not of the tests: `make check` runs this contract")
    assert contracts.returncode == 0, contracts.stdout
