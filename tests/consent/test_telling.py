"""Whose yes has ended, by its date or by a new text, is told once, and not while they have paused."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from fairpanel.consent import actions, values
from fairpanel.consent.telling import tell_whose_yes_ended
from fairpanel.consent.values import Purpose, current_version
from fairpanel.members.models import Member
from fairpanel.notices.letters import letter_of
from fairpanel.notices.models import Notice
from fairpanel.programme import Programme

RECEIPTS, ADS = Purpose.RECEIPTS, Purpose.AD_VERIFICATION
DAY = timedelta(days=1)


@pytest.fixture
def agreed(alice: Member, now: datetime) -> Member:
    """Alice, who said yes to receipts, without end, and to counting ads, for a year."""
    for purpose in (RECEIPTS, ADS):
        version = current_version(purpose)
        actions.answer(member=alice, purpose=purpose, version=version, granted=True, now=now)
    return alice


@pytest.fixture
def new_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more version of the text about receipts."""
    for file in Path(str(values.FOLDER)).iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    newest = values.current_version(RECEIPTS)
    text = (tmp_path / f"receipts.{newest}.toml").read_text("utf-8")
    monkeypatch.setattr(values, "FOLDER", tmp_path)
    (tmp_path / f"receipts.{newest + 1}.toml").write_text(text, "utf-8")
    forget_texts()
    yield
    monkeypatch.undo()
    forget_texts()


def forget_texts() -> None:
    values.versions_of.cache_clear()
    values._read.cache_clear()


def tell(programme: Programme, now: datetime) -> int:
    return tell_whose_yes_ended(programme=programme, collected=(RECEIPTS, ADS), now=now)


def test_who_has_a_living_yes_is_told_nothing(agreed: Member, programme: Programme, now: datetime) -> None:
    assert tell(programme, now + 364 * DAY) == 0


def test_whose_yes_ended_by_its_date_is_told_once(agreed: Member, programme: Programme, now: datetime) -> None:
    for later in (365 * DAY, 366 * DAY):
        tell(programme, now + later)

    notice = Notice.objects.get()
    text = letter_of(notice).text
    assert (notice.member_id, notice.kind, notice.facts["why"]) == (agreed.pk, "consent-ended", "expired")
    assert "Your yes has ended by its own date." in text
    assert "/consent/ad-verification/" in text


@pytest.mark.usefixtures("new_text")
def test_whose_text_changed_is_told_once(alice: Member, programme: Programme, now: datetime) -> None:
    forget_texts()
    newest = current_version(RECEIPTS)
    actions.answer(member=alice, purpose=RECEIPTS, version=newest, granted=True, now=now)
    assert tell(programme, now) == 0
    alice.choices.update(version=newest - 1)

    for _ in range(2):
        tell(programme, now)

    assert Notice.objects.get().facts["why"] == "reworded"


def test_who_has_paused_is_told_when_the_pause_is_over(agreed: Member, programme: Programme, now: datetime) -> None:
    over = now + 400 * DAY
    actions.pause(member=agreed, purpose=None, until=over, now=now)

    assert [tell(programme, over - DAY), tell(programme, over)] == [0, 1]


def test_who_took_it_back_is_left_in_peace(agreed: Member, programme: Programme, now: datetime) -> None:
    actions.withdraw(member=agreed, purpose=ADS, collector=None, now=now)

    assert tell(programme, now + 400 * DAY) == 0
