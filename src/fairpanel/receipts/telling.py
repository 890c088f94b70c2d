"""Telling a panelist what became of a receipt, as soon as it is decided; and forgetting it with the receipt."""

from datetime import datetime

from django.utils import translation

from fairpanel.notices import actions as notices
from fairpanel.notices.values import Kind
from fairpanel.programme import Region
from fairpanel.receipts.models import Receipt


def tell_result(receipt: Receipt, *, region: Region, now: datetime, stays: bool = False) -> None:
    """Tell the verdict; `stays` where a person has looked again and the refusal stands.

    An earlier verdict on the same receipt that has not gone yet is not told any more.
    """
    verdict = "stays-refused" if stays else receipt.state
    with translation.override(receipt.member.language):
        sentence = receipt.sentence()
    facts = {"receipt_id": str(receipt.id), "state": verdict, "sentence": sentence}
    if receipt.appeal_until is not None and not stays:
        facts["appeal_until"] = receipt.appeal_until.date().isoformat()
    notices.forget(about=_about(receipt), unsent_only=True)
    notices.tell(
        kind=Kind.RESULT, member_id=receipt.member_id, address=receipt.member.email, language=receipt.member.language,
        zone=region.time_zone, facts=facts, key=f"{_about(receipt)}{verdict}", now=now,
    )  # fmt: skip


def forget_results(receipt: Receipt) -> None:
    """Forget what was told of a receipt that is no more (law 7)."""
    notices.forget(about=_about(receipt))


def _about(receipt: Receipt) -> str:
    return f"result:{receipt.id}:"
