"""Everybody who pays for us, in one small server on this machine: for tests, and for the demo.

It speaks Tremendous, Amazon Incentives, PayPal Payouts and the sponsor's web service, checks the signatures that they
check, pays once for each id, and goes wrong on demand.
"""

from fairpanel.engines.fake_provider.book import Book, Fault, Payment
from fairpanel.engines.fake_provider.server import KEYS, FakeProvider

__all__ = ["KEYS", "Book", "FakeProvider", "Fault", "Payment"]
