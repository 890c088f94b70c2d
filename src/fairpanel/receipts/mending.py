"""What somebody says that a receipt is, beside what is held of it: what differs, and holding it from then on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from fairpanel.consent.guards import needs_no_consent
from fairpanel.kit.money import Money
from fairpanel.receipts import rules
from fairpanel.receipts.models import Correction, Line, Prediction, Receipt, ReviewerCorrection
from fairpanel.receipts.values import LineSaid, Said
from fairpanel.redaction import mask_text


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that becomes another, both as plain text; amounts in minor units. `position` is the line's, or None."""

    position: int | None
    field: str
    was: str
    said: str


@needs_no_consent("Who asks for it has the receipt: its own panelist, or a person who may look.")
def held_of(receipt: Receipt) -> Said:
    """What is held to be true of it."""
    lines = {line.position: LineSaid(line.text, line.quantity, line.price) for line in receipt.lines.all()}
    return Said(receipt.shop, receipt.bought_on, receipt.total, lines)


@needs_no_consent("Who asks for it may look at the receipt.")
def before_reviewers(receipt: Receipt) -> Said:
    """What was held when a person was asked: who decides second sees nothing of what the first corrected."""
    held = held_of(receipt)
    made = ReviewerCorrection.objects.filter(judgement__receipt=receipt, judgement__question=receipt.question)
    first: dict[tuple[int | None, str], str] = {}
    for position, field, was in made.order_by("judgement__at", "id").values_list("position", "field", "was"):
        first.setdefault((position, field), was)
    for (position, field), was in first.items():
        held = _with(held, position, field, was, currency=receipt.currency)
    return held


def masked(said: Said, *, region: str) -> Said:
    """The same without what is sensitive in its words."""
    lines = {at: replace(line, text=_masked(line.text, region)) for at, line in said.lines.items()}
    return replace(said, shop=_masked(said.shop, region), lines=lines)


def differences(before: Said, said: Said) -> Iterator[Change]:
    """What somebody changes; lines that are not held are no lines."""
    yield from _differing(None, _head(before), _head(said))
    for position, line in said.lines.items():
        if position in before.lines:
            yield from _differing(position, _line(before.lines[position]), _line(line))


@needs_no_consent("Its own panelist mends it, or a person who decides on it by `actions.judge`.")
def hold(receipt: Receipt, said: Said) -> None:
    """Hold this to be true. The receipt itself is saved by the caller."""
    receipt.shop, receipt.bought_on = said.shop, said.day
    receipt.total_minor = None if said.total is None else said.total.minor
    receipt.currency = receipt.currency if said.total is None else said.total.currency
    for line in Line.objects.filter(receipt=receipt, position__in=said.lines):
        told = said.lines[line.position]
        if _line(told) != _line(LineSaid(line.text, line.quantity, line.price)):
            line.text, line.quantity, line.price_minor = told.text, told.quantity, told.price.minor
            line.save(update_fields=["text", "quantity", "price_minor"])


@needs_no_consent("A person who may look has decided, and what the machine read is written beside what they say.")
def read_by_machine(receipt: Receipt, prediction: Prediction | None, change: Change) -> str:
    """What a machine read where somebody says something else, as plain text; empty where it read nothing."""
    if change.position is not None:
        return _first_of_line(receipt, change)
    names = {"shop": "merchant", "date": "date", "total": "total"}
    field = None if prediction is None else prediction.fields.get(names[change.field])
    if field is None:
        return ""
    if change.field == "total" and receipt.currency:
        return str(rules.money(Decimal(field["value"]), receipt.currency).minor)
    return str(field["value"])


def _first_of_line(receipt: Receipt, change: Change) -> str:
    """Lines are kept once, as they are held: what was read is what stood there before anybody corrected it."""
    of_it = {"position": change.position, "field": change.field}
    mended = Correction.objects.filter(receipt=receipt, **of_it).order_by("at", "id").first()
    if mended is None:
        looked = ReviewerCorrection.objects.filter(judgement__receipt=receipt, **of_it)
        earlier = looked.order_by("judgement__at", "id").first()
        return change.was if earlier is None else earlier.was
    return mended.was


def _differing(position: int | None, before: dict[str, str], after: dict[str, str]) -> Iterator[Change]:
    for field, was in before.items():
        if was != after[field]:
            yield Change(position, field, was, after[field])


def _head(said: Said) -> dict[str, str]:
    return {
        "shop": said.shop,
        "date": "" if said.day is None else said.day.isoformat(),
        "total": "" if said.total is None else str(said.total.minor),
    }


def _line(line: LineSaid) -> dict[str, str]:
    counted = "" if line.quantity is None else f"{line.quantity.normalize():f}"
    return {"text": line.text, "quantity": counted, "price": str(line.price.minor)}


def _with(said: Said, position: int | None, field: str, text: str, *, currency: str) -> Said:
    """The same with one thing as it is written in a correction."""
    if position is not None:
        line = said.lines.get(position)
        if line is None:
            return said
        return replace(said, lines={**said.lines, position: _line_with(line, field, text)})
    match field:
        case "shop":
            return replace(said, shop=text)
        case "date":
            return replace(said, day=date.fromisoformat(text) if text else None)
        case _:
            return replace(said, total=Money(int(text), currency) if text else None)


def _line_with(line: LineSaid, field: str, text: str) -> LineSaid:
    match field:
        case "text":
            return replace(line, text=text)
        case "quantity":
            return replace(line, quantity=Decimal(text) if text else None)
        case _:
            return replace(line, price=Money(int(text), line.price.currency))


def _masked(text: str, region: str) -> str:
    return mask_text(text.strip(), [region])
