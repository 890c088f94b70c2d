"""The log of looks: staff who see one person's data leave a note that this person can read."""

from datetime import datetime

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from fairpanel.kit.ids import new_id
from fairpanel.members.models import Look, Member, Seen, Why


def note(*, staff: Member, member: Member, what: Seen, why: Why, now: datetime) -> None:
    """Write down that `staff` looked at something of `member`'s. What they saw is not written down.

    Called by the door that shows it, before it does. Who looks at their own leaves no note.
    """
    if staff.pk != member.pk:
        Look.objects.create(id=new_id(now), staff=staff, role=staff.role, member=member, what=what, why=why, at=now)


def of_member(member: Member) -> QuerySet[Look]:
    """Who looked at this member's data, the newest first."""
    return Look.objects.filter(member=member).order_by("-at", "-id")


class NotesLooks:
    """A page of the operator's tables about one person's thing: who opens it is written down. Mix in before the admin.

    The row has its member as `member`, or is one.
    """

    looked_at: Seen

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: object, **kwargs: object
    ) -> HttpResponse:
        """Django's page of one row."""
        shown: HttpResponse = super().changeform_view(request, object_id, *args, **kwargs)  # type: ignore[misc]  # the admin's
        row: Model | None = self.get_object(request, object_id) if object_id else None  # type: ignore[attr-defined]
        if row is not None and isinstance(request.user, Member):
            member = row if isinstance(row, Member) else row.member  # type: ignore[attr-defined]
            note(staff=request.user, member=member, what=self.looked_at, why=Why.TABLES, now=timezone.now())
        return shown
