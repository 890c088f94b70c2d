"""Mails that were seen, each once, and the secret address that each panelist forwards to."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from fairpanel.receipts.mail.values import Outcome, Verdict, Way, Why

_NOTHING = ""


class MailAddress(models.Model):
    """A panelist's secret address: a keyed digest to find it by, and sealed, so that it can be shown again."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="mail_address"
    )
    digest = models.BinaryField(max_length=32, unique=True)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.member_id)


class Mail(models.Model):
    """One mail that came, whatever became of it. Nothing that stands in it is here.

    `digest` is a keyed digest of its Message-ID and of whom it came to; `sealed` names the mail in the vault, and only
    while it waits to be opened. `shown` is the sealed code or link of a forwarding service.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="mails"
    )  # fmt: skip
    digest = models.BinaryField(max_length=32, unique=True)
    way = models.CharField(max_length=4, choices=[(way.value, way.value) for way in Way])
    came_at = models.DateTimeField()
    # Which mailbox (a keyed digest), which of its validities, and which number in it; of mails that were fetched.
    mailbox = models.BinaryField(max_length=32, null=True)
    validity = models.BigIntegerField(null=True)
    uid = models.BigIntegerField(null=True)

    sealed = models.CharField(max_length=64, blank=True)
    to_everybody = models.BooleanField()
    openings_begun = models.PositiveSmallIntegerField(default=0)

    outcome = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Outcome])
    why = models.CharField(max_length=20, blank=True, choices=[(why.value, why.value) for why in Why])
    # How many receipts came of it.
    receipts = models.PositiveSmallIntegerField(default=0)
    dkim = models.CharField(max_length=6, blank=True, choices=[(each.value, each.value) for each in Verdict])
    spf = models.CharField(max_length=6, blank=True, choices=[(each.value, each.value) for each in Verdict])
    arc = models.CharField(max_length=6, blank=True, choices=[(each.value, each.value) for each in Verdict])
    shown = models.BinaryField(null=True)
    shown_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "validity", "uid"], name="a_place_in_a_mailbox_is_one_mail"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.WAITING.value) & ~Q(sealed=_NOTHING)
                | ~Q(outcome=Outcome.WAITING.value) & Q(sealed=_NOTHING),
                name="a_mail_is_kept_only_until_it_is_opened",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.NOT_TAKEN.value) & ~Q(why=_NOTHING)
                | ~Q(outcome=Outcome.NOT_TAKEN.value) & Q(why=_NOTHING),
                name="a_mail_that_is_not_taken_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False) | Q(sealed=_NOTHING, shown__isnull=True),
                name="of_nobodys_mail_nothing_is_kept",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-came_at"], name="mails_of_a_member"),
            models.Index(fields=["came_at"], name="mails_by_their_age"),
        ]

    def __str__(self) -> str:
        return str(self.id)
