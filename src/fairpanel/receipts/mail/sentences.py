"""What became of a mail, each in one plain sentence."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fairpanel.receipts.mail.values import Outcome, Why

_OF_OUTCOME = {
    Outcome.WAITING: _("We are opening it."),
    Outcome.SHOWN: _("Your mail service asks whether you want this."),
}
OF_WHY = {
    Why.NO_CONSENT: _("You had not agreed that we read your receipts when it came, so we kept nothing of it."),
    Why.NO_MEMBER: _("It came from an address that is not registered here."),
    Why.UNKNOWN_RECIPIENT: _("It came to an address that is nobody's."),
    Why.NOT_PROVEN: _(
        "It names you as its sender, and your mail service did not prove that. "
        "Forward it to your own secret address instead: this page gives you one."
    ),
    Why.TOO_LARGE: _("It is too large. Forward it without what else is attached, or send a photo."),
    Why.MALFORMED: _("It is wrapped too often, or too much is attached. Forward the shop's own mail alone."),
    Why.NO_ORDER: _("We saw no order in it. If there is one, send us a photo or the file of it."),
    Why.SENT_BEFORE: _("You have already sent us this order. You find it in your list."),
    Why.TOO_MANY: _("Too many of your mails were waiting to be opened. Forward it again when the others are done."),
    Why.NOT_TAKEN_HERE: _("This panel took no receipts from you when it came."),
    Why.UNREADABLE: _("We could not open it. Forward it again, or send a photo."),
}


def sentence_of(outcome: Outcome, why: Why | None, *, receipts: int) -> str:
    """What became of a mail, in the language of the moment."""
    if why is not None:
        return str(OF_WHY[why])
    if outcome is Outcome.TAKEN:
        told = ngettext("%(count)d receipt came of it.", "%(count)d receipts came of it.", receipts)
        return told % {"count": receipts}
    return str(_OF_OUTCOME[outcome])
