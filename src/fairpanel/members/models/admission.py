"""The ways in: whom the panel looks for, who was invited, who waits, and every draw that was made."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from fairpanel.members.rules.plan import ANSWER_DAYS, Mode


class Recruitment(models.Model):
    """One version of the plan, as an operator saved it. The last one holds; none is ever changed."""

    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    mode = models.CharField(max_length=10, choices=[(mode.value, mode.value) for mode in Mode], default=Mode.OPEN)
    answer_days = models.PositiveSmallIntegerField(default=ANSWER_DAYS)
    questions = models.TextField(blank=True)
    places = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(mode__in=list(Mode)), name="a_way_in_is_one_of_ours"),
        ]

    def __str__(self) -> str:
        return f"{self.mode}, saved {self.saved_at:%Y-%m-%d}"


class Draw(models.Model):
    """One time that people were let in from the waiting list: how, from which list, and what came of it by cell.

    With the seed and the list whose digest this is, it can be done again. No person is named here.
    """

    class Manner(models.TextChoices):
        """How it was decided."""

        BY_HAND = "by-hand", _("by hand")
        BY_TURN = "by-turn", _("by turn")
        AT_RANDOM = "at-random", _("by lot")
        NEXT_IN_LINE = "next-in-line", _("next in line")

    id = models.UUIDField(primary_key=True, editable=False)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    manner = models.CharField(max_length=12, choices=Manner)
    seed = models.CharField(max_length=64, blank=True)
    places_max = models.PositiveIntegerField(null=True)
    waiting = models.PositiveIntegerField()
    admitted = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    list_digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-drawn_at"]

    def __str__(self) -> str:
        return f"{self.manner} {self.drawn_at:%Y-%m-%d}: {self.admitted} of {self.waiting}"


class Invitation(models.Model):
    """A way past the waiting list. The code is nowhere: only its keyed digest.

    `email` is the address of somebody who is not a member; it goes when the invitation is used, revoked or over.
    """

    class Kind(models.TextChoices):
        """How it reaches people."""

        MAIL = "mail", _("by mail")
        PRINT = "print", _("on paper")
        OPEN = "open", _("open link")
        REFERRAL = "referral", _("by a panelist")

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=80, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=10, blank=True)
    region = models.CharField(max_length=2, blank=True)
    answers = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="invitations_made"
    )
    expires_at = models.DateTimeField()
    uses_max = models.PositiveIntegerField(default=1)
    uses = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["label", "made_at"]), models.Index(fields=["made_by", "made_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(uses__lte=models.F("uses_max")), name="an_invitation_is_used_no_more_than_it_may"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="open") | models.Q(uses_max=1), name="a_personal_invitation_is_for_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_personal(self) -> bool:
        """Whether the operator chose this person, so that a place is theirs whatever the quota says."""
        return self.kind in {self.Kind.MAIL, self.Kind.PRINT}


class Applicant(models.Model):
    """Somebody who asked to join, with the answers that the quota needs. It goes with the account."""

    class State(models.TextChoices):
        """How far they have come."""

        WAITING = "waiting", _("waiting")
        ADMITTED = "admitted", _("admitted, not answered yet")
        JOINED = "joined", _("joined")
        LAPSED = "lapsed", _("place passed on")

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="applicant"
    )
    region = models.CharField(max_length=2)
    answers = models.JSONField(default=dict)
    adult_on = models.DateField()
    state = models.CharField(max_length=10, choices=State)
    asked_at = models.DateTimeField()
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.SET_NULL, related_name="applicants")
    draw = models.ForeignKey(Draw, null=True, on_delete=models.SET_NULL, related_name="applicants")
    admitted_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "region", "asked_at"]),
            models.Index(fields=["answer_by"], condition=models.Q(state="admitted"), name="admitted_by_deadline"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="admitted") | models.Q(answer_by__isnull=False),
                name="who_is_admitted_has_a_deadline",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.state}"

    def is_held(self, now: datetime) -> bool:
        """Whether a place waits for this person."""
        return self.state == self.State.ADMITTED and self.answer_by is not None and self.answer_by >= now


class WrongCode(models.Model):
    """A code that was none: counted by a keyed digest of the address or the account it came from, for an hour."""

    who = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["who", "at"])]

    def __str__(self) -> str:
        return f"{self.at:%H:%M}"
