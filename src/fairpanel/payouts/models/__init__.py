"""The room's tables."""

from fairpanel.payouts.models.giving import Donation
from fairpanel.payouts.models.payouts import Attempt, Batch, Payout, PayoutQuerySet, Step, of_purse
from fairpanel.payouts.models.people import Address, TaxForm
from fairpanel.payouts.models.providers import Call, Finding, Health

__all__ = [
    "Address",
    "Attempt",
    "Batch",
    "Call",
    "Donation",
    "Finding",
    "Health",
    "Payout",
    "PayoutQuerySet",
    "Step",
    "TaxForm",
    "of_purse",
]
