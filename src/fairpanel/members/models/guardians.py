"""The adult who answers for a panelist who is not of age yet: what they were asked, and what they said."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models

CODE_GOOD_FOR = timedelta(days=7)
WAITING_DAYS = 30
MAILS_MAX = 3


class Guardianships(models.QuerySet["Guardianship"]):
    """Agreements by the names that actions ask for."""

    def live(self, at: datetime) -> "Guardianships":
        """Those that a guardian agreed to, and that are not over."""
        return self.filter(answer=Guardianship.Answer.AGREED, until__gt=at.date())


class Guardianship(models.Model):
    """That somebody is not of age and needs a guardian `until` a day, and how far that has come.

    Of the date of birth nothing is here: see `rules.guarded_until`. `address` is that of the guardian, a third person:
    it goes when they say no, and when the agreement is over. `digest` is the keyed digest of the code in the last mail
    to them, until it is used. `version`, `language` and `words` (a SHA-256 of them) say which text they agreed to.
    """

    class Answer(models.TextChoices):
        """What the guardian said last."""

        NONE = "none"
        AGREED = "agreed"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="guardianship")
    region = models.CharField(max_length=2)
    until = models.DateField()
    begun_at = models.DateTimeField()
    address = models.EmailField(max_length=254, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    mails = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveSmallIntegerField(null=True)
    language = models.CharField(max_length=10, blank=True)
    words = models.CharField(max_length=64, blank=True)

    objects: ClassVar = Guardianships.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(mails__lte=MAILS_MAX), name="a_guardian_gets_so_many_mails"),
            models.CheckConstraint(
                condition=models.Q(answer="none", answered_at__isnull=True)
                | ~models.Q(answer="none") & models.Q(answered_at__isnull=False),
                name="what_a_guardian_said_was_said_at_some_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(answer="agreed") | models.Q(version__isnull=False),
                name="a_guardian_agrees_to_a_text",
            ),
            models.CheckConstraint(
                condition=models.Q(answer__in=["none", "agreed"]) | models.Q(address=""),
                name="the_address_of_a_guardian_goes_with_a_no",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)

    def is_live(self, at: datetime) -> bool:
        """Whether it stands at that moment."""
        return self.answer == self.Answer.AGREED and not self.is_over(at)

    def is_over(self, at: datetime) -> bool:
        """Whether its day has come: then the panelist tells at the door how old they are."""
        return at.date() >= self.until
