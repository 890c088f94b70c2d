"""Which account of the books is a member's."""

from fairpanel.ledger import actions as ledger
from fairpanel.ledger.problems import AccountUnknown
from fairpanel.members.models import Member


def purse_of(member: Member, currency: str) -> str:
    """The member's account in that currency. Who moved to where another one is paid has a second account for it."""
    try:
        kept = ledger.balance(member.account).currency
    except AccountUnknown:
        return member.account
    return member.account if kept == currency else f"{member.account}:{currency}"
