"""A panelist blacks out more: the picture is black there for good, and nothing of what stood there is left."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from django.test import Client
from PIL import Image

from fairpanel import redaction
from fairpanel.kit.page import Box
from fairpanel.members.models import Member
from fairpanel.receipts import actions
from fairpanel.receipts.models import Line, PaidFor, Prediction, Receipt
from fairpanel.receipts.paper import paper_of
from fairpanel.receipts.remembering import remembered_until
from fairpanel.receipts.values import Channel, Reason, Seen, State
from fairpanel.rewards.actions import earned_for
from tests.receipts.everything import everything_in_the_database
from tests.receipts.made_by_hand import FakeVault, a_field, a_picture, a_reading

Commits = Callable[..., AbstractContextManager[list[Callable[[], object]]]]
SignedIn = Callable[[Member], Client]
WHOLE = Box(0, 0, 420, 600)


def a_white_picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (420, 600), "white").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def receipt(panelist: Member, now: datetime, django_capture_on_commit_callbacks: Commits) -> Receipt:
    """One of Alice's that counted, with a picture of its own."""
    with django_capture_on_commit_callbacks(execute=True):
        sent = actions.submit(member=panelist, data=a_picture(), channel=Channel.PAGE, now=now)
        seen = Seen(reading=a_reading(shop="Zebrastore"), black_boxes=(), jpeg=a_white_picture())
        settled = actions.settle(receipt_id=sent.id, seen=seen, now=now)
    assert settled is not None
    return settled


def hidden(receipt: Receipt, box: Box, now: datetime, commits: Commits) -> Receipt:
    with commits(execute=True):
        return actions.hide(member=receipt.member, receipt_id=receipt.id, box=box, now=now)


def test_a_line_goes_from_the_picture_and_from_every_column_and_the_old_file_is_dropped(
    receipt: Receipt, vault: FakeVault, now: datetime, django_capture_on_commit_callbacks: Commits
) -> None:
    bread = Box(**Line.objects.get(text="Bread").box)

    after = hidden(receipt, bread, now, django_capture_on_commit_callbacks)

    assert set(vault.kept) == {after.picture} != {receipt.picture}
    with Image.open(BytesIO(vault.open(after.picture))) as picture:
        pixels = np.asarray(picture)
        assert not picture.getexif()
    assert pixels[bread.top + 3 : bread.bottom - 3, bread.left + 3 : bread.right - 3].max() < 40
    assert pixels[500:].min() > 247
    everything = everything_in_the_database()
    assert "Bread" not in everything
    assert "Milk" in everything
    assert (after.state, after.total_minor, after.shop) == (State.ACCEPTED, 450, "Zebrastore")


def test_what_is_held_of_the_purchase_goes_too_and_it_is_still_not_paid_twice(
    receipt: Receipt, now: datetime, django_capture_on_commit_callbacks: Commits
) -> None:
    earned = earned_for(receipt.id)

    after = hidden(receipt, WHOLE, now, django_capture_on_commit_callbacks)

    assert (after.shop, after.bought_on, after.bought_at, after.total_minor) == ("", None, None, None)
    assert earned_for(after.id) == earned
    assert PaidFor.objects.exists()
    assert not Line.objects.exists()
    everything = everything_in_the_database()
    assert not [word for word in ("Zebrastore", "Bread", "High Street", "2026-11-21") if word in everything]


@pytest.fixture
def waiting(panelist: Member, vault: FakeVault, now: datetime) -> Receipt:
    """A receipt of Alice's at which a person is to look."""
    return sent_again(panelist, now, date=a_field(now.date() - timedelta(days=1), 5, confidence=0.1))


def sent_again(member: Member, now: datetime, **changes: Any) -> Receipt:
    sent = actions.submit(member=member, data=a_picture(), channel=Channel.PAGE, now=now)
    reading = a_reading(**changes)
    blank = np.full((reading.page.height, reading.page.width, 3), 255, np.uint8)
    settled = actions.settle(receipt_id=sent.id, seen=Seen(reading, (), redaction.encode_jpeg(blank)), now=now)
    assert settled is not None
    return settled


@pytest.mark.parametrize("deletes", [False, True], ids=["it stays", "it is deleted"])
def test_what_is_blacked_out_while_it_waits_is_not_paid_twice_once_it_counts(
    *, waiting: Receipt, olivia: Member, now: datetime, deletes: bool
) -> None:
    actions.hide(member=waiting.member, receipt_id=waiting.id, box=waiting.whole, now=now)
    actions.judge(receipt=waiting, reviewer=olivia, accept=True, reason=None, now=now)
    if deletes:
        waiting.refresh_from_db()
        assert remembered_until(waiting) is not None
        actions.delete(member=waiting.member, receipt_id=waiting.id, now=now)

    again = sent_again(waiting.member, now)

    assert (again.state, again.reason) == ("refused", "own-duplicate")


@pytest.mark.parametrize("deletes", [False, True], ids=["it stays", "it is deleted"])
def test_what_was_blacked_out_and_did_not_count_may_be_sent_again(
    *, waiting: Receipt, olivia: Member, now: datetime, deletes: bool
) -> None:
    actions.hide(member=waiting.member, receipt_id=waiting.id, box=waiting.whole, now=now)
    actions.judge(receipt=waiting, reviewer=olivia, accept=False, reason=Reason.NO_DATE, now=now)
    if deletes:
        actions.delete(member=waiting.member, receipt_id=waiting.id, now=now)

    assert sent_again(waiting.member, now).state == "accepted"
    assert PaidFor.objects.exists() != deletes


def test_the_box_is_recorded_as_the_panelists_own(
    receipt: Receipt, now: datetime, django_capture_on_commit_callbacks: Commits
) -> None:
    box = Box(5, 300, 200, 330)

    after = hidden(receipt, box, now, django_capture_on_commit_callbacks)

    assert Prediction.objects.get().black_boxes == [
        {"kind": "hidden", "box": {"left": 5, "top": 300, "right": 200, "bottom": 330}, "at": now.isoformat()}
    ]
    paper = paper_of(after)
    assert paper is not None
    assert [(str(it.label), it.box) for it in paper.blacked] == [("Blacked out by hand", box)]


@pytest.mark.parametrize("box", [Box(0, 0, 0, 0), Box(500, 0, 600, 50), Box(0, 700, 50, 800), Box(30, 30, 10, 10)])
def test_a_box_that_covers_nothing_is_refused_and_changes_nothing(
    receipt: Receipt, vault: FakeVault, now: datetime, box: Box
) -> None:
    with pytest.raises(actions.NothingCovered):
        actions.hide(member=receipt.member, receipt_id=receipt.id, box=box, now=now)

    assert set(vault.kept) == {receipt.picture}
    assert Line.objects.count() == 2


def test_one_box_that_is_sent_twice_is_one_box(
    receipt: Receipt, vault: FakeVault, now: datetime, django_capture_on_commit_callbacks: Commits
) -> None:
    box = Box(10, 10, 60, 60)
    first = hidden(receipt, box, now, django_capture_on_commit_callbacks)

    again = hidden(receipt, box, now, django_capture_on_commit_callbacks)

    assert again.picture == first.picture
    assert len(Prediction.objects.get().black_boxes) == 1


def test_nobody_blacks_out_what_is_anothers(
    receipt: Receipt, bob_agrees: Member, now: datetime, signed_in: SignedIn
) -> None:
    with pytest.raises(actions.NoSuchReceipt):
        actions.hide(member=bob_agrees, receipt_id=receipt.id, box=WHOLE, now=now)

    assert signed_in(bob_agrees).get(f"/receipts/{receipt.id}/hide/").status_code == 404
    assert signed_in(bob_agrees).post(f"/receipts/{receipt.id}/hide/", {"what": "line-0"}).status_code == 404
    assert Line.objects.count() == 2


def choice_of(key: str, page: str) -> str:
    found = re.search(rf'value="({key}@[^"]*)"', page)
    assert found is not None
    return found[1]


def test_what_is_chosen_twice_goes_once_and_not_the_next_in_its_place(receipt: Receipt, signed_in: SignedIn) -> None:
    tax = {"value": "0.10", "confidence": 1.0}
    boxes = ({"left": 10, "top": 300, "right": 60, "bottom": 320}, {"left": 10, "top": 330, "right": 60, "bottom": 350})
    prediction = Prediction.objects.get()
    prediction.fields = {**prediction.fields, "taxes": [{**tax, "box": box} for box in boxes]}
    prediction.save()
    page = signed_in(receipt.member)
    chosen = {"what": choice_of("taxes", page.get(f"/receipts/{receipt.id}/hide/").content.decode())}

    first, again = (page.post(f"/receipts/{receipt.id}/hide/", chosen) for _time in range(2))

    assert (first.status_code, again.status_code) == (302, 422)
    prediction.refresh_from_db()
    assert [found["box"] for found in prediction.fields["taxes"]] == [boxes[1]]


def test_without_script_a_line_is_chosen_or_a_part_is_written_in_percent(receipt: Receipt, signed_in: SignedIn) -> None:
    page = signed_in(receipt.member)

    shown = page.get(f"/receipts/{receipt.id}/hide/").content.decode()
    chosen = page.post(f"/receipts/{receipt.id}/hide/", {"what": choice_of("line-0", shown)})
    written = page.post(f"/receipts/{receipt.id}/hide/", {"left": "0", "top": "19", "width": "100", "height": "7"})

    assert "Bread" in shown
    assert "cannot be undone" in shown
    assert (chosen.status_code, written.status_code) == (302, 302)
    assert not Line.objects.exists()
    after = page.get(f"/receipts/{receipt.id}/").content.decode()
    assert "Blacked out by hand" in after
    assert "You did this" in after


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"what": "line-99"},
        {"what": "line-0"},
        {"left": "100", "width": "9", "height": "9"},
        {"what": "merchant", "left": "x"},
        {"width": "nan"},
        {"width": "1e9", "height": "5"},
    ],
)
def test_what_says_nothing_that_can_be_blacked_out_is_answered_with_a_sentence(
    receipt: Receipt, signed_in: SignedIn, sent: dict[str, str]
) -> None:
    answered = signed_in(receipt.member).post(f"/receipts/{receipt.id}/hide/", sent)

    assert answered.status_code == 422
    assert Line.objects.count() == 2


def test_where_no_picture_is_kept_nothing_can_be_blacked_out(
    receipt: Receipt, now: datetime, signed_in: SignedIn
) -> None:
    Receipt.objects.update(picture="")

    with pytest.raises(actions.NothingToHide):
        actions.hide(member=receipt.member, receipt_id=receipt.id, box=WHOLE, now=now)
    assert signed_in(receipt.member).get(f"/receipts/{receipt.id}/hide/").status_code == 409
