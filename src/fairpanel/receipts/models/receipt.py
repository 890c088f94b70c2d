"""Receipts: what is known of them, and what became of them. Nothing unredacted is in here."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from fairpanel.kit.money import Money
from fairpanel.kit.page import Box
from fairpanel.members.models import Housemate
from fairpanel.receipts import sentences
from fairpanel.receipts.values import Channel, Doubt, Purchase, Reason, State, Turn

_NO_REASON = ""
# Refused, its panelist asked for another look, and nobody has looked yet.
APPEALED = Q(state=State.REFUSED.value, appealed_at__isnull=False, appeal_answered_at__isnull=True)


class Receipts(models.QuerySet["Receipt"]):
    """Receipts by the names that doors ask for."""

    def of_member(self, member_id: UUID) -> "Receipts":
        """One member's own, the newest first."""
        return self.filter(member=member_id).order_by("-received_at", "-id")

    def waiting_for_a_look(self) -> "Receipts":
        """Those whose panelist waits for a person to decide, the one that has to be decided first on top."""
        return self.filter(Q(state=State.NEEDS_LOOK) | APPEALED).order_by("look_until", "received_at", "id")

    def to_be_decided_again(self) -> "Receipts":
        """Those that count or do not, and that one more person decides on, unseen, to measure how far people agree."""
        return self.exclude(again="").order_by("look_until", "received_at", "id")

    def not_near(self, reviewer_id: UUID) -> "Receipts":
        """Without their own, and without those of the people whom they live with."""
        household = Housemate.objects.filter(member=reviewer_id).values("household")
        housemates = Housemate.objects.filter(household__in=household).values("member")
        return self.exclude(member=reviewer_id).exclude(member__in=housemates)

    def taken(self) -> "Receipts":
        """Those that count, or may yet."""
        return self.filter(state__in=[State.ACCEPTED.value, State.NEEDS_LOOK.value])


class Receipt(models.Model):
    """One receipt that a panelist sent.

    `sealed` names the original in the vault, and only while it waits to be read; `picture` names the blacked-out
    picture. The fields from `shop` on are what is held to be true of the purchase; what a machine believed, and how
    sure it was, stands in `Prediction`.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="receipts")
    channel = models.CharField(max_length=10, choices=[(c.value, c.value) for c in Channel])
    programme = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    # The region whose rules, currency and calendar hold for it: where the member lived when it came.
    country = models.CharField(max_length=2)
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State], default=State.RECEIVED.value)
    received_at = models.DateTimeField()
    month = models.DateField()
    settled_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    sealed = models.CharField(max_length=64, blank=True)
    picture = models.CharField(max_length=64, blank=True)
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    # When the terms under which it came let go of the picture and of the words; of a refusal both go with the appeal.
    # Where nobody says when, they have no time at all.
    picture_until = models.DateTimeField(default=timezone.now)
    words_until = models.DateTimeField(default=timezone.now)
    # A keyed digest of the files as they came: the same ones twice are one receipt.
    file_digest = models.BinaryField(max_length=32)
    # How many pictures of one long receipt lie under `sealed`.
    pictures = models.PositiveSmallIntegerField(default=1)
    # Made by the phone that sends: however often it sends, the same key is one receipt.
    sending_key = models.UUIDField(null=True, blank=True, editable=False)
    readings_begun = models.PositiveSmallIntegerField(default=0)

    reason = models.CharField(max_length=20, blank=True, choices=[(r.value, r.value) for r in Reason])
    reason_region = models.JSONField(null=True, blank=True)
    reason_facts = models.JSONField(default=dict, blank=True)
    appeal_until = models.DateTimeField(null=True, blank=True)
    # One appeal a receipt. Both stay when a person has answered it, either way.
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal_answered_at = models.DateTimeField(null=True, blank=True)
    # Answered by nobody: its panelist took back the consent that somebody looks.
    appeal_taken_back = models.BooleanField(default=False)
    doubts = models.JSONField(default=list, blank=True)
    # By when a person is to decide; None where nobody has to.
    look_until = models.DateTimeField(null=True, blank=True)
    # How often people were asked about it: a correction of what counted asks anew.
    question = models.PositiveSmallIntegerField(default=1)
    # What one more person is asked about it while it counts or does not.
    again = models.CharField(
        max_length=10, blank=True, choices=[(turn.value, turn.value) for turn in (Turn.SECOND, Turn.THIRD)]
    )

    shop = models.TextField(blank=True)
    bought_on = models.DateField(null=True, blank=True)
    bought_at = models.TimeField(null=True, blank=True)
    total_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)

    objects = Receipts.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "file_digest"], name="a_file_is_one_receipt"),
            models.UniqueConstraint(fields=["member", "sending_key"], name="a_sending_is_one_receipt"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="a_receipt_is_in_a_state_we_know"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[channel.value for channel in Channel]), name="a_receipt_came_a_way_we_know"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=[_NO_REASON, *(reason.value for reason in Reason)]),
                name="a_reason_is_one_of_ours",
            ),
            # Law 6, and the other way round: only what is refused has a reason.
            models.CheckConstraint(
                condition=Q(state=State.REFUSED.value, reason_region__isnull=False, appeal_until__isnull=False)
                & ~Q(reason=_NO_REASON)
                | ~Q(state=State.REFUSED.value)
                & Q(reason=_NO_REASON, reason_region__isnull=True, appeal_until__isnull=True),
                name="a_refusal_has_a_reason_a_region_and_an_appeal",
            ),
            models.CheckConstraint(
                condition=Q(appeal_answered_at__isnull=True) | Q(appealed_at__isnull=False),
                name="an_answer_has_an_appeal",
            ),
            models.CheckConstraint(
                condition=Q(appeal_taken_back=False) | Q(appeal_answered_at__isnull=False),
                name="an_appeal_that_is_taken_back_is_over",
            ),
            # The original is there until it is read, and not a moment longer.
            models.CheckConstraint(
                condition=Q(state=State.RECEIVED.value, settled_at__isnull=True, picture="") & ~Q(sealed="")
                | ~Q(state=State.RECEIVED.value) & Q(settled_at__isnull=False, sealed=""),
                name="an_original_is_kept_only_until_it_is_read",
            ),
            models.CheckConstraint(
                condition=Q(again="")
                | Q(again__in=[Turn.SECOND.value, Turn.THIRD.value], look_until__isnull=False)
                & Q(state__in=[State.ACCEPTED.value, State.REFUSED.value]),
                name="what_was_decided_is_decided_again",
            ),
            models.CheckConstraint(
                condition=Q(total_minor__isnull=True) | Q(currency__regex=r"^[A-Z]{3}$"),
                name="a_total_is_in_a_currency",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-received_at"], name="receipts_of_a_member"),
            models.Index(fields=["member", "bought_on", "total_minor"], name="receipts_like_this_one"),
            models.Index(fields=["received_at"], condition=Q(state="received"), name="receipts_to_be_read"),
            models.Index(fields=["look_until"], condition=Q(state="needs-look"), name="looks_by_their_end"),
            models.Index(fields=["look_until"], condition=APPEALED, name="appeals_by_their_end"),
            models.Index(fields=["look_until"], condition=~Q(again=""), name="second_looks_by_their_end"),
            models.Index(fields=["picture_until"], condition=~Q(picture=""), name="pictures_by_their_end"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def total(self) -> Money | None:
        """What was paid."""
        return None if self.total_minor is None else Money(self.total_minor, self.currency)

    @property
    def purchase(self) -> Purchase:
        """What tells this purchase from another."""
        return Purchase(self.shop or None, self.bought_on, self.bought_at, self.total)

    @property
    def region(self) -> Box | None:
        """The part of the picture that the refusal is about."""
        return None if self.reason_region is None else Box(**self.reason_region)

    @property
    def whole(self) -> Box:
        """All of its picture: what a refusal points at that is about no part of it."""
        return Box(0, 0, self.width_px, self.height_px)

    @property
    def part(self) -> Box | None:
        """The region where it is less than the whole picture: that needs no frame around it."""
        return None if self.region == self.whole else self.region

    @property
    def is_appealed(self) -> bool:
        """Whether its refusal waits for a person to look again."""
        return self.state == State.REFUSED and self.appealed_at is not None and self.appeal_answered_at is None

    @property
    def answer_until(self) -> datetime | None:
        """When a person has looked again at the latest; None without an appeal that waits."""
        return self.look_until if self.is_appealed else None

    @property
    def turn(self) -> Turn | None:
        """What a person is asked about it now; None where nothing."""
        if self.state == State.NEEDS_LOOK:
            return Turn.FIRST
        if self.is_appealed:
            return Turn.APPEAL
        return Turn(self.again) if self.again else None

    def is_in_time_for_appeal(self, now: datetime) -> bool:
        """Whether it is refused, and not for so long that nothing can be done about it."""
        return self.appeal_until is not None and now < self.appeal_until

    @property
    def is_settled(self) -> bool:
        """Whether anything was decided yet."""
        return self.state != State.RECEIVED

    def sentence(self) -> str:
        """The verdict in one sentence, in the language of the moment. What it earned is said apart."""
        if self.state == State.REFUSED:
            return sentences.of_reason(Reason(self.reason), self.reason_facts)
        if self.state == State.NEEDS_LOOK:
            return sentences.of_doubts(map(Doubt, self.doubts))
        return sentences.of_state(State(self.state))
