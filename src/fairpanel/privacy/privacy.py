"""What this room itself keeps of people."""

from datetime import datetime
from typing import Any

from fairpanel.kit.personal import Erased, Held, Keeper, Table
from fairpanel.privacy.complaints import privacy as complaints
from fairpanel.privacy.erasures import privacy as erasures
from fairpanel.privacy.take_along import privacy as copies


class _Keeper(Keeper):
    room = "privacy"
    register = {**complaints.REGISTER, **copies.REGISTER, **erasures.REGISTER}

    def held(self, member_id: Any, *, now: datetime) -> list[Held]:  # noqa: ARG002 - the keepers' signature
        return [*complaints.held(member_id), *copies.held(member_id), *erasures.held(member_id)]

    def tables(self, member_id: Any) -> list[Table]:
        return complaints.tables(member_id) + erasures.tables(member_id)

    def erase(self, member_id: Any, *, now: datetime, purpose: str | None = None) -> list[Erased]:
        """Complaints and copies with the member; a copy also with one purpose: it holds all of them."""
        gone = copies.erase(member_id, now=now)
        return gone if purpose is not None else [*complaints.erase(member_id), *gone, *erasures.erase(member_id)]

    def expire(self, *, now: datetime, events_before: datetime) -> list[Erased]:  # noqa: ARG002 - each has an end of its own
        return [*complaints.expire(now=now), *copies.expire(now=now), *erasures.expire(now=now)]


keeper = _Keeper()
