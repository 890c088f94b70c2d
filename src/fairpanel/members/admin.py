"""Members for the operator's eyes. A list of people tells no mail address; the page of one person does."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from fairpanel.members.models import Member


@admin.register(Member)
class MemberAdmin(ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """Members, the newest first. To find somebody who writes, search for the whole mail address."""

    list_display = ("id", "role", "region", "language", "joined_at", "adult_on", "is_active")
    list_filter = ("role", "region", "language", "is_active")
    search_fields = ("email__exact", "id__exact")
    ordering = ("-joined_at",)
    show_full_result_count = False
    fields = ("id", "email", "role", "region", "language", "joined_at", "adult_on", "is_active", "last_login")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People come in by the door."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What is said of people is changed by the people."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Leaving is the panelist's own, and takes more than this row."""
        del request, obj
        return False
