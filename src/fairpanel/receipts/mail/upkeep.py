"""What is seen to every few minutes and every night, so that no mail is left lying."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from fairpanel.consent import actions as consent
from fairpanel.consent.guards import needs_no_consent, reads
from fairpanel.consent.values import Purpose
from fairpanel.kit.personal import Erased, erase_rows
from fairpanel.receipts.keeping import discard
from fairpanel.receipts.mail import tasks
from fairpanel.receipts.mail.values import Outcome, Why
from fairpanel.receipts.models import Mail, MailAddress
from fairpanel.receipts.upkeep import LEFT_BEHIND_AFTER

ROOM = "receipts"
# A mail of who has paused waits so long, sealed; then it goes unopened.
WAITS_MAX = timedelta(days=30)


@reads(Purpose.RECEIPTS)
def take_up_mails_left_behind(*, now: datetime) -> int:
    """Have those mails opened that wait without anybody being about to open them. Gives how many."""
    agreed = consent.live_members(Purpose.RECEIPTS, at=now)
    waiting = Mail.objects.filter(
        outcome=Outcome.WAITING.value, came_at__lt=now - LEFT_BEHIND_AFTER, member__in=agreed
    )  # fmt: skip
    left = [id_ for id_ in waiting.values_list("id", flat=True) if not tasks.is_to_be_opened(mail_id=id_)]
    for mail_id in left:
        tasks.open_later(mail_id=mail_id)
    return len(left)


@needs_no_consent("It deletes.")
def let_go_of_mails(*, now: datetime, seen_before: datetime) -> list[Erased]:
    """Let go of what services asked for and nobody needs any more, and of mails that were seen before that moment."""
    Mail.objects.filter(shown_until__lte=now).update(shown=None, shown_until=None)
    old = Mail.objects.filter(
        Q(came_at__lt=seen_before) | Q(came_at__lt=now - WAITS_MAX, outcome=Outcome.WAITING.value)
    )
    return _remove(list(old.select_for_update(skip_locked=True, of=("self",))), now=now)


@needs_no_consent("It drops what nobody may collect any more.")
def drop_waiting_mails(member_id: UUID, *, now: datetime) -> None:
    """Let go of a member's mails that are not opened yet: what is left of each is that one came. Caller locks."""
    waiting = Mail.objects.select_for_update(of=("self",)).filter(member=member_id, outcome=Outcome.WAITING.value)
    for mail in waiting:
        discard(mail.sealed, now=now)
        mail.sealed, mail.member = "", None
        mail.outcome, mail.why = Outcome.NOT_TAKEN.value, Why.NO_CONSENT.value
        mail.save()


@needs_no_consent("It deletes.")
def erase_mails(member_id: Any, *, now: datetime) -> list[Erased]:
    """Erase a member's secret address and what was seen of their mails. The caller has locked the member."""
    gone = _remove(list(Mail.objects.select_for_update(of=("self",)).filter(member=member_id)), now=now)
    return gone + erase_rows(ROOM, MailAddress.objects.filter(member=member_id))


def _remove(mails: list[Mail], *, now: datetime) -> list[Erased]:
    files = [mail.sealed for mail in mails if mail.sealed]
    for name in files:
        discard(name, now=now)
    jobs = sum(tasks.forget(mail_id=mail.id) for mail in mails if mail.outcome == Outcome.WAITING)
    gone = erase_rows(ROOM, Mail.objects.filter(pk__in=[mail.pk for mail in mails]))
    return gone + [Erased(ROOM, store, count) for store, count in (("vault", len(files)), ("queue", jobs)) if count]
