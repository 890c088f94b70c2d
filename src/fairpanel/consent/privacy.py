"""What this room keeps of people: which texts they were shown, and what they chose."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fairpanel.consent.models import Choice, Showing
from fairpanel.kit.personal import Category, Column, Erased, Held, Keeper, Table, erase_rows, plain, to_take

_LAW, _STAYS = "law", "membership"


def _choice(about: str) -> Column:
    return Column(_LAW, Category.CHOICE, _STAYS, about)


class _Keeper(Keeper):
    room = "consent"
    register = {
        "consent.Showing": {
            "id": plain("Number of the showing, with the time in it.", retention=_STAYS),
            "member_id": Column(_LAW, Category.IDENTITY, _STAYS, gettext_noop("Whom we asked: your number.")),
            "purpose": _choice(gettext_noop("What we asked you for.")),
            "version": _choice(gettext_noop("Which version of the text you were shown.")),
            "language": _choice(gettext_noop("In which language you were shown it.")),
            "digest": _choice(gettext_noop("A code of the very words that you were shown.")),
            "at": _choice(gettext_noop("When you were shown it.")),
        },
        "consent.Choice": {
            "id": plain("Number of the choice, with the time in it.", retention=_STAYS),
            "member_id": Column(_LAW, Category.IDENTITY, _STAYS, gettext_noop("Who chose: your number.")),
            "purpose": _choice(gettext_noop("What you chose about.")),
            "version": _choice(gettext_noop("Which version of the text you answered.")),
            "answer": _choice(gettext_noop("What you chose.")),
            "at": _choice(gettext_noop("When you chose.")),
        },
    }

    def held(self, member_id: Any, *, now: datetime) -> list[Held]:  # noqa: ARG002 - the keepers' signature
        chosen = Choice.objects.filter(member=member_id)
        since = chosen.order_by("at").values_list("at", flat=True).first()
        told = Held("consent", _LAW, _("What you agreed to and what not"), _("You chose it."), chosen.count(), since)
        return [told] if since else []

    def tables(self, member_id: Any) -> list[Table]:
        shown, chosen = Showing.objects.filter(member=member_id), Choice.objects.filter(member=member_id)
        return [
            to_take("consent.Showing", shown.order_by("at"), "purpose", "version", "language", "digest", "at"),
            to_take("consent.Choice", chosen.order_by("at"), "purpose", "version", "answer", "at"),
        ]

    def erase(self, member_id: Any, *, now: datetime, purpose: str | None = None) -> list[Erased]:  # noqa: ARG002 - the keepers' signature
        """All of it with the member. With one purpose it stays: a no is remembered so that we do not ask again."""
        if purpose is not None:
            return []
        return erase_rows("consent", Showing.objects.filter(member=member_id), Choice.objects.filter(member=member_id))


keeper = _Keeper()
