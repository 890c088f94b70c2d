"""What this room keeps of people: what they contributed and what it earned."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fairpanel.kit.personal import Category, Column, Erased, Held, Keeper, Table, erase_rows, plain, to_take
from fairpanel.members.models import Member
from fairpanel.rewards.models import Contribution, Earning, Giving, PayMonth

_CONTRACT, _STAYS, _BOOKS = "contract", "membership", "books"


def _money(about: str) -> Column:
    return Column(_CONTRACT, Category.MONEY, _STAYS, about)


def _booked(about: str) -> Column:
    return Column("law", Category.MONEY, _BOOKS, about)


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
            "day": _activity(gettext_noop("The day on which you did it, where you were.")),
            "month": _activity(gettext_noop("The month in which it counts.")),
            "region": _activity(gettext_noop("Where you did it: the country.")),
            "programme": _activity(gettext_noop("The programme under which it was paid.")),
            "version": _activity(gettext_noop("The version of the terms under which it was paid.")),
            "meter": _activity(gettext_noop("Which meter ran, where a meter did.")),
            "offer": _activity(gettext_noop("Which offer it belongs to, where there are several of a kind.")),
            "minor": _money(gettext_noop("What a survey promised, in the smallest unit of the currency.")),
            "minutes": _activity(gettext_noop("How many minutes a task was reckoned to take.")),
            "worked_seconds": _activity(gettext_noop("How many seconds a task took you.")),
        },
        "rewards.Earning": {
            "id": plain("Number of the earning.", retention=_STAYS),
            "contribution_id": _money(gettext_noop("What it was earned for.")),
            "pay_month_id": _money(gettext_noop("The month of pay that it belongs to.")),
            "offer": _money(gettext_noop("Which offer paid.")),
            "minor": _money(gettext_noop("How much it paid, in the smallest unit of the currency.")),
            "currency": _money(gettext_noop("The currency.")),
            "given": _money(gettext_noop("How much of it you gave to charity, where it was paid after its month.")),
            "key": _money(gettext_noop("Under which key it was paid, where it was paid after its month.")),
        },
        "rewards.Giving": {
            "id": plain("Number of the choice.", retention=_STAYS),
            "member_id": Column(_CONTRACT, Category.IDENTITY, _STAYS, gettext_noop("Who gives: your number.")),
            "percent": Column(_CONTRACT, Category.CHOICE, _STAYS, gettext_noop("Which share you give to charity.")),
            "chosen_at": Column(_CONTRACT, Category.CHOICE, _STAYS, gettext_noop("When you chose that.")),
        },
        "rewards.PayMonth": {
            "id": plain("Number of the month of pay.", retention=_BOOKS),
            "purse": _booked(gettext_noop("Whose pay: the number of your account in the books.")),
            "month": _booked(gettext_noop("Which month.")),
            "currency": _booked(gettext_noop("The currency.")),
            "programme": _booked(gettext_noop("The programme that pays.")),
            "region": _booked(gettext_noop("The country in whose calendar the month ends.")),
            "reserved": _booked(gettext_noop("How much was set aside for what you may earn in it.")),
            "earned": _booked(gettext_noop("How much you earned in it.")),
            "given": _booked(gettext_noop("How much of that you gave to charity.")),
            "opened_at": _booked(gettext_noop("Since when the money was set aside.")),
            "closed_at": _booked(gettext_noop("When it was paid to your balance.")),
            "told_at": _booked(gettext_noop("When we told you that it was paid.")),
        },
        "rewards.Funding": {
            "id": plain("Number of what the sponsor put in."),
            "programme": plain("The programme that it is for."),
            "minor": plain("How much was put in, in the smallest unit of the currency."),
            "currency": plain("The currency."),
            "reference": plain("The operator's own reference."),
            "by_id": Column("law", Category.OPERATION, "books", gettext_noop("Which operator wrote it down.")),
            "at": plain("When it was written down."),
        },
        "rewards.Pot": {
            "id": plain("Number of the reserve."),
            "name": plain("What the money is reserved for."),
            "programme": plain("The programme that it belongs to."),
            "minor": plain("How much is reserved, in the smallest unit of the currency."),
            "drawn": plain("How much of it was earned."),
            "currency": plain("The currency."),
            "opened_at": plain("Since when it is reserved."),
            "closed_at": plain("When the rest went back."),
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
        # A month of pay knows the purse and no member: once the member is gone it is nobody's.
        months = PayMonth.objects.filter(purse__in=Member.objects.filter(pk=member_id).values("purse"))
        return [
            to_take(
                "rewards.Contribution", done, "id", "kind", "subject", "done_at", "day", "month", "region", "programme",
                "version", "meter", "offer", "minor", "minutes", "worked_seconds",
            ),
            to_take("rewards.Earning", paid, "contribution_id", "offer", "minor", "currency", "given", "key"),
            to_take(
                "rewards.PayMonth", months.order_by("month", "currency"), "month", "currency", "programme", "region",
                "reserved", "earned", "given", "opened_at", "closed_at", "told_at",
            ),
            to_take("rewards.Giving", Giving.objects.filter(member=member_id), "percent", "chosen_at"),
        ]  # fmt: skip

    def erase(self, member_id: Any, *, now: datetime, purpose: str | None = None) -> list[Erased]:  # noqa: ARG002 - the keepers' signature
        """With the member. What one purpose earned stays earned, and says why it did (law 2)."""
        if purpose is not None:
            return []
        return erase_rows(
            "rewards", Contribution.objects.filter(member=member_id), Giving.objects.filter(member=member_id)
        )


keeper = _Keeper()
