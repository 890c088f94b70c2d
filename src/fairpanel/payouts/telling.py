"""What a panelist is told of a payout: that it waits, that it was sent, that the money came back."""

from datetime import datetime

from fairpanel.members.models import Member
from fairpanel.notices import actions as notices
from fairpanel.notices.values import Kind
from fairpanel.payouts import ports
from fairpanel.payouts.models import Payout
from fairpanel.payouts.rules import ENDED, OUT, RESERVED
from fairpanel.payouts.values import By, Hold, State, Way
from fairpanel.rewards.calendar import last_terms_at


def tell(payout: Payout, *, before: State, by: By, now: datetime) -> None:
    """Tell whoever asked for it, if they are still here and did not do it themselves."""
    kind = _kind(payout, before=before, by=by)
    # Read anew: what a request holds may be older than the address that the member has now.
    member = None if payout.member_id is None else Member.objects.filter(pk=payout.member_id).first()
    if kind is None or member is None:
        return
    terms = last_terms_at(ports.filled().programme, region=payout.region, moment=now)
    notices.tell(
        kind=kind, member_id=member.pk, address=member.email, language=member.language, zone=terms.region.time_zone,
        facts={
            "minor": payout.minor, "currency": payout.currency, "way": payout.way, "payout_id": str(payout.id),
        },
        key=f"{kind}:{payout.id}", now=now,
    )  # fmt: skip


def _kind(payout: Payout, *, before: State, by: By) -> Kind | None:
    state = State(payout.state)
    if state is State.HELD and Hold.TAX in payout.holds:
        return Kind.TAX_FORM
    if state in OUT and before in RESERVED and payout.way != Way.CHARITY:
        return Kind.PAYOUT_SENT
    if state in ENDED and by is not By.PANELIST:
        return Kind.PAYOUT_BACK
    return None
