"""The tables of this room. Nothing unredacted is in any of them."""

from fairpanel.receipts.models.appeals import Appeal
from fairpanel.receipts.models.content_keys import KEYS, ContentKeys
from fairpanel.receipts.models.contents import CORRECTABLE, WORDS_LENGTH, Correction, Line, Prediction
from fairpanel.receipts.models.given import GivenLine
from fairpanel.receipts.models.mail import Mail, MailAddress
from fairpanel.receipts.models.receipt import APPEALED, Receipt, Receipts
from fairpanel.receipts.models.remains import Leftover, PaidFor
from fairpanel.receipts.models.research import ResearchFile, ResearchShare
from fairpanel.receipts.models.reviewing import NOTE_CHARACTERS_MAX, Claim, Judgement, ReviewerCorrection

__all__ = [
    "APPEALED",
    "CORRECTABLE",
    "KEYS",
    "NOTE_CHARACTERS_MAX",
    "WORDS_LENGTH",
    "Appeal",
    "Claim",
    "ContentKeys",
    "Correction",
    "GivenLine",
    "Judgement",
    "Leftover",
    "Line",
    "Mail",
    "MailAddress",
    "PaidFor",
    "Prediction",
    "Receipt",
    "Receipts",
    "ResearchFile",
    "ResearchShare",
    "ReviewerCorrection",
]
