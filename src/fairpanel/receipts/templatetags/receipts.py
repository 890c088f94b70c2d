"""What templates ask about a receipt."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django import template

from fairpanel.kit.money import Money
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import State
from fairpanel.rewards.actions import earned_for_each

register = template.Library()


@register.simple_tag
def earned_by(receipts: Iterable[Receipt]) -> Mapping[UUID, Money]:
    """What each of them earned, by its id; those that did not count are not in it. One question, however many."""
    counted = [receipt.id for receipt in receipts if receipt.state == State.ACCEPTED]
    return earned_for_each(counted) if counted else {}


@register.filter
def of(earned: Mapping[UUID, Money], receipt: Receipt) -> Money | None:
    """What that one earned; None where it earned nothing."""
    return earned.get(receipt.id)
