"""What panelists told about themselves: rows with dates, the last one of a question counts."""

from django.conf import settings
from django.db import models


class ProfileAnswer(models.Model):
    """An answer to one version of a question. A changed answer is a new row; a cleared one takes all its rows along.

    `answer` is a code of that version, or `-` for who would rather not say. Used for quotas and weights only.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=30)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member", "question", "-at"], name="answers_of_a_profile")]

    def __str__(self) -> str:
        return f"{self.question} {self.version}"
