"""Copies of what is held of a member, made for them to take along, and kept for a week."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q


class Copies(models.QuerySet["Copy"]):
    """Copies by the names that doors ask for."""

    def of_member(self, member_id: UUID) -> "Copies":
        """One member's own, the newest first."""
        return self.filter(member=member_id).order_by("-asked_at", "-id")

    def being_made(self) -> "Copies":
        """Those that are asked for and not there yet."""
        return self.filter(name="")


class Copy(models.Model):
    """One copy that a member asked for. `name` is where it lies sealed, `size_bytes` its length when it is opened."""

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="copies")
    asked_at = models.DateTimeField()
    name = models.CharField(max_length=64, blank=True)
    size_bytes = models.BigIntegerField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)

    objects = Copies.as_manager()

    class Meta:
        verbose_name_plural = "copies"
        constraints = [
            models.UniqueConstraint(fields=["member"], name="a_member_has_one_copy"),
            models.CheckConstraint(
                condition=Q(name="", size_bytes__isnull=True, ready_at__isnull=True, until__isnull=True)
                | Q(size_bytes__isnull=False, ready_at__isnull=False, until__isnull=False) & ~Q(name=""),
                name="a_copy_is_ready_with_all_it_needs",
            ),
        ]
        indexes = [models.Index(fields=["until"], name="copies_by_their_end")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_ready(self) -> bool:
        """Whether it can be fetched, as far as its time goes."""
        return bool(self.name)

    def is_over(self, now: datetime) -> bool:
        """Whether its time is over."""
        return self.until is not None and self.until <= now


class CopyLeftover(models.Model):
    """The name of a sealed copy that nobody needs any more: written with the deed, gone when the file is."""

    name = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
