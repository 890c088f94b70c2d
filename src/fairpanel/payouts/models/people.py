"""Where somebody wants their money, and the form that tax law asks of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from fairpanel.payouts.models.words import WORD_LENGTH_MAX, choices
from fairpanel.payouts.values import Way


class Address(models.Model):
    """Where somebody wants money in one way. Sealed; `hint` is what may be shown of it.

    Money goes there from `rests_until` on. `replaced_at` is empty for the one that holds.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="payout_addresses")
    way = models.CharField(max_length=WORD_LENGTH_MAX, choices=choices(Way))
    sealed = models.BinaryField()
    fingerprint = models.CharField(max_length=64, db_index=True)
    hint = models.CharField(max_length=60)
    since = models.DateTimeField()
    rests_until = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["member", "way"], condition=Q(replaced_at=None), name="one_payout_address_for_each_way"
            ),
        ]

    def __str__(self) -> str:
        return self.hint


class TaxForm(models.Model):
    """What a tax office wants to know of somebody who was paid more than a sum; sealed. `account` is their purse."""

    account = models.CharField(max_length=120, unique=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="tax_forms")
    region = models.CharField(max_length=2)
    sealed = models.BinaryField()
    last_digits = models.CharField(max_length=4)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.region} …{self.last_digits}"
