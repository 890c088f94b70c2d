"""What the tables about somebody's own account hold, column by column (law 21)."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from fairpanel.kit.personal import Category, Column, plain


def _safety(about: str, category: Category = Category.ACTIVITY, retention: str = "events") -> Column:
    return Column("safety", category, retention, about)


def _own(about: str, category: Category = Category.PROFILE) -> Column:
    return Column("contract", category, "membership", about)


ACCOUNTS: Mapping[str, Mapping[str, Column]] = {
    "members.AddressChange": {
        "id": plain("Number of the change, with the time in it.", retention="events"),
        "member_id": _safety(gettext_noop("Whose mail address changes: your number."), Category.IDENTITY),
        "old": _safety(
            gettext_noop("Your mail address before, until it can stop the change no more."), Category.CONTACT
        ),
        "new": _safety(gettext_noop("The mail address that you asked for, as long."), Category.CONTACT),
        "digest": _safety(gettext_noop("A fingerprint of the code that we sent to the new address.")),
        "tries": _safety(gettext_noop("How often a wrong code was tried.")),
        "asked_at": _safety(gettext_noop("When the change was asked for.")),
        "old_agreed_at": _safety(gettext_noop("When the old address had agreed.")),
        "new_answered_at": _safety(gettext_noop("When the new address had answered.")),
        "done_at": _safety(gettext_noop("When the address was changed.")),
        "stopped_at": _safety(gettext_noop("When the old address had said no.")),
    },
    "members.Device": {
        "id": plain("Number of the row.", retention="events"),
        "member_id": _safety(gettext_noop("Whose browser it is: your number."), Category.IDENTITY),
        "digest": _safety(
            gettext_noop("A fingerprint of a random cookie: it tells one browser from another, and no more."),
            Category.DEVICE,
        ),
        "first_at": _safety(gettext_noop("When you first signed in by that browser.")),
        "last_at": _safety(gettext_noop("When you last came by that browser; half a year later it is forgotten.")),
    },
    "members.Guardianship": {
        "id": plain("Number of the row, with the time in it.", retention="membership"),
        "member_id": _own(gettext_noop("Who needs a guardian: your number."), Category.IDENTITY),
        "region": _own(gettext_noop("The country in which you want to take part.")),
        "until": _own(
            gettext_noop("Until when your guardian's agreement counts: a year at most, else the first of a month.")
        ),
        "begun_at": _own(gettext_noop("When you came to the door without being of age."), Category.ACTIVITY),
        "address": _own(
            gettext_noop("The mail address of your guardian, until they say no or their agreement is over."),
            Category.CONTACT,
        ),
        "digest": _safety(gettext_noop("A fingerprint of the code that we sent to your guardian.")),
        "mails": _safety(gettext_noop("How often we asked your guardian.")),
        "mailed_at": _safety(gettext_noop("When we last asked your guardian.")),
        "answer": _own(gettext_noop("What your guardian said."), Category.CHOICE),
        "answered_at": _own(gettext_noop("When your guardian said it."), Category.CHOICE),
        "version": _own(gettext_noop("Which version of the text your guardian agreed to."), Category.CHOICE),
        "language": _own(gettext_noop("In which language your guardian read it."), Category.CHOICE),
        "words": _own(gettext_noop("A code of the very words that your guardian read."), Category.CHOICE),
    },
    "members.Household": {
        "id": _own(gettext_noop("The number of your household.")),
        "opened_at": _own(gettext_noop("When the household was begun.")),
    },
    "members.Housemate": {
        "id": plain("Number of the row.", retention="membership"),
        "household_id": _own(gettext_noop("Which household you are in.")),
        "member_id": _own(gettext_noop("Who is in the household: your number."), Category.IDENTITY),
        "label": _own(gettext_noop("The first name that the others in your household see."), Category.IDENTITY),
        "is_first": _own(gettext_noop("Whether you began the household.")),
        "joined_at": _own(gettext_noop("Since when you are in the household.")),
    },
    "members.HouseholdCode": {
        "id": plain("Number of the row.", retention="events"),
        "household_id": plain("The household that a code leads into.", retention="events"),
        "digest": plain("A fingerprint of the code; the code itself is not kept.", retention="events"),
        "made_by_id": _own(gettext_noop("Who asked somebody into the household: your number."), Category.IDENTITY),
        "made_at": _own(gettext_noop("When you asked somebody into the household.")),
        "expires_at": plain("Until when a code works.", retention="events"),
    },
    "members.ProfileAnswer": {
        "id": plain("Number of the answer, with the time in it.", retention="membership"),
        "member_id": _own(gettext_noop("Who answered: your number."), Category.IDENTITY),
        "question": _own(gettext_noop("What we asked about you.")),
        "version": _own(gettext_noop("In which way we asked it.")),
        "answer": _own(gettext_noop("What you said, or that you would rather not say.")),
        "at": _own(gettext_noop("When you said it.")),
    },
}
