"""Writing the keys of receipts down, for new ones when they are settled and for old ones bit by bit."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import transaction

from fairpanel.consent import actions as consent
from fairpanel.consent.guards import needs_no_consent, reads
from fairpanel.consent.values import Purpose
from fairpanel.receipts import ports
from fairpanel.receipts.duplicates import Keys, Traits, keys_of
from fairpanel.receipts.duplicates.keys import SCHEME
from fairpanel.receipts.duplicates.traits import CONFIDENCE_MIN, traits
from fairpanel.receipts.models import ContentKeys, Receipt
from fairpanel.receipts.rules import is_plausible, money

_BITS = 64


def own_keys(traits: Traits) -> Keys:
    """The keys of a receipt with these traits, made with this installation's secret."""
    return keys_of(traits, key=ports.filled().digest_key)


@needs_no_consent("`actions.settle`, which calls it, has asked; and `give_keys_to_old_ones`.")
def note_keys(receipt: Receipt, traits: Traits) -> None:
    """Write the keys of this receipt down, instead of those that it had."""
    picture = traits.picture
    if picture is not None and picture >= 1 << (_BITS - 1):
        picture -= 1 << _BITS
    keys = dict.fromkeys(Keys.__dataclass_fields__) | own_keys(traits).known()
    ContentKeys.objects.update_or_create(
        receipt=receipt, defaults={"scheme": SCHEME, "picture_hash": picture, **keys}
    )  # fmt: skip


@needs_no_consent("Who asks has the receipt: `sent_before` and `give_keys_to_old_ones`, which have asked.")
def read_traits(receipt: Receipt) -> Traits | None:
    """What a machine read on this receipt that makes it itself; None where its words are gone."""
    prediction = max(receipt.predictions.all(), key=lambda each: each.at, default=None)
    if prediction is None:
        return None
    fields: dict[str, Any] = prediction.fields
    total, currency = _value(fields, "total"), _value(fields, "currency") or receipt.currency
    day, minute = _value(fields, "date"), _value(fields, "time")
    keys = getattr(receipt, "content_keys", None)
    hashed = keys.picture_hash if keys is not None else None
    return traits(
        shop=_value(fields, "merchant"),
        brand=(fields.get("brand") or {}).get("value"),
        places=(_value(fields, "address"), _value(fields, "phone")),
        day=date.fromisoformat(day) if day else None,
        minute=time.fromisoformat(minute) if minute else None,
        total=money(Decimal(total), currency) if total and currency and is_plausible(Decimal(total)) else None,
        number=_value(fields, "number"),
        lines=[(line.text, line.price_minor) for line in receipt.lines.all()],
        picture=None if hashed is None else hashed % (1 << _BITS),
    )


@reads(Purpose.RECEIPTS)
@transaction.atomic
def give_keys_to_old_ones(*, now: datetime, most: int) -> int:
    """Give keys to so many receipts that have none or older ones, and say to how many; 0 when it is done.

    Those of who has paused or taken consent back are left, and get theirs when it stands again.
    """
    agreed = consent.live_members(Purpose.RECEIPTS, at=now)
    waiting = (
        Receipt.objects.taken()
        .filter(member__in=agreed, predictions__isnull=False)
        .exclude(content_keys__scheme=SCHEME)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("content_keys")
    )
    # Without `distinct`, which takes no locks: a receipt with two predictions comes twice, and is done once.
    found = {receipt.pk: receipt for receipt in waiting[:most]}
    for receipt in found.values():
        read = read_traits(receipt)
        if read is not None:
            note_keys(receipt, read)
    return len(found)


def _value(fields: dict[str, Any], name: str) -> str | None:
    field = fields.get(name)
    return field["value"] if field and field["confidence"] >= CONFIDENCE_MIN else None
