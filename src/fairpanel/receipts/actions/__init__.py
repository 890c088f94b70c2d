"""The verbs of a receipt: send it, begin to read it, settle it, judge it, appeal, delete it; and looking at it."""

from fairpanel.receipts.actions.deleting import delete
from fairpanel.receipts.actions.finding import (
    NoPicture,
    NoSuchReceipt,
    counts_by_state,
    has_bought,
    is_look_allowed,
    of_member,
    one_of,
    open_to_a_look,
    picture_of,
    waiting_for_a_look,
)
from fairpanel.receipts.actions.judging import (
    AlreadyAppealed,
    NotAReviewer,
    NotForALook,
    NotRefused,
    TooLateToAppeal,
    appeal,
    judge,
)
from fairpanel.receipts.actions.locking import locked
from fairpanel.receipts.actions.sending import (
    AlreadySent,
    NoReceiptsTaken,
    NotJoined,
    OtherPictures,
    TooMany,
    WrongAmongThem,
    judge_picture,
    submit,
)
from fairpanel.receipts.actions.settling import READINGS_MAX, VAULT_PATIENCE, begin_reading, settle
from fairpanel.receipts.actions.stopping import ReceiptCollector, ReviewCollector, drop_pending, stop_looking

__all__ = [
    "READINGS_MAX",
    "VAULT_PATIENCE",
    "AlreadyAppealed",
    "AlreadySent",
    "NoPicture",
    "NoReceiptsTaken",
    "NoSuchReceipt",
    "NotAReviewer",
    "NotForALook",
    "NotJoined",
    "NotRefused",
    "OtherPictures",
    "ReceiptCollector",
    "ReviewCollector",
    "TooLateToAppeal",
    "TooMany",
    "WrongAmongThem",
    "appeal",
    "begin_reading",
    "counts_by_state",
    "delete",
    "drop_pending",
    "has_bought",
    "is_look_allowed",
    "judge",
    "judge_picture",
    "locked",
    "of_member",
    "one_of",
    "open_to_a_look",
    "picture_of",
    "settle",
    "stop_looking",
    "submit",
    "waiting_for_a_look",
]
