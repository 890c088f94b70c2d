"""What the rooms keep, in the words of the page that says that it is gone."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from fairpanel.privacy.models import Erasure, What

ROOMS = {
    "consent": gettext_lazy("What you agreed to and what not"),
    "receipts": gettext_lazy("Receipts, pictures and lines"),
    "rewards": gettext_lazy("What you contributed and earned"),
    "payouts": gettext_lazy("Where and how you were paid"),
    "privacy": gettext_lazy("Complaints and what you took along"),
    "notices": gettext_lazy("What we told you"),
    "website": gettext_lazy("Signing in: devices, keys, addresses"),
    "members": gettext_lazy("Your account"),
}


def gone_of(erasure: Erasure, told: Iterable[dict[str, Any]]) -> list[tuple[str, int]]:
    """How much went from each room, in words; of a whole account also where nothing was."""
    counts: dict[str, int] = dict.fromkeys(ROOMS, 0) if erasure.what == What.EVERYTHING else {}
    for store in told:
        counts[store["room"]] = counts.get(store["room"], 0) + store["count"]
    return [(str(ROOMS.get(room, room)), count) for room, count in counts.items()]


def what_of(erasure: Erasure, purpose_title: str) -> str:
    """What was deleted, in a few words."""
    if erasure.what == What.RECEIPT:
        return gettext("One receipt")
    if erasure.what == What.PURPOSE:
        return gettext("Everything for: {purpose}").format(purpose=purpose_title)
    return gettext("Everything")
