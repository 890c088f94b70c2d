"""Whether a receipt counts: pure decisions over what was read, the terms in force and what is known.

A machine refuses only what it is sure of. Where it is not, a person looks.
"""

from fairpanel.receipts.rules.agreement import Agreement, agree, agreement, is_drawn
from fairpanel.receipts.rules.deciding import decide
from fairpanel.receipts.rules.purchases import purchase_of
from fairpanel.receipts.rules.sums import adds_up, is_plausible, money
from fairpanel.receipts.rules.verdicts import is_double, is_unreadable

__all__ = [
    "Agreement",
    "adds_up",
    "agree",
    "agreement",
    "decide",
    "is_double",
    "is_drawn",
    "is_plausible",
    "is_unreadable",
    "money",
    "purchase_of",
]
