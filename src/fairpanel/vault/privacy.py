"""What this room keeps of people: the keys that their files are sealed with."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fairpanel.kit.personal import Category, Column, Erased, Held, Keeper, plain
from fairpanel.vault import keys
from fairpanel.vault.models import Key

_STAYS, _SAFETY = "membership", "safety"


class _Keeper(Keeper):
    room = "vault"
    register = {
        "vault.Key": {
            "id": plain("Number of the key, as files carry it.", retention=_STAYS),
            "owner": Column(_SAFETY, Category.IDENTITY, _STAYS, gettext_noop("Whose key it is: your number.")),
            "wrapped": Column(
                _SAFETY, Category.OPERATION, _STAYS,
                gettext_noop("The key that your pictures and copies are sealed with, itself sealed."),
            ),
            "master": plain("Which master key it is wrapped by.", retention=_STAYS),
            "made_at": Column(_SAFETY, Category.OPERATION, _STAYS, gettext_noop("When your key was made.")),
        },
        "vault.Sweep": {
            "id": plain("Number of the row."),
            "folder": plain("Which files were swept."),
            "at": plain("When."),
            "files": plain("How many files there were."),
            "rows": plain("How many rows name a file."),
            "dropped": plain("How many files without a row were dropped."),
            "missing": plain("How many rows name a file that is not there."),
            "held_back": plain("How many files were too many to be dropped unasked."),
        },
    }  # fmt: skip

    def held(self, member_id: Any, *, now: datetime) -> list[Held]:  # noqa: ARG002 - the rooms' signature
        key = Key.objects.filter(owner=member_id).first()
        if key is None:
            return []
        what, source = _("The key that your pictures are sealed with"), _("Made when you sent the first one.")
        return [Held(self.room, _SAFETY, what, source, 1, key.made_at)]

    def erase(self, member_id: Any, *, now: datetime, purpose: str | None = None) -> list[Erased]:  # noqa: ARG002 - the rooms' signature
        """The key: from then on nobody opens what it has sealed, in whatever backup that lies."""
        count = keys.destroy(member_id) if purpose is None else 0
        return [Erased(self.room, "vault.Key", count)] if count else []


keeper = _Keeper()
