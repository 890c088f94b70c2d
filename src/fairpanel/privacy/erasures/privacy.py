"""What is kept of erasures: what was wanted, and the receipts that say that it is done."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fairpanel.kit.personal import Category, Column, Erased, Held, Table, plain, to_take
from fairpanel.privacy.models import Claim, Erasure, What

_LAW, _STAYS, _WORK = "law", "membership", "work"

ERASURE = {
    "id": Column(_LAW, Category.CORRESPONDENCE, "panel", gettext_noop("Number of the deletion.")),
    "what": Column(_LAW, Category.CHOICE, "panel", gettext_noop("How much you wanted deleted.")),
    "purpose": Column(_LAW, Category.CHOICE, "panel", gettext_noop("For which purpose it had been collected.")),
    "member_id": Column(_LAW, Category.IDENTITY, _STAYS, gettext_noop("Who wanted it, for 30 days: your number.")),
    "asked_at": Column(_LAW, Category.ACTIVITY, "panel", gettext_noop("When you wanted it deleted.")),
    "finished_at": Column(_LAW, Category.ACTIVITY, "panel", gettext_noop("When all of it was gone.")),
    "language": Column(_LAW, Category.PROFILE, "panel", gettext_noop("The language of the mail with the receipt.")),
    "address": Column(
        _LAW, Category.CONTACT, _WORK,
        gettext_noop("Where the deletion receipt is mailed: forgotten once it has gone, or after three days."),
    ),
    "secret": Column(
        _LAW, Category.OPERATION, _WORK, gettext_noop("The end of your link to the receipt, until it is mailed.")
    ),
    "secret_digest": plain("A code of that link, which tells nothing without the link."),
    "mailed_at": plain("When the deletion receipt was mailed."),
    "document": Column(_LAW, Category.CORRESPONDENCE, _WORK, gettext_noop("The signed deletion receipt, for 30 days.")),
    "document_until": plain("Until when it can be fetched."),
    "gives_lines": Column(
        _LAW, Category.CHOICE, "panel", gettext_noop("Whether you left coarse lines of receipts to research.")
    ),
}  # fmt: skip
REGISTER = {
    "privacy.Erasure": ERASURE,
    "privacy.Step": {
        "id": plain("Number of the step."),
        "erasure_id": plain("The deletion it belongs to."),
        "position": plain("Its place among the steps."),
        "room": plain("The room that deleted."),
        "done_at": plain("When it was done."),
        "counts": plain("How much went from each table of that room."),
    },
    "privacy.Claim": {
        "digest": plain("A code of the code that somebody who has left holds.", retention="books"),
        "account": Column("contract", Category.MONEY, "books", gettext_noop("The account whose money it opens.")),
        "region": Column("law", Category.PROFILE, "books", gettext_noop("Where you lived: tax law asks for it.")),
        "needs_person": plain("Whether a second person looks at each payout from it.", retention="books"),
        "made_at": plain("When they left.", retention="books"),
        "until": plain("Until when the money can be claimed.", retention="books"),
    },
}


def held(member_id: Any) -> list[Held]:
    """What a member can still fetch."""
    asked = Erasure.objects.filter(member_id=member_id)
    first = asked.order_by("asked_at").first()
    if first is None:
        return []
    what, source = _("Deletion receipts that you can fetch"), _("Made when you deleted something.")
    return [Held("privacy", _LAW, what, source, asked.count(), first.asked_at, first.document_until)]


def tables(member_id: Any) -> list[Table]:
    """The same, to take along."""
    asked = Erasure.objects.filter(member_id=member_id).order_by("asked_at")
    return [to_take("privacy.Erasure", asked, "id", "what", "purpose", "asked_at", "finished_at", "document")]


def erase(member_id: Any) -> list[Erased]:
    """Nobody is named in what was erased before; what is being erased just now forgets its member by itself."""
    named = Erasure.objects.filter(member_id=member_id).exclude(what=What.EVERYTHING)
    count = named.update(member_id=None, document="", address="", secret="")
    return [Erased("privacy", "privacy.Erasure", count)] if count else []


def expire(*, now: datetime) -> list[Erased]:
    """Signed receipts that can be fetched no more, whose they were, and claims whose time is over."""
    old = Erasure.objects.filter(document_until__lte=now).exclude(document="", member_id=None)
    claims, _tables = Claim.objects.filter(until__lte=now).delete()
    told = [("privacy.Erasure", old.update(document="", member_id=None)), ("privacy.Claim", claims)]
    return [Erased("privacy", store, count) for store, count in told if count]
