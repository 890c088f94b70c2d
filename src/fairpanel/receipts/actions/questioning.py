"""Signs that show only beside what else is known: when a receipt came, and what else its panelist bought."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from fairpanel.consent.guards import needs_no_consent
from fairpanel.receipts import rules
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.signs.times import signs_in_times
from fairpanel.receipts.values import Channel, Seen
from fairpanel.rewards.calendar import Terms


@needs_no_consent("`actions.settle`, which calls it, has asked.")
def with_signs_in_times(receipt: Receipt, seen: Seen, terms: Terms) -> Seen:
    """The same with the signs that its printed time gives. An order by mail tells the time of another place."""
    this = rules.purchase_of(seen.reading, region=terms.region)
    if receipt.channel == Channel.MAIL or this.day is None or this.time is None:
        return seen
    then = Receipt.objects.filter(member=receipt.member_id, bought_on=this.day, bought_at=this.time).taken()
    found = signs_in_times(
        seen.reading, this=this, others=[other.purchase for other in then.exclude(pk=receipt.pk)],
        sent=receipt.received_at.astimezone(ZoneInfo(terms.region.time_zone)),
    )  # fmt: skip
    return replace(seen, signs=(*seen.signs, *found))
