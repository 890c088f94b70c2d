"""The books for the operator's eyes: to be looked at, never written by hand."""

from __future__ import annotations

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from fairpanel.kit.money import Money
from fairpanel.ledger import actions
from fairpanel.ledger.looking import ReadOnly
from fairpanel.ledger.models import Account, Entry, Leg


class LegsInline(ReadOnly, TabularInline):  # type: ignore[misc]  # unfold ships no types
    """The legs of an entry."""

    model = Leg
    extra = 0
    fields = ("account", "money")
    readonly_fields = fields

    @admin.display(description="amount")
    def money(self, leg: Leg) -> str:
        """The amount in major units: 12.50 EUR."""
        return str(Money(leg.amount, leg.currency))


@admin.register(Entry)
class EntryAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """Entries, the newest first."""

    list_display = ("key", "memo", "state", "at", "closed_at")
    list_filter = ("state", "memo")
    search_fields = ("key__exact",)
    ordering = ("-id",)
    fields = ("key", "memo", "opened_as", "state", "at", "closed_at", "corrects")
    readonly_fields = fields
    inlines = (LegsInline,)
    # A count over millions of rows is asked for by nobody.
    show_full_result_count = False


@admin.register(Account)
class AccountAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """Accounts and what they come to."""

    list_display = ("name", "currency", "may_overdraw", "opened_at")
    list_filter = ("currency", "may_overdraw")
    search_fields = ("name__startswith",)
    ordering = ("name",)
    fields = ("name", "currency", "may_overdraw", "opened_at", "balance", "available")
    readonly_fields = fields
    show_full_result_count = False

    def balance(self, account: Account) -> str:
        """What its posted entries come to."""
        return str(actions.balance(account.name))

    def available(self, account: Account) -> str:
        """What may still be taken from it."""
        return str(actions.available(account.name))
