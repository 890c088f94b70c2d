"""Members for the operator's eyes. A list of people tells no mail address; the page of one person does."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from fairpanel.ledger.looking import ReadOnly
from fairpanel.members.looks import NotesLooks
from fairpanel.members.models import Member, Seen


@admin.register(Member)
class MemberAdmin(NotesLooks, ReadOnly, ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """Members, the newest first. To find somebody who writes, search for the whole mail address."""

    looked_at = Seen.ACCOUNT
    list_display = ("id", "role", "region", "language", "joined_at", "adult_on", "is_active")
    list_filter = ("role", "region", "language", "is_active")
    search_fields = ("email__exact", "id__exact")
    ordering = ("-joined_at",)
    show_full_result_count = False
    fields = ("id", "email", "role", "region", "language", "joined_at", "adult_on", "is_active", "last_login")
    readonly_fields = fields
