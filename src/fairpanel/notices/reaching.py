"""Addresses that mail does not reach: no more is sent there, their member is told on their page, and can try again."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count

from fairpanel.kit.problems import Conflict
from fairpanel.notices.models import Unreachable
from fairpanel.notices.stopping import digest_of
from fairpanel.notices.values import TRY_AGAIN_AFTER, Stopped


class TooSoon(Conflict):
    """We tried this address within the hour. Wait a little, or give us another one."""


@transaction.atomic
def not_reached(*, address: str, why: Stopped, now: datetime) -> None:
    """Mail nothing more to this address. Told again it is the same; that it is unwanted weighs more than a bounce."""
    digest = digest_of(address)
    member = get_user_model().objects.filter(email=address.lower()).values_list("pk", flat=True).first()
    found, is_new = Unreachable.objects.select_for_update().get_or_create(
        digest=digest, defaults={"member_id": member, "why": why.value, "since": now}
    )
    if not is_new and why is Stopped.COMPLAINED:
        found.why = why.value
        found.save(update_fields=["why"])


def reached(*, address: str) -> None:
    """Somebody brought back what only a mail to this address had: it is reached again."""
    Unreachable.objects.filter(digest=digest_of(address)).delete()


def why_stopped(address: str) -> Stopped | None:
    """Why nothing is mailed there; None where mails go."""
    why = Unreachable.objects.filter(digest=digest_of(address)).values_list("why", flat=True).first()
    return None if why is None else Stopped(why)


@transaction.atomic
def try_again(*, address: str, now: datetime) -> None:
    """Its member says that it works, and wants our mail: from now on it goes there. Raises `TooSoon`."""
    found = Unreachable.objects.select_for_update().filter(digest=digest_of(address)).first()
    if found is None:
        return
    if now < found.since + TRY_AGAIN_AFTER:
        raise TooSoon
    found.delete()


def counted() -> dict[Stopped, int]:
    """How many addresses nothing is mailed to, by why."""
    by_why = dict(Unreachable.objects.values_list("why").annotate(count=Count("id")))
    return {why: by_why.get(why.value, 0) for why in Stopped}


def members_not_reached() -> list[Unreachable]:
    """The addresses that are a member's today, the oldest first; who has another one is reached there."""
    rows = Unreachable.objects.exclude(member=None).select_related("member").order_by("since")
    return [row for row in rows if row.member is not None and row.digest == digest_of(row.member.email)]
