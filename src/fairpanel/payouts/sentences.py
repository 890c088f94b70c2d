"""States, holds and troubles of payouts in words for who waits for the money."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fairpanel.payouts.models import Payout
from fairpanel.payouts.values import FindingKind, Hold, Resolution, State, Trouble, Way

Words = Promise | str

WAYS: dict[Way, tuple[Words, Words]] = {
    Way.GIFT_CARD: (_("Gift card"), _("By mail. You choose the shop when you open it.")),
    Way.AMAZON: (_("Amazon gift card"), _("A code that we show you here.")),
    Way.PAYPAL: (_("PayPal"), _("To the mail address of your PayPal account.")),
    Way.BANK: (_("Bank transfer"), _("To your bank account. It takes a few working days.")),
    Way.BALANCE: (_("Credit with the sponsor"), _("To your customer account there.")),
    Way.CHARITY: (_("Give it away"), _("All that panelists give is paid over once a month.")),
}
STATES: dict[State, Words] = {
    State.CREATED: _("About to be sent"),
    State.HELD: _("Waits"),
    State.SUBMITTED: _("Being sent"),
    State.ACCEPTED: _("On its way"),
    State.UNCLAIMED: _("Waits for you to take it"),
    State.DELIVERED: _("Arrived"),
    State.REDEEMED: _("Used"),
    State.RETURNED: _("Came back"),
    State.EXPIRED: _("Ran out"),
    State.FAILED: _("Did not work"),
    State.CANCELLED: _("Called off"),
    State.REVERSED: _("Taken back"),
}
_SAID: dict[State, Words] = {
    State.CREATED: _("It goes out within a few minutes."),
    State.SUBMITTED: _("We have sent it and wait for the answer. That can take a while; it is never sent twice."),
    State.ACCEPTED: _("It is on its way to you."),
    State.UNCLAIMED: _("It is there and nobody has taken it. Look into the mail that came with it."),
    State.DELIVERED: _("It has reached you."),
    State.REDEEMED: _("It has reached you, and you have used it."),
    State.RETURNED: _("It came back to us. The money is in your balance again, all of it."),
    State.EXPIRED: _("Nobody took it in time. The money is in your balance again, all of it."),
    State.FAILED: _("It could not be sent. The money is in your balance again, all of it."),
    State.CANCELLED: _("It was called off. The money is in your balance again, all of it."),
    State.REVERSED: _("It was taken back. The money is in your balance again, all of it."),
}
HOLDS: dict[Hold, Words] = {
    Hold.APPROVAL: _("A second person looks at larger sums before they go out. There is nothing for you to do."),
    Hold.CASE: _("A person looks into something about your account first. There is nothing for you to do."),
    Hold.REST: _("You changed where your money goes. It waits for a while, in case that was not you."),
    Hold.TAX: _("The law has us report what you are paid from here on. Fill in the tax form, and it goes out."),
}
TROUBLES: dict[Trouble, Words] = {
    Trouble.ADDRESS: _("The address did not work. Check it, then ask again."),
    Trouble.REFUSED: _("The provider refused it. Ask again in another way."),
}
FINDINGS: dict[FindingKind, Words] = {
    FindingKind.UNKNOWN_TO_THEM: _("We say that it was paid, and they have no record of it."),
    FindingKind.UNKNOWN_TO_US: _("They say that they paid it, and we never asked for it."),
    FindingKind.PAID_AFTER_END: _("It had ended here, the money is back in the balance, and they paid it after all."),
    FindingKind.WRONG_AMOUNT: _("They paid another sum than we asked for."),
    FindingKind.SILENT: _("Nobody has decided about it for a day."),
}
RESOLUTIONS: dict[Resolution, Words] = {
    Resolution.GONE: _("Put right by itself"),
    Resolution.NOTED: _("Seen; no money moves"),
    Resolution.GIVEN_BACK: _("Give it back to the panelist"),
    Resolution.BORNE: _("The sponsor bears it"),
}
STOPPED: dict[str, Words] = {
    "errors": _("Too many errors. It is tried again by itself."),
    "amount": _("It paid another sum than was asked for."),
    "after-end": _("It paid what was not asked for, or not any more."),
    "person": _("A person stopped it."),
}


def way_of(payout: Payout) -> Words:
    """The payout's way in words."""
    return WAYS[Way(payout.way)][0]


def said_of(payout: Payout) -> list[Words]:
    """What is with it now, a sentence or more."""
    state = State(payout.state)
    if state is State.HELD:
        return [HOLDS[hold] for hold in payout.holds]
    if payout.way == Way.BANK and state is State.CREATED:
        return [_("It goes into the next file for the bank, within a few working days.")]
    if payout.way == Way.CHARITY and state is State.ACCEPTED:
        return [_("It is in the pool, and is paid over with what others give at the end of the month.")]
    if payout.way == Way.AMAZON and state is State.ACCEPTED:
        return [_("Your code is ready. We do not keep it: we ask for it anew when you want to see it.")]
    said = [_SAID[state]]
    return [*said, TROUBLES[Trouble(payout.trouble)]] if payout.trouble in TROUBLES else said
