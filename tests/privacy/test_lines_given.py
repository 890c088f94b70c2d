"""Leaving lines to research: only with a yes, only what many bought, and with nothing of the person in it."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from fairpanel.consent import actions as consent
from fairpanel.consent.values import Purpose, current_version
from fairpanel.kit.ids import new_id
from fairpanel.members.actions import enrol
from fairpanel.members.models import Guardianship, Member, Role
from fairpanel.privacy import jobs, ports
from fairpanel.privacy.erasures import actions
from fairpanel.privacy.models import Erasure
from fairpanel.receipts import giving
from fairpanel.receipts.giving import WHY_GIVEN
from fairpanel.receipts.models import GivenLine, Line, Receipt
from fairpanel.receipts.values import State
from tests.privacy.traces import Place, rows_of, text_of, traces_in

Commits = Callable[..., AbstractContextManager[list[Callable[[], object]]]]
SignedIn = Callable[[Member], Client]
RARE = "Gift for Aunt Mathilda"
_numbers = count(1)


def agree_to_research(member: Member, *, now: datetime) -> None:
    version = current_version(Purpose.RESEARCH)
    consent.answer(member=member, purpose=Purpose.RESEARCH, version=version, granted=True, now=now)


def buy(
    member: Member, *words: str, now: datetime, shop: str = "Lumina", state: State = State.ACCEPTED,
    quantity: Decimal | None = Decimal(2), price_minor: int = 1249,
) -> Receipt:  # fmt: skip
    """A receipt that counts, or is in that state, with these lines."""
    refused = {"reason": "not-a-receipt", "reason_region": {}, "appeal_until": now} if state is State.REFUSED else {}
    receipt = Receipt.objects.create(
        id=new_id(now), member=member, channel="page", programme="fair", version=1, country="DE", state=state.value,
        received_at=now, month=date(2026, 11, 1), settled_at=now, width_px=420, height_px=600,
        file_digest=next(_numbers).to_bytes(32), shop=shop, bought_on=date(2026, 11, 17), total_minor=987_654,
        currency="EUR", **refused,
    )  # fmt: skip
    box = {"left": 0, "top": 0, "right": 9, "bottom": 9}
    Line.objects.bulk_create(
        Line(
            receipt=receipt, position=position, text=text, quantity=quantity, price_minor=price_minor, currency="EUR",
            box=box, confidence=0.9,
        )
        for position, text in enumerate(words)
    )  # fmt: skip
    return receipt


def others(number: int, *, now: datetime) -> list[Member]:
    return [
        enrol(email=f"other{next(_numbers)}@example.org", role=Role.PANELIST, language="en", now=now)
        for _ in range(number)
    ]


def leave(member: Member, commits: Commits, *, now: datetime, gives_lines: bool = True) -> Erasure:
    secret = actions.leave(member=member, now=now, gives_lines=gives_lines)
    with commits(execute=True):
        jobs.carry_out(actions.by_secret(secret).pk)
    return actions.by_secret(secret)


def given_texts() -> list[str]:
    return sorted(GivenLine.objects.values_list("text", flat=True))


def test_what_ten_bought_stays_coarsely_and_nothing_of_who_bought_it(
    both_lived: tuple[Member, Member], now: datetime, django_capture_on_commit_callbacks: Commits
) -> None:
    alice, bob = both_lived
    # Of who waits for a guardian nothing may go to research.
    Guardianship.objects.filter(member=alice).delete()
    bought = buy(alice, "  Milk 1 l ", RARE, now=now)
    for member in [bob, *others(8, now=now)]:
        buy(member, "MILK 1 L", now=now)
    agree_to_research(alice, now=now)
    common = traces_in(row for rows in rows_of(bob).values() for row in rows)
    traces = traces_in(row for rows in rows_of(alice).values() for row in rows) - common
    traces |= {alice.email, str(alice.pk), alice.pk.hex, RARE, RARE.upper(), "2026-11-17", "987654", str(bought.pk)}

    done = leave(alice, django_capture_on_commit_callbacks, now=now)

    [line] = GivenLine.objects.all()
    assert (line.programme, line.region, line.month, line.shop) == ("fair", "DE", date(2026, 11, 1), "LUMINA")
    assert (line.text, line.quantity, line.price_minor, line.currency) == ("MILK 1 L", 2, 1200, "EUR")
    columns = [str(field.column) for field in GivenLine._meta.concrete_fields]
    places = [Place(GivenLine._meta.db_table, column, is_book=False) for column in columns]
    assert [(trace, place) for place in places for trace in traces if trace in text_of(place)] == []
    kept = [told for told in json.loads(done.document)["kept"] if told["store"] == "receipts.GivenLine"]
    assert [(told["count"], told["why"]) for told in kept] == [(1, WHY_GIVEN)]
    assert not Receipt.objects.filter(pk=bought.pk).exists()


def test_a_given_line_leads_to_no_other_row_and_has_no_moment() -> None:
    fields = GivenLine._meta.get_fields()

    kinds = {field.name: field.get_internal_type() for field in fields}

    assert not any(field.is_relation for field in fields)
    assert "DateTimeField" not in kinds.values()
    assert [name for name, kind in kinds.items() if kind == "DateField"] == ["month"]
    assert not any(field.remote_field and field.related_model is GivenLine
                   for model in apps.get_models() for field in model._meta.concrete_fields)  # fmt: skip


@pytest.mark.parametrize(("sharers", "stays"), [(8, []), (9, ["BREAD"])])
def test_words_of_fewer_than_ten_members_go(
    sharers: int, stays: list[str], alice: Member, now: datetime, django_capture_on_commit_callbacks: Commits
) -> None:
    buy(alice, "Bread", "Bread", now=now)
    for member in others(sharers, now=now):
        buy(member, "bread", now=now)
        # However often one bought it, they are one member.
        buy(member, "bread", now=now)
    agree_to_research(alice, now=now)

    leave(alice, django_capture_on_commit_callbacks, now=now)

    assert sorted(set(given_texts())) == stays


def test_only_receipts_that_count_are_counted_and_given(
    alice: Member, now: datetime, django_capture_on_commit_callbacks: Commits
) -> None:
    buy(alice, "Bread", now=now)
    buy(alice, "Milk", now=now, state=State.REFUSED)
    for member in others(10, now=now):
        buy(member, "Milk", now=now)
        buy(member, "Bread", now=now, state=State.REFUSED)
    agree_to_research(alice, now=now)

    leave(alice, django_capture_on_commit_callbacks, now=now)

    assert given_texts() == []


def test_a_shop_is_named_only_where_ten_bought_just_that_there(
    alice: Member, now: datetime, django_capture_on_commit_callbacks: Commits
) -> None:
    buy(alice, "Bread", now=now, shop="The Shop Round My Corner")
    for member in others(12, now=now):
        buy(member, "Bread", now=now)
        buy(member, "Milk", now=now, shop="The Shop Round My Corner")
    agree_to_research(alice, now=now)

    leave(alice, django_capture_on_commit_callbacks, now=now)

    assert [(line.text, line.shop) for line in GivenLine.objects.all()] == [("BREAD", "")]


def test_rows_of_all_who_gave_are_numbered_and_laid_anew_each_time(
    alice: Member, bob: Member, now: datetime, django_capture_on_commit_callbacks: Commits
) -> None:
    words = [f"Thing {number}" for number in range(20)]
    for member in [alice, bob, *others(9, now=now)]:
        buy(member, *words, now=now)
    for member in (alice, bob):
        agree_to_research(member, now=now)
    leave(alice, django_capture_on_commit_callbacks, now=now)
    before = set(GivenLine.objects.values_list("id", flat=True))

    leave(bob, django_capture_on_commit_callbacks, now=now + timedelta(days=40))

    with connection.cursor() as cursor:
        cursor.execute("SELECT id, text, xmin::text FROM receipts_givenline ORDER BY ctid")
        after: list[tuple[UUID, str, str]] = cursor.fetchall()
    assert len({transaction for _id, _text, transaction in after}) == 1
    assert not before & {id_ for id_, _text, _transaction in after}
    # Laid in a random order: neither by what they say nor as they came.
    laid = [text for _id, text, _transaction in after]
    assert sorted(laid) == given_texts()
    assert len(laid) == 2 * len(words)
    assert laid not in (given_texts(), [text.upper() for text in 2 * words])


@pytest.mark.parametrize(("agrees", "ticks"), [(False, True), (True, False), (False, False)])
def test_without_a_yes_or_without_the_tick_everything_goes(
    *, agrees: bool, ticks: bool, alice: Member, now: datetime, django_capture_on_commit_callbacks: Commits
) -> None:
    buy(alice, "Bread", now=now)
    for member in others(12, now=now):
        buy(member, "Bread", now=now)
    if agrees:
        agree_to_research(alice, now=now)

    done = leave(alice, django_capture_on_commit_callbacks, now=now, gives_lines=ticks)

    assert not GivenLine.objects.exists()
    assert "GivenLine" not in [told["store"] for told in json.loads(done.document)["kept"]]
    assert not done.gives_lines


def test_a_step_that_is_tried_again_gives_its_lines_once(
    alice: Member, now: datetime, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Commits
) -> None:
    buy(alice, "Bread", now=now)
    for member in others(12, now=now):
        buy(member, "Bread", now=now)
    agree_to_research(alice, now=now)
    erasure = actions.by_secret(actions.leave(member=alice, now=now, gives_lines=True))
    keeper = next(each for each in ports.filled().keepers if each.room == "receipts")
    with monkeypatch.context() as patch:
        patch.setattr(type(keeper), "erase", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.take_step(erasure_id=erasure.pk, now=now)
    assert not GivenLine.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        jobs.carry_out(erasure.pk)

    assert given_texts() == ["BREAD"]


def test_the_page_asks_only_who_said_yes_to_research_and_asks_unticked(  # noqa: PLR0917 - fixtures
    alice: Member, bob: Member, signed_in: SignedIn, now: datetime, client: Client,
    django_capture_on_commit_callbacks: Commits,
) -> None:  # fmt: skip
    buy(alice, "Bread", now=now)
    for member in others(12, now=now):
        buy(member, "Bread", now=now)
    agree_to_research(alice, now=now)
    hers, his = signed_in(alice), signed_in(bob)

    asked, not_asked = hers.get("/privacy/leave/"), his.get("/privacy/leave/")
    left = hers.post("/privacy/leave/", {"give_lines": "on"})
    with django_capture_on_commit_callbacks(execute=True):
        jobs.carry_out(Erasure.objects.get(finished_at=None).pk)
    done = client.get(left["Location"])

    assert 'name="give_lines"' in asked.text
    assert 'name="give_lines" form="leave" aria-describedby="what-is-given">' in asked.text
    assert "cannot be deleted later" in asked.text
    assert "give_lines" not in not_asked.text
    assert "1 line that many others have as well stays for research" in done.text


def test_who_has_the_same_words_is_found_by_an_index(db: None) -> None:
    with connection.cursor() as cursor:
        # Of a small table a database reads every row, or those of one receipt after the other.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_nestloop = off")

    plan = giving.lines_that_count().order_by().filter(folded__in={"MILK 1 L", "BREAD"}).values("folded").explain()

    assert "lines_by_their_words" in plan
