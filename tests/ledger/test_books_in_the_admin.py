"""The operator reads the books in the admin and can write nothing there."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from fairpanel.kit.money import Money
from fairpanel.ledger import actions
from fairpanel.ledger.models import Account, Entry
from fairpanel.ledger.values import Posting
from fairpanel.members.models import Member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def test_the_operator_reads_an_entry_with_its_legs(
    olivia: Member, signed_in: Callable[[Member], Client], now: datetime
) -> None:
    posting = Posting("sponsor:acme", "panelist:alice", Money(1250, "EUR"))
    entry = actions.post(posting, key="receipt:1", memo="receipt", now=now)
    browser = signed_in(olivia)

    page = browser.get(reverse("admin:ledger_entry_change", args=[entry.pk])).content.decode()

    assert "12.50 EUR" in page
    assert "-12.50 EUR" in page
    assert 'name="_save"' not in page
    assert browser.get(reverse("admin:ledger_entry_changelist")).status_code == 200


def test_the_operator_reads_what_an_account_comes_to(
    olivia: Member, signed_in: Callable[[Member], Client], now: datetime
) -> None:
    posting = Posting("sponsor:acme", "panelist:alice", Money(1250, "EUR"))
    actions.post(posting, key="receipt:1", memo="receipt", now=now)
    alices = Account.objects.get(name="panelist:alice")

    page = signed_in(olivia).get(reverse("admin:ledger_account_change", args=[alices.pk])).content.decode()

    assert "12.50 EUR" in page


@pytest.mark.parametrize("model", [Account, Entry])
def test_nothing_is_added_in_the_admin(
    olivia: Member, signed_in: Callable[[Member], Client], model: type[Account | Entry]
) -> None:
    page = signed_in(olivia).get(reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_add"))

    assert page.status_code == 403
