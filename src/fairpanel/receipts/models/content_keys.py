"""By what the receipts of one purchase are found among everybody's: keyed codes, from which nothing can be read."""

from typing import Any

from django.db import models
from django.db.models import Q

from fairpanel.receipts.models.receipt import Receipt

KEYS = (
    "day_total", "day_minute", "shop_number", "day_number", "lines_1", "lines_2", "lines_3", "lines_4",
)  # fmt: skip


def _key() -> "models.BigIntegerField[Any, Any]":
    return models.BigIntegerField(null=True, blank=True)


class ContentKeys(models.Model):
    """The keys of one receipt (`duplicates.keys`), and the hash of its blacked-out picture; gone when its words go.

    `scheme` counts the ways in which keys were made; those made in an older one are made anew.
    """

    receipt = models.OneToOneField(Receipt, primary_key=True, on_delete=models.CASCADE, related_name="content_keys")
    scheme = models.PositiveSmallIntegerField()
    picture_hash = models.BigIntegerField(null=True, blank=True)
    day_total = _key()
    day_minute = _key()
    shop_number = _key()
    day_number = _key()
    lines_1 = _key()
    lines_2 = _key()
    lines_3 = _key()
    lines_4 = _key()

    class Meta:
        indexes = [
            models.Index(fields=[name], condition=Q(**{f"{name}__isnull": False}), name=f"receipts_by_{name}")
            for name in KEYS
        ]

    def __str__(self) -> str:
        return str(self.receipt_id)
