"""What was read of a receipt: what a machine believed, what is held to be true, and what its panelist corrected."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left, Trim, Upper

from fairpanel.kit.money import Money
from fairpanel.receipts.models.receipt import Receipt

# So many letters of a line are enough to tell whether others have the same on their receipts.
WORDS_LENGTH = 100
# Of the receipt the first three, of a line the others.
CORRECTABLE = ("shop", "date", "total", "text", "quantity", "price")


class Prediction(models.Model):
    """What a machine read on a receipt, apart from what is held to be true.

    `fields` has for each field that was found its `value`, `text`, `box` and `confidence`; `black_boxes` the parts that
    were blacked out and what kind of thing stood there; `signs` that something may not be as the shop printed it,
    each with its `code`, `box` and `strength`. Boxes are in pixels of the picture.
    """

    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="predictions")
    at = models.DateTimeField()
    reader = models.CharField(max_length=60)
    reader_version = models.CharField(max_length=40)
    schema = models.PositiveSmallIntegerField()
    confidence = models.FloatField()
    fields = models.JSONField()
    black_boxes = models.JSONField()
    signs = models.JSONField(default=list)
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1), name="a_confidence_is_from_nothing_to_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reader} {self.reader_version}"


class Line(models.Model):
    """One thing bought, or a discount on it. Amounts are in minor units of the receipt's currency."""

    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    quantity = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    unit_price_minor = models.BigIntegerField(null=True)
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    box = models.JSONField()
    confidence = models.FloatField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["receipt", "position"], name="a_line_has_a_place_of_its_own"),
        ]
        indexes = [models.Index(Left(Upper(Trim("text")), WORDS_LENGTH), name="lines_by_their_words")]

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.position}"

    @property
    def price(self) -> Money:
        """What the line adds to the sum."""
        return Money(self.price_minor, self.currency)

    @property
    def unit_price(self) -> Money | None:
        """What one piece or one unit of weight costs."""
        return None if self.unit_price_minor is None else Money(self.unit_price_minor, self.currency)


class Correction(models.Model):
    """One thing that a panelist says we misread: what was held before, and what they say, both as plain text.

    `position` is the line's; None for the receipt's own fields. Amounts are in minor units of its currency.
    """

    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="corrections")
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    field = models.CharField(max_length=10, choices=[(name, name) for name in CORRECTABLE])
    was = models.TextField(blank=True)
    said = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(field__in=CORRECTABLE), name="a_correction_is_of_what_can_be_corrected")
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.field}"
