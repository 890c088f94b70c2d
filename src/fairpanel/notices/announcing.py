"""Changes of the terms: each member is told once, in words, and it is written down that they were."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet

from fairpanel.notices.actions import tell
from fairpanel.notices.models import Announced
from fairpanel.notices.values import Kind

_M = TypeVar("_M", bound=Model)


def not_told_yet(members: QuerySet[_M], *, programme: str, version: int) -> QuerySet[_M]:
    """Those of these members who were not told of that version."""
    told = Announced.objects.filter(member=OuterRef("pk"), programme=programme, version=version)
    return members.filter(~Exists(told))


@transaction.atomic
def tell_of_terms(
    *, member_id: UUID, address: str, language: str, zone: str, programme: str, version: int, starts: date,
    changes: Sequence[str], now: datetime,
) -> None:  # fmt: skip
    """Tell a member, once, what changes from `starts` on: a sentence for each change, in their language."""
    _, is_new = Announced.objects.get_or_create(
        member_id=member_id, programme=programme, version=version, defaults={"at": now}
    )
    if is_new:
        facts = {"starts": starts.isoformat(), "changes": "\n".join(changes)}
        key = f"terms:{programme}:{version}:{member_id}"
        tell(
            kind=Kind.TERMS, member_id=member_id, address=address, language=language, zone=zone, facts=facts, key=key,
            now=now,
        )  # fmt: skip
