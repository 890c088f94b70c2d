"""Every night each room lets go of what has had its time, by the programme's table (law 17)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from fairpanel.kit.personal import Erased, Keeper
from fairpanel.members import looks
from fairpanel.members.models import Look, Member, Seen, Why
from fairpanel.privacy import jobs, ports, retention
from fairpanel.programme import preset, presets
from fairpanel.receipts.models import Line, Receipt


def let_go(now: datetime) -> None:
    for keeper in ports.filled().keepers:
        retention.let_go(keeper, now=now)


def test_pictures_lines_and_events_go_on_their_day_and_not_before(
    both_lived: tuple[Member, Member], olivia: Member, now: datetime
) -> None:
    kept = Receipt.objects.filter(state="accepted").exclude(picture="")

    let_go(now + timedelta(days=89))
    assert (kept.count(), Line.objects.exists(), Look.objects.exists()) == (4, True, True)
    let_go(now + timedelta(days=91))
    assert (kept.count(), Line.objects.exists(), Look.objects.exists()) == (0, True, True)
    looks.note(staff=olivia, member=both_lived[0], what=Seen.ACCOUNT, why=Why.TABLES, now=now + timedelta(days=300))
    let_go(now + timedelta(days=367))

    # What a person is asked to look at again is kept until they have.
    assert not Line.objects.exclude(receipt__state="refused").exists()
    assert [look.what for look in Look.objects.all()] == [Seen.ACCOUNT]


def test_a_room_that_stumbles_holds_up_no_other(
    both_lived: tuple[Member, Member], now: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(*_: Any, **__: Any) -> list[Erased]:
        raise RuntimeError("the words of alice@example.org")

    first: Keeper = ports.filled().keepers[0]
    monkeypatch.setattr(type(first), "expire", stumble)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(days=800))

    jobs.let_go(timestamp=0)

    assert not Look.objects.exists()
    assert "a room could not let go" in caplog.text


@pytest.mark.parametrize("name", sorted(presets()))
def test_every_preset_says_how_long_events_logs_and_claims_are_kept(name: str) -> None:
    rules = preset(name).versions[-1].retention

    assert (rules.events_days, rules.logs_days, rules.claims_months) == (365, 30, 36)
