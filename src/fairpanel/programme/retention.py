"""How long things are kept that are no receipts: events, logs, and claims to money left behind."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from fairpanel.programme.record import Record


class Retention(Record):
    """When what is kept goes (law 17). Pictures and lines have rules of their own, with the receipts.

    Events say that something happened (a sign-in, a look of staff): they go after `events_days`. Logs are the lines
    that our programs write, without people in them: whoever keeps them lets go after `logs_days`. Money that somebody
    left behind can be claimed for `claims_months`.
    """

    events_days: Annotated[int, Field(ge=1, le=731)] = 365
    logs_days: Annotated[int, Field(ge=1, le=366)] = 30
    claims_months: Annotated[int, Field(ge=1, le=120)] = 36
