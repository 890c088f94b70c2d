"""The tables of this room. Nothing unredacted is in any of them."""

from fairpanel.receipts.models.contents import CORRECTABLE, Correction, Line, Prediction
from fairpanel.receipts.models.receipt import ANSWER_DAYS, APPEALED, Receipt, Receipts
from fairpanel.receipts.models.remains import Leftover, PaidFor

__all__ = [
    "ANSWER_DAYS",
    "APPEALED",
    "CORRECTABLE",
    "Correction",
    "Leftover",
    "Line",
    "PaidFor",
    "Prediction",
    "Receipt",
    "Receipts",
]
