"""A claim code: asked for anew each time that it is shown, and kept nowhere."""

from datetime import datetime

from fairpanel.kit.problems import Unavailable
from fairpanel.payouts import actions, bodies, ports
from fairpanel.payouts.models import Payout
from fairpanel.payouts.values import State, Unsure


class NoCodeNow(Unavailable):
    """We cannot reach who gave the code at the moment. It is not lost: try again in a few minutes."""


def has_code(payout: Payout) -> bool:
    """Whether there is a code to show."""
    provider = ports.filled().providers.get(payout.provider)
    return (
        provider is not None
        and provider.codes
        and payout.state in {State.ACCEPTED, State.DELIVERED}
        and payout.body is not None
    )


def reveal(payout: Payout, *, now: datetime) -> str:
    """The code of a payout that its panelist, or who holds the claim to it, wants to see. Raises `NoCodeNow`.

    It calls the provider, so nothing is locked meanwhile.
    """
    if not has_code(payout):
        raise NoCodeNow
    try:
        shown = ports.filled().providers[payout.provider].reveal(bodies.body_of(payout))
    except Unsure:
        raise NoCodeNow from None
    actions.shown(payout_id=payout.id, now=now)
    return shown
