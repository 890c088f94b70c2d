"""What this room keeps of people: what they contributed and what it earned."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fairpanel.kit.personal import Category, Column, Erased, Held, Keeper, Table, erase_rows, plain, to_take
from fairpanel.rewards.models import Contribution, Earning

_CONTRACT, _STAYS = "contract", "membership"


def _money(about: str) -> Column:
    return Column(_CONTRACT, Category.MONEY, _STAYS, about)


def _activity(about: str) -> Column:
    return Column(_CONTRACT, Category.ACTIVITY, _STAYS, about)


class _Keeper(Keeper):
    room = "rewards"
    register = {
        "rewards.Contribution": {
            "id": plain("Number of the contribution, with the time in it.", retention=_STAYS),
            "member_id": Column(_CONTRACT, Category.IDENTITY, _STAYS, gettext_noop("Who contributed: your number.")),
            "kind": _activity(gettext_noop("What you did: sent a receipt, for example.")),
            "subject": _activity(gettext_noop("The number of what you sent; it leads nowhere once that is deleted.")),
            "done_at": _activity(gettext_noop("When you did it.")),
            "month": _activity(gettext_noop("The month in which it counts.")),
            "programme": _activity(gettext_noop("The programme under which it was paid.")),
            "version": _activity(gettext_noop("The version of the terms under which it was paid.")),
        },
        "rewards.Earning": {
            "id": plain("Number of the earning.", retention=_STAYS),
            "contribution_id": _money(gettext_noop("What it was earned for.")),
            "offer": _money(gettext_noop("Which offer paid.")),
            "minor": _money(gettext_noop("How much it paid, in the smallest unit of the currency.")),
            "currency": _money(gettext_noop("The currency.")),
            "key": _money(gettext_noop("Under which key it stands in the books, so that it is paid once.")),
        },
    }

    def held(self, member_id: Any, *, now: datetime) -> list[Held]:  # noqa: ARG002 - the keepers' signature
        done = Contribution.objects.filter(member=member_id)
        since = done.order_by("done_at").values_list("done_at", flat=True).first()
        what, source = _("What you contributed and what it earned"), _("It came about when your receipts counted.")
        return [Held("rewards", _CONTRACT, what, source, done.count(), since)] if since else []

    def tables(self, member_id: Any) -> list[Table]:
        done = Contribution.objects.filter(member=member_id).order_by("done_at", "id")
        paid = Earning.objects.filter(contribution__member=member_id).order_by("id")
        return [
            to_take(
                "rewards.Contribution", done, "id", "kind", "subject", "done_at", "month", "programme", "version"
            ),
            to_take("rewards.Earning", paid, "contribution_id", "offer", "minor", "currency", "key"),
        ]  # fmt: skip

    def erase(self, member_id: Any, *, now: datetime, purpose: str | None = None) -> list[Erased]:  # noqa: ARG002 - the keepers' signature
        """With the member. What one purpose earned stays earned, and says why it did (law 2)."""
        if purpose is not None:
            return []
        return erase_rows("rewards", Contribution.objects.filter(member=member_id))


keeper = _Keeper()
