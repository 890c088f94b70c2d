"""In which browsers a panelist signs in: a keyed digest of a random cookie, to see one browser open many accounts."""

from django.conf import settings
from django.db import models


class Device(models.Model):
    """One browser of one member. The digest says nothing of the browser, and tells only whether it is the same one."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "digest"], name="a_members_browser_is_noted_once")]
        indexes = [
            models.Index(fields=["digest"], name="members_by_browser"),
            models.Index(fields=["last_at"], name="browsers_by_their_last_day"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
