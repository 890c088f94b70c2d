"""What was shown, apart from what was chosen, and pauses. Showings and choices are only ever added to."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from fairpanel.consent.values import Answer, Purpose, Said

_PURPOSES = [(purpose.value, purpose.value) for purpose in Purpose]
_EVERYTHING = ""


class Showing(models.Model):
    """A text was shown to a member: which purpose, version and language, with which facts in it.

    `digest` is that of the very words, which version, language and facts make again.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="showings")
    purpose = models.CharField(max_length=30, choices=_PURPOSES)
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10)
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member", "purpose", "-at"])]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version} ({self.language})"


class Choice(models.Model):
    """A member's answer. That with the highest `number` for a purpose counts, whatever the clocks say.

    `until` is when a yes ends by itself; None where it does not.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="choices")
    purpose = models.CharField(max_length=30, choices=_PURPOSES)
    number = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=10, choices=[(answer.value, answer.value) for answer in Answer])
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=[answer.value for answer in Answer]), name="an_answer_is_one_of_ours"
            ),
            models.UniqueConstraint(fields=["member", "purpose", "number"], name="answers_stand_in_one_order"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(answer=Answer.GRANTED.value), name="only_a_yes_ends_by_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}: {self.answer}"

    @property
    def said(self) -> Said:
        """The answer as a value."""
        return Said(Answer(self.answer), self.version, self.until)


class Pauses(models.QuerySet["Pause"]):
    """Pauses by the names that actions ask for."""

    def running(self, at: datetime) -> "Pauses":
        """Those in which nothing is taken at that moment."""
        return self.filter(ended_at=None).filter(Q(until=None) | Q(until__gt=at))

    def about(self, purpose: Purpose) -> "Pauses":
        """Those that hold for this purpose: its own, and those of everything."""
        return self.filter(purpose__in=[purpose.value, _EVERYTHING])


class Pause(models.Model):
    """A member wants nothing taken for a while: for one purpose or, where it is empty, for all of them.

    It ends by itself at `until`, or at `ended_at` by the member's word; where neither is known it goes on.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pauses")
    purpose = models.CharField(max_length=30, blank=True, choices=_PURPOSES)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Pauses.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "purpose"], condition=Q(ended_at__isnull=True), name="one_pause_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("since")), name="a_pause_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose or 'everything'} since {self.since:%Y-%m-%d}"
