"""A receipt is closed once: what is kept is redacted, the original goes, and it pays once."""

from collections.abc import Callable

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.members.models import Member
from fairpanel.receipts.models import Receipt
from tests.receipts.made_by_hand import FakeVault, a_reading


def test_an_accepted_receipt_pays_and_keeps_only_the_blacked_out_picture(
    panelist: Member, settled: Callable[..., Receipt], vault: FakeVault
) -> None:
    receipt = settled(panelist, a_reading())

    assert receipt.state == "accepted"
    assert ledger.balance(panelist.account) == Money(10, "EUR")
    assert list(vault.kept.values()) == [b"a blacked-out picture"]
