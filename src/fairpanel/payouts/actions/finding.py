"""Writing down what does not fit, once."""

from datetime import datetime

from fairpanel.kit.money import Money
from fairpanel.payouts.models import Finding, Payout
from fairpanel.payouts.values import FindingKind, Resolution, Told


def found(kind: FindingKind, *, payout: Payout, now: datetime, theirs: Money | None = None) -> bool:
    """Write it down unless it stands already, or a person has dealt with the very same. Whether it is new."""
    said = None if theirs is None else theirs.minor
    same = Finding.objects.filter(kind=kind, payout=payout)
    if same.filter(resolved_at=None).exists() or (
        same.filter(theirs_minor=said).exclude(resolution=Resolution.GONE).exists()
    ):
        return False
    Finding.objects.create(
        kind=kind, provider=payout.provider, payout=payout, about=payout.external_id, ours_minor=payout.minor,
        theirs_minor=said, currency=payout.currency if theirs is None else theirs.currency, found_at=now,
    )  # fmt: skip
    return True


def found_unknown(told: Told, *, provider: str, now: datetime) -> bool:
    """A payment in a provider's statement that we never asked for. Whether it is new."""
    about = told.external_id or told.reference
    if Finding.objects.filter(kind=FindingKind.UNKNOWN_TO_US, provider=provider, about=about).exists():
        return False
    amount = told.amount
    Finding.objects.create(
        kind=FindingKind.UNKNOWN_TO_US, provider=provider, about=about, found_at=now,
        theirs_minor=None if amount is None else amount.minor, currency="" if amount is None else amount.currency,
    )  # fmt: skip
    return True
