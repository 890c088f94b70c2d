"""What a page shows of a receipt: fields, lines and black boxes, each with its place on the picture."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from fairpanel.consent.guards import needs_no_consent
from fairpanel.kit.money import Money
from fairpanel.kit.page import Box
from fairpanel.receipts import rules
from fairpanel.receipts.models import Prediction, Receipt
from fairpanel.receipts.values import Doubt, Reason

# Below this we say that we are not sure: the reader may look at the picture for themselves.
SURE_FROM = 0.6

LABELS = {
    "merchant": _("Shop"),
    "address": _("Address"),
    "phone": _("Phone"),
    "date": _("Date"),
    "time": _("Time"),
    "number": _("Receipt number"),
    "subtotal": _("Subtotal"),
    "taxes": _("Tax"),
    "tip": _("Tip"),
    "total": _("Total"),
}
_DAYS = frozenset({"date"})
_SUMS = frozenset({"subtotal", "taxes", "tip", "total"})

BLACKED = {
    "card number": _("Card number"),
    "account number": _("Account number"),
    "phone number": _("Phone number"),
    "mail address": _("Mail address"),
    "loyalty number": _("Loyalty number"),
    "name": _("Name of a person"),
    "address": _("Address of a person"),
    "number plate": _("Number plate"),
    "prescription": _("Prescription or insurance number"),
    "identity number": _("Identity number"),
    "medicine": _("Medicine"),
    "health product": _("Health product"),
    "intimate product": _("Intimate product"),
    "religious article": _("Religious article"),
    "political contribution": _("Political contribution"),
    "code": _("Bar code or square code"),
    "hidden": _("Blacked out by hand"),
}
# Why, in one sentence each, beside every box.
_NUMBER = _("Whoever knows it could use or follow it.")
_PERSON = _("It tells who somebody is or where they live.")
_LINE = _("It tells more of you than what you eat.")
WHY_BLACKED = {
    "card number": _NUMBER,
    "account number": _NUMBER,
    "phone number": _("It reaches somebody, and nobody here needs it."),
    "mail address": _("It reaches somebody, and nobody here needs it."),
    "loyalty number": _NUMBER,
    "name": _PERSON,
    "address": _PERSON,
    "number plate": _PERSON,
    "prescription": _("It tells of your health."),
    "identity number": _PERSON,
    "medicine": _("It tells of your health. Its price stays, so that the sum adds up."),
    "health product": _("It tells of your health. Its price stays, so that the sum adds up."),
    "intimate product": _LINE,
    "religious article": _LINE,
    "political contribution": _LINE,
    "code": _("It can hold a number of yours, or the whole receipt."),
    "hidden": _("You did this, and it stays so."),
}

DOUBTS = {
    Doubt.KIND: _("It may be no receipt."),
    Doubt.MERCHANT: _("The name of the shop is hard to read."),
    Doubt.DATE: _("The date is hard to read, or outside the days that we take."),
    Doubt.TOTAL: _("The total is hard to read."),
    Doubt.LINES: _("What was bought is hard to read."),
    Doubt.SUMS: _("The lines do not make the total."),
    Doubt.SELLER: _("It may be from a shop that we take no receipts of."),
    Doubt.CURRENCY: _("It may be in another currency."),
    Doubt.REGION: _("It may be from another country."),
    Doubt.SHOP_KIND: _("It may be from a kind of shop that we take no receipts of."),
    Doubt.PAPER: _(
        "It may be a card slip, a refund, handwritten, or another paper that says of no purchase what it was."
    ),
    Doubt.SENT_BEFORE: _("It may be a purchase that was sent before."),
    Doubt.ANOTHER_TOTAL: _("The lines and what was paid agree on another total than the one that stands here."),
    Doubt.COPIED_DIGITS: _("These digits stand elsewhere on the picture too, alike in every speck."),
    Doubt.PAINTED_OVER: _("The paper here has no grain, and elsewhere on the picture it has."),
    Doubt.DRAWN_PAGE: _("It seems drawn by a computer, or taken off a screen, and not photographed."),
    Doubt.EDITED_FILE: _("The file says that a program for changing pictures wrote it. Cropping is enough for that."),
    Doubt.TAKEN_BEFORE: _("The file says that the photo was taken days before the day that stands here."),
    Doubt.LATER_THAN_SENT: _("The time that stands here had not come yet when the receipt was sent."),
    Doubt.TWO_AT_ONCE: _("Its panelist bought something in another shop in the same minute."),
}

REASONS = {
    Reason.UNREADABLE: _("Unreadable"),
    Reason.NOT_A_RECEIPT: _("Not a receipt"),
    Reason.NO_MERCHANT: _("No shop"),
    Reason.NO_DATE: _("No date"),
    Reason.NO_TOTAL: _("No total"),
    Reason.NO_LINES: _("No lines"),
    Reason.TOO_OLD: _("Too old"),
    Reason.IN_THE_FUTURE: _("Date in the future"),
    Reason.EXCLUDED_SELLER: _("Excluded shop"),
    Reason.EXCLUDED_KIND: _("Excluded kind of shop"),
    Reason.OWN_DUPLICATE: _("Sent before"),
    Reason.OTHERS_DUPLICATE: _("Sent by somebody else"),
    Reason.ALTERED: _("Altered"),
    Reason.PHOTOGRAPHED_SCREEN: _("Photo of a screen"),
    Reason.HANDWRITTEN: _("Handwritten"),
    Reason.CARD_SLIP: _("Card slip"),
    Reason.RETURN_ONLY: _("Only a return"),
    Reason.WRONG_CURRENCY: _("Wrong currency"),
    Reason.WRONG_REGION: _("Wrong country"),
    Reason.NO_CONSENT: _("No consent"),
    Reason.OVER_LIMIT: _("Over the month's limit"),
    Reason.NOT_LOOKED_AT: _("No look allowed"),
    Reason.PICTURES_APART: _("Pictures that do not join"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing read. `key` ties it to its box on the picture; `is_unsure` where the reader was."""

    key: str
    label: str
    value: str | date | Money
    box: Box
    is_unsure: bool
    # What the panelist says instead of what was read.
    is_corrected: bool = False

    @property
    def is_money(self) -> bool:
        """Whether the value is an amount."""
        return isinstance(self.value, Money)

    @property
    def is_day(self) -> bool:
        """Whether the value is a day."""
        return isinstance(self.value, date)


@dataclass(frozen=True, slots=True)
class Blacked:
    """A part of the picture that was blacked out, what stood there, and why it had to go."""

    key: str
    label: str
    why: str
    box: Box


@dataclass(frozen=True, slots=True)
class Signed:
    """A sign that something may not be as the shop printed it, and where."""

    key: str
    label: str
    box: Box


@dataclass(frozen=True, slots=True)
class Bought:
    """One line, with its place on the picture."""

    key: str
    text: str
    quantity: Decimal | None
    price: Money
    box: Box
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A receipt as its page shows it. `width` and `height` are the picture's, in pixels; all boxes lie on it."""

    width: int
    height: int
    fields: tuple[Shown, ...]
    lines: tuple[Bought, ...]
    blacked: tuple[Blacked, ...]
    signs: tuple[Signed, ...] = ()

    @property
    def marks(self) -> tuple[Shown | Bought, ...]:
        """Everything that was read, in the order of the page."""
        return (*self.fields, *self.lines)


@needs_no_consent("Who asks for it has the receipt: its own panelist, or by `actions.open_to_a_look`.")
def paper_of(receipt: Receipt) -> Paper | None:
    """What the last reading found on this receipt; None where none is kept."""
    prediction = receipt.predictions.order_by("-at").first()
    if prediction is None:
        return None
    corrected = set(receipt.corrections.values_list("position", "field"))
    said = {name: value for (field, name, value) in _held(receipt) if (None, field) in corrected}
    mended = {position for position, _field in corrected}
    read = list(_fields(prediction, currency=receipt.currency))
    return Paper(
        width=prediction.width_px,
        height=prediction.height_px,
        fields=tuple(
            replace(shown, value=said[shown.key], is_unsure=False, is_corrected=True) if shown.key in said else shown
            for shown in read
        ),
        lines=tuple(
            Bought(
                f"line-{line.position}",
                line.text,
                _counted(line.quantity),
                line.price,
                Box(**line.box),
                line.position in mended,
            )
            for line in receipt.lines.all()
        ),
        blacked=tuple(_blacked(prediction)),
        signs=tuple(
            Signed(f"sign-{number}", str(DOUBTS[Doubt(sign["code"])]), Box(**sign["box"]))
            for number, sign in enumerate(prediction.signs)
        ),
    )


def _held(receipt: Receipt) -> Iterator[tuple[str, str, str | date | Money]]:
    """What is held of a receipt that can be corrected: by the correction's field and the field that was read."""
    yield "shop", "merchant", receipt.shop
    if receipt.bought_on is not None:
        yield "date", "date", receipt.bought_on
    if receipt.total is not None:
        yield "total", "total", receipt.total


def _counted(quantity: Decimal | None) -> Decimal | None:
    """How many, where it is not simply one; 2.000 is 2."""
    return None if quantity is None or quantity == 1 else quantity.normalize()


def _fields(prediction: Prediction, *, currency: str) -> Iterator[Shown]:
    for name, label in LABELS.items():
        found = prediction.fields.get(name) or []
        for number, field in enumerate(found if isinstance(found, list) else [found]):
            key = f"{name}-{number}" if number else name
            value = _value(name, field, currency=currency)
            yield Shown(key, str(label), value, Box(**field["box"]), field["confidence"] < SURE_FROM)


def _value(name: str, field: dict[str, Any], *, currency: str) -> str | date | Money:
    if name in _DAYS:
        return date.fromisoformat(field["value"])
    if name in _SUMS and currency:
        return rules.money(Decimal(field["value"]), currency)
    if name == "time":
        return str(field["value"])[:5]
    return str(field["value"])


def _blacked(prediction: Prediction) -> Iterator[Blacked]:
    for number, black in enumerate(prediction.black_boxes):
        label = BLACKED.get(black["kind"], black["kind"])
        why = WHY_BLACKED.get(black["kind"], "")
        yield Blacked(f"black-{number}", str(label), str(why), Box(**black["box"]))
