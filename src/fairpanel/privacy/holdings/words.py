"""In words: what something is kept for, what kind of thing it is, and when it goes."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fairpanel.kit.personal import Category
from fairpanel.programme import Version

# In the order of the page.
PURPOSES = {
    "contract": _("So that you can take part and be paid"),
    "receipts": _("Your receipts"),
    "human-review": _("A person looking at a receipt"),
    "surveys": _("Surveys"),
    "ad-verification": _("Which ads reached you"),
    "activity": _("Where you browse and shop"),
    "labelling": _("Small paid tasks"),
    "research": _("Research"),
    "recommendations": _("Recommendations"),
    "contact": _("Writing to you"),
    "law": _("Because a law asks for it"),
    "safety": _("So that nobody else gets in, and nobody is paid twice"),
}
# Those that rest on a yes of the member's; the others on what joining needs, on a law, or on safety.
BY_CONSENT = frozenset(PURPOSES) - {"contract", "law", "safety"}

CATEGORIES = {
    Category.IDENTITY: _("Who you are"),
    Category.CONTACT: _("How we reach you"),
    Category.PROFILE: _("What you tell about yourself"),
    Category.CHOICE: _("What you chose"),
    Category.PURCHASE: _("What you bought"),
    Category.PICTURE: _("Pictures"),
    Category.MONEY: _("Money"),
    Category.DEVICE: _("Your devices"),
    Category.ACTIVITY: _("What you did"),
    Category.CORRESPONDENCE: _("What we wrote to each other"),
    Category.OPERATION: _("How far our work has come"),
}

_RETENTION = {
    "work": _("goes as soon as the work is done"),
    "books": _("amounts stay in the books, without you in them"),
    "membership": _("goes when you leave"),
}


def purpose(name: str) -> str:
    """A purpose in the language of the moment; one that has no words yet by its name."""
    return str(PURPOSES.get(name, name))


def order(name: str) -> int:
    """Where a purpose stands on the page."""
    names = list(PURPOSES)
    return names.index(name) if name in PURPOSES else len(names)


def retention(rule: str, version: Version) -> str:
    """When something under that rule of retention goes, in the language of the moment and in the terms' own figures."""
    receipts = version.receipts
    days = {"events": version.retention.events_days, "logs": version.retention.logs_days}.get(rule)
    if rule == "pictures" and receipts is not None:
        days = receipts.pictures_days
    if days is not None:
        return ngettext("goes after {days} day", "goes after {days} days", days).format(days=days)
    if rule == "lines" and receipts is not None:
        months = receipts.lines_months
        return ngettext("goes after {months} month", "goes after {months} months", months).format(months=months)
    return str(_RETENTION.get(rule, _RETENTION["membership"]))
