"""Receipts for the operator's eyes: to be searched and looked at, never written by hand."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from fairpanel.consent.guards import needs_no_consent
from fairpanel.ledger.looking import ReadOnly
from fairpanel.members.looks import NotesLooks
from fairpanel.members.models import Seen
from fairpanel.receipts import actions
from fairpanel.receipts.models import Line, Receipt


@needs_no_consent("They hang on a receipt that `ReceiptAdmin` may show.")
class LinesInline(ReadOnly, TabularInline):  # type: ignore[misc]  # unfold ships no types
    """What was bought."""

    model = Line
    extra = 0
    fields = ("text", "quantity", "money")
    readonly_fields = fields

    @admin.display(description=_("price"))
    def money(self, line: Line) -> str:
        """The price in major units: 12.50 EUR."""
        return str(line.price)


@admin.register(Receipt)
class ReceiptAdmin(NotesLooks, ReadOnly, ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """Receipts of who agreed that people look, the newest first. Whose they are stands on the page of one receipt."""

    looked_at = Seen.RECEIPT
    list_display = ("received_at", "state", "reason", "shop", "bought_on", "paid", "country", "channel")
    list_filter = ("state", "reason", "country", "channel", "programme")
    search_fields = ("id__exact",)
    ordering = ("-received_at",)
    list_select_related = True
    date_hierarchy = "received_at"
    show_full_result_count = False
    inlines = (LinesInline,)
    fields = (
        "id", "member", "state", "verdict", "doubts", "received_at", "settled_at", "decided_by", "appeal_until",
        "channel", "programme", "version", "country", "shop", "bought_on", "bought_at", "paid",
    )  # fmt: skip
    readonly_fields = fields

    @admin.display(description=_("total"))
    def paid(self, receipt: Receipt) -> str:
        """The total in major units: 12.50 EUR."""
        return str(receipt.total or "")

    @admin.display(description=_("verdict"))
    def verdict(self, receipt: Receipt) -> str:
        """What its panelist is told."""
        return receipt.sentence()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Receipt]:
        """Those of who agreed that people look."""
        del request
        return actions.open_to_a_look(now=timezone.now()).order_by(*self.ordering)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Operators."""
        del obj
        return request.user.is_active and request.user.is_staff
