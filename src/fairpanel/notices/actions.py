"""The verbs of this room: tell somebody something."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairpanel.kit.ids import new_id
from fairpanel.notices import tasks
from fairpanel.notices.models import Notice
from fairpanel.notices.values import Kind


@transaction.atomic
def tell(
    *, kind: Kind, member_id: UUID | None, address: str, language: str, zone: str, facts: Mapping[str, str | int],
    key: str, now: datetime,
) -> None:  # fmt: skip
    """Tell somebody something, once for each `key`: written and sent later, in the caller's transaction or not at all.

    `member_id` is None for who is no member (yet, or any more). `language` is one of `settings.LANGUAGES`; `zone` the
    IANA time zone whose nights we do not disturb; `facts` what the texts of that kind need.
    """
    notice, is_new = Notice.objects.get_or_create(
        key=key,
        defaults={
            "id": new_id(now), "kind": kind.value, "member_id": member_id, "address": address, "language": language,
            "zone": zone, "facts": dict(facts), "made_at": now, "send_after": now,
        },
    )  # fmt: skip
    if is_new:
        tasks.send_later(notice_id=notice.id, at=now)
