"""What is seen to every minute and every night, so that no payout waits for ever."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from fairpanel.payouts import tasks
from fairpanel.payouts.models import Address, Payout
from fairpanel.payouts.rules import OUT, RESERVED
from fairpanel.payouts.values import State, Way

AT_ONCE_MAX = 500
# A body holds an address. Long after the end, and once it is not looked at any more, nobody needs it.
BODY_KEPT = timedelta(days=120)


@transaction.atomic
def take_up(*, now: datetime) -> int:
    """Have those sent and asked for whose time has come, and whom nobody is at. Gives how many."""
    due = Payout.objects.filter(state__in=[State.CREATED, State.SUBMITTED], reference="").exclude(provider="")
    due = due.filter(Q(next_try_at=None) | Q(next_try_at__lte=now)).order_by("asked_at")
    taken = 0
    for payout_id in list(due.values_list("id", flat=True)[:AT_ONCE_MAX]):
        if not tasks.is_under_way(payout_id=payout_id):
            tasks.send_later(payout_id=payout_id)
            taken += 1
    asked = Payout.objects.filter(next_look_at__lte=now).exclude(provider="").exclude(body=None, way=Way.AMAZON)
    for payout_id in list(asked.order_by("next_look_at").values_list("id", flat=True)[:AT_ONCE_MAX]):
        if not tasks.is_under_way(payout_id=payout_id):
            tasks.look_later(payout_id=payout_id)
            taken += 1
    return taken


@transaction.atomic
def forget_bodies(*, now: datetime) -> int:
    """Let go of addresses that nobody needs any more. Gives how many bodies."""
    Address.objects.filter(replaced_at__lt=now - BODY_KEPT).delete()
    # A code's body holds no address, and it is what the code is asked for with, however late.
    left = Q(member=None) & ~Q(state__in=list(RESERVED)) & ~Q(way=Way.AMAZON, state__in=list(OUT))
    ended = Q(ended_at__lt=now - BODY_KEPT)
    arrived = Q(state__in=list(OUT), next_look_at=None, accepted_at__lt=now - BODY_KEPT) & ~Q(way=Way.AMAZON)
    return Payout.objects.filter(left | ended | arrived).exclude(body=None).update(body=None)
