"""Complaints: what somebody says we did wrong, and what a person answers."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

REFERENCE_LENGTH = 8
TEXT_LENGTH_MAX = 5000


class About(models.TextChoices):
    """What a complaint is about, in the complainer's words."""

    DATA = "data", _("What you keep about me, or what you do with it")
    CONSENT = "consent", _("How I was asked, or my no was not heard")
    MONEY = "money", _("Money that I earned")
    RECEIPT = "receipt", _("A receipt that was refused or misread")
    TREATMENT = "treatment", _("How I was treated")
    OTHER = "other", _("Something else")


class Outcome(models.TextChoices):
    """What the person who answered came to."""

    RIGHT = "right", _("You are right, and we have mended it")
    PARTLY = "partly", _("You are right in part")
    NOT_RIGHT = "not-right", _("We see no mistake, and say why")


class Complaints(models.QuerySet["Complaint"]):
    """Complaints by the names that doors ask for."""

    def of_member(self, member_id: UUID) -> "Complaints":
        """One member's own, the newest first."""
        return self.filter(member=member_id).order_by("-at", "-id")

    def open(self) -> "Complaints":
        """Those that wait for an answer, the one whose time is over first, then the one whose time ends next."""
        return self.filter(answered_at__isnull=True).order_by("answer_until", "id")

    def closed(self) -> "Complaints":
        """Those that a person has answered, the last answer first."""
        return self.filter(answered_at__isnull=False).order_by("-answered_at", "-id")


class Complaint(models.Model):
    """One complaint, by a member or by somebody without an account.

    `reference` is what both sides call it by; it says nothing of how many there are.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    reference = models.CharField(max_length=REFERENCE_LENGTH, unique=True, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="complaints"
    )
    # Where the answer is announced; empty for a member, whom we reach where they are reached.
    address = models.EmailField(max_length=254, blank=True)
    # When the member left while this waited for its answer: then only the address above leads to them.
    left_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=10)
    about = models.CharField(max_length=10, choices=About)
    text = models.TextField(max_length=TEXT_LENGTH_MAX)
    at = models.DateTimeField()
    # The UK's Data (Use and Access) Act 2025 gives thirty days to acknowledge; we do it at once, and answer by then.
    acknowledged_at = models.DateTimeField()
    answer_until = models.DateTimeField()
    answer = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, blank=True, choices=Outcome)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = Complaints.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, address="") | Q(member__isnull=True) & ~Q(address=""),
                name="a_complaint_can_be_answered",
            ),
            models.CheckConstraint(condition=Q(about__in=About.values), name="a_complaint_is_about_what_we_know"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="", outcome="", answered_by__isnull=True)
                | Q(answered_at__isnull=False, outcome__in=Outcome.values) & ~Q(answer=""),
                name="an_answered_complaint_has_an_answer_and_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(member__isnull=True), name="who_has_left_has_no_account"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__lte=models.F("at") + timedelta(days=30)),
                name="a_complaint_is_acknowledged_in_thirty_days",
            ),
        ]
        indexes = [
            models.Index(
                fields=["answer_until"], condition=Q(answered_at__isnull=True), name="complaints_to_be_answered"
            ),
            models.Index(fields=["member", "-at"], name="complaints_of_a_member"),
            models.Index(fields=["at"], name="complaints_by_day"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_answered(self) -> bool:
        """Whether a person has answered; then it is closed."""
        return self.answered_at is not None

    @property
    def number(self) -> str:
        """The reference as it is said and written: `7K3M-9QXP`."""
        half = REFERENCE_LENGTH // 2
        return f"{self.reference[:half]}-{self.reference[half:]}"

    def is_overdue(self, now: datetime) -> bool:
        """Whether the answer is late."""
        return not self.is_answered and self.answer_until <= now
