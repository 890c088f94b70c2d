"""Erasures: what was asked for, how far it has come, and what is left of it: counts without a person."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class What(models.TextChoices):
    """How much is erased."""

    EVERYTHING = "everything", _("everything, on leaving")
    PURPOSE = "purpose", _("one purpose")
    RECEIPT = "receipt", _("one receipt")


class Erasure(models.Model):
    """One wish to have something erased.

    `member_id` names whom it is about while there is something to do or to fetch, and is no foreign key: the member's
    row goes before this one is done. `address` and `secret` are there until the receipt is mailed; `secret_digest`
    finds the erasure of somebody who has no account any more by the link that they hold. `document` is the signed
    receipt, until `document_until`. With `gives_lines` coarse lines stay for research, without the person. What stays
    for good is what was asked, when, and how much went.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    what = models.CharField(max_length=10, choices=What)
    purpose = models.CharField(max_length=30, blank=True)
    member_id = models.UUIDField(null=True, blank=True)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=10)
    address = models.EmailField(max_length=254, blank=True)
    secret = models.CharField(max_length=64, blank=True)
    secret_digest = models.CharField(max_length=64, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    document = models.TextField(blank=True)
    document_until = models.DateTimeField(null=True, blank=True)
    gives_lines = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(finished_at__isnull=True), name="erasures_to_be_done"),
            models.Index(fields=["member_id", "-asked_at"], name="erasures_of_a_member"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(what__in=What.values), name="an_erasure_is_of_a_kind_we_know"),
            models.CheckConstraint(
                condition=Q(what=What.PURPOSE.value) & ~Q(purpose="") | ~Q(what=What.PURPOSE.value) & Q(purpose=""),
                name="only_one_purpose_is_named",
            ),
            models.UniqueConstraint(
                fields=["secret_digest"], condition=~Q(secret_digest=""), name="a_link_leads_to_one_erasure"
            ),
            models.UniqueConstraint(
                fields=["member_id"], condition=Q(what=What.EVERYTHING.value), name="somebody_leaves_once"
            ),
            # Law 15, and the promise of the receipt: who has left is not in here any more.
            models.CheckConstraint(
                condition=~Q(what=What.EVERYTHING.value) | Q(finished_at__isnull=True) | Q(member_id__isnull=True),
                name="who_has_left_is_not_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.id}"

    @property
    def is_finished(self) -> bool:
        """Whether all is gone."""
        return self.finished_at is not None

    def can_be_fetched(self, now: datetime) -> bool:
        """Whether the signed receipt is still here."""
        return bool(self.document) and self.document_until is not None and now < self.document_until


class Step(models.Model):
    """One room's part of an erasure. `counts` are the room's `kit.personal.Erased`, written as it was done."""

    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    room = models.CharField(max_length=30)
    done_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["erasure", "room"], name="a_room_erases_once")]

    def __str__(self) -> str:
        return f"{self.erasure_id}: {self.room}"


class Claim(models.Model):
    """Money that somebody left behind and can still have: who brings the code of this `digest` owns that account.

    Nothing in here says who that is. The amount stands in the books. `region` is where they lived, by whose law they
    are paid; with `needs_person` a second person looks at each payout, since a case was open when they left.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    account = models.CharField(max_length=120, unique=True)
    region = models.CharField(max_length=2, blank=True, default="")
    needs_person = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="claims_by_their_end")]

    def __str__(self) -> str:
        return self.account
