"""Whether a receipt counts: pure decisions over what was read, the terms in force and what is known.

A machine refuses only what it is sure of. Where it is not, a person looks.
"""

from fairpanel.receipts.rules.agreement import Agreement, agree, agreement, is_drawn
from fairpanel.receipts.rules.deciding import decide
from fairpanel.receipts.rules.purchases import purchase_of
from fairpanel.receipts.rules.sums import adds_up, is_plausible, money

__all__ = [
    "Agreement",
    "adds_up",
    "agree",
    "agreement",
    "decide",
    "is_drawn",
    "is_plausible",
    "money",
    "purchase_of",
]
