"""The verbs of mail: give a secret address and take it back, take a mail, open it, settle it; and what was seen."""

from fairpanel.receipts.mail.actions.addresses import (
    NoMailComesIn,
    address_of,
    everybodys_address,
    give_address,
    take_back_address,
)
from fairpanel.receipts.mail.actions.opening import OPENINGS_MAX, begin_opening, settle_mail
from fairpanel.receipts.mail.actions.seeing import SHOWN_DAYS, Seen, seen_by
from fairpanel.receipts.mail.actions.taking import WAITING_MAX, TooManyWaiting, is_known, is_seen, note_too_large, take

__all__ = [
    "OPENINGS_MAX",
    "SHOWN_DAYS",
    "WAITING_MAX",
    "NoMailComesIn",
    "Seen",
    "TooManyWaiting",
    "address_of",
    "begin_opening",
    "everybodys_address",
    "give_address",
    "is_known",
    "is_seen",
    "note_too_large",
    "seen_by",
    "settle_mail",
    "take",
    "take_back_address",
]
