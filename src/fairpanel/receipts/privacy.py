"""What this room keeps of people: receipts, what was read of them, their pictures, and the work that waits for them."""

from datetime import datetime
from functools import partial
from io import BytesIO
from typing import IO, Any

from django.db.models import Min
from django.utils.translation import gettext as _

from fairpanel.consent.values import Purpose
from fairpanel.kit.personal import Erased, File, Held, Keeper, Table, erase_rows, to_take
from fairpanel.members.models import Member
from fairpanel.receipts import ports, upkeep
from fairpanel.receipts.columns import (
    APPEAL,
    CLAIM,
    CONTENT_KEYS,
    CORRECTION,
    GIVEN_LINE,
    JUDGEMENT,
    LEFTOVER,
    LINE,
    PAID_FOR,
    PREDICTION,
    RECEIPT,
    REVIEWER_CORRECTION,
)
from fairpanel.receipts.mail.upkeep import erase_mails, let_go_of_mails
from fairpanel.receipts.models import (
    Appeal,
    Correction,
    Judgement,
    Line,
    PaidFor,
    Prediction,
    Receipt,
    ReviewerCorrection,
)
from fairpanel.receipts.privacy_of_mail import REGISTER as OF_MAIL
from fairpanel.receipts.privacy_of_mail import held_of_mail, tables_of_mail
from fairpanel.receipts.privacy_of_research import REGISTER as OF_RESEARCH
from fairpanel.receipts.privacy_of_research import forget_releases, held_of_research, table_of_research
from fairpanel.receipts.remembering import WHY_KEPT, note_paid, remembered_until
from fairpanel.receipts.removing import remove

_RECEIPTS = Purpose.RECEIPTS.value


class _Keeper(Keeper):
    room = "receipts"
    register = {
        "receipts.Receipt": RECEIPT,
        "receipts.Prediction": PREDICTION,
        "receipts.Line": LINE,
        "receipts.Correction": CORRECTION,
        "receipts.Appeal": APPEAL,
        "receipts.Claim": CLAIM,
        "receipts.Judgement": JUDGEMENT,
        "receipts.ReviewerCorrection": REVIEWER_CORRECTION,
        "receipts.ContentKeys": CONTENT_KEYS,
        "receipts.GivenLine": GIVEN_LINE,
        **OF_RESEARCH,
        "receipts.PaidFor": PAID_FOR,
        "receipts.Leftover": LEFTOVER,
        **OF_MAIL,
    }  # fmt: skip

    def held(self, member_id: Any, *, now: datetime) -> list[Held]:
        mine = Receipt.objects.filter(member=member_id)
        pictured = mine.exclude(picture="")
        lines = Line.objects.filter(receipt__in=mine)
        notes = PaidFor.objects.filter(member=member_id, until__gt=now.date())
        sent, read = _("You sent them."), _("A machine read them on your receipts.")
        since, goes = Min("received_at"), Min("picture_until")
        told = [
            _held(
                _("Receipts: shop, day, total and what became of them"), sent, mine.aggregate(since=since), mine.count()
            ),
            _held(
                _("Pictures of receipts, blacked out"), sent,
                pictured.aggregate(since=since, goes=goes), pictured.count(),
            ),
            _held(
                _("Lines: what you bought"), read,
                mine.filter(lines__isnull=False).aggregate(since=since, goes=Min("words_until")), lines.count(),
            ),
            _held(
                _("Codes of purchases whose receipts you deleted"), _("Made when you deleted them."), {}, notes.count()
            ),
        ]  # fmt: skip
        of_others = held_of_mail(member_id) + held_of_research(member_id)
        return [held for held in told if held.count] + of_others

    def tables(self, member_id: Any) -> list[Table]:
        mine = Receipt.objects.filter(member=member_id).order_by("received_at", "id")
        # Where a file lies and its keyed codes are of no use to anybody outside.
        ours = {"member_id", "sealed", "picture", "file_digest", "sending_key", "readings_begun", "decided_by_id"}
        of_mine = {"receipt__member": member_id}
        return [
            to_take("receipts.Receipt", mine, *(name for name in RECEIPT if name not in ours)),
            to_take(
                "receipts.Line", Line.objects.filter(**of_mine).order_by("receipt_id", "position"),
                *(name for name in LINE if name != "id"),
            ),
            to_take(
                "receipts.Correction", Correction.objects.filter(**of_mine).order_by("receipt_id", "id"),
                *(name for name in CORRECTION if name != "id"),
            ),
            to_take(
                "receipts.Prediction", Prediction.objects.filter(**of_mine).order_by("receipt_id", "id"),
                *(name for name in PREDICTION if name != "id"),
            ),
            to_take("receipts.Appeal", Appeal.objects.filter(**of_mine).order_by("at"), *_TAKEN_OF_APPEAL),
            to_take("receipts.Judgement", Judgement.objects.filter(**of_mine).order_by("at"), *_TAKEN_OF_JUDGEMENT),
            to_take(
                "receipts.ReviewerCorrection",
                ReviewerCorrection.objects.filter(judgement__receipt__member=member_id).order_by("judgement", "id"),
                *(name for name in REVIEWER_CORRECTION if name != "id"),
            ),
            table_of_research(member_id),
            *tables_of_mail(member_id),
        ]  # fmt: skip

    def files(self, member_id: Any) -> list[File]:
        kept = Receipt.objects.filter(member=member_id).exclude(picture="").order_by("received_at", "id")
        files = [File(f"receipts/{id_}.jpg", partial(_opened, name)) for id_, name in kept.values_list("id", "picture")]
        before = Appeal.objects.filter(receipt__member=member_id).exclude(first_picture="").order_by("at")
        return files + [
            File(f"receipts/{id_}-first.jpg", partial(_opened, name))
            for id_, name in before.values_list("receipt_id", "first_picture")
        ]

    def erase(self, member_id: Any, *, now: datetime, purpose: str | None = None) -> list[Erased]:
        """Receipts with pictures, words and waiting work. With one purpose, purchases that were paid for stay known.

        What an earlier call let go of and a crash left lying is dropped first: it is committed that it goes.
        """
        released = forget_releases(member_id) if purpose in {None, Purpose.RESEARCH.value} else []
        if purpose not in {None, _RECEIPTS}:
            return released
        upkeep.drop_what_is_left_over()
        # Whatever changes one member's receipts waits for its turn here.
        Member.objects.select_for_update(no_key=True).filter(pk=member_id).first()
        mine = list(Receipt.objects.select_for_update(of=("self",)).select_related("member").filter(member=member_id))
        told = [] if purpose is None else [(receipt, remembered_until(receipt)) for receipt in mine]
        # Before they go: a receipt's number is among what was read on it.
        noted = sum(note_paid(receipt, until=until) for receipt, until in told if until)
        gone = released + remove(mine, now=now) + erase_mails(member_id, now=now)
        if purpose is None:
            return gone + erase_rows("receipts", PaidFor.objects.filter(member=member_id))
        return [*gone, Erased("receipts", "receipts.PaidFor", 0, kept=noted, why=WHY_KEPT)] if noted else gone

    def expire(self, *, now: datetime, events_before: datetime) -> list[Erased]:
        upkeep.let_go(now=now)
        return let_go_of_mails(now=now, seen_before=events_before)


# Where a file lies, who of the staff it was and how long they took is of no use to anybody outside.
_TAKEN_OF_APPEAL = [
    name for name in APPEAL if name not in {"sealed", "readings_begun", "first_picture", "answered_by_id", "warned_at"}
]
_TAKEN_OF_JUDGEMENT = [name for name in JUDGEMENT if name not in {"reviewer_id", "seconds", "question"}]


def _held(what: str, source: str, times: dict[str, datetime | None], count: int) -> Held:
    return Held("receipts", _RECEIPTS, what, source, count, times.get("since"), times.get("goes"))


def _opened(name: str) -> IO[bytes]:
    return BytesIO(ports.filled().vault.open(name))


keeper = _Keeper()
