"""What a panelist is told of a payout by mail."""

from datetime import datetime

from fairpanel.payouts.models import Payout
from fairpanel.payouts.values import State


def tell(payout: Payout, *, before: State, now: datetime) -> None:
    """Nothing yet."""
    del payout, before, now
