"""One browser, many accounts: noted without knowing the browser, and a question for a person, never a verdict."""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.db import transaction

from fairpanel.members import cases, ports
from fairpanel.members.households import housemates_of
from fairpanel.members.models import CaseKind, Device, Member, Role

# Somebody who has not come by this browser for so long may have given it away.
FORGOTTEN_AFTER = timedelta(days=180)


@transaction.atomic
def meet(*, member: Member, token: str, now: datetime) -> None:
    """Note that this panelist uses the browser with that cookie. Where others do, too, a person is asked.

    Who lives together may share a browser: households raise no case.
    """
    if member.role != Role.PANELIST or not member.has_joined:
        return
    digest = hmac.new(ports.filled().digest_key, f"device {token}".encode(), hashlib.sha256).hexdigest()
    Device.objects.update_or_create(
        member=member, digest=digest, defaults={"last_at": now}, create_defaults={"first_at": now, "last_at": now}
    )
    recent = Device.objects.filter(digest=digest, last_at__gte=now - FORGOTTEN_AFTER)
    at_home = housemates_of(member).values("member")
    others = Member.objects.filter(pk__in=recent.values("member")).exclude(pk=member.pk).exclude(pk__in=at_home)
    strangers = list(others.order_by("pk"))
    if strangers:
        since = recent.order_by("-first_at").values_list("first_at", flat=True)[0]
        cases.open_case(
            kind=CaseKind.SAME_DEVICE,
            members=[member, *strangers],
            evidence={"accounts": len(strangers) + 1, "since": since.date().isoformat()},
            now=now,
        )


def forget_old(*, now: datetime) -> int:
    """Forget browsers by which nobody has come for half a year. Gives how many."""
    gone, _ = Device.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()
    return gone
