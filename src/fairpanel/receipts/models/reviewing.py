"""What people decide about receipts: who has one before them, how each decided, and what each of them corrected."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from fairpanel.kit.money import Money
from fairpanel.receipts.models.contents import CORRECTABLE, Prediction
from fairpanel.receipts.models.receipt import Receipt
from fairpanel.receipts.values import Purchase, Reason, Turn, Verdict

NOTE_CHARACTERS_MAX = 500


class Claim(models.Model):
    """A receipt that somebody has before them; until it lapses nobody else gets it.

    `passed` where they have passed it on: then everybody else gets it, and they do not until it lapses.
    """

    receipt = models.OneToOneField(Receipt, primary_key=True, on_delete=models.CASCADE, related_name="claim")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()
    passed = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["until"], name="receipts_claimed")]

    def __str__(self) -> str:
        return str(self.receipt_id)


class Judgement(models.Model):
    """How one person decided on one receipt, in answer to one question about it, and what they hold it to say.

    `question` counts how often people were asked: a panelist's correction of what counted asks anew. `reason` is empty
    where they accept. `seconds` is how long they had it before them, where that is known; `note` what they write to its
    panelist, with what is sensitive taken out.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="judgements")
    question = models.PositiveSmallIntegerField()
    turn = models.CharField(max_length=10, choices=[(turn.value, turn.value) for turn in Turn])
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    seconds = models.FloatField(null=True)
    reason = models.CharField(max_length=30, blank=True)
    note = models.CharField(max_length=NOTE_CHARACTERS_MAX, blank=True)
    shop = models.TextField(blank=True)
    bought_on = models.DateField(null=True)
    total_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receipt", "question", "reviewer"], name="nobody_judges_twice"),
            models.UniqueConstraint(fields=["receipt", "question", "turn"], name="a_question_has_one_answer"),
            models.CheckConstraint(condition=Q(turn__in=list(Turn)), name="a_turn_is_one_we_know"),
        ]
        indexes = [
            models.Index(fields=["reviewer", "-at"], name="judgements_of_a_reviewer"),
            models.Index(fields=["at"], name="judgements_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.turn}"

    @property
    def verdict(self) -> Verdict:
        """What they decided."""
        total = None if self.total_minor is None else Money(self.total_minor, self.currency)
        return Verdict(
            Reason(self.reason) if self.reason else None, Purchase(self.shop or None, self.bought_on, None, total)
        )


class ReviewerCorrection(models.Model):
    """One thing that a person who looked says was misread: what was held, what they say, and what a machine read.

    Which machine, in which version, stands in `prediction`. Values are plain text; amounts are in minor units of the
    receipt's currency. `position` is the line's, None for the receipt's own fields.
    """

    judgement = models.ForeignKey(Judgement, on_delete=models.CASCADE, related_name="corrections")
    prediction = models.ForeignKey(Prediction, null=True, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    field = models.CharField(max_length=10, choices=[(name, name) for name in CORRECTABLE])
    was = models.TextField(blank=True)
    said = models.TextField(blank=True)
    read = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(field__in=CORRECTABLE), name="a_reviewer_corrects_what_can_be_corrected")
        ]

    def __str__(self) -> str:
        return f"{self.judgement_id} {self.field}"
