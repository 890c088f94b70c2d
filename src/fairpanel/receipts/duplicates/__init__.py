"""Whether two receipts are of one purchase: what makes each itself, how alike two are, and keys to find them by.

Pure: values in, values out. `sent_before.py` asks the database with it.
"""

from fairpanel.receipts.duplicates.keys import Keys, keys_of
from fairpanel.receipts.duplicates.pictures import hash_of_picture
from fairpanel.receipts.duplicates.scoring import score
from fairpanel.receipts.duplicates.traits import traits_of
from fairpanel.receipts.duplicates.values import Evidence, Likeness, Traits
from fairpanel.receipts.duplicates.verdicts import Verdict, of_others, of_own

__all__ = [
    "Evidence",
    "Keys",
    "Likeness",
    "Traits",
    "Verdict",
    "hash_of_picture",
    "keys_of",
    "of_others",
    "of_own",
    "score",
    "traits_of",
]
