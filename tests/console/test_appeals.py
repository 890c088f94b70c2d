"""An appeal in the operator's queue: what was refused and why, and one click for either answer."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from fairpanel.consent.actions import answer
from fairpanel.consent.values import Purpose, current_version
from fairpanel.members.models import Member
from fairpanel.receipts import actions as receipts
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import Channel, Seen
from tests.receipts.made_by_hand import a_picture, a_reading

SignedIn = Callable[[Member], Client]


@pytest.fixture
def appealed(alice: Member, now: datetime) -> Receipt:
    """A refused receipt of Alice's, at which she asked a person to look again."""
    for purpose in (Purpose.RECEIPTS, Purpose.HUMAN_REVIEW):
        answer(member=alice, purpose=purpose, version=current_version(purpose), granted=True, now=now)
    sent = receipts.submit(member=alice, data=a_picture(), channel=Channel.PAGE, now=now)
    seen = Seen(a_reading(shop="Example Market"), (), b"a blacked-out picture")
    receipts.settle(receipt_id=sent.id, seen=seen, now=now)
    return receipts.appeal(member=alice, receipt_id=sent.id, now=now)


def words_of(browser: Client, address: str) -> str:
    return " ".join(browser.get(address, follow=True).content.decode().split())


def test_the_overview_lists_an_appeal_as_what_waits(olivia: Member, appealed: Receipt, signed_in: SignedIn) -> None:
    page = words_of(signed_in(olivia), "/console/")

    assert "<strong>1</strong><span>to look at</span>" in page
    assert "Its panelist asks for another look." in page
    assert page.count("Example Market</td>") == 1


def test_an_appeal_is_shown_with_the_sentence_the_region_and_two_answers(
    olivia: Member, appealed: Receipt, signed_in: SignedIn
) -> None:
    page = words_of(signed_in(olivia), "/console/look/")

    assert appealed.sentence() in page
    assert 'class="why" data-box="why" x="10" y="0"' in page
    assert "Accept after all" in page
    assert "It stays refused, because" in page
    assert "Refuse, because" not in page
    assert 'name="stays" value="excluded-seller"' in page


@pytest.mark.parametrize(
    ("said", "state", "told"),
    [({"accept": "1"}, "accepted", "Accepted."), ({"stays": "excluded-seller"}, "refused", "It stays refused.")],
)
def test_either_answer_is_one_click_and_clears_the_queue(
    *, said: dict[str, str], state: str, told: str, olivia: Member, appealed: Receipt, signed_in: SignedIn
) -> None:
    page = signed_in(olivia).post(f"/console/look/{appealed.id}/judge/", said, follow=True).content.decode()

    appealed.refresh_from_db()
    assert (appealed.state, appealed.decided_by, appealed.is_appealed) == (state, olivia, False)
    assert told in page
    assert "Nothing to look at" in page


def test_what_waits_for_its_first_look_cannot_stay_refused(
    olivia: Member, appealed: Receipt, signed_in: SignedIn
) -> None:
    Receipt.objects.update(
        state="needs-look", reason="", reason_region=None, appeal_until=None, appealed_at=None, doubts=["date"]
    )

    turned = signed_in(olivia).post(f"/console/look/{appealed.id}/judge/", {"stays": "excluded-seller"})

    assert turned.status_code == 422
