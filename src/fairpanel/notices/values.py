"""The words of this room: what we tell, by which way, and how far it has come."""

from datetime import timedelta
from enum import StrEnum


class Topic(StrEnum):
    """What a notice is about: what a member chooses a way for."""

    ACCOUNT = "account"
    TERMS = "terms"
    RESULTS = "results"
    MONEY = "money"
    ADMISSION = "admission"
    NEWS = "news"


class Kind(StrEnum):
    """One kind of notice. Its texts stand in `templates/notices/<kind>.*`, its topic in `TOPIC_OF`."""

    RESULT = "result"
    TERMS = "terms"
    NEWS = "news"
    COMPLAINT_RECEIVED = "complaint-received"
    COMPLAINT_ANSWERED = "complaint-answered"
    COPY_READY = "copy-ready"
    CONSENT_ENDED = "consent-ended"
    INVITATION = "invitation"
    ADMITTED = "admitted"
    PLACE_PASSED_ON = "place-passed-on"
    ADDRESS_CHANGE = "address-change"
    KEYS_FORGOTTEN = "keys-forgotten"
    CASE_OPENED = "case-opened"
    CASE_CLOSED = "case-closed"
    PAYOUT_SENT = "payout-sent"
    PAYOUT_BACK = "payout-back"
    TAX_FORM = "tax-form"
    BUDGET = "budget"
    APPEALS_DUE = "appeals-due"
    LOOKS_DUE = "looks-due"
    MONTH_PAID = "month-paid"
    GUARDIAN_ASKED = "guardian-asked"
    GUARDIAN_TOLD = "guardian-told"


class State(StrEnum):
    """How far a notice has come."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    # It goes in the letter of another one of its kind.
    CARRIED = "carried"
    # Its topic is one that its reader does not want to hear of.
    UNWANTED = "unwanted"
    # Its sender died while pushing it. It is not pushed again: perhaps it was shown.
    UNSURE = "unsure"


class Stopped(StrEnum):
    """Why nothing is mailed to an address any more."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"


class Way(StrEnum):
    """How a notice reaches somebody."""

    MAIL = "mail"
    PUSH = "push"
    NONE = "none"


TOPIC_OF: dict[Kind, Topic] = {
    Kind.RESULT: Topic.RESULTS,
    Kind.TERMS: Topic.TERMS,
    Kind.NEWS: Topic.NEWS,
    Kind.COMPLAINT_RECEIVED: Topic.ACCOUNT,
    Kind.COMPLAINT_ANSWERED: Topic.ACCOUNT,
    Kind.COPY_READY: Topic.ACCOUNT,
    Kind.CONSENT_ENDED: Topic.TERMS,
    Kind.INVITATION: Topic.ADMISSION,
    Kind.ADMITTED: Topic.ADMISSION,
    Kind.PLACE_PASSED_ON: Topic.ADMISSION,
    Kind.ADDRESS_CHANGE: Topic.ACCOUNT,
    Kind.KEYS_FORGOTTEN: Topic.ACCOUNT,
    Kind.CASE_OPENED: Topic.ACCOUNT,
    Kind.CASE_CLOSED: Topic.ACCOUNT,
    Kind.PAYOUT_SENT: Topic.MONEY,
    Kind.PAYOUT_BACK: Topic.MONEY,
    Kind.TAX_FORM: Topic.MONEY,
    Kind.BUDGET: Topic.MONEY,
    Kind.APPEALS_DUE: Topic.ACCOUNT,
    Kind.LOOKS_DUE: Topic.ACCOUNT,
    Kind.MONTH_PAID: Topic.MONEY,
    Kind.GUARDIAN_ASKED: Topic.ACCOUNT,
    Kind.GUARDIAN_TOLD: Topic.ACCOUNT,
}
# Sent whatever somebody chose: a law or a promise of ours asks for it.
ALWAYS = frozenset({Topic.ACCOUNT, Topic.TERMS})
# What a member may choose a way for, and the way until they have. News is for who asked for it.
DEFAULT_WAYS = {
    Topic.RESULTS: Way.MAIL,
    Topic.MONEY: Way.MAIL,
    Topic.ADMISSION: Way.MAIL,
    Topic.NEWS: Way.NONE,
}
# Sent at any hour: somebody may have to act at once.
URGENT = frozenset({Topic.ACCOUNT})
# Kinds of which many may come at once. They wait a while for each other, and by mail there is one letter a day.
GATHERED = frozenset({Kind.RESULT})
GATHER = timedelta(minutes=10)

# A sender that says nothing for this long is taken for dead, and its notice is taken up by another.
LEASE = timedelta(minutes=5)
# How long we wait after each try that failed; after the last one the operator is told.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
TRIES_MAX = len(WAITS) + 1
KEPT_DAYS = 90
DEVICES_MAX = 10
# So often a push that no service takes is tried; then a mail goes.
PUSHES_MAX = 4
# Who says that their address works again is believed once in so long.
TRY_AGAIN_AFTER = timedelta(hours=1)
