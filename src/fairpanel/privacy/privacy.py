"""What this room itself keeps of people."""

from datetime import datetime
from typing import Any

from fairpanel.kit.personal import Erased, Held, Keeper, Table
from fairpanel.privacy.complaints import privacy as complaints


class _Keeper(Keeper):
    room = "privacy"
    register = complaints.REGISTER

    def held(self, member_id: Any, *, now: datetime) -> list[Held]:  # noqa: ARG002 - the keepers' signature
        return complaints.held(member_id)

    def tables(self, member_id: Any) -> list[Table]:
        return complaints.tables(member_id)

    def erase(self, member_id: Any, *, now: datetime, purpose: str | None = None) -> list[Erased]:  # noqa: ARG002 - the keepers' signature
        return complaints.erase(member_id) if purpose is None else []

    def expire(self, *, now: datetime, events_before: datetime) -> list[Erased]:  # noqa: ARG002 - complaints have an end of their own
        return complaints.expire(now=now)


keeper = _Keeper()
