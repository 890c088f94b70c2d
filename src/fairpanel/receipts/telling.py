"""Telling a panelist what became of a receipt, as soon as it is decided; and forgetting it with the receipt."""

from datetime import datetime

from django.utils import translation

from fairpanel.notices import actions as notices
from fairpanel.notices.values import Kind
from fairpanel.programme import Region
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import Ending

_STAYS = {Ending.STAYS: "stays-refused", Ending.UNANSWERED: "stays-unanswered"}


def tell_result(
    receipt: Receipt, *, region: Region, now: datetime, stays: Ending | None = None, note: str = ""
) -> None:
    """Tell the verdict; `stays` how an appeal ended after which the refusal stands, `note` what a person writes.

    An earlier verdict on the same receipt that has not gone yet is not told any more.
    """
    verdict = receipt.state if stays is None else _STAYS[stays]
    with translation.override(receipt.member.language):
        sentence = receipt.sentence()
    facts = {"receipt_id": str(receipt.id), "state": verdict, "sentence": sentence}
    if receipt.appeal_until is not None and stays is None:
        facts["appeal_until"] = receipt.appeal_until.date().isoformat()
    if note:
        facts["note"] = note
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
