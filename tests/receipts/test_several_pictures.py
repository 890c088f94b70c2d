"""Several pictures of one long receipt: one receipt, sealed together, joined or told why not."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fairpanel.members.models import Member
from fairpanel.reading import PICTURES_MAX, drawing
from fairpanel.receipts import actions, jobs
from fairpanel.receipts.actions import AlreadySent, OtherPictures, TooMany, WrongAmongThem
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.packing import pack, unpack
from fairpanel.receipts.values import Apart, Channel
from fairpanel.website.problems import told
from tests.receipts.made_by_hand import FakeVault, a_picture
from tests.receipts.test_pages import ADD, SignedIn


def send(member: Member, pictures: Sequence[bytes], now: datetime, **more: Any) -> Receipt:
    first, *others = pictures
    return actions.submit(member=member, data=first, more=others, channel=Channel.PAGE, now=now, **more)


def in_pieces(jpeg: bytes) -> list[bytes]:
    """The picture in three pieces, the end first, each with a part of the next."""
    pieces = []
    with Image.open(BytesIO(jpeg)) as whole:
        for top, bottom in ((0.58, 1), (0, 0.48), (0.3, 0.75)):
            file = BytesIO()
            whole.crop((0, int(whole.height * top), whole.width, int(whole.height * bottom))).save(file, "JPEG")
            pieces.append(file.getvalue())
    return pieces


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=10))
def test_what_is_packed_is_unpacked(pictures: list[bytes]) -> None:
    assert unpack(pack(pictures), count=len(pictures)) == tuple(pictures)


@given(st.binary(max_size=60), st.integers(2, 10))
def test_bytes_that_are_no_pack_are_told_or_are_one(packed: bytes, count: int) -> None:
    try:
        pictures = unpack(packed, count=count)
    except ValueError:
        return
    assert pack(pictures) == packed


def test_they_are_one_receipt_that_is_sealed_as_one_and_read_as_they_came(
    panelist: Member, vault: FakeVault, now: datetime
) -> None:
    pictures = [a_picture() for _ in range(3)]

    receipt = send(panelist, pictures, now)

    to_read = actions.begin_reading(receipt_id=receipt.id, now=now)
    assert (Receipt.objects.count(), len(vault.kept), receipt.pictures) == (1, 1, 3)
    assert to_read is not None
    assert to_read.pictures == tuple(pictures)


def test_more_than_ten_are_told_and_nothing_is_kept(panelist: Member, vault: FakeVault, now: datetime) -> None:
    with pytest.raises(TooMany, match="These are 11 pictures; we take 10"):
        send(panelist, [a_picture() for _ in range(PICTURES_MAX + 1)], now)

    assert (Receipt.objects.count(), vault.kept) == (0, {})


def test_the_broken_one_among_them_is_named_and_nothing_is_kept(
    panelist: Member, vault: FakeVault, now: datetime
) -> None:
    with pytest.raises(WrongAmongThem) as wrong:
        send(panelist, [a_picture(), b"a letter to my aunt", a_picture()], now)

    assert told(wrong.value).endswith("That is picture 2 of them.")
    assert told(wrong.value).startswith("This is not a picture that we can read.")
    assert (Receipt.objects.count(), vault.kept) == (0, {})


def test_the_same_pictures_in_another_order_or_one_of_them_twice_were_sent_already(
    panelist: Member, now: datetime
) -> None:
    top, end = a_picture(), a_picture()
    send(panelist, [top, end], now)

    with pytest.raises(AlreadySent):
        send(panelist, [end, top, top], now)

    assert Receipt.objects.count() == 1


def test_the_same_file_twice_alone_is_the_file_itself(panelist: Member, now: datetime) -> None:
    picture = a_picture()
    send(panelist, [picture], now)

    with pytest.raises(AlreadySent):
        send(panelist, [picture, picture], now)


def test_sent_twice_under_one_key_it_is_one_receipt_and_the_same_answer(
    panelist: Member, vault: FakeVault, now: datetime
) -> None:
    key, pictures = uuid4(), [a_picture(), a_picture()]

    first = send(panelist, pictures, now, sending_key=key)
    again = send(panelist, pictures, now + timedelta(days=1), sending_key=key)

    assert first.id == again.id
    assert (Receipt.objects.count(), len(vault.kept)) == (1, 1)


def test_a_key_stands_for_its_pictures_alone(panelist: Member, now: datetime) -> None:
    key = uuid4()
    send(panelist, [a_picture()], now, sending_key=key)

    with pytest.raises(OtherPictures):
        send(panelist, [a_picture()], now, sending_key=key)

    assert Receipt.objects.count() == 1


def test_another_panelists_key_is_another_key(panelist: Member, bob_agrees: Member, now: datetime) -> None:
    key = uuid4()

    hers, his = (send(member, [a_picture()], now, sending_key=key) for member in (panelist, bob_agrees))

    assert hers.id != his.id


def test_pictures_that_share_no_print_are_refused_with_their_numbers_and_none_is_kept(
    panelist: Member, vault: FakeVault, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    sent = send(panelist, [a_picture(), a_picture()], now)

    with django_capture_on_commit_callbacks(execute=True):
        receipt = actions.settle(receipt_id=sent.id, seen=Apart(before=2, after=1), now=now)

    assert receipt is not None
    assert (receipt.state, receipt.reason, receipt.sealed, receipt.picture) == ("refused", "pictures-apart", "", "")
    assert receipt.sentence().startswith("We see no print that pictures 2 and 1 share")
    assert vault.kept == {}


def test_a_worker_joins_the_pieces_of_a_real_receipt_and_keeps_one_picture(
    panelist: Member, vault: FakeVault, django_capture_on_commit_callbacks: Any
) -> None:
    drawn = drawing.draw(seed=102, now=datetime.now(UTC), country="DE")
    sent = send(panelist, in_pieces(drawn.jpeg), datetime.now(UTC))

    with django_capture_on_commit_callbacks(execute=True):
        jobs.read(receipt_id=str(sent.id))

    receipt = Receipt.objects.get()
    assert receipt.state == "accepted", (receipt.reason, receipt.doubts)
    assert receipt.total is not None
    assert receipt.total.decimal() == drawn.truth.total
    assert list(vault.kept) == [receipt.picture]


def test_a_worker_says_of_two_receipts_that_they_do_not_belong_together(
    panelist: Member, vault: FakeVault, django_capture_on_commit_callbacks: Any
) -> None:
    moment = datetime.now(UTC)
    pictures = [drawing.draw(seed=seed, now=moment, country="DE").jpeg for seed in (102, 107)]
    sent = send(panelist, pictures, moment)

    with django_capture_on_commit_callbacks(execute=True):
        jobs.read(receipt_id=str(sent.id))

    assert Receipt.objects.get().reason == "pictures-apart"
    assert vault.kept == {}


def test_a_form_without_a_script_may_have_several_files(panelist: Member, signed_in: SignedIn) -> None:
    files = [SimpleUploadedFile(f"{number}.png", a_picture(), "image/png") for number in range(3)]

    answer = signed_in(panelist).post(ADD, {"picture": files})

    receipt = Receipt.objects.get()
    assert (answer.status_code, answer["Location"], receipt.pictures) == (302, f"/receipts/{receipt.id}/", 3)
