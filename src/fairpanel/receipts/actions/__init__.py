"""The verbs of a receipt: send it, begin to read it, settle it, judge it, appeal, delete it; and looking at it."""

from fairpanel.receipts.actions.appealing import (
    DAYS_AFTER_A_PAUSE,
    AlreadyAppealed,
    NoteTooLong,
    NotRefused,
    TooLateToAppeal,
    appeal,
    end_unanswered,
    must_be_open_to_appeal,
)
from fairpanel.receipts.actions.comparing import other_of
from fairpanel.receipts.actions.deleting import delete
from fairpanel.receipts.actions.ending import end_unlooked
from fairpanel.receipts.actions.finding import (
    NoPicture,
    NoSuchReceipt,
    counts_by_state,
    first_picture_of,
    has_bought,
    is_look_allowed,
    of_member,
    one_of,
    open_to_a_look,
    picture_of,
    waiting_for_a_look,
)
from fairpanel.receipts.actions.handing import CLAIM_MINUTES, pass_on, queue_of, take, take_this
from fairpanel.receipts.actions.hiding import NothingCovered, NothingToHide, hide
from fairpanel.receipts.actions.judging import (
    SECOND_LOOK_DAYS,
    AlreadyJudged,
    NotAReviewer,
    NotForALook,
    TooNear,
    WithSomebodyElse,
    judge,
)
from fairpanel.receipts.actions.locking import locked
from fairpanel.receipts.actions.rereading import begin_rereading, settle_rereading
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
from fairpanel.receipts.actions.settling import (
    READINGS_MAX,
    VAULT_PATIENCE,
    ask_anew,
    begin_reading,
    settle,
)
from fairpanel.receipts.actions.stopping import ReceiptCollector, ReviewCollector, drop_pending, stop_looking

__all__ = [
    "CLAIM_MINUTES",
    "DAYS_AFTER_A_PAUSE",
    "READINGS_MAX",
    "SECOND_LOOK_DAYS",
    "VAULT_PATIENCE",
    "AlreadyAppealed",
    "AlreadyJudged",
    "AlreadySent",
    "NoPicture",
    "NoReceiptsTaken",
    "NoSuchReceipt",
    "NotAReviewer",
    "NotForALook",
    "NotJoined",
    "NotRefused",
    "NoteTooLong",
    "NothingCovered",
    "NothingToHide",
    "OtherPictures",
    "ReceiptCollector",
    "ReviewCollector",
    "TooLateToAppeal",
    "TooMany",
    "TooNear",
    "WithSomebodyElse",
    "WrongAmongThem",
    "appeal",
    "ask_anew",
    "begin_reading",
    "begin_rereading",
    "counts_by_state",
    "delete",
    "drop_pending",
    "end_unanswered",
    "end_unlooked",
    "first_picture_of",
    "has_bought",
    "hide",
    "is_look_allowed",
    "judge",
    "judge_picture",
    "locked",
    "must_be_open_to_appeal",
    "of_member",
    "one_of",
    "open_to_a_look",
    "other_of",
    "pass_on",
    "picture_of",
    "queue_of",
    "settle",
    "settle_rereading",
    "stop_looking",
    "submit",
    "take",
    "take_this",
    "waiting_for_a_look",
]
