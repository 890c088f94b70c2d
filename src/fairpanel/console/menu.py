"""The menu beside the operator's tables, with what waits counted in it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fairpanel.members import cases
from fairpanel.notices import actions as notices
from fairpanel.payouts import actions as payouts
from fairpanel.privacy.erasures import actions as erasures
from fairpanel.privacy.models import Complaint
from fairpanel.receipts import actions as receipts


def menu(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001  # unfold's signature
    """The groups and their entries, as django-unfold wants them."""
    waiting = receipts.waiting_for_a_look(now=timezone.now()).count()
    work = [
        _item(_("Overview"), "home", "console:home"),
        _item(_("To look at"), "visibility", "console:look") | _badge(waiting),
        _item(_("The queue"), "monitoring", "console:queue"),
        _item(_("Admission"), "how_to_reg", "console:admission"),
        _item(_("Invitations"), "mail", "console:invitations"),
        _item(_("Complaints"), "chat", "console:complaints") | _badge(Complaint.objects.open().count()),
        _item(_("Deletions"), "delete_forever", "console:erasures") | _badge(erasures.waiting().count()),
        _item(_("Many accounts?"), "group_work", "console:cases") | _badge(cases.waiting().count()),
        _item(_("Budget"), "savings", "console:budget"),
        _item(_("Payouts"), "payments", "console:payouts") | _badge(payouts.waiting_for_a_person()),
        _item(_("Who looked at whom"), "policy", "console:looks"),
        _item(_("Research"), "science", "console:research"),
        _item(_("What we write"), "mail", "console:notices") | _badge(notices.failed().count()),
    ]
    tables = [
        _item(_("Receipts"), "receipt_long", "admin:receipts_receipt_changelist"),
        _item(_("Members"), "group", "admin:members_member_changelist"),
        _item(_("Entries in the books"), "menu_book", "admin:ledger_entry_changelist"),
        _item(_("Accounts"), "account_balance", "admin:ledger_account_changelist"),
    ]
    account = [_item(_("Passkeys and second factor"), "key", "mfa_index")]
    return [
        {"title": _("Work"), "items": work},
        {"title": _("Tables"), "items": tables, "separator": True},
        {"title": _("You"), "items": account, "separator": True},
    ]


def _item(title: str, icon: str, address: str) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": reverse(address)}


def _badge(count: int) -> dict[str, str]:
    return {"badge": str(count)} if count else {}
