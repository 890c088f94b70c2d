"""Law 5, with a real photograph and real reading: what is sensitive is in no table, no file, no log, no exception."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from io import BytesIO

import pytest
from PIL import Image

from fairpanel import reading
from fairpanel.members.models import Member
from fairpanel.reading import drawing
from fairpanel.receipts import actions, jobs
from fairpanel.receipts.jobs import ReadingFailed
from fairpanel.receipts.models import Prediction, Receipt
from fairpanel.receipts.values import Channel
from tests.receipts.everything import everything_in_the_database, parts_of
from tests.receipts.made_by_hand import FakeVault, a_picture

Commits = Callable[..., AbstractContextManager[list[Callable[[], object]]]]
SENSITIVE = ("card-number", "account-number", "phone-number", "mail-address", "loyalty-number", "name")


@pytest.fixture(scope="module")
def drawn() -> drawing.Drawn:
    return drawing.draw(seed=5, now=datetime(2026, 11, 22, 12, 0), country="DE", include=(*SENSITIVE, "pharmacy-only"))  # noqa: DTZ001 - the till's own time


@pytest.fixture
def secrets(drawn: drawing.Drawn) -> list[str]:
    medicines = [line.text for line in drawn.truth.lines if line.pharmacy_only]
    return [*(one.text for one in drawn.truth.sensitive if one.kind in SENSITIVE), *medicines]


def words_on(picture: bytes) -> str:
    return " ".join(word.text for row in reading.recognise(reading.open_picture(picture)).rows for word in row)


def test_nothing_sensitive_is_kept_of_a_photograph_that_shows_it(  # noqa: PLR0917 - fixtures
    panelist: Member, vault: FakeVault, now: datetime, drawn: drawing.Drawn, secrets: list[str],
    caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Commits,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    # What this test stands on: all of it can be read on the original.
    assert len(secrets) >= len(SENSITIVE)
    original = words_on(drawn.jpeg)
    assert all(parts_of(secret, original) for secret in secrets)

    with django_capture_on_commit_callbacks(execute=True):
        sent = actions.submit(member=panelist, data=drawn.jpeg, channel=Channel.PAGE, now=now)
        jobs.read(receipt_id=str(sent.id))

    receipt = Receipt.objects.get()
    assert receipt.is_settled
    assert receipt.total is not None
    assert {black["kind"] for black in Prediction.objects.get().black_boxes} >= {
        "card number",
        "phone number",
        "name",
        "medicine",
    }
    [picture] = vault.kept.values()
    assert picture == actions.picture_of(viewer=panelist, receipt_id=receipt.id, now=now)
    for place in (everything_in_the_database(), words_on(picture), caplog.text):
        for secret in secrets:
            assert parts_of(secret, place) == set()


def test_of_a_photograph_taken_sideways_the_same_parts_are_blacked_out(
    panelist: Member, vault: FakeVault, now: datetime, drawn: drawing.Drawn, secrets: list[str]
) -> None:
    sideways = BytesIO()
    with Image.open(BytesIO(drawn.jpeg)) as upright:
        upright.transpose(Image.Transpose.ROTATE_90).save(sideways, "JPEG", quality=95)

    sent = actions.submit(member=panelist, data=sideways.getvalue(), channel=Channel.PAGE, now=now)
    jobs.read(receipt_id=str(sent.id))

    receipt = Receipt.objects.get()
    assert (receipt.width_px, receipt.height_px) == (drawn.width, drawn.height)
    kept = words_on(vault.open(receipt.picture))
    assert [secret for secret in secrets if parts_of(secret, kept)] == []


def test_a_reader_that_stumbles_does_not_repeat_what_it_stumbled_over(
    panelist: Member, now: datetime, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise ValueError("invalid literal: 4111 1111 1111 1111")

    monkeypatch.setattr(jobs, "look", stumble)
    caplog.set_level(logging.DEBUG)
    sent = actions.submit(member=panelist, data=a_picture(), channel=Channel.PAGE, now=now)
    told = []
    for _ in range(actions.READINGS_MAX - 1):
        with pytest.raises(ReadingFailed) as failure:
            jobs.read(receipt_id=str(sent.id))
        told.append(str(failure.value))
        assert failure.value.__cause__ is None
        assert failure.value.__context__ is None
    jobs.read(receipt_id=str(sent.id))

    assert Receipt.objects.get().reason == "unreadable"
    for place in (*told, caplog.text, everything_in_the_database()):
        assert "4111 1111" not in place
    assert all("ValueError at" in one for one in told)
