"""A mail address that is being changed: the new one answers with a code, the old one agrees or can stop it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

CODE_GOOD_FOR = timedelta(minutes=30)
# Who cannot open the old mail any more waits so long; it can say no until then, and as long after the change.
WAIT = timedelta(days=7)
STOP_GOOD_FOR = timedelta(days=7)
LASTS = CODE_GOOD_FOR + WAIT + STOP_GOOD_FOR
TRIES_MAX = 5


class AddressChange(models.Model):
    """One change of a mail address, from the asking to the end of the time in which the old address can stop it.

    `digest` is the keyed digest of the code that went to the new address. It is done when both sides have answered, or
    when the new one has and the old one has said nothing for `WAIT`.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    old = models.EmailField(max_length=254)
    new = models.EmailField(max_length=254)
    digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    # When the old side agreed: by the link in its mail, or by a passkey or an app before anything was asked for.
    old_agreed_at = models.DateTimeField(null=True)
    new_answered_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member", "-asked_at"], name="changes_of_an_address")]
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=TRIES_MAX), name="a_code_is_tried_so_often_and_no_more"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def waits_for_its_code(self, now: datetime) -> bool:
        """Whether the code still opens it."""
        is_fresh = now < self.asked_at + CODE_GOOD_FOR and self.tries < TRIES_MAX
        return self.done_at is None and self.stopped_at is None and self.new_answered_at is None and is_fresh

    @property
    def goes_at(self) -> datetime | None:
        """When it is done at the latest: None where the new address has not answered, or it is done already."""
        if self.new_answered_at is None or self.done_at is not None or self.stopped_at is not None:
            return None
        return self.new_answered_at + WAIT

    def can_be_stopped(self, now: datetime) -> bool:
        """Whether the old address can still say no, also when it is done already."""
        if self.stopped_at is not None:
            return False
        return self.goes_at is not None or now < (self.done_at or self.asked_at) + STOP_GOOD_FOR
