"""Leaving leaves nothing: every table, every file, the queue and the logs are looked through for who has left."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction

from fairpanel.consent.actions import is_live
from fairpanel.consent.values import Purpose
from fairpanel.kit.money import Money
from fairpanel.kit.personal import Erased, Keeper
from fairpanel.ledger import actions as ledger
from fairpanel.ledger import checks
from fairpanel.ledger.values import Posting
from fairpanel.members.models import Member
from fairpanel.notices.models import Notice
from fairpanel.notices.values import Kind as NoticeKind
from fairpanel.privacy import jobs, ports, retention
from fairpanel.privacy.claims import actions as claims
from fairpanel.privacy.claims.values import claim_code
from fairpanel.privacy.complaints import actions as complaints
from fairpanel.privacy.complaints import privacy as kept_by_room
from fairpanel.privacy.erasures import actions, receipt
from fairpanel.privacy.erasures.actions import BeingErased, NotYours
from fairpanel.privacy.models import Claim, Erasure
from fairpanel.privacy.models.complaints import Outcome
from fairpanel.receipts.models import Appeal, Mail, PaidFor, Receipt
from tests.privacy.traces import Place, places, rows_of, text_of, traces_in
from tests.receipts.made_by_hand import FakeVault

Lives = Callable[..., tuple[Member, Member]]
Commits = Callable[..., AbstractContextManager[list[Callable[[], object]]]]
KEEPERS = ports.filled().keepers
# Tables about members that no life fills: the one is empty again when a job ends, the other is filled by leaving.
NOT_FILLED = {"receipts.Leftover", "privacy.Claim"}


def everywhere() -> dict[Place, str]:
    return {place: text_of(place) for place in places(KEEPERS)}


def numbers_in_the_books(rows_by_table: dict[str, list[dict[str, Any]]]) -> set[str]:
    """The numbers of rows that stay without the person, such as those of payouts."""
    register = {table: columns for keeper in KEEPERS for table, columns in keeper.register.items()}
    stay = [table for table in rows_by_table if "id" in register[table] and register[table]["id"].retention == "books"]
    return traces_in({"id": row["id"]} for table in stay for row in rows_by_table[table])


def carried_out(erasure_id: Any, commits: Commits) -> Erasure:
    with commits(execute=True):
        jobs.carry_out(erasure_id)
    return Erasure.objects.get(pk=erasure_id)


def test_a_life_fills_every_table_that_can_be_about_somebody(both_lived: tuple[Member, Member]) -> None:
    about_people = {
        table for keeper in KEEPERS for table, columns in keeper.register.items()
        if any(column.is_personal for column in columns.values())
    }  # fmt: skip

    empty = {table for table in about_people if not apps.get_model(table)._default_manager.exists()}

    assert empty <= NOT_FILLED


def test_of_who_leaves_no_trace_is_left_and_of_who_stays_everything(
    lives: Lives, vault: FakeVault, now: datetime, caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Commits,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    alice, bob = lives(reads=True)
    of_alice, of_bob = rows_of(alice), rows_of(bob)
    common = traces_in(row for rows in of_bob.values() for row in rows)
    traces = traces_in(row for rows in of_alice.values() for row in rows) - common - numbers_in_the_books(of_alice)
    files_of_bob = {name for r in Receipt.objects.filter(member=bob) for name in (r.picture, r.sealed) if name}
    files_of_bob |= set(Appeal.objects.filter(receipt__member=bob).exclude(sealed="").values_list("sealed", flat=True))
    files_of_bob |= set(Mail.objects.filter(member=bob).exclude(sealed="").values_list("sealed", flat=True))
    files_of_bob |= set(Appeal.objects.filter(receipt__member=bob).values_list("sealed", flat=True))
    who = {alice.email, str(alice.pk), alice.pk.hex}
    assert who | {str(alice.purse)} <= traces
    before = everywhere()
    assert {line["text"] for line in of_alice["receipts.Line"] if len(line["text"]) > 12} - common <= traces
    assert len(traces) > 50
    assert all(any(trace in text for text in before.values()) for trace in who)
    purse, account = alice.purse.hex, alice.account

    secret = actions.leave(member=alice, now=now, keeps_complaints=False)
    [erasure] = Erasure.objects.filter(what="everything")
    carried_out(erasure.pk, django_capture_on_commit_callbacks)

    found = {
        (trace, place)
        for place, text in everywhere().items()
        for trace in (who if place.is_book else traces)
        if trace in text
    }
    assert found == set()
    # Law 15: the money stays, under a number that leads nowhere.
    assert {place.table for place, text in everywhere().items() if purse in text} <= {
        "ledger_account", "ledger_entry", "privacy_claim", "payouts_payout", "payouts_taxform",
    }  # fmt: skip
    # 20.00 as a bonus and 0.30 for three receipts, less the 10.00 that were paid out; what only waited came back.
    assert ledger.available(account) == Money(1000, "EUR")
    assert claims.claimable(secret=secret) == (claim_code(secret), Money(1030, "EUR"))
    assert all(proof.holds for proof in checks.prove())
    assert set(vault.kept) == files_of_bob
    assert not any(trace in caplog.text for trace in traces)
    # A case that was about both asks nothing any more. Of Bob's all else is as it was.
    assert of_bob.pop("members.Concerned")
    assert rows_of(bob) == of_bob


def test_the_receipt_lists_every_place_and_is_mailed_and_then_the_address_is_forgotten(
    both_lived: tuple[Member, Member], now: datetime, django_capture_on_commit_callbacks: Commits
) -> None:
    alice, _bob = both_lived
    mail.outbox.clear()

    secret = actions.leave(member=alice, now=now)
    erasure = carried_out(actions.by_secret(secret).pk, django_capture_on_commit_callbacks)

    [letter] = mail.outbox
    [(name, document, kind)] = letter.attachments
    assert (letter.to, name, kind) == (["alice@example.org"], "deletion-receipt.json", "application/json")
    public = receipt.public_of(ports.filled().signing_key)
    assert receipt.verify(str(document).encode(), public=public).what == "everything"
    told = {store["store"]: store["count"] for store in json.loads(str(document))["erased"]}
    # One counts, one is refused, one waits to be read, one a person has decided, and one lies before a person.
    assert told["receipts.Receipt"] == 5
    assert told["receipts.Line"] > 5
    # A picture of each, the new one of an appeal, and a mail that waited to be opened.
    assert told["vault"] == 7
    assert told["members.Member"] == 1
    assert min(told[table] for table in ("sessions.Session", "consent.Choice", "rewards.Contribution")) > 0
    assert "alice" not in document
    assert (erasure.address, erasure.secret, erasure.member_id) == ("", "", None)
    [code, _amount] = claims.claimable(secret=secret) or ("", None)
    assert claims.waiting(claims.claim_of(code=code.lower(), now=now)).now == (Money(1000, "EUR"),)


def test_a_complaint_that_waits_is_answered_after_leaving_and_leads_nowhere_else(
    both_lived: tuple[Member, Member], olivia: Member, now: datetime, django_capture_on_commit_callbacks: Commits
) -> None:
    alice, bob = both_lived
    asked = complaints.of_member(alice).get()
    asked_by_bob = complaints.of_member(bob).get()

    secret = actions.leave(member=alice, now=now)
    erasure = carried_out(actions.by_secret(secret).pk, django_capture_on_commit_callbacks)
    answered = complaints.answer(
        complaint_id=asked.pk, operator=olivia, outcome=Outcome.RIGHT, text="He was told.", now=now
    )

    kept = [told for told in json.loads(erasure.document)["kept"] if told["store"] == "privacy.Complaint"]
    assert [(told["count"], told["why"]) for told in kept] == [(1, actions.UNANSWERED)]
    assert (answered.member, answered.address) == (None, "alice@example.org")
    assert complaints.by_link(complaints.link_of(answered)).answer == "He was told."
    assert Notice.objects.get(kind=NoticeKind.COMPLAINT_ANSWERED).address == "alice@example.org"
    of_notice = {"notices_notice", "privacy_complaint"}
    assert {place.table for place, text in everywhere().items() if "alice@example.org" in text} <= of_notice
    assert {place.table for place, text in everywhere().items() if str(alice.pk) in text} == set()
    assert complaints.one_of(member=bob, complaint_id=asked_by_bob.pk).text == asked_by_bob.text
    kept_by_room.expire(now=now + timedelta(days=29))
    assert complaints.by_link(complaints.link_of(answered)).pk == asked.pk
    kept_by_room.expire(now=now + timedelta(days=30))
    with pytest.raises(complaints.NoSuchComplaint):
        complaints.by_link(complaints.link_of(answered))


def test_nothing_is_collected_and_nobody_signed_in_from_the_moment_somebody_leaves(
    both_lived: tuple[Member, Member], now: datetime, signed_in: Callable[[Member], Any]
) -> None:
    alice, bob = both_lived
    browser, other = signed_in(alice), signed_in(bob)

    actions.leave(member=alice, now=now)

    assert browser.get("/receipts/").status_code == 302
    assert other.get("/receipts/").status_code == 200
    assert not is_live(member=alice, purpose=Purpose.RECEIPTS, now=now)


class Stumbling(Keeper):
    """Falls over a number of times, then does as the true keeper does."""

    def __init__(self, true: Keeper, times: int) -> None:
        self.room, self.register, self.true, self.times = true.room, true.register, true, times

    def erase(self, member_id: Any, *, now: datetime, purpose: str | None = None) -> list[Erased]:
        erased = self.true.erase(member_id, now=now, purpose=purpose)
        if self.times:
            self.times -= 1
            raise RuntimeError("the words of alice@example.org")
        return erased


@pytest.fixture
def stumbling(request: pytest.FixtureRequest) -> Iterator[None]:
    filled = ports.filled()
    ports.fill(replace(filled, keepers=tuple(Stumbling(each, 2) for each in filled.keepers)))
    yield
    ports.fill(filled)


def test_whichever_room_stumbles_it_goes_on_where_it_stood_and_counts_nothing_twice(
    both_lived: tuple[Member, Member], now: datetime, stumbling: None, django_capture_on_commit_callbacks: Commits,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    alice, _bob = both_lived
    ports.filled().keepers[0].times = 0  # type: ignore[attr-defined]  # the first is taken with leaving itself
    lines = sum(r.lines.count() for r in Receipt.objects.filter(member=alice))
    secret = actions.leave(member=alice, now=now)
    erasure_id = actions.by_secret(secret).pk

    failures: list[str] = []
    while not Erasure.objects.get(pk=erasure_id).is_finished:
        try:
            with transaction.atomic(), django_capture_on_commit_callbacks(execute=True):
                jobs.erase(erasure_id=str(erasure_id))
        except jobs.ErasingFailed as failure:
            failures.append(str(failure))
    told = {s["store"]: s["count"] for s in json.loads(Erasure.objects.get(pk=erasure_id).document)["erased"]}

    assert len(failures) > len(KEEPERS)
    assert not any("alice" in failure for failure in failures)
    assert told["receipts.Line"] == lines
    assert told["members.Member"] == 1
    assert not Member.objects.filter(pk=alice.pk).exists()


def test_one_purpose_goes_and_the_account_the_earnings_and_the_choice_stay(
    both_lived: tuple[Member, Member], vault: FakeVault, now: datetime, django_capture_on_commit_callbacks: Commits
) -> None:
    alice, bob = both_lived
    balance = ledger.balance(alice.account)

    erasure = actions.erase_purpose(member=alice, purpose=Purpose.RECEIPTS, now=now)
    done = carried_out(erasure.pk, django_capture_on_commit_callbacks)

    assert not Receipt.objects.filter(member=alice).exists()
    assert Receipt.objects.filter(member=bob).exists()
    assert ledger.balance(alice.account) == balance
    assert Member.objects.get(pk=alice.pk).is_active
    assert PaidFor.objects.filter(member=alice).exists()
    told = json.loads(done.document)
    assert {store["store"] for store in told["erased"]} >= {"receipts.Receipt", "vault"}
    assert [kept["store"] for kept in told["kept"]] == ["receipts.PaidFor"]
    assert erasure in actions.of_member(alice)


def test_what_is_being_erased_is_not_begun_again(both_lived: tuple[Member, Member], now: datetime) -> None:
    alice, bob = both_lived
    actions.leave(member=alice, now=now)
    actions.erase_purpose(member=bob, purpose=Purpose.RECEIPTS, now=now)

    with pytest.raises(BeingErased):
        actions.leave(member=alice, now=now)
    with pytest.raises(BeingErased):
        actions.erase_purpose(member=bob, purpose=Purpose.RECEIPTS, now=now)


def test_who_earned_nothing_leaves_no_claim_and_staff_do_not_leave_this_way(
    alice: Member, olivia: Member, now: datetime
) -> None:
    actions.leave(member=alice, now=now)

    assert not Claim.objects.exists()
    with pytest.raises(NotYours):
        actions.leave(member=olivia, now=now)


def test_a_claim_ends_and_so_does_the_receipt(
    both_lived: tuple[Member, Member], now: datetime, django_capture_on_commit_callbacks: Commits
) -> None:
    alice, _bob = both_lived
    secret = actions.leave(member=alice, now=now)
    erasure = carried_out(actions.by_secret(secret).pk, django_capture_on_commit_callbacks)
    [code, _amount] = claims.claimable(secret=secret) or ("", None)

    for keeper in KEEPERS:
        retention.let_go(keeper, now=now + timedelta(days=31))
    erasure.refresh_from_db()
    assert erasure.document == ""
    assert claims.claim_of(code=code, now=now + timedelta(days=31)).account
    with pytest.raises(claims.NoSuchClaim):
        claims.claim_of(code=code, now=now + timedelta(days=1200))


def test_an_address_that_takes_no_mail_is_forgotten_after_three_days(
    alice: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> int:
        raise OSError("no such host")

    monkeypatch.setattr(EmailMessage, "send", refused)
    secret = actions.leave(member=alice, now=now)
    erasure_id = actions.by_secret(secret).pk

    with pytest.raises(jobs.ErasingFailed):
        jobs.erase(erasure_id=str(erasure_id))
    assert Erasure.objects.get(pk=erasure_id).is_finished
    Erasure.objects.update(finished_at=now)
    actions.take_up_what_was_left(now=now + timedelta(days=2))
    assert Erasure.objects.get(pk=erasure_id).address == "alice@example.org"
    actions.take_up_what_was_left(now=now + timedelta(days=4))

    assert Erasure.objects.get(pk=erasure_id).address == ""


def test_money_in_a_second_currency_can_be_claimed_too(alice: Member, now: datetime) -> None:
    account = f"{alice.account}:GBP"
    ledger.open_account(name=alice.account, currency="EUR", may_overdraw=False, now=now)
    ledger.open_account(name=account, currency="GBP", may_overdraw=False, now=now)
    ledger.open_account(name="sponsor:fair:GBP", currency="GBP", may_overdraw=True, now=now)
    posting = Posting("sponsor:fair:GBP", account, Money(700, "GBP"))
    ledger.post(posting, key="moved", memo="reward", now=now)

    secret = actions.leave(member=alice, now=now)

    assert claims.claimable(secret=secret) == (claim_code(secret), Money(700, "GBP"))
