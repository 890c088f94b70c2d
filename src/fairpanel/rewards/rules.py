"""What a contribution earns: from the offers in force and the month so far. There is nothing else to go by.

Law 11: no brand, no shop, no product and no reading can be handed in here.
"""

from collections.abc import Iterable, Sequence

from fairpanel.kit.money import Money
from fairpanel.programme import EachReceipt, Offer, ReceiptThreshold
from fairpanel.rewards.values import Earned, NextStep, PerReceipt, SoFar, Threshold


def earned_by_receipt(offers: Sequence[Offer], *, currency: str, so_far: SoFar) -> tuple[Earned, ...]:
    """What one more accepted receipt earns in this month. Offers of other kinds are not earned by a receipt."""
    earned = []
    for offer in offers:
        match offer:
            case EachReceipt():
                amount = min(offer.amount[currency], _left(offer, currency, so_far))
                earned.append(Earned(offer.name, amount, once_a_month=False))
            case ReceiptThreshold() if so_far.receipts + 1 >= offer.receipts_min and offer.name not in so_far.paid:
                earned.append(Earned(offer.name, offer.amount[currency], once_a_month=True))
            case _:
                pass
    return tuple(each for each in earned if each.amount)


def next_steps(offers: Sequence[Offer], *, currency: str, so_far: SoFar) -> tuple[NextStep, ...]:
    """What receipts may still earn in this month, in the order of the programme."""
    steps: list[NextStep] = []
    for offer in offers:
        match offer:
            case EachReceipt():
                steps.append(PerReceipt(offer.amount[currency], _left(offer, currency, so_far)))
            case ReceiptThreshold():
                steps.append(Threshold(so_far.receipts, offer.receipts_min, offer.amount[currency]))
            case _:
                pass
    return tuple(steps)


def month_cap(offers: Iterable[Offer], *, currency: str) -> Money | None:
    """The most that receipts pay in a month, each on its own; None where they do not."""
    caps = [offer.month_cap[currency] for offer in offers if isinstance(offer, EachReceipt)]
    return sum(caps, Money.zero(currency)) if caps else None


def _left(offer: EachReceipt, currency: str, so_far: SoFar) -> Money:
    """What is left of the offer's month. A cap that was lowered within the month leaves nothing, and takes nothing."""
    paid = so_far.paid.get(offer.name, Money.zero(currency))
    return max(offer.month_cap[currency] - paid, Money.zero(currency))
