"""Signs that two accounts may be one person's: never a verdict, always a case for a person to judge."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CaseKind(models.TextChoices):
    """What made somebody look."""

    SAME_DEVICE = "same-device", _("signed in on one device")
    SAME_RECEIPTS = "same-receipts", _("sent the same receipts")
    SAME_PAYOUT = "same-payout", _("are paid to one address")


class Judgement(models.TextChoices):
    """What a person found."""

    NOTHING = "nothing", _("nothing is wrong")
    HOUSEHOLD = "household", _("several people of one household")
    ONE_PERSON = "one-person", _("one person with several accounts")


class Case(models.Model):
    """One question for a person.

    `evidence` has figures and codes that tell of no person: how often, since when, which kind. Who is concerned stands
    in `Concerned`, and goes with the member. Open while there is no judgement.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=20, choices=CaseKind)
    evidence = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    judgement = models.CharField(max_length=20, blank=True, choices=Judgement)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["opened_at"], condition=Q(closed_at__isnull=True), name="cases_to_be_judged")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CaseKind.values), name="a_case_is_of_a_kind_we_know"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, judgement="", note="")
                | Q(closed_at__isnull=False, judgement__in=Judgement.values) & ~Q(note=""),
                name="a_closed_case_has_a_judgement_and_a_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has judged it yet."""
        return self.closed_at is None


class Concerned(models.Model):
    """One member whom a case is about."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="concerned")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="concerned_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "member"], name="a_case_names_a_member_once")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.member_id}"
