"""What this room keeps of a member is declared, shown, taken along and erased."""

from datetime import datetime, timedelta

from procrastinate.contrib.django.models import ProcrastinateJob

from fairpanel.members.models import Member
from fairpanel.notices.actions import choose, ways_of
from fairpanel.notices.models import Notice
from fairpanel.notices.privacy import keeper
from fairpanel.notices.rules import QUIET
from fairpanel.notices.sending import send
from fairpanel.notices.values import Topic, Way
from tests.notices.conftest import Tell


def test_a_member_sees_and_takes_along_what_we_told(alice: Member, bob: Member, told: Tell, now: datetime) -> None:
    told()
    choose(member_id=alice.id, ways={Topic.NEWS: Way.MAIL}, quiet=QUIET)

    tables = {table.name.partition(".")[2]: list(table.rows) for table in keeper.tables(alice.id)}

    assert [(held.what, held.count) for held in keeper.held(alice.id, now=now)] == [
        ("What we wrote to you", 1),
        ("How you want to hear from us", 2),
    ]
    assert [row["kind"] for row in tables["Notice"]] == ["terms"]
    assert tables["Choice"] == [{"topic": "news", "way": "mail"}]
    assert tables["QuietHours"] == [{"begins": "21:00", "ends": "08:00"}]
    assert keeper.held(bob.id, now=now) == []


def test_erasing_leaves_nothing_of_one_member_and_all_of_another(
    alice: Member, bob: Member, told: Tell, now: datetime
) -> None:
    told()
    kept = told("terms:2:bob", member_id=bob.id, address=bob.email)
    choose(member_id=alice.id, ways={Topic.NEWS: Way.MAIL}, quiet=QUIET)

    erased = {one.store: one.count for one in keeper.erase(alice.id, now=now)}
    again = keeper.erase(alice.id, now=now)

    assert erased == {"notices.Notice": 1, "notices.Choice": 1, "notices.QuietHours": 1, "queue": 1}
    assert again == []
    assert Notice.objects.get() == kept
    assert ProcrastinateJob.objects.filter(task_name="notices.send").count() == 1
    assert ways_of(alice.id)[Topic.NEWS] == Way.NONE


def test_in_time_we_forget_what_we_told_and_never_what_still_waits(told: Tell, now: datetime) -> None:
    sent = told("terms:1")
    send(notice_id=sent.id, now=now)
    waits = told("terms:2")

    gone = [keeper.expire(now=now, events_before=now + timedelta(days=days)) for days in (0, 1)]

    assert [sum(one.count for one in erased) for erased in gone] == [0, 1]
    assert Notice.objects.get() == waits
