"""What this room keeps of people: which texts they were shown, what they chose, and when they paused."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fairpanel.consent.models import Choice, Pause, Showing
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
            "facts": _choice(gettext_noop("What stood in the text's places, as the name of the sponsor.")),
            "digest": _choice(gettext_noop("A code of the very words that you were shown.")),
            "at": _choice(gettext_noop("When you were shown it.")),
        },
        "consent.Choice": {
            "id": plain("Number of the choice, with the time in it.", retention=_STAYS),
            "member_id": Column(_LAW, Category.IDENTITY, _STAYS, gettext_noop("Who chose: your number.")),
            "purpose": _choice(gettext_noop("What you chose about.")),
            "number": _choice(gettext_noop("The place of the choice among all that you made about it.")),
            "version": _choice(gettext_noop("Which version of the text you answered.")),
            "answer": _choice(gettext_noop("What you chose.")),
            "at": _choice(gettext_noop("When you chose.")),
            "until": _choice(gettext_noop("When your yes ends by itself, if it does.")),
        },
        "consent.Pause": {
            "id": plain("Number of the pause, with the time in it.", retention=_STAYS),
            "member_id": Column(_LAW, Category.IDENTITY, _STAYS, gettext_noop("Who paused: your number.")),
            "purpose": _choice(gettext_noop("What you paused; empty where it was everything.")),
            "since": _choice(gettext_noop("When the pause began.")),
            "until": _choice(gettext_noop("When you said that it ends, if you did.")),
            "ended_at": _choice(gettext_noop("When you ended it yourself.")),
        },
    }

    def held(self, member_id: Any, *, now: datetime) -> list[Held]:  # noqa: ARG002 - the keepers' signature
        chosen = Choice.objects.filter(member=member_id)
        since = chosen.order_by("at").values_list("at", flat=True).first()
        paused = Pause.objects.filter(member=member_id)
        paused_since = paused.order_by("since").values_list("since", flat=True).first()
        told = [
            Held("consent", _LAW, _("What you agreed to and what not"), _("You chose it."), chosen.count(), since),
            Held("consent", _LAW, _("When you paused"), _("You chose it."), paused.count(), paused_since),
        ]
        return [held for held in told if held.count]

    def tables(self, member_id: Any) -> list[Table]:
        shown, chosen = Showing.objects.filter(member=member_id), Choice.objects.filter(member=member_id)
        paused = Pause.objects.filter(member=member_id)
        return [
            to_take("consent.Showing", shown.order_by("at"), "purpose", "version", "language", "digest", "at"),
            to_take("consent.Choice", chosen.order_by("at"), "purpose", "number", "version", "answer", "at", "until"),
            to_take("consent.Pause", paused.order_by("since"), "purpose", "since", "until", "ended_at"),
        ]

    def erase(self, member_id: Any, *, now: datetime, purpose: str | None = None) -> list[Erased]:  # noqa: ARG002 - the keepers' signature
        """All of it with the member. With one purpose it stays: a no is remembered so that we do not ask again."""
        if purpose is not None:
            return []
        tables = (Showing, Choice, Pause)
        return erase_rows("consent", *(table.objects.filter(member=member_id) for table in tables))


keeper = _Keeper()
