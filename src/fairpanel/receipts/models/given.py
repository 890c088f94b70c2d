"""Lines that people who left gave to research. There is nobody in them: see `docs/decisions/privacy-lines-given.md`."""

from uuid import uuid4

from django.db import models


class GivenLine(models.Model):
    """One thing that somebody bought who is not known any more, coarse, and linked to no other row.

    `month` is the first day of the month of the purchase; `shop_kind` and `shop` are empty where they are unknown or
    too rare. No column says when it was given, the number is random, and all rows are written anew in a random order
    whenever some are added: so nothing tells which of them came together.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    programme = models.CharField(max_length=60)
    region = models.CharField(max_length=2)
    month = models.DateField()
    shop_kind = models.CharField(max_length=30, blank=True)
    shop = models.CharField(max_length=100, blank=True)
    text = models.CharField(max_length=100)
    quantity = models.PositiveSmallIntegerField(null=True, blank=True)
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    def __str__(self) -> str:
        return self.text
