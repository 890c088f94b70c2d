"""What the tables about somebody's own account hold, column by column (law 21)."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from fairpanel.kit.personal import Category, Column, plain


def _safety(about: str, category: Category = Category.ACTIVITY, retention: str = "events") -> Column:
    return Column("safety", category, retention, about)


ACCOUNTS: Mapping[str, Mapping[str, Column]] = {
    "members.AddressChange": {
        "id": plain("Number of the change, with the time in it.", retention="events"),
        "member_id": _safety(gettext_noop("Whose mail address changes: your number."), Category.IDENTITY),
        "old": _safety(
            gettext_noop("Your mail address before, for seven days: it can stop the change."), Category.CONTACT
        ),
        "new": _safety(gettext_noop("The mail address that you asked for, for seven days."), Category.CONTACT),
        "digest": _safety(gettext_noop("A fingerprint of the code that we sent to the new address.")),
        "tries": _safety(gettext_noop("How often a wrong code was tried.")),
        "asked_at": _safety(gettext_noop("When the change was asked for.")),
        "done_at": _safety(gettext_noop("When the new address had answered.")),
        "stopped_at": _safety(gettext_noop("When the old address had said no.")),
    },
}
