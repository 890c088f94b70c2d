"""A member takes along all that is held of them, as files that others can read; nobody else gets it, and it goes."""

import asyncio
import csv
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from fairpanel.kit.personal import Keeper, Table
from fairpanel.members.models import Member
from fairpanel.notices.models import Notice
from fairpanel.privacy import ports
from fairpanel.privacy.models import Copy, CopyLeftover
from fairpanel.privacy.privacy import keeper
from fairpanel.privacy.take_along import actions, archive, keeping
from fairpanel.privacy.take_along.views import _async
from fairpanel.receipts.models import Receipt
from fairpanel.vault.problems import NotInVault
from tests.receipts.conftest import agree, bob_agrees, panelist, settled, vault
from tests.receipts.made_by_hand import a_reading

SignedIn = Callable[[Member], Client]
# Fixtures of the receipts' tests.
__all__ = ["agree", "bob_agrees", "panelist", "settled", "vault"]
ASK = "/privacy/take-along/"


def copy_of(member: Member, now: datetime) -> Copy:
    """Ask for a copy and make it, as the page and a worker would."""
    actions.ask(member=member, now=now)
    made = actions.make(copy_id=Copy.objects.get(member=member).pk, now=now)
    assert made is not None
    return made


def opened(copy: Copy) -> ZipFile:
    return ZipFile(BytesIO(b"".join(ports.filled().copies.open_pieces(copy.name))))


def rows(zipped: ZipFile, table: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(zipped.read(f"tables/{table}.json"))
    return told


@pytest.fixture
def receipt(panelist: Member, settled: Callable[..., Receipt]) -> Receipt:
    """One of Alice's that counted."""
    return settled(panelist, a_reading())


def test_a_copy_holds_every_table_as_json_and_as_csv_and_every_picture(
    panelist: Member, receipt: Receipt, now: datetime
) -> None:
    zipped = opened(copy_of(panelist, now))

    assert [row["shop"] for row in rows(zipped, "receipts.Receipt")] == ["Corner Shop"]
    assert [row["text"] for row in rows(zipped, "receipts.Line")] == ["Bread", "Milk"]
    table = list(csv.DictReader(StringIO(zipped.read("tables/receipts.Receipt.csv").decode(), newline="")))
    assert [row["total_minor"] for row in table] == ["450"]
    assert zipped.read(f"files/receipts/{receipt.id}.jpg") == b"a blacked-out picture"
    assert [row["email"] for row in rows(zipped, "members.Member")] == ["alice@example.org"]


def test_the_codebook_explains_every_column_of_every_table(panelist: Member, receipt: Receipt, now: datetime) -> None:
    zipped = opened(copy_of(panelist, now))

    book = {(row["table"], row["column"]): row["meaning"] for row in json.loads(zipped.read("codebook.json"))}
    told = {
        (name.removeprefix("tables/").removesuffix(".csv"), column)
        for name in zipped.namelist()
        if name.startswith("tables/") and name.endswith(".csv")
        for column in zipped.read(name).decode().splitlines()[0].split(",")
    }
    assert told == set(book)
    assert all(book[place] for place in told)


def test_a_copy_holds_nothing_of_anybody_else(
    *, panelist: Member, receipt: Receipt, bob_agrees: Member, settled: Callable[..., Receipt], now: datetime
) -> None:
    settled(bob_agrees, a_reading(shop="Book Shop"))

    zipped = opened(copy_of(panelist, now))

    everything = b"".join(zipped.read(name) for name in zipped.namelist())
    assert b"Corner Shop" in everything
    for trace in ("Book Shop", "bob@example.org", str(bob_agrees.pk)):
        assert trace.encode() not in everything


def test_a_copy_holds_the_record_of_consent(panelist: Member, now: datetime) -> None:
    record = json.loads(opened(copy_of(panelist, now)).read("consent-record.json"))

    assert "27560" in json.dumps(record)
    assert "receipts" in json.dumps(record)


def test_asking_twice_makes_one_copy(alice: Member, now: datetime) -> None:
    actions.ask(member=alice, now=now)

    with pytest.raises(actions.BeingMade):
        actions.ask(member=alice, now=now)
    assert Copy.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="privacy.make_copy").count() == 1


def test_making_it_again_changes_nothing_and_tells_once(alice: Member, now: datetime) -> None:
    first = copy_of(alice, now)

    again = actions.make(copy_id=first.pk, now=now + timedelta(hours=1))

    assert again is not None
    assert again.name == first.name
    assert Notice.objects.filter(kind="copy-ready", member=alice).count() == 1


def test_the_panelist_asks_for_it_on_the_page_and_fetches_it(
    alice: Member, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    browser = signed_in(alice)
    browser.post(ASK)
    assert "We are making your copy." in browser.get(ASK).content.decode()
    copy = actions.make(copy_id=Copy.objects.get().pk, now=now)
    assert copy is not None

    address = f"{ASK}{copy.pk}/"
    assert address in browser.get(ASK).content.decode()
    answer = browser.get(address)

    sent = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a stream
    assert len(sent) == copy.size_bytes == int(answer["Content-Length"])
    assert "README.txt" in ZipFile(BytesIO(sent)).namelist()
    assert Copy.objects.get().fetched_at == now


@pytest.mark.parametrize("who", ["bob", "olivia", "carl", "nobody"])
def test_nobody_else_opens_it(
    *, who: str, alice: Member, bob: Member, olivia: Member, carl: Member, now: datetime, signed_in: SignedIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    address = f"{ASK}{copy_of(alice, now).pk}/"
    others = {"bob": bob, "olivia": olivia, "carl": carl}
    browser = Client() if who == "nobody" else signed_in(others[who])

    answer = browser.get(address)

    assert answer.status_code == {"bob": 404, "nobody": 302}.get(who, 403)


@pytest.mark.parametrize(("days", "status"), [(6, 200), (7, 404)])
def test_the_link_ends_after_seven_days(
    *, days: int, status: int, alice: Member, now: datetime, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copy_of(alice, now)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(days=days))

    answer = signed_in(alice).get(f"{ASK}{copy.pk}/")

    assert answer.status_code == status


def test_what_is_over_goes_with_its_file(
    alice: Member, now: datetime, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    copy = copy_of(alice, now)

    with django_capture_on_commit_callbacks(execute=True):
        keeper.expire(now=now + timedelta(days=7), events_before=now)

    assert not Copy.objects.exists()
    assert not CopyLeftover.objects.exists()
    with pytest.raises(NotInVault):
        ports.filled().copies.open_pieces(copy.name)


def test_erasing_takes_the_copy_and_the_work_along(
    alice: Member, bob: Member, now: datetime, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    copy = copy_of(alice, now)
    actions.ask(member=bob, now=now)

    with django_capture_on_commit_callbacks(execute=True):
        keeper.erase(alice.pk, now=now)
        keeper.erase(bob.pk, now=now)

    assert not Copy.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="privacy.make_copy", lock__contains=str(bob.pk)).exists()
    with pytest.raises(NotInVault):
        ports.filled().copies.open_pieces(copy.name)


def test_who_leaves_while_it_is_made_leaves_no_file(
    alice: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = actions.ask(member=alice, now=now)
    dropped: list[str] = []
    pieces = actions._pieces

    def leaving(member: Member, *, now: datetime) -> Iterator[bytes]:
        yield from pieces(member, now=now)
        Copy.objects.all().delete()

    monkeypatch.setattr(actions, "_pieces", leaving)
    monkeypatch.setattr(type(ports.filled().copies), "drop", lambda _self, name: dropped.append(name))

    assert actions.make(copy_id=copy.pk, now=now) is None
    assert len(dropped) == 1


def test_a_picture_that_is_deleted_meanwhile_is_left_out(
    panelist: Member, receipt: Receipt, now: datetime, vault: Any
) -> None:
    vault.drop(receipt.picture)

    names = opened(copy_of(panelist, now)).namelist()

    assert not [name for name in names if name.startswith("files/")]


def test_a_copy_that_nobody_makes_is_taken_up_again(alice: Member, now: datetime) -> None:
    actions.ask(member=alice, now=now)
    ProcrastinateJob.objects.all().delete()

    assert keeping.take_up_what_was_left_behind(now=now) == 0
    assert keeping.take_up_what_was_left_behind(now=now + timedelta(minutes=11)) == 1
    assert ProcrastinateJob.objects.filter(task_name="privacy.make_copy").count() == 1


def test_a_file_that_no_row_names_is_swept(alice: Member, now: datetime) -> None:
    copy = copy_of(alice, now)
    orphan = ports.filled().copies.seal_pieces([b"left by a crash"], owner=alice.pk)

    keeping.sweep(now=now + timedelta(days=40_000), however_many=True)

    assert b"".join(ports.filled().copies.open_pieces(copy.name))
    with pytest.raises(NotInVault):
        ports.filled().copies.open_pieces(orphan)


class _Odd(Keeper):
    """A room with one row of everything that a row may hold."""

    room = "odd"
    register = {}

    def tables(self, member_id: Any) -> list[Table]:  # noqa: ARG002 - the keepers' signature
        row = {"text": "=1+1", "none": None, "yes": True, "many": [1, {"a": "é"}], "less": -5, "raw": b"\x01\xff"}
        return [Table("odd.Row", tuple(row), iter([row])), Table("odd.Empty", ("a",), iter([]))]


def test_words_that_a_spreadsheet_would_run_are_made_harmless_in_the_csv_and_stay_in_the_json(now: datetime) -> None:
    made = b"".join(archive.pieces(None, keepers=(_Odd(),), records={}, sponsor="Example Market", now=now))

    zipped = ZipFile(BytesIO(made))
    [cells] = list(csv.DictReader(StringIO(zipped.read("tables/odd.Row.csv").decode())))
    assert cells == {
        "text": "'=1+1", "none": "", "yes": "true", "many": '[1, {"a": "é"}]', "less": "-5", "raw": "01ff",
    }  # fmt: skip
    assert rows(zipped, "odd.Row")[0]["text"] == "=1+1"
    assert rows(zipped, "odd.Empty") == []
    assert zipped.read("tables/odd.Empty.csv") == b"a\r\n"


def test_the_real_server_gets_it_piece_by_piece() -> None:
    async def gathered() -> list[bytes]:
        return [piece async for piece in _async(iter([b"a", b"b"]))]

    assert asyncio.run(gathered()) == [b"a", b"b"]
