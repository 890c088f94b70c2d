"""Every room that keeps personal data, in the order in which they erase."""

from fairpanel.consent.privacy import keeper as consent
from fairpanel.ledger.privacy import keeper as ledger
from fairpanel.members.privacy import keeper as members
from fairpanel.notices.privacy import keeper as notices
from fairpanel.payouts.privacy import keeper as payouts
from fairpanel.privacy.privacy import keeper as privacy
from fairpanel.receipts.privacy import keeper as receipts
from fairpanel.rewards.privacy import keeper as rewards
from fairpanel.vault.privacy import keeper as vault
from fairpanel.website.privacy import keeper as website

# Consent first: from then on nothing is collected. The account last: it holds the others' rows together, and whatever
# came in meanwhile goes with it.
KEEPERS = (consent, receipts, rewards, payouts, privacy, vault, notices, website, ledger, members)
