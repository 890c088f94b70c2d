"""What can become of a receipt, and why: the frozen values that the decisions speak of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

from fairpanel.kit.money import Money
from fairpanel.kit.page import Box
from fairpanel.reading import Reading


class State(StrEnum):
    """How far a receipt has come."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    NEEDS_LOOK = "needs-look"


class Channel(StrEnum):
    """Which way a receipt came in."""

    PAGE = "page"
    COMMAND = "command"
    MAIL = "mail"


class Turn(StrEnum):
    """What a person is asked about a receipt: each has one answer."""

    # The machine is not sure, or its panelist has corrected what counted.
    FIRST = "first"
    # A share of those is decided by a second person, who does not see how the first did.
    SECOND = "second"
    # The two did not agree.
    THIRD = "third"
    APPEAL = "appeal"
    # A refusal that a person takes back without being asked.
    OVERTURN = "overturn"


class Ending(StrEnum):
    """How an appeal ended."""

    COUNTS = "counts"
    STAYS = "stays-refused"
    # Nobody answered in time: what then becomes of it the programme says.
    UNANSWERED = "unanswered"
    TAKEN_BACK = "taken-back"


class Reason(StrEnum):
    """Why a receipt is refused."""

    UNREADABLE = "unreadable"
    NOT_A_RECEIPT = "not-a-receipt"
    NO_MERCHANT = "no-merchant"
    NO_DATE = "no-date"
    NO_TOTAL = "no-total"
    NO_LINES = "no-lines"
    TOO_OLD = "too-old"
    IN_THE_FUTURE = "in-the-future"
    EXCLUDED_SELLER = "excluded-seller"
    EXCLUDED_KIND = "excluded-kind"
    OWN_DUPLICATE = "own-duplicate"
    OTHERS_DUPLICATE = "others-duplicate"
    ALTERED = "altered"
    PHOTOGRAPHED_SCREEN = "photographed-screen"
    HANDWRITTEN = "handwritten"
    CARD_SLIP = "card-slip"
    RETURN_ONLY = "return-only"
    WRONG_CURRENCY = "wrong-currency"
    WRONG_REGION = "wrong-region"
    NO_CONSENT = "no-consent"
    OVER_LIMIT = "over-limit"
    NOT_LOOKED_AT = "not-looked-at"
    PICTURES_APART = "pictures-apart"


class Doubt(StrEnum):
    """What the machine is not sure of, so that a person looks."""

    KIND = "kind"
    MERCHANT = "merchant"
    DATE = "date"
    TOTAL = "total"
    LINES = "lines"
    SUMS = "sums"
    SELLER = "seller"
    CURRENCY = "currency"
    REGION = "region"
    SHOP_KIND = "shop-kind"
    PAPER = "paper"
    SENT_BEFORE = "sent-before"
    # From here on: signs that something may not be as the shop printed it.
    # What was bought and what was paid agree on another total than the one that is printed.
    ANOTHER_TOTAL = "another-total"
    # Digits that stand there twice, alike in every speck, as no till and no camera makes them.
    COPIED_DIGITS = "copied-digits"
    # Paper without any grain around an amount or a day, where it has grain elsewhere.
    PAINTED_OVER = "painted-over"
    # The same digits are alike all over the page: a computer drew it, and no camera saw it.
    DRAWN_PAGE = "drawn-page"
    # The file says that a program for changing pictures wrote it.
    EDITED_FILE = "edited-file"
    # The camera took it days before the day that is printed on it.
    TAKEN_BEFORE = "taken-before"
    # Bought later than it was sent.
    LATER_THAN_SENT = "later-than-sent"
    # Another purchase of the same minute in another shop.
    TWO_AT_ONCE = "two-at-once"


SIGNS = frozenset(
    {
        Doubt.ANOTHER_TOTAL,
        Doubt.COPIED_DIGITS,
        Doubt.PAINTED_OVER,
        Doubt.DRAWN_PAGE,
        Doubt.EDITED_FILE,
        Doubt.TAKEN_BEFORE,
        Doubt.LATER_THAN_SENT,
        Doubt.TWO_AT_ONCE,
    }
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """It counts."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It does not count. `region` is the part of the picture that this is about, the whole where something is missing.

    `facts` fill the reason's sentence: numbers as digits, days as ISO 8601.
    """

    reason: Reason
    region: Box
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NeedsLook:
    """A person decides, because of these doubts, of which there is at least one."""

    doubts: tuple[Doubt, ...]


Decision = Accepted | Refused | NeedsLook


@dataclass(frozen=True, slots=True)
class Purchase:
    """What tells one purchase from another. What was not read is None."""

    shop: str | None
    day: date | None
    time: time | None
    total: Money | None


class Sender(StrEnum):
    """Who sent a purchase before."""

    SELF = "self"
    HOME = "home"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sent:
    """That the same purchase was sent before, or perhaps was. `shop` and `day` are those of one's own receipt."""

    by: Sender
    is_sure: bool
    shop: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one person decided, with what they hold the receipt to say. `reason` is None where they accept it."""

    reason: Reason | None
    purchase: Purchase

    @property
    def accepts(self) -> bool:
        """Whether it counts, if it is for them."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class LineSaid:
    """What somebody says that a line is."""

    text: str
    quantity: Decimal | None
    price: Money


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says that a receipt is; `lines` by their position."""

    shop: str
    day: date | None
    total: Money | None
    lines: Mapping[int, LineSaid]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of other receipts.

    `counted` is how many of the member's were taken in the calendar month, `of_day` how many of purchases of the same
    day, `sent_before` whether somebody sent the same purchase, and `deleted_before` whether the member was paid for it
    and then deleted it.
    """

    counted: int = 0
    sent_before: Sent | None = None
    deleted_before: bool = False
    of_day: int = 0


@dataclass(frozen=True, slots=True)
class BlackBox:
    """A part of the picture that was blacked out, and the kind of thing that stood there: `card-number`."""

    kind: str
    box: Box


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign that something may not be as the shop printed it: one of `SIGNS`. It asks a person and refuses nothing.

    `box` is its evidence on the upright picture; `strength`, from 0 to 1, orders signs of one kind and is no
    probability.
    """

    code: Doubt
    box: Box
    strength: float


@dataclass(frozen=True, slots=True)
class ToRead:
    """A receipt that a worker has begun to read: its originals, which stay in memory, and where it may come from.

    `left_on` are the special kinds of lines that its terms leave on. `pictures` are one, or several of one long
    receipt; `is_last_try` when no other reading will follow if this one fails.
    """

    pictures: tuple[bytes, ...] = field(repr=False)
    region: str
    currency: str
    is_last_try: bool
    left_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Apart:
    """Pictures that were sent as one receipt and share no print; counted from 1, in the order in which they came."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What the worker saw on a picture once everything sensitive was gone from it.

    `reading` was made from rows in which the sensitive words were masked; `jpeg` is the blacked-out picture.
    """

    reading: Reading
    black_boxes: tuple[BlackBox, ...]
    jpeg: bytes
    signs: tuple[Sign, ...] = ()
