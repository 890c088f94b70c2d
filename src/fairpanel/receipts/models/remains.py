"""What stays for a while when a receipt goes."""

from django.conf import settings
from django.db import models

from fairpanel.receipts.models.receipt import Receipt


class PaidFor(models.Model):
    """The keyed digest of a purchase that was paid for and whose receipt its panelist deleted, or blacked out.

    It keeps a purchase from being paid twice, cannot be turned back into one, and ends on the day from which the
    receipt would be too old anyway. See `docs/decisions/receipts-deleted-purchases.md`.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32)
    # Whether the deleted receipt told the time: then another one of a different time is another purchase.
    timed = models.BooleanField()
    # The same of the number that the shop gave it.
    numbered = models.BooleanField(default=False)
    until = models.DateField()
    # Of what was blacked out and is still there: the code counts while the receipt does, and goes with it where it was
    # never paid for.
    receipt = models.ForeignKey(Receipt, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "digest"], name="a_purchase_is_noted_once")]
        indexes = [models.Index(fields=["until"], name="notes_by_their_end")]

    def __str__(self) -> str:
        return f"until {self.until}"


class Leftover(models.Model):
    """A name in the vault that no receipt needs any more: written with the deed, gone when the file is."""

    name = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
