"""What a decision says of a receipt."""

from fairpanel.receipts.values import Decision, Reason, Refused


def is_unreadable(decision: Decision) -> bool:
    """Whether nobody knows what stands on the picture."""
    return isinstance(decision, Refused) and decision.reason is Reason.UNREADABLE


def is_double(decision: Decision) -> bool:
    """Whether the purchase was sent before, by whomever."""
    return isinstance(decision, Refused) and decision.reason in {Reason.OWN_DUPLICATE, Reason.OTHERS_DUPLICATE}
