"""Writing down what does not fit, once."""

from datetime import datetime

from fairpanel.kit.money import Money
from fairpanel.payouts.models import Finding, Payout
from fairpanel.payouts.values import FindingKind, Resolution, Told


def found(kind: FindingKind, *, payout: Payout, now: datetime, theirs: Money | None = None) -> bool:
    """Write it down unless it stands already, or a person has dealt with the very same. Whether it is new.

    A wrong sum that was put right is in the books, so that it is found again only where another one was said since.
    """
    said = None if theirs is None else theirs.minor
    same = Finding.objects.filter(kind=kind, payout=payout)
    put_right = [Resolution.GONE]
    if kind is FindingKind.WRONG_AMOUNT:
        put_right += [Resolution.GIVEN_BACK, Resolution.BORNE]
    if same.filter(resolved_at=None).exists() or (
        same.filter(theirs_minor=said).exclude(resolution__in=put_right).exists()
    ):
        return False
    Finding.objects.create(
        kind=kind, provider=payout.provider, payout=payout, about=payout.external_id, ours_minor=payout.stands_at.minor,
        theirs_minor=said, currency=payout.currency if theirs is None else theirs.currency, found_at=now,
    )  # fmt: skip
    return True


def close(kind: FindingKind, *, payout: Payout, now: datetime) -> None:
    """It came right by itself."""
    standing = Finding.objects.filter(kind=kind, payout=payout, resolved_at=None)
    standing.update(resolved_at=now, resolution=Resolution.GONE)


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
