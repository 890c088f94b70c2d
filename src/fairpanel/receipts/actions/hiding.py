"""A panelist blacks out more of their receipt: of the picture and of the words under it, for good."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction
from PIL import Image

from fairpanel import redaction
from fairpanel.consent.guards import needs_no_consent
from fairpanel.kit.page import Box
from fairpanel.kit.problems import Conflict, Invalid
from fairpanel.members.models import Member
from fairpanel.receipts import ports
from fairpanel.receipts.actions.finding import NoSuchReceipt
from fairpanel.receipts.actions.locking import locked
from fairpanel.receipts.keeping import discard, sealing
from fairpanel.receipts.models import Appeal, Prediction, Receipt, ReviewerCorrection
from fairpanel.receipts.remembering import note_before_hiding

# Of a word's height, what must be under the box for the word to be.
_UNDER_HEIGHTS = 1 / 3
_SIDE_PX_MIN = 3
# Of what is read: the column that holds it, the field of its corrections, and what stands there when it is gone.
_HELD: dict[str, tuple[str, str, str | None]] = {
    "merchant": ("shop", "shop", ""),
    "date": ("bought_on", "date", None),
    "time": ("bought_at", "time", None),
    "total": ("total_minor", "total", None),
}


class NothingToHide(Conflict):
    """We keep no picture of this receipt, so there is nothing to black out."""


class NewPictureIsRead(Conflict):
    """Your new picture is still being read and will stand in this one's place. Black it out when you see it."""


class NothingCovered(Invalid):
    """This part of the picture is empty or outside of it. Choose a line, or draw a box on the picture."""


@needs_no_consent("Its own panelist takes something out of what is held of them.")
def hide(*, member: Member, receipt_id: UUID, box: Box, now: datetime) -> Receipt:
    """Black out `box` (pixels of the picture) for good: in the picture, in what was read there and in what is held.

    The lines under it go with their prices, and shop, day, time and total where they stand under it. What was earned
    stays, and the same purchase is still known. The same box again changes nothing.

    Raises `NoSuchReceipt`, also for another member's, `NothingToHide`, `NewPictureIsRead`, `NothingCovered`
    and what the vault raises.
    """
    with sealing() as seal, transaction.atomic():
        receipt = locked(receipt_id)
        if receipt is None or receipt.member_id != member.id:
            raise NoSuchReceipt
        prediction = receipt.predictions.order_by("-at").first()
        if not receipt.picture or prediction is None:
            raise NothingToHide
        inside = _inside(box, prediction)
        if _is_black_already(inside, prediction):
            return receipt
        _let_go_of_first_picture(receipt, now=now)
        before = receipt.picture
        receipt.picture = seal(_blackened(ports.filled().vault.open(before), inside), owner=member.id)
        discard(before, now=now)
        _take_out_lines(receipt, inside)
        _take_out_fields(receipt, inside)
        for each in receipt.predictions.all():
            _forget(each, inside)
        prediction.refresh_from_db()
        prediction.black_boxes = [
            *prediction.black_boxes,
            {"kind": redaction.Kind.OWN.value, "box": asdict(inside), "at": now.isoformat()},
        ]
        prediction.save(update_fields=["black_boxes"])
        receipt.save()
    return receipt


def _let_go_of_first_picture(receipt: Receipt, *, now: datetime) -> None:
    """An appeal's first picture shows the same paper from elsewhere: where the box lies on it nobody knows."""
    appeal = Appeal.objects.filter(receipt=receipt).first()
    if appeal is None:
        return
    if appeal.sealed:
        raise NewPictureIsRead
    discard(appeal.first_picture, now=now)
    appeal.first_picture = ""
    appeal.save(update_fields=["first_picture"])


def _inside(box: Box, prediction: Prediction) -> Box:
    inside = Box(
        max(0, box.left), max(0, box.top), min(prediction.width_px, box.right), min(prediction.height_px, box.bottom)
    )
    if min(inside.width, inside.height) < _SIDE_PX_MIN:
        raise NothingCovered
    return inside


def _is_black_already(box: Box, prediction: Prediction) -> bool:
    """Whether the panelist blacked out just this before, as when one tap came twice."""
    own = [black["box"] for black in prediction.black_boxes if black["kind"] == redaction.Kind.OWN.value]
    return asdict(box) in own


def _blackened(jpeg: bytes, box: Box) -> bytes:
    with Image.open(BytesIO(jpeg)) as picture:
        pixels = np.array(picture.convert("RGB"))
    pixels[box.top : box.bottom, box.left : box.right] = 0
    return redaction.encode_jpeg(pixels)


def _is_under(told: dict[str, int], box: Box) -> bool:
    word = Box(**told)
    down = min(word.bottom, box.bottom) - max(word.top, box.top)
    across = min(word.right, box.right) - max(word.left, box.left)
    return across > 0 and down >= word.height * _UNDER_HEIGHTS


def _take_out_lines(receipt: Receipt, box: Box) -> None:
    gone = [line for line in receipt.lines.all() if _is_under(line.box, box)]
    for line in gone:
        receipt.corrections.filter(position=line.position).delete()
        ReviewerCorrection.objects.filter(judgement__receipt=receipt, position=line.position).delete()
        line.delete()


def _take_out_fields(receipt: Receipt, box: Box) -> None:
    """What is held of the purchase, where it was read under the box."""
    read = [found for each in receipt.predictions.all() for found in _fields(each)]
    covered = {name for name, told in read if _is_under(told["box"], box)} & _HELD.keys()
    if not covered:
        return
    # It was paid for, or will be, and the same paper sent again must not be paid for once more.
    note_before_hiding(receipt)
    for column, corrected, empty in (_HELD[name] for name in covered):
        setattr(receipt, column, empty)
        receipt.corrections.filter(position=None, field=corrected).delete()
        ReviewerCorrection.objects.filter(judgement__receipt=receipt, position=None, field=corrected).delete()
        if column != "bought_at":
            receipt.judgements.update(**{column: empty})
    # The figures in the sentence that says why can be those that are gone.
    receipt.reason_facts = {}


def _fields(prediction: Prediction) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, found in prediction.fields.items():
        for told in found if isinstance(found, list) else [found]:
            if isinstance(told, dict):
                yield name, told


def _forget(prediction: Prediction, box: Box) -> None:
    """What the machine believed to have read under the box."""
    kept: dict[str, Any] = {}
    for name, found in prediction.fields.items():
        if isinstance(found, list):
            kept[name] = [told for told in found if not _is_under(told["box"], box)]
        elif not (isinstance(found, dict) and _is_under(found["box"], box)):
            kept[name] = found
    if kept != prediction.fields:
        prediction.fields = kept
        prediction.save(update_fields=["fields"])
