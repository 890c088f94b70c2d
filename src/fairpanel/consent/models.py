"""What was shown, apart from what was chosen. Both are only ever added to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from fairpanel.consent.values import Purpose


class Answer(models.TextChoices):
    """What somebody said."""

    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Showing(models.Model):
    """A text was shown to a member: which purpose, version and language, and the digest of the very words."""

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="showings")
    purpose = models.CharField(max_length=30, choices=[(p.value, p.value) for p in Purpose])
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member", "purpose", "-at"])]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version} ({self.language})"


class Choice(models.Model):
    """A member's answer. The last one for a purpose counts."""

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="choices")
    purpose = models.CharField(max_length=30, choices=[(p.value, p.value) for p in Purpose])
    version = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=10, choices=Answer)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member", "purpose", "-at"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(answer__in=Answer.values), name="an_answer_is_one_of_ours")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}: {self.answer}"
