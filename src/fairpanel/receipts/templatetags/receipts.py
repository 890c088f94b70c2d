"""What templates ask about a receipt."""

from django import template

from fairpanel.kit.money import Money
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import State
from fairpanel.rewards.actions import earned_for

register = template.Library()


@register.simple_tag
def earned_by(receipt: Receipt) -> Money | None:
    """What it earned; None for one that did not count."""
    return earned_for(receipt.id) if receipt.state == State.ACCEPTED else None
